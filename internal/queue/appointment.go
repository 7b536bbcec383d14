package queue

import (
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// AppointmentID names an appointment for ever. It is no secret.
type AppointmentID string

// Appointment is a time that somebody booked. It names no person.
type Appointment struct {
	ID      AppointmentID
	Service center.ServiceCode
	Purpose center.Purpose
	Slot    time.Time
	State   Booking
	Ticket  TicketID // once arrived
}

// Booking is where an appointment stands.
type Booking string

// The states of an appointment.
const (
	Booked  Booking = "booked"
	Arrived Booking = "arrived"
	Dropped Booking = "canceled"
)

// Slot is a time that can be booked, and how many places it still has.
type Slot struct {
	At   time.Time
	Free int
}

// Slots lists the times of a day at which a service can still be booked, in
// order. taken are the appointments of that day.
func Slots(c *center.Center, taken []*Appointment, s center.ServiceCode, day center.Day, now time.Time) []Slot {
	places := map[time.Time]int{}
	for i := range c.Appointments.Slots {
		x := &c.Appointments.Slots[i]
		if x.Service != s {
			continue
		}
		for _, at := range x.On(&c.Hours, day) {
			places[at] += x.Places
		}
	}
	for _, a := range taken {
		if at := a.Slot.In(center.Zone); a.Service == s && a.State != Dropped {
			places[at]--
		}
	}
	var slots []Slot
	for at, free := range places {
		if free > 0 && at.After(now) {
			slots = append(slots, Slot{at, free})
		}
	}
	slices.SortFunc(slots, func(a, b Slot) int { return a.At.Compare(b.At) })
	return slots
}

// Book gives a slot away. taken are the appointments of the slot's day.
func Book(c *center.Center, taken []*Appointment, a Appointment, now time.Time) ([]Event, error) {
	s, ok := c.Service(a.Service)
	switch {
	case !ok:
		return nil, fault.New(fault.Invalid, "service-unknown", "service", a.Service)
	case a.Purpose == "":
		return nil, fault.New(fault.Invalid, "purpose-missing")
	case !s.Offers(a.Purpose):
		return nil, fault.New(fault.Invalid, "purpose-unknown", "purpose", a.Purpose)
	case center.DayOf(a.Slot) > center.DayOf(now.AddDate(0, 0, c.Appointments.Ahead)):
		return nil, fault.New(fault.Invalid, "slot-unknown")
	}
	free := Slots(c, taken, a.Service, center.DayOf(a.Slot), now)
	if !slices.ContainsFunc(free, func(x Slot) bool { return x.At.Equal(a.Slot) }) {
		return nil, fault.New(fault.Conflict, "slot-taken")
	}
	at := a.Slot.In(center.Zone)
	return []Event{{Type: AppointmentBooked, Appointment: a.ID, Service: a.Service, Purpose: a.Purpose, Slot: &at}}, nil
}

// Appointments lists the day's appointments, as they became known. They must not be changed.
func (d *Day) Appointments() []*Appointment { return d.booked }

func (d *Day) booking(id AppointmentID) *Appointment {
	i := slices.IndexFunc(d.booked, func(a *Appointment) bool { return a.ID == id })
	if id == "" || i < 0 {
		return nil
	}
	return d.booked[i]
}

// Drop cancels an appointment of the day that nobody has come for.
func (d *Day) Drop(id AppointmentID) ([]Event, error) {
	a := d.booking(id)
	switch {
	case a == nil:
		return nil, fault.New(fault.NotFound, "appointment-unknown")
	case a.State == Arrived:
		return nil, fault.New(fault.Conflict, "appointment-used")
	case a.State == Dropped:
		return nil, nil
	}
	return []Event{{Type: AppointmentCanceled, Appointment: id, Service: a.Service, Slot: &a.Slot}}, nil
}

// appointment folds what became of an appointment; those of other days are
// told again on their own.
func (d *Day) appointment(e Event) {
	if e.Slot == nil || center.DayOf(*e.Slot) != d.Date {
		return
	}
	a := d.booking(e.Appointment)
	switch {
	case a == nil && e.Type != AppointmentCanceled:
		d.booked = append(d.booked, &Appointment{ID: e.Appointment, Service: e.Service, Purpose: e.Purpose, Slot: *e.Slot, State: Booked})
	case a != nil && e.Type == AppointmentCanceled && a.State == Booked:
		a.State = Dropped
	}
}

// arrive turns a wish with an appointment into the wish of a ticket: for the
// slot while it holds, as a walk-in when the citizen is late.
func (d *Day) arrive(w *Wish, now time.Time) (slot *time.Time, err error) {
	if w.Appointment == "" {
		return nil, nil
	}
	a := d.booking(w.Appointment)
	switch {
	case a == nil:
		return nil, fault.New(fault.NotFound, "appointment-unknown")
	case a.State == Arrived:
		return nil, fault.New(fault.Conflict, "appointment-used")
	case a.State == Dropped:
		return nil, fault.New(fault.Gone, "appointment-canceled")
	}
	rules := &d.center.Appointments
	if from := a.Slot.Add(-time.Duration(rules.Early) * time.Minute); now.Before(from) {
		return nil, fault.New(fault.Conflict, "appointment-early", "from", from)
	}
	w.Service, w.Purpose = a.Service, a.Purpose
	if now.After(a.Slot.Add(time.Duration(rules.Grace) * time.Minute)) {
		return nil, nil
	}
	at := a.Slot
	return &at, nil
}

// receiver is the one counter that receives the appointments of a slot, empty
// where several do: then whoever serves the service calls them.
func (d *Day) receiver(s center.ServiceCode, slot *time.Time) center.CounterID {
	if slot == nil {
		return ""
	}
	for i := range d.center.Appointments.Slots {
		x := &d.center.Appointments.Slots[i]
		if x.Service == s && len(x.Counters) == 1 && slices.ContainsFunc(x.On(&d.center.Hours, d.Date), slot.Equal) {
			return x.Counters[0]
		}
	}
	return ""
}
