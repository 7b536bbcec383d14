package web_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const noise = "ERR_" // the browser's own words about a connection that a test cut

func (b *browser) quiet() {
	b.t.Helper()
	for _, c := range b.complaints() {
		if !strings.Contains(c, noise) && !strings.Contains(c, "409") {
			b.t.Errorf("console: %s", c)
		}
	}
}

// can tells, in the page, that an action's key is enabled.
func can(action string) string {
	return "document.querySelector('[data-action=" + action + "]').getAttribute('aria-disabled') === 'false'"
}

func TestANumberIsCalledByHandWithTwoKeys(t *testing.T) {
	for name, test := range map[string]struct {
		page, action string // what must be possible first
		do           func(b *browser)
		want         string
	}{
		"by hand": {"/staff/2", "call", func(b *browser) {
			b.press("g")
			b.until("document.getElementById('call').open && document.querySelector('#call :checked').value === '20261123-A031'")
			b.shot("call")
			b.press("1")
		}, `/api/v1/counters/2/call {"reason":"needs-help","ticket":"20261123-A031"}`},
		"back to ordinary": {"/staff/2", "call", func(b *browser) {
			b.press("g")
			b.until("document.getElementById('call').open && document.getElementById('ordinary').getAttribute('aria-disabled') === 'false'")
			b.press("0")
		}, `/api/v1/tickets/20261123-A031/ordinary {}`},
		"a further service": {"/staff/3", "add", func(b *browser) {
			b.press("v")
			b.until("document.getElementById('add').open")
			b.press(kb.ArrowDown)
			b.shot("add")
			b.press(kb.Enter)
		}, `/api/v1/counters/3/add {"service":"CT"}`},
		"there and back": {"/staff/3", "transfer", func(b *browser) {
			b.press("c")
			b.until("document.getElementById('transfer').open")
			b.click("#transfer input[name=counter][value='5']")
			b.click("#transfer input[value=specialist]")
			b.click("#transfer input[name=back]")
			b.shot("transfer")
			b.press(kb.Enter)
		}, `/api/v1/counters/3/transfer {"back":true,"counter":"5","reason":"specialist"}`},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAPI()
			b := newBrowser(t, a.handler(), "staff")
			b.open(test.page, 1280, 800)
			b.until(can(test.action))
			test.do(b)
			b.until("!document.querySelector('dialog[open]') && !document.body.hasAttribute('aria-busy')")
			if sent := a.sent(); len(sent) != 1 || sent[0].path+" "+sent[0].body != test.want {
				t.Errorf("commands %+v, want %s", sent, test.want)
			}
			b.quiet()
		})
	}
}

// TestAScannedAppointmentIsItsCode types what a scanner reads of the QR code.
func TestAScannedAppointmentIsItsCode(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "greeter")
	b.open("/greeter", 1280, 800)
	b.click("#check-in input[name=code]")
	b.press("https://mc.example.gov.vn/a/K7M2XQ4R" + kb.Enter)
	b.until("!document.body.hasAttribute('aria-busy')")
	if sent := a.sent(); len(sent) != 1 || sent[0].path != "/api/v1/appointments/K7M2XQ4R/check-in" {
		t.Errorf("commands %+v, want the check-in of K7M2XQ4R", sent)
	}
}

func TestLettersCanBeSwitchedOff(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "staff")
	b.open("/staff/2", 1366, 768)
	b.until(can("next"))
	b.click("#letters")
	eval[bool](b, "document.activeElement.blur(), true")
	b.press(" ")
	b.press(kb.F2)
	b.until("document.querySelector('.held .number')?.textContent === 'A021'")
	if n := len(a.sent()); n != 1 {
		t.Errorf("%d commands, want only that of F2", n)
	}
}

func TestAKeyThatCannotActSaysWhy(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "staff")
	b.open("/staff/3", 1366, 768)
	b.until(can("finish") + " && document.getElementById('say').textContent.startsWith('B004')")
	b.press("t")
	b.until("document.querySelector('.line [data-problem]').textContent.includes('B004')")
	if eval[bool](b, "document.getElementById('pause').open") {
		t.Error("a dialog opened for an action that cannot be")
	}
	if got := a.sent(); len(got) != 1 || got[0].path != "/api/v1/counters/3/pause" {
		t.Errorf("commands %+v, want the pause that is refused", got)
	}
}

func TestARefusalIsOneSentenceNearTheKeys(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "staff")
	b.open("/staff/3", 1366, 768)
	b.until(can("park"))
	b.press("b")
	b.until("document.querySelector('.line [data-problem]').textContent.includes('B004')")
	b.shot("refused")
	b.press("c")
	b.until("document.getElementById('transfer').open")
	b.click("#transfer [name=service][value=DD]")
	b.click("#transfer [name=counter][value='5']")
	if n := eval[int](b, "document.querySelectorAll('#transfer input:checked').length"); n != 1 {
		t.Errorf("%d targets chosen, want 1: a service or a counter", n)
	}
	b.shot("transfer")
	b.press(kb.Escape)
	b.until("!document.getElementById('transfer').open")
	b.quiet()
}

