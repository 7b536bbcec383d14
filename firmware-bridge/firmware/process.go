package firmware

import (
	"bufio"
	"io"
	"os/exec"
	"strings"
	"testing"
)

// process is a running simulator, spoken to in lines.
type process struct {
	t     testing.TB
	in    io.WriteCloser
	lines *bufio.Scanner
}

// start starts the simulator; it ends with the test. Before it ends the lines
// must have been read to their end, which before says how to await.
func (p Program) start(t testing.TB, before func(), arguments ...string) *process {
	t.Helper()
	cmd := exec.Command(p.host, append([]string{p.elf}, arguments...)...)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	complaints := &strings.Builder{}
	cmd.Stderr = complaints
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		before()
		if err := cmd.Wait(); err != nil || complaints.String() != "" {
			t.Errorf("simulator: %v\n%s", err, complaints)
		}
	})
	return &process{t: t, in: in, lines: bufio.NewScanner(out)}
}

func (p *process) say(line string) {
	p.t.Helper()
	if _, err := io.WriteString(p.in, line+"\n"); err != nil {
		p.t.Fatalf("simulator: %v", err)
	}
}
