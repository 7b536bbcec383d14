package speech

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"

	"motcua/internal/fault"
	"motcua/internal/i18n"
)

// Command speaks by a program and its arguments, without a shell. {lang} stands
// for vi or en; the sentence comes to its standard input as UTF-8.
type Command []string

// Espeak speaks through the default sound card.
var Espeak = Command{"espeak-ng", "-v", "{lang}", "-s", "145", "--stdin"}

// Check fails as fault.Unavailable where the program is not there.
func (c Command) Check() error { return installed(c[0]) }

// Say runs the program, at most 15 s long.
func (c Command) Say(ctx context.Context, text string, lang i18n.Lang) error {
	_, err := run(ctx, longest, c, strings.NewReader(text+"\n"), "{lang}", string(lang))
	return err
}

// run runs a program with its placeholders filled and returns what it wrote,
// at most maxOutput bytes. It ends the program after that long.
func run(ctx context.Context, long time.Duration, program []string, in io.Reader, fill ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, long)
	defer cancel()
	args := make([]string, len(program)-1)
	for i, a := range program[1:] {
		args[i] = strings.NewReplacer(fill...).Replace(a)
	}
	out, complaint := &bounded{most: maxOutput}, &bounded{most: maxComplaint}
	cmd := exec.CommandContext(ctx, program[0], args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, out, complaint
	cmd.WaitDelay = linger
	if err := cmd.Run(); err != nil {
		err = fmt.Errorf("%w: %s", err, lastLine(complaint.kept.String()))
		return nil, fault.Wrap(err, fault.Unavailable, "voice-failed", "program", program[0])
	}
	return out.kept.Bytes(), nil
}

const (
	maxOutput    = 4 << 20 // bytes; a sentence of 15 s has 1.5 MB
	maxComplaint = 4 << 10
)

// lastLine is where a program says what ended it; before it stand details.
func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	last := strings.Join(strings.Fields(lines[len(lines)-1]), " ")
	return last[:min(len(last), 200)]
}

// bounded keeps the beginning of what is written to it.
type bounded struct {
	kept bytes.Buffer
	most int
}

// Write never fails: what is too much is dropped.
func (b *bounded) Write(p []byte) (int, error) {
	b.kept.Write(p[:min(len(p), b.most-b.kept.Len())])
	return len(p), nil
}
