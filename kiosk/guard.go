package kiosk

import (
	"slices"
	"time"

	"motcua/internal/wire"
)

// How long the guard's pages stay: hands that hold a roll do not touch the screen.
const (
	handsFull = 3 * time.Minute  // without a touch and without a change of the printer
	seenReady = 20 * time.Second // once the printer is ready again
)

// guide is one thing a guard can do at the printer.
type guide struct {
	name   string   // with "-1", "-2" the catalog's keys of its steps
	causes []string // for which it is the thing to do
	cards  []string // pictures of its steps
}

var guides = []guide{
	{"paper", []string{wire.PaperOut, wire.PaperLow}, []string{"open", "core", "roll", "pull", "shut", "feed"}},
	{"jam", []string{wire.CutterError}, []string{"off", "wheel", "open-roll", "piece", "shut", "on"}},
	{"cover", []string{wire.CoverOpen}, []string{"unhook", "shut"}},
}

// guideOf returns the guide of that name.
func guideOf(name string) guide {
	at := slices.IndexFunc(guides, func(g guide) bool { return g.name == name })
	return guides[max(at, 0)]
}

// guardable tells whether the guard's pages open from here: never while
// somebody waits for a number or reads it.
func (f *Flow) guardable() bool { return f.step != Working && f.step != Result }

// guard opens the guard's pages; what somebody had begun to choose is dropped.
func (f *Flow) guard() {
	if !f.guardable() || f.step == Guard || f.step == Guide {
		return
	}
	f.restart()
	f.enter(Guard)
	f.ill, _, _ = f.trouble()
	f.moved, f.cured = f.now, false
}

// turn opens a guide or turns its cards.
func (f *Flow) turn(what, value string) {
	switch {
	case what == "guide" && f.step == Guard:
		f.enter(Guide)
		f.Guide, f.Card = value, 0
	case f.step != Guide:
	case value == "prev":
		f.Card = max(f.Card-1, 0)
	case f.Card < len(guideOf(f.Guide).cards)-1:
		f.Card++
	default:
		f.restart()
	}
}

// tickGuard follows the printer while a guard is at it.
func (f *Flow) tickGuard() {
	if ill, _, _ := f.trouble(); ill != f.ill {
		f.cured = ill == ""
		f.ill, f.moved = ill, f.now
	}
	if f.guardLeft() <= 0 {
		f.reset()
	}
}

func (f *Flow) guardLeft() time.Duration {
	last, stay := f.touched, handsFull
	if f.moved.After(last) {
		last = f.moved
	}
	if f.cured {
		stay = seenReady
	}
	return stay - f.now.Sub(last)
}
