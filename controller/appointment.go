package controller

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"slices"
	"strings"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// codeLength is that of an appointment's code: 32 letters to the power of 8 are 40 bits.
const codeLength = 8

// code is what the holder of an appointment has, derived with the center's own
// key: nothing that is kept leads from an appointment to it but the key.
func (s *state) code(id queue.AppointmentID) string {
	return strings.ToUpper(rating.Secret(s.key, "appointment", string(id))[:codeLength])
}

func (s *state) appointmentView(a *queue.Appointment) wire.Appointment {
	code := s.code(a.ID)
	return wire.Appointment{
		ID: a.ID, Code: code, URL: strings.TrimRight(s.center.URL, "/") + "/a/" + code,
		Service: a.Service, Purpose: a.Purpose, Slot: a.Slot, State: a.State,
	}
}

// appointment finds the appointment of a code, typed in any case and with any
// spaces. Every one is compared, in constant time each. The lock is held.
func (e *Engine) appointment(code string) (*queue.Appointment, error) {
	code = strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '.' {
			return -1
		}
		return r
	}, strings.ToUpper(code))
	var found *queue.Appointment
	if len(code) != codeLength { // no work for what cannot be one
		return nil, fault.New(fault.NotFound, "appointment-unknown")
	}
	for _, a := range e.booked {
		if subtle.ConstantTimeCompare([]byte(e.state.code(a.ID)), []byte(code)) == 1 {
			found = a
		}
	}
	if found == nil {
		return nil, fault.New(fault.NotFound, "appointment-unknown")
	}
	return found, nil
}

// bookedOn lists the appointments of a day. The lock is held.
func (e *Engine) bookedOn(day center.Day) []*queue.Appointment {
	var all []*queue.Appointment
	for _, a := range e.booked {
		if center.DayOf(a.Slot) == day {
			all = append(all, a)
		}
	}
	return all
}

// follow keeps the known appointments as an event leaves them.
func (t *tx) follow(q queue.Event) {
	if q.Appointment == "" {
		return
	}
	if q.Type == queue.AppointmentBooked {
		t.e.booked = append(t.e.booked, &queue.Appointment{
			ID: q.Appointment, Service: q.Service, Purpose: q.Purpose, Slot: *q.Slot, State: queue.Booked,
		})
		return
	}
	for _, a := range t.e.booked {
		switch {
		case a.ID != q.Appointment:
		case q.Type == queue.AppointmentCanceled:
			a.State = queue.Dropped
		case q.Type == queue.TicketIssued:
			a.State, a.Ticket = queue.Arrived, q.Ticket
		}
	}
}

// due tells the day that begins what was booked for it before.
func (t *tx) due() {
	today := t.day.Date
	t.e.booked = slices.DeleteFunc(t.e.booked, func(a *queue.Appointment) bool { return center.DayOf(a.Slot) < today })
	known := map[queue.AppointmentID]bool{}
	for _, a := range t.day.Appointments() {
		known[a.ID] = true
	}
	for _, a := range t.e.bookedOn(today) {
		if a.State == queue.Booked && !known[a.ID] {
			slot := a.Slot
			t.happen([]queue.Event{{Type: queue.AppointmentDue, Appointment: a.ID, Service: a.Service, Purpose: a.Purpose, Slot: &slot}})
		}
	}
}

// book gives a time away; who is the phone that asks, nil where an official does.
func (t *tx) book(q wire.BookingRequest, who *phone) (wire.Appointment, error) {
	if t.e.full {
		return wire.Appointment{}, fault.New(fault.Unavailable, "disk-full")
	}
	if err := t.e.plausible(t.now); err != nil {
		return wire.Appointment{}, err
	}
	if who != nil {
		if err := t.limit(who, q.Service); err != nil {
			return wire.Appointment{}, err
		}
	}
	day := center.DayOf(q.Slot)
	a := queue.Appointment{
		ID:      queue.AppointmentID(strings.ReplaceAll(string(day), "-", "") + "-" + strings.ToLower(rand.Text()[:12])),
		Service: q.Service, Purpose: q.Purpose, Slot: q.Slot,
	}
	events, err := queue.Book(t.center, t.e.bookedOn(day), a, t.now.Wall)
	if err != nil {
		return wire.Appointment{}, err
	}
	t.happen(events)
	if who != nil {
		t.took(who, q.Service)
	}
	return t.appointmentView(t.e.booked[len(t.e.booked)-1]), nil
}

// drop cancels an appointment that nobody has come for, of whatever day. The
// phone that gives it up, nil for an official, may book again.
func (t *tx) drop(a *queue.Appointment, who *phone) error {
	held := a.State == queue.Booked
	if center.DayOf(a.Slot) == t.day.Date {
		events, err := t.day.Drop(a.ID)
		if err != nil {
			return err
		}
		t.happen(events)
	} else if held { // of a day that has not begun: nobody can have arrived
		slot := a.Slot
		t.happen([]queue.Event{{Type: queue.AppointmentCanceled, Appointment: a.ID, Service: a.Service, Slot: &slot}})
	}
	if held && who != nil {
		t.gave(who, a.Service)
	}
	return nil
}

func (e *Engine) book(ctx context.Context, w memo, q wire.BookingRequest, who *phone) outcome {
	return e.ask(ctx, w, func(t *tx) (int, any, error) {
		a, err := t.book(q, who)
		if err != nil {
			return 0, nil, err
		}
		return http.StatusCreated, wire.AppointmentAnswer{Appointment: a}, nil
	})
}

func (e *Engine) drop(ctx context.Context, w memo, code string, who *phone) outcome {
	return e.ask(ctx, w, func(t *tx) (int, any, error) {
		a, err := t.e.appointment(code)
		if err != nil {
			return 0, nil, err
		}
		if err := t.drop(a, who); err != nil {
			return 0, nil, err
		}
		return http.StatusOK, wire.AppointmentAnswer{Appointment: t.appointmentView(a)}, nil
	})
}

// slots are the times of a day that can still be booked.
func (e *Engine) slots(service center.ServiceCode, day center.Day) (wire.Slots, error) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	c, now := e.state.center, e.opts.Clock().Wall
	if _, ok := c.Service(service); !ok {
		return wire.Slots{}, fault.New(fault.Invalid, "service-unknown", "service", service)
	}
	if _, err := day.Start(); err != nil {
		return wire.Slots{}, fault.New(fault.Invalid, "day-form")
	}
	all := wire.Slots{Slots: []wire.Slot{}}
	if day > center.DayOf(now.AddDate(0, 0, c.Appointments.Ahead)) {
		return all, nil
	}
	for _, s := range queue.Slots(c, e.bookedOn(day), service, day, now) {
		all.Slots = append(all.Slots, wire.Slot{At: s.At, Free: s.Free})
	}
	return all, nil
}

// recallVisits reads what is booked and what phones have taken.
func (e *Engine) recallVisits(ctx context.Context) (err error) {
	if e.booked, err = e.store.Appointments(ctx); err != nil {
		return err
	}
	phones, err := e.store.Phones(ctx)
	if err != nil {
		return err
	}
	e.phones = map[phoneKey]int{}
	for _, p := range phones {
		e.phones[phoneKey{p.Hash, p.Service}] = p.Taken
	}
	return nil
}
