package kit

import (
	"image"
	"image/draw"
	"math"

	"github.com/hajimehoshi/ebiten/v2"
)

// Picture puts an image into the middle of r, whole and as large as fits.
func (s *Scene) Picture(r Rect, img image.Image) {
	b := img.Bounds()
	if b.Empty() || r.W < 1 || r.H < 1 {
		return
	}
	scale := min(r.W/float64(b.Dx()), r.H/float64(b.Dy()))
	w, h := math.Floor(float64(b.Dx())*scale), math.Floor(float64(b.Dy())*scale)
	s.Items = append(s.Items, Item{Rect: Rect{math.Round(r.X + (r.W-w)/2), math.Round(r.Y + (r.H-h)/2), w, h}, Picture: img})
}

func (s *Scene) paintPicture(dst *ebiten.Image, item Item) {
	img := s.fonts.picture(item.Picture)
	op := &ebiten.DrawImageOptions{Filter: ebiten.FilterLinear}
	b := img.Bounds()
	op.GeoM.Scale(item.Rect.W/float64(b.Dx()), item.Rect.H/float64(b.Dy()))
	op.GeoM.Translate(item.Rect.X, item.Rect.Y)
	dst.DrawImage(img, op)
}

// picture returns an image as the graphics card has it; only the last one is kept.
func (f *Fonts) picture(of image.Image) *ebiten.Image {
	if f.shown.of == of {
		return f.shown.image
	}
	if f.shown.image != nil {
		f.shown.image.Deallocate()
	}
	b := of.Bounds()
	flat, ok := of.(*image.RGBA)
	if !ok || flat.Stride != 4*b.Dx() {
		flat = image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
		draw.Draw(flat, flat.Rect, of, b.Min, draw.Src)
	}
	made := ebiten.NewImageWithOptions(flat.Rect, &ebiten.NewImageOptions{Unmanaged: true})
	made.WritePixels(flat.Pix[:4*b.Dx()*b.Dy()])
	f.shown.of, f.shown.image = of, made
	return made
}
