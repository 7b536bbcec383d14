package web_test

import (
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"motcua/controller/web"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/wire"
)

var update = flag.Bool("update", false, "write the golden pages anew")

var tokens = []byte(ui.CSS())

func get(t *testing.T, h http.Handler, path, session string, lang i18n.Lang) *http.Response {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	r.AddCookie(&http.Cookie{Name: "lang", Value: string(lang)})
	if session != "" {
		r.AddCookie(&http.Cookie{Name: "session", Value: session})
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func text(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestPagesAreGolden(t *testing.T) {
	usual := scene{}.handler()
	for _, s := range scenes {
		h := usual
		if s.setup != nil {
			h = s.handler()
		}
		for _, lang := range i18n.Langs {
			t.Run(s.name+"/"+string(lang), func(t *testing.T) {
				r := get(t, h, s.path, s.session, lang)
				got := text(t, r)
				if r.StatusCode != s.status {
					t.Fatalf("GET %s = %d, want %d\n%s", s.path, r.StatusCode, s.status, got)
				}
				if own := escaped.FindString(got); own != "" && !strings.Contains(s.name, "hostile") {
					t.Errorf("the page shows its own markup: %s", own)
				}
				golden(t, s.name+"."+string(lang)+".html", got)
				scan(t, got)
			})
		}
	}
}

// escaped is a tag of a page's own as it is shown to who reads the page: a name of
// a tag that a template puts together is text to it.
var escaped = regexp.MustCompile(`&lt;/?(t[dhr]|p|li|d[dlt]|div|span|a|b)[ >&].{0,60}`)

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs from its golden file; run go test ./controller/web -update and read the diff", name)
	}
}

var (
	inlineStyle  = regexp.MustCompile(`(?i)<style|\sstyle=`)
	inlineScript = regexp.MustCompile(`(?i)<script(?:\s[^>]*)?>[^<]|\son[a-z]+\s*=|javascript:`)
	elsewhere    = regexp.MustCompile(`(?i)(?:<[b-z][^>]*href|src|action)="(?:https?:)?//`)
)

// scan looks for what the content security policy forbids, texts that are missing and values that were not filled in.
func scan(t *testing.T, html string) {
	t.Helper()
	for what, re := range map[string]*regexp.Regexp{"inline style": inlineStyle, "inline script": inlineScript, "another origin": elsewhere} {
		if m := re.FindString(html); m != "" {
			t.Errorf("page has %s: %q", what, m)
		}
	}
	for _, bad := range []string{"⟦", "ZgotmplZ", "<no value>", "%!"} {
		if i := strings.Index(html, bad); i >= 0 {
			t.Errorf("page has %q: %s", bad, html[max(0, i-40):min(len(html), i+60)])
		}
	}
}

func TestScanFindsWhatIsForbidden(t *testing.T) {
	for _, bad := range []string{`<p style="color:red">`, `<style>`, `<script>x()</script>`, `<a onclick="x()">`, `<script src="//cdn.example/x.js">`} {
		if !inlineStyle.MatchString(bad) && !inlineScript.MatchString(bad) && !elsewhere.MatchString(bad) {
			t.Errorf("scan lets %q pass", bad)
		}
	}
}

func TestHeadersForbidEverythingInline(t *testing.T) {
	h := web.Handler(newFake().options())
	for _, path := range []string{"/login", "/t/waiting", "/static/page.js"} {
		r := get(t, h, path, "", i18n.VI)
		if csp := r.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'self'") || strings.Contains(csp, "unsafe") {
			t.Errorf("GET %s: policy %q", path, csp)
		}
	}
	for _, path := range []string{"/t/waiting", "/a/KM4TQ7RX"} { // no-referrer would make their forms come from nowhere
		if got := get(t, h, path, "", i18n.VI).Header.Get("Referrer-Policy"); got != "same-origin" {
			t.Errorf("GET %s: referrer policy %q, want same-origin: its address is a secret", path, got)
		}
	}
}

func TestNobodyEntersWithoutASession(t *testing.T) {
	h := web.Handler(newFake().options())
	for _, path := range []string{"/", "/staff", "/staff/1", "/greeter", "/manager", "/demo"} {
		r := get(t, h, path, "", i18n.VI)
		if r.StatusCode != http.StatusSeeOther || !strings.HasPrefix(r.Header.Get("Location"), "/login") {
			t.Errorf("GET %s without a session = %d to %q, want a way to /login", path, r.StatusCode, r.Header.Get("Location"))
		}
	}
}

