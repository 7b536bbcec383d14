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
		err := cmd.Wait()
		if left := faults(complaints.String(), arguments[0] == "live"); err != nil || left != "" {
			t.Errorf("simulator: %v\n%s", err, left)
		}
	})
	return &process{t: t, in: in, lines: bufio.NewScanner(out)}
}

// faults is what the simulator complained of. In real time characters may be
// lost: a unit that hangs reads none, and a busy machine brings many at once.
// In virtual time nothing is an excuse.
func faults(complaints string, live bool) string {
	var all []string
	for line := range strings.Lines(complaints) {
		if !live || !strings.Contains(line, "RX buffer overrun") {
			all = append(all, line)
		}
	}
	return strings.Join(all, "")
}

func (p *process) say(line string) {
	p.t.Helper()
	if _, err := io.WriteString(p.in, line+"\n"); err != nil {
		p.t.Fatalf("simulator: %v", err)
	}
}
