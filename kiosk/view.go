package kiosk

import (
	"math"
	"slices"
	"strings"
	"time"

	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
)

// view lays one screen of the kiosk out.
type view struct {
	*kit.Scene
	f    *Flow
	held string
	body kit.Rect // between header and footer

	beside kit.Rect // low keys: where what is found stands
}

// View returns what the flow shows on a screen of that geometry.
func (f *Flow) View(g kit.Geometry, fonts *kit.Fonts, held string) *kit.Scene {
	return f.layOut(g, fonts, ui.Default, held)
}

// layOut is View in a theme; who asked for high contrast has that.
func (f *Flow) layOut(g kit.Geometry, fonts *kit.Fonts, theme ui.Theme, held string) *kit.Scene {
	if g = f.zoom(g, f.Step()); f.Contrast {
		theme = ui.HighContrast
	}
	v := &view{Scene: kit.NewScene(g, theme, fonts), f: f, held: held}
	v.frame()
	defer v.order(len(v.Items), len(v.Targets))
	if f.Asking {
		v.asking()
		return v.Scene
	}
	v.laidOut()[f.Step()]()
	return v.Scene
}

// laidOut returns what lays the place between header and footer out, for each step.
func (v *view) laidOut() map[Step]func() {
	return map[Step]func(){
		Attract: v.attract, Closed: v.closed, Stopped: v.stopped, Away: v.away,
		Purpose: v.purpose, Service: v.services, Code: v.typing, Full: v.full, Priority: v.priority, Confirm: v.confirm, Working: v.working,
		Result: v.result, Refused: v.refused, Drop: v.giveBack,
		Search: v.search, Lookup: v.lookUp, Fields: v.fields, Procedures: v.procedures, Procedure: v.procedure, Receipt: v.receipt,
		Help: v.help, Language: v.languages, Aiding: v.aids, Guard: v.guard, Guide: v.guide, Scanned: v.scanned,
	}
}

func (v *view) t(name string, args ...any) string { return i18n.T(v.f.Lang, "kiosk."+name, args...) }

func (v *view) mm(mm float64) float64 { return v.Geometry.MM(mm) }

func (v *view) size(step string) float64 { return v.Geometry.Step(step) }

// frame draws what every screen shares: whose kiosk it is, the time, and the
// way back, home, to a person and to the other language, always in one place.
func (v *view) frame() {
	in := v.pending(v.Geometry.All().InsetXY(v.mm(12), v.mm(8)))
	high := v.mm(22)
	if !v.Geometry.Portrait() {
		high = v.mm(13)
	}
	head, in := in.Top(high, v.mm(4))
	head = v.corner(head)
	v.Text(head, v.f.board.Center.In(v.f.Lang), kit.Style{Size: v.size("small"), Bold: true, Color: v.Theme.Action, Down: kit.Middle, Lines: 2})
	v.Box(kit.Rect{X: in.X, Y: in.Y - v.mm(2), W: in.W, H: v.mm(0.4)}, v.Theme.Line)
	in = v.footer(in)
	in = v.notices(in)
	_, v.body = in.Top(v.mm(4), 0)
}

// footer draws the keys that every screen has; one that leads nowhere leaves its place empty.
func (v *view) footer(in kit.Rect) (rest kit.Rect) {
	step := v.f.Step()
	under := !slices.Contains([]Step{Attract, Working, Result, Closed, Stopped, Away}, step)
	key := func(id, word, icon string, shown bool) kit.Button {
		if !shown || v.f.Asking {
			id = ""
		}
		return kit.Button{ID: id, Word: word, Icon: icon, Held: v.held == id}
	}
	back, home := key("back", v.t("back"), "back", under), key("home", v.t("home"), "home", under || step == Result)
	help, aids := key("help", v.t("help"), "help", step != Help && step != Working), key("aids", v.g("button"), "aids", step != Working && step != Aiding)
	lang := key("lang", v.tongueWord(), "language", step != Working)
	row, gap := v.mm(kit.TargetMM+2), v.mm(kit.GapMM)
	if !v.Geometry.Portrait() {
		foot, rest := in.Bottom(row, gap)
		v.Row(foot, []float64{1, 0.95, 1.2, 1.25, 1.15}, gap, back, home, help, aids, lang)
		return rest
	}
	foot, rest := in.Bottom(2*row+gap, gap)
	upper, lower := foot.Top(row, gap)
	thirds := []float64{1, 1, 1}
	if strings.Contains(lang.Word, "\n") { // in two lines it would make the others small
		v.Row(upper, thirds, gap, back, home, kit.Button{})
		v.Row(upper, thirds, gap, kit.Button{}, kit.Button{}, lang)
	} else {
		v.Row(upper, thirds, gap, back, home, lang)
	}
	v.Row(lower, []float64{1, 1}, gap, help, aids)
	return rest
}

// seated is the share of an upright screen, from its top, that a seated person does not reach.
const seated = 0.302

// question writes the one question of the screen above its answers and returns
// the place for them: on a portrait screen the lower part, within reach of a seated person.
func (v *view) question(text, note string) kit.Rect {
	share := 0.3
	if !v.Geometry.Portrait() {
		share = 0.2
		switch oneLine := v.Measure(note, false, v.size("body")) <= v.body.W; {
		case note != "" && oneLine:
			share = 0.31
		case note != "":
			share = 0.42
		}
	}
	high := v.body.H * share
	if v.Geometry.Portrait() {
		high = max(0, seated*v.Geometry.H-v.body.Y-v.mm(4))
	}
	head, rest := v.within(v.body.Top(high, v.mm(4)))
	at := v.Text(head, text, kit.Style{Size: v.size("title"), Bold: true, Color: v.Theme.Text, Essential: true})
	_, head = head.Top(at.H, v.mm(2))
	v.Text(head, note, kit.Style{Size: v.size("body"), Color: v.Theme.Muted})
	return rest
}

// message writes an icon, a sentence and what to do next into r.
func (v *view) message(r kit.Rect, icon string, tone ui.Tone, sentence, next string) {
	mark, text := r.Top(v.mm(34), v.mm(6))
	if v.Geometry.Portrait() {
		_, r = r.Top(r.H*0.06, 0)
		mark, text = r.Top(v.mm(40), v.mm(8))
		mark.W = mark.H
	} else {
		mark, text = r.Left(v.mm(44), v.mm(10))
		mark.H = mark.W
	}
	v.Icon(mark, icon, v.Theme.Ink(tone))
	room := text
	if next != "" {
		room.H *= 0.62
	}
	at := v.Text(room, sentence, kit.Style{Size: v.size("title"), Bold: true, Color: v.Theme.Text, Essential: true})
	_, text = text.Top(at.H, v.mm(4))
	v.Text(text, next, kit.Style{Size: v.size("lead"), Color: v.Theme.Muted})
}

// seconds rounds what is left up, so that a countdown ends at 1.
func seconds(d time.Duration) int { return int(math.Ceil(max(d, 0).Seconds())) }

func (v *view) asking() {
	button, rest := v.body.Bottom(v.mm(32), v.mm(6))
	bar, rest := rest.Bottom(v.mm(4), v.mm(6))
	v.Countdown(bar, time.Duration(seconds(v.f.Left()))*time.Second, v.f.longer(answer))
	v.message(rest, "clock", ui.Pressing, v.t("more-time"), v.t("more-time-left", "seconds", seconds(v.f.Left())))
	v.Button(button, kit.Button{ID: "more-time", Word: v.t("continue"), Look: kit.Urged, Size: v.size("title"), Middle: true, Held: v.held == "more-time"})
}
