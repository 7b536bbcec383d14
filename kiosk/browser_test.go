package kiosk_test

import (
	"io/fs"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/queue"
	"motcua/internal/ui/kit"
	"motcua/internal/ui/kit/kittest"
	"motcua/internal/ui/screens"
	"motcua/internal/ui/screens/screenstest"
	"motcua/internal/wire"
)

// TestBrowser takes a number on the kiosk as WebAssembly in a real browser, in
// English, with slips that are read on the way and a guard who changes the roll.
func TestBrowser(t *testing.T) {
	t.Parallel()
	if _, err := fs.Stat(screens.Built(), "screens.wasm.gz"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("screens.wasm.gz is not built: make screens")
		}
		t.Skip("screens.wasm.gz is not built: make screens")
	}
	c, server := newController(t)
	c.codes = map[string]wire.ScanAnswer{slipLink: ofTicket(queue.Called, func(t *wire.Ticket) { t.Counter = "3" })}
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
	p.Scan(slipLink, func(s kit.Status) bool { return s.Screen == "scanned" && s.Detail == "ticket-called" })
	p.Shot(dir, "kiosk-browser-scan")
	p.Press("back")
	p.Press("service:S3")
	p.WaitScreen("priority")
	p.Press("priority:no")
	if s := p.WaitScreen("result"); s.Number != "A012" {
		t.Errorf("the result shows %+v, want A012", s)
	}
	p.Press("change")
	p.Press("service:S2")
	p.Press("assist")
	p.Press("priority:no")
	p.Wait("the changed number", func(s kit.Status) bool { return s.Screen == "result" && s.Number == "A013" })
	c.printed("20261123-A013", wire.SlipPrinted, "")
	p.Wait("the slip", func(s kit.Status) bool { return s.Detail == "printed" })
	p.Shot(dir, "kiosk-browser-result")
	ours := ofDossier
	ours.Kiosk = "K1"
	c.overhear(ours)
	p.Wait("the dossier", func(s kit.Status) bool { return s.Detail == "dossier" })
	guardInBrowser(p, c, dir)
	want := []wire.IssueRequest{{Kiosk: "K1", Service: "S3", Purpose: "submit"}, {Kiosk: "K1", Service: "S2", Purpose: "submit", Assist: true, Instead: "20261123-A012"}}
	if diff := cmp.Diff(want, c.requests()); diff != "" {
		t.Errorf("numbers asked for (-want +got):\n%s", diff)
	}
}

// guardInBrowser has the paper end, and a guard look for what to do.
func guardInBrowser(p *screenstest.Page, c *controller, dir string) {
	p.Press("help")
	p.Wait("the call", func(s kit.Status) bool { return s.Screen == "help" && s.Detail == "called" })
	p.Shot(dir, "kiosk-browser-help")
	p.Press("home")
	p.WaitScreen("attract")
	c.printer(wire.Broken, wire.PaperOut)
	p.Hold("guard:code")
	p.Press("guide:paper")
	p.Press("card:next")
	p.Wait("the core", func(s kit.Status) bool { return s.Detail == "core" })
	p.Shot(dir, "kiosk-browser-guide")
}
