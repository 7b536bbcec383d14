package queue

import (
	"motcua/internal/center"
)

// TicketID names a ticket for ever: service day and number, "20261122-A012". It is no secret.
type TicketID string

// Series is part of a number's identity, so that a kiosk may one day issue from
// a block of its own while it is offline.
type Series string

// Ordinary is the series of tickets the controller issues.
const Ordinary Series = "ordinary"

// Type names what happened to a ticket or a counter.
type Type string

// The event types of the queue. They are for ever: the log keeps them.
const (
	TicketIssued      Type = "ticket.issued"
	TicketCalled      Type = "ticket.called"
	TicketRecalled    Type = "ticket.recalled"
	TicketStarted     Type = "ticket.started"
	TicketFinished    Type = "ticket.finished"
	TicketNoShow      Type = "ticket.no-show"
	TicketParked      Type = "ticket.parked"
	TicketResumed     Type = "ticket.resumed"
	TicketTransferred Type = "ticket.transferred"
	TicketReturned    Type = "ticket.returned"
	TicketCanceled    Type = "ticket.canceled"
	TicketExpired     Type = "ticket.expired"
	CounterOpened     Type = "counter.opened"
	CounterClosed     Type = "counter.closed"
	CounterPaused     Type = "counter.paused"
	CounterReady      Type = "counter.ready"
	CounterIncident   Type = "counter.incident"
	CounterUndone     Type = "counter.undone"
)

// Types lists every event type of the queue.
var Types = []Type{TicketIssued, TicketCalled, TicketRecalled, TicketStarted, TicketFinished, TicketNoShow, TicketParked,
	TicketResumed, TicketTransferred, TicketReturned, TicketCanceled, TicketExpired, CounterOpened, CounterClosed,
	CounterPaused, CounterReady, CounterIncident, CounterUndone}

// Event is one thing that happened in the queue. Only the fields that its type
// needs are set; docs/events.md has the table. It names no person.
type Event struct {
	Type Type `json:"-"`

	Ticket   TicketID           `json:"ticket,omitempty"`
	Number   string             `json:"number,omitempty"`   // as printed: A012
	Series   Series             `json:"series,omitempty"`   // issued
	Service  center.ServiceCode `json:"service,omitempty"`  // issued; transferred to a service
	Purpose  center.Purpose     `json:"purpose,omitempty"`  // issued
	Priority bool               `json:"priority,omitempty"` // issued
	Source   center.DeviceID    `json:"source,omitempty"`   // issued: the kiosk, or "greeter"
	Printer  center.DeviceID    `json:"printer,omitempty"`  // issued: who prints the slip; none: nobody

	Counter   center.CounterID `json:"counter,omitempty"`    // where it happened
	ToCounter center.CounterID `json:"to_counter,omitempty"` // transferred to a counter
	By        string           `json:"by,omitempty"`         // opaque id of the credential that acted
	Reason    string           `json:"reason,omitempty"`     // paused, incident: a code, never free text
	Undone    Type             `json:"undone,omitempty"`     // undone: the type taken back

	Dossiers int  `json:"dossiers,omitempty"` // finished: dossiers received in this leg
	Outside  int  `json:"outside,omitempty"`  // finished: of these, received regardless of boundaries (phi địa giới)
	Inferred bool `json:"inferred,omitempty"` // finished, parked, transferred: nobody pressed start, it is inferred from the call
}
