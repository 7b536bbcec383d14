package controller

import (
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"slices"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

var (
	_ web.Rules  = (*rules)(nil)
	_ web.Visits = (*visits)(nil)
)

// rules is what the pages tell of the rules.
type rules struct{ c *Controller }

// Advice is what the manager may do now.
func (p *rules) Advice() *web.Advice { return p.c.advisor.page() }

func (p *rules) Services() wire.Services { return view(p.c.engine, (*state).servicesView) }

func (p *rules) Book() web.Book {
	e := p.c.engine
	return view(e, func(s *state, _ queue.Moment) web.Book {
		b := web.Book{Calls: slices.Clone(s.book), Notices: s.noticesView(), Given: map[center.ServiceCode]int{}, Phones: map[center.ServiceCode]int{}}
		for _, t := range s.day.Tickets() {
			b.Given[t.Legs[0].Service]++
			if t.Source == queue.Phone {
				b.Phones[t.Legs[0].Service]++
			}
		}
		for _, a := range s.day.Appointments() {
			b.Appointments = append(b.Appointments, s.appointmentView(a))
		}
		slices.SortStableFunc(b.Appointments, func(x, y wire.Appointment) int { return x.Slot.Compare(y.Slot) })
		return b
	})
}

// visits is what citizens do with a phone, for pages that need no script.
type visits struct{ c *Controller }

func (p *visits) Phone(r *http.Request) web.Phone {
	known := p.c.known(r)
	v := web.Phone{Fresh: known.fresh(p.c.Now())}
	return view(p.c.engine, func(s *state, _ queue.Moment) web.Phone {
		for _, id := range known.tickets {
			if _, ok := s.day.Ticket(id); ok {
				v.Tickets = append(v.Tickets, s.issuedView(id))
			}
		}
		return v
	})
}

// wish is the memory of a form that is sent once.
func (p *visits) wish(known *phone, key string, q any) (memo, error) {
	if err := checkKey(key); err != nil {
		return memo{}, err
	}
	raw, err := json.Marshal(q)
	return memo{Scope: p.c.scope(known), Key: key, Body: sha256.Sum256(raw)}, err
}

func (p *visits) Take(w http.ResponseWriter, r *http.Request, q wire.PhoneRequest, key string) (wire.Ticket, error) {
	known := p.c.known(r)
	wish, err := p.wish(known, key, q)
	if err == nil {
		err = p.c.often(r)
	}
	if err != nil {
		return wire.Ticket{}, err
	}
	var a wire.TicketAnswer
	err = p.c.take(w, r, wish, known, q).decode(&a)
	return a.Ticket, err
}

// Entry is the center's present code, for a phone that has opened one lately.
func (p *visits) Entry(r *http.Request) string {
	if !p.c.known(r).fresh(p.c.Now()) {
		return ""
	}
	return view(p.c.engine, func(s *state, now queue.Moment) string { return s.entryToken(s.windowOf(now.Wall)) })
}

func (p *visits) Slots(service center.ServiceCode, day center.Day) ([]wire.Slot, error) {
	all, err := p.c.engine.slots(service, day)
	return all.Slots, err
}

func (p *visits) Book(w http.ResponseWriter, r *http.Request, q wire.BookingRequest, key string) (wire.Appointment, error) {
	known := p.c.known(r)
	wish, err := p.wish(known, key, q)
	if err == nil {
		err = p.c.often(r)
	}
	if err != nil {
		return wire.Appointment{}, err
	}
	var a wire.AppointmentAnswer
	err = p.c.book(w, r, wish, known, q).decode(&a)
	return a.Appointment, err
}

func (p *visits) Appointment(r *http.Request, code string) (wire.Appointment, error) {
	return p.c.appointment(r, caller{}, code)
}

func (p *visits) Drop(r *http.Request, code string) error {
	return p.c.guess(r, caller{}, func() error { return p.c.engine.drop(r.Context(), memo{}, code, p.c.known(r)).err })
}
