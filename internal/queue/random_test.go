package queue

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"motcua/internal/center"
	"motcua/internal/fault"
)

func smallCenter() *center.Center {
	c := &center.Center{PauseReasons: []string{"break"}, Calling: center.Calling{Forgotten: 1}, Hours: center.Hours{Always: true}}
	c.Appointments.Slots = []center.Slots{{Service: "DD", Counters: []center.CounterID{"2"}, Window: center.Window{From: 0, To: 1440}, Every: 15, Places: 1,
		Days: []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}}}
	c.Default()
	for i, code := range []center.ServiceCode{"HT", "DD", "CT"} {
		c.Services = append(c.Services, center.Service{Code: code, Prefix: string(rune('A' + i)), Width: 3, First: 1, Minutes: 10, Target: 15})
	}
	c.Counters = []center.Counter{
		{ID: "1", Services: []center.ServiceCode{"HT", "DD"}},
		{ID: "2", Services: []center.ServiceCode{"DD", "CT"}},
		{ID: "3", Services: []center.ServiceCode{"HT", "DD", "CT"}},
	}
	return c
}

// run is one random service day: the day as it was lived, and its log.
type run struct {
	day    *Day
	now    Moment
	events []Event
	at     []Moment
}

func newRun() *run {
	return &run{
		day: NewDay(smallCenter(), "2026-11-23"),
		now: Moment{Wall: time.Date(2026, 11, 23, 7, 30, 0, 0, center.Zone), Up: time.Hour, Boot: "a"},
	}
}

func (r *run) happen(events []Event) {
	for _, e := range events {
		r.day.Apply(e, r.now)
		r.events, r.at = append(r.events, e), append(r.at, r.now)
	}
}

// folded is the same day folded anew from its log.
func (r *run) folded() *Day {
	d := NewDay(smallCenter(), "2026-11-23")
	for i, e := range r.events {
		d.Apply(e, r.at[i])
	}
	return d
}

// step does one random command, allowed or not.
func (r *run) step(t *rapid.T) {
	switch rapid.IntRange(0, 20).Draw(t, "time") {
	case 0:
		r.now.Wall = r.now.Wall.Add(time.Duration(rapid.IntRange(-3600, 3600).Draw(t, "jump")) * time.Second)
	case 1:
		r.now.Boot, r.now.Up = r.now.Boot+"x", 0
	default:
		d := time.Duration(rapid.IntRange(0, 120).Draw(t, "pass")) * time.Second
		r.now.Wall, r.now.Up = r.now.Wall.Add(d), r.now.Up+d
	}
	before := snapshot(r.day)
	events, err := r.command(t)
	if after := snapshot(r.day); !cmp.Equal(before, after, unexported) {
		t.Fatalf("a command changed the day before its events were applied:\n%s", cmp.Diff(before, after, unexported))
	}
	if err != nil && fault.KindOf(err) == fault.Internal {
		t.Fatalf("a command failed with a defect: %v", err)
	}
	r.happen(events)
}

func (r *run) command(t *rapid.T) ([]Event, error) {
	service := rapid.SampledFrom([]center.ServiceCode{"HT", "DD", "CT", "??"}).Draw(t, "service")
	ids := []TicketID{"none"}
	for _, x := range r.day.order {
		ids = append(ids, x.ID)
	}
	id := rapid.SampledFrom(ids).Draw(t, "ticket")
	switch rapid.IntRange(0, 9).Draw(t, "kind") {
	case 0, 1, 2:
		w := Wish{Service: service, Purpose: center.Submit, Priority: rapid.Bool().Draw(t, "priority")}
		switch rapid.IntRange(0, 5).Draw(t, "extra") {
		case 0:
			w.Also = []center.ServiceCode{"CT", "DD"}
		case 1:
			w.Away = true
		case 2:
			w.Appointment = "P1"
		}
		return r.day.Issue(w, r.now)
	case 3:
		return r.other(t, id)
	case 4:
		return r.day.Rebook(id, service, "x")
	}
	names := []string{"open", "close", "next", "next", "next", "recall", "start", "finish", "ready", "no-show", "park", "resume",
		"transfer", "return", "pause", "incident", "undo", "call", "add", "recover", "still", "sign-on", "sign-off", "finish and next", "finish and next"}
	a := Act{
		Counter: center.CounterID(rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "counter")), Ticket: id,
		Reason: rapid.SampledFrom([]string{"break", "vneid", "free text", "needs-help"}).Draw(t, "reason"),
		Back:   rapid.Bool().Draw(t, "back"), Official: rapid.SampledFrom([]string{"", "P1", "P2"}).Draw(t, "official"),
		Minutes: rapid.IntRange(0, 20).Draw(t, "minutes"),
	}
	action := rapid.SampledFrom(names).Draw(t, "action")
	if c := r.day.counters[a.Counter]; action != "resume" && action != "call" && rapid.IntRange(0, 4).Draw(t, "meant") > 0 {
		if a.Ticket = ""; c.Ticket != nil {
			a.Ticket = c.Ticket.ID
		}
	}
	if action == "transfer" && rapid.Bool().Draw(t, "with reason") {
		a.Reason = "specialist"
	}
	if action == "finish and next" {
		action, a.Finish = "next", true
	}
	if rapid.Bool().Draw(t, "to counter") {
		a.To = "2"
	} else {
		a.Service = service
	}
	return r.day.Do(action, a, r.now)
}

