package web_test

import (
	"testing"

	"motcua/internal/center"
	"motcua/internal/wire"
)

// TestTheGreeterHearsAndComes has a page that sleeps until it is touched, a call
// that rings once it is awake, a bell that is switched off, and the press that
// says "I am coming".
func TestTheGreeterHearsAndComes(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "greeter")
	b.open("/greeter", 1366, 768)
	b.until("document.body.dataset.seq && document.getElementById('help-bell').textContent.includes('bật chuông')")
	eval[bool](b, "window.rings = 0, document.addEventListener('rang', () => window.rings++), true")
	b.click("h1")
	b.until("document.getElementById('help-bell').textContent.includes('Chuông báo: bật')")
	asks := func(device, kind string) {
		a.happen(func(f *fake) {
			f.board.Help = append(f.board.Help, wire.HelpCall{Device: center.DeviceID(device), Kind: kind, At: at})
		}, wire.HelpAsked, map[string]string{"device": device})
	}
	asks("H9", "button")
	b.until("document.getElementById('help-H9') && window.rings === 1")
	b.click("#help-bell")
	b.until("document.getElementById('help-bell').getAttribute('aria-pressed') === 'false'")
	asks("K1", "kiosk")
	b.until("document.getElementById('help-K1')")
	b.shot("help")
	b.click("#help-H9")
	b.until("!document.body.hasAttribute('aria-busy')")
	a.happen(func(f *fake) { f.board.Help = f.board.Help[1:] }, wire.HelpAnswered, map[string]string{"device": "H9"})
	b.until("!document.getElementById('help-H9') && document.getElementById('help-K1')")
	sent := a.sent()
	if len(sent) != 1 || sent[0].path != "/api/v1/help/H9/done" {
		t.Errorf("commands %+v, want one for H9", sent)
	}
	if n := eval[int](b, "window.rings"); n != 1 {
		t.Errorf("it rang %d times, want once: then the bell was off", n)
	}
	b.quiet()
}

// TestANumberIsMarkedToBeFetched presses the mark of a waiting number.
func TestANumberIsMarkedToBeFetched(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "greeter")
	b.open("/greeter?q=015", 1366, 768)
	b.click("[id^='assist-']")
	b.until("!document.body.hasAttribute('aria-busy')")
	if sent := a.sent(); len(sent) != 1 || sent[0].path != "/api/v1/tickets/20261123-A015/assist" || sent[0].body != `{"assist":true}` {
		t.Errorf("commands %+v, want the mark of A015", sent)
	}
	b.quiet()
}
