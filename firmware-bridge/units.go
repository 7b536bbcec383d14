package bridge

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/device/bus"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

const (
	maxAge      = 5 * time.Second // a press older than this was meant for another moment
	typing      = 5 * time.Second // digits belong to a key that follows so soon
	longest     = 3               // digits that anybody types before a key
	acting      = 3 * time.Second // how long one press of a button is tried
	another     = "other"         // reason of a pause where the center lists none
	beepDone    = 1
	beepRefused = 3
)

// keys carries out the presses of one unit. It is for one goroutine.
type keys struct {
	bridge *Bridge
	unit   *bus.Unit
	typed  string
	at     time.Time // of the last digit
}

// runKeys acts on each press of a unit in turn until ctx ends. A press is
// acknowledged when the controller has answered; one that is in hand when ctx
// ends is told again to the next life of the bridge.
func (b *Bridge) runKeys(ctx context.Context, u *bus.Unit) {
	k := &keys{bridge: b, unit: u}
	for {
		select {
		case <-ctx.Done():
			return
		case p := <-u.Presses():
			if k.press(ctx, p); ctx.Err() != nil {
				return
			}
			u.Done(p)
		}
	}
}

// press carries one press out. Its key is the press itself, so that neither a
// lost answer nor a new life of the bridge does it twice.
func (k *keys) press(ctx context.Context, p bus.Press) {
	if digit, ok := p.Key.Digit(); ok {
		k.digit(digit, p.At)
		return
	}
	typed := k.take(p.At)
	if time.Since(p.At) > maxAge {
		k.stale(p)
		return
	}
	action, request, ok := k.bridge.asks(k.unit.Counter(), p.Key.String(), typed)
	if !ok {
		k.bridge.Log.Info("key press refused", "device", k.unit.ID(), "key", action)
		k.unit.Beep(beepRefused)
		return
	}
	k.act(ctx, p, action, request)
}

// digit remembers a digit for the key that follows.
func (k *keys) digit(d int, at time.Time) {
	k.typed = k.take(at) + strconv.Itoa(d)
	k.typed = k.typed[max(len(k.typed)-longest, 0):]
	k.at = at
}

// take returns the digits that belong to a key pressed at at, and forgets them.
func (k *keys) take(at time.Time) string {
	typed := k.typed
	if k.typed = ""; at.Sub(k.at) > typing {
		return ""
	}
	return typed
}

// stale leaves a press alone that nobody could carry out in its time.
func (k *keys) stale(p bus.Press) {
	k.bridge.Log.Warn("old key press ignored", "device", k.unit.ID(), "key", p.Key.String())
	k.unit.Count("stale")
	k.unit.Beep(beepRefused)
}

// act asks the controller until it answers or the press is too old.
func (k *keys) act(ctx context.Context, p bus.Press, action string, request wire.ActionRequest) {
	within, cancel := context.WithDeadline(ctx, p.At.Add(maxAge))
	defer cancel()
	key := fmt.Sprintf("%s-%08x-%d", k.unit.ID(), p.Boot, p.Seq)
	for {
		_, err := k.bridge.Client.Act(within, key, k.unit.Counter(), action, request)
		switch {
		case err == nil:
			k.unit.Beep(beepDone)
			return
		case !again(err):
			k.bridge.Log.Info("key press refused", "device", k.unit.ID(), "key", action, "err", err)
			k.unit.Beep(beepRefused)
			return
		case !pause(within, k.bridge.pace.first):
			if ctx.Err() == nil {
				k.stale(p)
			}
			return
		}
	}
}

// asks is what a key at a counter asks for now, behind the digits typed before
// it: the pause key also ends a pause, and that of incidents an incident, transfer wants the number of a counter,
// and digits before pause and incident choose from their reasons. ok is false
// where the digits choose nothing there is.
func (b *Bridge) asks(counter center.CounterID, key, typed string) (action string, r wire.ActionRequest, ok bool) {
	switch key {
	case "pause":
		if s := b.view.at(counter).State; s == wire.Paused || s == wire.Closed {
			return "open", r, true
		}
		reasons := b.Center.PauseReasons
		if len(reasons) == 0 {
			reasons = []string{another}
		}
		r.Reason, ok = nth(reasons, typed)
	case "incident":
		if b.view.at(counter).Incident && typed == "" {
			return "recover", r, true
		}
		r.Reason, ok = nth(queue.IncidentReasons, typed)
	case "transfer":
		to, found := b.Center.Counter(center.CounterID(typed))
		if !found {
			to, found = b.Center.Counter(center.CounterID(strings.TrimLeft(typed, "0")))
		}
		if ok = found && to.ID != counter; ok {
			r.Counter = to.ID
		}
	case "next", "recall", "start", "no-show", "finish":
		ok = true
	}
	return key, r, ok
}

// nth is the reason that digits choose: the first where there are none.
func nth(reasons []string, typed string) (string, bool) {
	if typed == "" {
		typed = "1"
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 1 || n > len(reasons) {
		return "", false
	}
	return reasons[n-1], true
}
