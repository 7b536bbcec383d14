package main

import (
	"os"
	"path/filepath"
	"testing"

	"motcua/internal/config"
)

// TestOwnCenter keeps changes beside the log where the center's file is not the
// program's to write; the file that a technician has changed counts more.
func TestOwnCenter(t *testing.T) {
	dir := t.TempDir()
	conf := &config.Controller{Center: filepath.Join(dir, "credentials", "center.toml"), Data: filepath.Join(dir, "data")}
	write := func(path, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	load := func(mayWrite bool, want, kept string) {
		t.Helper()
		site, file, err := ownCenter(conf, mayWrite)
		if err != nil || string(site.Text) != want || file != kept || site.Path != conf.Center {
			t.Errorf("ownCenter = %d bytes at %q, %v, want %d at %q", len(site.Text), file, err, len(want), kept)
		}
	}
	first, changed, technicians := string(config.Example()), string(config.Example())+"# changed\n", string(config.Example())+"# by hand\n"
	write(conf.Center, first)
	load(true, first, conf.Center)
	kept := filepath.Join(conf.Data, "center.toml")
	load(false, first, kept)
	write(kept, changed)
	load(false, changed, kept)
	write(conf.Center, technicians)
	load(false, technicians, kept)
}
