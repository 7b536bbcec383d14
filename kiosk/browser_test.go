package kiosk_test

import (
	"io/fs"
	"os"
	"testing"

	"motcua/internal/ui/kit"
	"motcua/internal/ui/kit/kittest"
	"motcua/internal/ui/screens"
	"motcua/internal/ui/screens/screenstest"
	"motcua/internal/wire"
)

// TestBrowser takes a number on the kiosk as WebAssembly in a real browser, in English.
func TestBrowser(t *testing.T) {
	t.Parallel()
	if _, err := fs.Stat(screens.Built(), "screens.wasm.gz"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("screens.wasm.gz is not built: make screens")
		}
		t.Skip("screens.wasm.gz is not built: make screens")
	}
	c, server := newController(t)
	p := screenstest.Open(screenstest.Browser(t), t, server.URL+"/screens/kiosk/K1", 1080, 1920)
	dir := kittest.Pictures(t)
	p.WaitScreen("attract")
	p.Press("lang")
	p.Wait("English", func(s kit.Status) bool { return s.Lang == "en" })
	p.Press("start")
	p.WaitScreen("purpose")
	p.Press("purpose:submit")
	p.WaitScreen("service")
	p.Shot(dir, "kiosk-browser-service")
	p.Press("service:S3")
	p.WaitScreen("priority")
	p.Press("priority:no")
	if s := p.WaitScreen("result"); s.Number != "A012" {
		t.Errorf("the result shows %+v, want A012", s)
	}
	c.printed("20261123-A012", wire.SlipPrinted, "")
	p.Wait("the slip", func(s kit.Status) bool { return s.Detail == "printed" })
	p.Shot(dir, "kiosk-browser-result")
	if got := len(c.requests()); got != 1 {
		t.Errorf("%d tickets were issued, want 1", got)
	}
}
