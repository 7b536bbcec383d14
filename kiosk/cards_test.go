package kiosk_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// TestPicturesAreWhole: every step of every guide has a picture of its own that
// shows where to touch, and no line of it is cut at the edge.
func TestPicturesAreWhole(t *testing.T) {
	for name, scene := range everyScene(t) {
		if !strings.Contains(name, "-guide-") {
			continue
		}
		n := 0
		for _, item := range scene.Items {
			if d := item.Drawing; d != nil {
				n++
				checkDrawing(t, name, *d)
			}
		}
		if n != 1 {
			t.Errorf("%s: %d pictures, want one", name, n)
		}
	}
}

func checkDrawing(t *testing.T, name string, d ui.Drawing) {
	t.Helper()
	points := false
	for i, s := range d.Shapes {
		points = points || s.Line == ui.Mark || s.Fill == ui.Mark || s.Fill == ui.Done
		fields := strings.Fields(strings.NewReplacer("M", "", "L", "", "Z", "").Replace(s.Path))
		for j := 0; j+1 < len(fields); j += 2 {
			x, errX := strconv.ParseFloat(fields[j], 64)
			y, errY := strconv.ParseFloat(fields[j+1], 64)
			if errX != nil || errY != nil || x < s.Width/2 || y < s.Width/2 || x > d.W-s.Width/2 || y > d.H-s.Width/2 {
				t.Errorf("%s: shape %d of %s reaches %s, beyond %gx%g", name, i, d.Name, fmt.Sprint(fields[j:j+2]), d.W, d.H)
				break
			}
		}
	}
	if !points {
		t.Errorf("%s: %s shows nothing to do", name, d.Name)
	}
}

// BenchmarkPicture paints the fullest picture as large as a portrait kiosk shows it.
func BenchmarkPicture(b *testing.B) {
	for _, item := range atGuard(wire.CutterError, "guide:jam", "card:next", "card:next", "card:next").View(sizes["portrait"], fontsOf(b), "").Items {
		if item.Drawing == nil {
			continue
		}
		for b.Loop() {
			kit.Raster(*item.Drawing, ui.Default, int(item.Rect.W), int(item.Rect.H))
		}
	}
}
