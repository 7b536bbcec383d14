package web_test

import (
	"context"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// browser is Debian's Chromium on one tab.
type browser struct {
	t    *testing.T
	ctx  context.Context
	base string

	mu      sync.Mutex
	console []string // what the pages complained about
}

// lanName is what this machine is called where a browser is to trust it no more
// than any center in its hall, which has no TLS.
const lanName = "motcua.lan"

// chromium is the one browser of all tests. Each of them has tabs, cookies and
// workers of its own in it.
type chromium struct {
	sync.Mutex
	ctx  context.Context
	stop func()
	axe  string // its script, once a test has asked for it
}

var shared chromium

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.stop != nil {
		shared.stop()
	}
	os.Exit(code)
}

// start starts the browser for the first test that needs it.
func (c *chromium) start(t *testing.T) context.Context {
	t.Helper()
	c.Lock()
	defer c.Unlock()
	if c.ctx != nil {
		return c.ctx
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
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-background-timer-throttling", true), chromedp.Flag("disable-backgrounding-occluded-windows", true), chromedp.Flag("disable-renderer-backgrounding", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("font-render-hinting", "none"),
		chromedp.Flag("host-resolver-rules", "MAP "+lanName+" 127.0.0.1"), chromedp.Flag("force-color-profile", "srgb"), chromedp.Flag("hide-scrollbars", true), chromedp.Flag("lang", "vi"),
		chromedp.UserDataDir(dir))
	ctx, stopBrowser := chromedp.NewContext(alloc)
	c.stop = func() {
		stopBrowser()
		stopAlloc()
		os.RemoveAll(dir) //nolint:errcheck // what is left is in the machine's own place for such
	}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("chromium does not start: %v", err)
	}
	c.ctx = ctx
	return ctx
}

// newBrowser opens a tab that asks handler for everything, as the session of role names.
func newBrowser(t *testing.T, handler http.Handler, session string) *browser {
	t.Helper()
	chromium := shared.start(t)
	server := httptest.NewServer(withSession(handler, session))
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	lasts := 8 * time.Minute // only against a hang
	if os.Getenv("MOTCUA_SOAK") != "" {
		lasts = time.Hour
	}
	alive, stop := context.WithTimeout(chromium, lasts)
	t.Cleanup(stop)
	ctx, stopTab := chromedp.NewContext(alive, chromedp.WithNewBrowserContext())
	t.Cleanup(stopTab)
	b := &browser{t: t, ctx: ctx, base: server.URL}
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.Type == chromedp.ConsoleException || m.Type == chromedp.ConsoleError {
				b.mu.Lock()
				b.console = append(b.console, m.String()+" "+m.URL)
				b.mu.Unlock()
			}
		}
	}()
	return b
}

// withSession lets every request carry the session, as the cookie of a log-in would.
func withSession(next http.Handler, session string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("session"); err != nil && session != "" {
			r.AddCookie(&http.Cookie{Name: "session", Value: session})
		}
		next.ServeHTTP(w, r)
	})
}

func (b *browser) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
}

func (b *browser) open(path string, width, height int64) {
	b.t.Helper()
	b.do("open "+path, chromedp.EmulateViewport(width, height), chromedp.Navigate(b.base+path))
}

// eval runs an expression in the page.
func eval[T any](b *browser, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// until waits for an expression to become true; it has no value while another page comes.
func (b *browser) until(expression string) {
	b.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	tick := time.NewTicker(25 * time.Millisecond)
	defer tick.Stop()
	met := func() bool {
		v, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
		return err == nil && v
	}
	for !met() {
		if time.Now().After(deadline) {
			b.shot("failed")
			b.t.Fatalf("never true: %s\npage: %s\nconsole: %v", expression, eval[string](b, "document.body.innerText"), b.complaints())
		}
		<-tick.C
	}
}

func (b *browser) press(keys string) {
	b.t.Helper()
	b.do("press", chromedp.KeyEvent(keys))
}

// click presses what the selector finds, and finds it again where fresh HTML has
// taken its place before the press.
func (b *browser) click(selector string) {
	b.t.Helper()
	for tries := 1; ; tries++ {
		err := chromedp.Do(b.ctx, chromedp.Click(chromedp.CSS(selector)))
		if err == nil {
			return
		}
		if replaced := strings.Contains(err.Error(), "Could not find node") || strings.Contains(err.Error(), "not part of the document"); !replaced || tries == 5 {
			b.t.Fatalf("click %s: %v", selector, err)
		}
	}
}

// shot keeps a picture of the whole page, where go test -artifacts asks for them.
func (b *browser) shot(name string) {
	b.t.Helper()
	if f := flag.Lookup("test.artifacts"); f == nil || f.Value.String() != "true" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatalf("screenshot %s: %v", name, err)
	}
	if err := os.WriteFile(filepath.Join(b.t.ArtifactDir(), name+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.console...)
}

// forget drops the complaints so far.
func (b *browser) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.console = nil
}
