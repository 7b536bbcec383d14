package controller

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/internal/client"
	"motcua/internal/config"
	"motcua/internal/wire"
)

// TestATabletWithAWrongClock sends an answer three hours after it was given:
// how long ago it was counts, not what its clock shows.
func TestATabletWithAWrongClock(t *testing.T) {
	for _, tt := range []struct {
		name, as  string
		skew, set time.Duration // of the tablet's clock when the answer was given, and when it is sent
		want      string
	}{
		{"right", "tablet", 0, 0, ""},
		{"a day ahead", "tablet", 24 * time.Hour, 24 * time.Hour, ""},
		{"a day behind", "tablet", -24 * time.Hour, -24 * time.Hour, ""},
		{"a day behind, and set right meanwhile", "tablet", -24 * time.Hour, 0, ""},
		{"a day ahead, and set right meanwhile", "tablet", 24 * time.Hour, 0, ""},
		{"of nobody in particular", "", 0, 0, "rating-late"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := openHall(t, nil)
			h.act(t, "1", "open", wire.ActionRequest{})
			token := h.finish(t)
			h.now.pass(5 * time.Minute)
			at := h.now.read().Wall.Add(tt.skew)
			h.now.pass(3 * time.Hour)
			sent := h.now.read().Wall.Add(tt.set)
			if code := h.answer(t, tt.as, client.NewKey(), wire.RatingRequest{Token: token, At: &at, Sent: &sent}); code != tt.want {
				t.Errorf("an answer = %q, want %q", code, tt.want)
			}
			if code := h.answer(t, "tablet", client.NewKey(), wire.RatingRequest{Token: token}); tt.want == "" && code != "rating-spent" || tt.want != "" && code != "rating-late" {
				t.Errorf("another answer = %q", code)
			}
		})
	}
}

// TestATabletThatWasCutOff brings answers three days later, with tokens and
// without: each finds the question that was open when it was given.
func TestATabletThatWasCutOff(t *testing.T) {
	h := openHall(t, func(o *Options) {
		o.Credentials.Credentials = append(o.Credentials.Credentials,
			config.Credential{ID: "tablet-1b", SHA256: config.HashToken("paired again"), Roles: []string{"tablet"}, Device: "T1", Counter: "1"})
	})
	h.act(t, "1", "open", wire.ActionRequest{})
	var given []wire.RatingRequest
	for i := range 6 {
		token := h.finish(t)
		at := h.now.read().Wall.Add(20 * time.Second)
		given = append(given, wire.RatingRequest{Token: token, At: &at, Answers: wire.Answers{Overall: 3}})
		if i%2 == 1 {
			given[i].Token = "" // the line was away when the citizen was served
		}
		h.now.pass(5 * time.Minute)
	}
	night := h.now.read().Wall.Add(4 * time.Hour)
	given = append(given, wire.RatingRequest{At: &night, Answers: wire.Answers{Overall: 1}}) // at a counter that sleeps
	for range 3 {
		h.now.pass(24 * time.Hour)
		h.idle(t)
	}
	sent := h.now.read().Wall
	for i, q := range given {
		q.Sent = &sent
		for _, as := range []string{"tablet", "paired again", "tablet"} { // the outbox of both
			if code := h.answer(t, as, "cut-off-"+string(rune('a'+i)), q); code != "" {
				t.Errorf("answer %d by %s = %q", i, as, code)
			}
		}
	}
	h.now.pass(time.Hour)
	h.idle(t)
	all := h.admitted(t)
	if len(all) != 1 || len(all[0]) != len(given) {
		t.Fatalf("batches = %+v, want one of %d", all, len(given))
	}
	apart := 0
	for _, a := range all[0] {
		switch {
		case a.Apart:
			apart++
			if a.Overall != 1 || a.Counter != "" || a.Hour != "" {
				t.Errorf("an answer apart = %+v, want nothing of where it is from", a)
			}
		case a.Counter != "1" || a.Hour != "2026-11-23T08" || a.Overall != 3:
			t.Errorf("an answer = %+v, want its counter and the hour of its finish", a)
		}
	}
	if got := h.today().Ratings; apart != 1 || got == nil || got.N != 6 {
		t.Errorf("%d answers are apart and the figures say %+v, want one and six", apart, got)
	}
}

