package survey_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"motcua/internal/center"
	"motcua/internal/ui"
	"motcua/internal/wire"
	"motcua/survey"
)

// controller is the part of /api/v1 that a tablet uses.
type controller struct {
	mu      sync.Mutex
	seq     int
	token   string // of the open question; empty: none
	events  []string
	changed chan struct{}
	ratings []rating
	refuse  int               // status for the next ratings and scans, 0: admit
	visits  map[string]string // token of what a code may rate
	scans   []string
	ticket  string // JSON of the one that the counter holds; empty: none
	reports []wire.StateReport

	form *center.Questionnaire                             // asked now; nil: the usual one
	gate func(w http.ResponseWriter, r *http.Request) bool // tells whether a request has reached the controller; nil: all do
}

func (c *controller) asked() center.Questionnaire {
	if c.form != nil {
		return *c.form
	}
	return center.UsualQuestionnaire()
}

// questionnaire is the version asked now.
func (c *controller) questionnaire() string {
	q := c.asked()
	return q.Version()
}

func (c *controller) report(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var x wire.StateReport
	if json.NewDecoder(r.Body).Decode(&x) == nil {
		c.reports = append(c.reports, x)
	}
	w.WriteHeader(http.StatusNoContent)
}

type rating struct {
	key string
	request
	status int
}

// request is one answer as a tablet sends it.
type request struct {
	Token         string    `json:"token"`
	Counter       string    `json:"counter"`
	Questionnaire string    `json:"questionnaire"`
	Answers       answers   `json:"answers"`
	Helped        bool      `json:"helped"`
	At            time.Time `json:"at"`
	Sent          time.Time `json:"sent"`
}

type answers struct {
	Overall int            `json:"overall"`
	Reasons []string       `json:"reasons"`
	Items   map[string]int `json:"items"`
	Comment string         `json:"comment"`
}

func newController() *controller { return &controller{changed: make(chan struct{})} }

func (c *controller) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /api/v1/board", func(w http.ResponseWriter, _ *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		fmt.Fprintf(w, `{"seq":%d,"counters":[{"id":"3","ticket":%s}]}`, c.seq, cmp.Or(c.ticket, "null"))
	})
	mux.HandleFunc("GET /api/v1/counters/3/survey", func(w http.ResponseWriter, _ *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.token == "" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		_ = json.NewEncoder(w).Encode(wire.Survey{Token: c.token, Questionnaire: c.questionnaire()})
	})
	mux.HandleFunc("GET /api/v1/questionnaires/{version}", func(w http.ResponseWriter, r *http.Request) {
		q := c.asked()
		if r.PathValue("version") != q.Version() {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		_ = json.NewEncoder(w).Encode(q)
	})
	mux.HandleFunc("POST /api/v1/devices/{device}/state", c.report)
	mux.HandleFunc("GET /live", c.stream)
	mux.HandleFunc("POST /api/v1/ratings", c.rate)
	mux.HandleFunc("POST /api/v1/scans", c.scan)
	for name, body := range map[string][]byte{"base.css": ui.Base, "logo.svg": ui.Logo, "faces.svg": ui.Faces} {
		mux.HandleFunc("GET /static/"+name, func(w http.ResponseWriter, r *http.Request) {
			http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
		})
	}
	mux.Handle("GET /static/", http.StripPrefix("/static/", http.FileServer(http.Dir("../controller/web/static"))))
	mux.HandleFunc("GET /static/tokens.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css")
		fmt.Fprint(w, ui.CSS())
	})
	mux.Handle("/survey/", survey.Handler(survey.Options{Center: ward}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		gate := c.gate
		c.mu.Unlock()
		if gate == nil || gate(w, r) {
			mux.ServeHTTP(w, r)
		}
	})
}

func (c *controller) stream(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	_ = out.Flush()
	sent, _ := strconv.Atoi(r.URL.Query().Get("after")) // events count from 1
	if id, err := strconv.Atoi(r.Header.Get("Last-Event-ID")); err == nil {
		sent = id
	}
	beat := time.NewTicker(time.Second)
	defer beat.Stop()
	for {
		c.mu.Lock()
		events, changed := c.events, c.changed
		c.mu.Unlock()
		for ; sent < len(events); sent++ {
			fmt.Fprint(w, events[sent])
		}
		fmt.Fprintf(w, "id: %d\nevent: beat\ndata: {\"at\":\"08:00:00\",\"current\":true}\n\n", sent)
		if out.Flush() != nil {
			return
		}
		select {
		case <-changed:
		case <-beat.C:
		case <-r.Context().Done():
			return
		}
	}
}

