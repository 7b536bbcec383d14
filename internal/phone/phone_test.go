package phone_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/phone"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

var now = time.Date(2026, 11, 23, 9, 12, 40, 0, center.Zone)

// book is what a center has told of one number.
type book struct {
	heard time.Time
	asked []wire.PhoneAction
	keys  []string
}

func (b *book) Page(secret string) (phone.Page, error) {
	p := phone.Page{Heard: b.heard, Fed: true, Center: &wire.PhoneCenter{Name: i18n.Text{VI: "Trung tâm Phục vụ hành chính công phường Trấn Biên"}, Walk: 5, Grace: 60,
		Services: map[center.ServiceCode]i18n.Text{"HT": {VI: "Hộ tịch", EN: "Civil status"}}}}
	switch secret {
	case "number":
		p.PhonePage = wire.PhonePage{V: 1, At: b.heard, Ticket: wire.Ticket{Number: "A012", Service: "HT", Purpose: center.Submit, State: queue.Waiting, Ahead: 9, Wait: &wire.Range{LowS: 1800, HighS: 2400}},
			Survey: &wire.Survey{Token: "t", Expires: now.Add(time.Hour)}}
	case "code":
		p.Entry = &wire.PhoneEntry{Gives: true, PerDay: 2, Each: 1, Services: []wire.PhoneOffer{{Code: "HT"}}}
	default:
		return p, fault.New(fault.NotFound, "slip-unknown")
	}
	return p, nil
}

func (b *book) Do(_ context.Context, _, key string, a wire.PhoneAction) error {
	b.asked, b.keys = append(b.asked, a), append(b.keys, key)
	return nil
}

func (b *book) Take(ctx context.Context, secret, key string, a wire.PhoneAction) (string, error) {
	return "number", b.Do(ctx, secret, key, a)
}

func (b *book) Entry(code string) string { return code }

func serve(b *book) http.Handler {
	return phone.New(phone.Options{Base: "/t/", Take: "/q/", Backend: b, Taker: b, Entry: phone.EntryOf, Now: func() time.Time { return now }}).Handler()
}

func ask(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestThePageIsLight weighs a page and all it loads, plain and as most phones take it.
func TestThePageIsLight(t *testing.T) {
	h := serve(&book{heard: now})
	for _, path := range []string{"/t/number", "/q/code", "/t/nothing"} {
		page := ask(h, httptest.NewRequest("GET", path, nil)).Body.Bytes()
		plain, packed := len(page), pack(t, page)
		if bytes.Contains(page, []byte("⟦")) {
			t.Errorf("%s lacks a text:\n%s", path, page)
		}
		for _, m := range regexp.MustCompile(`(?:src|href)="(/t/[^"#?]+\.[a-z]+)`).FindAllStringSubmatch(string(page), -1) {
			r := httptest.NewRequest("GET", m[1], nil)
			body := ask(h, r).Body.Len()
			r.Header.Set("Accept-Encoding", "gzip")
			w := ask(h, r)
			if w.Code != 200 || w.Header().Get("Content-Encoding") != "gzip" || unpack(t, w.Body) != body {
				t.Errorf("GET %s = %d, %q", m[1], w.Code, w.Header())
			}
			plain, packed = plain+body, packed+w.Body.Len()
		}
		if t.Logf("%s: %d bytes, packed %d", path, plain, packed); plain > 30_000 || packed > 10_000 {
			t.Errorf("%s with what it loads: %d bytes, packed %d, want at most 30,000 and 10,000", path, plain, packed)
		}
	}
}

func pack(t *testing.T, b []byte) int {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(b); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return out.Len()
}

func unpack(t *testing.T, b *bytes.Buffer) int {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return len(raw)
}

func TestWhatAPhoneIsToldToKeep(t *testing.T) {
	b := &book{heard: now}
	h := serve(b)
	w := ask(h, httptest.NewRequest("GET", "/t/number", nil))
	for name, want := range map[string]string{"Referrer-Policy": "same-origin", "Cache-Control": "no-store", "X-Robots-Tag": "noindex", "X-Content-Type-Options": "nosniff"} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	if csp := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'self'") || strings.Contains(csp, "unsafe") {
		t.Errorf("Content-Security-Policy = %q", csp)
	}
	entry := ask(h, httptest.NewRequest("GET", "/q/code", nil)).Result()
	form := httptest.NewRequest("POST", "/t/number/check-in", nil)
	for _, c := range entry.Cookies() {
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode {
			t.Errorf("cookie %s is open to scripts or other sites", c.Name)
		}
		form.AddCookie(c)
	}
	ask(h, form)
	if len(b.asked) != 1 || b.asked[0].Entry != "code" {
		t.Errorf("after opening the center's code a phone checks in with %+v", b.asked)
	}
	foreign := httptest.NewRequest("POST", "/t/number/cancel", nil)
	foreign.Header.Set("Sec-Fetch-Site", "cross-site")
	if w := ask(h, foreign); w.Code != 403 || len(b.asked) != 1 || !strings.Contains(w.Body.String(), wire.Sentence(i18n.VI, fault.New(fault.Forbidden, "cross-origin"))) {
		t.Errorf("another site's form = %d\n%s", w.Code, w.Body)
	}
}

