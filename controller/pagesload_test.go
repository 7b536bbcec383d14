package controller

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/config"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// crowd is a large center at work: clerks press keys at their own page, everybody else's pages stay open.
type crowd struct {
	counters, pages int
	visits          float64 // a second
	waiting         int     // people at the start
	lasts           time.Duration

	h      *hall
	web    *http.Client
	errors atomic.Int64
	asked  atomic.Int64 // requests
	frames atomic.Int64 // of streams
	mu     sync.Mutex
	told   map[string][]float64 // what, in ms
	first  error
	cpu    time.Duration // of clients and server, while the center worked
}

func (c *crowd) note(what string, since time.Time) {
	c.mu.Lock()
	c.told[what] = append(c.told[what], float64(time.Since(since).Microseconds())/1000)
	c.mu.Unlock()
}

func (c *crowd) fail(err error) {
	c.errors.Add(1)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.first == nil {
		c.first = err
	}
}

// openCrowd opens a center of 12 services, each at a quarter of the counters, with the clock of this machine.
func openCrowd(t testing.TB, c *crowd) {
	born := time.Now()
	c.h = openHall(t, func(o *Options) {
		x := testCenter()
		x.Hours, x.Counters, x.Services = center.Hours{Always: true}, nil, nil
		for i := range 12 {
			s := testCenter().Services[0]
			s.Code, s.Prefix = center.ServiceCode(fmt.Sprintf("S%d", i)), string(rune('A'+i))
			x.Services = append(x.Services, s)
		}
		for i := range c.counters {
			id := center.CounterID(fmt.Sprint(i + 1))
			x.Counters = append(x.Counters, center.Counter{ID: id, Services: []center.ServiceCode{
				x.Services[i%12].Code, x.Services[(i+1)%12].Code, x.Services[(i+2)%12].Code}})
			o.Credentials.Credentials = append(o.Credentials.Credentials, config.Credential{
				ID: "staff-of-" + string(id), SHA256: config.HashToken("staff-of-" + string(id)), Roles: []string{"staff"}, Counter: id})
		}
		x.Appointments.Slots, x.Tablets, o.Center = nil, nil, x
		o.Engine.Clock = func() queue.Moment { return queue.Moment{Wall: time.Now(), Up: time.Since(born), Boot: "boot-1"} }
	})
	c.told = map[string][]float64{}
	c.web = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 4 * c.pages}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	t.Cleanup(c.web.CloseIdleConnections)
}

// browser is one open page of a counter, as page.js and hub.js are.
type browser struct {
	*crowd
	counter center.CounterID
	lang    string
	cookie  string

	mu    sync.Mutex
	shown map[string]string // region -> HTML
	news  chan struct{}     // closed when shown changes
}

func (c *crowd) browser(ctx context.Context, n int) (*browser, error) {
	b := &browser{crowd: c, counter: center.CounterID(fmt.Sprint(n%c.counters + 1)), lang: "vi", shown: map[string]string{}, news: make(chan struct{})}
	if n%10 == 9 {
		b.lang = "en"
	}
	body := strings.NewReader(fmt.Sprintf(`{"token":"staff-of-%s"}`, b.counter))
	r, err := c.web.Post(c.h.url+"/api/v1/session", "application/json", body)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	for _, x := range r.Cookies() {
		b.cookie = x.Name + "=" + x.Value + "; lang=" + b.lang
	}
	return b, ctx.Err()
}

func (b *browser) ask(ctx context.Context, method, path string, body io.Reader) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, b.h.url+path, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Cookie", b.cookie)
	if method == "POST" {
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Idempotency-Key", client.NewKey())
	}
	b.asked.Add(1)
	return b.web.Do(r)
}

func (b *browser) show(region, html string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.shown[region] = html
	close(b.news)
	b.news = make(chan struct{})
}

var held = regexp.MustCompile(`class="held ?([a-z]*)"`)

// state is the state of the ticket that the page shows as held.
func (b *browser) state() (string, <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	m := held.FindStringSubmatch(b.shown["desk"])
	if m == nil {
		return "nothing", b.news
	}
	return m[1], b.news
}

