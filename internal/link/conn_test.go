package link

import (
	"bufio"
	"context"
	"io"
	"net"
	"testing"
	"time"

	"motcua/internal/link/linktest"
)

// deafBroker answers CONNECT and SUBSCRIBE and swallows every PUBLISH: it never sends a PUBACK.
func deafBroker(t *testing.T, grant byte) (url string) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { c.Close() })
			go deaf(c, grant)
		}
	}()
	return "tcp://" + ln.Addr().String()
}

func deaf(c net.Conn, grant byte) {
	r := bufio.NewReader(c)
	for {
		kind, err := r.ReadByte()
		if err != nil {
			return
		}
		size, shift := 0, 0
		for {
			b, err := r.ReadByte()
			if err != nil {
				return
			}
			size |= int(b&0x7f) << shift
			if shift += 7; b < 0x80 {
				break
			}
		}
		body := make([]byte, size)
		if _, err := io.ReadFull(r, body); err != nil {
			return
		}
		switch kind >> 4 {
		case 1:
			c.Write([]byte{0x20, 2, 0, 0})
		case 8:
			c.Write([]byte{0x90, 3, body[0], body[1], grant})
		}
	}
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.NewTimer(20 * time.Second)
	defer deadline.Stop()
	poll := time.NewTicker(5 * time.Millisecond)
	defer poll.Stop()
	for !ok() {
		select {
		case <-poll.C:
		case <-deadline.C:
			t.Fatalf("timed out waiting: %s", what)
		}
	}
}

func TestProblems(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := "tcp://" + free.Addr().String()
	free.Close()
	tests := []struct{ name, broker, problem string }{
		{"nobody listens", nobody, Unreachable},
		{"the subscription is refused", deafBroker(t, 0x80), Refused},
		{"no publish is ever acknowledged", deafBroker(t, 0), Silent},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := linktest.New()
			m.Add(5, "x")
			l, err := New(Options{Broker: tt.broker, Prov: "h19", Point: "h19-26-1",
				Timing: Timing{BackoffMin: time.Millisecond, BackoffMax: 10 * time.Millisecond, Puback: 300 * time.Millisecond}}, m, m, nil)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() { done <- l.Run(ctx) }()
			eventually(t, "the problem "+tt.problem, func() bool { return l.Status().Problem == tt.problem })
			if st := l.Status(); st.Acked != 0 || st.Backlog != 5 {
				t.Errorf("Status() = %+v, want nothing confirmed", st)
			}
			cancel()
			if err := <-done; err != nil {
				t.Errorf("Run = %v at the end of ctx, want nil", err)
			}
		})
	}
}

func TestNewRefuses(t *testing.T) {
	m := linktest.New()
	for _, o := range []Options{{Prov: "h19", Point: "p"}, {Broker: "tcp://x:1", Prov: "H19", Point: "p"}, {Broker: "tcp://x:1", Prov: "h19", Point: "a/b"}} {
		if _, err := New(o, m, m, nil); err == nil {
			t.Errorf("New(%+v) = nil error, want one", o)
		}
	}
}

func TestBackoffGrowsToItsLimit(t *testing.T) {
	m := linktest.New()
	l, err := New(Options{Broker: "tcp://x:1", Prov: "h19", Point: "p", Rand: func() float64 { return 1 }}, m, m, nil)
	if err != nil {
		t.Fatal(err)
	}
	for failures, want := range map[int]time.Duration{0: 1100 * time.Millisecond, 3: 8100 * time.Millisecond, 1000: 5*time.Minute + 100*time.Millisecond} {
		if got := l.backoff(failures); got != want {
			t.Errorf("backoff(%d) = %v, want %v", failures, got, want)
		}
	}
}
