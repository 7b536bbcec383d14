package bridge

import (
	"context"
	"errors"
	"fmt"
	"time"

	"motcua/internal/center"
	"motcua/internal/device"
	"motcua/internal/device/keypad"
	"motcua/internal/device/serial"
	"motcua/internal/wire"
)

const (
	maxAge  = 5 * time.Second // a press older than this was meant for another moment
	acting  = 3 * time.Second // how long one press is tried
	misses  = 5               // polls in a row without an answer, after which a keypad counts as broken
	another = "other"         // reason of a pause where the center lists none
)

// pad is one counter keypad: opened, polled, and opened again when it is gone.
type pad struct {
	reporter
	config center.Unit
	bus    center.Bus
}

func (k *pad) run(ctx context.Context) {
	wait := k.bridge.pace.first
	for ctx.Err() == nil {
		unit, err := keypad.Open(k.bus.Port, k.bus.Baud)
		if err != nil {
			k.report(ctx, device.State{Presence: wire.Absent, Cause: wire.Unreachable})
			pause(ctx, wait)
			wait = min(2*wait, k.bridge.pace.most)
			continue
		}
		wait = k.bridge.pace.first
		k.poll(ctx, unit)
		_ = unit.Close() // it is gone, or we are
	}
}

// poll acts on presses until the keypad is gone or ctx ends.
func (k *pad) poll(ctx context.Context, unit *keypad.Unit) {
	missed, wait := 0, k.bridge.pace.scan
	for ctx.Err() == nil {
		presses, err := unit.Poll()
		switch {
		case err == nil:
			missed, wait = 0, k.bridge.pace.scan
			k.report(ctx, device.State{Presence: wire.Present})
		case errors.Is(err, serial.ErrGone):
			return
		case errors.Is(err, keypad.ErrForm):
			k.report(ctx, device.State{Presence: wire.Broken, Cause: wire.DeviceError})
			wait = k.bridge.pace.rest
		default:
			if missed++; missed >= misses {
				k.report(ctx, device.State{Presence: wire.Broken, Cause: wire.TimedOut})
				wait = k.bridge.pace.rest
			}
		}
		for _, p := range presses {
			k.act(ctx, p)
			_ = unit.Ack(p) // a lost one: Poll drops the repetition and acknowledges again
		}
		pause(ctx, wait)
	}
}

// act carries one press out. Its key is the press itself, so that neither a lost
// answer nor a new life of the bridge does it twice.
func (k *pad) act(ctx context.Context, p keypad.Press) {
	if p.Age > maxAge {
		k.bridge.Log.Warn("old key press ignored", "device", k.config.ID, "key", p.Key.String())
		return
	}
	ctx, cancel := context.WithTimeout(ctx, acting)
	defer cancel()
	action, request := p.Key.String(), wire.ActionRequest{}
	if p.Key == keypad.Pause {
		action, request = k.toggle(ctx)
	}
	key := fmt.Sprintf("%s-%08x-%d", k.config.ID, p.Boot, p.Seq)
	for {
		_, err := k.bridge.Client.Act(ctx, key, k.config.Counter, action, request)
		if err == nil {
			return
		}
		if !again(err) || !pause(ctx, k.bridge.pace.first) {
			k.bridge.Log.Info("key press refused", "device", k.config.ID, "key", action, "err", err)
			return
		}
	}
}

// toggle is what the pause key does now: it begins a pause, or ends the one under way.
func (k *pad) toggle(ctx context.Context) (action string, r wire.ActionRequest) {
	reason := another
	if reasons := k.bridge.Center.PauseReasons; len(reasons) > 0 {
		reason = reasons[0]
	}
	all, err := k.bridge.Client.Counters(ctx)
	if err != nil {
		return "pause", wire.ActionRequest{Reason: reason} // it will fail in the same way, and be told
	}
	for _, c := range all.Counters {
		if c.ID == k.config.Counter && (c.State == wire.Paused || c.State == wire.Closed) {
			return "open", wire.ActionRequest{}
		}
	}
	return "pause", wire.ActionRequest{Reason: reason}
}
