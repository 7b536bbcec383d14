package web_test

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"motcua/internal/queue"
	"motcua/internal/wire"
)

const cardCode = "079060000012|024000012|NGUYEN VAN A|01021950|Nam|12 Le Loi|01012021"

// lines is what was sent, one command a line.
func (a *api) lines() (all []string) {
	for _, c := range a.sent() {
		all = append(all, c.path+" "+c.body)
	}
	return all
}

// read tells whether any address asked for holds text.
func (a *api) read(text string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.ContainsFunc(a.reads, func(url string) bool { return strings.Contains(url, text) })
}

// listening waits until the page hears what is told live.
func (b *browser) listening(a *api) {
	b.t.Helper()
	a.happen(func(f *fake) { f.board.Waiting[0].Waiting++ }, "slip.printed", map[string]string{})
	b.until("window.heard === true")
}

func (b *browser) listen(a *api) {
	b.t.Helper()
	eval[bool](b, "document.addEventListener('log', () => (window.heard = true)), true")
	b.listening(a)
}

const shownPart = "[...document.querySelectorAll('#scanned [data-kind]')].filter((e) => e.checkVisibility()).map((e) => e.dataset.kind).join()"

func TestTheGreeterHearsTheScannerOfTheDesk(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "greeter")
	b.open("/greeter", 1366, 768)
	b.listen(a)
	waiting := a.tickets["waiting"]
	a.scan(wire.ScanAnswer{Kind: wire.ScanTicket, Counter: "1", Ticket: &waiting})
	a.scan(wire.ScanAnswer{Kind: wire.ScanTicket, Kiosk: "K1", Ticket: &waiting})
	away := a.tickets["away"]
	a.scan(wire.ScanAnswer{Kind: wire.ScanTicket, Ticket: &away})
	b.until("document.querySelector('.found .number')?.textContent === 'A033'")
	if a.read("A015") {
		t.Error("the desk looked up what was scanned at a counter and a kiosk")
	}
	b.click("#check-in-20261123-A033")
	b.until("!document.body.hasAttribute('aria-busy') && document.getElementById('look-problem').textContent.includes('B004')")
	booked := a.visits.booked
	a.scan(wire.ScanAnswer{Kind: wire.ScanAppointment, Appointment: &booked})
	b.until(shownPart + " === 'appointment' && document.querySelector('#scanned .big').textContent.includes('08:15')")
	b.shot("scanned-appointment")
	b.click("#scanned-check-in button.main")
	b.until("document.querySelector('#issued .number').textContent === 'A031' && document.getElementById('scanned').hidden")
	arrived := booked
	arrived.State = queue.Arrived
	a.scan(wire.ScanAnswer{Kind: wire.ScanAppointment, Appointment: &arrived})
	b.until(shownPart + " === 'appointment' && document.getElementById('scanned-check-in').hidden")
	a.scan(wire.ScanAnswer{Kind: wire.ScanDossier, Dossier: "H19.26.1-261123-0012"})
	b.until(shownPart + " === 'dossier'")
	b.shot("scanned-dossier")
	b.click("[data-do=collect]")
	b.until("document.querySelector('[name=purpose][value=collect]').checked")
	a.scan(wire.ScanAnswer{Kind: wire.ScanTicket}) // a slip of yesterday
	b.until(shownPart + " === 'unknown'")
	b.click("[data-do=close]")
	b.until("document.getElementById('scanned').hidden && document.querySelector('#look input')")
	want := []string{"/api/v1/tickets/20261123-A033/check-in {}", "/api/v1/appointments/KM4TQ7RX/check-in {}"}
	if got := a.lines(); !slices.Equal(got, want) {
		t.Errorf("commands %q, want %q", got, want)
	}
	b.quiet()
}

