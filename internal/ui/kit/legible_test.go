package kit

import (
	"image"
	"strings"
	"testing"

	"motcua/internal/ui"
)

// TestViolationsAreFound plants one mistake at a time into a scene that has none.
func TestViolationsAreFound(t *testing.T) {
	f, err := NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	g := NewGeometry(1080, 1920, 21.5, 0.6)
	mm := g.MM
	least := g.Least()
	for _, c := range []struct {
		name  string
		plant func(s *Scene)
		want  string // empty: nothing is wrong
	}{
		{"nothing", func(*Scene) {}, ""},
		{"target too small", func(s *Scene) { s.Target("x", Rect{mm(10), mm(200), mm(19), mm(30)}) }, "target x is 19.0 mm small"},
		{"target beyond the screen", func(s *Scene) { s.Target("x", Rect{mm(260), mm(200), mm(20), mm(20)}) }, "target x lies beyond the screen"},
		{"targets overlap", func(s *Scene) { s.Target("x", Rect{mm(20), mm(110), mm(20), mm(20)}) }, "targets ok and x overlap"},
		{"targets too near", func(s *Scene) { s.Target("x", Rect{mm(10), mm(144), mm(20), mm(20)}) }, "targets ok and x are 4.0 mm apart"},
		{"text too small", func(s *Scene) {
			s.Items = append(s.Items, Item{Rect: Rect{mm(10), mm(200), mm(50), mm(8)}, Color: s.Theme.Text, Size: least * 0.9, Lines: []Line{{"nhỏ", mm(10), mm(200)}}})
		}, `text "nhỏ" has capitals of 4.3 mm`},
		{"essential text too small", func(s *Scene) {
			s.Items = append(s.Items, Item{Rect: Rect{mm(10), mm(200), mm(50), mm(9)}, Color: s.Theme.Text, Size: least, Essential: true, Lines: []Line{{"cần", mm(10), mm(200)}}})
		}, `text "cần" has capitals of 4.8 mm, want at least 7.3 mm`},
		{"text cut", func(s *Scene) {
			s.Text(Rect{mm(10), mm(200), mm(30), mm(9)}, "một câu quá dài cho chỗ này", Style{Size: least, Color: s.Theme.Text})
		}, "does not fit"},
		{"text pale", func(s *Scene) {
			s.Text(Rect{mm(10), mm(200), mm(200), mm(12)}, "nhạt", Style{Size: least, Color: s.Theme.Line})
		}, `text "nhạt" has a contrast of 1.`},
		{"text pale on half of its ground", func(s *Scene) {
			s.Box(Rect{mm(10), mm(200), mm(8), mm(20)}, s.Theme.Action)
			s.Text(Rect{mm(10), mm(200), mm(200), mm(12)}, "hai nền khác nhau", Style{Size: least, Color: s.Theme.Text})
		}, `text "hai nền khác nhau" has a contrast of 1.`},
		{"text on a border", func(s *Scene) {
			s.Border(Rect{mm(12), mm(203), mm(60), mm(20)}, s.Theme.Text, mm(1))
			s.Text(Rect{mm(10), mm(200), mm(200), mm(12)}, "trên viền", Style{Size: least, Color: s.Theme.Text})
		}, `text "trên viền" has a contrast of 1.00`},
		{"icon pale", func(s *Scene) { s.Icon(Rect{mm(10), mm(200), mm(20), mm(20)}, "clock", s.Theme.Line) }, "icon clock has a contrast of 1."},
		{"texts overlap", func(s *Scene) {
			for range 2 {
				s.Text(Rect{mm(10), mm(200), mm(200), mm(12)}, "hai lần", Style{Size: least, Color: s.Theme.Text})
			}
		}, `text "hai lần" and text "hai lần" overlap`},
		{"text on a code", func(s *Scene) {
			s.Items = append(s.Items, Item{Rect: Rect{mm(10), mm(200), mm(40), mm(40)}, QR: image.NewGray(image.Rect(0, 0, 1, 1))})
			s.Text(Rect{mm(10), mm(200), mm(200), mm(12)}, "chữ", Style{Size: least, Color: s.Theme.Text})
		}, `text "chữ" and a QR code overlap`},
		{"text beyond the screen", func(s *Scene) {
			s.Text(Rect{mm(10), 0, mm(200), least}, "ẾM", Style{Size: least, Color: s.Theme.Text, Down: Start})
		}, `text "ẾM" lies beyond the screen`},
		{"text over a target's edge", func(s *Scene) {
			s.Text(Rect{mm(10), mm(136), mm(200), mm(12)}, "tràn", Style{Size: least, Color: s.Theme.Text})
		}, `text "tràn" runs over the edge of target ok`},
		{"a word is missing", func(s *Scene) {
			s.Text(Rect{mm(10), mm(200), mm(200), mm(12)}, "Số {number}", Style{Size: least, Color: s.Theme.Text})
		}, "lacks a word"},
	} {
		s := NewScene(g, ui.Default, f)
		s.Button(Rect{mm(10), mm(100), mm(100), mm(40)}, Button{ID: "ok", Word: "Đồng ý", Look: Urged})
		s.Button(Rect{mm(10), mm(20), mm(100), mm(40)}, Button{ID: "no", Word: "Không", Icon: "back"})
		c.plant(s)
		got := strings.Join(s.Violations(AtHand), "\n")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: Violations() = %q, want %q among them", c.name, got, c.want)
		}
	}
}
