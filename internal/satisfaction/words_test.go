package satisfaction

import (
	"bytes"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/export"
	"motcua/internal/figures"
	"motcua/internal/i18n"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// fortnight is 14 days of two counters; at the second, half of the answers come before anybody reads.
func fortnight() iter.Seq2[*figures.Day, error] {
	return func(yield func(*figures.Day, error) bool) {
		for i := range Fortnight {
			start := time.Date(2026, 11, 2+i, 7, 30, 0, 0, center.Zone)
			d := &figures.Day{Date: center.DayOf(start), Start: start, Head: int64(i + 1), Hash: "0a1b", Labeled: figures.Labeled{Services: map[string]int{"HT": 20, "DD": 40}}}
			for k := range 20 {
				a := wire.RatingData{Counter: center.CounterID(fmt.Sprint(1 + k%2)), Service: []center.ServiceCode{"HT", "DD"}[k%2], Questionnaire: asked.Version(), Levels: 4, Satisfied: 3, Overall: 4}
				if i < 3 {
					a.Questionnaire, a.Levels, a.Satisfied = "2026-1", 5, 4
				}
				if k == 0 {
					a.Overall, a.Reasons = 1, []string{"waiting", "waiting"}
				}
				d.Answers = append(d.Answers, a)
			}
			d.Answers = append(d.Answers, wire.RatingData{Counter: "3", Service: "HT", Questionnaire: asked.Version(), Levels: 4, Satisfied: 3, Overall: 4, Apart: true})
			for counter, fast := range map[center.CounterID]int{"1": 0, "2": 5} {
				d.Observed = append(d.Observed, rating.Observed{Counter: counter, Day: d.Date, Legs: 12, Woken: 12, Answers: 10, Timed: 10, Fast: fast})
			}
			if !yield(d, nil) {
				return
			}
		}
	}
}

func words(t *testing.T, lang i18n.Lang) *export.Report {
	t.Helper()
	r, err := Of(fortnight(), figures.Query{From: "2026-11-10", To: "2026-11-30", By: figures.Counter}, Options{Known: known, Limit: .01, Detail: true})
	if err != nil {
		t.Fatal(err)
	}
	p, err := center.ReadPeriod("2026-11-10..2026-11-30")
	if err != nil {
		t.Fatal(err)
	}
	since := func(v string) (*center.Questionnaire, time.Time) { return known(v), time.Time{} }
	return Words(Source{Report: r, Asked: since, Source: export.Source{Lang: lang, Center: &center.Center{Agency: "H19.26.1"}, Period: p}})
}

func TestWordsSayWhatIsProven(t *testing.T) {
	r := words(t, i18n.EN)
	all := strings.ReplaceAll(fmt.Sprintf("%+v", r), "\u00a0", " ")
	for _, want := range []string{"Not enough to say that it is under 1.0 %: 180 more answers", "70 of 140 answers on the tablet came within 2 seconds", "25.0 % answer (of 240 visits), fewer than elsewhere"} {
		if !strings.Contains(all, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
}

func TestFlagsLookBackBeforeThePeriod(t *testing.T) {
	r, err := Of(fortnight(), figures.Query{From: "2026-11-15", To: "2026-11-15"}, Options{Known: known, Limit: .01})
	if err != nil || len(r.Flags) != 1 || r.Flags[0].Code != "fast" || r.Flags[0].Counter != "2" || r.Flags[0].From != "2026-11-02" {
		t.Errorf("flags = %+v, %v", r.Flags, err)
	}
	if r.Total.Reasons["waiting"] != 1 || r.Total.Overall.N != 20 {
		t.Errorf("total = %+v: of one day, each reason of an answer once", r.Total)
	}
}

// TestFilesAreStable writes each format twice: the same report is the same bytes.
func TestFilesAreStable(t *testing.T) {
	for format := range export.Formats {
		for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
			var a, b bytes.Buffer
			if err := export.Write(&a, format, words(t, lang)); err != nil {
				t.Fatal(err)
			}
			if err := export.Write(&b, format, words(t, lang)); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(a.Bytes(), b.Bytes()) || a.Len() == 0 {
				t.Errorf("%s in %s: %d and %d bytes that differ", format, lang, a.Len(), b.Len())
			}
		}
	}
}
