package wire

import (
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
)

// CallReason is why a ticket was, or would be, called.
type CallReason struct {
	Why     queue.Why  `json:"why"`
	Due     time.Time  `json:"due"`                // when the ticket was to be called at the latest
	Over    string     `json:"over,omitempty"`     // number of the runner-up; empty: nobody else waited
	OverDue *time.Time `json:"over_due,omitempty"` // when the runner-up was due
	Passes  int        `json:"passes"`             // earlier comers who wait on at this counter
	Passed  int        `json:"passed"`             // how often later comers had been called before this ticket
	Reason  string     `json:"reason,omitempty"`   // of a call by hand: a code of queue.CallReasons
}

// Sentence says the reason in one sentence.
func (r CallReason) Sentence(lang i18n.Lang) string {
	args := []any{"due", i18n.Clock(r.Due.In(center.Zone)), "over", r.Over, "passed", r.Passed}
	if r.OverDue != nil {
		args = append(args, "over_due", i18n.Clock(r.OverDue.In(center.Zone)))
	}
	key := string(r.Why)
	if r.Why == queue.ByHand {
		args = append(args, "reason", i18n.T(lang, "byhand."+r.Reason))
		if r.Over == "" {
			key += "-first"
		}
	}
	return i18n.T(lang, "why."+key, args...)
}

// EntryCode answers GET /entry: the code that the center shows for phones.
type EntryCode struct {
	URL     string    `json:"url"`
	Expires time.Time `json:"expires"` // show the next one from then on
}

// PhoneRequest asks for a ticket with a phone: POST /phone/tickets.
type PhoneRequest struct {
	Service  center.ServiceCode   `json:"service"`
	Purpose  center.Purpose       `json:"purpose"`
	Priority bool                 `json:"priority,omitempty"`
	Also     []center.ServiceCode `json:"also,omitempty"`
	Away     bool                 `json:"away,omitempty"` // not at the center: waits from its check-in on
}

// Slots answers GET /appointments.
type Slots struct {
	Slots []Slot `json:"slots"`
}

// Slot is a time that can be booked.
type Slot struct {
	At   time.Time `json:"at"`
	Free int       `json:"free"` // places
}

// BookingRequest asks for an appointment: POST /appointments.
type BookingRequest struct {
	Service center.ServiceCode `json:"service"`
	Purpose center.Purpose     `json:"purpose"`
	Slot    time.Time          `json:"slot"`
}

// CheckInRequest is the body of POST /appointments/{code}/check-in.
type CheckInRequest struct {
	Priority bool            `json:"priority,omitempty"`
	Kiosk    center.DeviceID `json:"kiosk,omitempty"`
	Printer  center.DeviceID `json:"printer,omitempty"`
}

// Appointment is a booked time. Code and URL are its holder's: who has one, has the appointment.
type Appointment struct {
	ID      queue.AppointmentID `json:"id"`
	Code    string              `json:"code"`
	URL     string              `json:"url"`
	Service center.ServiceCode  `json:"service"`
	Purpose center.Purpose      `json:"purpose"`
	Slot    time.Time           `json:"slot"`
	State   queue.Booking       `json:"state"`
}

// AppointmentAnswer answers whatever concerns one appointment.
type AppointmentAnswer struct {
	Appointment Appointment `json:"appointment"`
}

// DayBook answers GET /reports/calls: one line a call, as they happened.
type DayBook struct {
	Day   center.Day   `json:"day"`
	Calls []BookedCall `json:"calls"`

	Reprints []BookedReprint   `json:"reprints,omitempty"`
	Paper    []PaperServedData `json:"paper,omitempty"` // served on paper numbers while nothing worked, typed in afterwards
	Notices  []BookedNotice    `json:"notices,omitempty"`
}

// BookedReprint is a slip that somebody ordered once more.
type BookedReprint struct {
	At      time.Time       `json:"at"`
	Ticket  queue.TicketID  `json:"ticket"`
	Number  string          `json:"number"`
	Printer center.DeviceID `json:"printer"`
	Copy    int             `json:"copy"`
	By      string          `json:"by"` // opaque id of the credential
}

// BookedCall is one line of the day book.
type BookedCall struct {
	At       time.Time          `json:"at"`
	Counter  center.CounterID   `json:"counter"`
	Ticket   queue.TicketID     `json:"ticket"`
	Number   string             `json:"number"`
	Service  center.ServiceCode `json:"service"`
	Priority bool               `json:"priority"`
	Undone   bool               `json:"undone"`          // taken back
	Paper    bool               `json:"paper,omitempty"` // of a number that was given on paper
	CallReason
}
