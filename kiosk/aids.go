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
	keys := v.f.aidKeys()
	rest := v.question(v.g("title"), "")
	cells, done := v.aidCells(rest)
	style := kit.Style{Size: v.size("lead"), Bold: true, Color: v.Theme.Text, Down: kit.End, Essential: true}
	_, name, _ := v.aidParts(cells[0], false)
	short := true // every name stands on one line
	for _, k := range keys {
		style.Size = v.Size(name, v.g(k.name), style)
		short = short && v.Measure(v.g(k.name), true, style.Size) <= name.W
	}
	for i, k := range keys {
		v.aidTile(cells[i], k, style, short)
	}
	v.Button(done, kit.Button{ID: "aids-done", Word: v.g("done"), Look: kit.Urged, Middle: true, Held: v.held == "aids-done"})
}

// aidCells are the places of the aids, and that of the key that closes the
// sheet: below them, or on a screen without room there in the last place.
func (v *view) aidCells(r kit.Rect) (cells []kit.Rect, done kit.Rect) {
	gap := v.mm(kit.GapMM)
	if !v.Geometry.Portrait() {
		r.H = min(r.H, 2*v.mm(60)+gap)
		cells = r.Grid(3, 2, gap)
		return cells, cells[5]
	}
	done, r = r.Bottom(v.mm(kit.TargetMM+4), gap)
	r.H = min(r.H, 3*v.mm(50)+2*gap)
	return r.Grid(2, 3, gap), done
}

// aidParts are the places of an aid's icon, its name and its state, which stand in the middle where names are short.
func (v *view) aidParts(r kit.Rect, short bool) (mark, name, state kit.Rect) {
	in := r.InsetXY(v.mm(4), v.mm(3))
	mark, in = in.Left(min(v.size("title")*1.2, in.H*0.8, in.W*0.2), v.mm(4))
	line := max(v.size("small"), v.Geometry.Least()) * 1.25
	pad := 0.0
	if short {
		pad = max(0, (in.H-line-v.mm(1)-v.size("lead")*1.25)/2)
	}
	state, name = in.InsetXY(0, pad).Bottom(line, v.mm(1))
	return mark, name, state
}

// aidTile is one aid: its icon, its name and whether it is on, in color, sign and word.
func (v *view) aidTile(r kit.Rect, k aidKey, style kit.Style, short bool) {
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
	mark, name, note := v.aidParts(r, short)
	v.Icon(mark, k.icon, v.Theme.Action)
	v.Text(name, v.g(k.name), style)
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
