package kit

import (
	"math"
	"strconv"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/text/v2"
	"github.com/hajimehoshi/ebiten/v2/vector"

	"motcua/internal/ui"
)

// Paint draws the whole scene on dst.
func (s *Scene) Paint(dst *ebiten.Image) {
	for _, item := range s.Items {
		switch {
		case item.Lines != nil:
			s.paintText(dst, item)
		case item.Icon != "":
			paintIcon(dst, item)
		case item.QR != nil:
			paintQR(dst, item)
		default:
			paintBox(dst, item)
		}
	}
}

func (s *Scene) paintText(dst *ebiten.Image, item Item) {
	for _, l := range item.Lines {
		op := &text.DrawOptions{}
		op.GeoM.Translate(math.Round(l.X), math.Round(l.Y))
		op.ColorScale.ScaleWithColor(item.Color)
		text.Draw(dst, l.Text, s.fonts.face(item.Bold, item.Size), op)
	}
}

func paintBox(dst *ebiten.Image, item Item) {
	r := item.Rect
	if item.Radius == 0 && item.Stroke == 0 {
		vector.FillRect(dst, float32(r.X), float32(r.Y), float32(r.W), float32(r.H), item.Color, false)
		return
	}
	if item.Stroke > 0 {
		r = r.Inset(item.Stroke / 2)
	}
	x, y, w, h, rad := float32(r.X), float32(r.Y), float32(r.W), float32(r.H), float32(item.Radius)
	var p vector.Path
	p.MoveTo(x+rad, y)
	p.ArcTo(x+w, y, x+w, y+h, rad)
	p.ArcTo(x+w, y+h, x, y+h, rad)
	p.ArcTo(x, y+h, x, y, rad)
	p.ArcTo(x, y, x+w, y, rad)
	p.Close()
	op := drawing(item.Color)
	if item.Stroke > 0 {
		vector.StrokePath(dst, &p, &vector.StrokeOptions{Width: float32(item.Stroke)}, op)
		return
	}
	vector.FillPath(dst, &p, nil, op)
}

func drawing(c ui.Color) *vector.DrawPathOptions {
	op := &vector.DrawPathOptions{AntiAlias: true}
	op.ColorScale.ScaleWithColor(c)
	return op
}

func paintIcon(dst *ebiten.Image, item Item) {
	scale := item.Rect.W / ui.IconGrid
	p := iconPath(ui.IconPath(item.Icon), item.Rect.X, item.Rect.Y, scale)
	vector.StrokePath(dst, p, &vector.StrokeOptions{Width: float32(ui.IconStroke * scale), LineCap: vector.LineCapRound,
		LineJoin: vector.LineJoinRound}, drawing(item.Color))
}

// iconPath reads the path data of package ui, which its own test keeps within M, L, C and Z.
func iconPath(data string, x, y, scale float64) *vector.Path {
	var p vector.Path
	fields := strings.Fields(data)
	at := func(i int) (float32, float32) {
		if i+1 >= len(fields) {
			return 0, 0
		}
		px, _ := strconv.ParseFloat(fields[i], 64)
		py, _ := strconv.ParseFloat(fields[i+1], 64)
		return float32(x + px*scale), float32(y + py*scale)
	}
	for i := 0; i < len(fields); i++ {
		x1, y1 := at(i + 1)
		switch fields[i] {
		case "M":
			p.MoveTo(x1, y1)
			i += 2
		case "L":
			p.LineTo(x1, y1)
			i += 2
		case "C":
			x2, y2 := at(i + 3)
			x3, y3 := at(i + 5)
			p.CubicTo(x1, y1, x2, y2, x3, y3)
			i += 6
		case "Z":
			p.Close()
		}
	}
	return &p
}

func paintQR(dst *ebiten.Image, item Item) {
	n := len(item.QR)
	module := math.Floor(item.Rect.W / float64(n)) // whole pixels, so that phones read it
	side := module * float64(n)
	x0, y0 := math.Round(item.Rect.X+(item.Rect.W-side)/2), math.Round(item.Rect.Y+(item.Rect.H-side)/2)
	vector.FillRect(dst, float32(x0), float32(y0), float32(side), float32(side), ui.Color(0xffffff), false)
	for y, row := range item.QR {
		for x, dark := range row {
			if dark {
				vector.FillRect(dst, float32(x0+float64(x)*module), float32(y0+float64(y)*module), float32(module), float32(module), ui.Color(0x000000), false)
			}
		}
	}
}