func TestEventsReachThePageAndSilenceTurnsItGray(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), everyRole)
	b.open("/staff/1", 1366, 768)
	b.until(can("recall"))
	a.happen(func(f *fake) { f.board.Counters[0].Ticket.Number = "A099" }, "ticket.called", map[string]string{})
	b.until("document.querySelector('.held .number').textContent === 'A099'")
	a.silence(true)
	b.until("document.body.classList.contains('stale')")
	b.shot("stale")
	a.silence(false)
	b.until("!document.body.classList.contains('stale')")
	a.happen(func(f *fake) { f.board.Counters[0].Ticket.Number = "A100" }, "ticket.called", map[string]string{})
	b.until("document.querySelector('.held .number').textContent === 'A100'")
}

func TestTheGreeterGivesANumber(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "greeter")
	b.open("/greeter", 1366, 768)
	b.click("[name=purpose][value=collect]")
	b.click("#s-CT")
	a.happen(func(f *fake) { f.board.Waiting[1].Waiting = 77 }, "ticket.issued", map[string]string{})
	b.until("document.querySelector('#s-CT + span').textContent.includes('77')")
	if !eval[bool](b, "document.getElementById('s-CT').checked") {
		t.Error("fresh figures lost the chosen service")
	}
	b.click("[name=priority]")
	b.click("#issue button.main")
	b.until("document.querySelector('#issued .number').textContent === 'A031'")
	a.happen(func(*fake) {}, "slip.failed", map[string]string{"ticket": "20261123-A031", "cause": "paper-out"})
	b.until("document.querySelector('#issued .slip').textContent.includes('hiệu lực')")
	b.shot("issued")
	b.click("#also summary")
	b.click("#also [value=DD]")
	b.click("#also [value=HT]") // not twice: the visit begins with it
	b.click("[name=purpose][value=submit]")
	b.click("#s-HT")
	b.click("#issue button.main")
	b.until("document.querySelector('#issued .what').textContent === 'Hộ tịch' && !document.body.hasAttribute('aria-busy')")
	b.do("type the code", chromedp.SendKeys(chromedp.CSS("#check-in [name=code]"), " km4t q7rx "))
	b.press(kb.Enter)
	b.until("document.querySelector('#check-in [data-problem]').textContent !== ''")
	want := []string{`/api/v1/tickets {"assist":false,"priority":true,"proxy":false,"purpose":"collect","service":"CT"}`,
		`/api/v1/tickets {"also":["DD"],"assist":false,"priority":false,"proxy":false,"purpose":"submit","service":"HT"}`, `/api/v1/appointments/km4t q7rx/check-in {}`}
	for i, c := range a.sent() {
		if got := c.path + " " + c.body; i >= len(want) || got != want[i] {
			t.Errorf("asked for %s, want %q", got, want)
		}
	}
	b.quiet()
}

func TestALinkWithTheTokenLogsIn(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "")
	b.open("/login?next=%2Fdemo#every-role", 1366, 768)
	b.until("location.pathname === '/demo' && document.querySelector('.slips img')?.complete && document.querySelector('.lamp.on')")
	if got := eval[string](b, "location.href"); strings.Contains(got, "every-role") {
		t.Errorf("the token is still in the address %s", got)
	}
	b.click("#theme")
	b.open("/staff/1", 1366, 768)
	b.until("document.documentElement.dataset.theme === 'night'")
	b.shot("night")
	b.open("/manager", 1366, 768)
	b.shot("night-manager")
}

func TestThePhoneLearnsThatItIsCalled(t *testing.T) {
	t.Parallel() // it mostly waits
	a := newAPI()
	b := newBrowser(t, a.handler(), "")
	b.open("/t/waiting", 390, 844)
	b.until("document.getElementById('ticket')")
	a.fake.mu.Lock()
	called := a.tickets["called"]
	called.Number = "A015"
	a.tickets["waiting"] = called
	a.fake.mu.Unlock()
	b.until("document.querySelector('.now.called')")
	b.until("!document.querySelector('.cancel')")
	b.quiet()
}

func TestPagesOfOneBrowserShareOneStream(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), everyRole)
	b.open("/staff/1", 1366, 768)
	b.until(can("recall"))
	for _, path := range []string{"/manager", "/greeter", "/staff/2"} {
		tab, close := chromedp.NewContext(b.ctx)
		defer close()
		if err := chromedp.Do(tab, chromedp.Navigate(b.base+path)); err != nil {
			t.Fatalf("open %s: %v", path, err)
		}
	}
	a.happen(func(f *fake) { f.board.Counters[0].Ticket.Number = "A098" }, "ticket.called", map[string]string{})
	b.until("document.querySelector('.held .number').textContent === 'A098'")
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.ears) != 1 {
		t.Errorf("%d event streams for four pages, want 1", len(a.ears))
	}
}
