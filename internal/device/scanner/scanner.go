// Package scanner reads bar code scanners: those that send lines over a serial
// port (USB-CDC included), and those that type as a keyboard does. A code may be
// a citizen's card: nothing here is logged, kept or put into an error.
package scanner

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"motcua/internal/device"
	"motcua/internal/device/serial"
	"motcua/internal/wire"
)

const (
	linePause = 100 * time.Millisecond // after which a code on a serial line has ended
	keyPause  = 300 * time.Millisecond // the same for a keyboard, which is slower
	unread    = 3                      // codes in a row that are no text: the line is set wrongly
)

// source gives a scanner's bytes. A zero wait waits for as long as ctx lasts.
type source interface {
	receive(ctx context.Context, wait time.Duration) ([]byte, error)
	close() error
}

// errPause is a source that had nothing to give in time.
var errPause = errors.New("scanner: nothing came")

// Scanner is an open scanner.
type Scanner struct {
	source source
	pause  time.Duration
	codes  codes
	rest   []byte // received behind the last code
}

var _ device.Scanner = (*Scanner)(nil)

// Open opens the scanner at port: one that types under /dev/input/ (or a named
// pipe, which stands for a simulated one), any other path is a serial port with
// 8 data bits, no parity and baud. Errors are fault.Unavailable; device.CauseOf
// tells why.
func Open(port string, baud int) (*Scanner, error) {
	info, err := os.Stat(port)
	if err != nil {
		return nil, device.Fail(why(err), err)
	}
	if pipe := info.Mode()&fs.ModeNamedPipe != 0; pipe || strings.HasPrefix(port, "/dev/input/") {
		return openKeyboard(port, pipe)
	}
	line, err := serial.Open(serial.Config{Name: port, Baud: baud})
	if err != nil {
		return nil, device.Fail(why(err), err)
	}
	return &Scanner{source: lines{line}, pause: linePause}, nil
}

// why finds the cause of a port that does not open.
func why(err error) string {
	switch {
	case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.EBUSY):
		return wire.PortBusy
	case errors.Is(err, fs.ErrPermission):
		return wire.NoPermission
	}
	return wire.Unreachable
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
		s.rest = nil
		wait := time.Duration(0)
		if s.codes.waiting() {
			wait = s.pause
		}
		got, err := s.source.receive(ctx, wait)
		switch {
		case errors.Is(err, errPause):
			if code := s.codes.end(time.Now()); code != "" {
				return code, nil
			}
		case ctx.Err() != nil:
			return "", ctx.Err()
		case err != nil:
			return "", device.Fail(wire.Unreachable, err)
		}
		s.rest = got
	}
}

// State tells whether what comes in is text.
func (s *Scanner) State() device.State {
	if s.codes.garbled >= unread {
		return device.State{Presence: wire.Broken, Cause: wire.Garbled}
	}
	return device.State{Presence: wire.Present}
}

// Close lets go of the port.
func (s *Scanner) Close() error { return s.source.close() }

// lines is a scanner on a serial port.
type lines struct{ port *serial.Port }

func (l lines) receive(ctx context.Context, wait time.Duration) ([]byte, error) {
	b, err := l.port.Receive(ctx, wait)
	if errors.Is(err, serial.ErrTimeout) {
		return nil, errPause
	}
	return b, err
}

func (l lines) close() error { return l.port.Close() }
