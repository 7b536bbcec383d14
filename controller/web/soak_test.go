package web_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	cdpruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

const aDay = 8 * 3000 // events of eight hours at a busy center

// TestConsoleAllDay shows one event after another on an open console, each as
// soon as the one before is seen, and holds the memory of page and server at the
// end against what they had after the first sixth. MOTCUA_SOAK=1 is all eight hours.
func TestConsoleAllDay(t *testing.T) {
	events := aDay / 60
	if os.Getenv("MOTCUA_SOAK") != "" {
		events = aDay
	}
	a := newAPI()
	b := newBrowser(t, a.handler(), "staff")
	b.open("/staff/1", 1366, 768)
	b.until(can("recall"))
	var page, server [2]float64
	for i := 1; i <= events; i++ {
		number := fmt.Sprintf("A%05d", i)
		a.mu.Lock()
		a.log = a.log[max(0, len(a.log)-50):] // the fake's own memory is no subject here
		a.mu.Unlock()
		a.happen(func(f *fake) { f.board.Counters[0].Ticket.Number = number }, "ticket.recalled", map[string]string{"counter": "1"})
		eval[bool](b, shows(number))
		if i == events/6 || i == events {
			page[i/events], server[i/events] = b.heap(), heapOf()
		}
	}
	t.Logf("%d events: page %.2f then %.2f MB, server %.2f then %.2f MB", events, page[0], page[1], server[0], server[1])
	if page[1] > page[0]+1 || server[1] > server[0]+2 {
		t.Errorf("memory grows: page %.2f to %.2f MB, server %.2f to %.2f MB", page[0], page[1], server[0], server[1])
	}
}

// shows resolves once the held number is shown.
func shows(number string) string {
	return `new Promise((done) => { const look = () => document.querySelector('.held .number').textContent === '` + number + `' ? done(true) : setTimeout(look, 2); look(); })`
}

// heap is what the page's scripts and nodes hold after a collection, in MB.
func (b *browser) heap() float64 {
	b.t.Helper()
	var used float64
	b.do("heap", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := cdp.Call(ctx, t, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
			return err
		}
		r, err := cdp.Call(ctx, t, cdpruntime.GetHeapUsage, cdp.Empty{})
		used = r.UsedSize
		return err
	}))
	return used / (1 << 20)
}

func heapOf() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}
