package web_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"motcua/internal/wire"
)

// keystrokes presses keys one after another, each once the page is ready for it, and counts them.
type keystrokes struct {
	*browser
	n int
}

func (k *keystrokes) key(key, then string) {
	k.t.Helper()
	k.press(key)
	k.n++
	k.until(then)
}

const (
	idle   = "!document.querySelector('dialog[open]') && !document.body.hasAttribute('aria-busy')"
	unheld = "!document.querySelector('.held .number')"
)

func holds(number string) string {
	return "document.querySelector('.held .number')?.textContent === '" + number + "' && " + idle
}

// TestAVisitTakesTwoKeys serves an ordinary visit: call, and finish with the next call.
func TestAVisitTakesTwoKeys(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "staff")
	b.open("/staff/2", 1366, 768)
	b.until(can("next"))
	b.press(kb.F2)
	b.until(holds("A021"))
	b.pastBounce()
	a.fake.mu.Lock()
	next := ticket("A022", "HT", "waiting", 8)
	d := a.desks["2"]
	d.Next = &next
	a.desks["2"] = d
	a.fake.mu.Unlock()
	k := &keystrokes{browser: b}
	k.key(kb.F2, "document.getElementById('finish').open && document.activeElement.value === '1' && document.getElementById('finish-next').classList.contains('main')")
	b.shot("finish-next")
	k.key(kb.Enter, holds("A022"))
	if k.n > 2 {
		t.Errorf("an ordinary visit takes %d keys, want at most 2", k.n)
	}
	t.Logf("keys of an ordinary visit: %d", k.n)
	want := []string{`/api/v1/counters/2/next {}`, `/api/v1/counters/2/next {"dossiers":1,"finish":true,"outside":0,"ticket":"20261123-A021"}`}
	if got := a.lines(); !slices.Equal(got, want) {
		t.Errorf("commands %q, want %q", got, want)
	}
	b.quiet()
}

// pastBounce waits until a press is no second one of the last.
func (b *browser) pastBounce() {
	b.t.Helper()
	eval[bool](b, "new Promise((done) => setTimeout(() => done(true), 1050))")
}

func TestTheConsoleWorksByKeysAlone(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "staff")
	b.open("/staff/2", 1366, 768)
	b.until(can("next"))
	k := &keystrokes{browser: b}
	k.key(" ", holds("A021"))
	b.until("document.getElementById('undo-what').textContent !== ''")
	k.key(kb.F8, "document.getElementById('finish').open && document.activeElement.name === 'dossiers'")
	k.key("20", "true")
	k.key(kb.Tab, "document.activeElement.name === 'outside'")
	k.key("3", "true")
	b.shot("finish")
	k.key(kb.Enter, unheld+" && "+idle)
	k.key("t", "document.getElementById('pause').open")
	k.key(kb.ArrowDown, "true")
	eval[bool](b, "document.querySelector('#pause [name=minutes][value=\"10\"]').focus(), true")
	k.key(" ", "document.querySelector('#pause [name=minutes][value=\"10\"]').checked")
	b.shot("pause")
	k.key(kb.Enter, idle)
	k.key("a", "document.querySelector('[data-action=alarm][aria-pressed=true]') && "+idle)
	k.key("a", "document.querySelector('[data-action=alarm][aria-pressed=false]') && "+idle)
	k.key("s", "document.getElementById('incident').open")
	k.key(kb.Enter, idle)
	k.key("?", "document.getElementById('keys').open")
	b.shot("keys")
	k.key(kb.Escape, idle)
	want := []string{`/api/v1/counters/2/next {}`, `/api/v1/counters/2/finish {"dossiers":20,"outside":3,"ticket":"20261123-A021"}`,
		`/api/v1/counters/2/pause {"minutes":10,"reason":"meeting"}`, `/api/v1/counters/2/alarm {}`, `/api/v1/counters/2/alarm/answer {"reason":"withdrawn"}`,
		`/api/v1/counters/2/incident {"reason":"portal"}`}
	if got := a.lines(); !slices.Equal(got, want) {
		t.Errorf("commands\n%s, want\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, c := range a.sent() {
		if len(c.key) != 32 {
			t.Errorf("%s carries the key %q, want 32 digits", c.path, c.key)
		}
	}
	b.quiet()
}

// asked tells, in the page, that an address has answered.
func asked(end string) string {
	return "performance.getEntriesByType('resource').some((e) => e.name.endsWith('" + end + "')) && " + idle
}

