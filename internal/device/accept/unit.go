package accept

import (
	"context"
	"slices"
	"strings"
	"time"

	"motcua/internal/device"
	"motcua/internal/device/bus"
	"motcua/internal/wire"
)

// Unit is a counter unit as whoever uses one sees it; [bus.Unit] is one.
type Unit interface {
	// Presses delivers each press once, in order, until it is acknowledged by Done.
	Presses() <-chan bus.Press
	Done(bus.Press)

	// Show and Beep return at once; the unit follows as soon as its line allows.
	Show(text string, lamp bus.Lamp)
	Beep(n int)

	State() device.State
}

// UnitRig is a counter unit under test, with fingers on its keys, and eyes and
// ears for the rest. Each method may return ErrCannot, as for a unit without keys.
type UnitRig interface {
	Unit() Unit

	// Press has keys pressed one after the other within the next minute. It
	// returns before the first press.
	Press(ctx context.Context, keys ...bus.Key) error

	// Reads is what the display shows, as DigitsRig has it; Lamp what the lamp does.
	Reads(ctx context.Context) (string, error)
	Lamp(ctx context.Context) (bus.Lamp, error)

	// Beeps is how often it has beeped since it was last asked.
	Beeps(ctx context.Context) (int, error)

	// Power switches the unit off or on.
	Power(ctx context.Context, on bool) error
}

// UnitChecks are what every counter unit does. Each begins and ends with a unit that is well.
var UnitChecks = []Check[UnitRig]{
	{"unit-well", func(ctx context.Context, rig UnitRig) error { return unitIs(ctx, rig, well) }},
	{"unit-keys", func(ctx context.Context, rig UnitRig) error {
		return typed(ctx, rig, bus.Next, bus.Recall, bus.Start, bus.NoShow, bus.Finish, bus.Pause, bus.Transfer, bus.Incident)
	}},
	{"unit-digits", func(ctx context.Context, rig UnitRig) error {
		var digits []bus.Key
		for d := range bus.Key(10) {
			digits = append(digits, bus.Digit0+d)
		}
		return typed(ctx, rig, digits...)
	}},
	{"unit-once", toldOnce},
	{"unit-number", func(ctx context.Context, rig UnitRig) error {
		for _, text := range []string{"A012", "C375", "--"} {
			if err := unitShows(ctx, rig, text, text); err != nil {
				return err
			}
		}
		return nil
	}},
	{"unit-all", func(ctx context.Context, rig UnitRig) error {
		return unitShows(ctx, rig, strings.Repeat("8.", places), strings.Repeat("8", places))
	}},
	{"unit-lamp", lampFollows},
	{"unit-buzzer", beeps},
	{"unit-power", comesBack},
}

const (
	places = 8                // of the longest display
	notice = 30 * time.Second // in which a unit's state is found out
	follow = time.Second      // in which it does what it is told
	press  = time.Minute      // in which keys are pressed
	more   = 2 * time.Second  // in which none too many comes
)

// unitIs waits until the unit is in a state.
func unitIs(ctx context.Context, rig UnitRig, want device.State) error {
	end := time.Now().Add(notice)
	for rig.Unit().State() != want && time.Now().Before(end) {
		if rest(ctx, 50*time.Millisecond); ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return wantedState(rig.Unit().State(), want)
}

func wantedState(got, want device.State) error {
	if got != want {
		return wanted(nil, "State", got, want)
	}
	return nil
}

// typed checks that each key comes once, in order, and nothing else does.
func typed(ctx context.Context, rig UnitRig, keys ...bus.Key) error {
	if err := rig.Press(ctx, keys...); err != nil {
		return err
	}
	got, err := collect(ctx, rig, len(keys), rig.Unit().Done)
	if err != nil || !slices.Equal(got, keys) {
		return wanted(err, "keys", got, keys)
	}
	return unitIs(ctx, rig, well)
}

// collect takes n presses over, and those that come in a moment behind them.
func collect(ctx context.Context, rig UnitRig, n int, each func(bus.Press)) (keys []bus.Key, err error) {
	limit := time.NewTimer(press)
	defer limit.Stop()
	for {
		if len(keys) == n {
			limit.Reset(more)
		}
		select {
		case p := <-rig.Unit().Presses():
			keys = append(keys, p.Key)
			each(p)
		case <-limit.C:
			return keys, nil
		case <-ctx.Done():
			return keys, ctx.Err()
		}
	}
}

// toldOnce leaves a press without an answer for a while: it is not told again.
func toldOnce(ctx context.Context, rig UnitRig) error {
	if err := rig.Press(ctx, bus.Next); err != nil {
		return err
	}
	var last bus.Press
	got, err := collect(ctx, rig, 1, func(p bus.Press) { last = p })
	if err != nil || len(got) != 1 {
		return wanted(err, "keys without an answer", got, []bus.Key{bus.Next})
	}
	rig.Unit().Done(last)
	return typed(ctx, rig, bus.Recall)
}

func unitShows(ctx context.Context, rig UnitRig, text, want string) error {
	rig.Unit().Show(text, bus.Off)
	rest(ctx, follow)
	if read, err := rig.Reads(ctx); err != nil || !shorter(plain(read), want) {
		return wanted(err, "display", read, want)
	}
	return unitIs(ctx, rig, well)
}

// shorter tells whether read is want, or what three digits or more show of it.
func shorter(read, want string) bool {
	return read == want || len(read) >= 3 && strings.HasSuffix(want, read)
}

func lampFollows(ctx context.Context, rig UnitRig) error {
	for _, want := range []bus.Lamp{bus.On, bus.Blinking, bus.Off} {
		rig.Unit().Show(strings.Repeat("-", 2), want)
		rest(ctx, follow)
		if got, err := rig.Lamp(ctx); err != nil || got != want {
			return wanted(err, "lamp (0 dark, 1 lit, 2 blinking)", got, want)
		}
	}
	return nil
}

func beeps(ctx context.Context, rig UnitRig) error {
	if _, err := rig.Beeps(ctx); err != nil {
		return err
	}
	for _, want := range []int{1, 3} {
		rig.Unit().Beep(want)
		rest(ctx, 2*follow)
		if got, err := rig.Beeps(ctx); err != nil || got != want {
			return wanted(err, "beeps", got, want)
		}
	}
	return nil
}

// comesBack switches the unit off and on: that is told, and it shows again what it showed.
func comesBack(ctx context.Context, rig UnitRig) error {
	rig.Unit().Show("A012", bus.Off)
	if err := rig.Power(ctx, false); err != nil {
		return err
	}
	if err := unitIs(ctx, rig, broken(wire.TimedOut)); err != nil {
		return err
	}
	if err := rig.Power(ctx, true); err != nil {
		return err
	}
	if err := unitIs(ctx, rig, well); err != nil {
		return err
	}
	rest(ctx, 2*follow)
	if read, err := rig.Reads(ctx); err != nil || !shorter(plain(read), "A012") {
		return wanted(err, "display behind a pause in its power", read, "A012")
	}
	return nil
}
