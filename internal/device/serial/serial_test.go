package serial_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"motcua/internal/device/pty"
	"motcua/internal/device/serial"
	"motcua/internal/wire"
)

func line(t *testing.T) (*pty.Pair, *serial.Port) {
	t.Helper()
	pair, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pair.Close() })
	p, err := serial.Open(serial.Config{Name: pair.Name, Baud: 19200, Parity: "even"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return pair, p
}

func TestBytesPassAsTheyAre(t *testing.T) {
	pair, p := line(t)
	all := make([]byte, 256) // line editing and flow control would show
	for i := range all {
		all[i] = byte(i)
	}
	got := make([]byte, len(all))
	if _, err := p.Write(all); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(pair.Master, got); err != nil || string(got) != string(all) {
		t.Errorf("the device reads % x, %v; want all bytes in order", got, err)
	}
	if _, err := pair.Master.Write(all); err != nil {
		t.Fatal(err)
	}
	_ = p.SetReadDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.ReadFull(p, got); err != nil || string(got) != string(all) {
		t.Errorf("Read = % x, %v; want all bytes in order", got, err)
	}
}

func TestDeadlines(t *testing.T) {
	_, p := line(t)
	_ = p.SetReadDeadline(time.Now().Add(25 * time.Millisecond))
	began := time.Now()
	_, err := p.Read(make([]byte, 1))
	if took := time.Since(began); !errors.Is(err, os.ErrDeadlineExceeded) || took < 20*time.Millisecond {
		t.Errorf("Read = %v after %v, want a deadline after 25 ms", err, took)
	}
	_ = p.SetWriteDeadline(time.Now().Add(25 * time.Millisecond))
	for err = nil; err == nil; { // nobody reads: the buffer fills
		_, err = p.Write(make([]byte, 4096))
	}
	if !errors.Is(err, os.ErrDeadlineExceeded) || serial.Cause(err) != wire.TimedOut {
		t.Errorf("Write = %v, want a deadline", err)
	}
}

func TestUnplugged(t *testing.T) {
	pair, p := line(t)
	pair.Close()
	for range 3 { // it stays gone
		if _, err := p.Read(make([]byte, 1)); !errors.Is(err, serial.ErrGone) {
			t.Fatalf("Read = %v, want ErrGone", err)
		}
	}
	if err := p.Close(); err != nil {
		t.Errorf("Close = %v, want nil", err)
	}
}

func TestOneOwner(t *testing.T) {
	pair, p := line(t)
	second, err := serial.Open(serial.Config{Name: pair.Name, Baud: 19200})
	if err == nil {
		second.Close()
	}
	if !errors.Is(err, serial.ErrBusy) || serial.Cause(err) != wire.PortBusy {
		t.Fatalf("second Open = %v, want ErrBusy", err)
	}
	if err := p.Close(); err != nil {
		t.Fatalf("Close = %v", err)
	}
	again, err := serial.Open(serial.Config{Name: pair.Name, Baud: 19200})
	if err != nil {
		t.Fatalf("Open after Close = %v, want nil", err)
	}
	again.Close()
}

func TestOpenRefusesAndLetsGo(t *testing.T) {
	pair, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer pair.Close()
	for _, c := range []serial.Config{
		{Name: "/dev/no-such-port", Baud: 9600}, {Name: pair.Name, Baud: 12345},
		{Name: pair.Name, Baud: 9600, Parity: "mark"}, {Name: "/dev/null", Baud: 9600},
	} {
		p, err := serial.Open(c)
		if err == nil {
			p.Close()
		}
		if err == nil || serial.Cause(err) != wire.Unreachable {
			t.Errorf("Open(%+v) = %v, want an error with cause %q", c, err, wire.Unreachable)
		}
	}
	p, err := serial.Open(serial.Config{Name: pair.Name, Baud: 9600, Parity: "odd"})
	if err != nil {
		t.Fatalf("Open after failed ones = %v, want nil", err)
	}
	p.Close()
}

func TestCloseEndsARead(t *testing.T) {
	_, p := line(t)
	read := make(chan error, 1)
	go func() {
		_, err := p.Read(make([]byte, 1))
		read <- err
	}()
	if err := p.Close(); err != nil {
		t.Errorf("Close = %v", err)
	}
	select {
	case err := <-read:
		if !errors.Is(err, serial.ErrGone) {
			t.Errorf("Read = %v, want ErrGone", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("Read goes on behind Close")
	}
}

func TestCause(t *testing.T) {
	for err, want := range map[error]string{
		&fs.PathError{Op: "open", Path: "/dev/ttyS0", Err: unix.EACCES}: wire.NoPermission,
		&fs.PathError{Op: "open", Path: "/dev/ttyS0", Err: unix.ENOENT}: wire.Unreachable,
		fmt.Errorf("open: %w", unix.EBUSY):                              wire.PortBusy,
		serial.ErrGone:                                                  wire.Unreachable,
	} {
		if got := serial.Cause(err); got != want {
			t.Errorf("Cause(%v) = %q, want %q", err, got, want)
		}
	}
}
