package accept

import (
	"context"
	"fmt"

	"motcua/internal/device"
)

// LampRig is a lamp under test, and the eyes that see it.
type LampRig interface {
	Lamp() device.Lamp
	Lit(ctx context.Context) (bool, error)
}

// LampChecks are what every lamp does.
var LampChecks = []Check[LampRig]{
	{"lamp-on", func(ctx context.Context, rig LampRig) error { return shines(ctx, rig, true) }},
	{"lamp-off", func(ctx context.Context, rig LampRig) error {
		if err := shines(ctx, rig, true); err != nil {
			return err
		}
		return shines(ctx, rig, false)
	}},
}

func shines(ctx context.Context, rig LampRig, on bool) error {
	if err := rig.Lamp().Set(on); err != nil {
		return err
	}
	if lit, err := rig.Lit(ctx); err != nil || lit != on {
		return wanted(err, "lit", lit, on)
	}
	return isWell(rig.Lamp().State())
}

// isWell fails for a device that says it is not.
func isWell(s device.State) error {
	if s != well {
		return wanted(nil, "State", s, well)
	}
	return nil
}

// wanted is err, or that something came out otherwise.
func wanted(err error, what string, got, want any) error {
	if err != nil {
		return err
	}
	return fmt.Errorf("%s = %v, want %v", what, got, want)
}
