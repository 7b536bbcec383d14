package controller

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"motcua/internal/client"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// ofTheMachine are lines of /metrics about the program itself, and about who reads it.
var ofTheMachine = regexp.MustCompile(`(?m)^(# .*|go_.*|process_.*|promhttp_.*|motcua_http_request_seconds.*|motcua_streams_open.*)\n`)

// public is everything that anybody but the giver of an answer may see.
func (h *hall) public(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, path := range []string{"/api/v1/board", "/api/v1/counters", "/api/v1/reports/day", "/api/v1/reports/figures", "/api/v1/alerts", "/api/v1/reports/calls", "/metrics"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+testToken)
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(a.Body)
		a.Body.Close()
		if err != nil || a.StatusCode != http.StatusOK {
			t.Fatalf("%s = %d, %v", path, a.StatusCode, err)
		}
		all[path] = ofTheMachine.ReplaceAllString(string(raw), "")
	}
	feed := &phoneFeed{h.engine, "motcua/h19/h19-26-1"}
	for name, v := range map[string]any{
		"pages": feed.Pages(), "head": h.engine.hub.last(),
		"snapshot": view(h.engine, func(s *state, now queue.Moment) wire.Snap { return s.snap(now) }),
	} {
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = string(raw)
	}
	return all
}

// TestNobodyHearsOfAnAnswer looks at everything before and behind each answer:
// not a byte may differ until the hour is over, and then all come at once.
func TestNobodyHearsOfAnAnswer(t *testing.T) {
	h := openHall(t, nil)
	h.act(t, "1", "open", wire.ActionRequest{})
	var tokens []string
	var urls []string
	for range 8 {
		ticket := h.issue(t, wire.IssueRequest{Service: "HT"})
		urls = append(urls, ticket.URL[strings.LastIndex(ticket.URL, "/")+1:])
		h.act(t, "1", "next", wire.ActionRequest{})
		h.act(t, "1", "finish", wire.ActionRequest{})
		s, _, err := client.New(h.url, "tablet").Survey(t.Context(), "1")
		if err != nil {
			t.Fatal(err)
		}
		tokens = append(tokens, s.Token)
		h.now.pass(time.Minute)
	}
	head := h.engine.hub.last()
	stream := h.follow(t, head)
	at, sent := h.now.read().Wall.Add(-30*time.Second), h.now.read().Wall
	before := h.public(t)
	for name, give := range map[string]func() string{
		"by the tablet":   func() string { return h.answer(t, "tablet", "a", wire.RatingRequest{Token: tokens[0]}) },
		"with a token":    func() string { return h.answer(t, "", "b", wire.RatingRequest{Token: tokens[1]}) },
		"corrected":       func() string { return h.answer(t, "tablet", "d", wire.RatingRequest{Token: tokens[2], Corrects: "c"}) },
		"without a token": func() string { return h.answer(t, "tablet", "e", wire.RatingRequest{At: &at, Sent: &sent}) },
		"by staff": func() string {
			return strings.Replace(h.answer(t, "staff", "f", wire.RatingRequest{Token: tokens[3]}), "rating-staff", "", 1)
		},
		"on the page": func() string {
			err := (&citizens{h.Controller}).Do(t.Context(), urls[4], "the-key-of-a-form", wire.PhoneAction{Do: wire.PhoneRate, Token: tokens[4], Answers: wire.Answers{Overall: 1}})
			if err != nil {
				return err.Error()
			}
			return ""
		},
	} {
		if code := give(); code != "" {
			t.Errorf("an answer %s = %s", name, code)
		}
		for what, now := range h.public(t) {
			if now != before[what] {
				t.Errorf("an answer %s changes %s:\n%s\nbefore:\n%s", name, what, now, before[what])
			}
		}
	}
	h.now.pass(time.Hour)
	h.idle(t)
	for i, want := range []string{fmt.Sprint("id: ", head+1), "event: ratings.observed", "", "", fmt.Sprint("id: ", head+2), "event: ratings.admitted"} {
		if got := h.line(t, stream); i/2 != 1 && got != want {
			t.Errorf("the stream goes on with %q, want %q", got, want)
		}
	}
	if got := h.today().Ratings; got == nil || got.N != 5 {
		t.Errorf("ratings = %+v, want five", got)
	}
}

// follow opens the event stream behind after and returns it once it is connected.
func (h *hall) follow(t *testing.T, after int64) *bufio.Reader {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, fmt.Sprint(h.url, "/api/v1/events?after=", after), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+testToken)
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Body.Close() })
	b := bufio.NewReader(a.Body)
	if got := h.line(t, b); got != ": connected" {
		t.Fatalf("the stream begins with %q", got)
	}
	h.line(t, b)
	return b
}

func (h *hall) line(t *testing.T, b *bufio.Reader) string {
	t.Helper()
	s, err := b.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(s)
}

// TestADayWithAnAnswerMore runs the same day twice, once with an answer more:
// up to the end of the hour the logs hold the same.
func TestADayWithAnAnswerMore(t *testing.T) {
	day := func(more bool) (early, late []string) {
		h := openHall(t, nil)
		h.act(t, "1", "open", wire.ActionRequest{})
		for i := range 6 {
			token := h.finish(t)
			if i < 5 || more {
				h.answer(t, "tablet", client.NewKey(), wire.RatingRequest{Token: token})
			}
			h.now.pass(9 * time.Minute)
		}
		h.now.pass(6 * time.Minute) // 09:00:00
		h.idle(t)
		early = h.bodies(t)
		h.now.pass(time.Minute)
		h.idle(t)
		return early, h.bodies(t)
	}
	early, late := day(false)
	early2, late2 := day(true)
	if a, b := strings.Join(early, "\n"), strings.Join(early2, "\n"); a != b {
		t.Errorf("with an answer more the hour holds\n%s\nwant\n%s", b, a)
	}
	if n := len(late); n != len(early)+2 || len(late2) != n || late[n-2] != late2[n-2] || late[n-1] == late2[n-1] {
		t.Errorf("behind the hour come %d and %d entries, want the same counts of legs and one batch each", len(late)-len(early), len(late2)-len(early2))
	}
}

// bodies are the entries of the log, without the names that each log makes for itself.
func (h *hall) bodies(t *testing.T) (all []string) {
	t.Helper()
	entries, err := h.engine.Read(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Type != wire.LogOpened {
			all = append(all, string(e.Body))
		}
	}
	return all
}
