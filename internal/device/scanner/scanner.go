// Package scanner reads bar code scanners: those that send lines over a serial
// port (USB-CDC included), and those that type as a keyboard does. A code may be
// a citizen's card: nothing here is logged, kept or put into an error.
package scanner

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"motcua/internal/device"
	"motcua/internal/device/serial"
	"motcua/internal/wire"
)

const (
	linePause = 100 * time.Millisecond // after which a code on a serial line has ended
	keyPause  = 300 * time.Millisecond // the same for a keyboard, which is slower
	unread    = 3                      // codes in a row that are no text: the line is set wrongly
)

// source gives what a scanner sends; [os.ErrDeadlineExceeded] is no end of it.
type source interface {
	io.ReadCloser
	SetReadDeadline(time.Time) error
}

// Scanner is an open scanner.
type Scanner struct {
	source source
	typed  *keys // what it sends are input events; nil: text
	pause  time.Duration
	codes  codes
	rest   []byte    // received behind the last code
	heard  time.Time // when something came last
}

var _ device.Scanner = (*Scanner)(nil)

// Open opens the scanner at port: one that types under /dev/input/ (or a named
// pipe, which stands for a simulated one), any other path is a serial port with
// 8 data bits, no parity and baud. Errors are fault.Unavailable; device.CauseOf
// tells why.
func Open(port string, baud int) (*Scanner, error) {
	info, err := os.Stat(port)
	if err != nil {
		return nil, device.Fail(serial.Cause(err), err)
	}
	if pipe := info.Mode()&fs.ModeNamedPipe != 0; pipe || strings.HasPrefix(port, "/dev/input/") {
		return openKeyboard(port, pipe)
	}
	line, err := serial.Open(serial.Config{Name: port, Baud: baud})
	if err != nil {
		return nil, device.Fail(serial.Cause(err), err)
	}
	return &Scanner{source: line, pause: linePause}, nil
}

// Read waits for the next code.
func (s *Scanner) Read(ctx context.Context) (string, error) {
	for {
		for i, b := range s.rest {
			if code := s.codes.push(b, time.Now()); code != "" {
				s.rest = s.rest[i+1:]
				return code, nil
			}
		}
		got, err := s.receive(ctx)
		if s.rest = got; len(got) > 0 {
			s.heard = time.Now()
		}
		switch {
		case ctx.Err() != nil:
			return "", ctx.Err()
		case err != nil && !errors.Is(err, os.ErrDeadlineExceeded):
			return "", device.Fail(wire.Unreachable, err)
		case err != nil && time.Since(s.heard) >= s.pause:
			if code := s.codes.end(time.Now()); code != "" {
				return code, nil
			}
		}
	}
}

// receive returns what comes next; within a code it waits for no longer than a pause.
func (s *Scanner) receive(ctx context.Context) ([]byte, error) {
	until := time.Time{}
	if s.codes.waiting() {
		until = time.Now().Add(s.pause)
	}
	if err := s.source.SetReadDeadline(until); err != nil {
		return nil, err
	}
	defer context.AfterFunc(ctx, func() { _ = s.source.SetReadDeadline(time.Unix(1, 0)) })()
	buf := make([]byte, 64*eventSize)
	n, err := s.source.Read(buf)
	if s.typed != nil {
		return s.typed.push(buf[:n]), err
	}
	return buf[:n], err
}

// State tells whether what comes in is text.
func (s *Scanner) State() device.State {
	if s.codes.garbled >= unread {
		return device.State{Presence: wire.Broken, Cause: wire.Garbled}
	}
	return device.State{Presence: wire.Present}
}

// Close lets go of the port.
func (s *Scanner) Close() error { return s.source.Close() }
