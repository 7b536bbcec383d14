package kiosk

import (
	"strings"

	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// An appointment's code: its length, and the letters and digits it is made of.
const (
	codeLength = 8
	codeKeys   = "ABCDEFGHIJKMNPQRSTUVWXYZ23456789"
)

// typed takes a key of the keypad.
func (f *Flow) typed(what, key string) {
	switch {
	case f.step != Code:
	case what == "key" && len(f.Typed) < codeLength && len(key) == 1 && strings.Contains(codeKeys, key):
		f.Typed += key
	case what == "erase" && f.Typed != "":
		f.Typed = f.Typed[:len(f.Typed)-1]
	case what == "check-in" && len(f.Typed) == codeLength:
		f.Wish.Request = wire.IssueRequest{Kiosk: f.Kiosk, Appointment: f.Typed}
		f.ask()
	}
}

// typing asks for the code of an appointment, with a key for each letter and digit it may have.
func (v *view) typing() {
	gap, side := v.mm(kit.GapMM), v.mm(kit.TargetMM)
	if v.f.Low && !v.Geometry.Portrait() { // no room below: what was typed stands above, the other two keys at the end
		rest := v.question(v.t("code"), v.f.spaced())
		cells := v.signs(rest, min(int((rest.W+gap)/(side+gap)), 12))
		more := cells[len(codeKeys):]
		erase, done := more[0].To(more[len(more)-1]).Left(v.mm(28), gap)
		v.Button(erase, v.eraser())
		v.Button(done, v.checkIn())
		return
	}
	note, most := "", 11
	if v.Geometry.Portrait() {
		note, most = v.t("code-where"), 8
	}
	rest := v.question(v.t("code"), note)
	row, keys := rest.Top(side, gap)
	done, row := row.Right(row.W*0.32, gap)
	erase, row := row.Right(max(row.W*0.27, side), gap)
	v.Round(row, v.Theme.ActionSoft)
	v.Text(row.InsetXY(v.mm(4), 0), v.f.spaced(), kit.Style{Size: v.size("title"), Least: v.size("small"), Bold: true, Color: v.Theme.Action, Down: kit.Middle, Lines: 1})
	v.Button(erase, v.eraser())
	v.Button(done, v.checkIn())
	v.signs(keys, min(int((rest.W+gap)/(side+gap)), most))
}

// signs are the keys of a code in that many columns. It returns their places, and those left over.
func (v *view) signs(r kit.Rect, cols int) []kit.Rect {
	rows := (len(codeKeys) + cols - 1) / cols
	r.H = min(r.H, float64(rows)*v.mm(34)+float64(rows-1)*v.mm(kit.GapMM))
	cells := r.Grid(cols, rows, v.mm(kit.GapMM))
	for i, c := range codeKeys {
		id := "key:" + string(c)
		v.Button(cells[i], kit.Button{ID: id, Word: string(c), Look: kit.Offered, Middle: true, Held: v.held == id})
	}
	return cells
}

func (v *view) eraser() kit.Button {
	return kit.Button{ID: "erase", Word: v.t("erase"), Middle: true, Held: v.held == "erase"}
}

func (v *view) checkIn() kit.Button {
	look := kit.Quiet
	if len(v.f.Typed) == codeLength {
		look = kit.Urged
	}
	return kit.Button{ID: "check-in", Word: v.t("check-in"), Look: look, Size: v.size("body"), Middle: true, Held: v.held == "check-in"}
}

// spaced is what was typed, in two groups, and a dot for each sign to come.
func (f *Flow) spaced() string {
	all := f.Typed + strings.Repeat("·", codeLength-len(f.Typed))
	signs := []rune(all)
	return string(signs[:codeLength/2]) + " " + string(signs[codeLength/2:])
}
