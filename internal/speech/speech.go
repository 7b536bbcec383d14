// Package speech says sentences aloud: by a program that speaks, or by one that
// turns text into sound and another that plays it. Both are programs of the
// system and never libraries: a missing sound card ends them and nobody else,
// and their licenses stay their own.
package speech

import (
	"context"
	"os/exec"
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
	// Say fails as fault.Unavailable when nothing was heard.
	Say(ctx context.Context, text string, lang i18n.Lang) error
}

// Aloud is a Speaker made of a program that turns text into sound, and the
// output that plays it.
type Aloud struct {
	Synth  Synth
	Player Player
}

// Say implements Speaker.
func (a Aloud) Say(ctx context.Context, text string, lang i18n.Lang) error {
	sound, err := a.Synth.Sound(ctx, text, lang)
	if err != nil {
		return err
	}
	return a.Player.Play(ctx, sound)
}

// Check fails as fault.Unavailable where a program is not there.
func (a Aloud) Check() error {
	if err := a.Synth.Check(); err != nil {
		return err
	}
	if p, ok := a.Player.(interface{ Check() error }); ok {
		return p.Check()
	}
	return nil
}

// installed fails as fault.Unavailable where a program is not there.
func installed(program string) error {
	if _, err := exec.LookPath(program); err != nil {
		return fault.Wrap(err, fault.Unavailable, "voice-missing", "program", program)
	}
	return nil
}
