package voice

import (
	"context"
	"os/exec"
	"strings"
	"time"

	"motcua/internal/fault"
	"motcua/internal/i18n"
)

const (
	longest = 15 * time.Second // for one sentence; it takes 5
	linger  = time.Second      // for what a killed program has started
)

// A Speaker says one sentence aloud and returns when it has been said.
type Speaker interface {
	Say(ctx context.Context, text string, lang i18n.Lang) error
}

// Espeak is the command that speaks where the configuration names none.
var Espeak = Command{"espeak-ng", "-v", "{lang}", "-s", "145", "--stdin"}

// Command speaks by a program and its arguments, without a shell. {lang} stands
// for vi or en; the sentence comes to its standard input as UTF-8.
type Command []string

// Check fails as fault.Unavailable where the program is not there.
func (c Command) Check() error {
	if _, err := exec.LookPath(c[0]); err != nil {
		return fault.Wrap(err, fault.Unavailable, "voice-missing", "program", c[0])
	}
	return nil
}

// Say runs the program, at most 15 s long.
func (c Command) Say(ctx context.Context, text string, lang i18n.Lang) error {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	args := make([]string, len(c)-1)
	for i, a := range c[1:] {
		args[i] = strings.ReplaceAll(a, "{lang}", string(lang))
	}
	cmd := exec.CommandContext(ctx, c[0], args...)
	cmd.Stdin = strings.NewReader(text + "\n")
	cmd.WaitDelay = linger
	if err := cmd.Run(); err != nil {
		return fault.Wrap(err, fault.Unavailable, "voice-failed", "program", c[0])
	}
	return nil
}
