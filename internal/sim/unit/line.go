// Package unit is counter units without the hardware: units of three kinds, and
// the RS-485 line that they share, which takes its time for each character. It
// shares no protocol code with the drivers, and works on a virtual clock too.
package unit

import (
	"context"
	"io"
	"sync"
	"time"
)

// Device is what hangs on a line.
type Device interface {
	// Hear takes what came over the line between two silences, and returns the answer, nil for none.
	Hear(frame []byte) []byte
}

// Line is an RS-485 line, its adapter and its units. Its methods may be called from any goroutine.
type Line struct {
	char, rest time.Duration

	mu      sync.Mutex
	turn    time.Duration
	devices []Device
	asked   func([]byte) []byte // what becomes of a frame on its way to the units
	told    func([]byte) []byte // and of one on its way back
	late    func() time.Duration
}

// Turn is how long a unit thinks before it answers, beyond the silence that ends a request.
const Turn = 500 * time.Microsecond

// NewLine returns a line of so many baud, 11 bits a character.
func NewLine(baud int, devices ...Device) *Line {
	l := &Line{char: 11 * time.Second / time.Duration(baud), turn: Turn, devices: devices}
	if l.rest = l.char * 7 / 2; baud > 19200 {
		l.rest = 1750 * time.Microsecond
	}
	return l
}

// Slow makes every unit think for d before it answers.
func (l *Line) Slow(d time.Duration) *Line {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turn = d
	return l
}

// Attach puts one more device on the line.
func (l *Line) Attach(d Device) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.devices = append(l.devices, d)
}

// Disturb passes each frame through asked on its way to the units and through
// told on its way back. What they return arrives; nil means nothing does. They
// are called one at a time; nil functions leave the line alone.
func (l *Line) Disturb(asked, told func([]byte) []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked, l.told = asked, told
}

// Late has every answer delayed by what late returns, beyond the time it takes.
func (l *Line) Late(late func() time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.late = late
}

// chunk is bytes as they were handed to the adapter.
type chunk struct {
	bytes []byte
	at    time.Time
}

// Serve lets the units answer what comes over rw, until ctx ends or rw does, and closes it.
func (l *Line) Serve(ctx context.Context, rw io.ReadWriteCloser) error {
	ctx, cancel := context.WithCancel(ctx)
	chunks, failed := make(chan chunk, 64), error(nil)
	var reader sync.WaitGroup
	reader.Go(func() {
		defer close(chunks)
		failed = read(ctx, rw, chunks)
	})
	defer reader.Wait()
	defer rw.Close()
	defer cancel()
	defer context.AfterFunc(ctx, func() { rw.Close() })()
	if err := l.converse(ctx, rw, chunks); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return nil
	}
	return failed // chunks was closed behind it
}

func read(ctx context.Context, rw io.Reader, chunks chan<- chunk) error {
	buf := make([]byte, 256)
	for {
		n, err := rw.Read(buf)
		if n > 0 {
			select {
			case chunks <- chunk{append([]byte(nil), buf[:n]...), time.Now()}:
			case <-ctx.Done():
				return nil
			}
		}
		if err != nil {
			return err
		}
	}
}

// converse gathers bytes to frames, as their time on the wire separates them.
func (l *Line) converse(ctx context.Context, w io.Writer, chunks <-chan chunk) error {
	var frame []byte
	var end time.Time // when the last byte is through
	silence := time.NewTimer(time.Hour)
	defer silence.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case c, ok := <-chunks:
			if !ok {
				return nil
			}
			if end.Before(c.at) {
				end = c.at
			}
			frame, end = append(frame, c.bytes...), end.Add(time.Duration(len(c.bytes))*l.char)
			silence.Reset(time.Until(end.Add(l.rest)))
		case <-silence.C:
			answer, turn := l.hear(frame)
			frame = nil
			if len(answer) == 0 {
				continue
			}
			end = end.Add(l.rest + turn + time.Duration(len(answer))*l.char)
			if !wait(ctx, time.Until(end)) {
				return nil
			}
			if _, err := w.Write(answer); err != nil {
				return err
			}
		}
	}
}

func wait(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// hear brings a frame to every unit and returns what is on the line then, and
// how long they thought: of two units that answer at once, neither can be read.
func (l *Line) hear(frame []byte) (heard []byte, turn time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.asked != nil {
		frame = l.asked(frame)
	}
	if frame == nil {
		return nil, 0
	}
	turn = l.turn
	for _, d := range l.devices {
		heard = collide(heard, d.Hear(frame))
	}
	if l.told != nil && len(heard) > 0 {
		heard = l.told(heard)
	}
	if l.late != nil && len(heard) > 0 {
		turn += l.late()
	}
	return heard, turn
}

// collide is the line when two drivers pull at it: where they differ, the dominant one wins.
func collide(a, b []byte) []byte {
	if len(a) < len(b) {
		a, b = b, a
	}
	for i := range b {
		a[i] &= b[i]
	}
	return a
}
