package figures_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/wire"

	. "motcua/internal/figures"
)

func smallCenter() *center.Center {
	c := &center.Center{Agency: "H19.26.1", PauseReasons: []string{"break", "meeting"}}
	all := []center.Window{{From: 7*60 + 30, To: 11*60 + 30}, {From: 13 * 60, To: 17 * 60}}
	c.Hours = center.Hours{Monday: all, Tuesday: all, Wednesday: all, Thursday: all, Friday: all, Saturday: all[:1]}
	c.Default()
	for i, code := range []center.ServiceCode{"HT", "DD", "CT"} {
		c.Services = append(c.Services, center.Service{Code: code, Prefix: string(rune('A' + i)), Width: 3, First: 1, Minutes: 10, Target: 15})
	}
	c.Counters = []center.Counter{
		{ID: "1", Services: []center.ServiceCode{"HT", "DD"}, Agency: "H19.26.7"},
		{ID: "2", Services: []center.ServiceCode{"DD", "CT"}},
		{ID: "10", Services: []center.ServiceCode{"HT", "DD", "CT"}},
	}
	return c
}

var names = Names{
	Point: "H19.26.1",
	Agency: func(id center.CounterID) string {
		return map[center.CounterID]string{"1": "H19.26.7"}[id]
	},
	Official: func(id string) string {
		if id == "N1" {
			return ""
		}
		return id
	},
	Employer: func(id string) string { return map[string]string{"an": "ward", "binh": "post"}[id] },
}

// lifeOf is a random service day and its log.
type lifeOf struct {
	*rand.Rand
	center  *center.Center
	day     *queue.Day
	now     queue.Moment
	events  []queue.Event
	at      []queue.Moment
	entries []wire.Entry
	answers []wire.RatingData
}

func live(r *rand.Rand, date center.Day, steps int) *lifeOf {
	c := smallCenter()
	start, _ := date.Start()
	l := &lifeOf{Rand: r, center: c, day: queue.NewDay(c, date), now: queue.Moment{Wall: start.Add(7 * time.Hour), Up: time.Hour, Boot: "a"}}
	l.log(wire.DayOpened, struct{}{})
	l.happen(l.day.Policy())
	for range steps {
		l.pass()
		l.step()
	}
	if r.IntN(3) > 0 {
		l.happen(l.day.Close())
	}
	l.survey()
	return l
}

// pass lets time pass: seldom the clock is set, or the machine starts again.
func (l *lifeOf) pass() {
	switch l.IntN(60) {
	case 0:
		l.now.Wall = l.now.Wall.Add(time.Duration(l.IntN(600)-300) * time.Second)
	case 1:
		l.now.Boot, l.now.Up = l.now.Boot+"x", 0
		l.now.Wall = l.now.Wall.Add(time.Duration(l.IntN(200)-20) * time.Second)
	default:
		d := time.Duration(l.IntN([]int{8_000, 40_000, 400_000}[l.IntN(3)])) * time.Millisecond
		l.now.Wall, l.now.Up = l.now.Wall.Add(d), l.now.Up+d
	}
}

func (l *lifeOf) happen(events []queue.Event) {
	for _, e := range events {
		l.day.Apply(e, l.now)
		l.events, l.at = append(l.events, e), append(l.at, l.now)
		l.log(string(e.Type), e)
	}
}

// log seals an entry as the store does.
func (l *lifeOf) log(kind string, data any) {
	raw, err := json.Marshal(data)
	if err != nil {
		panic(err)
	}
	body, err := json.Marshal(wire.Body{Seq: int64(len(l.entries) + 1), Type: kind, At: l.now.Wall, Up: l.now.Up.Milliseconds(), Boot: l.now.Boot, Day: l.day.Date, Data: raw})
	if err != nil {
		panic(err)
	}
	prev := wire.Hash{}
	if n := len(l.entries); n > 0 {
		prev = l.entries[n-1].Hash
	}
	l.entries = append(l.entries, wire.Entry{Seq: int64(len(l.entries) + 1), Type: kind, Body: body, Hash: wire.Chain(prev, body)})
}

func (l *lifeOf) ticket() queue.TicketID {
	if all := l.day.Tickets(); len(all) > 0 {
		return all[len(all)-1-l.IntN(min(len(all), 12))].ID
	}
	return "none"
}

