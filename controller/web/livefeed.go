package web

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

const (
	lull   = 100 * time.Millisecond // what happens elsewhere is gathered this long
	lookAt = 5 * time.Second        // waits grow without events
	late   = time.Second            // a page that is not rendered by then is not current
	dead   = 4 * lookAt             // nothing rendered for so long: nobody renders
)

// feed renders what open pages show, once for all pages that show the same,
// and hands it to their streams.
type feed struct {
	*pages
	mux http.Handler

	mu     sync.Mutex
	views  map[viewKey]*view
	after  int64         // entries up to here have been looked at
	turned time.Time     // when it last looked
	kick   chan struct{} // a view came

	board wire.Board // as it was at made
	made  time.Time
}

func newFeed(p *pages, mux http.Handler) *feed {
	return &feed{pages: p, mux: mux, views: map[viewKey]*view{}, kick: make(chan struct{}, 1)}
}

// viewKey is all that what a page shows depends on, beside the state of the center.
type viewKey struct {
	address string // path and query
	lang    i18n.Lang
	name    string // of the reader, where the page is a person's own
	roles   string
	counter center.CounterID
}

// view is a page as everybody sees it who has the same page open.
type view struct {
	viewKey
	at      center.CounterID // of a counter's page
	also    center.CounterID // the other counter that it shows
	who     Who
	readers map[*reader]int
	want    map[string]int // regions that are shown, by how many
	frames  map[string]frame
	made    int64     // counts renderings that changed something
	seq     int64     // entry it is true at
	due     time.Time // when to render; zero: it is current
	of      int64     // oldest entry that it does not show yet
	again   time.Time // when it changes by itself
	gone    bool      // the page is not there any more, or not for this reader
}

// frame is one region as the stream writes it.
type frame struct {
	made  int64
	plain string // without its age
	text  string
}

// shared tells whose page shows nothing of the reader's own, so that everybody at a counter shares one.
func (k *viewKey) shared() bool {
	at, staff := strings.CutPrefix(k.address, "/staff/")
	own := k.counter == "" || string(k.counter) == at[:strings.IndexAny(at+"/", "/?")]
	return staff && own || strings.HasPrefix(k.address, "/greeter")
}

