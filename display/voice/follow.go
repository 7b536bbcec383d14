package voice

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

const mostBehind = 5000 // entries that are read anew after a restart; a day has fewer

// follow reads the stream from where it was left, or from where it stood at the
// start. After a break it reads on behind the last event it has, so that
// nothing is said twice.
func (v *Voice) follow(ctx context.Context) {
	last, wait := v.recall(), firstPause
	for ctx.Err() == nil {
		b, err := v.opts.Client.Board(ctx)
		if err == nil {
			wait = firstPause
			if last < b.Seq-mostBehind || last < 0 || last > b.Seq { // the past is not announced; another log has none
				last = b.Seq
			}
			v.remember(v.upTo(last))
			now := time.Now()
			err = v.opts.Client.Events(ctx, last, func(e wire.Entry) {
				last = e.Seq
				v.heard(e, b, now)
			})
		}
		if ctx.Err() != nil {
			return
		}
		if wait == firstPause { // once for each break
			v.opts.Log.Warn("controller away", "error", err)
		}
		if fault.KindOf(err) == fault.Conflict {
			last = -1
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		wait = min(2*wait, mostPause)
	}
}

// heard puts what an event gives to say in line. An event from before the board
// b, read at asked, is as old as the controller's clock says; a later one is new.
func (v *Voice) heard(e wire.Entry, b wire.Board, asked time.Time) {
	body, err := e.Decode()
	event, ok := queue.Event{}, false
	if err == nil {
		event, ok, err = body.Queue()
	}
	if err != nil {
		v.opts.Log.Warn("event not understood", "seq", e.Seq, "type", e.Type, "error", err)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.line.last = e.Seq
	if err != nil || !ok && body.Type != wire.SelfTestBegan {
		return
	}
	at := v.opts.Now()
	if e.Seq <= b.Seq {
		at = asked.Add(-b.At.Sub(body.At))
	}
	if !ok {
		if id := testOf(body); id != "" {
			v.line.try(id, e.Seq, at)
		}
	} else if v.opts.Voice.Speaks(event.Counter) {
		v.line.take(event, e.Seq, at)
	}
	select {
	case v.news <- struct{}{}:
	default:
	}
}

// testOf is the self-test that an event begins.
func testOf(body wire.Body) string {
	var d wire.SelfTestData
	if err := json.Unmarshal(body.Data, &d); err != nil {
		return ""
	}
	return d.ID
}

// tested tells what became of the test sentence. That the hall heard it, only a
// person can tell.
func (v *Voice) tested(ctx context.Context, id string, failed error) {
	check := wire.SelfTestCheck{What: wire.CheckSound, Device: v.opts.Voice.ID, OK: failed == nil}
	if failed != nil {
		check.Cause = wire.NoSound
	}
	ctx, cancel := context.WithTimeout(ctx, mostPause)
	defer cancel()
	if err := v.opts.Client.SelfTestResults(ctx, client.NewKey(), id, wire.SelfTestResults{Checks: []wire.SelfTestCheck{check}}); err != nil {
		v.opts.Log.Warn("self-test not told", "error", err)
	}
}

// recall returns up to which entry everything had been said, -1 where nobody knows.
func (v *Voice) recall() int64 {
	if v.opts.Memory == "" {
		return -1
	}
	raw, err := os.ReadFile(v.opts.Memory)
	if err != nil {
		return -1
	}
	seq, err := strconv.ParseInt(strings.TrimSpace(string(raw)), 10, 64)
	if err != nil {
		return -1
	}
	return seq
}

// upTo notes that events have come up to an entry, and returns up to which
// entry everything has been said.
func (v *Voice) upTo(last int64) int64 {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.line.last = last
	return v.line.told()
}

// remember keeps it, so that a voice that is ended in the middle of a call says
// it again when it is back. What was lost with the power is too old by then.
func (v *Voice) remember(seq int64) {
	if v.opts.Memory == "" || seq < 0 {
		return
	}
	v.file.Lock()
	defer v.file.Unlock()
	fresh := v.opts.Memory + ".new"
	err := os.MkdirAll(filepath.Dir(fresh), 0o700)
	if err == nil {
		err = os.WriteFile(fresh, strconv.AppendInt(nil, seq, 10), 0o600)
	}
	if err == nil {
		err = os.Rename(fresh, v.opts.Memory)
	}
	if err != nil {
		v.opts.Log.Warn("place in the log not kept", "error", err)
	}
}
