package kiosk

import (
	"math"

	"motcua/internal/ui"
)

// out is a strip that hangs out of the open printer, out of the closed one, and just peeping.
var (
	hangs  = []flat{{ledge + 3, high - 1}, {ledge, high + 1.5}, {ledge - 4, high + 3}, {-3, high + 1}, {-14, high - 8}}
	stands = []flat{{ledge, high + 1}, {ledge - 2, high + 14}, {ledge - 7, high + 26}}
	peeps  = []flat{{ledge, high + 1}, {ledge - 1, high + 7}}
)

// cards are the pictures by name; each is drawn when it is shown.
var cards = map[string]func(p *pen){
	"open": func(p *pen) {
		p.cover(98)
		p.body(true, func() { p.core(0) })
		p.button(ui.Bright, ui.Bright)
		p.lifting()
	},
	"core": func(p *pen) {
		p.cover(98)
		p.body(true, nil)
		p.button(ui.Bright, ui.Bright)
		p.core(26)
		at := space{31, rollY, rollZ + 34}.on()
		p.arrow(flat{at.x, at.y - 1}, flat{at.x, at.y - 22})
	},
	"open-roll": func(p *pen) {
		p.cover(98)
		p.body(true, p.roll)
		p.button(ui.Bright, ui.Bright)
		p.lifting()
	},
	"roll":   rightAndWrong,
	"pull":   pull,
	"shut":   shut,
	"feed":   feed,
	"off":    func(p *pen) { p.closed(peeps...); p.button(ui.Bright, ui.Bright); p.power(false) },
	"on":     func(p *pen) { p.closed(peeps...); p.button(ui.Bright, ui.Done); p.power(true) },
	"wheel":  wheel,
	"piece":  piece,
	"unhook": unhook,
}

// lifting draws the lever that frees the lid, and the lid's way as it opens.
func (p *pen) lifting() {
	p.face(ui.Mark, space{wide + 0.5, ledge + 3, 20}, space{wide + 0.5, ledge + 13, 20}, space{wide + 0.5, ledge + 13, 28}, space{wide + 0.5, ledge + 3, 28})
	var way []flat
	for angle := 14.0; angle <= 84; angle += 5 {
		way = append(way, turned(wide+9, deep-ledge, lid, angle).on())
	}
	p.arrow(way...)
}

// pull draws the paper's end out of the open printer, and how far.
func pull(p *pen) {
	p.cover(98)
	p.body(true, p.roll)
	p.button(ui.Bright, ui.Bright)
	p.strip(hangs...)
	a, b := space{paperR + 5, ledge - 2, high}.on(), space{paperR + 5, -14, high - 8}.on()
	for _, end := range []flat{a, b} {
		p.stroke(ui.Mark, 1.4, flat{end.x - 2.5, end.y}, flat{end.x + 2.5, end.y})
	}
	p.stroke(ui.Mark, 1.4, a, b)
	p.arrow(flat{b.x - 26, b.y - 10}, flat{b.x - 32, b.y + 10})
	p.stroke(ui.Mark, 1, flat{(a.x + b.x) / 2, (a.y + b.y) / 2}, flat{96, b.y - 2})
	p.write(ui.Mark, "5 cm", 98, b.y-7, 8)
}

// shut draws the lid coming down, pressed at both sides.
func shut(p *pen) {
	p.body(true, p.roll)
	p.cover(24)
	p.strip(hangs[1:]...)
	left, right := turned(6, deep-ledge-6, lid, 24).on(), turned(wide-6, deep-ledge-6, lid, 24).on()
	p.arrow(flat{left.x, left.y - 26}, flat{left.x, left.y - 3})
	p.arrow(flat{right.x, right.y - 26}, flat{right.x, right.y - 3})
}

// feed draws the button to press and the paper that comes.
func feed(p *pen) {
	p.closed(stands...)
	p.button(ui.Mark, ui.Done)
	at := space{52, 6.5, high}.on()
	p.arrow(flat{at.x + 50, at.y + 4}, flat{at.x + 8, at.y})
	p.write(ui.Mark, "FEED", 97, at.y-10, 7)
	up := space{paperL + 20, ledge - 7, high + 30}.on()
	p.arrow(flat{up.x, up.y - 2}, flat{up.x, up.y - 18})
}

// unhook draws the lid that is not quite shut.
func unhook(p *pen) {
	p.body(true, p.roll)
	p.cover(10)
	p.strip(hangs[1:]...)
	at := turned(wide, deep-ledge, 0, 10).on()
	p.arrow(flat{at.x + 26, at.y + 4}, flat{at.x + 6, at.y + 2})
}

