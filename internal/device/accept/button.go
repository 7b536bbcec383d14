package accept

import (
	"context"
	"time"

	"motcua/internal/device"
	"motcua/internal/wire"
)

// ButtonRig is a button under test, and the finger on it.
type ButtonRig interface {
	Button() device.Button

	// Press has the button pressed n times within the next 20 s, once a second
	// at most. It returns before the first press.
	Press(ctx context.Context, n int) error

	// Hold has it pressed and held from now on for 15 s, and then let go.
	Hold(ctx context.Context) error
}

const (
	fingers = 20 * time.Second // in which the presses come
	extra   = 2 * time.Second  // in which none too many comes
	holding = 25 * time.Second // in which a held button is broken, and well again
)

// ButtonChecks are what every button does.
var ButtonChecks = []Check[ButtonRig]{
	{"button-quiet", func(ctx context.Context, rig ButtonRig) error { return presses(ctx, rig, 0) }},
	{"button-once", func(ctx context.Context, rig ButtonRig) error { return presses(ctx, rig, 1) }},
	{"button-thrice", func(ctx context.Context, rig ButtonRig) error { return presses(ctx, rig, 3) }},
	{"button-held", held},
}

func presses(ctx context.Context, rig ButtonRig, want int) error {
	rig.Button().Wait(ctx) // it is set up by its first use
	if want > 0 {
		if err := rig.Press(ctx, want); err != nil {
			return err
		}
	}
	got := 0
	for end := time.Now().Add(fingers); got < want && ctx.Err() == nil && time.Now().Before(end); {
		if rig.Button().Wait(ctx) {
			got++
		}
	}
	for end := time.Now().Add(extra); ctx.Err() == nil && time.Now().Before(end); {
		if rig.Button().Wait(ctx) {
			got++
		}
	}
	if got != want {
		return wanted(ctx.Err(), "presses", got, want)
	}
	return isWell(rig.Button().State())
}

// held checks that a held button is one press, is told as stuck, and is well again.
func held(ctx context.Context, rig ButtonRig) error {
	rig.Button().Wait(ctx)
	if err := rig.Hold(ctx); err != nil {
		return err
	}
	got, seen := 0, false
	for end := time.Now().Add(holding); ctx.Err() == nil && time.Now().Before(end); {
		if rig.Button().Wait(ctx) {
			got++
		}
		now := rig.Button().State()
		if seen = seen || now == broken(wire.KeyStuck); seen && now == well {
			break
		}
	}
	if got != 1 || !seen {
		return wanted(ctx.Err(), "presses, and told as stuck", []any{got, seen}, []any{1, true})
	}
	return isWell(rig.Button().State())
}