func post(h http.Handler, path, session string, form url.Values, header ...string) *http.Response {
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	if session != "" {
		r.AddCookie(&http.Cookie{Name: "session", Value: session})
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func TestForms(t *testing.T) {
	login := url.Values{"name": {"hoa.tm"}, "password": {"mật khẩu đúng"}, "next": {"/manager"}}
	tests := []struct {
		name, path, session string
		form                url.Values
		status              int
		location            string
	}{
		{"log in", "/login", "", login, 303, "/manager"},
		{"log in to another site", "/login", "", url.Values{"token": {"every-role"}, "next": {"//evil.example/"}}, 303, "/"},
		{"log in by a backslash", "/login", "", url.Values{"token": {"every-role"}, "next": {`/\evil.example`}}, 303, "/"},
		{"wrong password", "/login", "", url.Values{"name": {"hoa.tm"}, "password": {"x"}}, 401, ""},
		{"log out", "/logout", "staff", nil, 303, "/login"},
		{"set up", "/setup", "", url.Values{"code": {"right-code"}, "name": {"hoa"}, "password": {"0123456789"}, "repeat": {"0123456789"}}, 303, "/login?done=made"},
		{"set up, two passwords", "/setup", "", url.Values{"code": {"right-code"}, "name": {"hoa"}, "password": {"0123456789"}, "repeat": {"0"}}, 422, ""},
		{"set up, wrong code", "/setup", "", url.Values{"code": {"wrong"}, "name": {"hoa"}}, 403, ""},
		{"add an account", "/accounts", "manager", url.Values{"do": {"add"}, "name": {"an"}, "role": {"staff"}, "password": {"0123456789"}}, 303, "/accounts?done=add"},
		{"add an account without a role", "/accounts", "manager", url.Values{"do": {"add"}, "name": {"an"}}, 422, ""},
		{"account as an inspector", "/accounts", "inspector", url.Values{"do": {"add"}}, 403, ""},
		{"account, nonsense", "/accounts", "manager", url.Values{"do": {"dance"}}, 400, ""},
		{"switch oneself off", "/accounts?edit=P1", "manager", url.Values{"do": {"off"}, "id": {"P1"}}, 403, ""},
		{"end a session", "/accounts", "manager", url.Values{"do": {"end"}, "id": {"S2"}}, 303, "/accounts?done=end"},
		{"pair", "/pair", "technician", url.Values{"counter": {"1"}}, 303, "/pair?done=pair"},
		{"pair as staff", "/pair", "staff", url.Values{"counter": {"1"}}, 403, ""},
		{"log in without a second factor", "/login", "", url.Values{"name": {"minh.lv"}, "password": {"x"}, "next": {"/accounts"}}, 303, "/login/enrol?next=%2Faccounts"},
		{"a wrong code", "/login/code", "", url.Values{"code": {"1"}}, 401, ""},
		{"a right code", "/login/code", "", url.Values{"code": {"492039"}, "next": {"//evil.example"}}, 303, "/"},
		{"a first code", "/login/enrol", "", url.Values{"code": {"492039"}}, 200, ""},
		{"an own password", "/login/password", "", url.Values{"password": {"0123456789"}, "repeat": {"0123456789"}, "next": {"/accounts"}}, 303, "/login/enrol?next=%2Faccounts"},
		{"an own password, twice", "/login/password", "", url.Values{"password": {"0123456789"}, "repeat": {"0"}}, 422, ""},
		{"the password that was set", "/login/password", "", url.Values{"password": {"mật khẩu đã đặt"}, "repeat": {"mật khẩu đã đặt"}}, 422, ""},
		{"a wrong first code", "/login/enrol", "", url.Values{"code": {"1"}}, 422, ""},
		{"reset", "/login/lost", "", url.Values{"name": {"hoa.tm"}, "password": {"mật khẩu đúng"}, "code": {"X"}}, 200, ""},
		{"reset, wrong", "/login/lost", "", url.Values{"name": {"hoa.tm"}, "password": {"x"}, "code": {"X"}}, 401, ""},
		{"own password, twice", "/me", "staff", url.Values{"do": {"password"}, "password": {"mật khẩu đúng"}, "next": {"a"}, "repeat": {"b"}}, 422, ""},
		{"own PIN", "/me", "staff", url.Values{"do": {"pin"}, "password": {"mật khẩu đúng"}, "next": {"2580"}, "repeat": {"2580"}}, 303, "/me?done=pin"},
		{"own codes", "/me", "manager", url.Values{"do": {"recovery"}, "password": {"mật khẩu đúng"}}, 200, ""},
		{"begin a second factor", "/me", "staff", url.Values{"do": {"totp"}, "password": {"mật khẩu đúng"}}, 303, "/me/totp"},
		{"begin without the password", "/me", "staff", url.Values{"do": {"totp"}, "password": {"x"}}, 422, ""},
		{"begin as nobody", "/me/totp", "", url.Values{"code": {"492039"}}, 303, "/login"},
		{"confirm it", "/me/totp", "staff", url.Values{"code": {"492039"}}, 200, ""},
		{"confirm it wrongly", "/me/totp", "staff", url.Values{"code": {"1"}}, 422, ""},
		{"end it", "/me", "staff", url.Values{"do": {"totp-end"}, "password": {"mật khẩu đúng"}, "code": {"492039"}}, 303, "/me?done=totp-end"},
		{"own nonsense", "/me", "manager", url.Values{"do": {"dance"}}, 400, ""},
		{"cancel", "/t/waiting/cancel", "", nil, 303, "/t/waiting"},
		{"say that one has come", "/t/away/check-in", "", nil, 303, "/t/away"},
		{"say so from elsewhere", "/t/waiting/check-in", "", nil, 409, ""},
		{"take a number", "/q/", "", url.Values{"service": {"HT"}, "purpose": {"submit"}, "also": {"CT", "HT"}, "key": {"k"}}, 303, "/t/waiting"},
		{"take a number that is not given", "/q/", "", url.Values{"service": {"DD"}, "purpose": {"submit"}}, 409, ""},
		{"book a time", "/book", "", url.Values{"service": {"HT"}, "purpose": {"submit"}, "slot": {"2026-11-24T08:00:00+07:00"}}, 303, "/a/KM4TQ7RX"},
		{"book no time", "/book", "", url.Values{"service": {"HT"}}, 422, ""},
		{"cancel an appointment", "/a/KM4TQ7RX/cancel", "", nil, 303, "/a/KM4TQ7RX"},
		{"rate", "/t/finished/rating", "", url.Values{"token": {"one-time-token"}, "overall": {"2"}, "reason": {"waiting", "harassment"}}, 303, "/t/finished?rated"},
		{"rate without a level", "/t/finished/rating", "", url.Values{"token": {"one-time-token"}}, 422, ""},
		{"rate with an unknown reason", "/t/finished/rating", "", url.Values{"version": {usualVersion()}, "overall": {"1"}, "why": {"2"}, "reason": {"weather"}}, 422, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake()
			f.setup = strings.HasPrefix(tt.path, "/setup")
			r := post(web.Handler(f.options()), tt.path, tt.session, tt.form)
			if r.StatusCode != tt.status || r.Header.Get("Location") != tt.location {
				t.Errorf("POST %s = %d %q, want %d %q\n%s", tt.path, r.StatusCode, r.Header.Get("Location"), tt.status, tt.location, text(t, r))
			}
		})
	}
}

func TestARefusedWishKeepsWhatWasChosen(t *testing.T) {
	form := url.Values{"service": {"HT"}, "purpose": {"collect"}, "priority": {"yes"}, "also": {"CT", "CU"}, "key": {"k"}}
	page := text(t, post(web.Handler(newFake().options()), "/q/", "", form))
	for _, want := range []string{`value="collect" checked`, `name="service" value="HT" checked`, `name="also" value="CU" checked`, `name="priority" value="yes" checked`, `class="problem"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestFormsFromAnotherSiteAreRefused(t *testing.T) {
	f := newFake()
	r := post(web.Handler(f.options()), "/t/waiting/cancel", "", nil, "Sec-Fetch-Site", "cross-site")
	if r.StatusCode != http.StatusForbidden {
		t.Errorf("POST from another site = %d, want 403", r.StatusCode)
	}
	if f.tickets["waiting"].State != "waiting" {
		t.Errorf("the ticket is %s, want waiting", f.tickets["waiting"].State)
	}
}

func TestRatingOfAPhoneReachesTheRules(t *testing.T) {
	f := newFake()
	post(web.Handler(f.options()), "/t/finished/rating", "", url.Values{"token": {"one-time-token"}, "version": {usualVersion()}, "overall": {"5"}, "why": {"2"}, "reason": {"waiting"}})
	want := []wire.RatingRequest{{Token: "one-time-token", Answers: wire.Answers{Overall: 5}}}
	if diff := cmp.Diff(want, f.rated); diff != "" {
		t.Errorf("a satisfied citizen gives no reasons (-want +got):\n%s", diff)
	}
}

// TestAPhoneNeedsNoScript: a number, a time and its end are forms that any browser sends.
func TestAPhoneNeedsNoScript(t *testing.T) {
	h := web.Handler(newFake().options())
	for _, path := range []string{"/q/", "/book", "/book?service=HT&purpose=submit&day=2026-11-24", "/a/KM4TQ7RX"} {
		page := text(t, get(t, h, path, "", i18n.VI))
		if strings.Contains(page, "<script") || !strings.Contains(page, "<form") {
			t.Errorf("GET %s: want a form and no script", path)
		}
	}
}

// phoneWeight is what a citizen's phone loads for its page, in bytes.
const phoneWeight = 30_000

func TestThePhonePageIsLight(t *testing.T) {
	for _, path := range []string{"/t/waiting", "/t/finished", "/t/called", "/q/", "/book", "/a/KM4TQ7RX"} {
		h := web.Handler(newFake().options())
		page := text(t, get(t, h, path, "", i18n.VI))
		total, seen := len(page), map[string]bool{}
		for _, m := range regexp.MustCompile(`(?:src|href)="(/(?:static|t)/[^"#?]+\.[a-z]+)`).FindAllStringSubmatch(page, -1) {
			if seen[m[1]] {
				continue
			}
			seen[m[1]] = true
			r := get(t, h, m[1], "", i18n.VI)
			if r.StatusCode != 200 {
				t.Fatalf("GET %s = %d", m[1], r.StatusCode)
			}
			total += len(text(t, r))
		}
		if total > phoneWeight {
			t.Errorf("page %s and what it loads weigh %d bytes, want at most %d", path, total, phoneWeight)
		}
		t.Logf("%s: %d bytes", path, total)
	}
}

