package config

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"

	"golang.org/x/image/draw"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// Limits of a logo as a file, so that a photograph does not end up on a slip.
const (
	maxLogoFile = 1 << 20 // bytes
	maxLogoSide = 2000    // pixels
)

// loadLogos reads the logos that the slips of a center name, seen from the
// center file at path, and turns each into what a printer prints.
func loadLogos(path string, c *center.Center) Problems {
	var problems Problems
	load := func(place string, s *center.Slip) {
		if s.Logo == "" {
			return
		}
		picture, bad := readLogo(place, beside(path, s.Logo))
		if bad != nil {
			problems = append(problems, bad)
		}
		s.Picture = picture
	}
	load("[slip]", &c.Slip)
	for i := range c.Services {
		load("[service.slip] "+string(c.Services[i].Code), &c.Services[i].Slip)
	}
	return problems
}

func readLogo(place, path string) ([]byte, *fault.Error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "slip-logo-unreadable", "place", place, "file", path)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxLogoFile+1))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "slip-logo-unreadable", "place", place, "file", path)
	}
	return Logo(place, path, raw)
}

// Logo turns a PNG into the small black and white one that slips carry: never
// enlarged, at most center.LogoWidth by center.LogoHeight dots. Line art keeps
// its edges; a picture with shades is dithered. place and file are how a fault calls it.
func Logo(place, file string, raw []byte) ([]byte, *fault.Error) {
	size, err := png.DecodeConfig(bytes.NewReader(raw))
	if len(raw) > maxLogoFile || size.Width > maxLogoSide || size.Height > maxLogoSide {
		return nil, fault.New(fault.Invalid, "slip-logo-large", "place", place, "file", file, "most", maxLogoSide, "kb", maxLogoFile>>10)
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "slip-logo-form", "place", place, "file", file)
	}
	full, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "slip-logo-form", "place", place, "file", file)
	}
	dots := burn(shrink(full))
	black := false
	for _, i := range dots.Pix {
		black = black || i == 1
	}
	var out bytes.Buffer
	if err := png.Encode(&out, dots); err != nil || !black {
		return nil, fault.Wrap(err, fault.Invalid, "slip-logo-blank", "place", place, "file", file)
	}
	return out.Bytes(), nil
}

// shrink puts m on white ground and scales it down to what a slip has room for.
func shrink(m image.Image) *image.Gray {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	scale := min(1, float64(center.LogoWidth)/float64(w), float64(center.LogoHeight)/float64(h))
	on := image.Rect(0, 0, max(1, int(float64(w)*scale)), max(1, int(float64(h)*scale)))
	ground := image.NewRGBA(on)
	draw.Draw(ground, on, image.White, image.Point{}, draw.Src)
	draw.CatmullRom.Scale(ground, on, m, m.Bounds(), draw.Over, nil)
	gray := image.NewGray(on)
	draw.Draw(gray, on, ground, image.Point{}, draw.Src)
	return gray
}

var paper = color.Palette{color.White, color.Black}

// burn decides for each dot whether it is black.
func burn(m *image.Gray) *image.Paletted {
	out := image.NewPaletted(m.Rect, paper)
	shades := 0
	for _, v := range m.Pix {
		if v > 64 && v < 192 {
			shades++
		}
	}
	if shades*4 > len(m.Pix) { // line art has shades at its edges only
		draw.FloydSteinberg.Draw(out, m.Rect, m, image.Point{})
		return out
	}
	for i, v := range m.Pix {
		if v < 144 {
			out.Pix[i] = 1
		}
	}
	return out
}
