package province

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"motcua/internal/link"
	"motcua/internal/link/linktest"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// TestPagesWhileTheLinkIsCut holds that a page says what it does not know, that
// nothing is told as done which the center has not stored, and that it heals.
func TestPagesWhileTheLinkIsCut(t *testing.T) {
	var ahead atomic.Int64
	dir := t.TempDir()
	p := startProvince(t, Options{Data: dir, Now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }})
	p.phones.again, p.phones.within = 50*time.Millisecond, 300*time.Millisecond
	line := linktest.NewLine(t, p.Addr())
	log := linktest.New()
	log.Add(1, "x")
	d := newDesk(log)
	startLink(t, line.Addr(), log, func(o *link.Options) { o.Phones = d }, nil)
	h := p.Phones("/")
	cancel := func(key string) (int, string) {
		return wish(t, h, pagePath+"/cancel", url.Values{"key": {key + "aaaaaaaaaaaaaaaaaaaa"}})
	}
	shows := func(what string) {
		t.Helper()
		eventually(t, "the page says "+what, func() bool { _, page := visit(t, h, pagePath); return strings.Contains(page, what) })
	}
	shows("A012")

	d.mu.Lock()
	d.mute = true // it hears, and its disk does not answer
	d.mu.Unlock()
	if code, page := cancel("mute"); code != 503 || !strings.Contains(page, "The center has not answered") {
		t.Errorf("without an answer the citizen is told %d\n%s", code, page)
	}
	d.mu.Lock()
	d.mute = false
	d.mu.Unlock()

	line.Set(true, false)
	line.Cut()
	ahead.Store(int64(time.Minute))
	if _, page := visit(t, h, pagePath); !strings.Contains(page, "Nothing heard from the center since") || !strings.Contains(page, "A012") || strings.Contains(page, "You may leave") {
		t.Errorf("a minute after the cut the page says\n%s", page)
	}
	if code, page := cancel("cut"); code != 503 || !strings.Contains(page, "This did not reach the center, so nothing has changed.") {
		t.Errorf("over a cut link the citizen is told %d\n%s", code, page)
	}
	d.set(func(k *wire.Ticket) { k.State, k.Counter, k.Wait = queue.Called, "3", nil })
	line.Set(false, false)
	shows("Please come to counter 3")
	if _, page := visit(t, h, pagePath); strings.Contains(page, "Nothing heard") {
		t.Error("the healed page still says that nothing is heard")
	}
}

// TestPagesForgetTheDayAndAskAgain looks at gaps, a province that starts anew and the end of a day.
func TestPagesForgetTheDayAndAskAgain(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	s := newPhones(map[string]Point{testPoint: testPoints()[0]}, func() time.Time { return now })
	topic := wire.Topic("h19", testPoint, wire.TopicPhone)
	body, err := wire.Seal(testSecret, wire.SealPage, wire.Source("h19", testPoint), newDesk(linktest.New()).page())
	if err != nil {
		t.Fatal(err)
	}
	page := []wire.SealedPage{{Key: wire.PhoneKey(testSecret), Body: body}}
	tell := func(session string, n int64, more bool, pages []wire.SealedPage) {
		t.Helper()
		m := wire.PhoneFeed{V: 1, Session: session, N: n, At: now, Until: now.Add(10 * time.Hour), More: more, Pages: pages}
		if n == 1 {
			m.Center = &wire.PhoneCenter{}
		}
		s.take(link.Message{Topic: topic, Payload: encode(m)})
	}
	asked := func() (n int) {
		for {
			select {
			case m := <-s.out:
				var c wire.Cmd
				if json.Unmarshal(m.Payload, &c) == nil && c.Kind == wire.CmdPhoneSync && m.Topic == "motcua/v1/h19/"+testPoint+"/cmd/sync" {
					n++
				}
			default:
				return n
			}
		}
	}
	known := func() bool { _, err := s.Page(testSecret); return err == nil }
	const one, two = "1111111111111111", "2222222222222222"
	tell(one, 5, false, page)
	if known() || asked() != 1 {
		t.Error("a message in the middle is taken, or nothing is asked for")
	}
	tell(one, 1, true, page)
	if known() {
		t.Error("half of a whole is shown")
	}
	tell(one, 2, false, nil)
	if !known() || asked() != 0 {
		t.Error("a whole in two messages is not shown")
	}
	now = now.Add(30 * time.Second)
	tell(one, 2, false, nil) // the broker sends it twice
	if v, _ := s.Page(testSecret); now.Sub(v.Heard) != 30*time.Second {
		t.Errorf("a repeated message counts as news: heard %v", v.Heard)
	}
	tell(one, 4, false, nil)
	if v, _ := s.Page(testSecret); now.Sub(v.Heard) != 30*time.Second || asked() != 1 {
		t.Error("a gap counts as news, or nothing is asked for")
	}
	tell(two, 1, true, nil)
	if !known() {
		t.Error("while a new whole comes the old one is gone")
	}
	tell(two, 2, false, page)
	if !known() {
		t.Error("the new whole is not shown")
	}
	now = now.Add(11 * time.Hour)
	if known() || len(s.fed[testPoint].pages) != 0 {
		t.Error("a page is kept beyond its day")
	}
}

// FuzzPhoneFeed lets a point say anything: only its own secret opens a page, and memory stays bounded.
func FuzzPhoneFeed(f *testing.F) {
	s := newPhones(map[string]Point{testPoint: testPoints()[0]}, time.Now)
	f.Add("phone", []byte(`{"v":1,"session":"8c1f00d2e3a4b596","n":1,"at":"2026-11-23T01:00:00Z","until":"2026-11-24T01:00:00Z","center":{},"pages":[{"k":"`+wire.PhoneKey(testSecret)+`","x":"AA=="}]}`))
	f.Add("cmd-reply", []byte(`{"v":1,"id":"x","status":200}`))
	f.Fuzz(func(t *testing.T, kind string, raw []byte) {
		s.take(link.Message{Topic: fmt.Sprintf("motcua/v1/h19/%s/%s", testPoint, kind), Payload: raw})
		if _, err := s.Page(testSecret); err == nil {
			t.Errorf("%q makes a page that opens", raw)
		}
		if x := s.fed[testPoint]; x != nil && len(x.pages) > mostPages {
			t.Errorf("%d pages are kept", len(x.pages))
		}
	})
}

func TestOnlyTrustedProxiesNameTheVisitor(t *testing.T) {
	p := startProvince(t, Options{Proxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}})
	h := p.Phones("/")
	guess := func(from string) (code int) { // httptest's requests come from 192.0.2.1
		for i := range 61 {
			code, _ = visitFrom(h, fmt.Sprintf("/t/abcdefghjkmnpqrst%03d", i), from)
		}
		return code
	}
	if code := guess("203.0.113.5"); code != 429 {
		t.Errorf("the 61st guess of an address = %d, want 429", code)
	}
	if code, _ := visitFrom(h, "/t/abcdefghjkmnpqrstuvw", "203.0.113.6"); code != 404 {
		t.Errorf("another address behind the proxy = %d, want 404: it has guessed nothing", code)
	}
	if code, _ := visitFrom(h, "/t/abcdefghjkmnpqrstuvw", "198.51.100.1, 203.0.113.5"); code != 429 {
		t.Errorf("with an invented hop before it = %d, want 429", code)
	}
}
