package figures_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"

	. "motcua/internal/figures"
)

const minute = time.Minute

// leg is an answered leg: waited, walked, served.
func leg(begin, wait, walk, service time.Duration, change func(*Leg)) Leg {
	l := Leg{Service: "HT", Counter: "1", Official: "an", Begin: begin, Called: begin + wait, Started: begin + wait + walk, Ended: begin + wait + walk + service,
		Calls: 1, Answered: true, End: queue.TicketFinished}
	if change != nil {
		change(&l)
	}
	return l
}

// dayOf is a day with these visits, each of one leg unless told otherwise.
func dayOf(date center.Day, visits ...Visit) *Day {
	start, _ := date.Start()
	d := &Day{Date: date, Head: 9, Start: start.Add(7 * time.Hour), Now: 10 * time.Hour, Over: true}
	for i, v := range visits {
		v.Number = fmt.Sprintf("A%03d", i+1)
		v.Ticket = queue.TicketID(v.Number)
		if v.Service = v.Legs[0].Service; v.State == "" {
			v.State = queue.Finished
		}
		v.Issued = v.Legs[0].Begin
		d.Visits = append(d.Visits, v)
	}
	return d
}

func visit(legs ...Leg) Visit { return Visit{Legs: legs, Source: "K1", Printed: true} }

