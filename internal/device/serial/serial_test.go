package serial_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"motcua/internal/device/pty"
	"motcua/internal/device/serial"
)

func line(t *testing.T) (*pty.Pair, *serial.Port) {
	t.Helper()
	pair, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pair.Close() })
	p, err := serial.Open(serial.Config{Name: pair.Name, Baud: 19200, Even: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return pair, p
}

func length(n int) func([]byte) bool { return func(b []byte) bool { return len(b) >= n } }

// echo answers each request of four bytes with itself, in two pieces.
func echo(t *testing.T, pair *pty.Pair) {
	go func() {
		buf := make([]byte, 4)
		for n := 0; ; {
			m, err := pair.Master.Read(buf[n:])
			if err != nil {
				return
			}
			if n += m; n == 4 {
				pair.Master.Write(buf[:1])
				pair.Master.Write(buf[1:])
				n = 0
			}
		}
	}()
}

func TestTransact(t *testing.T) {
	pair, p := line(t)
	echo(t, pair)
	for range 20 {
		want := []byte{0, 0x11, 0x13, 0xFF} // no line editing, no flow control
		got, err := p.Transact(want, 5*time.Second, length(4))
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("Transact = % x, %v; want % x", got, err, want)
		}
	}
}

func TestSilenceEndsAtTheDeadline(t *testing.T) {
	_, p := line(t)
	began := time.Now()
	_, err := p.Transact([]byte{1}, 25*time.Millisecond, length(1))
	if took := time.Since(began); !errors.Is(err, serial.ErrTimeout) || took < 25*time.Millisecond || took > 5*time.Second {
		t.Errorf("Transact = %v after %v, want ErrTimeout after about 25 ms", err, took)
	}
}

func TestOldBytesAreDropped(t *testing.T) {
	pair, p := line(t)
	pair.Master.Write([]byte("late answer"))
	deadline := time.Now().Add(5 * time.Second)
	for { // until the late bytes have come in and a fresh answer comes out alone
		go func() {
			b := make([]byte, 16)
			n, _ := pair.Master.Read(b)
			pair.Master.Write(b[:n])
		}()
		got, err := p.Transact([]byte("?"), time.Second, length(1))
		if err == nil && string(got) == "?" {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("Transact = %q, %v; want the fresh answer", got, err)
		}
	}
}

func TestUnplugged(t *testing.T) {
	pair, p := line(t)
	pair.Close()
	deadline := time.Now().Add(5 * time.Second)
	for {
		_, err := p.Transact([]byte{1}, 10*time.Millisecond, length(1))
		if errors.Is(err, serial.ErrGone) {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("Transact = %v, want ErrGone", err)
		}
	}
	if err := p.Close(); err != nil {
		t.Errorf("Close = %v, want nil", err)
	}
}

func TestSecondOwnerIsRefused(t *testing.T) {
	pair, p := line(t)
	if second, err := serial.Open(serial.Config{Name: pair.Name, Baud: 19200}); err == nil {
		second.Close()
		t.Fatal("the port opened twice")
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

func TestOpenRefuses(t *testing.T) {
	pair, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer pair.Close()
	for _, c := range []serial.Config{{Name: "/dev/no-such-port", Baud: 9600}, {Name: pair.Name, Baud: 12345}} {
		if p, err := serial.Open(c); err == nil {
			p.Close()
			t.Errorf("Open(%+v) = nil, want an error", c)
		}
	}
	if p, err := serial.Open(serial.Config{Name: pair.Name, Baud: 9600}); err != nil {
		t.Errorf("Open after a failed one = %v, want nil", err)
	} else {
		p.Close()
	}
}

func TestCloseReturns(t *testing.T) {
	_, p := line(t)
	done := make(chan error, 1)
	go func() { done <- p.Close() }()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("Close = %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("Close hangs while a read is under way")
	}
	if _, err := p.Transact([]byte{1}, time.Second, length(1)); !errors.Is(err, serial.ErrGone) {
		t.Errorf("Transact after Close = %v, want ErrGone", err)
	}
}
