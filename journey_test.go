package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image/png"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"motcua/internal/app"
	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	simprinter "motcua/internal/sim/printer"
	"motcua/internal/ui/kit"
	"motcua/internal/ui/kit/kittest"
	"motcua/internal/ui/screens/screenstest"
	"motcua/internal/wire"
)

const patience = 60 * time.Second // for anything a test waits for, on a busy machine

// runDemo runs the whole demo center on free ports until the test ends.
func runDemo(t testing.TB, c demoCommand) *demo {
	t.Helper()
	c.Listen, c.MQTT, c.Speed = "127.0.0.1:0", freeAddress(t), max(c.Speed, 1)
	if c.Data == "" {
		c.Data = filepath.Join(t.TempDir(), "demo")
	}
	var said bytes.Buffer
	ctx, cancel := context.WithCancel(context.Background())
	p := &program{ctx: ctx, log: slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelWarn})), lang: i18n.VI}
	d, err := c.open(p)
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- app.Run(ctx, p.log, d.parts...) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the demo ended with %v", err)
		}
		d.close()
		if t.Failed() {
			t.Logf("the demo said:\n%s", said.String())
		}
	})
	select {
	case <-d.prov.Ready():
	case <-time.After(patience):
		t.Fatal("the province is not ready")
	}
	return d
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// tab is one page of the browser.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string
}

func openTab(t *testing.T, browser context.Context, url, path string, w, h int64) *tab {
	t.Helper()
	b := &tab{t, newContext(t, browser), url}
	b.do(chromedp.EmulateViewport(w, h), chromedp.Navigate(url+path))
	b.until("document.readyState === 'complete'")
	return b
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) until(expression string) {
	b.t.Helper()
	tick := time.NewTicker(30 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); ; <-tick.C {
		ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
		if err == nil && ok {
			return
		}
		if time.Now().After(deadline) {
			text, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string]("document.body.innerText"))
			b.t.Fatalf("never true: %s (%v)\n%s", expression, err, text)
		}
	}
}

func (b *tab) shot(dir, name string) {
	b.t.Helper()
	picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	save(b.t, dir, name, picture)
}

func save(t *testing.T, dir, name string, picture []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644); err != nil {
		t.Fatal(err)
	}
}

// eventually waits until ok holds.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	within(t, patience, what, ok)
}

