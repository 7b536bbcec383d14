package bridge

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"time"

	"motcua/internal/center"
	"motcua/internal/device"
	"motcua/internal/device/button"
)

// maxPresses is how many presses of a button wait while one is acted on; nobody
// presses more often within maxAge and means it.
const maxPresses = 8

// push is one press of a button.
type push struct {
	number int64
	at     time.Time
}

// runButton carries out each press of one button as one action of its counter,
// until ctx ends. The button is watched by itself, so that neither a slow
// controller nor a report makes it miss a press.
func (b *Bridge) runButton(ctx context.Context, c center.Button) {
	presses, states := make(chan push, maxPresses), make(chan device.State, 1)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer close(presses)
	wg.Go(func() { b.carryOut(ctx, c, presses, states) })
	key, number := button.New(b.Pins(c.Pin)), int64(0)
	for ctx.Err() == nil {
		if key.Wait(ctx) {
			number++
			select {
			case presses <- push{number, time.Now()}:
			default:
				b.Log.Warn("key press ignored, too many are waiting", "device", c.ID)
			}
		}
		select {
		case states <- key.State():
		default: // told with the next one
		}
	}
}

// carryOut acts on presses until there are no more, and tells how the button is.
func (b *Bridge) carryOut(ctx context.Context, c center.Button, presses <-chan push, states <-chan device.State) {
	told, life := b.reporter(c.ID), rand.Text()
	for {
		select {
		case p, more := <-presses:
			if !more {
				return
			}
			told.counts["presses"] = p.number
			b.pushed(ctx, c, p, fmt.Sprintf("%s-%s-%d", c.ID, life, p.number))
		case s := <-states:
			told.report(ctx, s)
		}
	}
}

// pushed carries one press out; key makes it one, however often it is tried.
func (b *Bridge) pushed(ctx context.Context, c center.Button, p push, key string) {
	if time.Since(p.at) > maxAge {
		b.Log.Warn("old key press ignored", "device", c.ID, "key", c.Action)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, acting)
	defer cancel()
	act := b.does(c)
	if act == nil {
		b.Log.Info("key press refused", "device", c.ID, "key", c.Action)
		return
	}
	for {
		err := act(ctx, key)
		if err == nil {
			return
		}
		if !again(err) || !pause(ctx, b.pace.first) {
			b.Log.Info("key press refused", "device", c.ID, "key", c.Action, "err", err)
			return
		}
	}
}

// does is what a press of a button does now: it calls the greeter where the
// button stands at no counter; nil where it can do nothing.
func (b *Bridge) does(c center.Button) func(ctx context.Context, key string) error {
	if c.Counter == "" && c.Action == center.HelpAction {
		return func(ctx context.Context, key string) error {
			_, err := b.Client.Help(ctx, key, c.ID)
			return err
		}
	}
	action, request, ok := b.asks(c.Counter, c.Action, "")
	if !ok {
		return nil
	}
	return func(ctx context.Context, key string) error {
		_, err := b.Client.Act(ctx, key, c.Counter, action, request)
		return err
	}
}
