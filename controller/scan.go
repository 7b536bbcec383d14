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
// screens at its place, to nobody else, once.
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
	if err := c.resolve(r, who, q.Code, &a); err != nil {
		return err
	}
	if q.Scanner != "" {
		told, err := json.Marshal(a)
		if err != nil {
			return err
		}
		c.live.tell(whisper{a.Kiosk, a.Counter, "event: scan\ndata: " + string(told) + "\n\n"})
	}
	if a.Ticket != nil && who.may("tablet") {
		a.Survey = c.surveyOf(a.Ticket.ID)
	}
	return send(w, a)
}

// place finds where a code was scanned, and by whose name scans are counted.
// Only the bridge speaks for a scanner; every other screen for itself.
func (c *Controller) place(who caller, scanner center.DeviceID) (a wire.ScanAnswer, name string, err error) {
	if scanner == "" {
		a.Counter = who.counter
		if _, ok := c.opts.Center.Kiosk(who.device); ok {
			a.Kiosk = who.device
		}
		return a, who.id, nil
	}
	if !who.may("bridge") {
		return a, "", fault.New(fault.Forbidden, "device-other", "device", scanner)
	}
	for _, s := range c.opts.Center.Scanners {
		if s.ID == scanner {
			a.Kiosk, a.Counter = s.Kiosk, s.Counter
			return a, "scanner " + string(s.ID), nil
		}
	}
	return a, "", fault.New(fault.Invalid, "device-unknown", "device", scanner)
}

// resolve looks up what a code says. A code of the center's own form that there
// is nothing behind keeps its kind: the screen says that it is not of today.
func (c *Controller) resolve(r *http.Request, who caller, code string, a *wire.ScanAnswer) error {
	x := c.opts.Center
	now := c.clock().Wall
	found := scan.Read(code, scan.Rules{URL: x.URL, Cards: x.Cards.Enabled, Key: c.cardKey(center.DayOf(now)), Today: center.DayOf(now)})
	a.Kind = string(found.Kind)
	switch found.Kind {
	case scan.Ticket:
		a.Ticket = view(c.engine, func(s *state, _ queue.Moment) *wire.Ticket {
			t, ok := s.day.Ticket(s.secrets[found.Secret])
			if !ok {
				return nil
			}
			v := s.ticketView(t)
			return &v
		})
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

// cardKey hashes the numbers of cards: for this center, and for one day.
func (c *Controller) cardKey(day center.Day) []byte {
	h := hmac.New(sha256.New, view(c.engine, func(s *state, _ queue.Moment) []byte { return s.key }))
	h.Write([]byte("card " + day)) // a hash takes every byte
	return h.Sum(nil)
}

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
