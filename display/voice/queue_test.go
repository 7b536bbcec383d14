package voice

import (
	"slices"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

func event(kind queue.Type, number string) queue.Event {
	return queue.Event{Type: kind, Ticket: queue.TicketID("20261123-" + number), Number: number, Counter: "3"}
}

func back(kind queue.Type, number string) queue.Event {
	e := event(queue.CounterUndone, number)
	e.Undone = kind
	return e
}

// TestVoiceLine plays events, of which "say" lets the voice finish one sentence and "late" the time after which nothing is said any more.
func TestVoiceLine(t *testing.T) {
	say, late := queue.Event{Type: "say"}, queue.Event{Type: "late"}
	call, again := event(queue.TicketCalled, "A001"), event(queue.TicketRecalled, "A001")
	for name, c := range map[string]struct {
		events []queue.Event
		want   []string
	}{
		"in order":                    {[]queue.Event{call, event(queue.TicketCalled, "A002")}, []string{"call A001", "call A002"}},
		"resumed":                     {[]queue.Event{event(queue.TicketResumed, "A001")}, []string{"call A001"}},
		"spoken again":                {[]queue.Event{call, say, again}, []string{"call A001", "call A001"}},
		"taken back, heard":           {[]queue.Event{call, say, back(queue.TicketCalled, "A001")}, []string{"call A001", "sorry A001"}},
		"taken back, not heard":       {[]queue.Event{call, back(queue.TicketCalled, "A001")}, nil},
		"returned, heard":             {[]queue.Event{call, say, event(queue.TicketReturned, "A001")}, []string{"call A001", "sorry A001"}},
		"returned, not heard":         {[]queue.Event{call, event(queue.TicketReturned, "A001")}, nil},
		"taken back before recall":    {[]queue.Event{call, say, again, back(queue.TicketCalled, "A001")}, []string{"call A001", "sorry A001"}},
		"both not heard":              {[]queue.Event{call, again, back(queue.TicketCalled, "A001")}, nil},
		"another action taken back":   {[]queue.Event{call, say, back(queue.TicketStarted, "A001")}, []string{"call A001"}},
		"called again after all":      {[]queue.Event{call, say, event(queue.TicketReturned, "A001"), call}, []string{"call A001", "call A001"}},
		"return taken back":           {[]queue.Event{call, say, event(queue.TicketReturned, "A001"), say, back(queue.TicketReturned, "A001")}, []string{"call A001", "sorry A001", "call A001"}},
		"correction first":            {[]queue.Event{call, say, event(queue.TicketCalled, "A002"), back(queue.TicketCalled, "A001")}, []string{"call A001", "sorry A001", "call A002"}},
		"served before it was called": {[]queue.Event{call, event(queue.TicketStarted, "A001")}, nil},
		"too old":                     {[]queue.Event{call, late, event(queue.TicketCalled, "A002")}, []string{"call A002"}},
		"nothing to say":              {[]queue.Event{event(queue.TicketIssued, "A001")}, nil},
	} {
		var (
			l   line
			now time.Time
			got []string
		)
		speak := func() bool {
			a, ok := l.next(now)
			if ok {
				got = append(got, string(a.kind)+" "+a.number)
			}
			return ok
		}
		for _, e := range c.events {
			switch e.Type {
			case say.Type:
				speak()
			case late.Type:
				now = now.Add(fresh)
			default:
				l.take(e, 1, now)
			}
		}
		for speak() {
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: said %q, want %q", name, got, c.want)
		}
	}
}

func TestVoiceSpeaksOfTheRightCounter(t *testing.T) {
	var l line
	l.take(queue.Event{Type: queue.TicketCalled, Ticket: "x", Number: "A001", Counter: "7"}, 1, time.Time{})
	if a, ok := l.next(time.Time{}.Add(fresh - 1)); !ok || a.counter != center.CounterID("7") {
		t.Errorf("next() just before it is too late = %+v, %v, want counter 7", a, ok)
	}
}
