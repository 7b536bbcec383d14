// Package screenstest drives the screens in a real browser in tests: it waits
// for what a screen says it shows and presses its targets with the browser's
// own mouse events, at the places where they are drawn.
package screenstest

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"motcua/internal/ui/kit"
)

const (
	patience = 60 * time.Second       // for a screen to show what a test waits for, on a busy machine
	rescan   = 5 * time.Second        // for a scanned code to be shown, before it is scanned again
	hold     = 100 * time.Millisecond // beyond the time in which a screen ignores a second press
)

// Browser starts a headless Chromium with software graphics and an empty
// profile, and returns the context of its first page. It ends with the test.
func Browser(t testing.TB) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("chromium is missing: apt-get install chromium")
		}
		t.Skip("chromium is missing: apt-get install chromium")
	}
	ctx, cancel := chromedp.NewContext(context.Background(), chromedp.WithAllocatorOptions(
		chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.NoFirstRun, chromedp.UserDataDir(profile(t)),
		chromedp.Flag("use-angle", "swiftshader"), chromedp.Flag("enable-unsafe-swiftshader", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("disable-background-timer-throttling", true), chromedp.Flag("disable-renderer-backgrounding", true),
		chromedp.Flag("font-render-hinting", "none"), chromedp.Flag("force-color-profile", "srgb"),
		chromedp.Flag("hide-scrollbars", true), chromedp.Flag("lang", "vi")))
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil { // the browser lives as long as the context that starts it
		t.Fatal(err)
	}
	return ctx
}

// profile is a fresh directory that outlives a browser still writing to it.
func profile(t testing.TB) string {
	dir, err := os.MkdirTemp("", "motcua-browser-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for deadline := time.Now().Add(5 * time.Second); os.RemoveAll(dir) != nil && time.Now().Before(deadline); {
			time.Sleep(50 * time.Millisecond) // the browser's children end a little later than it
		}
	})
	return dir
}

// Page is a browser page that shows one screen.
type Page struct {
	t    testing.TB
	ctx  context.Context
	last time.Time // of the last press
}

// Open shows the screen at url in the page of ctx, w by h CSS pixels large, and waits for its first frame.
func Open(ctx context.Context, t testing.TB, url string, w, h int64) *Page {
	t.Helper()
	p := &Page{t: t, ctx: ctx}
	p.do(chromedp.EmulateViewport(w, h))
	p.do(chromedp.Navigate(url))
	p.Wait("its first frame", func(s kit.Status) bool { return s.Screen != "" })
	return p
}

func (p *Page) do(a chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, a); err != nil {
		p.t.Fatal(err)
	}
}

// read evaluates a JavaScript expression that yields JSON text, "null" where the screen is not up.
func (p *Page) read(expression string, out any) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	raw, err := chromedp.Run(ctx, chromedp.Evaluate[string](`window.motcuaState ? `+expression+` : "null"`))
	if err != nil {
		p.t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(raw), out); err != nil {
		p.t.Fatalf("%s = %q: %v", expression, raw, err)
	}
}

// Status returns what the last frame showed.
func (p *Page) Status() (s kit.Status) {
	p.t.Helper()
	p.read("motcuaState()", &s)
	return s
}

// Wait waits until a frame shows what ok accepts.
func (p *Page) Wait(what string, ok func(kit.Status) bool) kit.Status {
	p.t.Helper()
	deadline := time.Now().Add(patience)
	for time.Now().Before(deadline) {
		if s := p.Status(); ok(s) {
			return s
		}
		time.Sleep(30 * time.Millisecond) // between two looks at the page
	}
	p.t.Fatalf("no frame showed %s; the last: %+v", what, p.Status())
	return kit.Status{}
}

// WaitScreen waits until the screen of that name is shown.
func (p *Page) WaitScreen(name string) kit.Status {
	p.t.Helper()
	return p.Wait("screen "+name, func(s kit.Status) bool { return s.Screen == name })
}

// place is a target as the page tells it, in CSS pixels.
type place struct {
	ID         string
	X, Y, W, H float64
}

// Press presses the middle of a target with the mouse, once a frame shows it.
func (p *Page) Press(id string) {
	p.t.Helper()
	x, y := p.find(id)
	p.click(id, x, y)
}