// happen opens the question of token and tells the event.
func (c *controller) happen(token, kind, data string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.token = token
	c.seq++
	c.events = append(c.events, fmt.Sprintf("id: %d\nevent: %s\ndata: {\"seq\":%d,\"at\":%q,\"data\":%s}\n\n", c.seq, kind, c.seq, time.Now().Format(time.RFC3339Nano), data))
	close(c.changed)
	c.changed = make(chan struct{})
}

func (c *controller) rate(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	x := rating{key: r.Header.Get("Idempotency-Key"), status: http.StatusCreated}
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(&x.request); err != nil {
		x.status = http.StatusBadRequest
	}
	if c.refuse != 0 {
		x.status, c.refuse = c.refuse, 0
	} else if x.Token == c.token {
		c.token = ""
	}
	c.ratings = append(c.ratings, x)
	w.WriteHeader(x.status)
	fmt.Fprint(w, "{}")
}

func (c *controller) got() []rating {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.ratings)
}

// tablet is the page in a browser whose timers run twenty times as fast.
type tablet struct {
	t      *testing.T
	ctx    context.Context
	base   string
	c      *controller
	server *httptest.Server
}

// cut cuts the line: nothing reaches the controller, and no answer comes back.
func (b *tablet) cut() {
	b.gate(func(http.ResponseWriter, *http.Request) bool { panic(http.ErrAbortHandler) })
	b.server.CloseClientConnections()
}

// gate decides from now on which requests reach the controller; nil: all.
func (b *tablet) gate(g func(http.ResponseWriter, *http.Request) bool) {
	b.c.mu.Lock()
	defer b.c.mu.Unlock()
	b.c.gate = g
}

// patient lets a test touch again at once, which the page takes for a trembling hand.
const patient = `Object.defineProperty(MouseEvent.prototype, "timeStamp", {get: () => performance.now() * 1e6, configurable: true});`

const faster = `const wait = window.setTimeout; window.setTimeout = (f, ms, ...more) => wait(f, ms / 20, ...more);`

// chromium is the one browser of all tests; each has cookies, databases and workers of its own in it.
var chromium struct {
	sync.Mutex
	ctx  context.Context
	stop func()
}

func TestMain(m *testing.M) {
	code := m.Run()
	if chromium.stop != nil {
		chromium.stop()
	}
	os.Exit(code)
}

func startChromium(t testing.TB) context.Context {
	t.Helper()
	chromium.Lock()
	defer chromium.Unlock()
	if chromium.ctx != nil {
		return chromium.ctx
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("chromium is missing: apt-get install chromium")
		}
		t.Skip("chromium is missing: apt-get install chromium")
	}
	dir, err := os.MkdirTemp("", "motcua-browser")
	if err != nil {
		t.Fatal(err)
	}
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("disable-background-timer-throttling", true), chromedp.Flag("disable-renderer-backgrounding", true), chromedp.Flag("disable-backgrounding-occluded-windows", true),
		chromedp.Flag("host-resolver-rules", "MAP "+lanName+" 127.0.0.1"), chromedp.Flag("font-render-hinting", "none"), chromedp.Flag("force-color-profile", "srgb"), chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("lang", "vi"), chromedp.UserDataDir(dir))
	ctx, stop := chromedp.NewContext(alloc)
	chromium.stop = func() {
		stop()
		stopAlloc()
		os.RemoveAll(dir) //nolint:errcheck // what is left is in the machine's own place for such
	}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("chromium does not start: %v", err)
	}
	chromium.ctx = ctx
	return ctx
}

// lanName is what this machine is called where a browser is to trust it no more than a center without TLS.
const lanName = "motcua.lan"