// TestEveryTextExists finds the keys that templates and programs name.
func TestEveryTextExists(t *testing.T) {
	files, err := filepath.Glob("templates/*.html")
	if err != nil || len(files) == 0 {
		t.Fatal("no templates", err)
	}
	more, _ := filepath.Glob("*.go")
	key := regexp.MustCompile(`\bT "([a-z-]+\.[a-z0-9.-]+)"|pg\.T\("([a-z-]+\.[a-z0-9.-]+)"[,)]|fault\.New\(fault\.\w+, "([a-z-]+)"`)
	found := 0
	for _, file := range append(files, more...) {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range key.FindAllStringSubmatch(string(raw), -1) {
			k := m[1] + m[2]
			if m[3] != "" {
				k = "fault." + m[3]
			}
			found++
			if !i18n.Has(k) {
				t.Errorf("%s names the text %q, which does not exist", file, k)
			}
		}
	}
	if found < 100 {
		t.Errorf("found only %d keys: the search is broken", found)
	}
}

func TestCatalogsAgree(t *testing.T) {
	holes := regexp.MustCompile(`\{[a-z]+\}`)
	for _, room := range []string{"page", "login", "staff", "greeter", "manager", "phone", "visit", "survey", "demo", "state", "purpose", "pause", "incident", "reason", "cause", "devices", "selftest", "technician", "reprint", "scanned", "paper"} {
		keys := i18n.Keys(room + ".")
		if len(keys) == 0 {
			t.Errorf("room %s is empty", room)
		}
		for _, k := range keys {
			vi, en := i18n.T(i18n.VI, k), i18n.T(i18n.EN, k)
			a, b := holes.FindAllString(vi, -1), holes.FindAllString(en, -1)
			if len(a) != len(b) {
				t.Errorf("%s: %q and %q have different holes", k, vi, en)
			}
			if strings.ContainsAny(vi, "!") || strings.Contains(strings.ToLower(vi), "khách hàng") {
				t.Errorf("%s: %q is not how a civil servant writes", k, vi)
			}
		}
	}
}
