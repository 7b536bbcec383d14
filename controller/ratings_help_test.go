package controller

import (
	"fmt"
	"strings"
	"testing"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// exitHall is a hall with a terminal at the exit and two greeters, one of whom serves at counter 2, too.
func exitHall(t testing.TB) *hall {
	return openHall(t, func(o *Options) {
		o.Center.Tablets = append(o.Center.Tablets, center.Tablet{ID: "T9"})
		for _, x := range []config.Credential{
			{ID: "terminal", Roles: []string{"tablet"}, Device: "T9"}, {ID: "greeter-1", Roles: []string{"greeter"}},
			{ID: "both", Roles: []string{"greeter", "staff"}, Counter: "2"},
		} {
			x.SHA256 = config.HashToken(x.ID)
			o.Credentials.Credentials = append(o.Credentials.Credentials, x)
		}
	})
}

// served serves a citizen at a counter as somebody, and returns the ticket.
func (h *hall) served(t testing.TB, counter center.CounterID, as string) queue.TicketID {
	t.Helper()
	issued := h.issue(t, wire.IssueRequest{Service: "HT"})
	for _, do := range []string{"next", "finish"} {
		if _, err := client.New(h.url, as).Act(t.Context(), client.NewKey(), counter, do, wire.ActionRequest{}); err != nil {
			t.Fatal(err)
		}
	}
	return issued.ID
}

func (h *hall) ratingCode(id queue.TicketID) string {
	return view(h.engine, func(s *state, _ queue.Moment) string { return rating.Code(s.key, string(id)) })
}

func (h *hall) secretOf(id queue.TicketID) string {
	return view(h.engine, func(s *state, _ queue.Moment) string { return s.secret(id) })
}

// scanned asks what a code is, to have its holder rate.
func (h *hall) scanned(t testing.TB, as, code string) (wire.ScanAnswer, string) {
	t.Helper()
	a, err := client.New(h.url, as).Scan(t.Context(), client.NewKey(), wire.ScanRequest{Code: code, Rate: true})
	if err != nil {
		return a, fault.CodeOf(err)
	}
	return a, ""
}

// TestTheTerminalAsksWhoHoldsASlip, by either code of it, and tells nothing else.
func TestTheTerminalAsksWhoHoldsASlip(t *testing.T) {
	h := exitHall(t)
	h.act(t, "2", "open", wire.ActionRequest{})
	id := h.served(t, "2", "both")
	code := h.ratingCode(id)
	var token string
	for _, typed := range []string{h.secretOf(id), code, code[:4] + " " + code[4:]} {
		a, refused := h.scanned(t, "terminal", typed)
		if refused != "" || a.Survey == nil || a.Ticket != nil || token != "" && a.Survey.Token != token {
			t.Fatalf("%s = %+v, %q, want the one question and no ticket", typed, a, refused)
		}
		token = a.Survey.Token
	}
	if code := h.answer(t, "terminal", "of-the-exit", wire.RatingRequest{Token: token}); code != "" {
		t.Fatal(code)
	}
	if code := h.answer(t, "terminal", client.NewKey(), wire.RatingRequest{Token: token}); code != "rating-spent" {
		t.Errorf("a second answer = %q", code)
	}
	if a, refused := h.scanned(t, "terminal", code); refused != "" || a.Survey != nil {
		t.Errorf("an answered visit = %+v, %q, want no question", a, refused)
	}
	for _, p := range h.engine.pending {
		if p.Answer.Channel != wire.ByTerminal {
			t.Errorf("channel %q, want terminal", p.Answer.Channel)
		}
	}
	if _, _, err := client.New(h.url, "terminal").Survey(t.Context(), "2"); fault.CodeOf(err) != "counter-other" {
		t.Errorf("the question of a counter = %v, want counter-other", err)
	}
	if code := h.answer(t, "terminal", client.NewKey(), wire.RatingRequest{Counter: "2"}); code != "rating-unknown" {
		t.Errorf("an answer without a token = %q, want rating-unknown", code)
	}
}

// TestRatingCodesCannotBeTried: after ten wrong ones a terminal takes none for a while.
func TestRatingCodesCannotBeTried(t *testing.T) {
	h := exitHall(t)
	h.act(t, "2", "open", wire.ActionRequest{})
	id := h.served(t, "2", "both")
	right := h.ratingCode(id)
	got := map[string]int{}
	for i := range 100 {
		wrong := fmt.Sprintf("%08d", i)
		if wrong == right {
			continue
		}
		a, refused := h.scanned(t, "terminal", wrong)
		if a.Survey != nil {
			t.Fatalf("%s opens a question", wrong)
		}
		got[refused]++
	}
	if got[""] != mostMistyped || got["too-often"] != 100-mostMistyped {
		t.Errorf("answers %v, want %d looked up", got, mostMistyped)
	}
	if _, refused := h.scanned(t, "terminal", right); refused != "too-often" {
		t.Errorf("the right code among them = %q, want too-often", refused)
	}
	if a, refused := h.scanned(t, "terminal", h.secretOf(id)); refused != "" || a.Survey == nil {
		t.Errorf("a scanned slip = %+v, %q, want the question", a, refused)
	}
	if a, refused := h.scanned(t, "greeter-1", right); refused != "" || a.Survey == nil {
		t.Errorf("the greeter's = %+v, %q, want the question", a, refused)
	}
	if a, _ := h.scanned(t, "terminal", "https://other.example.vn/t/"+strings.Repeat("a", 20)); a.Kind != wire.ScanUnknown || a.Survey != nil {
		t.Errorf("a slip of another center = %+v", a)
	}
}

// TestWhoHelpsIsNotRated: a greeter passes answers on, marked so, unless the
// visit was at a counter where he worked.
func TestWhoHelpsIsNotRated(t *testing.T) {
	h := exitHall(t)
	h.act(t, "2", "open", wire.ActionRequest{})
	id := h.served(t, "2", "both")
	if _, refused := h.scanned(t, "both", h.secretOf(id)); refused != "rating-own" {
		t.Errorf("who served asks = %q, want rating-own", refused)
	}
	if a, refused := h.scanned(t, "staff", h.secretOf(id)); refused != "" || a.Survey != nil {
		t.Errorf("staff ask = %+v, %q, want no question", a, refused)
	}
	a, refused := h.scanned(t, "greeter-1", h.secretOf(id))
	if refused != "" || a.Survey == nil || a.Ticket != nil {
		t.Fatalf("a greeter asks = %+v, %q, want the question alone", a, refused)
	}
	for _, x := range []struct {
		as, want string
		helped   bool
	}{{"greeter-1", "rating-staff", false}, {"staff", "rating-staff", true}, {"both", "rating-own", true}, {"greeter-1", "", true}, {"greeter-1", "rating-spent", true}} {
		if code := h.answer(t, x.as, client.NewKey(), wire.RatingRequest{Token: a.Survey.Token, Helped: x.helped}); code != x.want {
			t.Errorf("%s, helped %v = %q, want %q", x.as, x.helped, code, x.want)
		}
	}
	for _, p := range h.engine.pending {
		if !p.Answer.Helped || p.Answer.Channel != wire.ByTerminal {
			t.Errorf("answer %+v, want one that somebody helped with", p.Answer)
		}
	}
}
