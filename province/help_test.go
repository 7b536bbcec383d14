package province

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"motcua/internal/i18n"
	"motcua/internal/link"
	"motcua/internal/link/linktest"
	"motcua/internal/wire"
)

const testPoint = "h19-26-1"

func testPoints() []Point {
	return []Point{
		{Prov: "h19", ID: testPoint, Name: i18n.Text{VI: "Phường Tam Hiệp", EN: "Tam Hiep ward"}, Password: "point-one"},
		{Prov: "h19", ID: "h19-27", Name: i18n.Text{VI: "Phường Long Bình"}, Password: "point-two"},
	}
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// eventually polls a condition until it holds; two cores and the race detector make everything slow.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.NewTimer(60 * time.Second)
	defer deadline.Stop()
	poll := time.NewTicker(10 * time.Millisecond)
	defer poll.Stop()
	for !ok() {
		select {
		case <-poll.C:
		case <-deadline.C:
			t.Fatalf("timed out waiting: %s", what)
		}
	}
}

// start runs f until the test ends, and waits for it.
func start(t *testing.T, f func(context.Context) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- f(ctx) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run = %v", err)
		}
	}
	t.Cleanup(stop)
	return stop
}

// startProvince runs a province and waits until it collects.
func startProvince(t *testing.T, o Options) *Province {
	t.Helper()
	if o.Data == "" {
		o.Data = t.TempDir()
	}
	if o.Listen == "" && o.Broker.URL == "" {
		o.Listen = "127.0.0.1:0"
	}
	if o.Points == nil {
		o.Points = testPoints()
	}
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	start(t, p.Run)
	select {
	case <-p.Ready():
	case <-time.After(30 * time.Second):
		t.Fatal("the province does not get ready")
	}
	return p
}

// brisk is the link's patience for tests.
var brisk = link.Timing{BackoffMin: 10 * time.Millisecond, BackoffMax: 200 * time.Millisecond, RTO: 300 * time.Millisecond,
	RTOMax: time.Second, Puback: time.Second, SnapMin: 20 * time.Millisecond, SnapMax: 200 * time.Millisecond,
	PhoneMin: 20 * time.Millisecond, PhoneMax: 200 * time.Millisecond}

func startLink(t *testing.T, addr string, log *linktest.Log, change func(*link.Options), snap func() wire.Snap) (*link.Link, func()) {
	t.Helper()
	o := link.Options{Broker: "tcp://" + addr, Username: testPoint, Password: "point-one", Prov: "h19", Point: testPoint,
		Version: "test", Logger: quiet(), Timing: brisk}
	if change != nil {
		change(&o)
	}
	l, err := link.New(o, log, log, snap)
	if err != nil {
		t.Fatal(err)
	}
	return l, start(t, l.Run)
}

// wantLog compares what the province stores with the center's log: every event once, in order, none missing.
func wantLog(t *testing.T, p *Province, log *linktest.Log) {
	t.Helper()
	want := log.Entries(1)
	if n, err := p.Count(t.Context(), testPoint); err != nil || n != int64(len(want)) {
		t.Fatalf("Count = %d, %v, want %d", n, err, len(want))
	}
	var after int64
	for after < int64(len(want)) {
		got, err := p.Events(t.Context(), testPoint, after, 500)
		if err != nil || len(got) == 0 {
			t.Fatalf("Events(after %d) = %d events, %v", after, len(got), err)
		}
		for _, e := range got {
			if w := want[after]; e.Seq != w.Seq || e.Hash != w.Hash || string(e.Data) != string(w.Body) || e.Type != w.Type {
				t.Fatalf("stored event after %d is %d %s %s, want %d %s", after, e.Seq, e.Hash, e.Data, w.Seq, w.Body)
			}
			after++
		}
	}
	c, err := p.Verify(t.Context(), testPoint)
	if err != nil || len(c.Breaks) != 0 || c.Missing != 0 || c.Events != int64(len(want)) {
		t.Fatalf("Verify = %+v, %v, want an unbroken chain of %d", c, err, len(want))
	}
}

// watch connects as a broker user and passes on what arrives on filter.
func watch(t *testing.T, b link.Broker, filter string) <-chan link.Message {
	t.Helper()
	got := make(chan link.Message, 1000)
	c, err := link.Dial(t.Context(), b, func(m link.Message) { got <- m })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	if err := c.Subscribe(t.Context(), filter); err != nil {
		t.Fatal(err)
	}
	return got
}

func reader(p *Province) link.Broker {
	return link.Broker{URL: "tcp://" + p.Addr(), Username: readerUser, Password: p.o.Reader, ClientID: "a-reader"}
}

func encodeBatch(t *testing.T, log *linktest.Log, first int64) []byte {
	t.Helper()
	raw, err := wire.EncodeBatch(linktest.Epoch(1), 1, wire.Source("h19", testPoint), log.Entries(first))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func dialPoint(t *testing.T, p *Province) *link.Conn {
	t.Helper()
	c, err := link.Dial(t.Context(), link.Broker{URL: "tcp://" + p.Addr(), Username: testPoint, Password: "point-one", ClientID: testPoint}, func(link.Message) {})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}
