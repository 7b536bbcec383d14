package rating

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestByHand holds the scheme against testdata/tt01.txt, where every figure is worked out on paper.
func TestByHand(t *testing.T) {
	raw, err := os.ReadFile("testdata/tt01.txt")
	if err != nil {
		t.Fatal(err)
	}
	reads := map[string]func(string) string{
		"points": byHandPoints, "mean": byHandMean, "merge": byHandMerge,
		"organization": func(s string) string { return byHandScore(s, TT01.Organization) },
		"official":     func(s string) string { return byHandScore(s, TT01.Official) },
	}
	seen := map[string]int{}
	for i, line := range strings.Split(string(raw), "\n") {
		line, _, _ = strings.Cut(line, "--")
		word, rest, _ := strings.Cut(line, ":")
		read := reads[word]
		if read == nil {
			continue
		}
		seen[word]++
		given, want, ok := strings.Cut(rest, "->")
		if !ok {
			given, want, _ = strings.Cut(rest, "=")
		}
		given, want = strings.TrimSpace(given), strings.TrimSpace(want)
		if got := read(given); got != want && !strings.HasPrefix(got, want+" lowest ") {
			t.Errorf("line %d: %s(%s) = %q, want %q", i+1, word, given, got, want)
		}
	}
	if seen["points"] < 11 || seen["mean"] < 18 || seen["organization"] < 13 || seen["official"] < 7 || seen["merge"] < 4 {
		t.Errorf("only %v lines were read", seen)
	}
}

func byHandPoints(s string) string {
	d := Dossier{Chosen: map[int]int{}}
	for i, w := range strings.Fields(s) {
		if i == 0 && w != "none" {
			d.Due = w
		} else if i > 0 {
			number, points := pair(w, "=")
			d.Chosen[number] = points
		}
	}
	var out []string
	earned := TT01.Points(&d)
	for _, number := range slices.Sorted(maps.Keys(earned)) {
		out = append(out, fmt.Sprintf("%d:%d", number, earned[number]))
	}
	if len(out) == 0 {
		return "nothing"
	}
	return strings.Join(out, " ")
}

func byHandMean(s string) string {
	sum, n := pair(s, " / ")
	return mean(sum, n).String()
}

func byHandMerge(s string) string {
	year := Tally{}
	for _, quarter := range strings.Fields(s) {
		sum, n := pair(quarter, "/")
		year.Merge(Tally{3: {sum, n}})
	}
	score := TT01.Organization(year, nil).Indicators[2].Score
	if score == nil {
		return "none"
	}
	return score.String()
}

func byHandScore(s string, count func(Tally, map[int]Tenths) Score) string {
	tally, given := Tally{}, map[int]Tenths{}
	for _, w := range strings.Fields(s) {
		number, value, _ := strings.Cut(w, "=")
		i, _ := strconv.Atoi(number)
		if strings.Contains(value, "/") {
			sum, n := pair(value, "/")
			tally.Merge(Tally{i: {sum, n}})
			continue
		}
		var v Tenths
		if err := json.Unmarshal([]byte(value), &v); err != nil {
			return err.Error()
		}
		given[i] = v
	}
	got := count(tally, given)
	class, missing := "none", ""
	if got.Class != nil {
		class = got.Class.Code
	}
	for _, m := range got.Missing {
		missing += " " + strconv.Itoa(m)
	}
	out := fmt.Sprintf("sum %s of %s with %d class %s lowest %s highest %s", got.Sum, got.Of, got.With, class, got.Lowest.Code, got.Highest.Code)
	if missing != "" {
		out += " missing" + missing
	}
	return out
}

func pair(s, by string) (a, b int) {
	left, right, _ := strings.Cut(s, by)
	a, _ = strconv.Atoi(left)
	b, _ = strconv.Atoi(right)
	return a, b
}

// TestTally counts dossiers one by one as a merged tally does.
func TestTally(t *testing.T) {
	a, b := Tally{}, Tally{}
	a.Add(map[int]int{1: 2, 3: 1})
	b.Add(map[int]int{3: 2})
	a.Merge(b)
	if want := (Tally{1: {2, 1}, 3: {3, 2}}); !maps.Equal(a, want) {
		t.Errorf("merged = %v, want %v", a, want)
	}
}

func TestTenths(t *testing.T) {
	for _, bad := range []string{"1.25", "-1", `"1"`, "101", "null", "1.0000001"} {
		var v Tenths
		if err := v.UnmarshalJSON([]byte(bad)); err == nil {
			t.Errorf("%s was read as %v", bad, v)
		}
	}
	for n := range Tenths(1001) {
		var v Tenths
		raw, err := json.Marshal(n)
		if err != nil || json.Unmarshal(raw, &v) != nil || v != n {
			t.Errorf("%s was read as %v, want %v (%v)", raw, v, n, err)
		}
	}
}
