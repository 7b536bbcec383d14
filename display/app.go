package display

import (
	"fmt"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui/kit"
)

// look is everything a view depends on, so that equal looks need no new frame.
type look struct {
	face  string
	clock string
	stale bool
	sorry string
	code  string
	glow  float64
	rests bool
	page  int64
	slide string
	ready bool // the slide's picture is there
	test  string
	tests bool
}

func (s *Show) look() look {
	l := look{face: s.shown, clock: i18n.Clock(s.now.In(center.Zone)), code: s.code(), glow: s.glow(), page: int64(s.now.Sub(s.started) / turn)}
	_, l.stale = s.Stale()
	l.rests = !s.moving()
	l.test, l.tests = s.test, s.Testing()
	if number, ok := s.Sorry(); ok {
		l.sorry = number
	}
	l.slide, l.ready = s.slideLook()
	return l
}

// slideLook is which slides are shown, where the layout shows any.
func (s *Show) slideLook() (name string, ready bool) {
	if !s.setup.Layout.Shows(center.ShowSlides, center.ShowAnnouncements) {
		return "", false
	}
	x, _, _ := s.turnOf(s.slides)
	text, _, _ := s.turnOf(s.texts())
	return x.Name + x.SHA256 + text.Name + text.SHA256, s.image(x) != nil
}

// Tick takes what arrived; see kit.App.
func (d *Display) Tick(now time.Time, _ []string) bool {
	d.show.Tick(now)
	for range len(d.inbox) {
		(<-d.inbox)(d.show)
	}
	d.wish()
	l := d.show.look()
	changed := l != d.look || d.learned.fresh
	d.look = l
	return changed
}

// face writes down what this display shows of its board: most events change none of it.
func (s *Show) face() string {
	var b strings.Builder
	layout := s.setup.Layout
	fmt.Fprintln(&b, s.board.Center, s.board.Demo, s.board.Open, s.board.NextOpen, len(s.names), s.Theme.Name, s.Langs, layout)
	for _, c := range s.calls() {
		fmt.Fprintln(&b, c.Seq, c.Number, c.Counter, c.State)
	}
	for _, c := range s.missed() {
		fmt.Fprintln(&b, c.Number, until(c))
	}
	if layout.Shows(center.ShowCounters, center.ShowCounter) {
		for _, c := range s.counters() {
			fmt.Fprintln(&b, c.ID, c.Name, c.Post, c.State, c.Reason)
			if c.Ticket != nil {
				fmt.Fprintln(&b, c.Ticket.Number, c.Ticket.State)
			}
		}
	}
	if layout.Shows(center.ShowCounter) {
		return b.String()
	}
	for _, q := range s.board.Waiting {
		fmt.Fprintln(&b, q.Service, q.Waiting, q.Next, q.Stalled)
		if q.Wait != nil {
			fmt.Fprintln(&b, q.Wait.LowS/60, (q.Wait.HighS+59)/60)
		}
	}
	return b.String()
}

// View lays the state out; see kit.App.
func (d *Display) View(g kit.Geometry, fonts *kit.Fonts, _ string) *kit.Scene {
	d.draw(fonts)
	d.status = d.show.Status()
	return d.show.View(g, fonts)
}

// Status is what the last view showed; see kit.App.
func (d *Display) Status() kit.Status { return d.status }

// Drawn reports the calls that the frame shows for the first time.
func (d *Display) Drawn(now time.Time) {
	for _, c := range d.show.calls() {
		if c.Seq <= d.drawn || d.drawn == 0 {
			continue
		}
		received, ok := d.arrived[c.Seq]
		if !ok {
			received = d.show.heard
		}
		delete(d.arrived, c.Seq)
		call := Call{Seq: c.Seq, At: c.At, Received: received, Drawn: now}
		d.opts.Log.Debug("call shown", "seq", c.Seq, "received_ms", received.Sub(c.At).Milliseconds(), "drawn_ms", now.Sub(c.At).Milliseconds())
		if d.opts.OnCall != nil {
			d.opts.OnCall(call)
		}
	}
	if id := d.show.test; id != d.told {
		d.told = id
		select {
		case d.tested <- id:
		default: // the one before is still being told
		}
	}
	if !d.show.heard.IsZero() {
		d.drawn = max(d.drawn, d.show.newest, 1)
	}
}

// Status says what the display shows: the number called last and the state of its counter or of the connection.
func (s *Show) Status() kit.Status {
	st := kit.Status{Screen: "hall", Lang: string(s.lang()), Seq: s.board.Seq}
	if calls := s.calls(); len(calls) > 0 {
		st.Number, st.Detail = calls[0].Number, string(calls[0].State)
	}
	if s.counter() != "" {
		st.Screen = "counter"
		st.Number, st.Detail = "", ""
		if c, ok := s.desk(); ok {
			st.Detail = c.State
			if c.Ticket != nil {
				st.Number, st.Detail = c.Ticket.Number, string(c.Ticket.State)
			}
		}
	}
	st.Moving = s.moving()
	if _, ok := s.Sorry(); ok {
		st.Detail = "sorry"
	}
	if _, stale := s.Stale(); stale {
		st.Detail = "stale"
	}
	return st
}
