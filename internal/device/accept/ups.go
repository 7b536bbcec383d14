package accept

import (
	"context"
	"time"

	"motcua/internal/device"
	"motcua/internal/wire"
)

// UPSRig is a UPS under test, and the hand at its plugs.
type UPSRig interface {
	UPS() device.UPS

	// Bring pulls the plug of the mains (mains-lost), lets the daemon lose the
	// UPS (unreachable), or puts everything right.
	Bring(ctx context.Context, s device.State) error
}

// notices is how long a UPS, its driver and the daemon take to notice.
const notices = 40 * time.Second

// UPSChecks are what every UPS does.
var UPSChecks = []Check[UPSRig]{
	{"ups-well", func(ctx context.Context, rig UPSRig) error {
		if p := rig.UPS().Look(ctx); p.State != well || p.Charge < 0 {
			return wanted(ctx.Err(), "Look", p, "present, with a charge")
		}
		return nil
	}},
	{"ups-mains", func(ctx context.Context, rig UPSRig) error { return tells(ctx, rig, broken(wire.MainsLost)) }},
	{"ups-unreachable", func(ctx context.Context, rig UPSRig) error { return tells(ctx, rig, unplug) }},
}

// tells checks that a state is told soon, and soon no more when everything is right again.
func tells(ctx context.Context, rig UPSRig, s device.State) error {
	for _, now := range []device.State{s, well} {
		if err := rig.Bring(ctx, now); err != nil {
			return err
		}
		got := rig.UPS().Look(ctx).State
		for end := time.Now().Add(notices); got != now && ctx.Err() == nil && time.Now().Before(end); {
			rest(ctx, 500*time.Millisecond)
			got = rig.UPS().Look(ctx).State
		}
		if got != now {
			return wanted(ctx.Err(), "State", got, now)
		}
	}
	return nil
}

func rest(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