// join opens a page for a reader.
func (f *feed) join(rd *reader, who Who, lang i18n.Lang, address string, regions []string) *view {
	k := viewKey{address: address, lang: lang, name: who.ID + " " + who.Name, roles: strings.Join(who.Roles, " "), counter: who.Counter}
	if k.shared() {
		k.name, who = "", Who{Roles: who.Roles, Counter: who.Counter}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	v := f.views[k]
	if v == nil {
		v = &view{viewKey: k, who: who, readers: map[*reader]int{}, want: map[string]int{}, frames: map[string]frame{}}
		if rest, ok := strings.CutPrefix(address, "/staff/"); ok {
			v.at = center.CounterID(rest[:strings.IndexAny(rest+"/", "/?")])
			if u, err := url.ParseRequestURI(address); err == nil {
				v.also = otherOf(u)
			}
		}
		f.views[k] = v
	}
	for _, x := range regions {
		if v.want[x]++; v.frames[x].made == 0 {
			v.due = f.wall()
		}
	}
	v.readers[rd]++
	select {
	case f.kick <- struct{}{}:
	default:
	}
	return v
}

// leave closes a page of a reader.
func (f *feed) leave(rd *reader, v *view, regions []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, x := range regions {
		if v.want[x]--; v.want[x] == 0 {
			delete(v.want, x)
			delete(v.frames, x)
		}
	}
	if v.readers[rd]--; v.readers[rd] == 0 {
		delete(v.readers, rd)
	}
	if len(v.readers) == 0 {
		delete(f.views, v.viewKey)
	}
}

// run looks at what happens and renders until ctx ends.
func (f *feed) run(ctx context.Context) error {
	tick := time.NewTicker(lookAt)
	defer tick.Stop()
	wait := time.NewTimer(0)
	defer wait.Stop()
	f.after = f.Feed.Head()
	for ctx.Err() == nil {
		f.rewind()
		entries, wake, err := f.Feed.Behind(ctx, f.after)
		if err != nil {
			wake = nil // the store is away: pages turn gray until it is back
		} else {
			f.mark(entries)
		}
		v, in := f.next()
		if v != nil && err == nil {
			f.render(ctx, v)
			continue
		}
		if len(entries) > 0 && err == nil {
			continue
		}
		wait.Reset(in)
		select {
		case <-ctx.Done():
		case <-wake:
		case <-f.kick:
		case <-wait.C:
		case <-tick.C:
			f.mark([]wire.Entry{{}})
		}
	}
	return nil
}

// rewind starts over when the log is another one, which ends before what was seen.
func (f *feed) rewind() {
	head := f.Feed.Head()
	if head >= f.after {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.after, f.board = head, wire.Board{}
	for _, v := range f.views {
		v.seq, v.due = 0, f.wall()
	}
}

// mark makes the pages due that entries may have changed; the empty entry is the time that passes.
func (f *feed) mark(entries []wire.Entry) {
	touches := make([]Touch, len(entries))
	for i, e := range entries {
		if touches[i].All = e.Seq == 0; e.Seq > 0 {
			touches[i] = f.Feed.Touches(e)
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.wall()
	f.turned = now
	for i, e := range entries {
		f.after = max(f.after, e.Seq)
		for _, v := range f.views {
			if e.Seq == 0 || e.Seq > v.seq {
				v.touch(touches[i], e.Seq, now)
			}
		}
	}
}

// touch makes the view due at once for what happened at its own counter, soon for all else.
func (v *view) touch(t Touch, seq int64, now time.Time) {
	due := now.Add(lull)
	switch {
	case v.at != "" && slices.Contains(t.Own, v.at):
		due = now
	case v.also != "" && (slices.Contains(t.Own, v.also) || slices.Contains(t.Others, v.also)):
	case !t.All && v.at != "" && !slices.Contains(t.Others, v.at):
		return
	}
	if v.of == 0 {
		v.of = seq
	}
	if v.due.IsZero() || due.Before(v.due) {
		v.due = due
	}
}

// next is the view to render now, else how long to wait for one.
func (f *feed) next() (first *view, in time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.wall()
	f.turned = now
	soonest := now.Add(lookAt)
	for _, v := range f.views {
		if !v.again.IsZero() && !v.again.After(now) && v.due.IsZero() {
			v.due, v.again = now, time.Time{}
		}
		for _, at := range []time.Time{v.due, v.again} {
			if !at.IsZero() && at.Before(soonest) {
				soonest = at
			}
		}
		if !v.due.IsZero() && !v.due.After(now) && (first == nil || v.due.Before(first.due)) {
			first = v
		}
	}
	return first, max(soonest.Sub(now), time.Millisecond)
}

// wall is the machine's clock: pages are shown to people now, whatever day it is at the center.
func (f *feed) wall() time.Time { return time.Now() }

// render makes a view anew and tells its readers what changed.
func (f *feed) render(ctx context.Context, v *view) {
	f.mu.Lock()
	s := &pass{who: v.who, lang: v.lang, regions: map[string]string{}}
	for x := range v.want {
		s.regions[x] = ""
	}
	of := v.of
	v.due, v.of = time.Time{}, 0
	f.mu.Unlock()
	s.board = f.boardNow()
	f.replay(ctx, v.address, s)
	f.mu.Lock()
	defer f.mu.Unlock()
	v.seq, v.gone = s.board.Seq, !s.filled
	v.again = time.Time{}
	if s.again > 0 {
		v.again = f.wall().Add(s.again)
	}
	changed := v.gone
	for name, html := range s.regions {
		plain := ageless(html)
		if old, ok := v.frames[name]; v.gone || v.want[name] == 0 || ok && old.plain == plain {
			continue
		}
		v.made++
		v.frames[name] = frame{v.made, plain, f.frame(v, name, html, of)}
		changed = true
	}
	if changed {
		for rd := range v.readers {
			rd.nudge()
		}
	}
}

// boardNow is the board, read once for all the views that one event changes. run alone calls it.
func (f *feed) boardNow() wire.Board {
	if now := f.wall(); f.board.Seq < f.after || now.Sub(f.made) > lull/2 {
		f.board, f.made = f.Source.Board(), now
	}
	return f.board
}

// replay asks the pages for one of them, as a browser would.
func (f *feed) replay(ctx context.Context, address string, s *pass) {
	u, err := url.ParseRequestURI(address)
	if err != nil {
		return
	}
	r := (&http.Request{Method: http.MethodGet, URL: u, RequestURI: address, Host: "localhost", Header: http.Header{}, Proto: "HTTP/1.1", Body: http.NoBody}).
		WithContext(context.WithValue(ctx, passKey{}, s))
	f.mux.ServeHTTP(nowhere{http.Header{}}, r)
}

// nowhere is where the answer of a replay goes: what counts is in its pass.
type nowhere struct{ header http.Header }

func (n nowhere) Header() http.Header         { return n.header }
func (n nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (n nowhere) WriteHeader(int)             {}

// frame writes a region for the stream.
func (f *feed) frame(v *view, region, html string, of int64) string {
	var b strings.Builder
	b.WriteString("event: live\ndata: ")
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(struct { // strings and numbers: it cannot fail
		Page   string `json:"page"`
		Region string `json:"region"`
		Seq    int64  `json:"seq"`
		Of     int64  `json:"of,omitempty"` // oldest entry that it shows for the first time
		HTML   string `json:"html"`
	}{v.address, region, v.seq, of, html})
	b.WriteByte('\n')
	return b.String()
}

// ageless is a region's HTML without the time at which it was true.
func ageless(html string) string {
	head, rest, ok := strings.Cut(html, `<p class="age">`)
	if !ok {
		return html
	}
	_, tail, _ := strings.Cut(rest, "</p>")
	return head + tail
}
