package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

type greeterView struct {
	Services []offer
	Purposes []center.Purpose
	Printers []center.Printer
	Query    string
	Found    []wire.Ticket
	Books    bool // appointments can be booked
	Counters []wire.Counter
	Lost     lostSlip
	Papers   []papersOf
}

// lostSlip is what a citizen remembers of a slip that is gone.
type lostSlip struct {
	Service center.ServiceCode
	At      string // about when it was taken, 08:40
	Asked   bool
}

// about is how far people's memory of a time is off.
const about = 30 * time.Minute

// lostSlips reads what is remembered; a time that is none is left out.
func (p *pages) lostSlips(r *http.Request, day center.Day) (lostSlip, []wire.Ticket) {
	q := r.URL.Query()
	l := lostSlip{Service: center.ServiceCode(q.Get("of")), At: strings.TrimSpace(q.Get("at")), Asked: q.Has("of") || q.Has("at")}
	if !l.Asked || len(l.At) > 5 {
		return lostSlip{}, nil
	}
	digits := "0000" + strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, l.At)
	at, err := time.ParseInLocation("2006-01-02 1504", string(day)+" "+digits[len(digits)-4:], center.Zone)
	if l.At == "" || err != nil {
		l.At = ""
		return l, p.Source.Lost(l.Service, time.Time{}, time.Time{})
	}
	l.At = at.Format("15:04")
	return l, p.Source.Lost(l.Service, at.Add(-about), at.Add(about))
}

// papersOf is what to bring for a service, to be looked through before a number is spent.
type papersOf struct {
	Service    center.Service
	Procedures []center.Procedure
}

// papers lists the services that name papers, themselves or by their procedures.
func papers(c *center.Center) (all []papersOf) {
	for _, s := range c.Services {
		of := papersOf{Service: s}
		for _, x := range c.Procedures {
			if x.Service == s.Code && len(x.Papers) > 0 {
				of.Procedures = append(of.Procedures, x)
			}
		}
		if s.Papers.VI != "" || len(of.Procedures) > 0 {
			all = append(all, of)
		}
	}
	return all
}

// serviceNow is a service with its queue.
type serviceNow struct {
	center.Service
	Queue wire.QueueState
}

func (p *pages) greeter(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "page.greeter")
	query := asked(r)
	v := greeterView{Services: p.offers(pg), Purposes: center.Purposes, Printers: pg.Center.Printers, Query: query,
		Books: len(pg.Center.Appointments.Slots) > 0, Counters: pg.Board.Counters}
	v.Papers = papers(pg.Center)
	if query != "" {
		v.Found = p.Source.Find(query)
	} else {
		v.Lost, v.Found = p.lostSlips(r, pg.ServiceDay())
	}
	pg.Data = v
	p.show(w, r, http.StatusOK, "greeter.html", pg)
}

// asked is the number that is looked up; empty: none, or what can be none.
func asked(r *http.Request) string {
	query := strings.ToUpper(strings.TrimSpace(r.URL.Query().Get("q")))
	if len(query) > 16 {
		return ""
	}
	return query
}

func services(pg *page) []serviceNow {
	list := make([]serviceNow, len(pg.Center.Services))
	for i, s := range pg.Center.Services {
		list[i].Service = s
		for _, q := range pg.Board.Waiting {
			if q.Service == s.Code {
				list[i].Queue = q
			}
		}
	}
	return list
}

// moves is what a greeter may do with a ticket.
type moves struct{ Service, Cancel, Rejoin, Ordinary, CheckIn, Reprint, Assist bool }

// Moves tells what a greeter may do with a ticket.
func (p *page) Moves(t wire.Ticket) moves {
	waits, back := t.State == queue.Waiting, t.State == queue.Parked || t.State == queue.NoShow
	return moves{Service: waits, Cancel: waits || back, Rejoin: back && !p.Gone(t), Ordinary: waits && t.Priority, CheckIn: waits && t.Away, Reprint: p.Reprints(t), Assist: waits || back}
}

// Reprints tells that a ticket's slip may be printed once more.
func (p *page) Reprints(t wire.Ticket) bool {
	lives := []queue.State{queue.Waiting, queue.Called, queue.Serving, queue.Parked, queue.NoShow}
	return len(p.Center.Printers) > 0 && !t.Away && slices.Contains(lives, t.State)
}

// ServiceDay is the day that a time of day typed in belongs to.
func (p *page) ServiceDay() center.Day {
	if p.Board.Day != "" {
		return p.Board.Day
	}
	return center.DayOf(p.Now)
}

// Short is a range of a wait in few characters.
func (p *page) Short(wait *wire.Range) string {
	low, high := wait.LowS/60, (wait.HighS+59)/60
	if low == 0 {
		return p.T("page.estimate-within-short", "high", max(high, 1))
	}
	return p.T("page.estimate-short", "low", low, "high", high)
}

// Range is an estimate of a wait in whole minutes, or that there is none.
func (p *page) Range(wait *wire.Range) string {
	if wait == nil {
		return p.T("page.no-estimate")
	}
	low, high := wait.LowS/60, (wait.HighS+59)/60
	if high <= 1 {
		return p.T("page.estimate-soon")
	}
	if low == 0 { // nobody is told that the wait may be none
		return p.T("page.estimate-within", "high", high)
	}
	return p.T("page.estimate", "low", low, "high", high)
}
