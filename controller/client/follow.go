package client

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	silence   = 45 * time.Second // the controller says something every 15
	firstWait = time.Second
	mostWait  = time.Minute
)

// errSilent ends a stream that says nothing any more.
var errSilent = errors.New("the event stream is silent")

// Follow hands over every entry behind after, in order, until ctx ends or on
// returns an error, which it returns. When the connection breaks it comes back
// with the last entry that on took. Entries that the token's role does not get
// are left out. A Problem with a status below 500 ends it; its code cursor-ahead means that
// the center was restored from a backup: read the board again.
func (c *Client) Follow(ctx context.Context, after int64, on func(Event) error) error {
	for wait := firstWait; ; wait = min(2*wait, mostWait) {
		before := after
		err := c.stream(ctx, &after, on)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if stop, ok := errors.AsType[*stopped](err); ok {
			return stop.error
		}
		if p, ok := errors.AsType[*Problem](err); ok && p.Status < http.StatusInternalServerError && p.Status != http.StatusTooManyRequests {
			return err
		}
		if after > before {
			wait = firstWait
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
}

// stopped carries an error of the caller's own.
type stopped struct{ error }

// stream follows one connection.
func (c *Client) stream(ctx context.Context, after *int64, on func(Event) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watch := time.AfterFunc(silence, func() { cancel(errSilent) })
	defer watch.Stop()
	resp, err := c.send(ctx, http.MethodGet, "/events?after="+strconv.FormatInt(*after, 10), "", nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 1<<20)
	id := int64(0)
	for lines.Scan() {
		watch.Reset(silence)
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch name {
		case "id":
			if id, err = strconv.ParseInt(value, 10, 64); err != nil {
				return err
			}
		case "data":
			if id == 0 {
				continue // live, and no entry of the log
			}
			e := Event{Raw: []byte(value)}
			if err := json.Unmarshal(e.Raw, &e); err != nil {
				return err
			}
			if err := on(e); err != nil {
				return &stopped{err}
			}
			*after = id
		case "":
			id = 0
		}
	}
	return lines.Err()
}
