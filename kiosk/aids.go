package kiosk

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"motcua/internal/i18n"
	"motcua/internal/ui/kit"
)

// Aids are what makes the screen easier for who stands there. They stay for the
// person and end with the conversation.
type Aids struct {
	Contrast   bool
	Large      bool // letters one step larger, on more pages
	Low        bool // every key in the lower half of the screen
	Guided     bool // the screen is read aloud and used by the pad
	Headphones bool // it is read there
	Aiding     bool // the choice of these is open
}

// larger is the step of the type scale by which large letters are larger.
const larger = 24.0 / 19

// zoom returns the geometry as who chose these aids sees it. A guard's pages stay as they are.
func (a Aids) zoom(g kit.Geometry, step Step) kit.Geometry {
	if a.Large && step != Guard && step != Guide {
		g.Zoom = larger
	}
	return g
}

// Sound is where guidance can be heard.
type Sound struct {
	Aloud, Headphones bool
	Silent            bool // it failed: nothing was heard
}

func (s Sound) any() bool { return s.Aloud || s.Headphones }

// guided starts the guidance where there is sound for it.
func (f *Flow) guided(on bool) {
	f.Guided = on && f.Sound.any()
	f.Headphones = f.Guided && !f.Sound.Aloud
}

// Pad takes a key of the pad and tells whether it acts: the first one only
// starts the guidance, and the question for more time takes any as an answer.
func (f *Flow) Pad(key kit.Key) (acts bool) {
	fresh := !f.Guided
	asked := f.Asking
	f.touched, f.Asking = f.now, false
	if f.scan != nil {
		f.scan.touched = f.now
	}
	switch {
	case key == kit.PlugIn || key == kit.PlugOut:
		f.plug(key == kit.PlugIn)
		return false
	case fresh:
		f.guided(true)
		return false
	}
	return !asked && key != kit.KeyHelp
}

// plug takes that headphones came or went.
func (f *Flow) plug(in bool) {
	switch {
	case !f.Sound.Headphones:
	case in:
		f.Guided, f.Headphones = true, true
	case f.Sound.Aloud:
		f.Headphones = false
	}
}

// pressAids takes a press that is about the aids, and tells whether it was.
func (f *Flow) pressAids(what, value string) bool {
	switch {
	case what == "aids":
		f.Aiding = true
	case what == "aid":
		f.aid(value)
	case !f.Aiding:
		return false
	case what == "back" || what == "aids-done":
		f.Aiding = false
	case what == "lang" && len(f.tongues()) <= 2:
		return false
	case what == "help" || what == "home" || what == "lang" || what == "held":
		f.Aiding = false
		return false
	}
	return true
}

func (f *Flow) aid(name string) {
	switch name {
	case "contrast":
		f.Contrast = !f.Contrast
	case "large":
		f.Large, f.Page = !f.Large, 0
	case "low":
		f.Low = !f.Low
	case "voice":
		f.guided(!f.Guided)
	case "headphones":
		f.plug(!f.Headphones)
	}
}

// longer is how long the screen waits for who listens to it: words take more
// time than letters.
func (f *Flow) longer(d time.Duration) time.Duration {
	if f.Guided {
		return 2 * d
	}
	return d
}

// lingering is since when the result may go: while somebody listens or chooses
// how to use the screen, not before the last key.
func (f *Flow) lingering() time.Time {
	if (f.Guided || f.Aiding) && f.touched.After(f.fate) {
		return f.touched
	}
	return f.fate
}

// tickRest forgets at the start screen what somebody had chosen there and left.
func (f *Flow) tickRest() {
	if (f.Lang != i18n.VI || f.Aids != Aids{}) && f.now.Sub(f.touched) >= f.longer(idle) {
		f.reset()
	}
}

// aidKeys are the keys of the sheet, in their order.
func (f *Flow) aidKeys() []aidKey {
	keys := []aidKey{{"large", "large", f.Large}, {"contrast", "contrast", f.Contrast}, {"low", "low", f.Low}}
	if f.Sound.any() {
		keys = append(keys, aidKey{"voice", "speaker", f.Guided})
	}
	if f.Sound.Aloud && f.Sound.Headphones {
		keys = append(keys, aidKey{"headphones", "headphones", f.Guided && f.Headphones})
	}
	return keys
}

