// Package serial opens serial ports that are safe to use: reads and writes end
// at a deadline, Close returns at once and ends them too, a port has one owner,
// and a device that was pulled out is noticed. It never opens a port again by itself.
//
// tarm/serial sets the line; its own reads know whole tenths of a second, cannot
// be closed, and take a pulled plug for a time-out. Bytes therefore go through a
// second descriptor of the same port that never blocks.
package serial

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	tarm "github.com/tarm/serial"
	"golang.org/x/sys/unix"

	"motcua/internal/wire"
)

var (
	// ErrGone means that the device was unplugged or the port is closed: open it anew.
	ErrGone = errors.New("serial: the device is gone")
	// ErrBusy means that another program, or another part of this one, has the port.
	ErrBusy = errors.New("serial: the port is in use")
)

// Config names a port and its line settings: 8 data bits, 1 stop bit.
type Config struct {
	Name   string // device node, best by /dev/serial/by-id
	Baud   int
	Parity string // even or odd; none and empty mean none
}

var parities = map[string]tarm.Parity{"": tarm.ParityNone, "none": tarm.ParityNone, "even": tarm.ParityEven, "odd": tarm.ParityOdd}

// Port is an open serial port. Its methods may be called from any goroutine.
type Port struct {
	file *os.File
	name string
}

// Open opens a port, locks it against every other program that locks, sets the
// line up and forgets what had come in before. [Cause] tells what an error means.
func Open(c Config) (*Port, error) {
	parity, ok := parities[c.Parity]
	if !ok {
		return nil, fmt.Errorf("serial: %s: no parity is called %q", c.Name, c.Parity)
	}
	file, err := os.OpenFile(c.Name, os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		if errors.Is(err, unix.EBUSY) {
			err = fmt.Errorf("%w: %w", ErrBusy, err)
		}
		return nil, err
	}
	p := &Port{file, c.Name}
	if err := p.setUp(c.Baud, parity); err != nil {
		file.Close()
		return nil, err
	}
	return p, nil
}

func (p *Port) setUp(baud int, parity tarm.Parity) error {
	if err := p.control(func(fd int) error { return unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB) }); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrBusy, p.name, err)
	}
	line, err := tarm.OpenPort(&tarm.Config{Name: p.name, Baud: baud, Parity: parity})
	if err != nil {
		return fmt.Errorf("serial: %s at %d baud: %w", p.name, baud, err)
	}
	if err := line.Close(); err != nil { // what it has set stays
		return fmt.Errorf("serial: %s: %w", p.name, err)
	}
	return p.control(func(fd int) error { return unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCIFLUSH) })
}

func (p *Port) control(f func(fd int) error) error {
	conn, err := p.file.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	err = conn.Control(func(fd uintptr) { failed = f(int(fd)) })
	return errors.Join(err, failed)
}

// Read waits for bytes. Its errors are [os.ErrDeadlineExceeded] after
// SetReadDeadline, and [ErrGone].
func (p *Port) Read(b []byte) (int, error) {
	n, err := p.file.Read(b)
	return n, gone(err)
}

// Write hands bytes to the port, which takes them as fast as the line does once
// its buffer is full. Errors are those of Read.
func (p *Port) Write(b []byte) (int, error) {
	n, err := p.file.Write(b)
	return n, gone(err)
}

// gone wraps every error but a deadline. The port never blocks, so an end of
// file is no time-out: the line has hung up.
func gone(err error) error {
	if err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		return err
	}
	if errors.Is(err, io.EOF) {
		return ErrGone
	}
	return fmt.Errorf("%w: %w", ErrGone, err)
}

// SetDeadline makes reads and writes fail from t on; the zero time lets them wait for ever.
func (p *Port) SetDeadline(t time.Time) error { return p.file.SetDeadline(t) }

// SetReadDeadline is SetDeadline for reads.
func (p *Port) SetReadDeadline(t time.Time) error { return p.file.SetReadDeadline(t) }

// SetWriteDeadline is SetDeadline for writes.
func (p *Port) SetWriteDeadline(t time.Time) error { return p.file.SetWriteDeadline(t) }

// Close closes the port and gives the lock back. Reads and writes under way end with [ErrGone].
func (p *Port) Close() error { return p.file.Close() }

// Cause returns which of wire's causes an error of Open, Read or Write is.
func Cause(err error) string {
	switch {
	case errors.Is(err, ErrBusy), errors.Is(err, unix.EBUSY):
		return wire.PortBusy
	case errors.Is(err, fs.ErrPermission):
		return wire.NoPermission
	case errors.Is(err, os.ErrDeadlineExceeded):
		return wire.TimedOut
	}
	return wire.Unreachable
}
