package display

import (
	"reflect"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// look is what changes a view by the passing of time, beside the board itself.
type look struct {
	clock string
	stale bool
	sorry string
	glow  float64
	rests bool
	page  int64
}

func (s *Show) look() look {
	l := look{clock: i18n.Clock(s.now.In(center.Zone)), glow: s.glow(), page: int64(s.now.Sub(s.started) / turn)}
	_, l.stale = s.Stale()
	l.rests = !s.moving()
	if number, ok := s.Sorry(); ok {
		l.sorry = number
	}
	return l
}

// Tick takes what arrived; see kit.App.
func (d *Display) Tick(now time.Time, _ []string) bool {
	before := shown(d.show.board)
	d.show.Tick(now)
	for range len(d.inbox) {
		(<-d.inbox)(d.show)
	}
	l := d.show.look()
	changed := l != d.look || !reflect.DeepEqual(before, shown(d.show.board))
	d.look = l
	return changed
}

// shown is the part of a board that a display draws: most events change none of it.
func shown(b wire.Board) wire.Board {
	b.Seq, b.At, b.LongestS, b.Devices = 0, time.Time{}, 0, nil
	return b
}

// View lays the state out; see kit.App.
func (d *Display) View(g kit.Geometry, fonts *kit.Fonts, _ string) *kit.Scene {
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
	if !d.show.heard.IsZero() {
		d.drawn = max(d.drawn, d.show.newest, 1)
	}
}

// Status says what the display shows: the number called last and the state of its counter or of the connection.
func (s *Show) Status() kit.Status {
	st := kit.Status{Screen: "hall", Lang: string(s.Lang), Seq: s.board.Seq}
	if calls := s.calls(); len(calls) > 0 {
		st.Number, st.Detail = calls[0].Number, string(calls[0].State)
	}
	if s.Counter != "" {
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
