package bridge

import (
	"context"
	"encoding/json"
	"time"

	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// replay is how many entries before the board's a bridge looks at when it
// connects: slips of the last minute that nobody printed are among them.
const replay = 1000

// follow keeps the bridge on the event stream until ctx ends. Unlike a screen,
// which needs only the present, it reads on from where it was.
func (b *Bridge) follow(ctx context.Context) {
	wait, away := b.pace.first, false
	for ctx.Err() == nil {
		board, err := b.Client.Board(ctx)
		if err == nil {
			if away {
				away = false
				b.Log.Info("controller is back", "seq", board.Seq)
			}
			began := time.Now()
			if err = b.catchUp(ctx, board); time.Since(began) > b.pace.most {
				wait = b.pace.first
			}
		}
		if ctx.Err() != nil {
			return
		}
		if !away {
			away = true
			b.Log.Warn("event stream broke", "err", err)
		}
		if fault.KindOf(err) == fault.Conflict {
			b.seen = 0 // another log
		}
		pause(ctx, wait)
		wait = min(2*wait, b.pace.most)
	}
}

// catchUp reads what happened since the last entry it saw, then lives on the stream.
func (b *Bridge) catchUp(ctx context.Context, board wire.Board) error {
	if board.Seq < b.seen {
		b.seen = 0
	}
	b.view.ask()
	after := max(b.seen, board.Seq-replay)
	return b.Client.Events(ctx, max(after, 0), func(e wire.Entry) {
		body, err := e.Decode()
		if err != nil {
			b.Log.Error("unreadable entry", "seq", e.Seq, "err", err)
			return
		}
		past := e.Seq <= board.Seq
		if !past || claims(body.Type) || board.At.Sub(body.At) <= b.freshness(body.Type) {
			b.slips(body, past)
		}
		if !past {
			b.view.entry(body)
		}
		b.seen = max(b.seen, e.Seq)
	})
}

// freshness is how old an entry may be for its slip to be printed. The slip that
// closes a day is worth printing late: nobody stands there and waits for it.
func (b *Bridge) freshness(kind string) time.Duration {
	if kind == wire.SlipOrdered {
		return b.pace.late
	}
	return b.pace.fresh
}

// claims tells the entries about claimed slips: one that was left open is to be
// reported however old it is, since nobody else does.
func claims(kind string) bool {
	return kind == wire.SlipClaimed || kind == wire.SlipPrinted || kind == wire.SlipFailed
}

// slips hands new tickets, and slips that staff want once more, to their printers, and notes claims that another life of this bridge left open.
func (b *Bridge) slips(body wire.Body, past bool) {
	switch body.Type {
	case string(queue.TicketIssued):
		e, _, err := body.Queue()
		if p, ok := b.printers[e.Printer]; err == nil && ok {
			p.enqueue(wire.SlipKey{Ticket: e.Ticket})
		}
	case wire.SlipReordered, wire.SlipOrdered:
		var d wire.SlipData
		err := json.Unmarshal(body.Data, &d)
		if p, ok := b.printers[d.Printer]; err == nil && ok {
			p.enqueue(wire.SlipKey{Ticket: d.Ticket, Copy: d.Copy})
		}
	case wire.SlipClaimed, wire.SlipPrinted, wire.SlipFailed:
		var d wire.SlipData
		err := json.Unmarshal(body.Data, &d)
		if p, ok := b.printers[d.Printer]; past && err == nil && ok {
			p.past(wire.SlipKey{Ticket: d.Ticket, Copy: d.Copy}, body.Type == wire.SlipClaimed)
		}
	case wire.SelfTestBegan:
		b.began(body)
	}
}
