//go:build !js

package client

import (
	"bufio"
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"motcua/internal/fault"
	"motcua/internal/wire"
)

const silence = 40 * time.Second // the controller sends a heartbeat every 15 s

// Events follows the event stream from the entry behind after, and calls on for
// each entry, in order, until ctx or the stream ends. It never returns nil.
// fault.Conflict means that after is beyond the head: the log is another one.
func (c *Client) Events(ctx context.Context, after int64, on func(wire.Entry)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	req, err := http.NewRequestWithContext(ctx, "GET", c.base+"/api/v1/events?after="+strconv.FormatInt(after, 10), nil)
	if err != nil {
		return err
	}
	watchdog := time.AfterFunc(silence, func() { cancel(errCut) })
	defer watchdog.Stop()
	resp, err := c.send(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 1<<20)
	var e wire.Entry
	for lines.Scan() {
		watchdog.Reset(silence)
		field, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "id":
			e.Seq, _ = strconv.ParseInt(value, 10, 64)
		case "event":
			e.Type = value
		case "data":
			e.Body = []byte(value)
		case "":
			if e.Type != "" && e.Body != nil {
				on(e)
			}
			e = wire.Entry{}
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return fault.Wrap(lines.Err(), fault.Unavailable, "controller-away")
}
