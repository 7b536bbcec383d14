package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/wire"
)

const (
	beatEvery   = time.Second      // pages turn gray when they hear nothing for longer
	checkEvery  = 15               // beats between looks whether the session still holds
	slowReader  = 10 * time.Second // a browser that takes longer is cut, and comes back
	mostPages   = 24               // pages of one browser
	mostRegions = 12               // regions of one page
	reconnectMS = 400              // a browser comes back this soon after a cut
)

// reader is one browser's stream.
type reader struct {
	types []string // of log entries that its scripts want; nil: all
	pages []*open
	wake  chan struct{}
}

// open is a page that the browser shows.
type open struct {
	view    *view
	regions []string
	sent    map[string]int64 // region -> rendering that the browser has
}

func (rd *reader) nudge() {
	select {
	case rd.wake <- struct{}{}:
	default:
	}
}

// live streams to a browser what its open pages show, the log entries its
// scripts listen to, and a beat every second.
//
//	/live?after=SEQ&page=ADDRESS&show=REGIONS&page=...&types=ticket.called,...
func (f *feed) live(w http.ResponseWriter, r *http.Request) {
	who, ok := f.who(r)
	switch {
	case f.Feed == nil || passOf(r) != nil:
		http.NotFound(w, r)
		return
	case !ok:
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if r.Method == http.MethodHead { // asks whether there is a session
		return
	}
	q := r.URL.Query()
	if len(q["page"]) > mostPages || len(q["page"]) != len(q["show"]) {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	ear, err := f.Feed.Listen(r)
	if err != nil {
		w.WriteHeader(wire.Status(err))
		return
	}
	defer ear.Leave()
	rd := &reader{types: []string{}, wake: make(chan struct{}, 1)}
	if t := q.Get("types"); t == "*" {
		rd.types = nil
	} else if t != "" {
		rd.types = strings.Split(t, ",")
	}
	for i, address := range q["page"] {
		regions := strings.Split(q["show"][i], ",")
		if len(regions) > mostRegions || !strings.HasPrefix(address, "/") {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		o := &open{f.join(rd, who, language(w, r), address, regions), regions, map[string]int64{}}
		defer f.leave(rd, o.view, regions)
		rd.pages = append(rd.pages, o)
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	f.stream(w, r, rd, ear)
}

// stream writes until the browser goes, is too slow or its session is over.
func (f *feed) stream(w http.ResponseWriter, r *http.Request, rd *reader, ear Ear) {
	out := http.NewResponseController(w)
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	after, beats := ear.After, 0
	text := fmt.Sprintf("retry: %d\n", reconnectMS) + f.beat(rd, after)
	for {
		if text != "" {
			_ = out.SetWriteDeadline(time.Now().Add(slowReader)) // without support there is no deadline to extend
			if _, err := w.Write([]byte(text)); err != nil || out.Flush() != nil {
				return
			}
		}
		entries, wake, err := f.Feed.Behind(r.Context(), after)
		if err != nil {
			return
		}
		text, after = rd.entries(entries, after, ear.Sees)
		text += f.news(rd)
		if text != "" || len(entries) > 0 {
			continue
		}
		if rd.types != nil && len(rd.types) == 0 {
			wake = nil // nothing of the log is for it
		}
		select {
		case <-wake:
		case <-rd.wake:
		case text = <-ear.News:
		case <-beat.C:
			if beats++; beats%checkEvery == 0 {
				if _, ok := f.Access.Who(r); !ok {
					return
				}
			}
			text = f.beat(rd, after)
		case <-r.Context().Done():
			return
		}
	}
}

// entries writes those of the log that the browser's scripts listen to.
func (rd *reader) entries(entries []wire.Entry, after int64, sees func(wire.Entry) bool) (string, int64) {
	var b strings.Builder
	for _, e := range entries {
		after = e.Seq
		if (rd.types == nil || slices.Contains(rd.types, e.Type)) && sees(e) {
			fmt.Fprintf(&b, "id: %d\nevent: %s\ndata: %s\n\n", e.Seq, e.Type, e.Body)
		}
	}
	return b.String(), after
}

// news writes the regions that the browser has not got as they are now.
func (f *feed) news(rd *reader) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var b strings.Builder
	for _, o := range rd.pages {
		if o.view.gone {
			if o.sent["."] == 0 {
				o.sent["."] = 1
				fmt.Fprintf(&b, "event: gone\ndata: %q\n\n", o.view.address)
			}
			continue
		}
		for _, name := range o.regions {
			if x, ok := o.view.frames[name]; ok && x.made != o.sent[name] {
				o.sent[name] = x.made
				b.WriteString(x.text)
			}
		}
	}
	return b.String()
}

// beat tells that the line lives, and whether all that the browser shows is true now.
func (f *feed) beat(rd *reader, after int64) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.wall()
	current := now.Sub(f.turned) < dead
	for _, o := range rd.pages {
		if !o.view.due.IsZero() && now.Sub(o.view.due) > late {
			current = false
		}
	}
	return fmt.Sprintf("id: %d\nevent: beat\ndata: {\"at\":%q,\"current\":%t}\n\n", after, f.Now().In(center.Zone).Format("15:04:05"), current)
}
