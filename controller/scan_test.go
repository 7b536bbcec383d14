package controller

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/config"
	"motcua/internal/wire"
)

// hears reads the event stream of a token until it is connected, and hands on
// every line behind that until the test ends.
func (o *tour) hears(token string) <-chan string {
	o.Helper()
	req, err := http.NewRequestWithContext(o.Context(), http.MethodGet, o.h.url+"/api/v1/events", nil)
	if err != nil {
		o.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		o.Fatal(err)
	}
	lines := make(chan string, 1000)
	connected := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer resp.Body.Close()
		for read := bufio.NewScanner(resp.Body); read.Scan(); {
			if read.Text() == ": connected" {
				close(connected)
				continue
			}
			lines <- read.Text()
		}
	}()
	o.Cleanup(func() { resp.Body.Close(); <-ended })
	<-connected
	return lines
}

// next returns what the stream says next, blank lines aside.
func (o *tour) next(lines <-chan string) string {
	o.Helper()
	for {
		select {
		case line := <-lines:
			if line != "" {
				return line
			}
		case <-time.After(10 * time.Second):
			o.Fatal("the stream says nothing")
		}
	}
}

// TestAScanIsToldAtItsPlaceAlone scans at a kiosk, a counter and the help desk
// while everybody listens.
func TestAScanIsToldAtItsPlaceAlone(t *testing.T) {
	var log bytes.Buffer
	o := openTour(t, func(opts *Options) {
		opts.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		opts.Credentials.Credentials = append(opts.Credentials.Credentials,
			config.Credential{ID: "kiosk-2", SHA256: config.HashToken("kiosk-2"), Roles: []string{"kiosk"}, Device: "K2"},
			config.Credential{ID: "staff-2", SHA256: config.HashToken("staff-2"), Roles: []string{"staff"}, Counter: "2"})
	})
	people := []string{"kiosk", "kiosk-2", "staff", "staff-2", "greeter", "manager", "display", "tablet", "bridge"}
	streams := map[string]<-chan string{}
	for _, token := range people {
		streams[token] = o.hears(token)
	}
	const card = "075164012345||Nguyễn Thị Hồng Gấm|23111966|Nữ|12/3 Khu phố 4|15042021"
	head := o.h.engine.hub.last()
	places := map[string]string{"S1": "kiosk", "S2": "staff", "S3": "greeter"}
	for scanner := range places {
		o.want(200, "", "bridge", "POST /scans", `{"scanner":"`+scanner+`","code":"`+card+`"}`)
	}
	o.want(422, "device-unknown", "bridge", "POST /scans", `{"scanner":"S9","code":"`+card+`"}`)
	o.tooOften(&o.h.scanning, "bridge-1", func() { o.want(429, "too-often", "bridge", "POST /scans", `{"code":"`+card+`"}`) })
	if now := o.h.engine.hub.last(); now != head {
		t.Errorf("scans appended %d entries", now-head)
	}
	o.want(204, "", "bridge", "POST /devices/P1/state", `{"state":"present"}`)
	o.want(201, "", "greeter", "POST /tickets", aTicket)
	o.want(200, "", "staff", "POST /counters/1/open", "") // every stream but the display's and the tablets' of other counters says so
	for _, token := range people {
		if first := o.next(streams[token]); first == "event: scan" {
			if places["S1"] != token && places["S2"] != token && places["S3"] != token {
				t.Errorf("%s hears a scan", token)
				continue
			}
			var a wire.ScanAnswer
			data, _ := strings.CutPrefix(o.next(streams[token]), "data: ")
			if err := json.Unmarshal([]byte(data), &a); err != nil || a.Kind != wire.ScanCard || a.Card == nil || !a.Card.Elderly {
				t.Errorf("%s hears %s, %v", token, data, err)
			}
			if next := o.next(streams[token]); !strings.HasPrefix(next, "id: ") {
				t.Errorf("%s hears behind its scan %q", token, next)
			}
		} else if places["S1"] == token || places["S2"] == token || places["S3"] == token {
			t.Errorf("%s hears %q instead of its scan", token, first)
		}
	}
	o.h.stop()
	for _, part := range []string{"075164012345", "Gấm", "23111966", "Khu ph"} {
		if strings.Contains(log.String(), part) {
			t.Errorf("the program's log tells %q of a card", part)
		}
	}
}

