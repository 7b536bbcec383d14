// Package firmware builds the counter unit's firmware with avr-gcc and runs it
// in simavr, for tests: the very bytes that go into an ATmega328P, with keys
// on its port pins and a display on its SPI pins.
//
// [Program.Bench] runs several units on one line in virtual time, always with
// the same outcome. [Program.Start] runs one unit in real time behind a pseudo
// terminal, which the bridge opens like any serial port. Only tests import it.
package firmware

import (
	"embed"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

//go:embed Makefile avr/*.c avr/*.h host/*.c host/*.h
var sources embed.FS

// Program is the built firmware and the simulator that runs it.
type Program struct {
	elf, host string
}

// Build builds both in a directory of the test, which takes about a second. The
// test is skipped when the compilers or simavr are missing, and fails where CI
// is set: there tools/need has installed them.
func Build(t testing.TB) Program {
	t.Helper()
	Need(t, "make", "gcc", "avr-gcc")
	for _, header := range []string{"/usr/include/simavr/sim_avr.h", "/usr/include/libelf.h", "/usr/lib/avr/include/avr/io.h"} {
		if _, err := os.Stat(header); err != nil {
			missing(t, header)
		}
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, sources); err != nil {
		t.Fatal(err)
	}
	build := exec.Command("make", "OUT=out", "firmware", "host")
	build.Dir = dir
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("make: %v\n%s", err, text)
	}
	out := filepath.Join(dir, "out")
	return Program{elf: filepath.Join(out, "counter-unit.elf"), host: filepath.Join(out, "host")}
}

// Need skips the test unless all programs are there; where CI is set it fails.
func Need(t testing.TB, programs ...string) {
	t.Helper()
	for _, name := range programs {
		if _, err := exec.LookPath(name); err != nil {
			missing(t, name)
		}
	}
}

func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is missing: tools/need names its package", what)
	}
	t.Skipf("%s is missing: tools/need names its package", what)
}