type aidKey struct {
	name, icon string
	on         bool
}

func (v *view) g(name string, args ...any) string {
	return i18n.T(v.f.Lang, "guidance."+name, args...)
}

// aids is the sheet on which somebody chooses how to use the screen.
func (v *view) aids() {
	rest := v.question(v.g("title"), "")
	done, rest := rest.Bottom(v.mm(24), v.mm(kit.GapMM))
	keys := v.f.aidKeys()
	cols := v.columns()
	if cols == 2 && !v.tall(rest, len(keys)) {
		cols = 3
	}
	rows := (len(keys) + cols - 1) / cols
	rest.H = min(rest.H, float64(rows)*v.mm(46)+float64(rows-1)*v.mm(kit.GapMM))
	cells := rest.Grid(cols, rows, v.mm(kit.GapMM))
	for i, k := range keys {
		v.aidTile(cells[i], k)
	}
	v.Button(done, kit.Button{ID: "aids-done", Word: v.g("done"), Look: kit.Urged, Middle: true, Held: v.held == "aids-done"})
}

// tall tells whether that many tiles in two columns leave each room for its words.
func (v *view) tall(r kit.Rect, n int) bool {
	rows := float64((n + 1) / 2)
	return (r.H-(rows-1)*v.mm(kit.GapMM))/rows >= v.size("lead")*1.25+v.size("small")*1.25+v.mm(8)
}

// aidTile is one aid: its icon, its name and whether it is on, in color, sign and word.
func (v *view) aidTile(r kit.Rect, k aidKey) {
	id, state, sign := "aid:"+k.name, v.g("off"), "closed"
	ground, edge, width, ink := v.Theme.Surface, v.Theme.Edge, v.mm(0.4), v.Theme.Muted
	if k.on {
		ground, edge, width, ink = v.Theme.ActionSoft, v.Theme.Action, v.mm(1), v.Theme.Action
		state, sign = v.g("on"), "check"
	}
	if k.name == "voice" && v.f.Sound.Silent {
		state, sign, ink = v.g("no-sound"), "warning", v.Theme.Warn
	}
	if v.held == id {
		edge, width = v.Theme.Action, v.mm(1)
	}
	v.Round(r, ground)
	v.Border(r, edge, width)
	in := r.InsetXY(v.mm(5), v.mm(3))
	mark, in := in.Left(min(v.size("lead")*1.5, in.H, v.mm(20)), v.mm(4))
	v.Icon(mark, k.icon, v.Theme.Action)
	note, name := in.Bottom(max(v.size("small"), v.Geometry.Least())*1.25, v.mm(1))
	v.Text(name, v.g(k.name), kit.Style{Size: v.size("lead"), Least: v.Geometry.Least(), Bold: true, Color: v.Theme.Text, Down: kit.Middle})
	dot, note := note.Left(note.H*0.8, v.mm(2))
	v.Icon(dot, sign, ink)
	v.Text(note, state, kit.Style{Size: v.size("small"), Color: ink, Down: kit.Middle, Lines: 1})
	v.Targets = append(v.Targets, kit.Target{ID: id, Rect: r, Spoken: v.g("toggle", "item", v.g(k.name), "state", strings.ToLower(state))})
}

// order puts the keys of the screen before those that every screen has, in the
// order in which they are read: so goes the focus. It says what is read first.
func (v *view) order(items, targets int) {
	shared, own := v.Targets[:targets], slices.Clone(v.Targets[targets:])
	slices.SortStableFunc(own, func(a, b kit.Target) int {
		if math.Abs(a.Rect.Y-b.Rect.Y) > v.mm(kit.TargetMM)/2 {
			return cmp.Compare(a.Rect.Y, b.Rect.Y)
		}
		return cmp.Compare(a.Rect.X, b.Rect.X)
	})
	v.Targets = append(own, shared...)
	if v.Title == "" {
		v.Title = v.Reading(items)
	}
}
