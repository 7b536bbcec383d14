package client

import (
	"context"
	"net/url"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// Entry asks for the code that the center shows to phones.
func (c *Client) Entry(ctx context.Context) (a wire.EntryCode, err error) {
	return a, c.call(ctx, "GET", "/entry", "", nil, &a)
}

// Rejoin lets a missed or parked ticket wait again.
func (c *Client) Rejoin(ctx context.Context, key string, id queue.TicketID) (wire.Ticket, error) {
	return c.change(ctx, key, id, "rejoin")
}

// Ordinary moves a waiting priority ticket back to ordinary.
func (c *Client) Ordinary(ctx context.Context, key string, id queue.TicketID) (wire.Ticket, error) {
	return c.change(ctx, key, id, "ordinary")
}

// Arrive lets a ticket that was taken away from the center wait from now on.
func (c *Client) Arrive(ctx context.Context, key string, id queue.TicketID) (wire.Ticket, error) {
	return c.change(ctx, key, id, "check-in")
}

func (c *Client) change(ctx context.Context, key string, id queue.TicketID, how string) (wire.Ticket, error) {
	var a wire.TicketAnswer
	err := c.call(ctx, "POST", "/tickets/"+url.PathEscape(string(id))+"/"+how, key, struct{}{}, &a)
	return a.Ticket, err
}

// Slots asks for the times of a day that can still be booked.
func (c *Client) Slots(ctx context.Context, service center.ServiceCode, day center.Day) ([]wire.Slot, error) {
	var a wire.Slots
	err := c.call(ctx, "GET", "/appointments?"+url.Values{"service": {string(service)}, "day": {string(day)}}.Encode(), "", nil, &a)
	return a.Slots, err
}

// Book books a time.
func (c *Client) Book(ctx context.Context, key string, r wire.BookingRequest) (wire.Appointment, error) {
	var a wire.AppointmentAnswer
	err := c.call(ctx, "POST", "/appointments", key, r, &a)
	return a.Appointment, err
}

// Appointment asks for the appointment of a code.
func (c *Client) Appointment(ctx context.Context, code string) (wire.Appointment, error) {
	var a wire.AppointmentAnswer
	err := c.call(ctx, "GET", "/appointments/"+url.PathEscape(code), "", nil, &a)
	return a.Appointment, err
}

// DropAppointment gives up a booked time.
func (c *Client) DropAppointment(ctx context.Context, key, code string) (wire.Appointment, error) {
	var a wire.AppointmentAnswer
	err := c.call(ctx, "POST", "/appointments/"+url.PathEscape(code)+"/cancel", key, struct{}{}, &a)
	return a.Appointment, err
}

// CheckIn turns the appointment of a code into a ticket.
func (c *Client) CheckIn(ctx context.Context, key, code string, r wire.CheckInRequest) (wire.Ticket, error) {
	var a wire.TicketAnswer
	err := c.call(ctx, "POST", "/appointments/"+url.PathEscape(code)+"/check-in", key, r, &a)
	return a.Ticket, err
}

// Calls asks for the day book of a day, the newest with "".
func (c *Client) Calls(ctx context.Context, day center.Day) (a wire.DayBook, err error) {
	return a, c.call(ctx, "GET", "/reports/calls?"+url.Values{"date": {string(day)}}.Encode(), "", nil, &a)
}
