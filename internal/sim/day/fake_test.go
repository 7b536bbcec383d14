package day

import (
	"context"
	"fmt"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// virtual is a clock that passes as fast as it is waited for, until its end.
type virtual struct {
	now, end time.Time
	stop     context.CancelFunc
}

func (v *virtual) Now() time.Time { return v.now }

func (v *virtual) Wait(ctx context.Context, d time.Duration) error {
	v.now = v.now.Add(max(d, 0))
	if v.now.After(v.end) {
		v.stop()
	}
	return ctx.Err()
}

// fake is a center with strict counters: whatever is out of order is a conflict.
type fake struct {
	clock    *virtual
	counters []wire.Counter
	tickets  []*wire.Ticket // in the order of issue
	number   int
	open     map[center.CounterID]string // survey tokens
	answers  map[string]fakeAnswer       // by idempotency key
	flaky    int                         // every so many calls the answer is lost; 0: never
	calls    int
	rated    []wire.Answers
	actions  map[string]int
}

type fakeAnswer struct {
	action string
	body   any
	answer wire.ActionAnswer
	err    error
}

func newFake(clock *virtual) *fake {
	f := &fake{clock: clock, open: map[center.CounterID]string{}, answers: map[string]fakeAnswer{}, actions: map[string]int{}}
	for i := range 4 {
		f.counters = append(f.counters, wire.Counter{ID: center.CounterID(fmt.Sprint(i + 1)), State: wire.Closed, Services: []center.ServiceCode{"HT", "CT"}})
	}
	return f
}

// lost makes some answers get lost after the work was done.
func (f *fake) lost() bool {
	f.calls++
	return f.flaky > 0 && f.calls%f.flaky == 0
}

var away = fault.New(fault.Unavailable, "controller-away")

func (f *fake) Services(context.Context) (wire.Services, error) {
	if f.lost() {
		return wire.Services{}, away
	}
	return wire.Services{Services: []center.Service{
		{Code: "HT", Name: i18n.Text{VI: "Hộ tịch"}, Minutes: 10}, {Code: "CT", Name: i18n.Text{VI: "Chứng thực"}, Minutes: 5}}}, nil
}

func (f *fake) Counters(context.Context) (wire.Counters, error) {
	return wire.Counters{Counters: append([]wire.Counter(nil), f.counters...)}, nil
}

func (f *fake) Issue(_ context.Context, key string, r wire.IssueRequest) (wire.Ticket, error) {
	old, again := f.answers[key]
	if !again {
		f.number++
		t := &wire.Ticket{ID: queue.TicketID(fmt.Sprintf("20261123-A%03d", f.number)), Service: r.Service, Purpose: r.Purpose,
			Priority: r.Priority, State: queue.Waiting, IssuedAt: f.clock.now}
		f.tickets = append(f.tickets, t)
		old = fakeAnswer{answer: wire.ActionAnswer{Ticket: t}}
		f.answers[key] = old
	}
	if f.lost() {
		return wire.Ticket{}, away
	}
	return *old.answer.Ticket, nil
}

func (f *fake) Cancel(_ context.Context, _ string, id queue.TicketID) error {
	for _, t := range f.tickets {
		if t.ID == id && t.State == queue.Waiting {
			t.State = queue.Canceled
			return nil
		}
	}
	return fault.New(fault.Conflict, "ticket-state")
}

func (f *fake) Survey(_ context.Context, counter center.CounterID) (wire.Survey, bool, error) {
	token, ok := f.open[counter]
	return wire.Survey{Token: token}, ok, nil
}

func (f *fake) Questionnaire(context.Context, string) (center.Questionnaire, error) {
	return center.UsualQuestionnaire(), nil
}

func (f *fake) Rate(_ context.Context, _ string, r wire.RatingRequest) error {
	for c, token := range f.open {
		if token == r.Token {
			delete(f.open, c)
			f.rated = append(f.rated, r.Answers)
			return nil
		}
	}
	return fault.New(fault.Conflict, "token-spent")
}

func (f *fake) Act(_ context.Context, key string, id center.CounterID, action string, r wire.ActionRequest) (wire.ActionAnswer, error) {
	old, again := f.answers[key]
	if again && (old.action != action || old.body != r) {
		return wire.ActionAnswer{}, fault.New(fault.Invalid, "key-body")
	}
	if !again {
		for i := range f.counters {
			if f.counters[i].ID == id {
				a, err := f.act(&f.counters[i], action, r)
				old = fakeAnswer{action, r, a, err}
			}
		}
		if old.err == nil && old.answer.Counter.ID != "" {
			f.answers[key] = old
			f.actions[action]++
		}
	}
	if f.lost() {
		return wire.ActionAnswer{}, away
	}
	return old.answer, old.err
}

// legal lists the states a counter may be in, with the state of its ticket, for each action.
var legal = map[string][]string{
	"open": {"closed", "paused"}, "pause": {"open", "wrap-up"}, "next": {"open", "wrap-up"}, "ready": {"wrap-up"}, "resume": {"open", "wrap-up"},
	"start": {"open called"}, "recall": {"open called"}, "no-show": {"open called"},
	"finish": {"open serving"}, "park": {"open serving"}, "transfer": {"open serving"},
}

func (f *fake) act(c *wire.Counter, action string, r wire.ActionRequest) (wire.ActionAnswer, error) {
	state := c.State
	if c.Ticket != nil {
		state += " " + string(c.Ticket.State)
	}
	ok := false
	for _, s := range legal[action] {
		ok = ok || s == state
	}
	if !ok {
		return wire.ActionAnswer{}, fault.New(fault.Conflict, "counter-state", "action", action, "state", state)
	}
	t := c.Ticket
	switch action {
	case "open", "ready":
		c.State = wire.Open
	case "pause":
		c.State = wire.Paused
	case "next":
		for _, x := range f.tickets {
			if x.State == queue.Waiting && (x.Counter == "" || x.Counter == c.ID) {
				return f.take(c, x, queue.Called), nil
			}
		}
		return wire.ActionAnswer{}, nil
	case "resume":
		for _, x := range f.tickets {
			if x.ID == r.Ticket && x.State == queue.Parked {
				return f.take(c, x, queue.Serving), nil
			}
		}
		return wire.ActionAnswer{}, fault.New(fault.Conflict, "ticket-state")
	case "start":
		t.State = queue.Serving
	case "no-show":
		t.State, c.Ticket = queue.NoShow, nil
	case "park":
		t.State, c.Ticket = queue.Parked, nil
	case "transfer":
		t.State, t.Counter, c.Ticket = queue.Waiting, r.Counter, nil
	case "finish":
		t.State, c.Ticket, c.State = queue.Finished, nil, wire.WrapUp
		f.open[c.ID] = "token " + string(t.ID)
	}
	return wire.ActionAnswer{Counter: *c, Ticket: t}, nil
}

func (f *fake) take(c *wire.Counter, t *wire.Ticket, s queue.State) wire.ActionAnswer {
	now := f.clock.now
	t.State, t.CalledAt, t.Counter, c.Ticket, c.State = s, &now, c.ID, t, wire.Open
	delete(f.open, c.ID)
	return wire.ActionAnswer{Counter: *c, Ticket: t}
}