// other does what needs no counter.
func (r *run) other(t *rapid.T, id TicketID) ([]Event, error) {
	note := rapid.SampledFrom([]string{"n1", "n2"}).Draw(t, "note")
	switch rapid.IntRange(0, 12).Draw(t, "other") {
	case 0:
		return r.day.Cancel(id, "x")
	case 1:
		return r.day.CheckIn(id, "x")
	case 2:
		return r.day.Reclass(id, "x")
	case 3:
		return r.day.Lapse(r.now), nil
	case 8:
		return r.day.Stranded(r.now), nil
	case 9, 10:
		silence := time.Duration(rapid.IntRange(0, 15).Draw(t, "silence")) * time.Minute
		r.now.Wall, r.now.Up = r.now.Wall.Add(silence), r.now.Up+silence
		return r.day.Overlooked(r.now), nil
	case 11:
		return r.day.Note(id, note, "2", "x", "P1")
	case 12:
		return r.day.EraseNote(id, note, "x")
	case 4:
		return r.day.Drop("P1")
	case 5:
		a := Appointment{ID: "P1", Service: "DD", Purpose: center.Submit, Slot: r.now.Wall.Truncate(15 * time.Minute).Add(15 * time.Minute)}
		return Book(r.day.center, r.day.Appointments(), a, r.now.Wall)
	default:
		return r.day.Rejoin(id, "x", r.now)
	}
}

// view is a day as tests compare it.
type view struct {
	Tickets  []Ticket
	Counters []string
	Lanes    map[string][]string
	Waits    []time.Duration
}

func (l *line) name() string { return fmt.Sprint(l.rule.service, l.rule.Rule, l.bound, l.priority) }

func snapshot(d *Day) view {
	v := view{Lanes: map[string][]string{}}
	for _, t := range d.order {
		c := *t
		c.Legs = slices.Clone(t.Legs)
		c.ticket, c.line = nil, nil // they stand in Lanes
		v.Tickets = append(v.Tickets, c)
	}
	for _, x := range d.center.Counters {
		c := d.counters[x.ID]
		held := ""
		if c.Ticket != nil {
			held = c.Ticket.Number
		}
		v.Counters = append(v.Counters, fmt.Sprint(c.ID, c.Open, c.Paused, c.Reason, c.Incident, c.Stands.UnixNano(), c.Until, c.WrapUp, c.Since.UnixNano(), held, slices.Sorted(slices.Values(c.Staff))))
	}
	for _, l := range d.lines {
		for _, p := range l.q {
			v.Lanes[l.name()] = append(v.Lanes[l.name()], p.ticket.Number)
		}
	}
	for _, s := range d.center.Services {
		low, high, _ := d.Wait(s.Code, 3)
		v.Waits = append(v.Waits, low, high)
	}
	return v
}

var unexported = cmp.AllowUnexported(Ticket{}, Place{}, rule{})

func TestRandomDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRun()
		for range rapid.IntRange(1, 120).Draw(t, "steps") {
			r.step(t)
			r.invariants(t)
		}
		if diff := cmp.Diff(snapshot(r.day), snapshot(r.folded()), unexported); diff != "" {
			t.Fatalf("the log folds to another day (-lived +folded):\n%s", diff)
		}
		before := snapshot(r.day)
		lived := &run{day: r.day.Copy(), now: r.now}
		if diff := cmp.Diff(before, snapshot(lived.day), unexported); diff != "" {
			t.Fatalf("the copy is another day (-day +copy):\n%s", diff)
		}
		for range 10 {
			lived.step(t)
			lived.invariants(t)
		}
		if diff := cmp.Diff(before, snapshot(r.day), unexported); diff != "" {
			t.Fatalf("what the copy lives changes the day:\n%s", diff)
		}
		r.happen(r.day.Close())
		for _, x := range r.day.order {
			if slices.Contains([]State{Waiting, Called, Serving, Parked}, x.State) {
				t.Fatalf("%s is %s after closing", x.Number, x.State)
			}
		}
		r.invariants(t)
	})
}

