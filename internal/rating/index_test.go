package rating

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"testing"
)

// TestIndexAcrossScales: five levels and three levels share nothing but who is satisfied.
func TestIndexAcrossScales(t *testing.T) {
	five := Tallied{"hai-long@a", Overall, 4, []int{1, 2, 3, 10, 20}}
	fiveToo := Tallied{"hai-long@b", Overall, 4, []int{0, 0, 2, 4, 8}}
	three := Tallied{"ba-muc@c", Overall, 2, []int{2, 5, 13}}
	result := Tallied{"hai-long@a", WithResult, 4, []int{0, 0, 0, 0, 7}}
	never := Tallied{"old@d", Overall, 4, []int{0, 0, 0, 0, 0}}

	one := IndexOf(Overall, []Tallied{five, fiveToo, result, never}, 100)
	if want := []string{"hai-long@a", "hai-long@b"}; !slices.Equal(one.Versions, want) || !slices.Equal(one.Scales, []int{5}) {
		t.Errorf("covers %v of %v, want %v of five levels", one.Versions, one.Scales, want)
	}
	// 1 + 2×2 + 3×5 + 4×14 + 5×28 = 216 of 50
	if !slices.Equal(one.Counts, []int{1, 2, 5, 14, 28}) || one.Mean == nil || math.Abs(*one.Mean-4.32) > 1e-9 || one.Satisfied.Yes != 42 || one.Satisfied.N != 50 {
		t.Errorf("one scale = %+v", one)
	}
	if one.Response.Yes != 50 || one.Response.N != 100 {
		t.Errorf("response = %+v, want 50 of 100", one.Response)
	}
	for _, all := range [][]Tallied{{five, three, fiveToo}, {three, five}} {
		two := IndexOf(Overall, all, 100)
		if two.Counts != nil || two.Mean != nil || !slices.Equal(two.Scales, []int{3, 5}) || two.Satisfied.Yes < 48 {
			t.Errorf("two scales = %+v: levels of different scales are no common thing", two)
		}
	}
	if five.Counts[0] != 1 {
		t.Error("the counts that were given have changed")
	}
}

// TestIndexOfFew tells nothing of fewer than five answers but how many there are.
func TestIndexOfFew(t *testing.T) {
	few := IndexOf(Overall, []Tallied{{"v", Overall, 4, []int{0, 1, 0, 0, 3}}}, 40)
	if !few.Few || few.Counts != nil || few.Mean != nil || few.Satisfied.N != 0 || few.Response.Yes != 4 {
		t.Errorf("four answers = %+v", few)
	}
	raw, err := json.Marshal(IndexOf(WithOfficial, nil, 0))
	want := `{"measures":"official","versions":[],"scales":[],"satisfied":{"yes":0,"n":0,"share":null,"low":null,"high":null},"response":{"yes":0,"n":0,"share":null,"low":null,"high":null},"mean":null}`
	if err != nil || string(raw) != want {
		t.Errorf("no answers = %s, %v, want %s", raw, err, want)
	}
	if s := ShareOf(7, 5); s.Yes != 5 || s.Value != 1 {
		t.Errorf("seven of five = %+v", s)
	}
}

func TestFactors(t *testing.T) {
	got := FactorsOf([]Tallied{
		{"v", "sipas-access", 4, []int{0, 0, 0, 5, 5}},
		{"v", "sipas-result", 4, []int{5, 0, 0, 5, 0}},
		{"v", "sipas-official", 4, []int{0, 0, 0, 0, 4}}, // too few
		{"v", Overall, 4, []int{50, 0, 0, 0, 0}},
	}, map[string]int{"sipas-access": 20})
	if got.Note != NotSIPAS || len(got.Factors) != 5 || got.Together.Yes != 15 || got.Together.N != 20 {
		t.Errorf("table = %+v", got)
	}
	if want := []string{"sipas-procedure", "sipas-official", "sipas-handling"}; !slices.Equal(got.Missing, want) {
		t.Errorf("missing = %v, want %v", got.Missing, want)
	}
	if f := got.Factors[0]; f.Measures != "sipas-access" || f.Response.N != 20 || f.Satisfied.Value != 1 {
		t.Errorf("access = %+v", f)
	}
}

func TestRank(t *testing.T) {
	got := Rank([]Counted{{"few", 4, 4}, {"lucky", 10, 10}, {"steady", 970, 1000}, {"twin", 970, 1000}, {"worse", 80, 100}, {"nearly", 48501, 50000}})
	var places []string
	for _, r := range got {
		places = append(places, r.Key)
	}
	// The lower bounds: steady and twin 95.75 %, nearly 96.85 %, lucky 72.2 %, worse 71.1 %.
	if want := []string{"nearly", "steady", "twin", "lucky", "worse", "few"}; !slices.Equal(places, want) {
		t.Fatalf("order = %v, want %v", places, want)
	}
	var at []int
	for _, r := range got {
		at = append(at, r.Place)
	}
	if want := []int{1, 2, 2, 4, 5, 0}; !slices.Equal(at, want) {
		t.Errorf("places = %v, want %v", at, want)
	}
	if !got[1].Tied || !got[2].Tied || got[0].Tied || got[5].Share.N != 0 {
		t.Errorf("ranked = %+v", got)
	}
	if got := Rank(nil); len(got) != 0 {
		t.Errorf("nobody = %v", got)
	}
	if !reflect.DeepEqual(Rank([]Counted{{"b", 5, 9}, {"a", 5, 9}})[0].Key, "a") {
		t.Error("ties are not in order of name")
	}
}
