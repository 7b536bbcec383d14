package controller

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

const aLayout = `foot = ["next"]

[[pane]]
shows = "calls"
at = [0, 0, 14, 24]

[[pane]]
shows = "list"
at = [14, 0, 10, 24]
`

// layoutSite is a center with a hall of 55 inches, eight meters away.
func layoutSite(t *testing.T) *center.Center {
	t.Helper()
	c, err := config.ParseCenter("center.toml", config.Example())
	if err != nil {
		t.Fatal(err)
	}
	return &c.Center
}

// always is a configuration that nobody replaces.
func always(c *center.Center) func() *center.Center { return func() *center.Center { return c } }

// TestLayoutsAreReplaced without a restart; what is broken is refused by name and line, and the last good one stays.
func TestLayoutsAreReplaced(t *testing.T) {
	l := newLayouts(t.TempDir(), always(layoutSite(t)), slog.New(slog.DiscardHandler))
	l.look()
	if len(l.all()) > 0 {
		t.Fatalf("layouts of an empty folder: %v", l.all())
	}
	put(t, l.dir, "hall.toml", []byte(aLayout))
	l.look()
	if got := l.all(); len(got) != 1 || got[0].ID != "hall" || len(got[0].Panes) != 2 {
		t.Fatalf("layouts = %+v, want the hall of two panes", got)
	}
	for _, c := range []struct{ name, content, says string }{
		{"hall.toml", "foot = [\"next\"\n[[pane]]", "2"},
		{"hall.toml", strings.Replace(aLayout, `shows = "list"`, `show = "list"`, 1), "8"},
		{"hall.toml", strings.Replace(aLayout, `"list"`, `"video"`, 1), "hall.toml:7 (video)"},
		{"hall.toml", strings.Replace(aLayout, "[14, 0, 10, 24]", "[14, 0, 20, 24]", 1), "hall.toml:7 (list)"},
		{"hall.toml", strings.Replace(aLayout, "[14, 0, 10, 24]", "[10, 0, 14, 24]", 1), "hall.toml"},
		{"hall.toml", strings.Replace(aLayout, "[0, 0, 14, 24]", "[0, 0, 14, 9]", 1), "8 m"}, // no longer legible
		{"hall.toml", "", "hall.toml"},
		{"other.toml", aLayout, "other.toml"},
	} {
		put(t, l.dir, c.name, []byte(c.content))
		l.look()
		r := l.refused(func(err error) string { return wire.Sentence(i18n.VI, err) })
		if len(r) != 1 || !strings.Contains(r[0].Problem, c.says) || r[0].Name != "layouts/"+c.name {
			t.Errorf("refused %+v, want %s with %q", r, c.name, c.says)
		}
		if got := l.all(); len(got) != 1 || len(got[0].Panes) != 2 || got[0].Panes[1].At[0] != 14 {
			t.Errorf("after %q the layouts are %+v, want the last good one", c.content, got)
		}
		put(t, l.dir, c.name, []byte(aLayout))
	}
	for _, name := range []string{"hall.toml", "other.toml"} {
		if err := os.Remove(filepath.Join(l.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	l.look()
	if got := append(l.refused(func(error) string { return "" }), make([]wire.Refusal, len(l.all()))...); len(got) > 0 {
		t.Errorf("something is left of the files that were taken away: %v", got)
	}
}

// TestALayoutIsReadOnceItMayBe: who lets a file be read changes nothing else of it.
func TestALayoutIsReadOnceItMayBe(t *testing.T) {
	l := newLayouts(t.TempDir(), always(layoutSite(t)), slog.New(slog.DiscardHandler))
	put(t, l.dir, "hall.toml", []byte(aLayout))
	info, err := os.Stat(filepath.Join(l.dir, "hall.toml"))
	if err != nil {
		t.Fatal(err)
	}
	l.seen["hall.toml"] = stamp{info.Size(), info.ModTime()}
	l.faults["hall.toml"] = fault.New(fault.Invalid, "slide-unreadable", "file", "hall.toml")
	l.look()
	if got := l.all(); len(got) != 1 || l.unread("hall.toml") {
		t.Errorf("layouts = %+v, want the one that can be read now", got)
	}
}