// wheel draws the small flap before the lid open, and the cutter's wheel beneath it.
func wheel(p *pen) {
	p.body(false, nil)
	p.cover(0)
	p.face(ui.Deep, space{12, 1, high}, space{44, 1, high}, space{44, ledge - 1, high}, space{12, ledge - 1, high})
	p.face(ui.Bright, space{12, 0, high}, space{44, 0, high}, space{44, -9, high - 8}, space{12, -9, high - 8})
	p.roller(ui.Mark, ui.Mark, 24, 31, 6.5, high, 6.5)
	for i := -2; i <= 2; i++ {
		at := space{24, 6.5 + float64(i)*2.2, high + 6 - float64(i*i)*0.6}
		p.stroke(ui.Bright, 0.9, at.on(), space{31, at.y, at.z}.on())
	}
	at := space{27, 6.5, high + 6}.on()
	p.arrow(bow(at.x, at.y+4, 17, -60, 60)...)
}

// piece draws the jammed scrap that is taken out of the open printer, and the knife that is not to be touched.
func piece(p *pen) {
	p.cover(98)
	p.body(true, p.roll)
	p.button(ui.Bright, ui.Bright)
	var teeth []flat
	for x := 8.0; x <= wide-8; x += 2 {
		teeth = append(teeth, space{x, ledge, high}.on(), space{x + 1, ledge, high + 2.6}.on())
	}
	p.stroke(ui.Never, 1.3, teeth...)
	at := space{30, ledge, high + 8}.on()
	p.area(ui.Bright, ui.Outline, flat{at.x - 9, at.y + 4}, flat{at.x - 6, at.y - 5}, flat{at.x - 1, at.y - 1}, flat{at.x + 4, at.y - 7},
		flat{at.x + 10, at.y - 2}, flat{at.x + 7, at.y + 5}, flat{at.x + 1, at.y + 2}, flat{at.x - 4, at.y + 6})
	p.arrow(flat{at.x, at.y - 10}, flat{at.x, at.y - 32})
}

// rightAndWrong draws the printer cut open from the side twice: the paper comes
// from below the roll and runs forward, and how it must not be.
func rightAndWrong(p *pen) {
	p.sideCut(10, 12, true)
	p.sideCut(72, 12, false)
}

// sideCut draws the printer from the right, its front at the left, with the lid open.
func (p *pen) sideCut(x, y float64, right bool) {
	at := func(dx, dy float64) flat { return flat{x + dx, y + dy} }
	p.area(ui.Shade, ui.Outline, at(0, 34), at(12, 34), at(12, 42), at(16, 66), at(46, 66), at(50, 42), at(50, 34), at(54, 34), at(54, 78), at(0, 78))
	p.area(ui.Shade, ui.Outline, at(50, 34), at(46, 0), at(51, -1), at(56, 34))
	c := at(31, 46)
	part := ui.Done
	if !right {
		part = ui.Never
	}
	p.disc(ui.Hint, ui.Outline, c.x, c.y, 17)
	p.disc(ui.None, ui.Outline, c.x, c.y, 11.5)
	p.disc(ui.Bright, ui.Outline, c.x, c.y, 6)
	end := at(-1, 27)
	if right { // under the roll, then up to the front
		p.stroke(part, 2.4, append(bow(c.x, c.y, 18.2, 150, 262), at(10, 32), end)...)
	} else {
		p.stroke(part, 2.4, append(bow(c.x, c.y, 18.2, 60, -40), at(10, 32), end)...)
	}
	p.arrowhead(part, end, flat{-13, -8})
	p.verdict(part, right, x+27, y+92)
}

// arrowhead draws the tip of a line that ends at p in that direction.
func (p *pen) arrowhead(part ui.Part, end, direction flat) {
	l := 4.2 / math.Hypot(direction.x, direction.y)
	d := flat{direction.x * l, direction.y * l}
	p.area(part, part, flat{end.x + d.x, end.y + d.y}, flat{end.x - d.y*0.8, end.y + d.x*0.8}, flat{end.x + d.y*0.8, end.y - d.x*0.8})
}

// verdict draws a tick or a cross.
func (p *pen) verdict(part ui.Part, right bool, x, y float64) {
	p.disc(part, part, x, y, 9)
	if right {
		p.stroke(ui.Bright, 2.6, flat{x - 4.5, y + 0.5}, flat{x - 1.2, y + 4}, flat{x + 4.8, y - 3.6})
		return
	}
	p.stroke(ui.Bright, 2.6, flat{x - 3.6, y - 3.6}, flat{x + 3.6, y + 3.6})
	p.stroke(ui.Bright, 2.6, flat{x - 3.6, y + 3.6}, flat{x + 3.6, y - 3.6})
}

// card draws the picture of that name.
func card(name string) ui.Drawing {
	p := &pen{}
	cards[name](p)
	return p.picture(name)
}