// find waits for a target and returns its middle.
func (p *Page) find(id string) (x, y float64) {
	p.t.Helper()
	deadline := time.Now().Add(patience)
	for time.Now().Before(deadline) {
		var places []place
		p.read("motcuaTargets()", &places)
		for _, at := range places {
			if at.ID == id {
				return at.X + at.W/2, at.Y + at.H/2
			}
		}
		time.Sleep(30 * time.Millisecond) // between two looks at the page
	}
	p.t.Fatalf("no frame showed target %s; the last: %+v", id, p.Status())
	return 0, 0
}

// click keeps the button down until the screen shows the target held, and waits
// until it does no more: a busy machine sees a press late, and a screen that
// debounces counts from when it saw the last one.
func (p *Page) click(id string, x, y float64) {
	p.t.Helper()
	time.Sleep(time.Until(p.last.Add(kit.Debounce + hold))) // a person is no faster, and the screen ignores who is
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x, y))
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMousePressed, x, y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
	p.Wait(id+" held", func(s kit.Status) bool { return s.Held == id })
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseReleased, x, y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
	p.Wait(id+" released", func(s kit.Status) bool { return s.Held == "" })
	p.last = time.Now()
}

// Hold keeps the mouse down on a target until the screen has had enough of it.
func (p *Page) Hold(id string) {
	p.t.Helper()
	x, y := p.find(id)
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x, y))
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMousePressed, x, y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
	p.Wait(id+" held", func(s kit.Status) bool { return s.Held == id })
	p.Wait(id+" held long enough", func(s kit.Status) bool { return s.Held == "" })
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseReleased, x, y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
	p.last = time.Now()
}

// Key holds a key of the keyboard down for as long as a finger does, by its name and the code of old.
func (p *Page) Key(name string, code int64) {
	p.t.Helper()
	time.Sleep(time.Until(p.last.Add(kit.Debounce + hold)))
	key := func(kind input.DispatchKeyEventType) chromedp.Action[chromedp.Void] {
		return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: name, Code: name,
				WindowsVirtualKeyCode: code, NativeVirtualKeyCode: code})
			return err
		})
	}
	p.do(key(input.DispatchKeyEventTypeRawKeyDown))
	time.Sleep(hold)
	p.do(key(input.DispatchKeyEventTypeKeyUp))
	p.last = time.Now()
}

// voices stands in for the browser's voices, of which a test machine has none: it writes down what they say.
const voices = `(() => { window.heard = [];
Object.defineProperty(window, "speechSynthesis", {configurable: true, value: {
	getVoices: () => [{lang: "vi-VN"}, {lang: "en-US"}],
	speak(u) { this.now = u; this.timer = setTimeout(() => { heard.push(u.lang + " " + u.text); u.onend && u.onend({}) }, 30) },
	cancel() { clearTimeout(this.timer) },
}});
window.SpeechSynthesisUtterance = function(text) { this.text = text };
return "null" })()`

// Listen writes down what the page says from now on.
func (p *Page) Listen() {
	p.t.Helper()
	var none any
	p.read(voices, &none)
}

// Hears waits until the page has said something that begins so.
func (p *Page) Hears(words string) {
	p.t.Helper()
	var all []string
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(30 * time.Millisecond) {
		p.read("JSON.stringify(window.heard)", &all)
		if slices.ContainsFunc(all, func(s string) bool { return strings.HasPrefix(s, words) }) {
			return
		}
	}
	p.t.Fatalf("nobody said %q, only %q", words, all)
}

// Scan types a code as a scanner does that is a keyboard, at once and with
// Enter, until a frame shows what ok accepts: a busy machine may type too slowly
// to be taken for a scanner, and then a person scans again.
func (p *Page) Scan(code string, ok func(kit.Status) bool) {
	p.t.Helper()
	for range 5 {
		p.do(chromedp.KeyEvent(code + "\r"))
		for deadline := time.Now().Add(rescan); time.Now().Before(deadline); time.Sleep(30 * time.Millisecond) {
			if ok(p.Status()) {
				return
			}
		}
	}
	p.t.Fatalf("no frame showed what was scanned; the last: %+v", p.Status())
}

// Shot writes a picture of the page to dir/name.png, once nothing on it moves.
func (p *Page) Shot(dir, name string) {
	p.t.Helper()
	p.Wait("rest", func(s kit.Status) bool { return !s.Moving })
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		p.t.Fatal(err)
	}
}
