package kit

import (
	"math"
	"testing"

	"github.com/hajimehoshi/ebiten/v2/text/v2"
)

// TestWidth holds the scaled width against that of the letters that are painted.
func TestWidth(t *testing.T) {
	f, err := NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	const s = "Người có công và thân nhân người hoạt động"
	for _, bold := range []bool{false, true} {
		for size := 20.0; size < 130; size += 2.3 {
			painted, scaled := text.Advance(s, f.face(bold, size)), f.width(s, bold, size)
			if math.Abs(painted-scaled) > 1 {
				t.Errorf("at %.1f px, bold %v: measured %.1f px, painted %.1f px", size, bold, scaled, painted)
			}
		}
	}
}
