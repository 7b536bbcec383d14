package controller

import (
	"net/url"
	"strings"
	"testing"

	"motcua/internal/queue"
)

func FuzzPostPhoneTicket(f *testing.F) {
	post := fuzzed(f)
	for _, seed := range []string{anAway, aTicket, `{"service":"HT","purpose":"submit","away":true,"also":["DD"]}`, `{"away":true}`, `{"also":[""]}`, `null`, ``,
		`{"service":"HT","purpose":"submit","away":true,"priority":true}`, `{"service":"HT","purpose":"submit","kiosk":"K1"}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) { post(t, "POST /phone/tickets", "/phone/tickets", body) })
}

func FuzzPostAppointment(f *testing.F) {
	post := fuzzed(f)
	slot := (&tour{}).slot
	for _, seed := range []string{slot("2026-11-24T09:00:00+07:00"), slot("2026-11-24T02:00:00Z"), slot("2026-11-24T09:00:00.5+07:00"), slot("0000-01-01T00:00:00Z"),
		slot("9999-12-31T23:59:59-23:59"), slot("2026-02-30T09:00:00Z"), slot(""), `{"slot":1}`, `{}`, `null`, ``} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) { post(t, "POST /appointments", "/appointments", body) })
}

func FuzzAppointmentCode(f *testing.F) {
	post := fuzzed(f)
	for _, seed := range [][2]string{{"ABCD2345", ""}, {"abcd 2345", "{}"}, {"ab-cd-23-45", `{"kiosk":"K1"}`}, {"%", `{"printer":"P9"}`}, {strings.Repeat("A", 300), `{"priority":1}`}, {"Ä", "["}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, code, body string) {
		if code == "" || code == "." || code == ".." || strings.Contains(code, "/") {
			return // another path
		}
		for _, what := range []string{"cancel", "check-in"} {
			post(t, "POST /appointments/{code}/"+what, "/appointments/"+url.PathEscape(code)+"/"+what, body)
		}
	})
}

// FuzzPhoneCookie reads any cookie: only what this center wrote is taken.
func FuzzPhoneCookie(f *testing.F) {
	s := &state{key: []byte("a key of a center")}
	good := s.seal(&phone{name: "P", window: 7, tickets: []queue.TicketID{"20261123-A001"}})
	for _, seed := range []string{good, good + "x", strings.ToUpper(good), "", ".", "...", "a.1.1.seal", strings.Repeat("a.", 300)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		p := s.unseal(value)
		if p == nil {
			if value == good {
				t.Errorf("unseal(%q) = nil", value)
			}
			return
		}
		if again := s.seal(p); again != value && value != good {
			t.Errorf("unseal(%q) is sealed as %q", value, again)
		}
	})
}