// TestATabletAsksWhoScansHisSlip gives the question to the tablet that asks, and
// to no other, and to the kiosk the way to it.
func TestATabletAsksWhoScansHisSlip(t *testing.T) {
	h := openTour(t, nil).h
	ticket := h.issue(t, wire.IssueRequest{Service: "HT"})
	h.act(t, "1", "open", wire.ActionRequest{})
	h.act(t, "1", "next", wire.ActionRequest{})
	ask := func(token string) wire.ScanAnswer {
		t.Helper()
		a, err := client.New(h.url, token).Scan(t.Context(), client.NewKey(), wire.ScanRequest{Code: ticket.URL})
		if err != nil || a.Kind != wire.ScanTicket {
			t.Fatalf("Scan = %+v, %v", a, err)
		}
		return a
	}
	if a := ask("tablet"); a.Survey != nil || a.Counter != "1" {
		t.Errorf("before the finish a tablet is told %+v", a)
	}
	if a := ask("kiosk"); a.Ticket == nil || a.Ticket.URL != "" {
		t.Errorf("before the finish a kiosk is told %+v", a)
	}
	h.act(t, "1", "finish", wire.ActionRequest{})
	a := ask("tablet")
	if a.Survey == nil || a.Ticket != nil {
		t.Fatalf("a tablet is told %+v, want the question and not of whom", a)
	}
	for token, url := range map[string]string{"kiosk": ticket.URL, "staff": "", "greeter": "", "bridge": ""} {
		if b := ask(token); b.Survey != nil || b.Ticket == nil || b.Ticket.URL != url {
			t.Errorf("a %s is told %+v, want the ticket with the page %q", token, b, url)
		}
	}
	r := wire.RatingRequest{Token: a.Survey.Token, Answers: wire.Answers{Overall: 5}}
	if err := client.New(h.url, "tablet").Rate(t.Context(), client.NewKey(), r); err != nil {
		t.Error(err)
	}
	if a := ask("tablet"); a.Survey != nil {
		t.Errorf("after the answer a tablet is told %+v", a)
	}
	if a := ask("kiosk"); a.Ticket.URL != ticket.URL {
		t.Errorf("after the answer a kiosk is told %+v, want what it was told before", a)
	}
}

// TestATabletLearnsNothingElse of what is scanned at it.
func TestATabletLearnsNothingElse(t *testing.T) {
	o := openTour(t, nil)
	for _, code := range []string{o.booked("2026-11-24T09:00:00+07:00"), "075164012345||Nguyễn Thị Hồng Gấm|23111966|Nữ|12/3 Khu phố 4|15042021", "H19.26.1-261120-0012"} {
		a, err := client.New(o.h.url, "tablet").Scan(t.Context(), client.NewKey(), wire.ScanRequest{Code: code})
		if want := (wire.ScanAnswer{Kind: a.Kind, Counter: "1"}); err != nil || a != want {
			t.Errorf("a tablet is told %+v, %v of a scan, want %+v", a, err, want)
		}
	}
}

// TestTheScannersKioskAloneHearsOfThePage of a ticket that can be rated.
func TestTheScannersKioskAloneHearsOfThePage(t *testing.T) {
	o := openTour(t, nil)
	ticket := o.h.issue(t, wire.IssueRequest{Service: "HT"})
	for _, action := range []string{"open", "next", "finish"} {
		o.h.act(t, "1", action, wire.ActionRequest{})
	}
	for _, at := range []struct{ scanner, token, url string }{{"S1", "kiosk", ticket.URL}, {"S2", "staff", ""}, {"S3", "greeter", ""}} {
		lines := o.hears(at.token)
		o.want(200, "", "bridge", "POST /scans", `{"scanner":"`+at.scanner+`","code":"`+ticket.URL+`"}`)
		if event := o.next(lines); event != "event: scan" {
			t.Fatalf("%s hears %q instead of its scan", at.token, event)
		}
		var a wire.ScanAnswer
		data, _ := strings.CutPrefix(o.next(lines), "data: ")
		if err := json.Unmarshal([]byte(data), &a); err != nil || a.Ticket == nil || a.Ticket.URL != at.url || a.Survey != nil {
			t.Errorf("%s hears %s, %v; want the page %q", at.token, data, err, at.url)
		}
	}
}

// TestAnAppointmentIsFoundByItsCode looks one up at a kiosk, whoever typed it.
func TestAnAppointmentIsFoundByItsCode(t *testing.T) {
	o := openTour(t, nil)
	code := o.booked("2026-11-24T09:00:00+07:00")
	for _, text := range []string{code, strings.ToLower(code[:4]) + " " + code[4:], "https://mc.example.vn/a/" + code} {
		a, err := client.New(o.h.url, "kiosk").Scan(context.Background(), client.NewKey(), wire.ScanRequest{Code: text})
		if err != nil || a.Kind != wire.ScanAppointment || a.Appointment == nil || a.Appointment.Code != code {
			t.Errorf("scanned %q = %+v, %v", text, a, err)
		}
	}
}

// TestACardsHashIsGoodForOneDay and tells nothing across days.
func TestACardsHashIsGoodForOneDay(t *testing.T) {
	h := openHall(t, func(o *Options) { o.Center.Cards = center.Cards{Enabled: true} })
	ask := func() string {
		t.Helper()
		a, err := h.all.Scan(t.Context(), client.NewKey(), wire.ScanRequest{Code: "075164012345||A|23111966|Nam|x|y"})
		if err != nil || a.Card == nil {
			t.Fatalf("Scan = %+v, %v", a, err)
		}
		return a.Card.Person
	}
	first := ask()
	if again := ask(); again != first {
		t.Error("one card has two hashes on one day")
	}
	h.now.pass(24 * time.Hour)
	if next := ask(); next == first {
		t.Error("one card has the same hash on two days")
	}
}
