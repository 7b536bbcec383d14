package satisfaction

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/i18n"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// another asks with three levels.
var another = center.Questionnaire{ID: "r", Levels: make([]i18n.Text, 3), Satisfied: 2}

var askedVersion, anotherVersion = asked.Version(), another.Version() // reckoned once: it is a hash

// someDays are service days over two quarters, with few answers of many kinds.
func someDays(rnd *rand.Rand, n int) (all []*figures.Day) {
	start, _ := center.Day("2026-08-20").Start()
	for i := range n {
		day := start.AddDate(0, 0, i)
		if wd := day.Weekday(); wd == 0 || wd == 6 {
			continue
		}
		d := &figures.Day{Date: center.DayOf(day)}
		for range rnd.IntN(14) {
			a := wire.RatingData{Service: center.ServiceCode([]string{"", "HT", "HT", "HT", "CT", "DD", "XD"}[rnd.IntN(7)]), Overall: 1 + rnd.IntN(3)}
			q := &asked
			if a.Questionnaire, a.Levels, a.Satisfied = askedVersion, 4, 3; rnd.IntN(4) == 0 {
				q = &another
				a.Questionnaire, a.Levels, a.Satisfied = anotherVersion, 3, 2
			}
			if q == &asked && rnd.IntN(3) == 0 {
				a.Items = map[string]int{"kq": 1 + rnd.IntN(4), "lan": 1 + rnd.IntN(3)}
			}
			if rnd.IntN(9) == 0 {
				a.Reasons = []string{center.Harassment}
			}
			a.Apart = rnd.IntN(20) == 0
			d.Answers = append(d.Answers, a)
			d.Visits = append(d.Visits, figures.Visit{Legs: []figures.Leg{{Service: "HT", Answered: true}, {Service: "HT", Open: true, Answered: true}}})
		}
		all = append(all, d)
	}
	return all
}

// told is how many answers each published part of a period has, the parts that
// subtraction yields too.
func told(p *PublishedPeriod) map[string]int {
	all := map[string]int{}
	parts := func(where string, x *PublishedRow) (n int) {
		for _, v := range x.Versions {
			k := sumOf(v.Counts)
			n += k
			all[where+" "+v.Questionnaire] = k
			for _, i := range v.Items {
				all[where+" "+v.Questionnaire+" "+i.Code+" "+i.Due] = sumOf(i.Counts)
			}
		}
		all[where] = n
		return n
	}
	rest, versions := parts("total", &p.Total), map[string]int{}
	for _, v := range p.Total.Versions {
		versions[v.Questionnaire] = sumOf(v.Counts)
	}
	for i := range p.Services {
		x := &p.Services[i]
		rest -= parts("service "+string(x.Service), x)
		for _, v := range x.Versions {
			versions[v.Questionnaire] -= sumOf(v.Counts)
		}
	}
	all["not in a row"] = rest
	for v, n := range versions {
		all["not in a row "+v] = n
	}
	for _, i := range p.Score.Indicators {
		all[fmt.Sprint("indicator ", i.Number)] = i.N
	}
	return all
}

func sumOf(counts []int) (n int) {
	for _, k := range counts {
		n += k
	}
	return n
}

func versionsKnown(version string) *center.Questionnaire {
	switch version {
	case askedVersion:
		return &asked
	case anotherVersion:
		return &another
	}
	return nil
}

// fewIn lists what is told of one to four answers, by one state or by what two states differ in.
func fewIn(before, after map[string]int) (wrong []string) {
	for _, key := range slices.Sorted(maps.Keys(after)) {
		n, more := after[key], after[key]-before[key]
		if n < 0 || n > 0 && n < rating.LeastBatch || more < 0 || more > 0 && more < rating.LeastBatch {
			wrong = append(wrong, fmt.Sprintf("%s: %d, before %d", key, n, before[key]))
		}
	}
	return wrong
}

// TestNoTwoStatesTellFewAnswers reads what is published every day and subtracts
// everything from everything.
func TestNoTwoStatesTellFewAnswers(t *testing.T) {
	for seed := range seeds() {
		l, days := NewLedger(), someDays(rand.New(rand.NewPCG(seed, 7)), 75)
		before := map[string]map[string]int{}
		look := func(today center.Day) {
			for _, p := range l.Periods(today, versionsKnown, .5) { // a claim of 1 % takes long to judge
				now := told(&p)
				for _, wrong := range fewIn(before[p.Period], now) {
					t.Fatalf("seed %d, %s of %s: %s", seed, today, p.Period, wrong)
				}
				before[p.Period] = now
			}
		}
		for _, d := range days {
			l.Add(d, versionsKnown)
			look(d.Date)
		}
		l.End("2027-01-01")
		look("2027-01-01")
		conserved(t, l, days)
	}
}

