package main

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"motcua/internal/app"
	"motcua/internal/config"
)

func TestSlipPreviewWritesAPicture(t *testing.T) {
	dir := t.TempDir()
	file, out := filepath.Join(dir, "center.toml"), filepath.Join(dir, "slip.png")
	if err := os.WriteFile(file, config.Example(), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args         []string
		status, wide int
	}{
		{nil, app.ExitDone, 640},
		{[]string{"--service", "DD", "--lang", "en", "--dots", "384", "--copy"}, app.ExitDone, 448},
		{[]string{"--service", "XX"}, 1, 0},
		{[]string{"--lang", "fr"}, exitUsage, 0},
		{[]string{"--dots", "400"}, exitUsage, 0},
		{[]string{"-o", filepath.Join(dir, "no", "slip.png")}, 1, 0},
	} {
		_ = os.Remove(out)
		args := append([]string{"slip", "preview", "--config", file, "-o", out}, c.args...)
		if got := run(t.Context(), args); got != c.status {
			t.Errorf("run(%q) = %d, want %d", c.args, got, c.status)
			continue
		}
		if c.status != app.ExitDone {
			continue
		}
		raw, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		if m, err := png.Decode(bytes.NewReader(raw)); err != nil || m.Bounds().Dx() != c.wide {
			t.Errorf("run(%q) drew %v, %v, want a picture %d wide", c.args, m, err, c.wide)
		}
	}
}
