package kiosk

import (
	"cmp"
	"slices"
	"unicode"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// printer returns the state of the printer that prints this kiosk's slips, false
// where it has none. Several kiosks may share one, of which the board names the first.
func (f *Flow) printer() (wire.DeviceStatus, bool) {
	for _, d := range f.board.Devices {
		if d.Kind == "printer" && (d.Device == f.Printer || f.Printer == "" && d.Kiosk == f.Kiosk) {
			return d, true
		}
	}
	return wire.DeviceStatus{}, false
}

// trouble returns what a guard must see to: the cause, its fault code, and
// whether slips are printed all the same. All are empty while there is none.
func (f *Flow) trouble() (cause, code string, prints bool) {
	d, ok := f.printer()
	if !ok || d.State == wire.Present && d.Cause == "" {
		return "", "", ok
	}
	cause = cmp.Or(d.Cause, map[wire.Presence]string{wire.Absent: wire.Unreachable}[d.State], wire.DeviceError)
	return cause, cmp.Or(d.Code, wire.FaultCode(d.Device, cause)), d.State == wire.Present
}

// FaultCode returns the fault code to show: of the slip that failed, or of the printer as it is now.
func (f *Flow) FaultCode() string {
	if state, cause := f.Slip(); f.step == Result && state == slipFailed {
		if code := wire.FaultCode(f.Ticket.Printer, cause); code != "" {
			return code
		}
	}
	_, code, _ := f.trouble()
	return code
}

// printerWord says what is wrong with the printer, in a few words.
func (f *Flow) printerWord(cause string) string {
	word := []rune(i18n.T(f.Lang, "cause."+cause))
	word[0] = unicode.ToLower(word[0])
	return i18n.T(f.Lang, "kiosk.printer-trouble", "cause", string(word))
}

// publicWord is printerWord for citizens, whom a cable does not concern: the fault code tells the rest.
func (f *Flow) publicWord(cause string) string {
	switch cause {
	case wire.Unreachable, wire.TimedOut, wire.PortBusy, wire.NoPermission, wire.Garbled, wire.SameAddress, wire.Foreign, wire.SlowLine, wire.DeviceError:
		return f.t("printer-checked")
	}
	return f.printerWord(cause)
}

// noticed tells whether the line about the printer stands on this screen. Paper
// that will end concerns nobody who is choosing.
func (f *Flow) noticed(prints bool) bool {
	switch f.Step() {
	case Attract, Closed:
		return true
	case Purpose, Service, Code, Priority, Confirm:
		return !prints
	}
	return false
}

// notices says that what is shown is no real center, and calmly that there are
// no slips now, with the fault code for whoever is to mend it: on a portrait
// screen at the lower edge, on a landscape one, which has no room there, beside the clock.
func (v *view) notices(in kit.Rect) (rest kit.Rect) {
	var strips []string
	if v.f.board.Demo {
		strips = append(strips, i18n.T(v.f.Lang, "ui.demo"))
	}
	cause, code, prints := v.f.trouble()
	shown := code != "" && !v.f.Asking && v.f.noticed(prints)
	word := v.t("no-slips")
	if v.f.Step() == Closed || prints {
		word = v.f.publicWord(cause)
	}
	if shown && !prints && !v.Geometry.Portrait() && !slices.Contains([]Step{Code, Priority, Confirm}, v.f.Step()) { // which need the room
		strips = append(strips, word)
	}
	if len(strips) > 0 {
		in = v.strips(in, strips)
	}
	in = v.summoned(in)
	if shown && v.Geometry.Portrait() {
		in = v.slipless(in, word, code)
	}
	return in
}

// slipless is the line about the printer, with its fault code at the edge.
func (v *view) slipless(in kit.Rect, word, code string) (rest kit.Rect) {
	row, rest := in.Bottom(v.mm(kit.TargetMM+2), v.mm(kit.GapMM))
	v.Round(row, v.Theme.WarnSoft)
	chip, text := row.Right(v.mm(74), v.mm(2))
	mark, text := text.InsetXY(v.mm(5), v.mm(1)).Left(v.mm(9), v.mm(4))
	v.Icon(mark, "printer", v.Theme.Warn)
	v.Text(text, word, kit.Style{Size: v.size("small"), Color: v.Theme.Text, Down: kit.Middle, Lines: 2})
	v.chip(chip.Inset(v.mm(1)), code)
	return rest
}

// strips are lines side by side on the color of what deserves care, each as wide as its words ask for.
func (v *view) strips(in kit.Rect, words []string) (rest kit.Rect) {
	row, rest := in.Top(v.mm(9), v.mm(3))
	size, total := v.Geometry.Least(), 0.0
	for _, word := range words {
		total += v.Measure(word, true, size) + v.mm(8)
	}
	spare := (row.W - total - v.mm(3)*float64(len(words)-1)) / float64(len(words))
	for _, word := range words {
		var r kit.Rect
		r, row = row.Left(v.Measure(word, true, size)+v.mm(8)+spare, v.mm(3))
		v.Round(r, v.Theme.WarnSoft)
		v.Text(r.InsetXY(v.mm(1), 0), word, kit.Style{Size: size, Bold: true, Color: v.Theme.Warn, Align: kit.Middle, Down: kit.Middle, Lines: 1})
	}
	return rest
}

// chip is the fault code, large enough for a photograph; held down, it shows a guard what to do.
func (v *view) chip(r kit.Rect, code string) {
	const id = "guard:code"
	v.Round(r, v.Theme.Surface)
	edge, width := v.Theme.Edge, v.mm(0.4)
	if v.held == id {
		edge, width = v.Theme.Action, v.mm(1)
	}
	v.Border(r, edge, width)
	upper, lower := r.InsetXY(v.mm(2), v.mm(1)).Top(r.H*0.5, 0)
	v.Text(upper, code, kit.Style{Size: v.size("small"), Bold: true, Color: v.Theme.Text, Align: kit.Middle, Down: kit.Middle, Lines: 1})
	v.Text(lower, v.t("guard-hold"), kit.Style{Size: v.Geometry.Least(), Color: v.Theme.Muted, Align: kit.Middle, Down: kit.Middle, Lines: 1})
	v.Holdable(id, r)
}

// corner is the clock and, on a landscape screen, the fault code beside it:
// held down it shows a guard what to do, with or without a fault.
func (v *view) corner(head kit.Rect) (rest kit.Rect) {
	const id = "guard"
	clock, rest := head.Right(v.Measure("00:00", true, v.size("lead"))+v.mm(1), v.mm(6))
	ink := v.Theme.Text
	if v.held == id {
		ink = v.Theme.Action
	}
	v.Text(clock, i18n.Clock(v.f.now.In(center.Zone)), kit.Style{Size: v.size("lead"), Bold: true, Color: ink, Align: kit.End, Down: kit.Middle})
	target := clock
	_, _, prints := v.f.trouble()
	if code := v.f.FaultCode(); code != "" && !v.Geometry.Portrait() && (v.f.noticed(prints) || v.f.Step() == Result && v.f.paperless()) {
		var at, mark kit.Rect
		at, rest = rest.Right(v.Measure(code, true, v.size("small"))+v.mm(1), v.mm(2))
		mark, rest = rest.Right(v.mm(7), v.mm(6))
		v.Icon(mark, "warning", v.Theme.Ink(ui.Careful))
		v.Text(at, code, kit.Style{Size: v.size("small"), Bold: true, Color: v.Theme.Warn, Align: kit.End, Down: kit.Middle, Lines: 1})
		target = kit.Rect{X: mark.X, Y: clock.Y, W: clock.X + clock.W - mark.X, H: clock.H}
	}
	if !v.f.guardable() {
		return rest
	}
	grow := max(0, v.mm(kit.TargetMM)-target.H) / 2
	v.Holdable(id, kit.Rect{X: target.X, Y: max(0, target.Y-grow), W: target.W, H: target.H + 2*grow})
	return rest
}