func (l *lifeOf) step() {
	service := []center.ServiceCode{"HT", "DD", "CT"}[l.IntN(3)]
	var events []queue.Event
	switch l.IntN(14) {
	case 0, 1, 2:
		w := queue.Wish{Service: service, Purpose: center.Purposes[l.IntN(3)], Priority: l.IntN(5) == 0, Source: "K1"}
		switch l.IntN(8) {
		case 0:
			w.Also = []center.ServiceCode{"CT", "DD"}
		case 1:
			w.Away = true
		case 2:
			w.Paper = &queue.OnPaper{Number: fmt.Sprint("Z", 10+l.IntN(900)), Taken: l.now.Wall.Add(-time.Duration(l.IntN(50)) * time.Minute), By: "an"}
		}
		if l.IntN(2) == 0 {
			w.Procedure = "1.001612"
		}
		var err error
		if events, err = l.day.Issue(w, l.now); err != nil {
			return
		}
		for i := range events {
			if events[i].Type == queue.TicketIssued && l.IntN(3) > 0 {
				low := 60 * l.IntN(20)
				events[i].Told = &queue.Told{LowS: low, HighS: low + 600, P50S: low + 200, P80S: low + 500, P90S: low + 900, By: "pace"}
			}
		}
	case 3:
		events, _ = l.day.Rebook(l.ticket(), service, "an")
	case 4:
		events = l.elsewhere()
	default:
		events = l.atCounter(service)
	}
	l.happen(events)
}

func (l *lifeOf) elsewhere() (events []queue.Event) {
	switch l.IntN(6) {
	case 0:
		events, _ = l.day.Cancel(l.ticket(), "an")
	case 1:
		events, _ = l.day.Reclass(l.ticket(), "an")
	case 2:
		events, _ = l.day.Rejoin(l.ticket(), "an", l.now)
	case 3:
		events = l.day.Stranded(l.now)
	default:
		events, _ = l.day.CheckIn(l.ticket(), "an")
	}
	return events
}

func (l *lifeOf) atCounter(service center.ServiceCode) []queue.Event {
	a := queue.Act{Counter: []center.CounterID{"1", "2", "10"}[l.IntN(3)], By: "N1", Official: []string{"an", "binh", "chi", ""}[l.IntN(4)], Ticket: l.ticket(), Service: service,
		Back: l.IntN(3) == 0, Reason: []string{"break", "meeting", "vneid", "portal", "needs-help"}[l.IntN(5)]}
	if l.IntN(3) == 0 {
		a.To, a.Service = "2", ""
	}
	action := []string{"open", "close", "next", "next", "next", "next", "next", "recall", "start", "start", "start", "start", "finish", "finish", "finish",
		"finish", "ready", "ready", "no-show", "park", "resume", "transfer", "return", "pause", "incident", "recovered", "undo", "undo", "call", "add", "sign-on", "sign-off"}[l.IntN(32)]
	if c, _ := l.day.Counter(a.Counter); l.IntN(3) > 0 { // as people do
		switch {
		case !c.Open:
			action = "open"
		case c.Ticket == nil:
			action = "next"
		case c.Ticket.State == queue.Called && l.IntN(3) > 0:
			action = "start"
		default:
			action = "finish"
		}
	}
	if action == "finish" {
		a.Dossiers = l.IntN(4)
		a.Outside = l.IntN(a.Dossiers + 1)
	}
	events, err := l.day.Do(action, a, l.now)
	if err != nil && l.IntN(2) == 0 {
		events, _ = l.day.Do("open", a, l.now)
	}
	return events
}

