package satisfaction

import (
	"fmt"
	"iter"
	"math"
	"testing"

	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/i18n"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// asked is a questionnaire with both figures, a factor and an indicator of TT 01.
var asked = center.Questionnaire{ID: "q", Levels: make([]i18n.Text, 4), Satisfied: 3, Items: []center.Item{
	{Code: "kq", Measures: "result"}, {Code: "cb", Measures: "official"}, {Code: "tc", Measures: "sipas-access"},
	{Code: "lan", Measures: "tt01-3", Options: []center.Option{{Points: 2}, {Points: 1}, {Points: 0}}},
	{Code: "own", Measures: "result", Options: []center.Option{{}, {}}},
}}

func known(version string) *center.Questionnaire {
	if version == asked.Version() {
		return &asked
	}
	return nil
}

func one(d *figures.Day) iter.Seq2[*figures.Day, error] {
	return func(yield func(*figures.Day, error) bool) { yield(d, nil) }
}

func report(t *testing.T, answers []wire.RatingData, by figures.Dim) *Report {
	t.Helper()
	d := &figures.Day{Date: "2026-11-23", Answers: answers}
	r, err := Of(one(d), figures.Query{From: "2026-11-23", To: "2026-11-23", By: by}, Options{Known: known, Limit: .01, Detail: true})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// answers are n of one kind.
func answers(n int, change func(i int, a *wire.RatingData)) (all []wire.RatingData) {
	for i := range n {
		a := wire.RatingData{Counter: "1", Questionnaire: asked.Version(), Levels: 4, Satisfied: 3, Overall: 4}
		change(i, &a)
		all = append(all, a)
	}
	return all
}

func TestRowsAreRankedByWhatIsProven(t *testing.T) {
	all := answers(5, func(int, *wire.RatingData) {}) // all five are satisfied: at least 57 %
	all = append(all, answers(100, func(i int, a *wire.RatingData) {
		if a.Counter = "2"; i < 5 {
			a.Overall = 1
		}
	})...) // 95 of 100: at least 89 %
	all = append(all, answers(4, func(_ int, a *wire.RatingData) { a.Counter = "3" })...) // too few for a row
	r := report(t, all, figures.Counter)
	got := map[string]string{}
	for _, x := range r.Rows {
		got[x.Key] = "none"
		if x.Overall != nil {
			got[x.Key] = fmt.Sprintf("%d/%d %.2f rank %d", x.Overall.Yes, x.Overall.N, x.Overall.Low, x.Place)
		}
	}
	// Counter 1 is hidden as well: with the total and counter 2 it would tell the four of counter 3.
	if want := "map[2:95/100 0.89 rank 1]"; fmt.Sprint(got) != want {
		t.Errorf("rows = %v, want %s", got, want)
	}
	all = append(all, answers(1, func(_ int, a *wire.RatingData) { a.Counter = "3" })...)
	got = map[string]string{}
	for _, x := range report(t, all, figures.Counter).Rows {
		got[x.Key] = fmt.Sprint(x.Place)
	}
	if want := "map[1:2 2:1 3:2]"; fmt.Sprint(got) != want {
		t.Errorf("ranks = %v, want %s", got, want)
	}
}

func TestTwoFiguresAndAFactor(t *testing.T) {
	r := report(t, answers(20, func(i int, a *wire.RatingData) {
		a.Items = map[string]int{"kq": 1 + i%4, "own": 1} // levels 3 and 4 are satisfied
		if i < 8 {
			a.Items["tc"] = 3
		}
		if i < 4 {
			a.Items["cb"] = 4 // four answers are no figure
		}
		if i == 0 {
			a.Reasons = []string{center.Harassment}
		}
	}), "").Total
	if r.Result == nil || r.Result.Satisfied.Yes != 10 || r.Result.Satisfied.N != 20 || r.Official != nil {
		t.Errorf("result %+v, official %+v", r.Result, r.Official)
	}
	if f := r.Factors; f == nil || len(f.Missing) != 4 || f.Factors[0].Satisfied.Yes != 8 || f.Factors[0].Satisfied.N != 8 {
		t.Errorf("factors = %+v", r.Factors)
	}
	if r.Harassment.Share.Yes != 1 || math.Abs(r.Harassment.Share.High-0.236) > 1e-3 || r.Harassment.Verdict != rating.NotEnough || r.Mixed {
		t.Errorf("harassment %+v, mixed %t", r.Harassment, r.Mixed)
	}
}

func TestVersionsNeverMixUnsaid(t *testing.T) {
	r := report(t, append(answers(6, func(int, *wire.RatingData) {}), answers(6, func(_ int, a *wire.RatingData) {
		a.Questionnaire, a.Levels, a.Satisfied, a.Overall = "2026-1", 0, 0, 4
	})...), "").Total
	if !r.Mixed || r.Overall.Yes != 12 || len(r.Versions) != 2 {
		t.Errorf("mixed %t, %+v, %+v", r.Mixed, r.Overall, r.Versions)
	}
}

func TestScoresOfDossiers(t *testing.T) {
	r := report(t, answers(8, func(i int, a *wire.RatingData) {
		a.Items, a.Due = map[string]int{"lan": 1 + i/4}, rating.Early // four with 2 points, four with 1
	}), "")
	if len(r.Scores) != 2 || r.Scores[0].Period != "2026-Q4" || r.Scores[1].Period != "2026" {
		t.Fatalf("scores = %+v", r.Scores)
	}
	for _, i := range r.Scores[0].Score.Indicators {
		switch i.Number {
		case 1: // early: 2 points each
			if i.N != 8 || i.Score == nil || *i.Score != 20 {
				t.Errorf("indicator 1 = %+v", i)
			}
		case 3: // 12 points ÷ 8
			if i.N != 8 || i.Score == nil || *i.Score != 15 {
				t.Errorf("indicator 3 = %+v", i)
			}
		case 7:
			if i.Score != nil {
				t.Errorf("indicator 7 = %+v: nobody was asked", i)
			}
		}
	}
	if r.Scores[0].Score.Class != nil {
		t.Error("a class without all indicators")
	}
}
