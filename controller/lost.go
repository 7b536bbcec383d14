package controller

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

const mostLooked = 50 // tickets in an answer

// lookFor is what somebody remembers of a lost slip.
type lookFor struct {
	number   string
	service  center.ServiceCode
	purpose  center.Purpose
	state    queue.State
	from, to time.Time // of the issue; zero: any
}

// getTickets finds today's tickets for who has lost a slip: by the end of the
// number, service, purpose, and when it was taken.
func getTickets(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	want, err := c.lookFor(r.URL.Query())
	if err != nil {
		return err
	}
	return send(w, view(c.engine, func(s *state, _ queue.Moment) wire.Found { return s.look(want) }))
}

func (c *Controller) lookFor(q url.Values) (lookFor, error) {
	l := lookFor{
		number: strings.ToUpper(strings.TrimSpace(q.Get("number"))), service: center.ServiceCode(q.Get("service")),
		purpose: center.Purpose(q.Get("purpose")), state: queue.State(q.Get("state")),
	}
	if _, ok := c.site().Service(l.service); l.service != "" && !ok {
		return l, fault.New(fault.Invalid, "service-unknown", "service", l.service)
	}
	if l.purpose != "" && !slices.Contains(center.Purposes, l.purpose) {
		return l, fault.New(fault.Invalid, "purpose-unknown", "purpose", l.purpose)
	}
	day := view(c.engine, func(s *state, _ queue.Moment) center.Day { return s.day.Date })
	for key, at := range map[string]*time.Time{"from": &l.from, "to": &l.to} {
		if q.Get(key) == "" {
			continue
		}
		t, err := time.ParseInLocation("2006-01-02 15:04", string(day)+" "+q.Get(key), center.Zone)
		if err != nil {
			return l, fault.New(fault.Invalid, "time-form")
		}
		*at = t
	}
	return l, nil
}

// look lists today's tickets that fit, the newest first.
func (s *state) look(l lookFor) wire.Found {
	f := wire.Found{Tickets: []wire.Ticket{}}
	for _, t := range slices.Backward(s.day.Tickets()) {
		came := t.IssuedAt
		if t.Taken != nil {
			came = *t.Taken
		}
		switch {
		case !strings.HasSuffix(t.Number, l.number), l.service != "" && t.Service != l.service && t.Legs[0].Service != l.service,
			l.purpose != "" && t.Purpose != l.purpose, l.state != "" && t.State != l.state,
			!l.from.IsZero() && came.Before(l.from), !l.to.IsZero() && !came.Before(l.to.Add(time.Minute)):
			continue
		}
		if len(f.Tickets) == mostLooked {
			f.More = true
			break
		}
		f.Tickets = append(f.Tickets, s.issuedView(t.ID))
	}
	return f
}
