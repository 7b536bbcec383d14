package controller

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"motcua/internal/app"
)

// everyPost lists every call and form that changes something: those of the
// interface, and those that the pages' own files register.
func everyPost(t *testing.T) (paths []string) {
	t.Helper()
	fill := regexp.MustCompile(`\{[^}]*\}`)
	for _, rt := range routes {
		if rt.method != http.MethodGet {
			paths = append(paths, rt.method+" /api/v1"+fill.ReplaceAllString(rt.path, "1"))
		}
	}
	files, err := filepath.Glob("web/*.go")
	if err != nil {
		t.Fatal(err)
	}
	form := regexp.MustCompile(`"(POST|PUT|DELETE|PATCH) (/[^"]*)"`)
	calls := len(paths)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, m := range form.FindAllStringSubmatch(string(raw), -1) {
			paths = append(paths, m[1]+" "+fill.ReplaceAllString(m[2], "1"))
		}
	}
	if calls < 30 || len(paths) < calls+10 {
		t.Fatalf("%d calls and %d forms were found: the test looks in the wrong place", calls, len(paths)-calls)
	}
	return paths
}

// TestNobodyElseActs sends every request that changes something the way a
// browser would that another site, or another name for this address, has made
// do it, with the cookie of a manager.
func TestNobodyElseActs(t *testing.T) {
	o := openTour(t, nil)
	cookie := strings.TrimPrefix(o.cookie(`{"token":"`+testToken+`"}`), "Cookie: ")
	refused := ""
	h := app.Guard([]string{"mc.example.vn"}, o.h.Handler(), func(w http.ResponseWriter, _ *http.Request, code string) {
		refused = code
		w.WriteHeader(http.StatusForbidden)
	})
	head := o.h.engine.hub.last()
	for _, call := range everyPost(t) {
		method, path, _ := strings.Cut(call, " ")
		for _, c := range []struct{ name, host, origin, site, want string }{
			{"a form of another site", "mc.example.vn", "https://evil.example", "cross-site", "cross-origin"},
			{"a page of a neighbor's name", "mc.example.vn", "https://other.example.vn", "same-site", "cross-origin"},
			{"an old browser on another site", "192.168.1.5:8080", "http://evil.example", "", "cross-origin"},
			{"a page in a sandbox", "192.168.1.5:8080", "null", "", "cross-origin"},
			{"a name that was bound anew", "evil.example:8080", "http://evil.example:8080", "same-origin", "host-unknown"},
			{"a name that begins like ours", "mc.example.vn.evil.example", "http://mc.example.vn.evil.example", "same-origin", "host-unknown"},
		} {
			r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader("{}"))
			r.Host = c.host
			r.Header.Set("Origin", c.origin)
			r.Header.Set("Cookie", cookie)
			if c.site != "" {
				r.Header.Set("Sec-Fetch-Site", c.site)
			}
			refused = ""
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != http.StatusForbidden || refused != c.want {
				t.Errorf("%s by %s = %d %q, want 403 %q", call, c.name, w.Code, refused, c.want)
			}
		}
	}
	if now := o.h.engine.hub.last(); now != head {
		t.Errorf("refused requests appended %d entries", now-head)
	}
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/api/v1/board", nil)
	r.Host = "MC.example.vn:443"
	r.Header.Set("Cookie", cookie)
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, r); w.Code != http.StatusOK {
		t.Errorf("our own name = %d %s", w.Code, w.Body)
	}
}

// TestACookieOfAnotherCenter asks one center with what another one gave.
func TestACookieOfAnotherCenter(t *testing.T) {
	one, two := openTour(t, nil), openTour(t, nil)
	foreign := one.cookie(`{"token":"` + testToken + `"}`)
	one.want(200, "", "", "GET /board", "", foreign)
	two.want(401, "session-over", "", "GET /board", "", foreign)
	two.want(401, "session-over", "", "POST /counters/1/open", "", foreign)
	station := one.paired("1")
	two.h.hire(t, "tu", "ba con mèo trắng", "1", "staff")
	two.want(403, "pin-station", "", "POST /session", `{"name":"tu","pin":"2580"}`, station)
	resp, err := http.Get(two.h.url + "/accounts")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if raw, err := io.ReadAll(resp.Body); err != nil || strings.Contains(string(raw), "tu") && resp.Request.URL.Path != "/login" {
		t.Errorf("a stranger sees %s, %v", resp.Request.URL, err)
	}
}
