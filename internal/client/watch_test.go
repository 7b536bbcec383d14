package client_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"motcua/internal/client"
	"motcua/internal/wire"
)

// feed is a controller that only has a head and tells of each new entry.
type feed struct {
	mu    sync.Mutex
	head  int64
	wake  chan struct{}
	seen  []wire.Presence // reports of the device
	quiet bool            // the stream says nothing
}

func (f *feed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/api/v1/board":
		f.mu.Lock()
		defer f.mu.Unlock()
		_ = json.NewEncoder(w).Encode(wire.Board{Seq: f.head})
	case "/api/v1/devices/K1/state":
		var report wire.StateReport
		_ = json.NewDecoder(r.Body).Decode(&report)
		f.mu.Lock()
		defer f.mu.Unlock()
		f.seen = append(f.seen, report.State)
		w.WriteHeader(http.StatusNoContent)
	case "/api/v1/events":
		f.stream(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (f *feed) stream(w http.ResponseWriter, r *http.Request) {
	var last int64
	_, _ = fmt.Sscan(r.URL.Query().Get("after"), &last)
	for {
		f.mu.Lock()
		head, wake, quiet := f.head, f.wake, f.quiet
		f.mu.Unlock()
		for ; last < head && !quiet; last++ {
			fmt.Fprintf(w, "id: %d\nevent: ticket.called\ndata: {\"seq\":%d,\"type\":\"ticket.called\",\"data\":{}}\n\n", last+1, last+1)
		}
		w.(http.Flusher).Flush()
		select {
		case <-wake:
		case <-r.Context().Done():
			return
		}
	}
}

func (f *feed) append() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.head++
	close(f.wake)
	f.wake = make(chan struct{})
}

func newFeed(t *testing.T) (*feed, *client.Client) {
	f := &feed{head: 5, wake: make(chan struct{})}
	server := httptest.NewServer(f)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return f, client.New(server.URL, "")
}

func TestWatchBringsBoardsAndEntries(t *testing.T) {
	f, c := newFeed(t)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	boards, entries := make(chan int64, 100), make(chan int64, 100)
	var wg sync.WaitGroup
	wg.Go(func() {
		c.Watch(ctx, func(b wire.Board) { boards <- b.Seq }, func(e wire.Entry) { entries <- e.Seq })
	})
	until(t, ctx, boards, 5)
	for want := int64(6); want < 9; want++ {
		f.append()
		until(t, ctx, entries, want)
		until(t, ctx, boards, want)
	}
	f.mu.Lock()
	f.quiet = true
	f.mu.Unlock()
	f.append()
	until(t, ctx, boards, 9) // the pulse finds what the stream did not tell
	cancel()
	wg.Wait()
}

// until waits for seq and fails when a later or repeated one shows that the order is lost.
func until(t *testing.T, ctx context.Context, got <-chan int64, seq int64) {
	t.Helper()
	for {
		select {
		case s := <-got:
			if s > seq {
				t.Fatalf("got %d while waiting for %d", s, seq)
			}
			if s == seq {
				return
			}
		case <-ctx.Done():
			t.Fatalf("%d did not come", seq)
		}
	}
}

func TestAttendSaysWhenItGoes(t *testing.T) {
	f, c := newFeed(t)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { c.Attend(ctx, "K1"); close(done) }()
	for deadline := time.Now().Add(30 * time.Second); ; {
		f.mu.Lock()
		n := len(f.seen)
		f.mu.Unlock()
		if n > 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("no report came")
		}
		time.Sleep(5 * time.Millisecond) // between two looks
	}
	cancel()
	<-done
	if len(f.seen) != 2 || f.seen[0] != wire.Present || f.seen[1] != wire.Absent {
		t.Errorf("reports = %v, want present, then absent", f.seen)
	}
}