func newTablet(t *testing.T, c *controller) *tablet {
	t.Helper()
	server := httptest.NewServer(c.handler())
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	alive, stop := context.WithTimeout(startChromium(t), 4*time.Minute) // only against a hang
	t.Cleanup(stop)
	ctx, stopTab := chromedp.NewContext(alive, chromedp.WithNewBrowserContext())
	t.Cleanup(stopTab)
	b := &tablet{t, ctx, server.URL, c, server}
	b.before(patient)
	return b
}

func (b *tablet) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
}

func (b *tablet) hurry() { b.before(faster) }

// before runs a script before those of every page.
func (b *tablet) before(script string) {
	b.do("script", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
		return err
	}))
}

// speak changes the language of the page.
func (b *tablet) speak(lang string) {
	b.t.Helper()
	b.click(".lang[lang=" + lang + "]")
	b.until("document.documentElement.lang === '" + lang + "'")
}

func (b *tablet) open(path string) {
	b.t.Helper()
	b.do("open "+path, chromedp.EmulateViewport(1280, 800), chromedp.Navigate(b.base+path))
}

func (b *tablet) is(expression string) bool {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("(async () => Boolean(await ("+expression+")))()", chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// until waits for an expression; it has no value while another page comes.
func (b *tablet) until(expression string) {
	b.t.Helper()
	b.wait(expression, func() bool {
		v, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("(async () => Boolean(await ("+expression+")))()", chromedp.EvalAwaitPromise))
		return err == nil && v
	})
}

func (b *tablet) wait(what string, met func() bool) {
	b.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !met() {
		if time.Now().After(deadline) {
			b.shot("failed")
			b.t.Fatalf("never: %s", what)
		}
		<-tick.C
	}
}

func (b *tablet) shows(screen string) {
	b.t.Helper()
	b.until("document.body.dataset.show === '" + screen + "'")
}

func (b *tablet) click(selector string) {
	b.t.Helper()
	b.do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// shot keeps a picture of the whole page, where go test -artifacts asks for them.
func (b *tablet) shot(name string) {
	b.t.Helper()
	if f := flag.Lookup("test.artifacts"); f == nil || f.Value.String() != "true" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.t.ArtifactDir(), name+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

func TestEveryScreenFitsTheTablet(t *testing.T) {
	c := newController()
	b := newTablet(t, c)
	for i, lang := range []string{"vi", "en"} {
		c.happen("token-"+lang, "ticket.finished", finished)
		b.open("/survey/T3")
		b.shows("question")
		b.speak(lang)
		b.fits("question." + lang)
		b.click("#levels [value='1']")
		b.shows("more")
		b.fits("reasons." + lang)
		b.click("#more .send")
		b.shows("thanks")
		b.wait("the rating arrives", func() bool { return len(c.got()) == i+1 })
	}
}

// fits wants no scrolling on the tablet either way up, and no sideways scrolling on a small screen.
func (b *tablet) fits(name string) {
	b.t.Helper()
	for _, size := range [][2]int64{{1280, 800}, {800, 1280}, {1024, 600}, {320, 640}} {
		b.do("resize", chromedp.EmulateViewport(size[0], size[1]))
		b.shot(fmt.Sprintf("%s.%d", name, size[0]))
		if !b.is("document.documentElement.scrollWidth <= innerWidth") {
			b.t.Errorf("%s is wider than a screen of %d", name, size[0])
		}
		if size[0] > 320 && !b.is("document.getElementById('choices').scrollHeight <= document.getElementById('choices').clientHeight + 1") {
			b.t.Errorf("%s hides choices behind its buttons on a screen of %d x %d", name, size[0], size[1])
		}
		if size[0] > 320 && !b.is("document.documentElement.scrollHeight <= innerHeight") {
			b.t.Errorf("%s is higher than a screen of %d x %d", name, size[0], size[1])
		}
	}
	b.do("resize", chromedp.EmulateViewport(1280, 800))
}

const finished = `{"counter":"3","ticket":"20261123-A012"}`

func TestASatisfiedCitizenAnswersWithOneTouch(t *testing.T) {
	c := newController()
	b := newTablet(t, c)
	b.open("/survey/T3")
	b.shows("asleep")
	b.shot("asleep")
	b.until("performance.getEntriesByName(location.origin + '/api/v1/counters/3/survey').length > 0")
	c.happen("", "ticket.finished", `{"counter":"4"}`)
	c.happen("token-1", "ticket.finished", finished)
	b.shows("question")
	b.shot("question.vi")
	for _, side := range []string{"Width", "Height"} {
		if !b.is("[...document.querySelectorAll('#levels button')].every((b) => b.offset" + side + " >= 118)") {
			t.Errorf("an answer is less than 20 mm in %s", side)
		}
	}
	b.click("#levels [value='5']")
	b.shows("thanks")
	b.shot("thanks.vi")
	b.wait("the rating arrives", func() bool { return len(c.got()) > 0 })
	got := c.got()[0]
	if got.Token != "token-1" || got.Answers.Overall != 5 || len(got.Answers.Reasons) != 0 || len(got.key) != 32 {
		t.Errorf("rating %+v with key %q, want 5 for token-1 and a key of 32 digits", got.request, got.key)
	}
	b.shows("asleep")
}

func TestADissatisfiedCitizenMaySayWhy(t *testing.T) {
	c := newController()
	c.token = "token-2"
	b := newTablet(t, c)
	b.open("/survey/T3")
	b.shows("question")
	b.speak("en")
	b.shot("question.en")
	b.click("#levels [value='2']")
	b.shows("more")
	b.click("#choices [value='harassment']")
	b.click("#choices [value='waiting']")
	b.click("#choices [value='trips']")
	b.click("#choices [value='trips']")
	b.shot("reasons.en")
	b.click("#more .back")
	b.shows("question")
	b.click("#levels [value='1']")
	b.shows("more")
	b.click("#more .send")
	b.shows("thanks")
	b.wait("the rating arrives", func() bool { return len(c.got()) > 0 })
	if got := c.got()[0].Answers; got.Overall != 1 || !slices.Equal(got.Reasons, []string{"waiting", "harassment"}) {
		t.Errorf("answers %+v, want 1 with waiting and harassment", got)
	}
	b.until("document.documentElement.lang === 'vi'") // the next citizen starts in Vietnamese
}

func TestAnAnswerOutlivesAControllerThatIsAway(t *testing.T) {
	c := newController()
	c.token, c.refuse = "token-3", http.StatusServiceUnavailable
	b := newTablet(t, c)
	b.open("/survey/T3")
	b.shows("question")
	b.click("#levels [value='4']")
	b.wait("the first try", func() bool { return len(c.got()) == 1 })
	b.open("/survey/T3") // the page is loaded anew before the second try
	b.wait("the second try", func() bool { return len(c.got()) == 2 })
	got := c.got()
	if got[0].key != got[1].key || got[1].Token != "token-3" || got[1].Answers.Overall != 4 {
		t.Errorf("tries %+v, want the same key and answer", got)
	}
	b.shows("asleep")
	if n := len(c.got()); n != 2 {
		t.Errorf("%d tries, want 2: an admitted answer is not sent again", n)
	}
}

func TestTheTabletSleepsWhenNobodyTouchesIt(t *testing.T) {
	c := newController()
	c.token = "token-4"
	b := newTablet(t, c)
	b.hurry()
	b.open("/survey/T3")
	b.shows("question")
	b.shows("asleep")
	if n := len(c.got()); n != 0 {
		t.Errorf("%d ratings, want none", n)
	}
	c.happen("token-5", "ticket.finished", finished)
	b.shows("question")
	b.click("#levels [value='3']")
	b.shows("more")
	b.shows("asleep") // through thanks: the level was an answer
	b.wait("the rating arrives", func() bool { return len(c.got()) == 1 })
	if got := c.got()[0].Answers; got.Overall != 3 || len(got.Reasons) != 0 {
		t.Errorf("answers %+v, want 3 without reasons", got)
	}
}

func TestAnUndoneFinishTakesTheQuestionBack(t *testing.T) {
	c := newController()
	c.token = "token-6"
	b := newTablet(t, c)
	b.open("/survey/T3")
	b.shows("question")
	c.happen("", "counter.undone", `{"counter":"3","undone":"ticket.finished"}`)
	b.shows("asleep")
	c.happen("token-6", "ticket.finished", finished)
	b.shows("question")
	b.click("#question .skip-it")
	b.shows("asleep")
}

// keys types into what selector finds.
func keys(selector, text string) chromedp.Action[chromedp.Void] {
	return chromedp.SendKeys(chromedp.CSS(selector), text)
}
