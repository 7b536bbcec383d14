package client

import (
	"context"
	"time"

	"motcua/internal/center"
	"motcua/internal/wire"
)

const (
	attendance = 30 * time.Second // between two reports of a device that is there
	farewell   = 2 * time.Second  // for the report that it goes
)

// Attend reports a device present until ctx ends, and then absent. A report
// that fails is made again at its next turn: what matters is its age.
func (c *Client) Attend(ctx context.Context, device center.DeviceID) {
	c.AttendWith(ctx, device, func() wire.StateReport { return wire.StateReport{State: wire.Present} })
}

// AttendWith is Attend for a device that has more to say than that it is there.
func (c *Client) AttendWith(ctx context.Context, device center.DeviceID, state func() wire.StateReport) {
	tick := time.NewTicker(attendance)
	defer tick.Stop()
	for {
		_ = c.ReportState(ctx, NewKey(), device, state())
		select {
		case <-tick.C:
		case <-ctx.Done():
			bye, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
			defer cancel()
			_ = c.ReportState(bye, NewKey(), device, wire.StateReport{State: wire.Absent})
			return
		}
	}
}
