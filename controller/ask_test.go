package controller

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/config"
	"motcua/internal/wire"
)

// tour asks a controller by plain HTTP and holds every answer against the document.
type tour struct {
	*testing.T
	h    *hall
	doc  *document
	seen map[string]bool // "POST /tickets 201" and "POST /tickets closed-hours"

	mine  string // the call that checks a phone's ticket in
	last  string // code of an appointment of the afternoon
	later string // code of one in six weeks

	secret string // of a case that goes on
}

type answered struct {
	status int
	code   string // of a problem
	detail string
	header http.Header
	body   []byte
}

func openTour(t *testing.T, change func(*Options)) *tour {
	return &tour{T: t, h: openHall(t, func(o *Options) {
		o.Credentials.Credentials = append(o.Credentials.Credentials,
			config.Credential{ID: "nobody", SHA256: config.HashToken("nobody")},
			config.Credential{ID: "bridge-1", SHA256: config.HashToken("bridge"), Roles: []string{"bridge"}},
			config.Credential{ID: "greeter-1", SHA256: config.HashToken("greeter"), Roles: []string{"greeter"}},
			config.Credential{ID: "manager-1", SHA256: config.HashToken("manager"), Roles: []string{"manager"}})
		o.Engine.Config = config.HashToken("the configuration file")
		o.Center.Displays = []center.Display{{ID: "D1"}}
		o.Center.Buses = []center.Bus{{ID: "B1", Port: "/dev/ttyUSB0"}}
		o.Center.Units = []center.Unit{{ID: "N1", Counter: "2", Bus: "B1"}}
		o.Center.Lamps = []center.Lamp{{ID: "L1", Counter: "1", Pin: "GPIO17"}}
		o.Center.Scanners = []center.Scanner{{ID: "S1", Kiosk: "K1"}, {ID: "S2", Counter: "1"}, {ID: "S3"}}
		o.Center.UPS = center.UPS{ID: "UPS", NUT: "127.0.0.1:3493", Name: "ups"}
		o.Center.Cards.Enabled = true
		if change != nil {
			change(o)
		}
	}), doc: readDocument(t, openAPI), seen: map[string]bool{}}
}

// ask sends a request: headers are "Name: value", a name alone leaves a header
// out. Each has a fresh key unless one is given.
func (o *tour) ask(token, call, body string, headers ...string) answered {
	o.Helper()
	method, path, _ := strings.Cut(call, " ")
	plain, _, _ := strings.Cut(path, "?")
	op, ok := o.doc.find(method, plain)
	if !ok {
		o.Fatalf("%s is not described", call)
	}
	base := o.h.url + "/api/v1"
	if op.path == "/healthz" || op.path == "/readyz" || op.path == "/metrics" {
		base = o.h.url
	}
	a := o.send(base, token, call, body, headers...)
	if err := o.doc.answers(op, a.status, a.header.Get("Content-Type"), a.body); err != nil {
		o.Error(err)
	}
	if a.status < 300 {
		if err := o.doc.asks(op, []byte(body)); err != nil {
			o.Errorf("%s was accepted with a body that is not described: %v", call, err)
		}
	}
	o.seen[op.name+" "+strconv.Itoa(a.status)] = true
	o.seen[op.name+" "+a.code] = true
	return a
}

func (o *tour) send(base, token, call, body string, headers ...string) answered {
	o.Helper()
	method, path, _ := strings.Cut(call, " ")
	req, err := http.NewRequestWithContext(o.Context(), method, base+path, strings.NewReader(body))
	if err != nil {
		o.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	req.Header.Set("Idempotency-Key", client.NewKey())
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Del(name)
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		o.Fatal(err)
	}
	defer resp.Body.Close()
	a := answered{status: resp.StatusCode, header: resp.Header}
	if resp.Header.Get("Content-Type") == "text/event-stream" {
		return a // it does not end
	}
	if a.body, err = io.ReadAll(resp.Body); err != nil {
		o.Fatal(err)
	}
	if resp.Header.Get("Content-Type") == "application/problem+json" {
		var p wire.Problem
		if err := json.Unmarshal(a.body, &p); err != nil || p.Status != a.status || p.Title != http.StatusText(a.status) {
			o.Errorf("%s: problem %s with status %d, %v", call, a.body, a.status, err)
		}
		a.code, a.detail = strings.TrimPrefix(p.Type, wire.ProblemType), p.Detail
	}
	return a
}

// want asks and expects a status, and the code of a problem.
func (o *tour) want(status int, code, token, call, body string, headers ...string) answered {
	o.Helper()
	a := o.ask(token, call, body, headers...)
	if a.status != status || a.code != code {
		o.Errorf("%s %s = %d %s, want %d %s (%s)", call, body, a.status, a.code, status, code, a.body)
	}
	return a
}

// once expects that a command works, answers the same again with its key, and
// refuses another body under that key.
func (o *tour) once(status int, token, call, body, other string, headers ...string) answered {
	o.Helper()
	headers = append(headers, "Idempotency-Key: "+client.NewKey())
	first := o.want(status, "", token, call, body, headers...)
	seq := o.h.engine.hub.last()
	if again := o.want(status, "", token, call, body, headers...); string(again.body) != string(first.body) {
		o.Errorf("%s with the same key = %s, want %s", call, again.body, first.body)
	}
	o.want(422, "key-reused", token, call, other, headers...)
	entries, err := o.h.engine.Read(o.Context(), seq, 100)
	if err != nil {
		o.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Type, "alert.") { // those come with the time that passes
			o.Errorf("%s with a used key appended %s", call, e.Type)
		}
	}
	return first
}

// ticket issues one and returns its id.
func (o *tour) ticket(token, body string) string {
	o.Helper()
	return o.ticketOf(o.want(201, "", token, "POST /tickets", body))
}

// ticketOf is the id of the ticket that an answer holds.
func (o *tour) ticketOf(said answered) string {
	o.Helper()
	var a wire.TicketAnswer
	if err := json.Unmarshal(said.body, &a); err != nil {
		o.Fatal(err)
	}
	return string(a.Ticket.ID)
}
