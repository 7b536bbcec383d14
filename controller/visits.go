package controller

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// foreign refuses what another site's page sends in a citizen's name.
func foreign(r *http.Request) error {
	if new(http.CrossOriginProtection).Check(r) != nil {
		return fault.New(fault.Forbidden, "cross-origin")
	}
	return nil
}

// often refuses an address that takes or books without end. Many phones share
// one, so it is generous.
func (c *Controller) often(r *http.Request) error {
	return c.taking.pass(c.clock().Up, site(r.RemoteAddr))
}

func postPhoneTicket(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	var q wire.PhoneRequest
	wish, p, err := c.fromPhone(w, r, &q)
	if err != nil {
		return err
	}
	return answer(w, c.take(w, r, wish, p, q))
}

// take gives a number to a phone, and to its cookie.
func (c *Controller) take(w http.ResponseWriter, r *http.Request, wish memo, p *phone, q wire.PhoneRequest) outcome {
	switch {
	case q.Service == "":
		return outcome{err: fault.New(fault.Invalid, "service-missing")}
	case !q.Away && !p.fresh(c.Now()):
		return outcome{err: fault.New(fault.Gone, "entry-old")}
	}
	o := c.engine.issueTo(r.Context(), wish, p, queue.Wish{
		Service: q.Service, Purpose: q.Purpose, Priority: q.Priority, Also: q.Also, Away: q.Away,
	})
	var a wire.TicketAnswer
	if o.decode(&a) == nil {
		p.took(a.Ticket.ID)
		c.setPhone(w, r, p)
	}
	return o
}

// fromPhone reads what a phone wants, and checks that it may want anything.
func (c *Controller) fromPhone(w http.ResponseWriter, r *http.Request, v any) (memo, *phone, error) {
	if err := foreign(r); err != nil {
		return memo{}, nil, err
	}
	wish, err := read(w, r, caller{}, v)
	if err != nil {
		return memo{}, nil, err
	}
	if wish.Key == "" {
		return memo{}, nil, fault.New(fault.Malformed, "key-missing")
	}
	if err := c.often(r); err != nil {
		return memo{}, nil, err
	}
	p := c.known(r)
	wish.Scope = c.scope(p)
	return wish, p, nil
}

// scope is whose answers are remembered by idempotency key.
func (c *Controller) scope(p *phone) string {
	hash := view(c.engine, func(s *state, _ queue.Moment) [sha256.Size]byte { return s.phoneHash(p) })
	return "phone " + hex.EncodeToString(hash[:12])
}

func (e *Engine) issueTo(ctx context.Context, w memo, p *phone, q queue.Wish) outcome {
	return e.ask(ctx, w, func(t *tx) (int, any, error) {
		id, err := t.issueTo(p, q)
		if err != nil {
			return 0, nil, err
		}
		return http.StatusCreated, wire.TicketAnswer{Ticket: t.issuedView(id)}, nil
	})
}

func postPhoneCheckIn(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	if err := foreign(r); err != nil {
		return err
	}
	if _, err := read(w, r, caller{}, &struct{}{}); err != nil {
		return err
	}
	return answer(w, c.checkIn(r, r.PathValue("secret")))
}

// checkIn lets a number wait whose citizen has opened the center's code.
func (c *Controller) checkIn(r *http.Request, secret string) outcome {
	if _, err := c.present(r); err != nil {
		return outcome{err: err}
	}
	return c.engine.checkIn(r.Context(), secret)
}

// checkIn lets the ticket behind a citizen's secret wait from now on.
func (e *Engine) checkIn(ctx context.Context, secret string) outcome {
	return e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		id, ok := t.secrets[secret]
		if !ok {
			return 0, nil, fault.New(fault.NotFound, "slip-unknown")
		}
		if !t.open {
			return 0, nil, fault.New(fault.Conflict, "day-closed")
		}
		events, err := t.day.CheckIn(id, "citizen")
		if err != nil {
			return 0, nil, err
		}
		t.happen(events)
		return http.StatusOK, wire.TicketAnswer{Ticket: t.issuedView(id)}, nil
	})
}

func getSlots(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	q := r.URL.Query()
	day := center.Day(q.Get("day"))
	if day == "" {
		day = center.DayOf(c.Now())
	}
	if q.Get("service") == "" {
		return fault.New(fault.Invalid, "service-missing")
	}
	all, err := c.engine.slots(center.ServiceCode(q.Get("service")), day)
	if err != nil {
		return err
	}
	return send(w, all)
}