// TestATypedScanReachesNoAddress: a scanner that types is a keyboard; what it
// types may be a citizen's card.
func TestATypedScanReachesNoAddress(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "greeter")
	b.open("/greeter", 1366, 768)
	b.until("document.activeElement.name === 'q'")
	b.do("scan a slip", chromedp.SendKeys(chromedp.CSS("#look [name=q]"), "https://center.example/t/waiting"+kb.Enter))
	b.until("document.querySelector('.found .number')?.textContent === 'A015'")
	b.do("scan a card", chromedp.SendKeys(chromedp.CSS("#look [name=q]"), cardCode+kb.Enter))
	b.until(shownPart + " === 'card' && document.querySelector('#look input').value === ''")
	if page := eval[string](b, "document.body.innerText"); strings.Contains(page, "NGUYEN") || !strings.Contains(page, "Từ 60 tuổi trở lên: có") {
		t.Errorf("the page tells more or less than the age:\n%s", page)
	}
	b.shot("scanned-card")
	b.click("[data-do=priority]")
	b.until("document.querySelector('#issue [name=priority]').checked")
	if a.read("NGUYEN") || a.read("079060000012") {
		t.Error("the card was sent in an address")
	}
	eval[bool](b, "document.activeElement.blur(), true")
	b.press("012" + kb.Enter) // with the focus nowhere
	b.until("document.querySelector('.found .number')?.textContent === 'A012'")
	b.quiet()
}

func TestACounterLooksUpWhatIsScannedThere(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "staff")
	b.open("/staff/2", 1366, 768)
	b.until(can("next"))
	b.listen(a)
	waiting, called := a.tickets["waiting"], a.tickets["called"]
	a.scan(wire.ScanAnswer{Kind: wire.ScanTicket, Counter: "1", Ticket: &called})
	a.scan(wire.ScanAnswer{Kind: wire.ScanTicket, Counter: "2", Ticket: &waiting})
	b.until("document.querySelector('.looked .number')?.textContent === 'A015'")
	b.shot("looked")
	b.click("#look-q")
	b.press("hst" + kb.Enter) // letters in the field are no keys of the console
	b.until("document.getElementById('look-problem').textContent.includes('hướng dẫn')")
	if got := a.lines(); !slices.Equal(got, []string{`/api/v1/scans {"code":"hst"}`}) || a.read("q=A012") {
		t.Errorf("commands %q, want one scan", got)
	}
	b.quiet()
}

// TestAScannerPressesNoKeys types a slip's address at a counter as fast as a
// scanner does: none of its letters may pause the counter or send the citizen back.
func TestAScannerPressesNoKeys(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "staff")
	b.open("/staff/3", 1366, 768)
	b.until(can("finish"))
	eval[bool](b, "document.activeElement.blur(), true")
	typed := `(() => {
		const field = document.querySelector('#look input');
		for (const key of 'https://center.example/t/waiting') {
			const to = document.activeElement;
			const code = /[a-z]/.test(key) ? 'Key' + key.toUpperCase() : '';
			if (to.dispatchEvent(new KeyboardEvent('keydown', {key, code, bubbles: true, cancelable: true})) && to === field) field.value += key;
		}
		field.form.requestSubmit();
		return field.value;
	})()`
	eval[string](b, typed)
	b.until("document.querySelector('.looked .number')?.textContent === 'A015'")
	if got, want := a.lines(), []string{`/api/v1/scans {"code":"https://center.example/t/waiting"}`}; !slices.Equal(got, want) {
		t.Errorf("commands %q, want %q", got, want)
	}
	b.press("h") // a hand's letter is a key as before
	b.until("document.querySelector('.line [data-problem]').textContent.includes('B004')")
	if got := a.lines(); len(got) != 2 || got[1] != "/api/v1/counters/3/return {\"ticket\":\"20261123-B004\"}" {
		t.Errorf("commands %q, want a return after the scan", got)
	}
}

func TestASlipIsPrintedAgain(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), everyRole)
	var want []string
	for _, test := range []struct{ page, number string }{{"/greeter?q=015", "A015"}, {"/staff/1", "A012"}} {
		b.open(test.page, 1366, 768)
		b.listen(a)
		b.click("#reprint-20261123-" + test.number)
		b.until("document.getElementById('reprint').open && document.getElementById('reprint-title').textContent.includes('" + test.number + "')")
		b.do("choose a printer", chromedp.SetValue(chromedp.CSS("#reprint select"), "P2"))
		b.shot("reprint-" + test.number)
		b.click("#reprint button.main")
		b.until("document.getElementById('reprinted').textContent.includes('Đang in lại phiếu " + test.number + "')")
		if want = append(want, `/api/v1/slips/20261123-`+test.number+`/reprint {"printer":"P2"}`); !slices.Equal(a.lines(), want) {
			t.Errorf("commands %q, want %q", a.lines(), want)
		}
		slip := map[string]string{"ticket": "20261123-" + test.number, "printer": "P2", "cause": "paper-out"}
		a.happen(func(*fake) {}, "slip.failed", slip)
		b.until("document.querySelector('#reprinted.problem')?.textContent.includes('chưa in lại được')")
		a.happen(func(*fake) {}, "slip.printed", slip)
		b.until("document.querySelector('#reprinted.notice')?.textContent.includes('Đã in lại')")
		b.shot("reprinted-" + test.number)
	}
	b.quiet()
}

