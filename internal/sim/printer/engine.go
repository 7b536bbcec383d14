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
		e.cleared = now
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
			e.chunk = nil
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

func (e *engine) advance(rows int) error {
	for range rows {
		ended, err := e.step()
		if ended {
			e.announce()
		}
		if err != nil {
			return err
		}
	}
	return e.pace(rows)
}

// step moves the paper one row, as soon as it can, and tells whether the paper ended with it.
func (e *engine) step() (ended bool, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.able(); err != nil {
		return false, err
	}
	e.paper.y++
	if e.left > 0 {
		if e.left--; e.left == 0 {
			e.switches.PaperOut, ended = true, true
			e.wake.Broadcast()
		}
	}
	if e.paper.y >= maxRows {
		e.tear(false)
	}
	return ended, nil
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

// reset begins a job: what the last one left on the paper, without a cut, is torn off.
func (e *engine) reset() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.tear(false)
}

func (e *engine) answer(b byte) {
	e.mu.Lock()
	host := e.host
	e.mu.Unlock()
	if host != nil {
		_, _ = host.Write([]byte{b}) // a host that has gone does not want it
	}
}

func (e *engine) paperSensor() byte {
	s := e.Switches()
	var b byte
	if s.PaperLow {
		b |= 0x03
	}
	if s.PaperOut {
		b |= 0x0C
	}
	return b
}

func (e *engine) autoBack(on bool) {
	e.mu.Lock()
	e.auto = nil
	if on {
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