// survey gives the day its answers.
func (l *lifeOf) survey() {
	or := func(s string) string { return []string{s, s, s, ""}[l.IntN(4)] }
	for range l.IntN(60) {
		a := wire.RatingData{Counter: l.center.Counters[l.IntN(3)].ID, Service: center.ServiceCode(or([]string{"HT", "DD"}[l.IntN(2)])), Purpose: center.Purpose(or(string(center.Submit))),
			Official: or([]string{"an", "binh"}[l.IntN(2)]), Hour: or(fmt.Sprintf("%sT%02d", l.day.Date, 8+l.IntN(8))), Questionnaire: "v1", Overall: 1 + l.IntN(5),
			Channel: []string{"", "", "phone", "paper"}[l.IntN(4)], Helped: l.IntN(9) == 0, Apart: l.IntN(20) == 0}
		if a.Levels, a.Satisfied = 0, 0; l.IntN(3) == 0 {
			a.Questionnaire, a.Levels, a.Satisfied, a.Overall = "v2", 4, 3, 1+l.IntN(4)
		}
		if l.IntN(2) == 0 {
			a.Items = map[string]int{[]string{"a", "b"}[l.IntN(2)]: 1 + l.IntN(3)}
			a.Due = []string{"", "early", "late"}[l.IntN(3)]
		}
		if a.Overall < 3 && l.IntN(2) == 0 {
			a.Reasons = []string{"waiting", "harassment"}
		}
		l.answers = append(l.answers, a)
	}
	if len(l.answers) > 0 {
		l.log(wire.RatingsAdmitted, wire.RatingsData{Answers: l.answers})
	}
	if l.IntN(2) == 0 {
		l.log(wire.RatingsObserved, wire.ObservedData{Observed: []rating.Observed{{Counter: "1", Official: "an", Day: l.day.Date, Legs: 5 + l.IntN(40), Answers: l.IntN(9), Fast: l.IntN(3)}, {Counter: "2", Day: l.day.Date, Legs: 7}}})
		for range 2 {
			l.log(wire.RatingsObserved, wire.ObservedData{Services: map[string]int{"HT": 5 + l.IntN(9)}, Hours: map[string]int{"09": 5, "10": 6}})
		}
	}
}

// facts folds the day's log, and once more through the form in which facts are kept.
func (l *lifeOf) facts(t *testing.T) (fresh, kept *Day) {
	t.Helper()
	f := New(l.center, l.day.Date)
	for _, e := range l.entries {
		if err := f.Entry(e); err != nil {
			t.Fatal(err)
		}
	}
	fresh = f.Facts(0)
	kept, err := Decode(fresh.Encode())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(fresh, kept); diff != "" {
		t.Fatalf("kept facts differ (-folded +kept):\n%s", diff)
	}
	return fresh, kept
}

func each(days []*Day) iter.Seq2[*Day, error] {
	return func(yield func(*Day, error) bool) {
		for _, d := range days {
			if !yield(d, nil) {
				return
			}
		}
	}
}

// TestFiguresAreThoseOfTheEvents compares every figure of reports over random
// days with what the naive fold of naive_test.go finds in their raw events.
func TestFiguresAreThoseOfTheEvents(t *testing.T) {
	for seed := range uint64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 6))
			var fresh, kept []*Day
			var seen []observation
			for _, date := range []center.Day{"2026-06-30", "2026-07-01", "2026-07-04", "2026-12-31", "2027-01-01"} {
				l := live(r, date, 60+r.IntN(240))
				a, b := l.facts(t)
				fresh, kept = append(fresh, a), append(kept, b)
				x := read(date, l.center.Hours.On(date), names, l.events, l.at)
				x.visits()
				x.desks()
				x.answers(l.answers)
				seen = append(seen, x.out...)
			}
			for _, q := range queries(r) {
				compare(t, fresh, q, seen)
				compare(t, kept, q, seen)
			}
		})
	}
}

// queries are every cut without a filter, and some with one.
func queries(r *rand.Rand) []Query {
	all := []Query{{From: "2026-07-01", To: "2026-12-31"}}
	filters := []map[Dim]string{
		{Service: "HT"}, {Counter: "10"}, {Official: "an"}, {Employer: "post"}, {Month: "2026-07"}, {Weekday: "3"}, {Purpose: "submit", Counter: "1"},
		{Agency: "H19.26.7", Service: "DD"}, {Hour: "09"}, {Procedure: "1.001612"}, {Half: "2026-H2", Official: "binh"},
	}
	for _, d := range Dims {
		q := Query{From: "2026-01-01", To: "2027-12-31", By: d}
		all = append(all, q)
		q.Filter = filters[r.IntN(len(filters))]
		all = append(all, q)
	}
	return all
}

func compare(t *testing.T, days []*Day, q Query, seen []observation) {
	t.Helper()
	got, err := Report(each(days), q, names)
	if err != nil {
		t.Fatal(err)
	}
	total, rows := tabulate(seen, q)
	everybody, _ := tabulate(seen, Query{From: q.From, To: q.To, Filter: ofDays(q.Filter)})
	hideFiltered(&total, rows, everybody)
	hide(&total, rows)
	smallParts(t, q, &got, &total, rows)
	for _, f := range []*Figures{&got.Total, &total} {
		plain(f, q)
	}
	if diff := cmp.Diff(total, got.Total); diff != "" {
		t.Fatalf("Report(%+v): total differs (-naive +report):\n%s", q, diff)
	}
	keys := []string{}
	for _, row := range got.Rows {
		want := rows[row.Key]
		plain(&row.Figures, q)
		plain(&want, q)
		if diff := cmp.Diff(want, row.Figures); diff != "" {
			t.Fatalf("Report(%+v): row %q differs (-naive +report):\n%s", q, row.Key, diff)
		}
		keys = append(keys, row.Key)
	}
	for key, f := range rows {
		if plain(&f, q); !slices.Contains(keys, key) && !cmp.Equal(f, Figures{}) {
			t.Fatalf("Report(%+v): no row %q", q, key)
		}
	}
}