func TestWhatIsHeldIsWorkedOnByKeys(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "staff")
	a.fake.mu.Lock()
	a.board.Counters[2].Stands, a.board.Counters[2].Still = ptr(ago(7)), still()
	a.fake.mu.Unlock()
	b.open("/staff/3", 1366, 768)
	b.until(can("note"))
	k := &keystrokes{browser: b}
	k.key("n", "document.getElementById('note').open && document.activeElement.name === 'text'")
	b.press("Thiếu bản sao giấy khai sinh")
	b.shot("note")
	k.key(kb.Tab, "document.activeElement.classList.contains('main')")
	k.key(kb.Enter, idle)
	k.key("s", "document.getElementById('incident').open && document.activeElement.id === 'incident-over'")
	b.shot("incident-over")
	k.key(kb.Enter, idle)
	k.key("y", asked("/still"))
	want := []string{`/api/v1/tickets/20261123-B004/notes {"counter":"3","text":"Thiếu bản sao giấy khai sinh"}`, `/api/v1/counters/3/recover {}`, `/api/v1/counters/3/still {}`}
	if got := a.lines(); !slices.Equal(got, want) {
		t.Errorf("commands\n%s, want\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	b.quiet()
}

func TestADoublePressActsOnce(t *testing.T) {
	a := newAPI()
	a.hold = make(chan struct{})
	b := newBrowser(t, a.handler(), "staff")
	b.open("/staff/2", 1366, 768)
	b.until(can("next"))
	b.press(kb.F2 + kb.F2)
	b.click("[data-action=next]")
	b.until("document.body.getAttribute('aria-busy') === 'true'")
	close(a.hold)
	b.until(holds("A021"))
	b.press(kb.F2 + kb.F2) // right behind the answer
	if eval[bool](b, "document.getElementById('finish').open") {
		t.Error("a second press of one call asks to finish")
	}
	if n := len(a.sent()); n != 1 {
		t.Errorf("%d commands, want 1: %+v", n, a.sent())
	}
}

// TestAPressWithoutConnectionIsRefused: within three seconds the page says that
// the line is cut, and what is pressed then is refused by name and never done.
func TestAPressWithoutConnectionIsRefused(t *testing.T) {
	t.Parallel() // it mostly waits
	a := newAPI()
	b := newBrowser(t, a.handler(), "staff")
	b.open("/staff/2", 1366, 768)
	b.until(can("next") + " && document.querySelector('.age time')")
	b.until("performance.getEntriesByType('resource').some((e) => e.name.includes('hub') || e.name.includes('live'))")
	a.silence(true)
	took := eval[float64](b, "new Promise((done) => { const began = performance.now(); const look = setInterval(() => { if (document.body.classList.contains('stale')) { clearInterval(look); done(performance.now() - began); } }, 20); })")
	t.Logf("gray %d ms after the cut", int(took))
	b.press(kb.F2)
	b.until("document.querySelector('.line [data-problem]').textContent.includes('“Gọi tiếp” chưa được thực hiện')")
	b.shot("refused-offline")
	a.silence(false)
	b.until("!document.body.classList.contains('stale')")
	b.until(idle)
	if n := len(a.sent()); n != 0 {
		t.Errorf("%d commands arrived late, want none", n)
	}
	b.press(kb.F2)
	b.until(holds("A021"))
}

// TestARestartNeedsNoReload cuts everything while a number is held, and goes on behind it.
func TestARestartNeedsNoReload(t *testing.T) {
	t.Parallel() // it mostly waits
	a := newAPI()
	b := newBrowser(t, a.handler(), "staff")
	b.open("/staff/2", 1366, 768)
	eval[bool](b, "(window.same = true)")
	b.until(can("next"))
	for _, number := range []string{"A095", "A096"} {
		a.silence(true)
		b.until("document.body.classList.contains('stale')")
		a.silence(false)
		a.happen(func(f *fake) { f.desks["2"].Next.Number = number }, "ticket.called", map[string]string{})
		b.until("document.querySelector('.coming .number').textContent === '" + number + "' && !document.body.classList.contains('stale')")
	}
	if !eval[bool](b, "window.same === true") {
		t.Error("the page was loaded anew")
	}
}

// TestASessionThatEndsLosesNoPressSilently says what was not done, logs in and comes back to the counter.
func TestASessionThatEndsLosesNoPressSilently(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "")
	b.open("/login?next=%2Fstaff%2F1#every-role", 1366, 768)
	b.until("location.pathname === '/staff/1' && " + can("recall"))
	b.do("forget the cookies", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, network.ClearBrowserCookies, cdp.Empty{})
		return err
	}))
	a.mu.Lock()
	a.expired = true
	a.mu.Unlock()
	b.press(kb.F4)
	b.until("document.getElementById('over').open && document.querySelector('#over .problem').textContent.includes('“Bắt đầu” chưa được thực hiện')")
	b.shot("over")
	a.mu.Lock()
	a.expired = false
	a.mu.Unlock()
	b.press(kb.Enter)
	b.until("location.pathname === '/login' && new URLSearchParams(location.search).get('next') === '/staff/1'")
	b.open("/login?next=%2Fstaff%2F1#every-role", 1366, 768)
	b.until("location.pathname === '/staff/1' && document.getElementById('look-problem').textContent.includes('“Bắt đầu”')")
	b.shot("after-login")
}

// still is the question whether a citizen is still at the counter.
func still() *wire.Still { return &wire.Still{Since: ago(40), CloseAt: ago(-5)} }

func noted() []wire.Note {
	return []wire.Note{{Counter: "1", At: ago(30), Text: "Thiếu bản sao giấy khai sinh; công dân đã về lấy."}}
}
