package client

import (
	"context"
	"time"

	"motcua/internal/wire"
)

// Scanned is the type of what comes live among the entries without being one: a
// scanner beside this screen read a code. Its Seq is 0, its Body a wire.ScanAnswer.
const Scanned = "scan"

// Follow keeps a reader current until ctx ends: it asks for the board, hands it
// over, then hands over each entry behind it, and starts again from a new board
// whenever the connection breaks. lost is called with the fault each time it
// does. All calls come from the goroutine of Follow, one after the other.
func (c *Client) Follow(ctx context.Context, board func(wire.Board), entry func(wire.Entry), lost func(error)) {
	const first, most = 250 * time.Millisecond, 5 * time.Second
	pause := first
	for ctx.Err() == nil {
		b, err := c.Board(ctx)
		if err == nil {
			board(b)
			pause = first
			err = c.Events(ctx, b.Seq, entry)
		}
		if ctx.Err() != nil {
			return
		}
		lost(err)
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = min(2*pause, most)
	}
}