// press does what a key does: the command, and then the page that shows what came of it.
func (b *browser) press(ctx context.Context, action, body, want string) (worked bool) {
	start := time.Now()
	r, err := b.ask(ctx, "POST", "/api/v1/counters/"+string(b.counter)+"/"+action, strings.NewReader(body))
	if err != nil {
		if ctx.Err() == nil {
			b.fail(err)
		}
		return false
	}
	io.Copy(io.Discard, r.Body)
	r.Body.Close()
	if r.StatusCode == http.StatusNoContent {
		return false
	}
	if r.StatusCode != http.StatusOK {
		b.fail(fmt.Errorf("%s at %s: %s", action, b.counter, r.Status))
		return false
	}
	b.note("key-answer", start)
	for {
		state, news := b.state()
		if state == want {
			b.note("key-shown", start)
			return true
		}
		select {
		case <-news:
		case <-time.After(5 * time.Second):
			b.fail(fmt.Errorf("%s at %s is not shown: %q", action, b.counter, state))
			return false
		case <-ctx.Done():
			return false
		}
	}
}

func pause(ctx context.Context, low, high time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(low + rand.N(high-low)):
	}
}

// work serves one citizen after another.
func (b *browser) work(ctx context.Context) {
	pause(ctx, 0, min(b.lasts/3, 12*time.Second)) // nobody presses at the same moment as all others
	for ctx.Err() == nil {
		if !b.press(ctx, "next", "{}", "called") {
			pause(ctx, 500*time.Millisecond, time.Second)
			continue
		}
		pause(ctx, 500*time.Millisecond, 1500*time.Millisecond)
		b.press(ctx, "start", "{}", "serving")
		each := float64(b.counters) / b.visits
		pause(ctx, time.Duration(each*0.5*float64(time.Second)), time.Duration(each*1.3*float64(time.Second)))
		b.press(ctx, "finish", `{"dossiers":1}`, "")
	}
}

// arrive gives numbers at an even pace.
func (c *crowd) arrive(ctx context.Context) {
	tick := time.NewTicker(time.Duration(float64(time.Second) / c.visits))
	defer tick.Stop()
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-tick.C:
			c.issue(ctx)
		}
	}
}

func (c *crowd) issue(ctx context.Context) {
	c.asked.Add(1)
	_, err := c.h.all.Issue(ctx, client.NewKey(), wire.IssueRequest{
		Service: center.ServiceCode(fmt.Sprintf("S%d", rand.N(12))), Purpose: center.Submit, Kiosk: "K2"})
	if err != nil && ctx.Err() == nil {
		c.fail(err)
	}
}

// run opens the pages, lets the center work and ends it.
func (c *crowd) run(t testing.TB) {
	ctx, stop := context.WithCancel(t.Context())
	var all []*browser
	for range c.waiting {
		c.issue(ctx)
	}
	for n := range c.pages {
		b, err := c.browser(ctx, n)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b)
	}
	var g, work sync.WaitGroup
	for _, b := range all {
		g.Go(func() { b.live(ctx) })
	}
	for i := range c.counters {
		c.h.act(t, center.CounterID(fmt.Sprint(i+1)), "open", wire.ActionRequest{})
	}
	for _, b := range all { // every page shows its counter before the first key
		for s, news := b.state(); s == "nothing"; s, news = b.state() {
			<-news
		}
	}
	c.asked.Store(0)
	c.frames.Store(0)
	c.cpu = spent()
	c.mu.Lock()
	c.told = map[string][]float64{}
	c.mu.Unlock()
	working, rest := context.WithTimeout(ctx, c.lasts)
	defer rest()
	for _, b := range all[:c.counters] {
		work.Go(func() { b.work(working) })
	}
	work.Go(func() { c.arrive(working) })
	work.Go(func() { c.roundTrips(working, t.TempDir()) })
	work.Wait()
	c.cpu = spent() - c.cpu
	c.settle(t, all)
	stop()
	g.Wait()
}

// roundTrips measures what an empty request and a bare fsync cost beside the load: no key can be quicker.
func (c *crowd) roundTrips(ctx context.Context, dir string) {
	disk, err := os.Create(filepath.Join(dir, "fsync"))
	if err != nil {
		c.fail(err)
		return
	}
	defer disk.Close()
	block := make([]byte, 4096)
	for ctx.Err() == nil {
		start := time.Now()
		if r, err := c.web.Get(c.h.url + "/healthz"); err == nil {
			r.Body.Close()
			c.note("empty-round-trip", start)
		}
		start = time.Now()
		if _, err := disk.Write(block); err == nil && disk.Sync() == nil {
			c.note("bare-fsync", start)
		}
		pause(ctx, 50*time.Millisecond, 100*time.Millisecond)
	}
}

var passing = regexp.MustCompile(`<time>[0-9:]*</time>|(đã chờ|waited)[^<·]*`)

// ageless is HTML without what changes as time passes.
func ageless(html string) string { return passing.ReplaceAllString(html, "") }
