package printer

import (
	"context"
	"fmt"
	"time"
)

// engine is the printing half: it takes bytes from the buffer and moves the
// paper, as a decoder tells it. One goroutine runs it.
type engine struct {
	*Printer
	ctx     context.Context // of Serve: the decoder's calls have none
	cleared int             // the value of Printer.cleared that this job knows
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
	if e.cleared != e.Printer.cleared {
		e.cleared = e.Printer.cleared
		e.tear(false)
		return errCleared
	}
	return nil
}

func (e *engine) next() (byte, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for {
		if err := e.check(); err != nil {
			return 0, err
		}
		if len(e.buffer) > 0 {
			b := e.buffer[0]
			e.buffer = e.buffer[1:]
			if len(e.buffer) == 0 {
				e.wake.Broadcast()
			}
			return b, nil
		}
		e.wake.Wait()
	}
}

func (e *engine) advance(rows int) error {
	for range rows {
		if err := e.step(); err != nil {
			return err
		}
	}
	return e.pace(rows)
}

// step moves the paper one row, as soon as there is paper and nothing is jammed.
func (e *engine) step() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	for e.switches.stopped() {
		if err := e.check(); err != nil {
			return err
		}
		e.wake.Wait()
	}
	e.paper.y++
	if e.left > 0 {
		if e.left--; e.left == 0 {
			e.switches.PaperOut = true
			e.wake.Broadcast()
		}
	}
	if e.paper.y >= maxRows {
		e.tear(false)
	}
	return nil
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
	for e.switches.stopped() {
		if err := e.check(); err != nil {
			return err
		}
		e.wake.Wait()
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
