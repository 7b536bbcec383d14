package controller

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// fuzzed posts any bytes to a whole controller: the answer is as described,
// and what is refused changes nothing.
func fuzzed(f *testing.F) func(t *testing.T, call, path, body string) {
	h := openHall(f, nil)
	h.scanning.most, h.typing.most = 1<<30, 1<<30 // nobody is slowed down
	d := readDocument(f, openAPI)
	handler := h.Handler()
	return func(t *testing.T, call, path, body string) {
		head := h.engine.hub.last()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v1"+path, strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+testToken)
		r.Header.Set("Idempotency-Key", "k-"+httpKey(head, body))
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if err := d.answers(d.operations[call], w.Code, w.Header().Get("Content-Type"), w.Body.Bytes()); err != nil {
			t.Error(err)
		}
		if now := h.engine.hub.last(); w.Code >= 400 && now != head {
			t.Errorf("%s %q = %d and appended %d entries", path, body, w.Code, now-head)
		}
		if w.Code >= 500 {
			t.Errorf("%s %q = %d %s", path, body, w.Code, w.Body)
		}
	}
}

// httpKey is another key for each state and body.
func httpKey(head int64, body string) string {
	return wire.Chain(wire.Hash{byte(head), byte(head >> 8), byte(head >> 16), byte(head >> 24)}, []byte(body)).String()
}

func FuzzPostTicket(f *testing.F) {
	post := fuzzed(f)
	for _, seed := range []string{
		aTicket, toPrint, `{"service":"DD","purpose":"collect","priority":true,"kiosk":"K1"}`, `{"service":"HT","purpose":"sing"}`,
		``, `null`, `{}`, `[]`, aTicket + "}", `{"service":"HT","purpose":"submit","printer":"P9"}`, `{"SERVICE":"HT","service":"DD","purpose":"fee"}`,
		"{\"service\":\"\xff\",\"purpose\":\"\\u0000\"}", `{"service":`, `{"priority":1e9}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) { post(t, "POST /tickets", "/tickets", body) })
}

func FuzzPostAction(f *testing.F) {
	post := fuzzed(f)
	actions := append(slices.Sorted(maps.Keys(queue.Actions)), "dance")
	for i, action := range actions {
		for _, seed := range []string{``, `{}`, `{"ticket":"20261123-A001"}`, `{"service":"DD"}`, `{"counter":"2"}`, `{"reason":"lunch"}`, `{"dossiers":2,"outside":1}`, `{"dossiers":-1}`} {
			f.Add(byte(i), action, seed)
		}
	}
	f.Fuzz(func(t *testing.T, n byte, counter, body string) {
		if n%4 == 0 { // so that there is somebody to call
			post(t, "POST /tickets", "/tickets", aTicket)
		}
		if n%2 == 0 {
			counter = "1"
		}
		if counter == "" || counter == "." || counter == ".." {
			return // another path
		}
		post(t, "POST /counters/{counter}/{action}", "/counters/"+url.PathEscape(counter)+"/"+actions[int(n)%len(actions)], body)
	})
}

func FuzzCursor(f *testing.F) {
	for _, seed := range [][2]string{{"", ""}, {"0", ""}, {"7", "12"}, {"-1", ""}, {"x", "3"}, {"9223372036854775807", ""}, {"9223372036854775808", ""}, {"+5", "-0"}, {" 5", "5 "}, {"0x10", "1_000"}} {
		f.Add(seed[0], seed[1])
	}
	number := regexp.MustCompile(`^[0-9]{1,18}$`)
	f.Fuzz(func(t *testing.T, query, header string) {
		const head = 42
		r := httptest.NewRequest(http.MethodGet, "/api/v1/events?"+url.Values{"after": {query}}.Encode(), nil)
		r.Header.Set("Last-Event-ID", header)
		said := header
		if said == "" {
			said = query
		}
		after, err := cursor(r, head)
		switch {
		case said == "" && (after != head || err != nil):
			t.Errorf("cursor() = %d, %v, want the head", after, err)
		case after < 0:
			t.Errorf("cursor(%q) = %d", said, after)
		case err != nil && (fault.CodeOf(err) != "cursor-form" || number.MatchString(said)):
			t.Errorf("cursor(%q) = %v", said, err)
		case err == nil && said != "" && strings.TrimLeft(said, "0123456789") != "":
			t.Errorf("cursor(%q) = %d, want a refusal", said, after)
		}
	})
}

func FuzzKey(f *testing.F) {
	for _, seed := range []string{"", "k", "a b", "khóa", "\x00", "\x7f", "~!", strings.Repeat("k", 128), strings.Repeat("k", 129)} {
		f.Add(seed)
	}
	visible := regexp.MustCompile(`\A[!-~]{0,128}\z`)
	f.Fuzz(func(t *testing.T, key string) {
		err := checkKey(key)
		if (err == nil) != visible.MatchString(key) || err != nil && fault.CodeOf(err) != "key-form" {
			t.Errorf("checkKey(%q) = %v", key, err)
		}
	})
}
