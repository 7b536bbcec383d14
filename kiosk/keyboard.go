package kiosk

import (
	"strings"

	"motcua/internal/ui/kit"
)

// The keys that write, in the order of the rows they stand in.
const (
	letterKeys = "qwertyuiopasdfghjklzxcvbnm"
	figureKeys = "1234567890.-/"
)

// The rows of letters: as on every keyboard, and by the alphabet where a screen
// that lies has room for two rows only.
var (
	usual   = []string{"qwertyuiop", "asdfghjkl", "zxcvbnm"}
	byAlpha = []string{"abcdefghijklm", "nopqrstuvwxyz"}
	figures = []string{"1234567890", ".-/"}
)

// keyboard draws the keys at the foot of r and returns what is left above them.
func (v *view) keyboard(r kit.Rect, text bool) (rest kit.Rect) {
	rows := usual
	if v.f.seeking.figures {
		rows = figures
	}
	switch {
	case v.Geometry.Portrait():
		return v.keysUpright(r, rows, text)
	case v.f.Low:
		return v.keysLow(r, rows, text)
	}
	return v.keysLying(r, rows, text)
}

// keysUpright is ten keys a row, and a row of keys that write nothing below them.
func (v *view) keysUpright(r kit.Rect, rows []string, text bool) (rest kit.Rect) {
	gap := v.mm(kit.GapMM)
	high := v.keyHeight(r, len(usual)+1)
	keys, rest := r.Bottom(float64(len(usual)+1)*high+float64(len(usual))*gap, v.mm(6))
	keys.X, keys.W = keys.X-v.mm(1), keys.W+v.mm(2) // ten keys of 20 mm and their gaps are 245 mm
	side := (keys.W - 9*gap) / 10
	var row kit.Rect
	for range len(usual) - len(rows) { // fewer rows stand at the foot
		_, keys = keys.Top(high, gap)
	}
	for _, letters := range rows {
		row, keys = keys.Top(high, gap)
		n := float64(len(letters))
		row.X += (row.W - n*side - (n-1)*gap) / 2
		v.keys(row, letters, side)
	}
	turn, row := keys.Left(2*side+gap, gap)
	erase, space := row.Right(3*side+2*gap, gap)
	v.turn(turn)
	v.erase(erase)
	if text {
		v.space(space)
	}
	return rest
}

// keysLying is twelve keys a row, those that write nothing at their right.
func (v *view) keysLying(r kit.Rect, rows []string, text bool) (rest kit.Rect) {
	gap := v.mm(kit.GapMM)
	high := v.keyHeight(r, 3)
	keys, rest := r.Bottom(3*high+2*gap, gap)
	side := (keys.W - 11*gap) / 12
	for i := range 3 {
		var row kit.Rect
		row, keys = keys.Top(high, gap)
		if i < len(rows) {
			v.keys(row, rows[i], side)
		}
		_, row = row.Left(float64(len(usual[i]))*(side+gap)-gap, gap)
		switch i {
		case 0:
			v.erase(row)
		case 1:
			v.turn(row)
		case 2:
			if text {
				v.space(row)
			}
		}
	}
	return rest
}

// keysLow is two rows of thirteen keys: a screen that lies keeps no more within reach.
func (v *view) keysLow(r kit.Rect, rows []string, text bool) (rest kit.Rect) {
	if !v.f.seeking.figures {
		rows = byAlpha
	}
	gap, high := v.mm(kit.GapMM), v.mm(kit.TargetMM)
	keys, rest := r.Bottom(2*high+gap, gap)
	side := (keys.W - 12*gap) / 13
	upper, lower := keys.Top(high, gap)
	v.keys(upper, rows[0], side)
	v.keys(lower, rows[1], side)
	if v.f.seeking.figures {
		_, upper = upper.Left(float64(len(rows[0]))*(side+gap)-gap, gap)
		v.turn(upper)
		_, lower = lower.Left(float64(len(rows[1]))*(side+gap)-gap, gap)
		erase, lower := lower.Left(2*side+gap, gap)
		v.erase(erase)
		v.beside = lower
		return rest
	}
	row, rest := rest.Bottom(high, gap)
	third := (row.W*0.45 - 2*gap) / 3
	for _, draw := range []func(kit.Rect){v.erase, v.turn, v.space} {
		var key kit.Rect
		key, row = row.Right(third, gap)
		draw(key)
	}
	v.beside = row
	return rest
}

// keyHeight is how high a key is: as high as it is wide, where that leaves room for what is found.
func (v *view) keyHeight(r kit.Rect, rows int) float64 {
	most := v.mm(24)
	if room := (r.H*0.5 - float64(rows-1)*v.mm(kit.GapMM)) / float64(rows); most > room {
		most = room
	}
	return max(most, v.mm(kit.TargetMM))
}

// keys draws a row of keys from the left.
func (v *view) keys(row kit.Rect, letters string, side float64) {
	for _, c := range letters {
		var at kit.Rect
		at, row = row.Left(side, v.mm(kit.GapMM))
		v.key(at, "type:"+string(c), strings.ToUpper(string(c)), true)
	}
}

// key draws one key. A letter stands large in it.
func (v *view) key(r kit.Rect, id, word string, letter bool) {
	ground, edge, width, size := v.Theme.Surface, v.Theme.Edge, v.mm(0.4), v.size("small")
	if v.held == id {
		ground, edge, width = v.Theme.ActionSoft, v.Theme.Action, v.mm(0.8)
	}
	if letter {
		size = v.size("lead")
	}
	v.Round(r, ground)
	v.Border(r, edge, width)
	v.Text(r.Inset(v.mm(1)), word, kit.Style{Size: size, Bold: letter, Color: v.Theme.Text, Align: kit.Middle, Down: kit.Middle, Essential: letter, Lines: 1})
	v.Target(id, r)
}

func (v *view) erase(r kit.Rect) { v.key(r, "type:erase", v.t("erase"), false) }

func (v *view) space(r kit.Rect) { v.key(r, "type:space", v.f.l("space"), false) }

// turn is the key to the other layer.
func (v *view) turn(r kit.Rect) {
	if v.f.seeking.figures {
		v.key(r, "type:letters", v.f.l("letters"), false)
		return
	}
	v.key(r, "type:figures", v.f.l("figures"), false)
}
