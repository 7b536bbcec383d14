package config

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"motcua/internal/center"
)

// drawn is a PNG of a size in which shade says how dark each pixel is.
func drawn(t testing.TB, w, h int, shade func(x, y int) color.Color) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, shade(x, y))
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestLogo(t *testing.T) {
	square := func(x, y int) color.Color {
		if x > 100 && x < 500 && y > 100 && y < 500 {
			return color.RGBA{0xC0, 0, 0, 0xFF}
		}
		return color.Transparent
	}
	gray := func(int, int) color.Color { return color.Gray{128} }
	for _, c := range []struct {
		name  string
		raw   []byte
		w, h  int
		share [2]float64 // of black dots
		code  string
	}{
		{name: "line art on nothing", raw: drawn(t, 600, 600, square), w: 160, h: 160, share: [2]float64{0.42, 0.46}},
		{name: "small stays small", raw: drawn(t, 40, 30, gray), w: 40, h: 30, share: [2]float64{0.3, 0.8}},
		{name: "wide", raw: drawn(t, 1440, 100, gray), w: 360, h: 25, share: [2]float64{0.3, 0.8}},
		{name: "white", raw: drawn(t, 50, 50, func(int, int) color.Color { return color.White }), code: "slip-logo-blank"},
		{name: "too many pixels", raw: drawn(t, 2001, 3, gray), code: "slip-logo-large"},
		{name: "no picture", raw: []byte("GIF89a"), code: "slip-logo-form"},
		{name: "cut off", raw: drawn(t, 600, 600, square)[:200], code: "slip-logo-form"},
	} {
		got, fault := Logo("[slip]", "logo.png", c.raw)
		if fault != nil || c.code != "" {
			if fault == nil || fault.Code != c.code {
				t.Errorf("%s: Logo = %v, want %s", c.name, fault, c.code)
			}
			continue
		}
		m, err := png.Decode(bytes.NewReader(got))
		if err != nil || m.Bounds().Dx() != c.w || m.Bounds().Dy() != c.h {
			t.Errorf("%s: Logo = %v, %v, want %d by %d", c.name, m.Bounds(), err, c.w, c.h)
			continue
		}
		black := 0
		for _, i := range m.(*image.Paletted).Pix {
			black += int(i)
		}
		if share := float64(black) / float64(c.w*c.h); share < c.share[0] || share > c.share[1] {
			t.Errorf("%s: %.2f of the logo is black, want %.2f to %.2f", c.name, share, c.share[0], c.share[1])
		}
	}
}

func TestCenterWithLogos(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "center.toml")
	text := strings.Replace(string(Example()), "\n[[service]]\ncode = \"CT\"", "[service.slip]\nlogo = \"missing.png\"\n\n[[service]]\ncode = \"CT\"", 1)
	text = strings.Replace(text, "\n[slip]\n", "\n[slip]\nlogo = \"logo.png\"\n", 1)
	logo := drawn(t, 100, 100, func(x, y int) color.Color { return color.Gray{uint8(x)} })
	if os.WriteFile(filepath.Join(dir, "logo.png"), logo, 0o600) != nil || os.WriteFile(path, []byte(text), 0o600) != nil {
		t.Fatal("cannot write")
	}
	_, err := LoadCenter(path)
	var codes []string
	for _, f := range ProblemsOf(err) {
		codes = append(codes, f.Code)
	}
	if !slices.Equal(codes, []string{"slip-logo-unreadable"}) {
		t.Errorf("LoadCenter = %v, want the one missing logo", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "missing.png"), logo, 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := LoadCenter(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []center.ServiceCode{"HT", "CT"} {
		if s := c.SlipOf(code); len(s.Picture) == 0 {
			t.Errorf("the slip of %s has no logo", code)
		}
	}
}

func FuzzLogo(f *testing.F) {
	f.Add(drawn(f, 8, 8, func(x, _ int) color.Color { return color.Gray{uint8(x * 30)} }))
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, bad := Logo("[slip]", "x", raw)
		if bad != nil {
			return
		}
		m, err := png.DecodeConfig(bytes.NewReader(got))
		if err != nil || m.Width > center.LogoWidth || m.Height > center.LogoHeight {
			t.Errorf("Logo = %v, %v, want a small picture", m, err)
		}
	})
}
