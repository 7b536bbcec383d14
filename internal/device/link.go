package device

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"motcua/internal/device/escpos"
)

// opener opens the way to a printer.
type opener func(ctx context.Context) (io.ReadWriteCloser, error)

// tcp reaches a printer over the network; port 9100 by custom.
func tcp(host string) opener {
	return func(ctx context.Context) (io.ReadWriteCloser, error) {
		d := net.Dialer{Timeout: 3 * time.Second}
		return d.DialContext(ctx, "tcp", host)
	}
}

// character reaches a printer through a device node: /dev/usb/lp0, or a serial
// port whose speed the system has set. A terminal line is put into raw mode.
func character(path string) opener {
	return func(context.Context) (io.ReadWriteCloser, error) {
		f, err := os.OpenFile(path, os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
		if err != nil {
			return nil, err
		}
		if err := raw(f); err != nil {
			f.Close()
			return nil, err
		}
		return f, nil
	}
}

// raw switches off whatever a terminal line does to bytes. Other devices stay as they are.
func raw(f *os.File) error {
	conn, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	err = conn.Control(func(fd uintptr) {
		t, err := unix.IoctlGetTermios(int(fd), unix.TCGETS)
		if err != nil {
			return // no terminal
		}
		t.Iflag &^= unix.IGNBRK | unix.BRKINT | unix.PARMRK | unix.ISTRIP | unix.INLCR | unix.IGNCR | unix.ICRNL | unix.IXON
		t.Oflag &^= unix.OPOST
		t.Lflag &^= unix.ECHO | unix.ECHONL | unix.ICANON | unix.ISIG | unix.IEXTEN
		t.Cflag = t.Cflag&^(unix.CSIZE|unix.PARENB) | unix.CS8 | unix.CLOCAL
		failed = unix.IoctlSetTermios(int(fd), unix.TCSETS, t)
	})
	return errors.Join(err, failed)
}

// session is one open way to a printer: what it says comes in by a goroutine of
// its own, what goes out is watched, since a printer that stops also stops reading.
type session struct {
	rw      io.ReadWriteCloser
	replies chan escpos.Reply // closed when the line ends
	done    chan struct{}
	marked  bool // the mark behind the slip came back
}

func newSession(rw io.ReadWriteCloser) *session {
	s := &session{rw: rw, replies: make(chan escpos.Reply, 64), done: make(chan struct{})}
	go s.listen()
	return s
}

func (s *session) listen() {
	defer close(s.replies)
	var d escpos.Decoder
	buf := make([]byte, 256)
	for {
		n, err := s.rw.Read(buf)
		for _, b := range buf[:n] {
			if r, ok := d.Push(b); ok {
				select {
				case s.replies <- r:
				case <-s.done:
					return
				}
			}
		}
		if err != nil {
			return
		}
	}
}

// close ends the session. The reader ends with the line; a driver in the kernel
// that does not let go of it keeps one sleeping goroutine.
func (s *session) close() {
	close(s.done)
	s.rw.Close()
}

// abort closes the line and forgets what has not left this machine yet.
func (s *session) abort() {
	if conn, ok := s.rw.(*net.TCPConn); ok {
		_ = conn.SetLinger(0) // otherwise the rest would still arrive, and be printed
	}
	s.rw.Close()
}

// write sends b; when ctx ends first it closes the line, and how much went out is unknown.
func (s *session) write(ctx context.Context, b []byte) error {
	sent := make(chan error, 1)
	go func() {
		_, err := s.rw.Write(b)
		sent <- err
	}()
	select {
	case err := <-sent:
		return err
	case <-ctx.Done():
		s.abort()
		return ctx.Err()
	}
}

// errSilent is a printer that does not answer, errGone a line that ended.
var (
	errSilent = errors.New("no answer to a status query")
	errGone   = errors.New("the line ended")
)

// status asks all four queries, each answered within limit.
func (s *session) status(ctx context.Context, limit time.Duration) (escpos.Status, error) {
	var status escpos.Status
	for n := byte(1); n <= 4; n++ {
		b, err := s.ask(ctx, limit, n)
		if err != nil {
			return escpos.Status{}, err
		}
		status.Apply(n, b)
	}
	return status, nil
}

func (s *session) ask(ctx context.Context, limit time.Duration, n byte) (byte, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errSilent)
	defer cancel()
	if err := s.write(ctx, escpos.Query(n)); err != nil {
		return 0, err
	}
	for {
		r, err := s.reply(ctx)
		if err != nil {
			return 0, err
		}
		if r.Kind == escpos.RealTime {
			return r.Byte, nil
		}
	}
}

// reply returns the next thing the printer says, and notes the mark behind a slip.
func (s *session) reply(ctx context.Context) (escpos.Reply, error) {
	select {
	case r, ok := <-s.replies:
		if !ok {
			return r, errGone
		}
		s.marked = s.marked || r.Kind == escpos.Queued
		return r, nil
	case <-ctx.Done():
		return escpos.Reply{}, context.Cause(ctx)
	}
}

// await gives the printer up to limit to say something.
func (s *session) await(ctx context.Context, limit time.Duration) error {
	brief, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	if _, err := s.reply(brief); err != nil && (ctx.Err() != nil || errors.Is(err, errGone)) {
		return err
	}
	return nil
}