func TestPaperNumbersAreTypedIn(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "greeter")
	b.open("/greeter", 1366, 768)
	b.click("#paper summary")
	fill := func(form string, fields ...string) {
		for i := 0; i < len(fields); i += 2 {
			eval[bool](b, fmt.Sprintf("document.getElementById(%q).elements[%q].value = %q, true", form, fields[i], fields[i+1]))
		}
		b.click("#" + form + " button")
		b.until("!document.body.hasAttribute('aria-busy')")
	}
	fill("paper-waiting", "paper.number", " p017 ", "paper.taken", "8h40", "service", "HT", "purpose", "collect")
	b.until("document.querySelector('#issued .number').textContent === 'A031'")
	fill("paper-served", "number", "P016", "taken", "835", "service", "CT", "purpose", "submit", "counter", "3", "finished", "08:52")
	b.until("document.getElementById('noted').textContent.includes('P016')")
	if got := eval[string](b, "[...document.querySelectorAll('#paper-served select, #paper-served input')].map((e) => e.value).join()"); got != ",,CT,submit,,," {
		t.Errorf("the form holds %q, want only the service and the purpose of the last number", got)
	}
	b.shot("paper")
	want := []string{`/api/v1/tickets {"paper":{"number":"p017","taken":"2026-11-23T08:40:00+07:00"},"priority":false,"purpose":"collect","service":"HT"}`,
		`/api/v1/paper/served {"counter":"3","finished":"2026-11-23T08:52:00+07:00","number":"P016","purpose":"submit","service":"CT","taken":"2026-11-23T08:35:00+07:00"}`}
	if got := a.lines(); !slices.Equal(got, want) {
		t.Errorf("commands %q, want %q", got, want)
	}
	b.quiet()
}

func TestARollAndTheSelfTestArePressed(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "manager")
	var want []string
	for _, path := range []string{"/manager/more", "/technician"} {
		a.happen(func(f *fake) { f.board.SelfTest.Running = false }, "selftest.ended", map[string]string{})
		b.open(path, 1366, 768)
		b.listen(a)
		b.click("#roll-trouble-P2")
		b.until("document.getElementById('roll').open")
		b.shot("roll")
		b.click("#roll button.main")
		b.until("!document.getElementById('roll').open && !document.body.hasAttribute('aria-busy')")
		b.click("#selftest-again")
		b.until("document.querySelector('.light.running') && document.getElementById('selftest-again').getAttribute('aria-disabled') === 'true'")
		if want = append(want, "/api/v1/printers/P2/roll {}", "/api/v1/selftest {}"); !slices.Equal(a.lines(), want) {
			t.Errorf("commands %q, want %q", a.lines(), want)
		}
	}
	b.quiet()
}

// TestALabelLeadsToItsDevice through the log-in, as a technician with a phone comes.
func TestALabelLeadsToItsDevice(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "")
	b.open("/technician/P1", 390, 844)
	b.until("location.pathname === '/login'")
	b.click("details summary")
	b.do("log in", chromedp.SendKeys(chromedp.CSS("[name=token]"), "every-role"+kb.Enter))
	b.until("location.pathname === '/technician' && location.hash === '#P1' && document.querySelector('tr:target .id').textContent === 'P1'")
	b.shot("from-label")
	b.open("/technician/labels", 1366, 768)
	pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if sheets := bytes.Count(pdf, []byte("/MediaBox")); err != nil || sheets != 2 {
		t.Errorf("15 labels are printed on %d sheets (%v), want 2", sheets, err)
	}
	if r := get(t, a.handler(), "/technician/X1", "technician", "vi"); r.StatusCode != http.StatusNotFound {
		t.Errorf("GET /technician/X1 = %d, want 404", r.StatusCode)
	}
}
