package client

import (
	"context"
	"encoding/json"
	"errors"
	"syscall/js"

	"motcua/internal/fault"
	"motcua/internal/wire"
)

var errReset = errors.New("the page's event stream lost its place")

// Events follows the page's one event stream from the entry behind after, and
// calls on for each entry, in order, until ctx or the stream ends. It never
// returns nil. The page around the program provides the stream, shared by all
// pages of the browser, as motcuaFollow(after, onEvent, onReset), which returns
// the function that stops it. Of a body only seq, type and data are set.
func (c *Client) Events(ctx context.Context, after int64, on func(wire.Entry)) error {
	follow := js.Global().Get("motcuaFollow")
	if follow.Type() != js.TypeFunction {
		return fault.New(fault.Unavailable, "controller-away")
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	arrived := make(chan wire.Entry, 1024) // JavaScript must never wait for Go
	event := js.FuncOf(func(_ js.Value, args []js.Value) any {
		if e, err := entryOf(args); err == nil {
			select {
			case arrived <- e:
			default:
				cancel(errReset)
			}
		}
		return nil
	})
	reset := js.FuncOf(func(js.Value, []js.Value) any { cancel(errReset); return nil })
	stop := follow.Invoke(float64(after), event, reset)
	defer func() { // the page may still call back until stop has returned
		stop.Invoke()
		event.Release()
		reset.Release()
	}()
	for {
		select {
		case e := <-arrived:
			on(e)
		case <-ctx.Done():
			if err := context.Cause(ctx); !errors.Is(err, errReset) {
				return err
			}
			return fault.Wrap(errReset, fault.Unavailable, "controller-away")
		}
	}
}

// entryOf reads onEvent(seq, type, data), data being JSON text.
func entryOf(args []js.Value) (wire.Entry, error) {
	if len(args) != 3 {
		return wire.Entry{}, errors.New("an event has three parts")
	}
	if args[1].String() == Scanned {
		return wire.Entry{Type: Scanned, Body: json.RawMessage(args[2].String())}, nil
	}
	b := wire.Body{Seq: int64(args[0].Float()), Type: args[1].String(), Data: json.RawMessage(args[2].String())}
	raw, err := json.Marshal(b)
	return wire.Entry{Seq: b.Seq, Type: b.Type, Body: raw}, err
}