// plain leaves out what the naive fold does not read: see the tests of flags and spans.
func plain(f *Figures, q Query) {
	f.Time.WastedS, f.Incident, f.Flags = 0, 0, FlagCounts{}
	if q.By == Hour || q.Filter[Hour] != "" {
		f.Time = Time{}
	}
	if f.Ratings != nil {
		f.Ratings.Versions = nil
	}
}

// parts are the shown answers by version, and by version and further question.
func parts(r *Ratings) (all map[string][]int) {
	all = map[string][]int{}
	if r == nil {
		return all
	}
	for _, v := range r.Versions {
		all[v.Questionnaire] = v.Counts
		for _, i := range v.Items {
			all[v.Questionnaire+" "+i.Code+"/"+i.Due] = i.Counts
		}
	}
	return all
}

// smallParts holds what is shown of versions and further questions to the naive
// counts, and looks for parts below five, shown or left of the total.
func smallParts(t *testing.T, q Query, got *Table, total *Figures, rows map[string]Figures) {
	t.Helper()
	left := map[string]int{}
	check := func(r, naive *Ratings, sign int) {
		want := parts(naive)
		for part, counts := range parts(r) {
			n := 0
			for _, x := range counts {
				n += x
			}
			if fmt.Sprint(counts) != fmt.Sprint(want[part]) || n < 5 {
				t.Fatalf("Report(%+v): %s = %v, want %v of five at least", q, part, counts, want[part])
			}
			left[part] += sign * n
		}
	}
	check(got.Total.Ratings, total.Ratings, 1)
	whole := parts(got.Total.Ratings)
	for _, row := range got.Rows {
		check(row.Figures.Ratings, rows[row.Key].Ratings, -1)
	}
	for part, n := range left {
		if shown := slices.ContainsFunc(got.Rows, func(r Row) bool { return parts(r.Figures.Ratings)[part] != nil }); shown && whole[part] != nil && n > 0 && n < 5 {
			t.Fatalf("Report(%+v): the rows leave %d of %s, which tells them", q, n, part)
		}
	}
}

// hide does as a report must: a row that could be told from the total and the others is not shown.
func hide(total *Figures, rows map[string]Figures) {
	if total.Ratings == nil {
		return
	}
	left, least, found := total.Ratings.N, "", false
	for _, key := range slices.SortedFunc(mapKeys(rows), byNumber) {
		if f := rows[key]; f.Ratings != nil {
			left -= f.Ratings.N
			if !found || f.Ratings.N < rows[least].Ratings.N {
				least, found = key, true
			}
		}
	}
	if left > 0 && left < 5 && found {
		f := rows[least]
		f.Ratings = nil
		rows[least] = f
	}
}

func mapKeys(m map[string]Figures) iter.Seq[string] {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func byNumber(a, b string) int {
	var x, y int
	_, err := fmt.Sscan(a, &x)
	_, err2 := fmt.Sscan(b, &y)
	if err == nil && err2 == nil && len(a) == len(fmt.Sprint(x)) && x != y {
		return x - y
	}
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// ofDays is what a filter says of days alone.
func ofDays(filter map[Dim]string) map[Dim]string {
	days := map[Dim]string{}
	for _, d := range []Dim{Weekday, ByDay, Week, Month, Quarter, Half, Year} {
		if want := filter[d]; want != "" {
			days[d] = want
		}
	}
	return days
}

// hideFiltered does as a report must: fewer than five answers that a filter leaves out are not told by what it leaves in.
func hideFiltered(total *Figures, rows map[string]Figures, everybody Figures) {
	if total.Ratings == nil || everybody.Ratings.N == total.Ratings.N || everybody.Ratings.N-total.Ratings.N >= 5 {
		return
	}
	total.Ratings = nil
	for key, f := range rows {
		f.Ratings = nil
		rows[key] = f
	}
}
