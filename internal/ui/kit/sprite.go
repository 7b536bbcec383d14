package kit

import (
	"image"
	"math"
	"strconv"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"motcua/internal/ui"
)

// sprite names a small white picture that is made once and then tinted. It is
// made without the graphics card: paths painted there cost ten times the memory.
type sprite struct {
	icon   string  // an icon; empty: the upper left quarter of a circle
	size   int     // side in pixels
	stroke float64 // of the quarter; 0 fills it
}

func (f *Fonts) sprite(key sprite) *ebiten.Image {
	if made, ok := f.sprites[key]; ok {
		return made
	}
	distance := key.quarter
	if key.icon != "" {
		distance = key.lines()
	}
	pixels := make([]byte, 4*key.size*key.size)
	for i := range key.size * key.size {
		d := distance(float64(i%key.size)+0.5, float64(i/key.size)+0.5)
		cover := byte(math.Round(255 * min(1, max(0, 0.5-d)))) // half a pixel within and without
		for j := range 4 {
			pixels[4*i+j] = cover
		}
	}
	img := ebiten.NewImageWithOptions(image.Rect(0, 0, key.size, key.size), &ebiten.NewImageOptions{Unmanaged: key.size > 256})
	img.WritePixels(pixels)
	f.sprites[key] = img
	return img
}

// quarter is the distance from a point to the quarter of a circle, negative within.
func (key sprite) quarter(x, y float64) float64 {
	r := float64(key.size)
	d := math.Hypot(x-r, y-r) - r
	if key.stroke > 0 {
		return math.Abs(d+key.stroke/2) - key.stroke/2
	}
	return d
}

// lines returns the distance from a point to the icon's strokes, negative within.
func (key sprite) lines() func(x, y float64) float64 {
	scale := float64(key.size) / ui.IconGrid
	segments := flatten(ui.IconPath(key.icon), scale)
	half := ui.IconStroke * scale / 2
	return func(x, y float64) float64 {
		least := math.Inf(1)
		for _, s := range segments {
			least = min(least, s.distance2(x, y))
		}
		return math.Sqrt(least) - half
	}
}

type segment struct{ x0, y0, x1, y1 float64 }

// distance2 is the square of the distance from a point to the segment.
func (s segment) distance2(x, y float64) float64 {
	dx, dy := s.x1-s.x0, s.y1-s.y0
	t := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		t = min(1, max(0, ((x-s.x0)*dx+(y-s.y0)*dy)/l))
	}
	dx, dy = x-s.x0-t*dx, y-s.y0-t*dy
	return dx*dx + dy*dy
}

const chords = 12 // segments of one Bézier curve of an icon

// flatten turns path data of package ui, which its own test keeps within M, L, C and Z, into segments.
func flatten(data string, scale float64) (segments []segment) {
	fields := strings.Fields(data)
	var startX, startY, x, y float64
	at := func(i int) (float64, float64) {
		if i+1 >= len(fields) {
			return x, y
		}
		px, _ := strconv.ParseFloat(fields[i], 64)
		py, _ := strconv.ParseFloat(fields[i+1], 64)
		return px * scale, py * scale
	}
	line := func(toX, toY float64) {
		segments = append(segments, segment{x, y, toX, toY})
		x, y = toX, toY
	}
	for i := 0; i < len(fields); i++ {
		switch x1, y1 := at(i + 1); fields[i] {
		case "M":
			x, y, startX, startY = x1, y1, x1, y1
		case "L":
			line(x1, y1)
		case "Z":
			line(startX, startY)
		case "C":
			x0, y0 := x, y
			x2, y2 := at(i + 3)
			x3, y3 := at(i + 5)
			for n := 1; n <= chords; n++ {
				t := float64(n) / chords
				u := 1 - t
				a, b, c, d := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
				line(a*x0+b*x1+c*x2+d*x3, a*y0+b*y1+c*y2+d*y3)
			}
		}
	}
	return segments
}
