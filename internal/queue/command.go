package queue

import (
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// UndoFor is how long a counter's last action can be taken back.
const UndoFor = 10 * time.Second

// MostDossiers bounds what one leg may report: a courier's bag, not a typing error.
const MostDossiers = 200

// IncidentReasons are the standstills a counter can report.
var IncidentReasons = []string{"portal", "vneid", "line", "power"}

// Act is a counter's action and what it needs.
type Act struct {
	Counter  center.CounterID
	By       string             // opaque id of the credential that acts
	Official string             // opaque id of the official who acts; empty: a device, pressed by whoever is signed on
	Ticket   TicketID           // resume, call; elsewhere: the ticket that is meant, empty: whichever is held
	Service  center.ServiceCode // transfer, add
	To       center.CounterID   // transfer
	Back     bool               // transfer: the citizen comes back to this counter afterwards
	Reason   string             // pause, incident, call, transfer
	Finish   bool               // next: finish the held ticket first
	Minutes  int                // pause: until the official is back; 0: not announced
	Dossiers int                // finish
	Outside  int                // finish
}

// Action is a rule: the events that an act would cause, none where nothing changes.
type Action func(d *Day, c *Counter, a Act, now Moment) ([]Event, error)

// Actions are the counter's actions by the name the interface gives them.
var Actions = map[string]Action{
	"open": open, "close": shut, "next": next, "recall": recall, "start": start, "finish": finish,
	"ready": ready, "no-show": noShow, "park": park, "resume": resume, "transfer": transfer,
	"return": giveBack, "pause": pause, "incident": incident, "undo": undo, "call": callByHand, "add": add,
	"recover": recovered, "still": attended, "sign-on": signOn, "sign-off": signOff,
}

// TransferReasons are why a ticket is sent on.
var TransferReasons = []string{"wrong-choice", "other-agency", "specialist", "next-step", "balance", "other"}

// CallReasons are why an official may call a number out of its order.
var CallReasons = []string{"needs-help", "came-back", "correction", "manager"}

// Do runs the named action at a counter.
func (d *Day) Do(action string, a Act, now Moment) ([]Event, error) {
	rule, ok := Actions[action]
	if !ok {
		return nil, fault.New(fault.NotFound, "action-unknown", "action", action)
	}
	if _, ok := d.center.Counter(a.Counter); !ok {
		return nil, fault.New(fault.NotFound, "counter-unknown", "counter", a.Counter)
	}
	c := d.counters[a.Counter]
	if a.Ticket != "" && action != "resume" && action != "call" && c.Ticket != nil && c.Ticket.ID != a.Ticket {
		return nil, fault.New(fault.Conflict, "ticket-other", "number", c.Ticket.Number)
	}
	events, err := rule(d, c, a, now)
	return c.owned(action, a, events), err
}

func (c *Counter) event(t Type, a Act) Event {
	e := Event{Type: t, Counter: c.ID, By: a.By}
	if c.Ticket != nil {
		e.Ticket, e.Number = c.Ticket.ID, c.Ticket.Number
	}
	return e
}

// held returns the fault of an action that needs a ticket in one of the states.
func (c *Counter) held(states ...State) error {
	if c.Ticket == nil {
		return fault.New(fault.Conflict, "no-ticket", "counter", c.ID)
	}
	if !slices.Contains(states, c.Ticket.State) {
		return fault.New(fault.Conflict, "ticket-state", "number", c.Ticket.Number, "state", c.Ticket.State)
	}
	return nil
}

// free returns the fault of an action that needs an open counter without a ticket.
func (c *Counter) free() error {
	switch {
	case c.Ticket != nil:
		return fault.New(fault.Conflict, "counter-busy", "number", c.Ticket.Number)
	case !c.Open:
		return fault.New(fault.Conflict, "counter-closed", "counter", c.ID)
	case c.Paused:
		return fault.New(fault.Conflict, "counter-paused", "counter", c.ID)
	}
	return nil
}

func open(_ *Day, c *Counter, a Act, _ Moment) ([]Event, error) {
	if c.Open && !c.Paused {
		return nil, nil
	}
	return []Event{c.event(CounterOpened, a)}, nil
}

func shut(_ *Day, c *Counter, a Act, _ Moment) ([]Event, error) {
	if c.Ticket != nil {
		return nil, fault.New(fault.Conflict, "counter-busy", "number", c.Ticket.Number)
	}
	if !c.Open {
		return nil, nil
	}
	return []Event{c.event(CounterClosed, a)}, nil
}

func next(d *Day, c *Counter, a Act, now Moment) ([]Event, error) {
	if a.Finish {
		return finishAndNext(d, c, a, now)
	}
	if err := c.free(); err != nil {
		return nil, err
	}
	x := choose(d.reach[c.ID], c.ordinary, d.Now(now))
	if x.place == nil {
		return nil, nil
	}
	return []Event{d.call(c, x, a, now)}, nil
}

// call is the event of a call with everything that explains it.
func (d *Day) call(c *Counter, x choice, a Act, now Moment) Event {
	t, at := x.place.ticket, d.Now(now)
	clock := func(due time.Duration) *time.Time {
		w := now.Wall.Add(due - at).Truncate(time.Second)
		return &w
	}
	e := Event{
		Type: TicketCalled, Ticket: t.ID, Number: t.Number, Service: t.Service, Counter: c.ID, By: a.By,
		Why: x.why, Due: clock(t.due(at)), Passes: passes(d.reach[c.ID], x.place), Passed: t.Passed, Reason: a.Reason,
	}
	if x.second != nil {
		e.Over, e.DueOf = x.second.ticket.Number, clock(x.second.due(at))
	}
	return e
}

// callByHand calls a waiting ticket out of its order. It is counted, and the
// reason is kept.
func callByHand(d *Day, c *Counter, a Act, now Moment) ([]Event, error) {
	if err := c.free(); err != nil {
		return nil, err
	}
	t, ok := d.tickets[a.Ticket]
	switch {
	case !ok:
		return nil, fault.New(fault.NotFound, "ticket-unknown", "ticket", a.Ticket)
	case t.State != Waiting || t.Away:
		return nil, fault.New(fault.Conflict, "ticket-state", "number", t.Number, "state", t.State)
	case !slices.Contains(CallReasons, a.Reason):
		return nil, fault.New(fault.Invalid, "reason-unknown", "reasons", strings.Join(CallReasons, ", "))
	}
	first := choose(d.reach[c.ID], c.ordinary, d.Now(now)).place
	if first == &t.Place {
		first = nil
	}
	return []Event{d.call(c, choice{&t.Place, ByHand, first}, a, now)}, nil
}

func recall(d *Day, c *Counter, a Act, _ Moment) ([]Event, error) {
	if err := c.held(Called); err != nil {
		return nil, err
	}
	if most := d.center.Calling.Recalls; most > 0 && c.Ticket.Recalls >= most {
		return nil, fault.New(fault.Conflict, "recall-limit", "number", c.Ticket.Number, "most", most)
	}
	return []Event{c.event(TicketRecalled, a)}, nil
}

// add plans a further service of the visit that the counter serves now.
func add(d *Day, c *Counter, a Act, _ Moment) ([]Event, error) {
	if err := c.held(Called, Serving); err != nil {
		return nil, err
	}
	also := append(slices.Clone(c.Ticket.Plan), a.Service)
	if err := d.visit(also); err != nil {
		return nil, err
	}
	e := c.event(TicketPlanned, a)
	e.Also = []center.ServiceCode{a.Service}
	return []Event{e}, nil
}

func start(_ *Day, c *Counter, a Act, _ Moment) ([]Event, error) {
	if err := c.held(Called); err != nil {
		return nil, err
	}
	return []Event{c.event(TicketStarted, a)}, nil
}

func finish(d *Day, c *Counter, a Act, _ Moment) ([]Event, error) {
	if err := c.held(Called, Serving); err != nil {
		return nil, err
	}
	if a.Dossiers < 0 || a.Dossiers > MostDossiers || a.Outside < 0 || a.Outside > a.Dossiers {
		return nil, fault.New(fault.Invalid, "dossiers", "most", MostDossiers)
	}
	e := c.event(TicketFinished, a)
	e.Dossiers, e.Outside, e.Inferred = a.Dossiers, a.Outside, c.Ticket.State == Called
	d.goesOn(c.Ticket, &e)
	return []Event{e}, nil
}

// goesOn tells where a finished visit goes next: back to the counter that sent
// it, then on to what was planned and is still offered.
func (d *Day) goesOn(t *Ticket, e *Event) {
	if _, ok := d.center.Counter(t.Back); ok && t.Back != e.Counter {
		e.Back = t.Back
		return
	}
	for _, s := range t.Plan {
		if _, ok := d.center.Service(s); ok {
			e.Then = s
			return
		}
	}
}

func ready(_ *Day, c *Counter, a Act, _ Moment) ([]Event, error) {
	if err := c.free(); err != nil {
		return nil, err
	}
	if !c.WrapUp {
		return nil, nil
	}
	return []Event{c.event(CounterReady, a)}, nil
}

func noShow(_ *Day, c *Counter, a Act, _ Moment) ([]Event, error) {
	if err := c.held(Called); err != nil {
		return nil, err
	}
	return []Event{c.event(TicketNoShow, a)}, nil
}

func park(_ *Day, c *Counter, a Act, _ Moment) ([]Event, error) {
	if err := c.held(Called, Serving); err != nil {
		return nil, err
	}
	e := c.event(TicketParked, a)
	e.Inferred = c.Ticket.State == Called
	return []Event{e}, nil
}

func resume(d *Day, c *Counter, a Act, _ Moment) ([]Event, error) {
	if err := c.free(); err != nil {
		return nil, err
	}
	t, ok := d.tickets[a.Ticket]
	if !ok {
		return nil, fault.New(fault.NotFound, "ticket-unknown", "ticket", a.Ticket)
	}
	if t.State != Parked && t.State != NoShow {
		return nil, fault.New(fault.Conflict, "ticket-state", "number", t.Number, "state", t.State)
	}
	return []Event{{Type: TicketResumed, Ticket: t.ID, Number: t.Number, Service: t.Service, Counter: c.ID, By: a.By}}, nil
}

func transfer(d *Day, c *Counter, a Act, _ Moment) ([]Event, error) {
	if err := c.held(Called, Serving); err != nil {
		return nil, err
	}
	if (a.Service == "") == (a.To == "") {
		return nil, fault.New(fault.Invalid, "transfer-target")
	}
	if a.Reason != "" && !slices.Contains(TransferReasons, a.Reason) {
		return nil, fault.New(fault.Invalid, "reason-unknown", "reasons", strings.Join(TransferReasons, ", "))
	}
	e := c.event(TicketTransferred, a)
	e.Inferred, e.Reason = c.Ticket.State == Called, a.Reason
	if a.Back {
		e.Back = c.ID
	}
	if a.To != "" {
		if _, ok := d.center.Counter(a.To); !ok {
			return nil, fault.New(fault.Invalid, "counter-unknown", "counter", a.To)
		}
		if a.To == c.ID {
			return nil, fault.New(fault.Conflict, "transfer-self")
		}
		e.ToCounter = a.To
		return []Event{e}, nil
	}
	if _, ok := d.center.Service(a.Service); !ok {
		return nil, fault.New(fault.Invalid, "service-unknown", "service", a.Service)
	}
	e.Service = a.Service
	return []Event{e}, nil
}

func giveBack(_ *Day, c *Counter, a Act, _ Moment) ([]Event, error) {
	if err := c.held(Called, Serving); err != nil {
		return nil, err
	}
	return []Event{c.event(TicketReturned, a)}, nil
}

// Undoable returns what undo at a counter would take back, empty for nothing.
func (d *Day) Undoable(id center.CounterID, now Moment) Type {
	c, ok := d.counters[id]
	if !ok {
		return ""
	}
	events, err := undo(d, c, Act{}, now)
	if err != nil {
		return ""
	}
	return events[0].Undone
}
