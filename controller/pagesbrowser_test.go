package controller

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"
)

// live reads the page's stream as hub.js does, and comes back when it is cut.
func (b *browser) live(ctx context.Context) {
	q := url.Values{"page": {"/staff/" + string(b.counter)}, "show": {"desk,help"}, "types": {"slip.printed,slip.failed"}}
	r, err := b.ask(ctx, "GET", "/live?"+q.Encode(), nil)
	if err != nil {
		b.fail(err)
		return
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		b.fail(errors.New(r.Status))
		return
	}
	lines := bufio.NewScanner(r.Body)
	lines.Buffer(nil, 1<<20)
	kind := ""
	for lines.Scan() {
		if k, ok := bytes.CutPrefix(lines.Bytes(), []byte("event: ")); ok {
			kind = string(k)
		}
		if data, ok := bytes.CutPrefix(lines.Bytes(), []byte("data: ")); ok {
			b.heard(kind, data)
		}
	}
	if ctx.Err() == nil {
		b.fail(fmt.Errorf("the stream of %s is cut: %v", b.counter, lines.Err()))
	}
}

func (b *browser) heard(kind string, data []byte) {
	switch kind {
	case "beat":
		var m struct{ Current bool }
		if json.Unmarshal(data, &m) != nil || !m.Current {
			b.fail(fmt.Errorf("beat %s", data))
		}
		b.frames.Add(1)
	case "live":
		b.frames.Add(1)
		var m struct {
			Region, HTML string
			Of           int64
		}
		if err := json.Unmarshal(data, &m); err != nil {
			b.fail(err)
			return
		}
		b.show(m.Region, m.HTML)
		if m.Of > 0 {
			if at, ok := b.happened(m.Of); ok {
				b.note("event-page", at)
			}
		}
	default:
		b.fail(fmt.Errorf("event %s: %s", kind, data))
	}
}

// happened is when an entry was decided, before it was on disk.
func (c *crowd) happened(seq int64) (time.Time, bool) {
	entries, ok, _ := c.h.engine.hub.since(seq - 1)
	if !ok || len(entries) == 0 {
		return time.Time{}, false
	}
	x, err := entries[0].Decode()
	return x.At, err == nil
}

// settle waits until every page shows what a page opened now would show.
func (c *crowd) settle(t testing.TB, all []*browser) {
	for _, b := range all {
		for deadline := time.Now().Add(10 * time.Second); ; {
			want := ""
			if r, err := b.ask(t.Context(), "GET", "/staff/"+string(b.counter)+"?live=desk", nil); err == nil {
				raw, _ := io.ReadAll(r.Body)
				r.Body.Close()
				want = ageless(string(raw))
			}
			b.mu.Lock()
			got, news := ageless(b.shown["desk"]), b.news
			b.mu.Unlock()
			if got == want {
				break
			}
			if time.Now().After(deadline) {
				t.Errorf("counter %s shows\n%s\nwant\n%s", b.counter, got, want)
				return
			}
			select {
			case <-news:
			case <-time.After(100 * time.Millisecond):
			}
		}
	}
}

// TestPagesShowWhatHappens lets a small center work for a moment and holds every
// page that was told of it against a page opened anew. How fast: BenchmarkPages.
func TestPagesShowWhatHappens(t *testing.T) {
	c := &crowd{counters: 12, pages: 40, visits: 12, waiting: 20, lasts: 2 * time.Second}
	openCrowd(t, c)
	c.run(t)
	if n := c.errors.Load(); n != 0 || len(c.told["key-shown"]) < c.counters {
		t.Errorf("%d errors, the first %v; %d keys shown", n, c.first, len(c.told["key-shown"]))
	}
}
