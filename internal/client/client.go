// Package client speaks the controller's HTTP interface for every program that
// is not the controller: kiosks, displays, the bridge, simulated people. In
// WebAssembly the page's cookie stands for the token.
package client

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

const maxAnswer = 4 << 20 // bytes; no answer of the interface comes near it

// Client is a connection to one controller. It is safe for concurrent use.
type Client struct {
	base  string // without a slash at the end
	token string
	lang  i18n.Lang
	http  *http.Client
}

// New returns a client of the controller at base, such as http://127.0.0.1:8080.
// Answers that do not come within ten seconds fail as fault.Unavailable.
func New(base, token string) *Client {
	return &Client{base: strings.TrimRight(base, "/"), token: token, lang: i18n.VI, http: &http.Client{Transport: transport()}}
}

// WithLang returns a client whose faults are told in lang.
func (c *Client) WithLang(lang i18n.Lang) *Client {
	d := *c
	d.lang = lang
	return &d
}

// NewKey returns a fresh idempotency key: use one for each thing wanted, the same for each try.
func NewKey() string { return rand.Text() }

// Problem is what the controller answered instead: a fault whose sentence is already written.
type Problem struct {
	Fault  *fault.Error
	Detail string // for a person, in the client's language
}

// Error is for logs.
func (p *Problem) Error() string { return p.Fault.Error() }

// Unwrap returns the fault.
func (p *Problem) Unwrap() error { return p.Fault }

// Services asks what the center offers.
func (c *Client) Services(ctx context.Context) (a wire.Services, err error) {
	return a, c.call(ctx, "GET", "/services", "", nil, &a)
}

// Counters asks for the counters and their states.
func (c *Client) Counters(ctx context.Context) (a wire.Counters, err error) {
	return a, c.call(ctx, "GET", "/counters", "", nil, &a)
}

// Board asks for the whole live state.
func (c *Client) Board(ctx context.Context) (a wire.Board, err error) {
	return a, c.call(ctx, "GET", "/board", "", nil, &a)
}

// Devices asks what the configuration says of the devices.
func (c *Client) Devices(ctx context.Context) (a wire.Devices, err error) {
	return a, c.call(ctx, "GET", "/devices", "", nil, &a)
}

// Issue takes a ticket.
func (c *Client) Issue(ctx context.Context, key string, r wire.IssueRequest) (wire.Ticket, error) {
	var a wire.TicketAnswer
	err := c.call(ctx, "POST", "/tickets", key, r, &a)
	return a.Ticket, err
}

// Ticket asks for one ticket.
func (c *Client) Ticket(ctx context.Context, id queue.TicketID) (wire.Ticket, error) {
	var a wire.TicketAnswer
	err := c.call(ctx, "GET", "/tickets/"+url.PathEscape(string(id)), "", nil, &a)
	return a.Ticket, err
}

// Cancel gives a waiting ticket up.
func (c *Client) Cancel(ctx context.Context, key string, id queue.TicketID) error {
	return c.call(ctx, "POST", "/tickets/"+url.PathEscape(string(id))+"/cancel", key, struct{}{}, nil)
}

// Act does a counter action. The zero answer and no error mean that nobody waits (action next).
func (c *Client) Act(ctx context.Context, key string, counter center.CounterID, action string, r wire.ActionRequest) (a wire.ActionAnswer, err error) {
	return a, c.call(ctx, "POST", "/counters/"+url.PathEscape(string(counter))+"/"+action, key, r, &a)
}

// Survey asks for the question open at a counter; ok is false when there is none.
func (c *Client) Survey(ctx context.Context, counter center.CounterID) (s wire.Survey, ok bool, err error) {
	err = c.call(ctx, "GET", "/counters/"+url.PathEscape(string(counter))+"/survey", "", nil, &s)
	return s, s.Token != "", err
}

// Questionnaire returns what a version asks. It never changes.
func (c *Client) Questionnaire(ctx context.Context, version string) (q center.Questionnaire, err error) {
	return q, c.call(ctx, "GET", "/questionnaires/"+url.PathEscape(version), "", nil, &q)
}

// Rate hands in an answer. Its key names it: the same one is the same answer.
func (c *Client) Rate(ctx context.Context, key string, r wire.RatingRequest) error {
	return c.call(ctx, "POST", "/ratings", key, r, nil)
}

func (c *Client) call(ctx context.Context, method, path, key string, in, out any) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	var body io.Reader
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+"/api/v1"+path, body)
	if err != nil {
		return err
	}
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Idempotency-Key", key)
	}
	resp, err := c.send(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusNoContent || out == nil {
		return nil
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxAnswer)).Decode(out); err != nil {
		return fault.Wrap(err, fault.Unavailable, "controller-away")
	}
	return nil
}

// send returns a successful answer, or the fault that came instead.
func (c *Client) send(req *http.Request) (*http.Response, error) {
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	req.Header.Set("Accept-Language", string(c.lang))
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "controller-away")
	}
	if resp.StatusCode < 300 {
		return resp, nil
	}
	defer resp.Body.Close()
	var p wire.Problem
	raw, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	code, ok := "", false
	if json.Unmarshal(raw, &p) == nil {
		code, ok = strings.CutPrefix(p.Type, wire.ProblemType)
	}
	if !ok {
		return nil, fault.Wrap(fmt.Errorf("status %d", resp.StatusCode), fault.Unavailable, "controller-away")
	}
	return nil, &Problem{fault.New(wire.KindOf(resp.StatusCode), code), p.Detail}
}

// errCut ends a stream that said nothing for too long.
var errCut = errors.New("the event stream fell silent")
