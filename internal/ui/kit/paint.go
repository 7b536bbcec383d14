package kit

import (
	"math"

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
			s.stamp(dst, sprite{icon: item.Icon, size: int(math.Round(item.Rect.W))}, item.Rect.X, item.Rect.Y, 0, item.Color)
		case item.Drawing != nil:
			s.paintDrawing(dst, item)
		case item.Picture != nil:
			s.paintPicture(dst, item)
		case item.QR != nil:
			s.paintQR(dst, item)
		default:
			s.paintBox(dst, item)
		}
	}
}

func (s *Scene) paintText(dst *ebiten.Image, item Item) {
	face := s.fonts.face(item.Bold, item.Size)
	raise := 0.0
	if len(s.fonts.more) > 0 { // a further font may be higher: the line stays where it is
		raise = face.Metrics().HAscent - ascent*item.Size
	}
	for _, l := range item.Lines {
		op := &text.DrawOptions{}
		op.GeoM.Translate(math.Round(l.X), math.Round(l.Y-raise))
		op.ColorScale.ScaleWithColor(item.Color)
		text.Draw(dst, l.Text, face, op)
	}
}

// stamp draws a sprite at x, y, turned by that many quarters of a circle.
func (s *Scene) stamp(dst *ebiten.Image, key sprite, x, y float64, quarters int, c ui.Color) {
	if key.size < 1 {
		return
	}
	op := &ebiten.DrawImageOptions{Filter: ebiten.FilterNearest}
	half := float64(key.size) / 2
	switch quarters { // by exact matrices, so that pixels stay pixels
	case 1:
		op.GeoM.SetElement(0, 0, -1)
		op.GeoM.Translate(2*half, 0)
	case 2:
		op.GeoM.Scale(-1, -1)
		op.GeoM.Translate(2*half, 2*half)
	case 3:
		op.GeoM.Scale(1, -1)
		op.GeoM.Translate(0, 2*half)
	}
	op.GeoM.Translate(math.Round(x), math.Round(y))
	op.ColorScale.ScaleWithColor(c)
	dst.DrawImage(s.fonts.sprite(key), op)
}

func (s *Scene) paintBox(dst *ebiten.Image, item Item) {
	r, w := item.Rect, item.Stroke
	rad := math.Round(item.Radius)
	switch {
	case rad == 0 && w == 0:
		paintRect(dst, r, item.Color)
		return
	case w == 0:
		paintRect(dst, Rect{r.X + rad, r.Y, r.W - 2*rad, r.H}, item.Color)
		paintRect(dst, Rect{r.X, r.Y + rad, rad, r.H - 2*rad}, item.Color)
		paintRect(dst, Rect{r.X + r.W - rad, r.Y + rad, rad, r.H - 2*rad}, item.Color)
	default:
		paintRect(dst, Rect{r.X + rad, r.Y, r.W - 2*rad, w}, item.Color)
		paintRect(dst, Rect{r.X + rad, r.Y + r.H - w, r.W - 2*rad, w}, item.Color)
		paintRect(dst, Rect{r.X, r.Y + rad, w, r.H - 2*rad}, item.Color)
		paintRect(dst, Rect{r.X + r.W - w, r.Y + rad, w, r.H - 2*rad}, item.Color)
	}
	corner := sprite{size: int(rad), stroke: w}
	s.stamp(dst, corner, r.X, r.Y, 0, item.Color)
	s.stamp(dst, corner, r.X+r.W-rad, r.Y, 1, item.Color)
	s.stamp(dst, corner, r.X+r.W-rad, r.Y+r.H-rad, 2, item.Color)
	s.stamp(dst, corner, r.X, r.Y+r.H-rad, 3, item.Color)
}

func paintRect(dst *ebiten.Image, r Rect, c ui.Color) {
	vector.FillRect(dst, float32(r.X), float32(r.Y), float32(r.W), float32(r.H), c, false)
}

func (s *Scene) paintQR(dst *ebiten.Image, item Item) {
	img := s.fonts.code(item.QR)
	op := &ebiten.DrawImageOptions{Filter: ebiten.FilterNearest}
	scale := item.Rect.W / float64(img.Bounds().Dx())
	op.GeoM.Scale(scale, scale)
	op.GeoM.Translate(item.Rect.X, item.Rect.Y)
	dst.DrawImage(img, op)
}
