package kit

import (
	"slices"
	"time"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/inpututil"
)

// Key is a key of the pad that serves who does not see or touch the screen. It
// comes as a keyboard: up, down, Enter and F1. Pads with a headphone jack type
// F15 when a plug goes in and F16 when it comes out.
type Key string

// The keys of the pad.
const (
	KeyUp    Key = "up"
	KeyDown  Key = "down"
	KeyPress Key = "press"
	KeyHelp  Key = "help"
	PlugIn   Key = "plug-in"
	PlugOut  Key = "plug-out"
)

const (
	tremble = 200 * time.Millisecond // within which a key pressed again is a trembling hand
	ringMM  = 1.2                    // width of the ring around the target in focus
	awayMM  = 0.8                    // from the target's edge
)

// Guided is an App that can be used by the pad alone.
type Guided interface {
	App
	// Pad takes a key between ticks and tells whether it does what such a key
	// does: not so the one that only starts the guidance.
	Pad(key Key) (acts bool)
	// Guiding tells whether somebody is guided: then a target has the focus.
	Guiding() bool
	// Focused is called after each View while somebody is guided, with the
	// place of the focus in the scene's targets; -1: nothing can be pressed.
	Focused(s *Scene, at int)
}

// Focus is the place of somebody who goes from target to target. It starts at
// the first target of each new title. The zero value is ready.
type Focus struct {
	title string
	id    string
	at    int // among the targets that are pressed
	key   Key
	last  time.Time
	seen  bool
}

// Counts tells whether a key at now is meant: a second press of the same key by
// a trembling hand is not.
func (f *Focus) Counts(key Key, now time.Time) bool {
	pause := tremble
	if key == KeyPress {
		pause = Debounce
	}
	again := key == f.key && now.Sub(f.last) < pause
	f.key, f.last = key, now
	return !again
}

// See finds the focus in a new scene and returns its place in the scene's
// targets; -1: there is none.
func (f *Focus) See(s *Scene) int {
	stops := s.stops()
	at := slices.IndexFunc(stops, func(i int) bool { return s.Targets[i].ID == f.id })
	switch {
	case !f.seen || s.Screen() != f.title:
		f.at = 0
	case at >= 0:
		f.at = at
	default:
		f.at = min(f.at, len(stops)-1)
	}
	f.seen, f.title, f.id = true, s.Screen(), ""
	if f.at = max(f.at, 0); f.at >= len(stops) {
		return -1
	}
	f.id = s.Targets[stops[f.at]].ID
	return stops[f.at]
}

// Move takes the focus by that many targets on; the last is followed by the first.
func (f *Focus) Move(s *Scene, by int) {
	stops := s.stops()
	if n := len(stops); n > 0 {
		f.at = ((f.at+by)%n + n) % n
		f.id = s.Targets[stops[f.at]].ID
	}
}

// Leave forgets the place: who comes next begins anew.
func (f *Focus) Leave() { *f = Focus{key: f.key, last: f.last} }

// stops are the places of the targets that the focus can reach: those pressed.
func (s *Scene) stops() (places []int) {
	for i, t := range s.Targets {
		if !t.Hold {
			places = append(places, i)
		}
	}
	return places
}

// Place returns the number of a target among those the focus reaches, from 1, and how many these are.
func (s *Scene) Place(at int) (n, of int) {
	stops := s.stops()
	return slices.Index(stops, at) + 1, len(stops)
}

// Ring draws the ring of the focus around a target.
func (s *Scene) Ring(r Rect) {
	out := s.Geometry.MM(ringMM + awayMM)
	s.Border(r.Inset(-out), s.Theme.Focus, s.Geometry.MM(ringMM))
}

var padKeys = []struct {
	key  ebiten.Key
	does Key
}{
	{ebiten.KeyArrowUp, KeyUp}, {ebiten.KeyArrowDown, KeyDown}, {ebiten.KeyEnter, KeyPress}, {ebiten.KeyNumpadEnter, KeyPress},
	{ebiten.KeyF1, KeyHelp}, {ebiten.KeyF15, PlugIn}, {ebiten.KeyF16, PlugOut},
}

// pad reads the pad. An Enter that ended what a scanner typed is not of the pad.
func (g *game) pad(now time.Time) (pressed []string) {
	app, ok := g.app.(Guided)
	if !ok || g.scene == nil {
		return nil
	}
	for _, k := range padKeys {
		if !inpututil.IsKeyJustPressed(k.key) || k.does == KeyPress && g.scanner.Busy(now) || !g.focus.Counts(k.does, now) {
			continue
		}
		g.dirty = true
		if !app.Guiding() {
			g.focus.Leave()
		}
		if app.Pad(k.does) {
			pressed = append(pressed, g.act(k.does)...)
		}
	}
	return pressed
}

// act does what a key does to the focus.
func (g *game) act(key Key) (pressed []string) {
	switch key {
	case KeyUp:
		g.focus.Move(g.scene, -1)
	case KeyDown:
		g.focus.Move(g.scene, 1)
	case KeyPress:
		if g.focus.id != "" {
			return []string{g.focus.id}
		}
	}
	return nil
}

// guide lets who is guided see and hear where the focus is in the newest scene.
func (g *game) guide() {
	app, ok := g.app.(Guided)
	if !ok || !app.Guiding() {
		return
	}
	at := g.focus.See(g.scene)
	if at >= 0 {
		g.scene.Ring(g.scene.Targets[at].Rect)
	}
	app.Focused(g.scene, at)
}