// TestAnswersOfTheWeekend come when the day they would enter is over and may be
// published: they wait for the next one.
func TestAnswersOfTheWeekend(t *testing.T) {
	h := openHall(t, nil)
	h.now.pass(4 * 24 * time.Hour) // Friday
	h.idle(t)
	h.act(t, "1", "open", wire.ActionRequest{})
	at := h.now.read().Wall.Add(time.Minute)
	var tokens []string
	for range 6 {
		tokens = append(tokens, h.finish(t))
	}
	h.now.pass(18 * time.Hour) // Saturday
	h.idle(t)
	sent := h.now.read().Wall
	for i, token := range tokens {
		if code := h.answer(t, "tablet", "weekend-"+string(rune('a'+i)), wire.RatingRequest{Token: token, At: &at, Sent: &sent}); code != "" {
			t.Fatalf("answer %d = %q", i, code)
		}
	}
	h.now.pass(2 * time.Hour)
	h.idle(t)
	if all := h.admitted(t); len(all) != 0 {
		t.Errorf("a day that is over gets answers: %+v", all)
	}
	h.now.pass(48 * time.Hour) // Monday
	h.idle(t)
	h.now.pass(time.Hour)
	h.idle(t)
	if all := h.admitted(t); len(all) != 1 || len(all[0]) != 6 || h.today().Ratings == nil {
		t.Errorf("the next day has %+v, want one batch of six", all)
	}
}

// TestWhatNobodyShouldSend has a clear outcome each, and loses nothing.
func TestWhatNobodyShouldSend(t *testing.T) {
	h, other := openHall(t, nil), openHall(t, nil)
	for _, x := range []*hall{h, other} {
		x.act(t, "1", "open", wire.ActionRequest{})
	}
	token, foreign := h.finish(t), other.finish(t)
	long := strings.Repeat("lâu quá ", 1<<17)
	for _, tt := range []struct {
		name, as string
		q        wire.RatingRequest
		want     string
	}{
		{"a token of another center", "tablet", wire.RatingRequest{Token: foreign}, "rating-unknown"},
		{"no token, and nobody's tablet", "", wire.RatingRequest{Counter: "1"}, "rating-unknown"},
		{"no token, by a kiosk", "kiosk", wire.RatingRequest{Counter: "1"}, "role"},
		{"a comment of a megabyte", "tablet", wire.RatingRequest{Token: token, Answers: wire.Answers{Overall: 1, Comment: long}}, "body-large"},
		{"an endless key", "tablet", wire.RatingRequest{Token: token, Corrects: strings.Repeat("k", 200)}, "key-form"},
		{"with the token, by who works there", "staff", wire.RatingRequest{Token: token}, "rating-staff"},
		{"and in the end by the citizen", "", wire.RatingRequest{Token: token}, ""},
	} {
		if code := h.answer(t, tt.as, client.NewKey(), tt.q); code != tt.want {
			t.Errorf("%s = %q, want %q", tt.name, code, tt.want)
		}
	}
	if n := len(h.engine.pending); n != 1 {
		t.Errorf("%d answers wait, want one", n)
	}
}

// TestNobodyRatesOnACitizensPageWhileLoggedIn opens the page of a slip in the
// browser of an official: its form is refused, and the try is told with the hour.
func TestNobodyRatesOnACitizensPageWhileLoggedIn(t *testing.T) {
	h := openTour(t, nil)
	id := h.h.hire(t, "lan", "ba con mèo trắng", "1", "staff")
	cookie := strings.TrimPrefix(h.cookie(`{"name":"lan","password":"ba con mèo trắng"}`), "Cookie: ")
	h.h.act(t, "1", "open", wire.ActionRequest{})
	ticket := h.h.issue(t, wire.IssueRequest{Service: "HT"})
	h.h.act(t, "1", "next", wire.ActionRequest{})
	h.h.act(t, "1", "finish", wire.ActionRequest{})
	s, _, err := client.New(h.h.url, "tablet").Survey(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	path := h.h.url + ticket.URL[strings.LastIndex(ticket.URL, "/t/"):] + "/rating"
	for _, tt := range []struct {
		name, cookie string
		status       int
	}{{"an official", cookie, http.StatusForbidden}, {"a citizen", "", http.StatusSeeOther}} {
		form := url.Values{"token": {s.Token}, "version": {s.Questionnaire}, "overall": {"5"}, "key": {"the-key-of-this-form"}}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Cookie", tt.cookie)
		a, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		a.Body.Close()
		if a.StatusCode != tt.status {
			t.Errorf("%s = %d, want %d", tt.name, a.StatusCode, tt.status)
		}
	}
	head := h.h.engine.hub.last()
	h.h.now.pass(61 * time.Minute)
	h.h.idle(t)
	entries, err := h.h.engine.Read(t.Context(), head, 100)
	if err != nil {
		t.Fatal(err)
	}
	told := slices.ContainsFunc(entries, func(e wire.Entry) bool {
		return e.Type == wire.RatingsRefused && strings.Contains(string(e.Body), `{"by":"`+id+`","n":1}`)
	})
	if !told {
		t.Error("the log does not tell of the try")
	}
}
