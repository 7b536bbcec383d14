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
	note := ""
	if v.Geometry.Portrait() {
		note = v.t("code-where")
	}
	rest := v.question(v.t("code"), note)
	gap, side := v.mm(kit.GapMM), v.mm(kit.TargetMM)
	cols := min(int((rest.W+gap)/(side+gap)), 11)
	if v.Geometry.Portrait() {
		cols = min(cols, 8)
	}
	rows := float64((len(codeKeys) + cols - 1) / cols)
	row, keys := rest.Top(side, gap)
	keys.H = min(keys.H, rows*v.mm(34)+(rows-1)*gap)
	v.field(row)
	cells := keys.Grid(cols, int(rows), gap)
	for i, c := range codeKeys {
		id := "key:" + string(c)
		v.Button(cells[i], kit.Button{ID: id, Word: string(c), Look: kit.Offered, Middle: true, Held: v.held == id})
	}
}

// field is what was typed, and the keys beside it.
func (v *view) field(row kit.Rect) {
	done, row := row.Right(row.W*0.32, v.mm(kit.GapMM))
	erase, row := row.Right(max(row.W*0.27, v.mm(kit.TargetMM)), v.mm(kit.GapMM))
	v.Round(row, v.Theme.ActionSoft)
	v.Text(row.InsetXY(v.mm(4), 0), v.f.spaced(), kit.Style{Size: v.size("title"), Least: v.size("small"), Bold: true, Color: v.Theme.Action, Down: kit.Middle, Lines: 1})
	v.Button(erase, kit.Button{ID: "erase", Word: v.t("erase"), Middle: true, Held: v.held == "erase"})
	look := kit.Quiet
	if len(v.f.Typed) == codeLength {
		look = kit.Urged
	}
	v.Button(done, kit.Button{ID: "check-in", Word: v.t("check-in"), Look: look, Size: v.size("body"), Middle: true, Held: v.held == "check-in"})
}

// spaced is what was typed, in two groups, and a dot for each sign to come.
func (f *Flow) spaced() string {
	all := f.Typed + strings.Repeat("·", codeLength-len(f.Typed))
	signs := []rune(all)
	return string(signs[:codeLength/2]) + " " + string(signs[codeLength/2:])
}
