package kiosk

import (
	"math"

	"motcua/internal/ui"
)

// The receipt printer of the pictures: as most of them are built, with a lid
// over the roll that opens to the back and a button on the ledge before it.
const (
	wide, deep, high = 64.0, 56.0, 34.0
	ledge            = 13.0 // depth of the part before the lid
	lid              = 9.0  // height of the lid
	rollR            = 14.5
	rollY, rollZ     = 35.0, 25.0
	paperL, paperR   = 11.0, 51.0 // edges of the paper
)

// body draws the printer without its lid; open shows the place for the roll, with what inside draws.
func (p *pen) body(open bool, inside func()) {
	if !open {
		p.box(ui.Bright, ui.Bright, ui.Shade, space{0, 0, 0}, space{wide, deep, high})
		return
	}
	p.face(ui.Bright, space{0, ledge, high}, space{wide, ledge, high}, space{wide, deep, high}, space{0, deep, high})
	p.face(ui.Deep, space{4, ledge + 1, high}, space{wide - 4, ledge + 1, high}, space{wide - 4, deep - 3, high}, space{4, deep - 3, high})
	if inside != nil {
		inside()
	}
	p.face(ui.Bright, space{wide - 4, ledge, high}, space{wide, ledge, high}, space{wide, deep, high}, space{wide - 4, deep, high})
	p.face(ui.Shade, space{wide, 0, 0}, space{wide, deep, 0}, space{wide, deep, high}, space{wide, 0, high})
	p.face(ui.Bright, space{0, 0, high}, space{wide, 0, high}, space{wide, ledge, high}, space{0, ledge, high})
	p.face(ui.Bright, space{0, 0, 0}, space{wide, 0, 0}, space{wide, 0, high}, space{0, 0, high})
}

// turned is a point of the lid, u from its hinge and w above its inner side, when it is open by that angle in degrees.
func turned(x, u, w, angle float64) space {
	sin, cos := math.Sincos(angle * math.Pi / 180)
	return space{x, deep - u*cos + w*sin, high + u*sin + w*cos}
}

// cover draws the lid, open by that angle in degrees.
func (p *pen) cover(angle float64) {
	at := func(x, u, w float64) space { return turned(x, u, w, angle) }
	long := deep - ledge
	p.face(ui.Shade, at(wide, 0, 0), at(wide, long, 0), at(wide, long, lid), at(wide, 0, lid))
	if angle > 60 { // its inner side is seen
		p.face(ui.Bright, at(0, long, 0), at(wide, long, 0), at(wide, long, lid), at(0, long, lid))
		p.face(ui.Shade, at(0, 0, 0), at(wide, 0, 0), at(wide, long, 0), at(0, long, 0))
		p.face(ui.Deep, at(6, long-3, 0), at(wide-6, long-3, 0), at(wide-6, long-7, 0), at(6, long-7, 0)) // the roller that moves the paper
		return
	}
	p.face(ui.Bright, at(0, 0, lid), at(wide, 0, lid), at(wide, long, lid), at(0, long, lid))
	p.face(ui.Bright, at(0, long, 0), at(wide, long, 0), at(wide, long, lid), at(0, long, lid))
}

// slot draws where the paper comes out of the closed printer.
func (p *pen) slot() {
	p.edge(2.2, space{5, ledge, high + 0.8}, space{wide - 5, ledge, high + 0.8})
}

// button draws the FEED button and the lamp beside it.
func (p *pen) button(fill, lamp ui.Part) {
	round := func(fill ui.Part, x, r float64) {
		points := make([]space, 24)
		for i := range points {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / 24)
			points[i] = space{x + r*cos, 6.5 + r*sin, high}
		}
		p.face(fill, points...)
	}
	round(fill, 52, 4.6)
	round(lamp, 41, 2)
}

// roll draws a full roll in its place, core the empty one.
func (p *pen) roll() { p.rollAt(0, 0) }

func (p *pen) rollAt(forward, up float64) {
	y, z := rollY-forward, rollZ+up
	p.roller(ui.Hint, ui.Hint, paperL, paperR, y, z, rollR)
	p.area(ui.Bright, ui.Outline, seen(ring(paperR, y, z, rollR*0.36))...)
	p.area(ui.None, ui.Outline, seen(ring(paperR, y, z, rollR*0.68))...)
}

func (p *pen) core(up float64) {
	p.roller(ui.Bright, ui.Bright, paperL, paperR, rollY, rollZ+up, rollR*0.42)
	p.area(ui.Deep, ui.Outline, seen(ring(paperR, rollY, rollZ+up, rollR*0.24))...)
}

// strip draws the paper along a line given by y and z, from the machine outwards.
func (p *pen) strip(line ...flat) {
	var left, right []flat
	for _, at := range line {
		left = append(left, space{paperL, at.x, at.y}.on())
		right = append([]flat{space{paperR, at.x, at.y}.on()}, right...)
	}
	p.area(ui.Hint, ui.Outline, append(left, right...)...)
}

// closed draws the printer ready for work, its paper out as far as line goes.
func (p *pen) closed(line ...flat) {
	p.body(false, nil)
	p.cover(0)
	p.slot()
	if len(line) > 0 {
		p.strip(line...)
	}
}

// power draws the switch at the front and, large above it, which side of it to press.
func (p *pen) power(on bool) {
	p.face(ui.Shade, space{8, 0, 8}, space{20, 0, 8}, space{20, 0, 16}, space{8, 0, 16})
	p.edge(0.8, space{14, 0, 8}, space{14, 0, 16})
	from := space{14, 0, 12}.on()
	p.stroke(ui.Mark, 1.2, from, flat{24, 38})
	p.disc(ui.Bright, ui.Mark, 24, 22, 19)
	pressed, other := ui.Bright, ui.Bright
	if on {
		pressed = ui.Mark
	} else {
		other = ui.Mark
	}
	ink := map[ui.Part]ui.Part{ui.Bright: ui.Outline, ui.Mark: ui.Bright}
	p.area(pressed, ui.Outline, flat{11, 14}, flat{24, 14}, flat{24, 30}, flat{11, 30})
	p.area(other, ui.Outline, flat{24, 14}, flat{37, 14}, flat{37, 30}, flat{24, 30})
	p.write(ink[pressed], "I", 13.6, 17.5, 9)
	p.write(ink[other], "O", 26.6, 17.5, 9)
}
