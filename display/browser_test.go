package display_test

import (
	"io/fs"
	"os"
	"testing"

	"motcua/internal/ui/kit"
	"motcua/internal/ui/kit/kittest"
	"motcua/internal/ui/screens"
	"motcua/internal/ui/screens/screenstest"
)

// TestBrowser shows a call on the display as WebAssembly in a real browser.
func TestBrowser(t *testing.T) {
	t.Parallel()
	if _, err := fs.Stat(screens.Built(), "screens.wasm.gz"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("screens.wasm.gz is not built: make screens")
		}
		t.Skip("screens.wasm.gz is not built: make screens")
	}
	c, server := newController(t)
	p := screenstest.Open(screenstest.Browser(t), t, server.URL+"/screens/display/D1", 1920, 1080)
	p.Wait("the board", func(s kit.Status) bool { return s.Number == "A012" })
	c.call("B005", "1")
	p.Wait("the call", func(s kit.Status) bool { return s.Number == "B005" && s.Detail == "called" && !s.Moving })
	p.Shot(kittest.Pictures(t), "display-browser-call")
	c.undo()
	p.Wait("the correction", func(s kit.Status) bool { return s.Detail == "sorry" })
	c.leave(server)
	p.Wait("silence", func(s kit.Status) bool { return s.Detail == "stale" })
	c.come()
	p.Wait("the board again", func(s kit.Status) bool { return s.Detail == "called" })
	c.call("B006", "2")
	p.Wait("a call over the new stream", func(s kit.Status) bool { return s.Number == "B006" })
}
