package queue

import (
	"strconv"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
)

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
	Paper       *OnPaper             // the number was given on paper
	Assist      bool                 // the counter comes and fetches the citizen
	Proxy       bool                 // somebody takes it for another
	Another     bool                 // meant as a second number
	Instead     TicketID             // given back for it: the service was a mistake
	Procedure   string               // what it is taken for, where that is known
}

// Greeter is the source of a ticket that a person made.
const Greeter center.DeviceID = "greeter"

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
	given, err := d.giveUp(w.Instead, w.Source, now)
	if err != nil {
		return nil, err
	}
	if slot == nil && w.Paper == nil { // what was promised to who booked, or holds a number, is kept
		if err := d.Full(s, w.Source == Phone, now); err != nil {
			return nil, err
		}
	}
	e := Event{
		Type: TicketIssued, Series: Ordinary,
		Service: s.Code, Purpose: w.Purpose, Priority: w.Priority, Source: w.Source, Printer: w.Printer,
		Assist: w.Assist, Proxy: w.Proxy, Another: w.Another, Instead: w.Instead, Procedure: w.Procedure,
		Also: w.Also, Away: w.Away, Appointment: w.Appointment, Slot: slot, Counter: d.receiver(s.Code, slot),
	}
	if w.Paper == nil {
		e.Ticket, e.Number = d.number(s)
		return append([]Event{e}, given...), nil
	}
	taken := w.Paper.Taken.In(center.Zone)
	e.Series, e.Taken, e.By = Paper, &taken, w.Paper.By
	e.Ticket, e.Number, err = d.onPaper(w.Paper, now.Wall)
	return append([]Event{e}, given...), err
}

// ChangeFor is how long whoever took a number at a kiosk may take another in its place there.
const ChangeFor = time.Minute

// giveUp cancels the number that another is taken for, at the kiosk that gave it.
func (d *Day) giveUp(id TicketID, source center.DeviceID, now Moment) ([]Event, error) {
	if id == "" {
		return nil, nil
	}
	t, ok := d.tickets[id]
	switch {
	case !ok:
		return nil, fault.New(fault.NotFound, "ticket-unknown", "ticket", id)
	case t.State != Waiting:
		return nil, fault.New(fault.Conflict, "ticket-state", "number", t.Number, "state", t.State)
	case t.Source != source || t.Appointment != "" || d.Now(now)-t.Issued > ChangeFor:
		return nil, fault.New(fault.Conflict, "change-late", "number", t.Number)
	}
	return []Event{{Type: TicketCanceled, Ticket: t.ID, Number: t.Number, Reason: "changed"}}, nil
}

// ChangeBy is until when a ticket may be changed at its kiosk, zero where it may not.
func (d *Day) ChangeBy(t *Ticket) time.Time {
	if t.State != Waiting || t.Appointment != "" || t.Taken != nil || t.Source == Phone || t.Source == Greeter {
		return time.Time{}
	}
	return t.IssuedAt.Add(ChangeFor)
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
	if left, limited := d.Left(s); limited && left == 0 {
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

// Left is how many numbers of a service's contingent are left today, false where it has none.
func (d *Day) Left(s *center.Service) (n int, limited bool) {
	return max(s.Daily-d.numbers[s.Code], 0), s.Daily > 0
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
