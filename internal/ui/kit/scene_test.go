package kit_test

import (
	"math"
	"strings"
	"testing"

	"motcua/internal/ui"
	"motcua/internal/ui/kit"
)

func newScene(t *testing.T, g kit.Geometry) *kit.Scene {
	t.Helper()
	f, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	return kit.NewScene(g, ui.Default, f)
}

// TestGeometry compares with the tables of sizes that the standards give for common screens.
func TestGeometry(t *testing.T) {
	for _, c := range []struct {
		name string
		got  float64
		want float64
	}{
		{"20 mm on a 21.5 inch kiosk", kit.NewGeometry(1080, 1920, 21.5, 0.6).MM(20), 81},
		{"0.7 degrees at 600 mm on it", kit.NewGeometry(1080, 1920, 21.5, 0.6).Call(), 41},
		{"4.8 mm capitals on it", kit.NewGeometry(1080, 1920, 21.5, 0.6).Least(), 27},
		{"0.7 degrees at 8 m on 55 inches", kit.NewGeometry(1920, 1080, 55, 8).Call(), 216},
		{"22 minutes at 8 m on 55 inches", kit.NewGeometry(1920, 1080, 55, 8).Row(), 113},
		{"0.7 degrees at 4 m on 43 inches", kit.NewGeometry(1920, 1080, 43, 4).Call(), 138},
	} {
		if math.Abs(c.got-c.want) > 1 {
			t.Errorf("%s = %.1f px, want %.0f", c.name, c.got, c.want)
		}
	}
}

func TestAt(t *testing.T) {
	g := kit.NewGeometry(1000, 1000, 21.5, 0.6)
	s := newScene(t, g)
	s.Target("left", kit.Rect{X: 100, Y: 100, W: 100, H: 100})
	s.Target("right", kit.Rect{X: 210, Y: 100, W: 100, H: 100})
	slop := g.MM(kit.SlopMM)
	for _, c := range []struct {
		x, y float64
		want string
	}{
		{150, 150, "left"}, {250, 150, "right"}, {203, 150, "left"}, {207, 150, "right"},
		{100 - slop + 1, 150, "left"}, {100 - slop - 1, 150, ""}, {150, 200 + slop - 1, "left"}, {500, 500, ""},
	} {
		if got, _ := s.At(c.x, c.y); got != c.want {
			t.Errorf("At(%v, %v) = %q, want %q", c.x, c.y, got, c.want)
		}
	}
}

func TestTextWraps(t *testing.T) {
	g := kit.NewGeometry(1080, 1920, 21.5, 0.6)
	text := func(r kit.Rect, str string) (kit.Item, *kit.Scene) {
		s := newScene(t, g)
		s.Text(r, str, kit.Style{Size: 60})
		return s.Items[len(s.Items)-1], s
	}
	item, s := text(kit.Rect{W: 500, H: 400}, "Người có công và thân nhân người hoạt động cách mạng")
	if len(item.Lines) < 2 || len(s.Cut) > 0 {
		t.Errorf("a long text took %d lines, cut %v", len(item.Lines), s.Cut)
	}
	if item.Rect.W > 500 || item.Rect.H > 400 {
		t.Errorf("a long text takes %.0f x %.0f, want at most 500 x 400", item.Rect.W, item.Rect.H)
	}
	if item, s = text(kit.Rect{W: 60, H: 40}, "Nghiêng"); len(s.Cut) != 1 {
		t.Errorf("a word wider than its place was not reported: %+v", item.Lines)
	}
	item, _ = text(kit.Rect{W: 270, H: 400}, "Lao động - Xã hội")
	for _, l := range item.Lines {
		if strings.HasPrefix(l.Text, "-") {
			t.Errorf("a line begins with the dash: %+v", item.Lines)
		}
	}
}

// TestTextIsComposed holds decomposed input to the same letters: fonts draw the composed ones well.
func TestTextIsComposed(t *testing.T) {
	s := newScene(t, kit.NewGeometry(1080, 1920, 21.5, 0.6))
	s.Text(kit.Rect{W: 900, H: 200}, "Vie\u0323\u0302t", kit.Style{Size: 40})
	if got := s.Items[len(s.Items)-1].Lines[0].Text; got != "Việt" {
		t.Errorf("Text(decomposed Việt) = %+q, want %+q", got, "Việt")
	}
}

func TestGrid(t *testing.T) {
	cells := kit.Rect{X: 10, Y: 20, W: 210, H: 320}.Grid(2, 3, 10)
	if len(cells) != 6 || cells[0] != (kit.Rect{X: 10, Y: 20, W: 100, H: 100}) || cells[5] != (kit.Rect{X: 120, Y: 240, W: 100, H: 100}) {
		t.Errorf("Grid(2, 3, 10) = %+v", cells)
	}
}
