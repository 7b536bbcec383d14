package kiosk

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// State is one thing that a kiosk may show, brought about as a citizen would
// from the data of an illustrated center.
type State struct {
	Name string // "attract", "result-paper-out"
	// View lays the state out in that language. A pack's language must be installed.
	View func(g kit.Geometry, fonts *kit.Fonts, theme ui.Theme, lang i18n.Lang) *kit.Scene
}

// States returns everything a kiosk may show: every step, with the longest
// names, several pages, nothing to offer, and each thing that may go wrong.
// The first is the start; the others follow by name.
func States() []State {
	all := plays()
	names := slices.Sorted(maps.Keys(all))
	at := slices.Index(names, string(Attract))
	names = append([]string{string(Attract)}, slices.Delete(names, at, at+1)...)
	states := make([]State, len(names))
	for i, name := range names {
		bring := all[name]
		states[i] = State{name, func(g kit.Geometry, fonts *kit.Fonts, theme ui.Theme, lang i18n.Lang) *kit.Scene {
			return bring(lang).layOut(g, fonts, theme, "")
		}}
	}
	return states
}

// plays are the ways to every state, by its name.
func plays() map[string]play {
	all := ways()
	for _, more := range []map[string]play{visits(), corrections(), summoning(), openings(), printers(), guards(), scans(), troubles(), aiding(), lookups()} {
		maps.Copy(all, more)
	}
	return all
}

// play brings a kiosk into a state.
type play func(i18n.Lang) *Flow

// stage plays a kiosk by hand.
type stage struct {
	*Flow
	live   wire.Board
	silent bool // the controller does not answer
}

// open is a kiosk in that language at which these targets have been pressed.
func open(lang i18n.Lang, targets ...string) *stage {
	n := 0
	s := &stage{live: exampleBoard(), Flow: NewFlow("K1", exampleStart, func() string { n++; return fmt.Sprintf("key-%d", n) })}
	s.Heard(s.live, exampleAbout(), exampleStart)
	s.Lang = lang
	return s.press(targets...)
}

// at makes a play of the targets pressed.
func at(targets ...string) play {
	return func(lang i18n.Lang) *Flow { return open(lang, targets...).Flow }
}

func (s *stage) after(pause time.Duration) *stage {
	now := s.now.Add(pause)
	if !s.silent {
		s.Heard(s.live, nil, now)
	}
	s.Tick(now)
	return s
}

func (s *stage) press(targets ...string) *stage {
	for _, target := range targets {
		s.after(time.Second).Press(target)
	}
	return s
}

// hears shows the board and, where it is told, what the center offers.
func (s *stage) hears(b wire.Board, about *wire.Services) *stage {
	s.live = b
	s.Heard(b, about, s.now)
	return s
}

// issued answers the wish under way.
func (s *stage) issued(t wire.Ticket) *stage {
	if w, ok := s.Send(); ok {
		t.IssuedAt = s.now
		if t.ChangeBy != nil {
			by := s.now.Add(time.Minute)
			t.ChangeBy = &by
		}
		s.Answered(w.Key, t, nil)
	}
	return s
}

// refused refuses the wish under way.
func (s *stage) refused(err error) *stage {
	if w, ok := s.Send(); ok {
		s.Answered(w.Key, wire.Ticket{}, err)
	}
	return s
}

// ofCode answers what a scanned code is.
func (s *stage) ofCode(a wire.ScanAnswer, err error) *stage {
	s.after(time.Second).Scan(exampleLink)
	for e, ok := s.Errand(); ok; e, ok = s.Errand() {
		if e.Code != "" {
			s.Told(e.Key, a, err)
		}
	}
	return s
}
