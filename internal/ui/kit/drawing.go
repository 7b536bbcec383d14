package kit

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"github.com/hajimehoshi/ebiten/v2"
	"golang.org/x/image/vector"

	"motcua/internal/ui"
)

// mostDrawings is how many pictures are kept ready: as many as one screen shows.
const mostDrawings = 4

// picture names a drawing as it was painted.
type picture struct {
	name  string
	theme string
	w, h  int
}

// Drawing puts a drawing into the middle of r, as large as fits.
func (s *Scene) Drawing(r Rect, d ui.Drawing) {
	scale := min(r.W/d.W, r.H/d.H)
	w, h := d.W*scale, d.H*scale
	s.Items = append(s.Items, Item{Rect: Rect{r.X + (r.W-w)/2, r.Y + (r.H-h)/2, w, h}.whole(), Drawing: &d})
}

func (s *Scene) paintDrawing(dst *ebiten.Image, item Item) {
	if item.Rect.W < 1 || item.Rect.H < 1 {
		return
	}
	op := &ebiten.DrawImageOptions{}
	op.GeoM.Translate(item.Rect.X, item.Rect.Y)
	dst.DrawImage(s.fonts.drawing(*item.Drawing, s.Theme, int(item.Rect.W), int(item.Rect.H)), op)
}

// drawing returns the picture of a drawing, made without the graphics card as sprites are.
func (f *Fonts) drawing(d ui.Drawing, theme ui.Theme, w, h int) *ebiten.Image {
	key := picture{d.Name, theme.Name, w, h}
	if made, ok := f.drawings[key]; ok {
		return made
	}
	if len(f.drawings) >= mostDrawings {
		for _, old := range f.drawings {
			old.Deallocate()
		}
		clear(f.drawings)
	}
	pixels := Raster(d, theme, w, h)
	made := ebiten.NewImageWithOptions(pixels.Rect, &ebiten.NewImageOptions{Unmanaged: true})
	made.WritePixels(pixels.Pix)
	f.drawings[key] = made
	return made
}

// Raster paints a drawing in the colors of a theme on w by h clear pixels.
func Raster(d ui.Drawing, theme ui.Theme, w, h int) *image.RGBA {
	pixels := image.NewRGBA(image.Rect(0, 0, w, h))
	for _, shape := range d.Shapes {
		segments := flatten(shape.Path, float64(w)/d.W)
		if shape.Fill != ui.None {
			fill(pixels, segments, theme.Paint(shape.Fill))
		}
		if shape.Line != ui.None {
			stroke(pixels, segments, shape.Width*float64(w)/d.W/2, theme.Paint(shape.Line))
		}
	}
	return pixels
}

// around is the part of dst that segments touch when they are that broad to each side.
func around(dst *image.RGBA, segments []segment, half float64) image.Rectangle {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, s := range segments {
		x0, x1 = min(x0, s.x0, s.x1), max(x1, s.x0, s.x1)
		y0, y1 = min(y0, s.y0, s.y1), max(y1, s.y0, s.y1)
	}
	if len(segments) == 0 {
		return image.Rectangle{}
	}
	return image.Rect(int(x0-half)-1, int(y0-half)-1, int(x1+half)+2, int(y1+half)+2).Intersect(dst.Rect)
}

func fill(dst *image.RGBA, segments []segment, c color.Color) {
	b := around(dst, segments, 0)
	z := vector.NewRasterizer(b.Dx(), b.Dy())
	dx, dy := float64(b.Min.X), float64(b.Min.Y)
	for i, s := range segments {
		if i == 0 || s.x0 != segments[i-1].x1 || s.y0 != segments[i-1].y1 {
			z.MoveTo(float32(s.x0-dx), float32(s.y0-dy))
		}
		z.LineTo(float32(s.x1-dx), float32(s.y1-dy))
	}
	z.ClosePath()
	z.Draw(dst, b, image.NewUniform(c), image.Point{})
}

// stroke paints all that lies within half of the segments; caps and joins are round.
func stroke(dst *image.RGBA, segments []segment, half float64, c color.Color) {
	mask := image.NewAlpha(around(dst, segments, half))
	for _, s := range segments {
		near := around(dst, []segment{s}, half)
		for y := near.Min.Y; y < near.Max.Y; y++ {
			for x := near.Min.X; x < near.Max.X; x++ {
				d := math.Sqrt(s.distance2(float64(x)+0.5, float64(y)+0.5)) - half
				at := mask.PixOffset(x, y)
				mask.Pix[at] = max(mask.Pix[at], byte(math.Round(255*min(1, max(0, 0.5-d)))))
			}
		}
	}
	draw.DrawMask(dst, mask.Rect, image.NewUniform(c), image.Point{}, mask, mask.Rect.Min, draw.Over)
}