// TestFlags shows each thing that is flagged beside its innocent neighbor.
func TestFlags(t *testing.T) {
	bare := func(v Visit) Visit { v.Source, v.Printed = queue.Greeter, false; return v }
	gone := func(at time.Duration) Visit {
		return Visit{Source: "K1", State: queue.NoShow, Legs: []Leg{{Service: "HT", Counter: "1", Begin: at, Called: at + minute, Ended: at + 2*minute, Calls: 1, End: queue.TicketNoShow}}}
	}
	park := func(l *Leg) { l.End = queue.TicketParked }
	later := leg(40*minute, 0, 0, 10*minute, func(l *Leg) { l.Resumed = true })
	for _, c := range []struct {
		name   string
		visits []Visit
		want   []string
	}{
		{"a common visit", []Visit{visit(leg(0, 10*minute, minute, 10*minute, nil))}, nil},
		{"finished after 14 s", []Visit{visit(leg(0, 10*minute, minute, 14*time.Second, nil))}, []string{Instant}},
		{"finished after 15 s", []Visit{visit(leg(0, 10*minute, minute, 15*time.Second, nil))}, nil},
		{"finished by nobody", []Visit{visit(leg(0, 10*minute, minute, time.Second, func(l *Leg) { l.Unpressed = true }))}, nil},
		{"came after 6 min", []Visit{visit(leg(0, minute, 6*minute, 10*minute, nil))}, []string{ServeLate}},
		{"called at 14 min, served at 17", []Visit{visit(leg(0, 14*minute, 3*minute, 10*minute, nil))}, []string{ServeLate}},
		{"called at 11 min, served at 14", []Visit{visit(leg(0, 11*minute, 3*minute, 10*minute, nil))}, nil},
		{"nobody pressed start", []Visit{visit(leg(0, minute, 6*minute, 10*minute, func(l *Leg) { l.Inferred = true }))}, nil},
		{"parked at once, for half an hour", []Visit{visit(leg(0, 9*minute, 0, 30*time.Second, park), later)}, []string{ClockStop}},
		{"parked after 5 min", []Visit{visit(leg(0, 9*minute, 0, 5*minute, park), later)}, nil},
		{"parked at once, back in 4 min", []Visit{visit(leg(0, 35*minute, 0, 59*time.Second, park), later)}, nil},
		{"given by hand, over in 90 s", []Visit{bare(visit(leg(0, 0, 30*time.Second, minute, nil)))}, []string{Ghost}},
		{"the same with a slip", []Visit{visit(leg(0, 0, 30*time.Second, minute, nil))}, nil},
		{"the same with a dossier", []Visit{bare(visit(leg(0, 0, 30*time.Second, minute, func(l *Leg) { l.Dossiers = 1 })))}, nil},
		{"four in a minute, nobody came", []Visit{gone(0), gone(10 * time.Second), gone(20 * time.Second), gone(minute)}, []string{Ghost, Ghost, Ghost, Ghost}},
		{"three in a minute", []Visit{gone(0), gone(10 * time.Second), gone(20 * time.Second)}, nil},
		{"four in two minutes", []Visit{gone(0), gone(40 * time.Second), gone(80 * time.Second), gone(2 * minute)}, nil},
	} {
		d := dayOf("2026-11-23", c.visits...)
		q := Query{From: d.Date, To: d.Date}
		flags, err := Flags(each([]*Day{d}), q, names)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range flags {
			got = append(got, f.Kind)
			for _, e := range f.Evidence {
				for _, lang := range i18n.Langs {
					if s := e.Sentence(lang); s == "" || s[0] == '%' {
						t.Errorf("%s: %q has no sentence in %s", c.name, e.What, lang)
					}
				}
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: flags = %v, want %v", c.name, got, c.want)
		}
		r, _ := Report(each([]*Day{d}), q, names)
		if f := r.Total.Flags; f.Ghost+f.ServeLate+f.Instant+f.ClockStop != len(c.want) {
			t.Errorf("%s: the report counts %+v, want %d flags", c.name, f, len(c.want))
		}
		if r.Total.Issued != len(c.visits) {
			t.Errorf("%s: %d visits of %d are left: a flag removes nothing", c.name, r.Total.Issued, len(c.visits))
		}
	}
}

// TestExceptions has days whose mean wait is given in minutes.
func TestExceptions(t *testing.T) {
	targets := []center.Target{{Figure: "wait", Limit: 15, Days: 3, Until: "2026-11-30"}, {Figure: "wait", Limit: 10, Days: 2, From: "2026-12-01"}}
	for _, c := range []struct {
		name  string
		waits map[center.Day]int
		want  []string
	}{
		{"two days are none", map[center.Day]int{"2026-11-02": 16, "2026-11-03": 20, "2026-11-04": 15}, nil},
		{"three days", map[center.Day]int{"2026-11-02": 16, "2026-11-03": 20, "2026-11-04": 17}, []string{"2026-11-02 2026-11-04 20 3"}},
		{"a day without anybody between", map[center.Day]int{"2026-11-02": 16, "2026-11-03": -1, "2026-11-04": 17, "2026-11-05": 18}, []string{"2026-11-02 2026-11-05 18 3"}},
		{"a good day between", map[center.Day]int{"2026-11-02": 16, "2026-11-03": 9, "2026-11-04": 17, "2026-11-05": 18}, nil},
		{"another target from December on", map[center.Day]int{"2026-11-30": 12, "2026-12-01": 12, "2026-12-02": 13}, []string{"2026-12-01 2026-12-02 13 2"}},
	} {
		var days []*Day
		for _, date := range slices.Sorted(func(yield func(center.Day) bool) {
			for d := range c.waits {
				if !yield(d) {
					return
				}
			}
		}) {
			d := dayOf(date)
			if w := c.waits[date]; w >= 0 {
				d = dayOf(date, visit(leg(0, time.Duration(w)*minute, 0, minute, nil)))
			}
			days = append(days, d)
		}
		all, err := Exceptions(each(days), Query{From: "2026-01-01", To: "2026-12-31"}, names, targets)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range all {
			got = append(got, fmt.Sprint(x.From, " ", x.To, " ", x.Worst, " ", len(x.Days)))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: exceptions = %q, want %q", c.name, got, c.want)
		}
	}
}

// TestTicketsBehindAFigure counts what the figure counts, and gives a reason for everybody else.
func TestTicketsBehindAFigure(t *testing.T) {
	d := dayOf("2026-11-23",
		visit(leg(0, 10*minute, minute, 10*minute, nil)),
		visit(leg(0, 20*minute, minute, 10*minute, nil)),
		visit(leg(0, 5*minute, minute, 10*minute, func(l *Leg) { l.Paper = true })),
		visit(leg(0, 5*minute, 0, 10*minute, func(l *Leg) { l.Counter = "2"; l.Inferred = true })),
		Visit{State: queue.Expired, Legs: []Leg{{Service: "HT", Begin: 0, Ended: 30 * minute, End: queue.TicketExpired}}},
	)
	q := Query{From: d.Date, To: d.Date, By: Counter}
	for _, c := range []struct {
		figure, row string
		counted     []string
		excluded    []string
	}{
		{"wait", "1", []string{"A001 600", "A002 1200"}, []string{"A003 paper"}},
		{"within_15", "1", []string{"A001 1"}, []string{"A002 late", "A003 paper"}},
		{"wait", "", nil, []string{"A005 left"}},
		{"left_after_15", "", []string{"A005 1"}, nil},
		{"walk", "2", nil, []string{"A004 inferred"}},
		{"issued", "", []string{"A005 1"}, nil},
		{"visit_wait", "1", []string{"A001 600", "A002 1200"}, []string{"A003 paper"}},
	} {
		b, err := Tickets(each([]*Day{d}), q, names, c.figure, c.row)
		if err != nil {
			t.Fatal(err)
		}
		var counted, excluded []string
		for _, r := range b.Counted {
			counted = append(counted, fmt.Sprint(r.Number, " ", r.Value))
		}
		for _, r := range b.Excluded {
			excluded = append(excluded, r.Number+" "+r.Reason)
			if i18n.T(i18n.VI, "figures.not-"+r.Reason) == "" {
				t.Errorf("reason %s has no text", r.Reason)
			}
		}
		if diff := cmp.Diff([][]string{c.counted, c.excluded}, [][]string{counted, excluded}); diff != "" || b.CountedN != len(counted) || b.ExcludedN != len(excluded) {
			t.Errorf("Tickets(%s of %q): -want +got\n%s", c.figure, c.row, diff)
		}
	}
	if _, err := Tickets(each([]*Day{d}), q, names, "ratings", ""); err == nil {
		t.Error("there are tickets behind the answers of the survey")
	}
}

// TestClosedTime takes the lunch break out of a wait.
func TestClosedTime(t *testing.T) {
	c := smallCenter() // 07:30 to 11:30, 13:00 to 17:00
	start := time.Date(2026, 11, 23, 7, 0, 0, 0, center.Zone)
	f := New(c, "2026-11-23")
	l := &lifeOf{center: c, day: queue.NewDay(c, "2026-11-23")}
	at := func(clock string) {
		w, _ := time.ParseInLocation("15:04", clock, center.Zone)
		l.now = queue.Moment{Wall: time.Date(2026, 11, 23, w.Hour(), w.Minute(), 0, 0, center.Zone), Boot: "a"}
		l.now.Up = l.now.Wall.Sub(start)
	}
	do := func(action string, a queue.Act) {
		t.Helper()
		a.Counter = "1"
		events, err := l.day.Do(action, a, l.now)
		if err != nil {
			t.Fatal(err)
		}
		l.happen(events)
	}
	at("07:30")
	l.issue(t, "HT")
	at("07:35")
	do("open", queue.Act{})
	at("07:40")
	do("next", queue.Act{})
	at("07:41")
	do("incident", queue.Act{Reason: "vneid"})
	at("07:45")
	do("finish", queue.Act{})
	at("11:20")
	l.issue(t, "HT") // called after lunch
	at("13:10")
	do("next", queue.Act{})
	do("finish", queue.Act{})
	for _, e := range l.entries {
		if err := f.Entry(e); err != nil {
			t.Fatal(err)
		}
	}
	r, _ := Report(each([]*Day{f.Facts(0)}), Query{From: "2026-11-23", To: "2026-11-23"}, names)
	got := []int{r.Total.Wait.MaxS, r.Total.WaitOpen.MaxS, r.Total.Wait.MeanS, r.Total.WaitOpen.MeanS, r.Total.Within15.Within, r.Total.Open15.Within}
	if want := []int{110 * 60, 20 * 60, 60 * 60, 15 * 60, 1, 1}; !slices.Equal(got, want) {
		t.Errorf("waits with and without the closed time = %v, want %v", got, want)
	}
	if r.Total.Incident != 2 || r.Total.Time.WastedS != 5*60 {
		t.Errorf("%d legs have met the incident, %d s were idle while somebody waited, want 2 and 300", r.Total.Incident, r.Total.Time.WastedS)
	}
}

func (l *lifeOf) issue(t *testing.T, s center.ServiceCode) {
	t.Helper()
	events, err := l.day.Issue(queue.Wish{Service: s, Purpose: center.Submit, Source: "K1", Another: true}, l.now)
	if err != nil {
		t.Fatal(err)
	}
	l.happen(events)
}

// FuzzDecode reads facts that may be broken: they are refused or they are facts.
func FuzzDecode(f *testing.F) {
	f.Add(aDay("2026-11-23").Encode()[:400])
	f.Add(dayOf("2026-11-23", visit(leg(0, minute, 0, minute, nil))).Encode())
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := Decode(raw)
		if err != nil {
			return
		}
		if _, err := Report(each([]*Day{d}), Query{From: d.Date, To: d.Date, By: Hour}, names); err != nil {
			t.Fatal(err)
		}
	})
}
