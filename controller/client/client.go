// Package client connects programs of others to a center: it takes numbers,
// calls them, follows what happens and checks what web hooks deliver. It is
// made of the standard library alone and imports nothing of this module, so
// that its folder can be copied into any program. docs/api.md explains the
// interface, its OpenAPI description has every call and field.
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
	"strconv"
	"strings"
	"time"
)

const (
	mostAnswer = 16 << 20 // bytes; a year's report is far smaller
	patience   = 15 * time.Second
)

// Client is a connection to one controller. It is safe for concurrent use.
type Client struct {
	// HTTP does the requests, http.DefaultClient where it is nil. A timeout of
	// its own would end Follow.
	HTTP *http.Client
	// Language of the sentences in a Problem: "vi" or "en".
	Language string

	base, token string
}

// New returns a client of the controller at base, such as
// https://mc.example.gov.vn, which knows the caller by token.
func New(base, token string) *Client {
	return &Client{base: strings.TrimRight(base, "/") + "/api/v1", token: token, Language: "vi"}
}

// NewKey returns a fresh idempotency key: one for each thing wanted, the same
// one for each try.
func NewKey() string { return rand.Text() }

// Problem is what the controller answers instead: nothing was changed.
type Problem struct {
	Status int           // of HTTP: 409 is a conflict, 422 a mistake, 503 come back later
	Code   string        // for programs, such as day-closed
	Detail string        // one sentence for a person
	After  time.Duration // come back after; 0: the controller does not say
}

// Error is the sentence with its code.
func (p *Problem) Error() string { return fmt.Sprintf("%s (%s, %d)", p.Detail, p.Code, p.Status) }

// CodeOf returns the code of the Problem that err is, "" for any other error.
func CodeOf(err error) string {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p.Code
	}
	return ""
}

// Services asks what the center offers and whether numbers are given now.
func (c *Client) Services(ctx context.Context) (s Services, err error) {
	return s, c.Get(ctx, "/services", &s)
}

// Board asks for the live state. It is true at its Seq: follow from there.
func (c *Client) Board(ctx context.Context) (b Board, err error) {
	return b, c.Get(ctx, "/board", &b)
}

// Issue takes a number. The same key gives the same number again.
func (c *Client) Issue(ctx context.Context, key string, r Request) (Ticket, error) {
	var a struct{ Ticket Ticket }
	err := c.Post(ctx, "/tickets", key, r, &a)
	return a.Ticket, err
}

// Ticket asks for one of today's tickets.
func (c *Client) Ticket(ctx context.Context, id string) (Ticket, error) {
	var a struct{ Ticket Ticket }
	err := c.Get(ctx, "/tickets/"+url.PathEscape(id), &a)
	return a.Ticket, err
}

// Cancel gives a waiting number up.
func (c *Client) Cancel(ctx context.Context, key, id string) error {
	return c.Post(ctx, "/tickets/"+url.PathEscape(id)+"/cancel", key, nil, nil)
}

// Act does what staff do at a counter: open, next, start, finish ... The ticket
// is the one the counter then holds or has just left, nil for none: "next" with
// nobody waiting.
func (c *Client) Act(ctx context.Context, key, counter, action string, r Action) (*Ticket, error) {
	var a struct{ Ticket *Ticket }
	err := c.Post(ctx, "/counters/"+url.PathEscape(counter)+"/"+url.PathEscape(action), key, r, &a)
	return a.Ticket, err
}

// Get asks for anything the interface tells, such as /reports/day?date=2026-11-23.
func (c *Client) Get(ctx context.Context, path string, into any) error {
	return c.call(ctx, http.MethodGet, path, "", nil, into)
}

// Post wants anything the interface does. A nil body is an empty one; an
// answer without a body leaves into as it is.
func (c *Client) Post(ctx context.Context, path, key string, body, into any) error {
	return c.call(ctx, http.MethodPost, path, key, body, into)
}

func (c *Client) call(ctx context.Context, method, path, key string, body, into any) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var raw []byte
	if body != nil {
		var err error
		if raw, err = json.Marshal(body); err != nil {
			return err
		}
	}
	resp, err := c.send(ctx, method, path, key, raw)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, mostAnswer))
	if err != nil || into == nil || len(answer) == 0 {
		return err
	}
	return json.Unmarshal(answer, into)
}

// send does a request; an answer that refuses is a Problem.
func (c *Client) send(ctx context.Context, method, path, key string, body []byte) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	req.Header.Set("Accept-Language", c.Language)
	do := c.HTTP
	if do == nil {
		do = http.DefaultClient
	}
	resp, err := do.Do(req)
	if err != nil || resp.StatusCode < http.StatusBadRequest {
		return resp, err
	}
	defer resp.Body.Close()
	return nil, problemOf(resp)
}

func problemOf(resp *http.Response) error {
	p := &Problem{Status: resp.StatusCode, Code: "http", Detail: resp.Status}
	var said struct{ Type, Detail string }
	raw, err := io.ReadAll(io.LimitReader(resp.Body, mostAnswer))
	if err == nil && json.Unmarshal(raw, &said) == nil && said.Type != "" {
		p.Code, p.Detail = strings.TrimPrefix(said.Type, "urn:motcua:problem:"), said.Detail
	}
	if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && s > 0 {
		p.After = time.Duration(s) * time.Second
	}
	return p
}
