package controller

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

const (
	heartbeat = 15 * time.Second
	slow      = 10 * time.Second // a reader that takes longer is cut, and comes back
	page      = 500              // entries read from the store at once
)

// getEvents streams the log as server-sent events, from the cursor on.
func getEvents(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	head := c.engine.hub.last()
	after, err := cursor(r, head)
	if err != nil {
		return err
	}
	if after > head {
		return fault.New(fault.Conflict, "cursor-ahead")
	}
	if !c.streams.enter(who.id) {
		return fault.New(fault.TooMany, "streams", "most", mostStreams)
	}
	defer c.streams.leave(who.id)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	if r.Method != http.MethodHead {
		c.stream(w, r, after, who)
	}
	return nil
}

// stream writes entries and heartbeats until the reader goes or is too slow.
func (c *Controller) stream(w http.ResponseWriter, r *http.Request, after int64, who caller) {
	out := http.NewResponseController(w)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	news, leave := c.live.listen(who)
	defer leave()
	// The comment tells the reader at once that it is connected.
	for text := ": connected\n\n"; ; {
		_ = out.SetWriteDeadline(time.Now().Add(slow)) // without support there is no deadline to extend
		if _, err := w.Write([]byte(text)); err != nil {
			return
		}
		if out.Flush() != nil {
			return
		}
		text = ""
		for text == "" {
			entries, wake, err := c.engine.behind(r.Context(), after)
			if err != nil {
				return // the head of the answer is out: only the end of the stream can tell
			}
			text, after = c.frames(entries, after, who)
			if text != "" || len(entries) > 0 {
				continue
			}
			select {
			case <-wake:
			case text = <-news:
			case <-beat.C:
				text = ": \n\n"
			case <-r.Context().Done():
				return
			}
		}
	}
}

// mostStreams is how many event streams one token or person may hold open.
const mostStreams = 100

// streams counts the open event streams of each caller.
type streams struct {
	mu   sync.Mutex
	open map[string]int
}

func (s *streams) enter(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == nil {
		s.open = map[string]int{}
	}
	if s.open[id] >= mostStreams {
		return false
	}
	s.open[id]++
	return true
}

func (s *streams) leave(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[id]--; s.open[id] == 0 {
		delete(s.open, id)
	}
}

// cursor is the entry behind which the reader wants the log.
func cursor(r *http.Request, head int64) (int64, error) {
	text := r.Header.Get("Last-Event-ID")
	if text == "" {
		text = r.URL.Query().Get("after")
	}
	if text == "" {
		return head, nil
	}
	after, err := strconv.ParseUint(text, 10, 63) // digits alone: no sign
	if err != nil {
		return 0, fault.New(fault.Malformed, "cursor-form")
	}
	return int64(after), nil
}

// frames writes what the caller may see of the entries, and moves the cursor behind all of them.
func (c *Controller) frames(entries []wire.Entry, after int64, who caller) (string, int64) {
	var b strings.Builder
	for _, e := range entries {
		after = e.Seq
		if who.sees(e) {
			fmt.Fprintf(&b, "id: %d\nevent: %s\ndata: %s\n\n", e.Seq, e.Type, e.Body)
		}
	}
	return b.String(), after
}

// sees tells whether an entry is for the caller: devices get what they act on,
// people who work here get all. No entry holds personal data.
func (c caller) sees(e wire.Entry) bool {
	if of, _, _ := strings.Cut(e.Type, "."); slices.Contains(guarded, of) { // who logs in is not everybody's business
		return c.may("manager", "inspector", "technician")
	}
	if strings.HasPrefix(e.Type, "case.") { // those who may not know of a case are known to the engine alone
		return c.may("inspector")
	}
	if c.may("staff", "greeter", "manager", "inspector", "technician") {
		return true
	}
	if inside(e.Type) {
		return false
	}
	kind, _, _ := strings.Cut(e.Type, ".")
	switch kind {
	case "ticket", "counter":
		if c.may("tablet") && !c.may("display", "kiosk", "bridge") {
			return c.atCounter(e)
		}
		return true
	case "day", "config", "clock", "program":
		return true
	case "slip", "device", "help":
		return c.may("kiosk", "bridge")
	case "selftest":
		return c.may("display", "kiosk", "tablet", "bridge")
	case "paper":
		return c.may("bridge")
	}
	return false
}

// guarded are the kinds of entries about people who work here, and the answers
// of citizens, one by one: at a quiet counter an hour tells whose they are.
var guarded = []string{"session", "account", "station", "inspection", "personal", "ratings"}

// atCounter tells whether an entry concerns the caller's own counter.
func (c caller) atCounter(e wire.Entry) bool {
	if c.counter == "" {
		return !c.shared
	}
	b, err := e.Decode()
	if err != nil {
		return false
	}
	var q queue.Event
	q, _, err = b.Queue()
	return err == nil && q.Counter == c.counter
}
