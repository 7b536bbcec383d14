package province

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"motcua/internal/link/linktest"
	"motcua/internal/wire"
)

// tab is Debian's Chromium on one page.
type tab struct {
	t   *testing.T
	ctx context.Context
}

func newTab(t *testing.T) *tab {
	t.Helper()
	path := debian(t, "chromium", "chromium")
	alive, stop := context.WithTimeout(context.Background(), 3*time.Minute)
	t.Cleanup(stop)
	alloc, stopAlloc := chromedp.NewExecAllocator(alive, chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("hide-scrollbars", true), chromedp.Flag("lang", "vi"), chromedp.UserDataDir(t.TempDir()))
	t.Cleanup(stopAlloc)
	ctx, stopTab := chromedp.NewContext(alloc)
	t.Cleanup(stopTab)
	return &tab{t, ctx}
}

func (b *tab) open(url string, width, height int64) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(width, height), chromedp.Navigate(url)); err != nil {
		b.t.Fatal(err)
	}
	b.until("the page is there", "document.readyState === 'complete'")
}

func (b *tab) until(what, expression string) {
	b.t.Helper()
	eventually(b.t, what, func() bool {
		v, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
		return err == nil && v
	})
}

func (b *tab) shot(name string) {
	b.t.Helper()
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.t.ArtifactDir(), name+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// TestThePageLives watches new figures come without a reload, the pause, and the loss of the server.
func TestThePageLives(t *testing.T) {
	b := newTab(t)
	p := sample(t, "")
	var down atomic.Bool
	pages := p.Handler()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		pages.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	log := linktest.New()
	log.Add(100, "x")
	waiting := func(n int) { say(t, p, "h19-26-1", log, wire.Today{Waiting: n, LongestS: 60}, 0) }

	b.open(server.URL+"/province/", 1366, 768)
	b.until("the script runs under the policy", "!document.getElementById('pause').hidden")
	b.shot("overview")
	b.until("a mark that a reload would lose", "window.mark = true")
	waiting(77)
	b.until("the new figure comes by itself", "window.mark && document.querySelector('tbody').innerText.includes('77')")
	down.Store(true)
	b.until("the loss is told", "document.getElementById('lost').innerText.includes('Mất kết nối')")
	down.Store(false)
	b.until("it is taken back", "document.getElementById('lost').hidden")
	b.until("paused", "(document.getElementById('pause').click(), document.getElementById('pause').innerText === 'Tiếp tục tự cập nhật')")

	for name, path := range map[string]string{"point": "/province/points/h19-26-1", "overview.en": "/province/?lang=en", "old": "/province/points/h19-28", "silent": "/province/points/h19-29"} {
		b.open(server.URL+path, 1366, 768)
		b.shot(name)
		b.open(server.URL+path, 320, 640)
		b.until(name+" is no wider than a small screen", "document.documentElement.scrollWidth <= innerWidth")
	}
}
