package kit_test

import (
	"testing"
	"time"

	"motcua/internal/fault"
	"motcua/internal/fonts"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
)

// TestFocus walks over two screens with a target that is only held down between them.
func TestFocus(t *testing.T) {
	g := kit.NewGeometry(1080, 1920, 21.5, 0.6)
	screen := func(title string, ids ...string) *kit.Scene {
		s := newScene(t, g)
		s.Title = title
		s.Holdable("guard", kit.Rect{})
		for _, id := range ids {
			s.Target(id, kit.Rect{})
		}
		return s
	}
	var f kit.Focus
	first, changed, second, bare := screen("one", "a", "b", "c"), screen("one", "x", "b", "c"), screen("two", "d", "b"), screen("three")
	for i, c := range []struct {
		scene *kit.Scene
		move  int
		want  string
		n     int
	}{
		{first, 0, "a", 1}, {first, 1, "b", 2}, {changed, 0, "b", 2}, {changed, 1, "c", 3}, {changed, 1, "x", 1}, {changed, -1, "c", 3},
		{first, 0, "c", 3}, {second, 0, "d", 1}, {second, 1, "b", 2}, {bare, 0, "", 0}, {bare, 1, "", 0}, {second, 0, "d", 1},
	} {
		f.See(c.scene)
		f.Move(c.scene, c.move)
		at, got := f.See(c.scene), ""
		if at >= 0 {
			got = c.scene.Targets[at].ID
		}
		if n, _ := c.scene.Place(at); got != c.want || n != c.n {
			t.Errorf("step %d: the focus is on %q (%d), want %q (%d)", i, got, n, c.want, c.n)
		}
	}
	f.See(second)
	f.Move(second, 1)
	f.Leave()
	if at := f.See(second); second.Targets[at].ID != "d" {
		t.Errorf("after Leave the focus is on %q, want the first target", second.Targets[at].ID)
	}
}

func TestFocusCountsWhatIsMeant(t *testing.T) {
	var f kit.Focus
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for i, c := range []struct {
		key  kit.Key
		wait time.Duration
		want bool
	}{
		{kit.KeyDown, 0, true}, {kit.KeyDown, 150 * time.Millisecond, false}, {kit.KeyUp, 50 * time.Millisecond, true}, {kit.KeyUp, 250 * time.Millisecond, true},
		{kit.KeyPress, 50 * time.Millisecond, true}, {kit.KeyPress, 300 * time.Millisecond, false}, {kit.KeyPress, 499 * time.Millisecond, false}, {kit.KeyPress, 501 * time.Millisecond, true},
	} {
		at = at.Add(c.wait)
		if got := f.Counts(c.key, at); got != c.want {
			t.Errorf("key %d: Counts(%s) after %v = %v, want %v", i, c.key, c.wait, got, c.want)
		}
	}
}

// TestSpoken says of a target what stands in it, unless it is told better.
func TestSpoken(t *testing.T) {
	s := newScene(t, kit.NewGeometry(1080, 1920, 21.5, 0.6))
	s.Button(kit.Rect{X: 100, Y: 100, W: 500, H: 200}, kit.Button{ID: "a", Word: "Đất đai", Look: kit.Offered})
	s.Button(kit.Rect{X: 100, Y: 400, W: 500, H: 200}, kit.Button{ID: "b", Word: "Chữ lớn", Spoken: "Chữ lớn, đang bật"})
	for i, want := range []string{"Đất đai", "Chữ lớn, đang bật"} {
		if got := s.Spoken(s.Targets[i]); got != want {
			t.Errorf("Spoken(%s) = %q, want %q", s.Targets[i].ID, got, want)
		}
	}
}

// TestFontsAdd keeps what is no font out, and measures the same with one font more.
func TestFontsAdd(t *testing.T) {
	f, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	before := kit.NewScene(kit.NewGeometry(1080, 1920, 21.5, 0.6), ui.Default, f).Measure("Người có công", true, 40)
	for name, ttf := range map[string][]byte{"empty": nil, "text": []byte("không phải phông chữ"), "cut": fonts.Regular[:5000]} {
		if err := f.Add(ttf); fault.KindOf(err) != fault.Invalid {
			t.Errorf("Add(%s) = %v, want invalid", name, err)
		}
	}
	if err := f.Add(fonts.Bold); err != nil {
		t.Fatal(err)
	}
	if after := kit.NewScene(kit.NewGeometry(1080, 1920, 21.5, 0.6), ui.Default, f).Measure("Người có công", true, 40); after != before {
		t.Errorf("a line is %v px wide with a further font, want %v as before", after, before)
	}
}
