// Package ups asks an uninterruptible power supply how it is, through the daemon
// of Network UPS Tools (upsd, RFC 9271) that knows its model.
package ups

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"motcua/internal/device"
	"motcua/internal/wire"
)

// patience is how long one look may take: connecting, asking and reading.
const patience = 3 * time.Second

// Client is a UPS at a daemon. It keeps its connection from look to look.
type Client struct {
	address, name string
	conn          net.Conn // nil: to be made
	in            *bufio.Reader
}

var _ device.UPS = (*Client)(nil)

// New returns the UPS called name at the daemon at address, host:port. It
// connects to nobody yet. The name is a word of letters, digits, '-', '_' and '.'.
func New(address, name string) *Client { return &Client{address: address, name: name} }

// Look asks once. A connection that has gone stale since the last look is made anew, once.
func (c *Client) Look(ctx context.Context) device.Power {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	kept := c.conn != nil
	vars, err := c.list(ctx)
	if err != nil && kept && c.conn == nil && ctx.Err() == nil {
		vars, err = c.list(ctx)
	}
	if err != nil {
		return device.Power{State: stateOf(err), Charge: -1, Runtime: -1}
	}
	return power(vars)
}

// Close hangs up.
func (c *Client) Close() error {
	if c.conn == nil {
		return nil
	}
	_, _ = fmt.Fprint(c.conn, "LOGOUT\n")
	return c.hangUp()
}

func (c *Client) hangUp() error {
	err := c.conn.Close()
	c.conn = nil
	return err
}

// list asks for all variables; after anything but a plain refusal it hangs up.
func (c *Client) list(ctx context.Context) (map[string]string, error) {
	if c.conn == nil {
		var d net.Dialer
		conn, err := d.DialContext(ctx, "tcp", c.address)
		if err != nil {
			return nil, err
		}
		c.conn, c.in = conn, bufio.NewReaderSize(conn, maxLine)
	}
	conn := c.conn // what runs when ctx ends may run behind hangUp
	limit, _ := ctx.Deadline()
	_ = conn.SetDeadline(limit)
	defer context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })()
	vars, err := map[string]string(nil), error(nil)
	if _, err = fmt.Fprintf(c.conn, "LIST VAR %s\n", c.name); err == nil {
		vars, err = readList(c.in, c.name)
	}
	if _, plain := errors.AsType[refused](err); err != nil && !plain {
		_ = c.hangUp()
	}
	return vars, err
}

// stateOf tells what a look that failed says of the UPS.
func stateOf(err error) device.State {
	r, answered := errors.AsType[refused](err)
	timeout, _ := errors.AsType[net.Error](err)
	switch {
	case answered && (r == "DATA-STALE" || r == "DRIVER-NOT-CONNECTED"): // the daemon has lost the UPS
		return device.State{Presence: wire.Absent, Cause: wire.Unreachable}
	case answered, errors.Is(err, errForm): // no UPS of that name, or no daemon of this kind
		return device.State{Presence: wire.Broken, Cause: wire.Foreign}
	case timeout != nil && timeout.Timeout():
		return device.State{Presence: wire.Broken, Cause: wire.TimedOut}
	}
	return device.State{Presence: wire.Absent, Cause: wire.Unreachable}
}

// power reads the variables (names of nut-names, flags of ups.status).
func power(vars map[string]string) device.Power {
	p := device.Power{State: device.State{Presence: wire.Present}, Charge: -1, Runtime: -1}
	if charge, err := strconv.ParseFloat(vars["battery.charge"], 64); err == nil && charge >= 0 && charge <= 100 {
		p.Charge = int(charge)
	}
	if left, err := strconv.ParseFloat(vars["battery.runtime"], 64); err == nil && left >= 0 && left < 1e6 {
		p.Runtime = time.Duration(left) * time.Second
	}
	status, told := vars["ups.status"]
	flags := strings.Fields(status)
	has := func(any ...string) bool {
		return slices.ContainsFunc(any, func(f string) bool { return slices.Contains(flags, f) })
	}
	switch {
	case !told:
		p.State = device.State{Presence: wire.Broken, Cause: wire.Foreign}
	case has("CAL"): // it drains the battery on purpose
	case has("FSD"), has("OB") && has("LB"): // shutting everything down, or soon
		p.State = device.State{Presence: wire.Broken, Cause: wire.BatteryLow}
	case has("OB"):
		p.State = device.State{Presence: wire.Broken, Cause: wire.MainsLost}
	case has("OFF", "BYPASS", "OVER", "ALARM", "LB", "RB"): // the load is not protected: the battery may be empty still, or dead
		p.State = device.State{Presence: wire.Broken, Cause: wire.DeviceError}
	}
	return p
}
