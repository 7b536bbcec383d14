package queue

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"motcua/internal/center"
)

// follows is which event may find a ticket in which state, and where it leaves
// it: written down from the rules of a center, not from the program.
var follows = map[State]map[Type][]State{
	"": {TicketIssued: {Waiting}},
	Waiting: {TicketCalled: {Called}, TicketTransferred: {Waiting}, TicketReclassed: {Waiting}, TicketCheckedIn: {Waiting}, TicketAssisted: {Waiting},
		TicketNoted: {Waiting}, TicketCanceled: {Canceled}, TicketExpired: {Expired}},
	Called: {TicketRecalled: {Called}, TicketPlanned: {Called}, TicketAssisted: {Called}, TicketNoted: {Called}, CounterAsked: {Called}, CounterAttended: {Called},
		TicketStarted: {Serving}, TicketFinished: {Finished, Waiting}, TicketNoShow: {NoShow}, TicketParked: {Parked}, TicketTransferred: {Waiting},
		TicketReturned: {Waiting}, TicketExpired: {Expired}},
	Serving: {TicketPlanned: {Serving}, TicketAssisted: {Serving}, TicketNoted: {Serving}, CounterAsked: {Serving}, CounterAttended: {Serving},
		TicketFinished: {Finished, Waiting}, TicketParked: {Parked}, TicketTransferred: {Waiting}, TicketReturned: {Waiting}},
	Parked: {TicketResumed: {Serving}, TicketRejoined: {Waiting}, TicketAssisted: {Parked}, TicketNoted: {Parked}, TicketCanceled: {Canceled}, TicketExpired: {Expired}},
	NoShow: {TicketResumed: {Serving}, TicketRejoined: {Waiting}, TicketAssisted: {NoShow}, TicketNoted: {NoShow}, TicketCanceled: {Canceled}},
}

// runs is the same of a counter.
var runs = map[string]map[Type][]string{
	"closed": {CounterOpened: {"open"}},
	"open":   {TicketCalled: {"holds"}, TicketResumed: {"holds"}, CounterPaused: {"paused"}, CounterClosed: {"closed"}},
	"wrap-up": {TicketCalled: {"holds"}, TicketResumed: {"holds"}, CounterReady: {"open"}, CounterPaused: {"paused"},
		CounterClosed: {"closed"}},
	"paused": {CounterOpened: {"open"}, CounterPaused: {"paused"}, CounterClosed: {"closed"}},
	"holds": {TicketRecalled: {"holds"}, TicketStarted: {"holds"}, TicketPlanned: {"holds"}, CounterAsked: {"holds"}, CounterAttended: {"holds"},
		TicketFinished: {"wrap-up", "open"}, TicketNoShow: {"open"}, TicketParked: {"open"}, TicketTransferred: {"open"}, TicketReturned: {"open"}},
}

// anyway are events that a counter may have in any state, which stays.
var anyway = []Type{CounterIncident, CounterRecovered, CounterStaffed, TicketNoted}

// TestNoSequenceOutsideTheTable plays random days and holds each event against
// the tables, and each undo against what it takes back.
func TestNoSequenceOutsideTheTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRun()
		for range rapid.IntRange(20, 80).Draw(t, "steps") {
			r.step(t)
		}
		r.happen(r.day.Close())
		d := NewDay(smallCenter(), "2026-11-23")
		tickets, counters := map[TicketID][]move{}, map[center.CounterID][]move{}
		for i, e := range r.events {
			was, desk := stateOf(d, e.Ticket), ""
			if c, ok := d.Counter(e.Counter); ok && e.Counter != "" {
				desk = deskState(c)
			}
			d.Apply(e, r.at[i])
			if e.Type == NoteErased {
				continue
			}
			if e.Ticket != "" {
				tickets[e.Ticket] = checkMove(t, e, string(was), string(stateOf(d, e.Ticket)), tickets[e.Ticket], ofTickets)
			}
			if c, ok := d.Counter(e.Counter); ok && desk != "" && e.Type != TicketIssued && !slices.Contains(anyway, e.Type) {
				counters[e.Counter] = checkMove(t, e, desk, deskState(c), counters[e.Counter], ofCounters)
			}
		}
	})
}

// move is an event and the state that it found.
type move struct {
	what Type
	was  string
}

func stateOf(d *Day, id TicketID) State {
	if x, ok := d.Ticket(id); ok {
		return x.State
	}
	return ""
}

func ofTickets(was string, e Type) (all []string) {
	for _, s := range follows[State(was)][e] {
		all = append(all, string(s))
	}
	return all
}

func ofCounters(was string, e Type) []string { return runs[was][e] }

// checkMove holds one event against a table. What is undone is looked for among
// what had happened: the state before it is where the undo has to lead.
func checkMove(t *rapid.T, e Event, was, is string, past []move, table func(string, Type) []string) []move {
	if e.Type != CounterUndone {
		if !slices.Contains(table(was, e.Type), is) {
			t.Fatalf("%s of %s at %q led from %s to %s, which the table does not have", e.Type, e.Number, e.Counter, was, is)
		}
		return append(past, move{e.Type, was})
	}
	for i, m := range slices.Backward(past) {
		if m.what == e.Undone {
			if m.was != is {
				t.Fatalf("taking back %s of %s led to %s, want %s", e.Undone, e.Number, is, m.was)
			}
			return past[:i]
		}
	}
	if e.Undone != CounterIncident && e.Undone != CounterRecovered {
		t.Fatalf("%s of %s was taken back and never happened", e.Undone, e.Number)
	}
	return past
}