// TestARefusedWishKeepsThePageAlive: the page that says why stands at the path of
// the form, and asks there for news.
func TestARefusedWishKeepsThePageAlive(t *testing.T) {
	h := serve(&book{heard: now})
	form := httptest.NewRequest("POST", "/t/number/notice", strings.NewReader("channel=sms&to=0912345678"))
	form.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if w := ask(h, form); w.Code != 422 || !strings.Contains(w.Body.String(), "A012") || !strings.Contains(w.Body.String(), "http-equiv") {
		t.Fatalf("an address without consent = %d\n%s", w.Code, w.Body)
	}
	for path, want := range map[string]string{"/t/number/notice?live=": "/t/number?live=", "/t/number/cancel": "/t/number", "/t/%2f%2fevil.example/late": "/t/evil.example"} {
		if w := ask(h, httptest.NewRequest("GET", path, nil)); w.Code != 303 || w.Header().Get("Location") != want {
			t.Errorf("GET %s = %d to %q, want 303 to %q", path, w.Code, w.Header().Get("Location"), want)
		}
	}
}

func TestSilenceIsSaid(t *testing.T) {
	for _, tt := range []struct {
		silent time.Duration
		lost   bool
	}{{phone.Silence, false}, {phone.Silence + time.Second, true}} {
		page := ask(serve(&book{heard: now.Add(-tt.silent)}), httptest.NewRequest("GET", "/t/number?lang=vi", nil)).Body.String()
		if got := strings.Contains(page, "Không nhận được tin của trung tâm từ 09:11"); got != tt.lost {
			t.Errorf("after %v of silence the page says so: %v, want %v", tt.silent, got, tt.lost)
		}
		if leave := strings.Contains(page, "rời đi"); leave == tt.lost {
			t.Errorf("after %v of silence the page lets one go: %v", tt.silent, leave)
		}
	}
}

// FuzzForms sends any form to any page: nothing breaks, and what goes on is within bounds.
func FuzzForms(f *testing.F) {
	f.Add("/t/number/rating", "overall=5&token=t&key=kkkkkkkkkkkkkkkkkkkk")
	f.Add("/q/code", "service=HT&purpose=submit&priority=yes")
	f.Add("/t/%00/late", "key=%ff&key=")
	f.Add("/t/number/rating", "overall=%f0%9f%98%80&reason=x")
	f.Fuzz(func(t *testing.T, path, body string) {
		u, err := url.ParseRequestURI(path)
		if err != nil || !strings.HasPrefix(path, "/") || u.Host != "" {
			return
		}
		b := &book{heard: now}
		r := httptest.NewRequest("POST", "/", strings.NewReader(body))
		r.URL = u
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if w := ask(serve(b), r); w.Code >= 500 {
			t.Errorf("POST %q %q = %d", path, body, w.Code)
		}
		for i, a := range b.asked {
			if a.Do == wire.PhoneRate && (a.Answers.Overall < 1 || a.Answers.Overall > 5) || len(b.keys[i]) < 16 || len(b.keys[i]) > 64 {
				t.Errorf("POST %q %q goes on as %+v under %q", path, body, a, b.keys[i])
			}
		}
	})
}
