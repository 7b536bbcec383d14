package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"motcua/controller/web"
	"motcua/internal/queue"
	"motcua/internal/sim/axe"
	"motcua/internal/wire"
)

// phoneScenes are the scenes of the citizen's own page.
func phoneScenes() (own []scene) {
	for _, s := range scenes {
		if strings.HasPrefix(s.path, "/t/") {
			own = append(own, s)
		}
	}
	return own
}

// TestThePhonePageFitsAnyPhone looks at every state on a narrow phone, with
// letters twice as large, and in the dark.
func TestThePhonePageFitsAnyPhone(t *testing.T) {
	script := axe.Script(t, "../..")
	var h http.Handler
	b := newBrowser(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.ServeHTTP(w, r) }), "")
	const overflow = `document.scrollingElement.scrollWidth - innerWidth`
	for i, s := range phoneScenes() {
		h = s.handler()
		b.open(s.path+"?lang="+[]string{"vi", "en"}[i%2], 320, 640)
		if over := eval[int](b, overflow); over > 0 {
			b.shot("wide-" + s.name)
			t.Errorf("%s is %d pixels wider than a phone of 320", s.name, over)
		}
		b.shot("narrow-" + s.name)
		b.do("wider", chromedp.EmulateViewport(390, 844))
		eval[bool](b, `(document.documentElement.style.fontSize = "200%", true)`)
		if over := eval[int](b, overflow); over > 0 {
			b.shot("large-" + s.name)
			t.Errorf("%s with letters of 200 %% is %d pixels too wide", s.name, over)
		}
	}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}}); err != nil {
		t.Fatal(err)
	}
	for _, s := range phoneScenes() {
		h = s.handler()
		b.open(s.path, 390, 844)
		b.shot("dark-" + s.name)
		eval[bool](b, script+"; true")
		lines, err := axe.Violations(eval[string](b, axe.Run))
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			t.Errorf("%s in the dark: %s", s.name, line)
		}
	}
}

// TestThePhonePageNeedsNoScript gives a number up, rates a visit and comes back
// late on a phone that runs no script, where the page still keeps itself fresh,
// at a center that has no TLS: a browser then says of a form only where it comes from.
func TestThePhonePageNeedsNoScript(t *testing.T) {
	f := newFake()
	b := newBrowser(t, web.Handler(f.options()), "")
	b.base = strings.Replace(b.base, "127.0.0.1", lanName, 1)
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	b.open("/t/waiting?lang=vi", 390, 844)
	b.until("document.querySelector('noscript meta[http-equiv=refresh]') && !document.querySelector('.alert:not([hidden])')")
	b.click(".cancel summary")
	b.click(".cancel button")
	b.until("document.querySelector('.now.canceled')")
	b.open("/t/finished", 390, 844)
	b.click(".level input[value='5']")
	b.click(".rating button")
	b.until("document.querySelector('.notice')")
	b.open("/t/missed", 390, 844)
	b.click("form[action$=late] button")
	b.until("document.querySelector('.now.waiting')")
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.rated) != 1 || f.tickets["waiting"].State != queue.Canceled || f.tickets["missed"].State != queue.Waiting {
		t.Errorf("rated %v, given up %s, late %s", f.rated, f.tickets["waiting"].State, f.tickets["missed"].State)
	}
}

// TestThePageSaysWhenToComeBack holds that who may leave learns for how long, and
// only where the evidence carries it.
func TestThePageSaysWhenToComeBack(t *testing.T) {
	const leave, near = "rời đi khoảng", "Sắp đến lượt ông/bà"
	for _, tt := range []struct {
		name   string
		change func(*wire.Ticket)
		want   string // "" for neither
	}{
		{"half an hour at least", func(k *wire.Ticket) { k.Ahead, k.Wait = 9, &wire.Range{LowS: 1800, HighS: 2700} }, "Ông/bà có thể rời đi khoảng 25 phút."},
		{"the clock time", func(k *wire.Ticket) { k.Ahead, k.Wait = 9, &wire.Range{LowS: 1800, HighS: 2700} }, "Xin quay lại trước 09:37."},
		{"not worth the walk", func(k *wire.Ticket) { k.Ahead, k.Wait = 9, &wire.Range{LowS: 780, HighS: 2700} }, ""},
		{"no evidence", func(k *wire.Ticket) { k.Ahead, k.Wait = 9, nil }, ""},
		{"a standstill", func(k *wire.Ticket) {
			k.Ahead, k.Wait, k.Stalled = 9, &wire.Range{LowS: 1800, HighS: 2700}, ptr(ago(12))
		}, ""},
		{"few ahead, no evidence", func(k *wire.Ticket) { k.Ahead, k.Wait = 3, nil }, near},
		{"few ahead, who take long", func(k *wire.Ticket) { k.Ahead, k.Wait = 3, &wire.Range{LowS: 1800, HighS: 2700} }, "Ông/bà có thể rời đi khoảng 25 phút."},
		{"nobody ahead", func(k *wire.Ticket) { k.Ahead, k.Wait = 0, &wire.Range{LowS: 1800, HighS: 2700} }, near},
		{"soon by the clock", func(k *wire.Ticket) { k.Ahead, k.Wait = 9, &wire.Range{LowS: 600, HighS: 900} }, near},
		{"not here yet", func(k *wire.Ticket) { k.Away, k.Wait = true, &wire.Range{LowS: 1800, HighS: 2700} }, ""},
	} {
		f := newFake()
		f.config.Phone.Walk = 5
		k := f.tickets["waiting"]
		tt.change(&k)
		f.tickets["waiting"] = k
		page := text(t, get(t, web.Handler(f.options()), "/t/waiting", "", "vi"))
		if tt.want != "" && !strings.Contains(page, tt.want) || tt.want == "" && (strings.Contains(page, leave) || strings.Contains(page, near)) {
			t.Errorf("%s: want %q in\n%s", tt.name, tt.want, page)
		}
	}
}

// TestThePhoneCallsOut has the page say in its title, to a screen reader and by
// sound that the turn is near, and then that it is now.
func TestThePhoneCallsOut(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "")
	b.open("/t/waiting?lang=vi", 390, 844)
	b.until("document.querySelector('.alert:not([hidden])')")
	eval[bool](b, `(window.tones = 0, window.buzz = 0, AudioContext.prototype.createOscillator = new Proxy(AudioContext.prototype.createOscillator,
		{apply: (f, that, args) => (window.tones++, Reflect.apply(f, that, args))}), navigator.vibrate = () => (window.buzz++, true), true)`)
	b.click("#alert")
	b.until("document.querySelector('.alert [role=status]')?.textContent.includes('rung') && window.tones === 1")
	change := func(to func(*wire.Ticket)) {
		a.fake.mu.Lock()
		k := a.tickets["waiting"]
		to(&k)
		a.tickets["waiting"] = k
		a.fake.mu.Unlock()
		eval[bool](b, `(document.dispatchEvent(new Event("visibilitychange")), true)`) // as when the phone is looked at again
	}
	change(func(k *wire.Ticket) { k.Ahead, k.Wait = 2, nil })
	b.until("document.title.startsWith('Sắp đến lượt') && window.tones === 3 && document.getElementById('news').textContent === document.title")
	change(func(k *wire.Ticket) { k.State, k.Counter, k.CalledAt = queue.Called, "4", ptr(at) })
	b.until("document.title === 'Đến lượt A015' && window.tones === 8 && window.buzz >= 2 && document.querySelector('details.ask form[action$=late]')")
	b.quiet()
}
