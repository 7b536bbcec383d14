package accept

import (
	"context"
	"strconv"

	"motcua/internal/device/bus"
)

type unitByHand struct {
	hands
	unit  Unit
	shown bool // it has a display only
}

// UnitByHand is the rig for a real counter unit. A display has neither keys nor lamp nor buzzer.
func UnitByHand(u Unit, display bool, ask Ask) UnitRig { return &unitByHand{hands{ask}, u, display} }

func (r *unitByHand) Unit() Unit { return r.unit }

func (r *unitByHand) Press(ctx context.Context, keys ...bus.Key) error {
	_, digit := keys[0].Digit()
	switch {
	case r.shown:
		return ErrCannot
	case digit:
		return r.request(ctx, "accept.unit-press-digits")
	case len(keys) > 1:
		return r.request(ctx, "accept.unit-press-keys")
	}
	return r.request(ctx, "accept.unit-press-"+keys[0].String())
}

func (r *unitByHand) Reads(ctx context.Context) (string, error) {
	return r.answer(ctx, "accept.digits-reads")
}

func (r *unitByHand) Lamp(ctx context.Context) (bus.Lamp, error) {
	n, err := r.number(ctx, "accept.unit-lamp-does", 2)
	return bus.Lamp(n), err
}

func (r *unitByHand) Beeps(ctx context.Context) (int, error) {
	return r.number(ctx, "accept.unit-beeps", 9)
}

// number asks until a number up to most is typed.
func (r *unitByHand) number(ctx context.Context, key string, most int) (int, error) {
	if r.shown {
		return 0, ErrCannot
	}
	for {
		answer, err := r.answer(ctx, key)
		if err != nil {
			return 0, err
		}
		if n, err := strconv.Atoi(answer); err == nil && n >= 0 && n <= most {
			return n, nil
		}
	}
}

func (r *unitByHand) Power(ctx context.Context, on bool) error {
	if on {
		return r.request(ctx, "accept.unit-power-on")
	}
	return r.request(ctx, "accept.unit-power-off")
}
