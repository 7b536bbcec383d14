package kiosk

import (
	"fmt"
	"math"
	"strings"

	"motcua/internal/ui"
)

// The grid of a picture, and where the printer's lower front left corner is on it.
const (
	pictureW, pictureH = 130.0, 120.0
	originX, originY   = 11.0, 110.0
	lineWidth          = 1.1
)

// space is a point of the machine: x to the right, y away from who looks at it, z up, in units of the grid.
type space struct{ x, y, z float64 }

// flat is a point of the picture.
type flat struct{ x, y float64 }

// on is where the machine's point is seen: from the front, above, and a little from the right.
func (p space) on() flat {
	return flat{originX + p.x + 0.35*p.y, originY - 0.8*p.z - 0.62*p.y}
}

// pen draws a picture; what is drawn later covers what was drawn before.
type pen struct{ shapes []ui.Shape }

func path(points []flat, closed bool) string {
	var b strings.Builder
	for i, p := range points {
		command := "L"
		if i == 0 {
			command = "M"
		}
		fmt.Fprintf(&b, "%s %.2f %.2f ", command, p.x, p.y)
	}
	if closed {
		b.WriteString("Z")
	}
	return strings.TrimSpace(b.String())
}

func seen(points []space) []flat {
	all := make([]flat, len(points))
	for i, p := range points {
		all[i] = p.on()
	}
	return all
}

// area draws a filled outline on the picture.
func (p *pen) area(fill, line ui.Part, points ...flat) {
	p.shapes = append(p.shapes, ui.Shape{Path: path(points, true), Fill: fill, Line: line, Width: lineWidth})
}

// face draws a plane part of the machine.
func (p *pen) face(fill ui.Part, points ...space) { p.area(fill, ui.Outline, seen(points)...) }

// stroke draws a line on the picture.
func (p *pen) stroke(part ui.Part, width float64, points ...flat) {
	p.shapes = append(p.shapes, ui.Shape{Path: path(points, false), Line: part, Width: width})
}

// edge draws a line of the machine.
func (p *pen) edge(width float64, points ...space) { p.stroke(ui.Outline, width, seen(points)...) }

// box draws a block between two corners: its right side, its top and its front.
func (p *pen) box(front, top, side ui.Part, a, b space) {
	p.face(side, space{b.x, a.y, a.z}, space{b.x, b.y, a.z}, space{b.x, b.y, b.z}, space{b.x, a.y, b.z})
	p.face(top, space{a.x, a.y, b.z}, space{b.x, a.y, b.z}, space{b.x, b.y, b.z}, space{a.x, b.y, b.z})
	p.face(front, space{a.x, a.y, a.z}, space{b.x, a.y, a.z}, space{b.x, a.y, b.z}, space{a.x, a.y, b.z})
}

// ring is a circle of the machine in the plane across x.
func ring(x, y, z, r float64) []space {
	points := make([]space, 40)
	for i := range points {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(len(points)))
		points[i] = space{x, y + r*cos, z + r*sin}
	}
	return points
}

// roller draws a cylinder from x0 to x1.
func (p *pen) roller(mantle, end ui.Part, x0, x1, y, z, r float64) {
	left, right := seen(ring(x0, y, z, r)), seen(ring(x1, y, z, r))
	top, low := 0, 0
	for i, at := range left {
		if at.y < left[top].y {
			top = i
		}
		if at.y > left[low].y {
			low = i
		}
	}
	p.area(mantle, ui.Outline, left...)
	p.area(mantle, ui.None, left[top], right[top], right[low], left[low])
	p.stroke(ui.Outline, lineWidth, left[top], right[top])
	p.stroke(ui.Outline, lineWidth, left[low], right[low])
	p.area(end, ui.Outline, right...)
}

// disc draws a circle on the picture.
func (p *pen) disc(fill, line ui.Part, x, y, r float64) {
	points := make([]flat, 40)
	for i := range points {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(len(points)))
		points[i] = flat{x + r*cos, y + r*sin}
	}
	p.area(fill, line, points...)
}

// arrow draws a broad arrow along points, in the color of what to do.
func (p *pen) arrow(points ...flat) {
	const broad, head = 3.6, 5.5
	end, before := points[len(points)-1], points[len(points)-2]
	dx, dy := end.x-before.x, end.y-before.y
	l := math.Hypot(dx, dy)
	dx, dy = dx/l, dy/l
	neck := flat{end.x - dx*head, end.y - dy*head}
	shaft := append(append([]flat(nil), points[:len(points)-1]...), neck)
	tip := []flat{end, {neck.x - dy*head, neck.y + dx*head}, {neck.x + dy*head, neck.y - dx*head}}
	p.stroke(ui.Bright, broad+2.4, shaft...) // a light rim, so that it stands out from what it crosses
	p.shapes = append(p.shapes, ui.Shape{Path: path(tip, true), Line: ui.Bright, Width: 2.4})
	p.stroke(ui.Mark, broad, shaft...)
	p.shapes = append(p.shapes, ui.Shape{Path: path(tip, true), Fill: ui.Mark, Line: ui.Mark, Width: 0.6})
}

// bow returns points on a part of a circle, from one angle to another, in degrees counted as a clock does.
func bow(x, y, r, from, to float64) []flat {
	points := make([]flat, 25)
	for i := range points {
		sin, cos := math.Sincos((from + (to-from)*float64(i)/24) * math.Pi / 180)
		points[i] = flat{x + r*sin, y - r*cos}
	}
	return points
}

// letters are drawn on a square of one by one.
var letters = map[rune][][]flat{
	'F': {{{0.8, 0}, {0.1, 0}, {0.1, 1}}, {{0.1, 0.5}, {0.7, 0.5}}},
	'E': {{{0.8, 0}, {0.1, 0}, {0.1, 1}, {0.8, 1}}, {{0.1, 0.5}, {0.7, 0.5}}},
	'D': {{{0.1, 0}, {0.1, 1}, {0.5, 1}, {0.85, 0.75}, {0.85, 0.25}, {0.5, 0}, {0.1, 0}}},
	'5': {{{0.8, 0}, {0.2, 0}, {0.15, 0.45}, {0.5, 0.38}, {0.8, 0.55}, {0.8, 0.8}, {0.5, 1}, {0.1, 0.9}}},
	'c': {{{0.75, 0.45}, {0.5, 0.35}, {0.2, 0.5}, {0.2, 0.85}, {0.5, 1}, {0.75, 0.9}}},
	'm': {{{0, 1}, {0, 0.38}}, {{0, 0.5}, {0.25, 0.36}, {0.45, 0.5}, {0.45, 1}}, {{0.45, 0.5}, {0.7, 0.36}, {0.9, 0.5}, {0.9, 1}}},
	'I': {{{0.5, 0}, {0.5, 1}}},
	'O': {bow(0.5, 0.5, 0.48, 0, 360)},
	' ': {},
}

// write draws a word with its upper left corner at x, y, size high.
func (p *pen) write(part ui.Part, word string, x, y, size float64) {
	for _, c := range word {
		for _, line := range letters[c] {
			points := make([]flat, len(line))
			for j, at := range line {
				points[j] = flat{x + at.x*0.9*size, y + at.y*size}
			}
			p.stroke(part, size*0.16, points...)
		}
		if x += 1.12 * size; c == ' ' {
			x -= 0.6 * size
		}
	}
}

// picture names what was drawn.
func (p *pen) picture(name string) ui.Drawing {
	return ui.Drawing{Name: name, W: pictureW, H: pictureH, Shapes: p.shapes}
}
