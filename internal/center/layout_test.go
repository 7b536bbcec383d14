package center

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"motcua/internal/i18n"
)

// screens are the sizes that are sold, in inches.
var screens = []float64{15.6, 21.5, 32, 43, 55, 65, 75, 85}

func usual() Legibility {
	return Legibility{Number: 0.8 + 3*digitEm, Counter: 2 * digitEm, Counters: 12}
}

// TestFarthest holds the table of docs/display.md to what is computed.
func TestFarthest(t *testing.T) {
	doc, err := os.ReadFile("../../docs/display.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range BuiltIn {
		row := "| `" + x.ID + "` |"
		for _, portrait := range []bool{false, true} {
			for _, inch := range screens {
				row += fmt.Sprintf(" %.1f |", usual().Farthest(x, inch, portrait))
			}
		}
		if !strings.Contains(string(doc), row) {
			t.Errorf("docs/display.md lacks the row %s", row)
		}
	}
}

func TestBuiltInLayoutsAreSound(t *testing.T) {
	c := small()
	c.Layouts, c.Displays = slices.Clone(BuiltIn), nil
	for _, f := range Validate(c) {
		t.Error(f)
	}
}

// TestFarthestIsTheEdge: a step nearer every pane can be read, a step farther one cannot.
func TestFarthestIsTheEdge(t *testing.T) {
	l := usual()
	for _, x := range BuiltIn {
		for _, inch := range screens {
			for _, portrait := range []bool{false, true} {
				d := l.Farthest(x, inch, portrait)
				if d == 0 {
					continue
				}
				w, h := x.Body(inch, portrait, d)
				if l.Fits(x, w, h, d) >= 0 {
					t.Errorf("%s on %g inches: not legible at its farthest %.1f m", x.ID, inch, d)
				}
				w, h = x.Body(inch, portrait, d+0.1)
				if w > 0 && h > 0 && l.Fits(x, w, h, d+0.1) < 0 {
					t.Errorf("%s on %g inches: still legible beyond its farthest %.1f m", x.ID, inch, d)
				}
				if least := l.Smallest(x, portrait, d); least > math.Ceil(inch) {
					t.Errorf("%s at %.1f m: Smallest = %g inches though %g are enough", x.ID, d, least, inch)
				}
			}
		}
	}
}

func TestValidateLayouts(t *testing.T) {
	pane := func(shows string, at ...int) Pane { return Pane{Shows: shows, At: at} }
	tests := []struct {
		name   string
		change func(*Center)
		want   []string
	}{
		{"a layout of its own", func(c *Center) {
			c.Layouts = []Layout{{ID: "ours", Foot: []string{"next"}, Panes: []Pane{pane("calls", 0, 0, 14, 24), pane("list", 14, 0, 10, 24)}}}
			c.Displays[0].Layout, c.Displays[0].Distance = "ours", 5
		}, nil},
		{"layout that nobody has", func(c *Center) { c.Displays[0].Layout = "none" }, []string{"center-unknown"}},
		{"theme", func(c *Center) { c.Displays[0].Theme = "pink" }, []string{"center-layout-shows"}},
		{"language", func(c *Center) { c.Displays[0].Languages = []i18n.Lang{"vi", "vi", "fr"} }, []string{"center-layout-shows", "center-layout-shows"}},
		{"zone", func(c *Center) { c.Displays[0].Counters = []CounterID{"1", "9", "1"} }, []string{"center-unknown", "center-repeated"}},
		{"zone of a counter's screen", func(c *Center) { c.Displays[1].Counters = []CounterID{"1"} }, []string{"center-display-zone"}},
		{"counter pane without a counter", func(c *Center) { c.Displays[0].Layout, c.Displays[0].Distance = "counter", 4 }, []string{"center-display-counter"}},
		{"too far to be read", func(c *Center) { c.Displays[0].Distance = 20 }, []string{"center-layout-illegible"}},
		{"no panes", func(c *Center) { c.Layouts = []Layout{{ID: "empty"}} }, []string{"center-range"}},
		{"pane of nothing known", func(c *Center) { c.Layouts = []Layout{{ID: "x", Panes: []Pane{pane("video", 0, 0, 24, 24)}}} }, []string{"center-layout-shows"}},
		{"foot of nothing known", func(c *Center) {
			c.Layouts = []Layout{{ID: "x", Foot: []string{"stocks"}, Panes: []Pane{pane("list", 0, 0, 24, 24)}}}
		}, []string{"center-layout-shows"}},
		{"pane beyond the grid", func(c *Center) { c.Layouts = []Layout{{ID: "x", Panes: []Pane{pane("list", 20, 0, 5, 24)}}} }, []string{"center-layout-at"}},
		{"pane without a place", func(c *Center) { c.Layouts = []Layout{{ID: "x", Panes: []Pane{pane("list")}}} }, []string{"center-layout-at"}},
		{"pane upon pane", func(c *Center) {
			c.Layouts = []Layout{{ID: "x", Panes: []Pane{pane("list", 0, 0, 12, 24), pane("calls", 11, 0, 13, 24)}}}
		}, []string{"center-layout-overlap"}},
		{"upon each other on end only", func(c *Center) {
			a, b := pane("list", 0, 0, 12, 24), pane("calls", 12, 0, 12, 24)
			a.Portrait = []int{0, 0, 24, 12}
			c.Layouts = []Layout{{ID: "x", Panes: []Pane{a, b}}}
		}, []string{"center-layout-overlap"}},
		{"id", func(c *Center) { c.Layouts = []Layout{{ID: "../x", Panes: []Pane{pane("list", 0, 0, 24, 24)}}} }, []string{"center-id"}},
		{"id twice", func(c *Center) {
			l := Layout{ID: "x", Panes: []Pane{pane("list", 0, 0, 24, 24)}}
			c.Layouts = []Layout{l, l}
		}, []string{"center-duplicate"}},
	}
	for _, test := range tests {
		c := small()
		test.change(c)
		var got []string
		for _, f := range Validate(c) {
			got = append(got, f.Code)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: Validate() = %v, want %v", test.name, got, test.want)
		}
	}
}

// TestRefusalSaysWhatToChange: following either advice makes the layout legible.
func TestRefusalSaysWhatToChange(t *testing.T) {
	c := small()
	c.Displays[0].Layout, c.Displays[0].Distance = "slides", 12
	faults := Validate(c)
	if len(faults) != 1 || faults[0].Code != "center-layout-illegible" {
		t.Fatalf("Validate() = %v, want one center-layout-illegible", faults)
	}
	l, x := c.Legibility(c.Displays[0]), BuiltIn[4]
	c.Displays[0].Distance = l.Farthest(x, c.Displays[0].Diagonal, false)
	if faults := Validate(c); len(faults) > 0 {
		t.Errorf("at the distance that the refusal names: %v", faults)
	}
	c.Displays[0].Distance = 8
	c.Displays[0].Diagonal = l.Smallest(x, false, 8)
	if faults := Validate(c); len(faults) > 0 {
		t.Errorf("on the screen that the refusal names: %v", faults)
	}
}