// conserved holds that after its end a quarter has shown every answer but four
// to each version, and none that nobody gave.
func conserved(t *testing.T, l *Ledger, days []*figures.Day) {
	t.Helper()
	given := map[string]int{}
	for _, d := range days {
		for _, a := range d.Answers {
			if !a.Apart {
				given[center.PeriodOf(center.Quarter, d.Date).String()+a.Questionnaire]++
			}
		}
	}
	for _, p := range l.Periods("2026-11-30", versionsKnown, .01)[:2] {
		for _, v := range p.Total.Versions {
			if n := given[p.Period+v.Questionnaire]; sumOf(v.Counts) > n || sumOf(v.Counts) < n-4 {
				t.Errorf("%s shows %d of %d answers to %s", p.Period, sumOf(v.Counts), n, v.Questionnaire)
			}
		}
	}
}

// TestWithoutStepsItTells shows that the test above would find it.
func TestWithoutStepsItTells(t *testing.T) {
	found := 0
	all := map[string]int{}
	for _, d := range someDays(rand.New(rand.NewPCG(1, 7)), 40) {
		now := maps.Clone(all)
		for _, a := range d.Answers {
			now["service "+string(a.Service)]++
		}
		found += len(fewIn(all, now))
		all = now
	}
	if found < 20 {
		t.Errorf("answers published as they come tell of few in %d cases", found)
	}
}

func TestWhatIsPublished(t *testing.T) {
	l := NewLedger()
	day := func(date center.Day, answers []wire.RatingData) *figures.Day {
		d := &figures.Day{Date: date, Answers: answers}
		for range answers {
			d.Visits = append(d.Visits, figures.Visit{Legs: []figures.Leg{{Service: "HT", Answered: true}, {Service: "HT", Answered: true}}})
		}
		return d
	}
	l.Add(day("2026-09-29", answers(7, func(i int, a *wire.RatingData) {
		if a.Service = "HT"; i < 3 {
			a.Service = "CT" // three wait until the quarter ends, and are fewer than five then
		}
	})), known)
	quarter := func(today center.Day, i int) PublishedPeriod { return l.Periods(today, known, .01)[i] }
	if p := quarter("2026-09-29", 0); p.Total.Satisfied != nil || len(p.Services) != 0 || p.Total.Asked != 14 || p.Days != 1 {
		t.Errorf("four and three answers are told: %+v", p.Total)
	}
	l.Add(day("2026-10-01", answers(6, func(i int, a *wire.RatingData) {
		a.Service, a.Items = "HT", map[string]int{"kq": 1 + i%4}
		if i == 0 {
			a.Reasons = []string{center.Harassment}
		}
	})), known)
	p := quarter("2026-10-01", 1)
	if p.Period != "2026-Q3" || p.Total.Satisfied == nil || p.Total.Satisfied.N != 7 || len(p.Services) != 1 || p.Services[0].Service != "" {
		t.Errorf("the ended quarter shows %+v, %+v", p.Total.Satisfied, p.Services)
	}
	p = quarter("2026-10-01", 0)
	if p.Total.Harassment.Share.Yes != 1 || p.Result == nil || p.Result.Satisfied.N != 6 || p.Total.Response.Value != .5 || p.Total.Versions[0].Items[0].Code != "kq" {
		t.Errorf("the quarter shows %+v, %+v", p.Total, p.Result)
	}
	if p = quarter("2026-10-01", 2); p.Total.Satisfied.N != 13 || p.Total.Mixed || p.Days != 2 {
		t.Errorf("the year shows %+v", p.Total)
	}
	l.Add(day("2026-10-01", answers(6, func(_ int, a *wire.RatingData) { a.Service = "HT" })), known)
	if p = quarter("2026-10-01", 0); p.Total.Satisfied.N != 6 {
		t.Error("a day was counted twice")
	}
	if PublishedSince("2026-02-03") != "2025-10-01" || PublishedSince("2026-11-03") != "2026-01-01" {
		t.Error("days are missing")
	}
}

// seeds is how many histories are tried, many more where there is time.
func seeds() uint64 {
	if os.Getenv("MOTCUA_SOAK") != "" {
		return 100
	}
	return 6
}

// BenchmarkYear adds a year of 250 days with 500 legs and 200 answers each, and
// makes a state of it.
func BenchmarkYear(b *testing.B) {
	rnd := rand.New(rand.NewPCG(3, 7))
	start, _ := center.Day("2026-01-01").Start()
	var days []*figures.Day
	for i := range 250 {
		d := &figures.Day{Date: center.DayOf(start.AddDate(0, 0, i))}
		for range 500 {
			d.Visits = append(d.Visits, figures.Visit{Legs: []figures.Leg{{Service: "HT", Answered: true}}})
		}
		for range 200 {
			d.Answers = append(d.Answers, wire.RatingData{Service: center.ServiceCode(fmt.Sprint(rnd.IntN(11))), Questionnaire: askedVersion, Levels: 4, Satisfied: 3,
				Overall: 4 - rnd.IntN(12)/11*2, Items: map[string]int{"kq": 4, "lan": 1}})
		}
		days = append(days, d)
	}
	for b.Loop() {
		l := NewLedger()
		for _, d := range days {
			l.Add(d, versionsKnown)
		}
		l.Periods("2026-09-07", versionsKnown, .01)
	}
}
