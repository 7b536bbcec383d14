package controller

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"net/http"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/scan"
	"motcua/internal/wire"
)

// mostScans is how many codes one scanner or screen may send in a quarter of an
// hour: nobody's hand is faster.
const mostScans = 600

// postScan says what a scanned code is. The code may be personal: it is neither
// stored nor logged, and what the bridge sends of a scanner is told to the
// screens at its place, to nobody else, once. The page of a ticket is a secret
// of its holder: it goes to the kiosk before which he stands alone.
func postScan(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.ScanRequest
	if _, err := read(w, r, who, &q); err != nil {
		return err
	}
	a, name, err := c.place(who, q.Scanner)
	if err != nil {
		return err
	}
	if err := c.scanning.pass(c.clock().Up, name); err != nil {
		return err
	}
	rates := q.Rate && who.may("tablet", "greeter")
	if err := c.resolve(r, who, q, rates, &a); err != nil {
		return err
	}
	if q.Scanner != "" {
		told := a
		if a.Kiosk != "" {
			told = c.linked(a)
		}
		frame, err := json.Marshal(told)
		if err != nil {
			return err
		}
		c.live.tell(whisper{a.Kiosk, a.Counter, "event: scan\ndata: " + string(frame) + "\n\n"})
	}
	if rates && a.Ticket != nil {
		if err := c.mayAsk(who, a.Ticket.ID); err != nil {
			return err
		}
	}
	return send(w, c.answered(who, a, rates))
}

// answered is what the caller learns of a code. A tablet learns which question
// to ask, and not whom.
func (c *Controller) answered(who caller, a wire.ScanAnswer, rates bool) wire.ScanAnswer {
	var asked *wire.Survey
	if a.Ticket != nil && (rates || who.may("tablet")) {
		asked = c.surveyOf(a.Ticket.ID)
	}
	switch {
	case who.may("kiosk"):
		a = c.linked(a)
	case rates || !who.may("bridge", "staff", "greeter"):
		a = wire.ScanAnswer{Kind: a.Kind, Kiosk: a.Kiosk, Counter: a.Counter}
	}
	a.Survey = asked
	return a
}

// linked is an answer for a kiosk: it shows the page of a ticket whose service
// can still be rated as a QR code.
func (c *Controller) linked(a wire.ScanAnswer) wire.ScanAnswer {
	if a.Ticket == nil || !c.rateable(a.Ticket.ID) {
		return a
	}
	t := *a.Ticket
	t.URL = view(c.engine, func(s *state, _ queue.Moment) string { return s.url(t.ID) })
	a.Ticket = &t
	return a
}

// place finds where a code was scanned, and by whose name scans are counted.
// Only the bridge speaks for a scanner; every other screen for itself.
func (c *Controller) place(who caller, scanner center.DeviceID) (a wire.ScanAnswer, name string, err error) {
	if scanner == "" {
		a.Counter = who.counter
		if _, ok := c.site().Kiosk(who.device); ok {
			a.Kiosk = who.device
		}
		return a, who.id, nil
	}
	if !who.may("bridge") {
		return a, "", fault.New(fault.Forbidden, "device-other", "device", scanner)
	}
	for _, s := range c.site().Scanners {
		if s.ID == scanner {
			a.Kiosk, a.Counter = s.Kiosk, s.Counter
			return a, "scanner " + string(s.ID), nil
		}
	}
	return a, "", fault.New(fault.Invalid, "device-unknown", "device", scanner)
}

// resolve looks up what a code says. A code of the center's own form that there
// is nothing behind keeps its kind: the screen says that it is not of today.
func (c *Controller) resolve(r *http.Request, who caller, q wire.ScanRequest, rates bool, a *wire.ScanAnswer) error {
	if rates {
		id, is, err := c.asksByCode(who, q.Code)
		if is || err != nil {
			a.Kind, a.Ticket = wire.ScanTicket, c.ticketOf(id)
			return err
		}
	}
	x := c.site()
	now := c.clock().Wall
	found := scan.Read(q.Code, scan.Rules{URL: x.URL, Pages: x.Phone.URL, Cards: x.Cards.Enabled, Key: c.cardKey(center.DayOf(now)), Today: center.DayOf(now)})
	a.Kind = string(found.Kind)
	switch found.Kind {
	case scan.Ticket:
		a.Ticket = c.ticketOf(view(c.engine, func(s *state, _ queue.Moment) queue.TicketID { return s.secrets[found.Secret] }))
	case scan.Appointment:
		v, err := c.appointment(r, who, found.Code)
		switch {
		case err == nil:
			a.Appointment = &v
		case fault.CodeOf(err) != "appointment-unknown":
			return err
		}
	case scan.Dossier:
		a.Dossier = found.Dossier
	case scan.Card:
		a.Card = &wire.Card{Elderly: found.Elderly, Person: found.Person}
	}
	return nil
}

// ticketOf is a ticket of today, nil for none.
func (c *Controller) ticketOf(id queue.TicketID) *wire.Ticket {
	return view(c.engine, func(s *state, _ queue.Moment) *wire.Ticket {
		t, ok := s.day.Ticket(id)
		if !ok {
			return nil
		}
		v := s.ticketView(t)
		return &v
	})
}

// cardKey hashes the numbers of cards: for this center, and for one day.
func (c *Controller) cardKey(day center.Day) []byte {
	h := hmac.New(sha256.New, view(c.engine, func(s *state, _ queue.Moment) []byte { return s.key }))
	h.Write([]byte("card " + day)) // a hash takes every byte
	return h.Sum(nil)
}

// rateable tells whether a ticket's last service may be rated, whether or not it was.
func (c *Controller) rateable(id queue.TicketID) bool {
	return view(c.engine, func(s *state, _ queue.Moment) bool {
		t, ok := s.day.Ticket(id)
		if !ok {
			return false
		}
		_, _, ok = c.engine.surveyNow(question{ticket: id, leg: answeredLeg(t)})
		return ok
	})
}

// surveyOf is the question open about a ticket's last service, nil for none.
func (c *Controller) surveyOf(id queue.TicketID) *wire.Survey {
	q := view(c.engine, func(s *state, _ queue.Moment) question {
		if t, ok := s.day.Ticket(id); ok {
			return question{ticket: id, leg: answeredLeg(t)}
		}
		return question{}
	})
	s, ok := c.engine.survey(q)
	if !ok {
		return nil
	}
	return &s
}
