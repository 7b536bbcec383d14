package client

import (
	"context"
	"net/url"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// ClaimSlip asks for the right to print a slip or a reprint of it, once for
// ever. fault.Gone means that it was wanted too long ago.
func (c *Client) ClaimSlip(ctx context.Context, key string, k wire.SlipKey) (wire.Slip, error) {
	var a wire.SlipAnswer
	err := c.call(ctx, "POST", slipPath(k.Ticket, "claim"), key, wire.SlipClaim{Copy: k.Copy}, &a)
	return a.Slip, err
}

// SlipDone reports that a claimed slip is on paper and took mm millimeters of it.
func (c *Client) SlipDone(ctx context.Context, key string, k wire.SlipKey, mm int) error {
	return c.call(ctx, "POST", slipPath(k.Ticket, "done"), key, wire.SlipDone{Copy: k.Copy, MM: mm}, nil)
}

// SlipFailed reports that a claimed slip is not on paper, or may not be; mm
// millimeters of paper went out all the same.
func (c *Client) SlipFailed(ctx context.Context, key string, k wire.SlipKey, cause string, mm int) error {
	return c.call(ctx, "POST", slipPath(k.Ticket, "failed"), key, wire.SlipFailure{Cause: cause, Copy: k.Copy, MM: mm}, nil)
}

// Reprint orders the slip of a ticket once more, on its own printer or, where
// one is named, another. The ticket's Copy says which reprint it is.
func (c *Client) Reprint(ctx context.Context, key string, id queue.TicketID, printer center.DeviceID) (wire.Ticket, error) {
	var a wire.TicketAnswer
	err := c.call(ctx, "POST", slipPath(id, "reprint"), key, wire.SlipReprint{Printer: printer}, &a)
	return a.Ticket, err
}

func slipPath(id queue.TicketID, what string) string {
	return "/slips/" + url.PathEscape(string(id)) + "/" + what
}

// ReportState tells a device's state with what its driver counts.
func (c *Client) ReportState(ctx context.Context, key string, device center.DeviceID, r wire.StateReport) error {
	return c.call(ctx, "POST", "/devices/"+url.PathEscape(string(device))+"/state", key, r, nil)
}

// Roll says that somebody has put a new roll into a printer.
func (c *Client) Roll(ctx context.Context, key string, printer center.DeviceID) error {
	return c.call(ctx, "POST", "/printers/"+url.PathEscape(string(printer))+"/roll", key, struct{}{}, nil)
}

// Scan asks what a scanned code is. The code may be personal: it is never logged.
func (c *Client) Scan(ctx context.Context, key string, r wire.ScanRequest) (a wire.ScanAnswer, err error) {
	return a, c.call(ctx, "POST", "/scans", key, r, &a)
}

// StartSelfTest begins a test of every device.
func (c *Client) StartSelfTest(ctx context.Context, key string) (a wire.SelfTest, err error) {
	return a, c.call(ctx, "POST", "/selftest", key, struct{}{}, &a)
}

// SelfTestResults tells what came of a self-test at the caller's devices.
func (c *Client) SelfTestResults(ctx context.Context, key, id string, r wire.SelfTestResults) error {
	return c.call(ctx, "POST", "/selftest/"+url.PathEscape(id)+"/results", key, r, nil)
}

// PaperServed enters a citizen who was served on a paper number while nothing worked.
func (c *Client) PaperServed(ctx context.Context, key string, r wire.PaperServedRequest) error {
	return c.call(ctx, "POST", "/paper/served", key, r, nil)
}
