package controller

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// rawFanOut writes one ready frame to as many open streams as there are pages, and
// measures until each has it: what telling everybody costs without deciding or rendering anything.
func (c *crowd) rawFanOut(t testing.TB) {
	const turns = 20
	var mu sync.Mutex
	wake := make(chan struct{})
	text := ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out := http.NewResponseController(w)
		for {
			mu.Lock()
			next, now := wake, text
			mu.Unlock()
			if _, err := w.Write([]byte("data: " + now + "\n\n")); err != nil || out.Flush() != nil {
				return
			}
			select {
			case <-next:
			case <-r.Context().Done():
				return
			}
		}
	}))
	defer server.Close()
	ctx, stop := context.WithCancel(t.Context())
	var here, g sync.WaitGroup
	for range c.pages {
		here.Add(1)
		g.Go(func() {
			ready := sync.OnceFunc(here.Done)
			defer ready()
			q, _ := http.NewRequestWithContext(ctx, "GET", server.URL, nil)
			r, err := c.web.Do(q)
			if err != nil {
				return
			}
			defer r.Body.Close()
			for lines := bufio.NewScanner(r.Body); lines.Scan(); {
				if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
					if at, err := time.Parse(time.RFC3339Nano, strings.TrimSpace(data)); err == nil {
						c.note("raw-fan-out", at)
					}
					ready()
				}
			}
		})
	}
	here.Wait()
	for range turns {
		mu.Lock()
		text = fmt.Sprintf("%-3000s", time.Now().Format(time.RFC3339Nano))
		close(wake)
		wake = make(chan struct{})
		mu.Unlock()
		pause(ctx, 100*time.Millisecond, 101*time.Millisecond)
	}
	stop()
	g.Wait()
}
