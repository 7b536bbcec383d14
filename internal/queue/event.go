package queue

import (
	"time"

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

	TicketPlanned   Type = "ticket.planned"    // further services were added to the visit
	TicketRejoined  Type = "ticket.rejoined"   // a missed or parked number waits again
	TicketReclassed Type = "ticket.reclassed"  // moved back from priority to ordinary
	TicketCheckedIn Type = "ticket.checked-in" // a number taken away from the center waits from now on
	TicketAssisted  Type = "ticket.assisted"   // the citizen needs to be fetched, or no longer
	PolicySet       Type = "policy.set"        // the rules of calling for tickets issued from now on

	CounterRecovered Type = "counter.recovered" // the incident is over
	CounterStaffed   Type = "counter.staffed"   // an official signs on at a counter, or leaves it
	CounterAsked     Type = "counter.asked"     // is the citizen still there? nothing has happened for long
	CounterAttended  Type = "counter.attended"  // yes: a sign of life
	TicketNoted      Type = "ticket.noted"      // somebody wrote a note for the next counter
	NoteErased       Type = "note.erased"       // its text was deleted before its time

	AppointmentBooked   Type = "appointment.booked"
	AppointmentDue      Type = "appointment.due" // booked on an earlier day, told again on its own
	AppointmentCanceled Type = "appointment.canceled"
)

// Types lists every event type of the queue.
var Types = []Type{TicketIssued, TicketCalled, TicketRecalled, TicketStarted, TicketFinished, TicketNoShow, TicketParked,
	TicketResumed, TicketTransferred, TicketReturned, TicketCanceled, TicketExpired, CounterOpened, CounterClosed,
	CounterPaused, CounterReady, CounterIncident, CounterUndone,
	TicketPlanned, TicketRejoined, TicketReclassed, TicketCheckedIn, TicketAssisted, PolicySet,
	CounterRecovered, CounterStaffed, CounterAsked, CounterAttended, TicketNoted, NoteErased,
	AppointmentBooked, AppointmentDue, AppointmentCanceled}

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

	Counter   center.CounterID `json:"counter,omitempty"`    // where it happened; issued: the only one that may call
	ToCounter center.CounterID `json:"to_counter,omitempty"` // transferred to a counter
	By        string           `json:"by,omitempty"`         // opaque id of the credential that acted
	Reason    string           `json:"reason,omitempty"`     // paused, incident: a code, never free text
	Undone    Type             `json:"undone,omitempty"`     // undone: the type taken back

	Dossiers int  `json:"dossiers,omitempty"` // finished: dossiers received in this leg
	Outside  int  `json:"outside,omitempty"`  // finished: of these, received regardless of boundaries (phi địa giới)
	Inferred bool `json:"inferred,omitempty"` // finished, parked, transferred: nobody pressed start, it is inferred from the call

	Also []center.ServiceCode `json:"also,omitempty"` // issued, planned: services of the same visit, after the first
	Then center.ServiceCode   `json:"then,omitempty"` // finished: the visit goes on with this service
	Back center.CounterID     `json:"back,omitempty"` // transferred: comes back here afterwards; finished: goes back there

	Assist  bool     `json:"assist,omitempty"`  // issued, assisted: the counter comes and fetches the citizen
	Proxy   bool     `json:"proxy,omitempty"`   // issued: somebody took it for another
	Another bool     `json:"another,omitempty"` // issued: meant as a second number, not a double press
	Instead TicketID `json:"instead,omitempty"` // issued: of the number given back for it

	Procedure string `json:"procedure,omitempty"` // issued: the procedure it was taken for, where that is known

	Away        bool          `json:"away,omitempty"`        // issued: not at the center yet
	Appointment AppointmentID `json:"appointment,omitempty"` // appointment events; issued: at its check-in
	Slot        *time.Time    `json:"slot,omitempty"`        // appointment events; issued: the appointment holds
	Told        *Told         `json:"told,omitempty"`        // issued: the wait that the citizen was told
	Taken       *time.Time    `json:"taken,omitempty"`       // issued: given on paper at that time, as people remember it

	// A call and its reason: enough for one line in the day book.
	Why    Why        `json:"why,omitempty"`
	Due    *time.Time `json:"due,omitempty"`      // of the called ticket
	Over   string     `json:"over,omitempty"`     // number of the runner-up
	DueOf  *time.Time `json:"over_due,omitempty"` // of the runner-up
	Passes int        `json:"passes,omitempty"`   // earlier comers who wait on at this counter
	Passed int        `json:"passed,omitempty"`   // how often the called ticket had been passed

	Rules  map[center.ServiceCode]center.Rule        `json:"rules,omitempty"`         // policy.set
	Serves map[center.CounterID][]center.ServiceCode `json:"serves,omitempty"`        // policy.set: whom each counter may call from now on
	Target *int                                      `json:"booked_target,omitempty"` // policy.set: of appointments, in minutes

	Official string     `json:"official,omitempty"` // opaque id of the official whose work it is, whoever or whatever pressed; staffed: who comes or leaves
	Present  bool       `json:"present,omitempty"`  // staffed: comes
	Until    *time.Time `json:"until,omitempty"`    // paused: back by then, as announced
	Silent   int        `json:"silent_s,omitempty"` // asked, finished as forgotten: seconds since the counter's last sign of life
	Together bool       `json:"together,omitempty"` // called: in one action with the finish before, and taken back with it
	Note     string     `json:"note,omitempty"`     // noted, erased: its id; the text is not in the log
}

// Told is the wait as it was told when the number was given, in seconds.
type Told struct {
	LowS  int    `json:"low_s"`
	HighS int    `json:"high_s"`
	P50S  int    `json:"p50_s"`
	P80S  int    `json:"p80_s"`
	P90S  int    `json:"p90_s"`
	By    string `json:"by"` // who reckoned: pace, model or simulation
}

// Call is the reason of a call as the ticket keeps it.
type Call struct {
	Why    Why
	Due    time.Time
	Over   string
	DueOf  time.Time
	Passes int
	Passed int
	Reason string // of a call by hand
}
