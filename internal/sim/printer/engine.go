package printer

import (
	"context"
	"fmt"
	"time"
)

// maxChunk is how many bytes the engine takes from the buffer at a time.
const maxChunk = 256

// engine is the printing half: it takes bytes from the buffer and moves the
// paper, as a decoder tells it. One goroutine runs it.
type engine struct {
	*Printer
	ctx     context.Context // of Serve: the decoder's calls have none
	chunk   []byte          // taken from the buffer, not yet decoded
	cleared int64           // the value of Printer.cleared that this job knows
	owed    time.Duration   // paper time not yet waited for
}

// run prints until ctx ends.
func (e *engine) run() {
	defer context.AfterFunc(e.ctx, e.broadcast)()
	for e.ctx.Err() == nil {
		_ = newDecoder(e).run() // it ends when the job is thrown away or ctx is over
	}
}

// check reports why the engine must leave the command it is in. The caller holds the lock.
func (e *engine) check() error {
	if e.ctx.Err() != nil {
		return e.ctx.Err()
	}
	if now := e.Printer.cleared.Load(); e.cleared != now {
		e.cleared, e.chunk = now, nil
		e.tear(false)
		return errCleared
	}
	return nil
}

func (e *engine) next() (byte, error) {
	if len(e.chunk) == 0 || e.cleared != e.Printer.cleared.Load() {
		if err := e.refill(); err != nil {
			return 0, err
		}
	}
	b := e.chunk[0]
	e.chunk = e.chunk[1:]
	return b, nil
}

// refill takes what is in the buffer, and waits for something to be there.
func (e *engine) refill() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	for {
		if err := e.check(); err != nil {
			return err
		}
		if len(e.buffer) > 0 {
			n := min(len(e.buffer), maxChunk)
			e.chunk = append(e.chunk[:0], e.buffer[:n]...)
			e.buffer = e.buffer[n:]
			e.wake.Broadcast()
			return nil
		}
		e.wake.Wait()
	}
}

// able waits until there is paper and nothing is open or jammed. The caller holds the lock.
func (e *engine) able() error {
	for {
		if err := e.check(); err != nil || !e.switches.stopped() {
			return err
		}
		e.wake.Wait()
	}
}

func (e *engine) advance(rows int) error { return e.move(rows, 1) }

// toKnife moves what is printed to the knife. The picture of the slip does not
// show that way: it is blank, and the next slip has as much above its first line.
func (e *engine) toKnife() error { return e.move(e.model.Knife, 0) }

// move moves the paper by rows, each making the sheet so much longer.
func (e *engine) move(rows, longer int) error {
	for range rows {
		now, err := e.step(longer)
		for _, do := range now {
			do()
		}
		if err != nil {
			return err
		}
	}
	return e.pace(rows)
}

// step moves the paper one row, as soon as it can, and returns what is due at that row.
func (e *engine) step(longer int) (now []func(), err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.able(); err != nil {
		return nil, err
	}
	e.paper.y += longer
	e.fed++
	now = e.arrived()
	if e.left > 0 {
		if e.left--; e.left == 0 {
			e.switches.PaperOut = true
			e.wake.Broadcast()
			now = append(now, e.announce)
		}
	}
	if e.paper.y >= maxRows {
		e.tear(false)
	}
	return now, nil
}

// pace takes the time that rows take on paper, in steps that a clock can measure.
func (e *engine) pace(rows int) error {
	if e.speed == 0 {
		return nil
	}
	e.owed += time.Duration(rows) * time.Second / time.Duration(8*e.speed)
	if e.owed < 10*time.Millisecond {
		return nil
	}
	t := time.NewTimer(e.owed)
	defer t.Stop()
	e.owed = 0
	select {
	case <-t.C:
		return nil
	case <-e.ctx.Done():
		return e.ctx.Err()
	}
}

func (e *engine) cut() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.able(); err != nil {
		return err
	}
	e.tear(true)
	return nil
}

// reset begins a job. Where there is no knife somebody has torn the last one off.
func (e *engine) reset() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.auto = nil
	if e.model.Knife == 0 {
		e.tear(false)
	}
}

// tellPaper answers GS r 1 in turn, so not before the printer can print again.
func (e *engine) tellPaper() error {
	e.mu.Lock()
	err := e.able()
	host, b := e.host, byte(0)
	if e.switches.PaperLow && !e.model.NoNearEnd {
		b = 0x03
	}
	mute := e.model.Unmarked
	e.mu.Unlock()
	if err == nil && host != nil && !mute {
		_, _ = host.Write([]byte{b}) // a host that has gone does not want it
	}
	return err
}

func (e *engine) autoBack(on bool) {
	e.mu.Lock()
	e.auto = nil
	if on && !e.model.Quiet {
		e.auto = e.host
	}
	e.mu.Unlock()
	e.announce()
}

func (e *engine) unknown(command ...byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.unknowns) < 20 {
		e.unknowns = append(e.unknowns, fmt.Sprintf("% x", command))
	}
}

func (e *engine) sheet() *sheet { return e.paper }

func (e *engine) remember(content string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.qr = content
}
