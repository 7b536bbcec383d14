package queue

import (
	"slices"
	"strconv"
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

// Wish is what a citizen asks for at a kiosk or a greeter for somebody.
type Wish struct {
	Service  center.ServiceCode
	Purpose  center.Purpose
	Priority bool
	Source   center.DeviceID // the kiosk, or "greeter"
	Printer  center.DeviceID // who prints the slip; empty: nobody

	Also        []center.ServiceCode // what the visit has to do after Service
	Appointment AppointmentID        // checks in; Service and Purpose are the appointment's
	Away        bool                 // taken with a phone away from the center
}

// Phone is the source of a ticket taken with a phone.
const Phone center.DeviceID = "phone"

// MostServices bounds what one visit may have to do.
const MostServices = 5

// Issue gives the next number of the service.
func (d *Day) Issue(w Wish, now Moment) ([]Event, error) {
	slot, err := d.arrive(&w, now.Wall)
	if err != nil {
		return nil, err
	}
	s, ok := d.center.Service(w.Service)
	if !ok {
		return nil, fault.New(fault.Invalid, "service-unknown", "service", w.Service)
	}
	if w.Purpose == "" {
		return nil, fault.New(fault.Invalid, "purpose-missing")
	}
	if !s.Offers(w.Purpose) {
		return nil, fault.New(fault.Invalid, "purpose-unknown", "purpose", w.Purpose)
	}
	if !d.center.Hours.Open(now.Wall) || !d.Date.Holds(now.Wall) {
		return nil, closedHours(d.center, now.Wall)
	}
	if err := d.visit(w.Also); err != nil {
		return nil, err
	}
	if slot == nil { // what was promised to who booked is kept
		if err := d.Full(s, w.Source == Phone, now); err != nil {
			return nil, err
		}
	}
	id, number := d.number(s)
	return []Event{{
		Type: TicketIssued, Ticket: id, Number: number, Series: Ordinary,
		Service: s.Code, Purpose: w.Purpose, Priority: w.Priority, Source: w.Source, Printer: w.Printer,
		Also: w.Also, Away: w.Away, Appointment: w.Appointment, Slot: slot, Counter: d.receiver(s.Code, slot),
	}}, nil
}

// visit checks the further services of a visit.
func (d *Day) visit(also []center.ServiceCode) error {
	if len(also) >= MostServices {
		return fault.New(fault.Invalid, "services-most", "most", MostServices)
	}
	for _, code := range also {
		if _, ok := d.center.Service(code); !ok {
			return fault.New(fault.Invalid, "service-unknown", "service", code)
		}
	}
	return nil
}

// Full says why a service gives no more numbers today, nil while it does: its
// contingent is used up, or even a lucky new ticket would be called too long
// after the last hour. Without evidence it is never full.
func (d *Day) Full(s *center.Service, phone bool, now Moment) error {
	if s.Daily > 0 && d.numbers[s.Code] >= s.Daily {
		return d.noMore(s, now.Wall)
	}
	if r := d.center.Remote.Daily; phone && r > 0 && d.remote[s.Code] >= r {
		return fault.New(fault.Conflict, "phone-full", "service", s.Name)
	}
	if d.center.Hours.Always {
		return nil
	}
	low, ok := d.Quantile(s.Code, d.unbound(s.Code), lowShare)
	end := d.center.Hours.Last(d.Date).Add(time.Duration(d.center.Calling.Overrun) * time.Minute)
	if ok && now.Wall.Add(low).After(end) {
		return d.noMore(s, now.Wall)
	}
	return nil
}

func (d *Day) noMore(s *center.Service, now time.Time) error {
	start, err := d.Date.Start()
	if err != nil {
		return err
	}
	next, ok := d.center.Hours.Next(start.AddDate(0, 0, 1))
	if !ok {
		return fault.New(fault.Conflict, "closed-for-long")
	}
	return fault.New(fault.Conflict, "service-full", "service", s.Name, "open", next)
}

// number is the next of the service that nobody holds: where the configuration
// changed during the day, another service may have given it.
func (d *Day) number(s *center.Service) (TicketID, string) {
	for n := s.First + d.numbers[s.Code]; ; n++ {
		id := TicketID(d.stem + numberOf(s, n))
		if _, taken := d.tickets[id]; !taken {
			return id, string(id[len(d.stem):])
		}
	}
}

// numberOf writes the n-th number of a service, such as A012.
func numberOf(s *center.Service, n int) string {
	digits := strconv.Itoa(n)
	return s.Prefix + "00000"[:min(max(s.Width-len(digits), 0), 5)] + digits
}

func closedHours(c *center.Center, now time.Time) error {
	next, ok := c.Hours.Next(now)
	if !ok {
		return fault.New(fault.Conflict, "closed-for-long")
	}
	return fault.New(fault.Conflict, "closed-hours", "open", next)
}

// Act is a counter's action and what it needs.
type Act struct {
	Counter  center.CounterID
	By       string             // opaque id of the credential that acts
	Ticket   TicketID           // resume, call
	Service  center.ServiceCode // transfer, add
	To       center.CounterID   // transfer
	Back     bool               // transfer: the citizen comes back to this counter afterwards
	Reason   string             // pause, incident, call
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
}

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
	return rule(d, d.counters[a.Counter], a, now)
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
	e := c.event(TicketTransferred, a)
	e.Inferred = c.Ticket.State == Called
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

func pause(d *Day, c *Counter, a Act, _ Moment) ([]Event, error) {
	if c.Paused && c.Reason == a.Reason {
		return nil, nil
	}
	if c.Ticket != nil {
		return nil, fault.New(fault.Conflict, "counter-busy", "number", c.Ticket.Number)
	}
	if !c.Open {
		return nil, fault.New(fault.Conflict, "counter-closed", "counter", c.ID)
	}
	if !slices.Contains(d.center.PauseReasons, a.Reason) {
		return nil, fault.New(fault.Invalid, "reason-unknown", "reasons", strings.Join(d.center.PauseReasons, ", "))
	}
	e := c.event(CounterPaused, a)
	e.Reason = a.Reason
	return []Event{e}, nil
}

func incident(_ *Day, c *Counter, a Act, _ Moment) ([]Event, error) {
	if !slices.Contains(IncidentReasons, a.Reason) {
		return nil, fault.New(fault.Invalid, "reason-unknown", "reasons", strings.Join(IncidentReasons, ", "))
	}
	e := Event{Type: CounterIncident, Counter: c.ID, By: a.By, Reason: a.Reason}
	return []Event{e}, nil
}

func undo(d *Day, c *Counter, a Act, now Moment) ([]Event, error) {
	s := c.last
	if s == nil || d.Now(now)-s.at > UndoFor {
		return nil, fault.New(fault.Conflict, "undo-nothing")
	}
	e := Event{Type: CounterUndone, Counter: c.ID, By: a.By, Undone: s.what}
	if s.id != "" {
		if t := d.tickets[s.id]; t.rev != s.rev {
			return nil, fault.New(fault.Conflict, "undo-moved", "number", t.Number)
		}
		e.Ticket, e.Number = s.ticket.ID, s.ticket.Number
	}
	return []Event{e}, nil
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

// Cancel gives up a ticket that waits or is parked.
func (d *Day) Cancel(id TicketID, by string) ([]Event, error) {
	t, ok := d.tickets[id]
	if !ok {
		return nil, fault.New(fault.NotFound, "ticket-unknown", "ticket", id)
	}
	switch t.State {
	case Canceled:
		return nil, nil
	case Waiting, Parked, NoShow:
		return []Event{{Type: TicketCanceled, Ticket: t.ID, Number: t.Number, By: by}}, nil
	}
	return nil, fault.New(fault.Conflict, "ticket-state", "number", t.Number, "state", t.State)
}

// CheckIn lets a number that was taken away from the center wait from now on.
func (d *Day) CheckIn(id TicketID, by string) ([]Event, error) {
	t, ok := d.tickets[id]
	switch {
	case !ok:
		return nil, fault.New(fault.NotFound, "ticket-unknown", "ticket", id)
	case t.State == Waiting && !t.Away:
		return nil, nil
	case t.State != Waiting:
		return nil, fault.New(fault.Conflict, "ticket-state", "number", t.Number, "state", t.State)
	}
	return []Event{{Type: TicketCheckedIn, Ticket: t.ID, Number: t.Number, By: by}}, nil
}

// Rejoin lets a missed number wait again within the grace period, as if it had
// just come, and a parked one in its old place.
func (d *Day) Rejoin(id TicketID, by string, now Moment) ([]Event, error) {
	t, ok := d.tickets[id]
	switch {
	case !ok:
		return nil, fault.New(fault.NotFound, "ticket-unknown", "ticket", id)
	case t.State == Waiting:
		return nil, nil
	case t.State != NoShow && t.State != Parked:
		return nil, fault.New(fault.Conflict, "ticket-state", "number", t.Number, "state", t.State)
	}
	grace := time.Duration(d.center.Calling.Grace) * time.Minute
	if t.State == NoShow && grace > 0 && d.Now(now)-t.missed > grace {
		return nil, fault.New(fault.Gone, "grace-over", "number", t.Number, "until", d.ReturnBy(t))
	}
	return []Event{{Type: TicketRejoined, Ticket: t.ID, Number: t.Number, Service: t.Service, By: by}}, nil
}

// Reclass moves a priority ticket back to ordinary. It keeps its base.
func (d *Day) Reclass(id TicketID, by string) ([]Event, error) {
	t, ok := d.tickets[id]
	switch {
	case !ok:
		return nil, fault.New(fault.NotFound, "ticket-unknown", "ticket", id)
	case t.State != Waiting:
		return nil, fault.New(fault.Conflict, "ticket-state", "number", t.Number, "state", t.State)
	case !t.Priority:
		return nil, nil
	}
	return []Event{{Type: TicketReclassed, Ticket: t.ID, Number: t.Number, By: by}}, nil
}

// Lapse expires numbers taken away from the center whose citizens have not
// checked in in time.
func (d *Day) Lapse(now Moment) []Event {
	if d.center.Remote.Arrive == 0 {
		return nil
	}
	var events []Event
	limit := d.Now(now) - time.Duration(d.center.Remote.Arrive)*time.Minute
	for _, t := range d.order {
		if t.Away && t.State == Waiting && t.Issued < limit {
			events = append(events, Event{Type: TicketExpired, Ticket: t.ID, Number: t.Number, Reason: "away"})
		}
	}
	return events
}

// Rebook moves a waiting ticket to another service: the greeter's correction of a wrong choice.
func (d *Day) Rebook(id TicketID, s center.ServiceCode, by string) ([]Event, error) {
	t, ok := d.tickets[id]
	if !ok {
		return nil, fault.New(fault.NotFound, "ticket-unknown", "ticket", id)
	}
	if _, ok := d.center.Service(s); !ok {
		return nil, fault.New(fault.Invalid, "service-unknown", "service", s)
	}
	if t.State != Waiting {
		return nil, fault.New(fault.Conflict, "ticket-state", "number", t.Number, "state", t.State)
	}
	if t.Service == s && t.Bound == "" {
		return nil, nil
	}
	return []Event{{Type: TicketTransferred, Ticket: t.ID, Number: t.Number, Service: s, By: by}}, nil
}

// Strays gives back to the queue who is held by, or bound for, a counter that
// the configuration no longer has: nobody else could call them.
func (d *Day) Strays() []Event {
	gone := func(id center.CounterID) bool {
		_, ok := d.center.Counter(id)
		return id != "" && !ok
	}
	var events []Event
	for _, t := range d.order {
		held := t.State == Called || t.State == Serving
		if held && gone(t.Counter) {
			events = append(events, Event{Type: TicketReturned, Ticket: t.ID, Number: t.Number, Counter: t.Counter, By: "controller"})
		}
		if (t.State == Waiting || held && gone(t.Counter)) && gone(t.Bound) {
			events = append(events, Event{Type: TicketTransferred, Ticket: t.ID, Number: t.Number, Service: t.Service, By: "controller"})
		}
	}
	return events
}

// Stranded lets any counter of their service call who waits for one counter
// that stays closed while the center is open: it may not open again today.
func (d *Day) Stranded(now Moment) []Event {
	patience := time.Duration(d.center.Calling.Idle) * time.Minute
	if hours := &d.center.Hours; !hours.Open(now.Wall) || !hours.Open(now.Wall.Add(-patience)) {
		return nil
	}
	var events []Event
	at := d.Now(now)
	for _, l := range d.lines {
		c := d.counters[l.bound]
		if l.bound == "" || c != nil && c.Open {
			continue
		}
		for _, p := range l.q {
			since := p.ticket.leg().Begin
			if c != nil {
				since = max(since, c.since)
			}
			if at-since > patience {
				events = append(events, Event{Type: TicketTransferred, Ticket: p.ticket.ID, Number: p.ticket.Number, Service: p.ticket.Service, By: "controller"})
			}
		}
	}
	return events
}

// Close ends the day: whoever is being served is finished as of now, every
// other open ticket expires, every counter closes.
func (d *Day) Close() []Event {
	var events []Event
	for _, t := range d.order {
		switch t.State {
		case Serving:
			events = append(events, Event{Type: TicketFinished, Ticket: t.ID, Number: t.Number, Counter: t.Counter, Reason: "closing"})
		case Waiting, Called, Parked:
			events = append(events, Event{Type: TicketExpired, Ticket: t.ID, Number: t.Number})
		}
	}
	for _, x := range d.center.Counters {
		if d.counters[x.ID].Open {
			events = append(events, Event{Type: CounterClosed, Counter: x.ID, Reason: "closing"})
		}
	}
	return events
}
