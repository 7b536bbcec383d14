package controller

import (
	"context"
	"math"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"motcua/controller/web"
	"motcua/internal/advice"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/queue"
)

const adviseEvery = 30 * time.Second

// advisor reckons what the manager may do, again and again, on a copy of the
// day: nobody who takes or calls a number waits for it.
type advisor struct {
	e      *Engine
	mu     sync.Mutex // one look at a time
	memory advice.Memory
	latest atomic.Pointer[advised]
}

// advised is the advice of a moment, as GET /reports/advice answers it. What is
// not known is left out.
type advised struct {
	At       time.Time          `json:"at"`
	Hours    []hourAhead        `json:"hours"`    // the next hour, by service
	Advice   []piece            `json:"advice"`   // for now, in the order in which it is to be followed
	Staffing []advice.Staffing  `json:"staffing"` // today by half hour
	Roster   []advice.RosterDay `json:"roster"`   // the seven days from tomorrow
	Output   []advice.Output    `json:"output"`   // of each official, up to the last closed day

	until center.Day // that day
	ahead *web.Ahead
}

// hourAhead is what the next hour may hold for a service.
type hourAhead struct {
	Service center.ServiceCode `json:"service"`
	Calls   float64            `json:"calls"`  // expected
	MeanS   int                `json:"mean_s"` // wait
	Miss    float64            `json:"miss"`   // probability that the hour's mean wait is beyond 15 minutes
	Late    float64            `json:"late"`   // share of waits beyond 15 minutes
}

// piece is one piece of advice with its words.
type piece struct {
	advice.Advice
	Text    i18n.Text `json:"text"`
	Reasons i18n.Text `json:"reasons"`
}

// run reckons until ctx ends.
func (a *advisor) run(ctx context.Context) {
	tick := time.NewTicker(adviseEvery)
	defer tick.Stop()
	for {
		a.look()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// look reckons once; while the day is closed there is nothing to advise.
func (a *advisor) look() {
	a.mu.Lock()
	defer a.mu.Unlock()
	var day *queue.Day
	var world *queue.World
	var at queue.Moment
	var past review
	view(a.e, func(s *state, now queue.Moment) struct{} {
		if s.open && s.center.Hours.Open(now.Wall) {
			day, world, at, past = s.day.Copy(), s.waits.World(s.day, now), now, a.e.review
		}
		return struct{}{}
	})
	if day == nil {
		a.memory = advice.Memory{}
		a.latest.Store(nil)
		return
	}
	c := a.e.site()
	v := &advised{At: at.Wall, Staffing: advice.Today(c, world)}
	outlook := day.Outlook(at, world, queue.Ask{Hour: true})
	v.ahead = lastCall(day, outlook, at)
	for _, h := range outlook.Hours() {
		v.Hours = append(v.Hours, hourAhead{h.Service, hundredths(h.Calls), int(h.Mean.Seconds()), h.Miss, hundredths(h.Late)})
	}
	var all []advice.Advice
	all, a.memory = rulesOf(c).Now(c, day, world, at, a.memory)
	for i := range all {
		v.Advice = append(v.Advice, words(c, all[i]))
	}
	a.history(v, past, world)
	a.latest.Store(v)
}

// history adds what earlier days say. Their dates are the log's own, so it cannot fail.
func (a *advisor) history(v *advised, past review, world *queue.World) {
	c, today := a.e.site(), center.DayOf(v.At)
	v.Roster, _ = advice.Roster(c, past.Past, world, dayBefore(today, -1))
	if past.Until != "" && past.Until[:4] == today[:4] {
		v.until = past.Until
		v.Output, _ = advice.Productivity(&c.Hours, past.Received, c.Staff.Dossiers, past.Until)
	}
}

// rulesOf are the rules that the center has chosen.
func rulesOf(c *center.Center) advice.Rules {
	if c.Staff.Advice == "usual" {
		return advice.Usual
	}
	return advice.Sparing
}

func words(c *center.Center, x advice.Advice) piece {
	p := piece{Advice: x, Text: i18n.Text{VI: x.Sentence(c, i18n.VI), EN: x.Sentence(c, i18n.EN)}}
	var vi, en []string
	for _, b := range x.Because {
		vi, en = append(vi, b.Sentence(c, i18n.VI)), append(en, b.Sentence(c, i18n.EN))
	}
	p.Reasons = i18n.Text{VI: strings.Join(vi, " "), EN: strings.Join(en, " ")}
	return p
}

// page is the advice as the manager's page shows it, nil while there is none to give.
func (a *advisor) page() *web.Advice {
	now := a.latest.Load()
	if now == nil {
		return nil
	}
	v := &web.Advice{At: now.At}
	for _, p := range now.Advice {
		v.Pieces = append(v.Pieces, web.Piece{What: p.Text, Because: p.Reasons})
	}
	return v
}

func getAdvice(c *Controller, w http.ResponseWriter, _ *http.Request, _ caller) error {
	now := c.advisor.latest.Load()
	if now == nil {
		return fault.New(fault.Conflict, "advice-closed")
	}
	return send(w, now)
}

// staffing is what the manager's staffing page shows, nil while nothing is known.
func (a *advisor) staffing() *web.Staffing {
	now := a.latest.Load()
	if now == nil {
		return nil
	}
	v := &web.Staffing{At: now.At, Today: now.Staffing, Roster: now.Roster, Output: now.Output, Until: now.until}
	for _, h := range now.Hours {
		v.Hours = append(v.Hours, web.HourAhead{Service: h.Service, People: int(math.Round(h.Calls)), MeanS: h.MeanS, Miss: h.Miss})
	}
	return v
}