// invariants are what no day may break.
func (r *run) invariants(t *rapid.T) {
	held, numbers, waiting := map[*Ticket]center.CounterID{}, map[string]bool{}, map[*Ticket]bool{}
	for _, c := range r.day.counters {
		if c.Ticket == nil {
			continue
		}
		if other, twice := held[c.Ticket]; twice {
			t.Fatalf("%s is held by counters %s and %s", c.Ticket.Number, other, c.ID)
		}
		held[c.Ticket] = c.ID
		if c.Ticket.State != Called && c.Ticket.State != Serving || c.Ticket.Counter != c.ID || !c.Open {
			t.Fatalf("counter %s (open %v) holds %s, which is %s at %s", c.ID, c.Open, c.Ticket.Number, c.Ticket.State, c.Ticket.Counter)
		}
	}
	for _, l := range r.day.lines {
		if !slices.IsSortedFunc(l.q, byBase) {
			t.Fatalf("line %s is not in the order of coming", l.name())
		}
		capped := 0
		for _, p := range l.q {
			x := p.ticket
			if waiting[x] || x.State != Waiting || x.Away || x.line != l || l.rule != x.rule || l.bound != x.Bound || l.priority != x.Priority {
				t.Fatalf("%s is %s and stands in line %s", x.Number, x.State, l.name())
			}
			if waiting[x] = true; p.capped() {
				capped++
			}
		}
		if capped != l.capped {
			t.Fatalf("line %s counts %d that may not be passed, has %d", l.name(), l.capped, capped)
		}
	}
	for _, x := range r.day.order {
		if numbers[x.Number] {
			t.Fatalf("number %s was given twice", x.Number)
		}
		numbers[x.Number] = true
		if x.rule.Cap > 0 && x.Passed > x.rule.Cap || x.Passed < 0 {
			t.Fatalf("%s was passed %d times, the cap is %d", x.Number, x.Passed, x.rule.Cap)
		}
		if (x.State == Waiting && !x.Away) != waiting[x] {
			t.Fatalf("%s is %s, in a lane: %v", x.Number, x.State, waiting[x])
		}
		if _, ok := held[x]; (x.State == Called || x.State == Serving) != ok {
			t.Fatalf("%s is %s, held: %v", x.Number, x.State, ok)
		}
		for i, leg := range x.Legs {
			if leg.Answered && (leg.Called < leg.Begin || leg.Started < leg.Called) || !leg.Open && leg.Ended < leg.Begin {
				t.Fatalf("%s leg %d runs backward: %+v", x.Number, i, leg)
			}
			if leg.Open && i < len(x.Legs)-1 {
				t.Fatalf("%s has an open leg %d of %d", x.Number, i, len(x.Legs))
			}
		}
	}
}

// TestUndoIsExact takes back every kind of action and looks for traces.
func TestUndoIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRun()
		for range rapid.IntRange(5, 60).Draw(t, "steps") {
			r.step(t)
		}
		counter := center.CounterID(rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "who"))
		before := snapshot(r.day)
		action := rapid.SampledFrom([]string{"open", "close", "next", "start", "finish", "ready", "no-show", "park", "return", "pause", "transfer",
			"incident", "recover"}).Draw(t, "what")
		a := Act{Counter: counter, Reason: map[string]string{"pause": "break", "incident": "portal"}[action]}
		if action == "transfer" {
			a.Service = "CT"
		}
		events, err := r.day.Do(action, a, r.now)
		if err != nil || len(events) == 0 {
			return
		}
		r.happen(events)
		back, err := r.day.Do("undo", Act{Counter: counter}, r.now)
		if err != nil {
			t.Fatalf("undo of %s: %v", action, err)
		}
		r.happen(back)
		withoutTraces(t, before, snapshot(r.day), action)
	})
}

// withoutTraces compares a day with the day after an action was taken back.
func withoutTraces(t *rapid.T, before, after view, action string) {
	for i := range after.Tickets {
		after.Tickets[i].rev = before.Tickets[i].rev
	}
	// Time has passed, and the pace of calls remembers that there was one.
	before.Waits, after.Waits = nil, nil
	if diff := cmp.Diff(before, after, unexported); diff != "" {
		t.Fatalf("undo of %s leaves traces (-before +after):\n%s", action, diff)
	}
}

// FuzzApply folds events that no rule would make: a log is read whatever it says.
func FuzzApply(f *testing.F) {
	f.Add("ticket.called", "20261123-A001", "", "HT", "2")
	f.Add("counter.undone", "", "1", "", "")
	f.Add("ticket.issued", "", "", "", "9")
	f.Fuzz(func(t *testing.T, kind, ticket, counter, service, to string) {
		r := newRun()
		events, err := r.day.Issue(Wish{Service: "HT", Purpose: center.Submit}, r.now)
		if err != nil {
			t.Fatal(err)
		}
		r.happen(events)
		for _, k := range []Type{Type(kind), CounterOpened, Type(kind), TicketCalled, Type(kind), TicketExpired, Type(kind)} {
			r.happen([]Event{{
				Type: k, Ticket: TicketID(ticket), Counter: center.CounterID(counter), Service: center.ServiceCode(service),
				ToCounter: center.CounterID(to), Undone: Type(kind),
			}})
			snapshot(r.day)
		}
	})
}
