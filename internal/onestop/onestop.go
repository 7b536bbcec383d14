// Package onestop asks a one-stop information system how a dossier stands, by
// the interface that docs/onestop.md describes. It takes in nothing but a word
// for the state and dates: what else an answer holds is dropped unread.
package onestop

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"motcua/internal/fault"
	"motcua/internal/wire"
)

const (
	timeout    = 3 * time.Second  // for a whole answer
	fresh      = 30 * time.Second // an answer is told again without asking
	mostKept   = 256              // answers
	mostAnswer = 16 << 10         // bytes
)

// Options say where the system is.
type Options struct {
	URL    string            // without /dossiers; empty: there is none
	Secret string            // bearer token; empty: none is sent
	Now    func() time.Time  // nil: time.Now
	Via    http.RoundTripper // nil: the usual
	Log    *slog.Logger      // nil discards
}

// Client asks one system. It is safe for concurrent use.
type Client struct {
	opts Options
	http *http.Client

	mu   sync.Mutex
	kept map[string]kept
}

// kept is an answer, a dossier that the system does not know included.
type kept struct {
	dossier wire.Dossier
	known   bool
	at      time.Time
}

// New returns a client. It starts nothing.
func New(o Options) *Client {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	o.URL = strings.TrimRight(o.URL, "/")
	return &Client{opts: o, kept: map[string]kept{}, http: &http.Client{Timeout: timeout, Transport: o.Via,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}} // the token goes nowhere else
}

// On tells whether there is a system to ask.
func (c *Client) On() bool { return c != nil && c.opts.URL != "" }

// Dossier asks for the dossier of a code, which must be one already (scan.Read).
// It answers within three seconds. An unknown code is fault.NotFound; without a
// system it is fault.Conflict, and one that does not answer is fault.Unavailable.
func (c *Client) Dossier(ctx context.Context, code string) (wire.Dossier, error) {
	if !c.On() {
		return wire.Dossier{}, fault.New(fault.Conflict, "onestop-off")
	}
	k, ok := c.remembered(code)
	if !ok {
		var err error
		if k, err = c.ask(ctx, code); err != nil {
			c.opts.Log.Warn("one-stop system did not answer", "err", err)
			return wire.Dossier{}, err
		}
		c.remember(code, k)
	}
	if !k.known {
		return wire.Dossier{}, fault.New(fault.NotFound, "dossier-unknown")
	}
	return k.dossier, nil
}

func (c *Client) remembered(code string) (kept, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k, ok := c.kept[code]
	age := c.opts.Now().Sub(k.at)
	return k, ok && age >= 0 && age < fresh
}

func (c *Client) remember(code string, k kept) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.kept) >= mostKept {
		clear(c.kept)
	}
	c.kept[code] = k
}

// ask makes one request. The code is not part of any error: errors are logged.
func (c *Client) ask(ctx context.Context, code string) (kept, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.opts.URL+"/dossiers/"+url.PathEscape(code), nil)
	if err != nil {
		return kept{}, fault.New(fault.Unavailable, "onestop-away")
	}
	req.Header.Set("Accept", "application/json")
	if c.opts.Secret != "" {
		req.Header.Set("Authorization", "Bearer "+c.opts.Secret)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return kept{}, away(cause(err))
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound:
		return kept{at: c.opts.Now()}, nil
	default:
		return kept{}, away(fmt.Errorf("status %d", resp.StatusCode))
	}
	raw, err := io.ReadAll(io.LimitReader(resp.Body, mostAnswer+1))
	if err != nil {
		return kept{}, away(cause(err))
	}
	d, err := parse(raw, code)
	if err != nil {
		return kept{}, away(err)
	}
	d.At = c.opts.Now()
	return kept{d, true, d.At}, nil
}

func away(err error) error { return fault.Wrap(err, fault.Unavailable, "onestop-away") }

// cause is err without the address, in which the code stands.
func cause(err error) error {
	if u, ok := err.(*url.Error); ok {
		return u.Err
	}
	return err
}