func within(t testing.TB, limit time.Duration, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(30 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(limit); !ok(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

// hall gives the center a morning's life, so that the pictures show what a
// center looks like: five counters at work, people waiting, four answers given.
func (d *demo) liven(t *testing.T) (waiting wire.Ticket) {
	t.Helper()
	c := client.New(d.url, d.token)
	take := func(service center.ServiceCode, priority bool) wire.Ticket {
		x, err := c.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: service, Purpose: center.Submit, Priority: priority})
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	act := func(counter center.CounterID, action string, r wire.ActionRequest) wire.ActionAnswer {
		a, err := c.Act(t.Context(), client.NewKey(), counter, action, r)
		if err != nil {
			t.Fatalf("%s at %s: %v", action, counter, err)
		}
		return a
	}
	for _, counter := range []center.CounterID{"1", "2", "3", "5", "6"} {
		act(counter, "open", wire.ActionRequest{})
	}
	act("6", "pause", wire.ActionRequest{Reason: "paperwork"})
	for _, s := range []center.ServiceCode{"HT", "CT", "CU", "HT", "CT", "XD", "HT", "CU", "CT", "CU", "KD", "HT", "HT"} {
		waiting = take(s, false)
	}
	for i, counter := range []center.CounterID{"1", "2", "3", "5"} {
		act(counter, "next", wire.ActionRequest{})
		act(counter, "finish", wire.ActionRequest{Dossiers: 1, Outside: i % 2})
		s, ok, err := c.Survey(t.Context(), counter)
		if err != nil || !ok {
			t.Fatalf("no question at counter %s: %v", counter, err)
		}
		answers := wire.Answers{Overall: 5 - i%2}
		if err := c.Rate(t.Context(), client.NewKey(), wire.RatingRequest{Token: s.Token, Answers: answers}); err != nil {
			t.Fatal(err)
		}
	}
	for _, counter := range []center.CounterID{"1", "2", "3"} {
		act(counter, "next", wire.ActionRequest{})
		act(counter, "start", wire.ActionRequest{})
	}
	return waiting
}

// arrived waits until the province has the ticket's whole life. Answers come when the hour is over.
func (d *demo) arrived(t *testing.T, number string) {
	t.Helper()
	lives := map[queue.Type]bool{}
	var after int64
	eventually(t, "the ticket at the province", func() bool {
		events, err := d.prov.Events(t.Context(), "h19-26-1", after, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			after = e.Seq
			var b wire.Body
			if err := json.Unmarshal(e.Data, &b); err != nil {
				t.Fatal(err)
			}
			if q, ok, err := b.Queue(); err != nil {
				t.Fatal(err)
			} else if ok && q.Number == number {
				lives[q.Type] = true
			}
		}
		return lives[queue.TicketFinished]
	})
	for _, kind := range []queue.Type{queue.TicketIssued, queue.TicketCalled, queue.TicketStarted, queue.TicketFinished} {
		if !lives[kind] {
			t.Errorf("the province has no %s of %s", kind, number)
		}
	}
}

// newContext is another tab of the browser.
func newContext(t *testing.T, browser context.Context) context.Context {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil { // a tab lives as long as the context that opens it
		t.Fatal(err)
	}
	return ctx
}

// TestJourney is the main job in a real browser: a citizen takes a number at
// the kiosk, the paper comes out, staff call it, the hall display shows it, the
// citizen rates the service, and the province has all of it. Its pictures are
// those of README.
func TestJourney(t *testing.T) {
	d := runDemo(t, demoCommand{})
	pictures := kittest.Pictures(t)
	waiting := d.liven(t)
	browser := screenstest.Browser(t)
	login := openTab(t, browser, d.url, "/login?next=/demo#"+d.token, 1366, 900)
	login.until("location.pathname === '/demo'")

	hall := screenstest.Open(newContext(t, browser), t, d.url+"/screens/display/D1", 1920, 1080)
	kiosk := screenstest.Open(newContext(t, browser), t, d.url+"/screens/kiosk/K1", 1080, 1920)
	staff := openTab(t, browser, d.url, "/staff/4", 1366, 768)
	tablet := openTab(t, browser, d.url, "/survey/T4", 1280, 800)
	tablet.until("document.body.dataset.show === 'asleep'")

	kiosk.WaitScreen("attract")
	kiosk.Shot(pictures, "kiosk-start")
	kiosk.Press("start")
	kiosk.WaitScreen("purpose")
	kiosk.Press("purpose:submit")
	kiosk.WaitScreen("service")
	kiosk.Shot(pictures, "kiosk-service")
	kiosk.Press("service:DD")
	kiosk.WaitScreen("priority")
	kiosk.Press("priority:no")
	number := kiosk.WaitScreen("result").Number
	kiosk.Wait("the printed slip", func(s kit.Status) bool { return s.Detail == "printed" })
	kiosk.Shot(pictures, "kiosk-result")
	slips := d.hardware.printers[0].Slips()
	if len(slips) != 1 {
		t.Fatalf("%d slips came out, want 1", len(slips))
	}
	var paper bytes.Buffer
	if err := png.Encode(&paper, slips[0].Picture); err != nil {
		t.Fatal(err)
	}
	save(t, pictures, "slip", paper.Bytes())

	staff.until("document.querySelector('[data-action=open]')?.getAttribute('aria-disabled') === 'false'")
	staff.do(chromedp.Click(chromedp.CSS("[data-action=open]")))
	staff.until("document.querySelector('[data-action=next]')?.getAttribute('aria-disabled') === 'false'")
	staff.do(chromedp.KeyEvent(" "))
	staff.until(fmt.Sprintf("document.querySelector('.held .number')?.textContent === %q", number))
	hall.Wait("the call", func(s kit.Status) bool { return s.Number == number })
	hall.Shot(pictures, "hall")
	staff.shot(pictures, "staff")

	staff.do(chromedp.Click(chromedp.CSS("[data-action=start]")))
	staff.until("document.querySelector('.held.serving')")
	staff.do(chromedp.Click(chromedp.CSS("[data-action=finish]")))
	staff.until("document.getElementById('finish').open")
	staff.do(chromedp.KeyEvent("1\r"))
	staff.until("!document.querySelector('.held .number')")

	tablet.until("document.body.dataset.show === 'question'")
	tablet.shot(pictures, "survey")
	tablet.do(chromedp.Click(chromedp.CSS("#levels [value='5']")))
	tablet.until("document.body.dataset.show === 'thanks'")

	d.arrived(t, number)
	manager := openTab(t, browser, d.url, "/manager", 1366, 1100)
	manager.shot(pictures, "manager")
	phone := openTab(t, browser, d.url, waiting.URL[len(d.url):], 390, 844)
	phone.shot(pictures, "phone")
	prov := openTab(t, browser, d.url, "/province/", 1366, 700)
	prov.shot(pictures, "province")
	d.hardware.printers[0].Set(simprinter.Switches{PaperOut: true})
	kiosk.WaitScreen("attract")
	kiosk.Hold("guard:code")
	kiosk.Press("guide:paper")
	kiosk.Press("card:next")
	kiosk.Wait("the pictures", func(s kit.Status) bool { return s.Detail == "core" })
	kiosk.Shot(pictures, "kiosk-guard")
	technician := openTab(t, browser, d.url, "/technician", 1366, 900)
	technician.until("document.body.textContent.includes('P1-11')")
	technician.shot(pictures, "technician")
	d.hardware.printers[0].Set(simprinter.Switches{})
	login.until("document.images.length === 0 || [...document.images].every((i) => i.complete)")
	login.shot(pictures, "demo")
}
