package client

import (
	"context"
	"net/url"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// Help says that somebody waits for a greeter at a kiosk or at a button, the
// caller's own where device is empty. Saying it again changes nothing.
func (c *Client) Help(ctx context.Context, key string, device center.DeviceID) (h wire.HelpCall, err error) {
	return h, c.call(ctx, "POST", "/help", key, wire.HelpRequest{Device: device}, &h)
}

// Helped says that a greeter comes, or that nobody waits there any more.
func (c *Client) Helped(ctx context.Context, key string, device center.DeviceID) error {
	return c.call(ctx, "POST", "/help/"+url.PathEscape(string(device))+"/done", key, struct{}{}, nil)
}

// Assist marks a number as one whose holder the counter fetches, or takes the mark back.
func (c *Client) Assist(ctx context.Context, key string, id queue.TicketID, on bool) (wire.Ticket, error) {
	var a wire.TicketAnswer
	err := c.call(ctx, "POST", "/tickets/"+url.PathEscape(string(id))+"/assist", key, wire.AssistRequest{Assist: on}, &a)
	return a.Ticket, err
}
