package kit_test

import (
	"testing"

	"motcua/internal/ui"
	"motcua/internal/ui/kit"
)

// TestRaster looks at single pixels of a square with an outline and a line across it.
func TestRaster(t *testing.T) {
	square := "M 2 2 L 8 2 L 8 8 L 2 8 Z"
	d := ui.Drawing{Name: "square", W: 10, H: 10, Shapes: []ui.Shape{
		{Path: square, Fill: ui.Bright, Line: ui.Outline, Width: 1}, {Path: "M 0 5 L 10 5", Line: ui.Mark, Width: 1}}}
	for _, theme := range ui.Themes {
		got := kit.Raster(d, theme, 100, 100)
		for _, c := range []struct {
			name string
			x, y int
			want ui.Color
		}{{"the fill", 50, 35, theme.Surface}, {"the outline", 20, 35, theme.Text}, {"a corner", 79, 79, theme.Text}, {"the line over it", 20, 50, theme.Action}, {"the line", 5, 50, theme.Action}} {
			wr, wg, wb, _ := c.want.RGBA()
			r, g, b, a := got.At(c.x, c.y).RGBA()
			if r != wr || g != wg || b != wb || a != 0xffff {
				t.Errorf("%s: %s at %d, %d = %04x %04x %04x %04x, want %s", theme.Name, c.name, c.x, c.y, r, g, b, a, c.want)
			}
		}
		if _, _, _, a := got.At(5, 5).RGBA(); a != 0 {
			t.Errorf("%s: beside the square alpha = %04x, want none", theme.Name, a)
		}
	}
}