func postAppointment(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.BookingRequest
	if who.may("greeter", "manager") {
		wish, err := read(w, r, who, &q)
		if err == nil && wish.Key == "" {
			err = fault.New(fault.Malformed, "key-missing")
		}
		if err != nil {
			return err
		}
		return answer(w, c.book(w, r, wish, nil, q))
	}
	wish, p, err := c.fromPhone(w, r, &q)
	if err != nil {
		return err
	}
	return answer(w, c.book(w, r, wish, p, q))
}

// book books a time for a phone, or for whom an official asks with no phone.
func (c *Controller) book(w http.ResponseWriter, r *http.Request, wish memo, p *phone, q wire.BookingRequest) outcome {
	if q.Service == "" {
		return outcome{err: fault.New(fault.Invalid, "service-missing")}
	}
	q.Slot = q.Slot.In(center.Zone).Truncate(time.Second)
	o := c.engine.book(r.Context(), wish, q, p)
	if o.err == nil && p != nil {
		c.setPhone(w, r, p)
	}
	return o
}

// guess runs what needs an appointment's code, and slows down who guesses:
// codes are short enough to be typed.
func (c *Controller) guess(r *http.Request, who caller, use func() error) error {
	limit, name := &c.guessing, site(r.RemoteAddr)
	if who.id != "" { // a kiosk, at which many type
		limit, name = &c.typing, who.id
	}
	now := c.clock().Up
	if err := limit.check(now, name); err != nil {
		return err
	}
	err := use()
	if fault.CodeOf(err) == "appointment-unknown" {
		limit.count(now, name)
	}
	return err
}

func getAppointment(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	a, err := c.appointment(r, who, r.PathValue("code"))
	if err != nil {
		return err
	}
	return send(w, wire.AppointmentAnswer{Appointment: a})
}

func (c *Controller) appointment(r *http.Request, who caller, code string) (v wire.Appointment, err error) {
	return v, c.guess(r, who, func() error {
		return view(c.engine, func(s *state, _ queue.Moment) error {
			a, err := c.engine.appointment(code)
			if err == nil {
				v = s.appointmentView(a)
			}
			return err
		})
	})
}

func postAppointmentCancel(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	wish, err := read(w, r, who, &struct{}{})
	if err != nil {
		return err
	}
	var p *phone
	if who.id == "" {
		wish.Key, p = "", c.known(r) // everybody without a name would share the answers
	}
	return c.guess(r, who, func() error { return answer(w, c.engine.drop(r.Context(), wish, r.PathValue("code"), p)) })
}

// postAppointmentCheckIn turns an appointment into a ticket, at a kiosk, by the
// greeter or with a phone that stands in the center.
func postAppointmentCheckIn(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.CheckInRequest
	wish, err := read(w, r, who, &q)
	if err != nil {
		return err
	}
	source, printer := queue.Phone, center.DeviceID("")
	if who.may("kiosk", "greeter") {
		if source, printer, err = c.source(who, wire.IssueRequest{Kiosk: q.Kiosk, Printer: q.Printer}); err != nil {
			return err
		}
	} else {
		if err := foreign(r); err != nil {
			return err
		}
		p, err := c.present(r)
		if err != nil {
			return err
		}
		wish.Scope = c.scope(p)
	}
	if wish.Key == "" {
		return fault.New(fault.Malformed, "key-missing")
	}
	return c.guess(r, who, func() error {
		return answer(w, c.engine.arrive(r.Context(), wish, r.PathValue("code"), queue.Wish{
			Priority: q.Priority, Source: source, Printer: printer,
		}))
	})
}

// arrive issues the ticket of an appointment's code.
func (e *Engine) arrive(ctx context.Context, w memo, code string, q queue.Wish) outcome {
	return e.ask(ctx, w, func(t *tx) (int, any, error) {
		a, err := t.e.appointment(code)
		if err != nil {
			return 0, nil, err
		}
		q.Appointment = a.ID
		id, err := t.issue(q)
		if err != nil {
			return 0, nil, err
		}
		return http.StatusCreated, wire.TicketAnswer{Ticket: t.issuedView(id)}, nil
	})
}
