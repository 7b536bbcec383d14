// Package serial makes tarm/serial safe to use: reads that time out, a close
// that returns, one owner per port, and a device that was pulled out is noticed.
// It never opens a port again by itself.
package serial

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	tarm "github.com/tarm/serial"
	"golang.org/x/sys/unix"
)

// tick is the read time-out of the driver below; it knows whole tenths of a second only.
const tick = 100 * time.Millisecond

var (
	// ErrTimeout means that the answer did not come in time.
	ErrTimeout = errors.New("serial: no answer in time")
	// ErrGone means that the device was unplugged or the port is closed: open it anew.
	ErrGone = errors.New("serial: the device is gone")
)

// Config names a port and its line settings: 8 data bits, 1 stop bit.
type Config struct {
	Name string // device node, best by /dev/serial/by-id
	Baud int
	Even bool // even parity, as Modbus wants it
}

// Port is an open serial port. Transact is for one goroutine at a time.
type Port struct {
	port *tarm.Port
	lock *os.File
	in   chan []byte // closed when the device is gone
	stop chan struct{}
	once sync.Once
}

// Open opens a port and locks it against every other program that locks.
func Open(c Config) (*Port, error) {
	lock, err := os.OpenFile(c.Name, os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if err := flock(lock); err != nil {
		lock.Close()
		return nil, fmt.Errorf("serial: %s is in use: %w", c.Name, err)
	}
	parity := tarm.ParityNone
	if c.Even {
		parity = tarm.ParityEven
	}
	port, err := tarm.OpenPort(&tarm.Config{Name: c.Name, Baud: c.Baud, Parity: parity, ReadTimeout: tick})
	if err != nil {
		lock.Close()
		return nil, fmt.Errorf("serial: %s: %w", c.Name, err)
	}
	p := &Port{port: port, lock: lock, in: make(chan []byte, 16), stop: make(chan struct{})}
	go p.read()
	return p, nil
}

func flock(f *os.File) error {
	conn, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	err = conn.Control(func(fd uintptr) { failed = unix.Flock(int(fd), unix.LOCK_EX|unix.LOCK_NB) })
	return errors.Join(err, failed)
}

// read is the only reader of the port. A time-out and a pulled plug both read as
// the end of the file; a time-out takes its time, a pulled plug does not.
func (p *Port) read() {
	defer close(p.in)
	buf := make([]byte, 256)
	for hasty := 0; hasty < 3; {
		select {
		case <-p.stop:
			return
		default:
		}
		began := time.Now()
		n, err := p.port.Read(buf)
		switch {
		case n > 0:
			hasty = 0
			select {
			case p.in <- append([]byte(nil), buf[:n]...):
			case <-p.stop:
				return
			}
		case err != nil && !errors.Is(err, io.EOF):
			return
		case time.Since(began) < tick/2:
			hasty++
		default:
			hasty = 0
		}
	}
}

// Transact sends request and collects the answer until done says that it is
// whole or wait has passed (ErrTimeout; what came so far is returned with it).
// Bytes that lay around from before are dropped first.
func (p *Port) Transact(request []byte, wait time.Duration, done func([]byte) bool) ([]byte, error) {
	if err := p.drain(); err != nil {
		return nil, err
	}
	if _, err := p.port.Write(request); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrGone, err)
	}
	limit := time.NewTimer(wait)
	defer limit.Stop()
	var answer []byte
	for {
		select {
		case b, ok := <-p.in:
			if !ok {
				return answer, ErrGone
			}
			if answer = append(answer, b...); done(answer) {
				return answer, nil
			}
		case <-limit.C:
			return answer, ErrTimeout
		}
	}
}

func (p *Port) drain() error {
	for {
		select {
		case _, ok := <-p.in:
			if !ok {
				return ErrGone
			}
		default:
			return nil
		}
	}
}

// Close closes the port. It waits for the reader, at most one tick, because the
// driver below cannot be closed under a read.
func (p *Port) Close() error {
	var err error
	p.once.Do(func() {
		close(p.stop)
		for range p.in { // until the reader has left
		}
		err = errors.Join(p.port.Close(), p.lock.Close())
	})
	return err
}
