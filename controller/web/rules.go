package web

import (
	"net/http"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// Rules is what the rules of giving and calling numbers tell beside the queue.
// Every method answers at once from memory and may be called from many goroutines.
type Rules interface {
	// Services is what GET /services answers.
	Services() wire.Services
	// Book is today's day book.
	Book() Book
	// Advice is what the manager may do; nil: nothing is known yet.
	Advice() *Advice
}

// Book is what was called, booked and given today.
type Book struct {
	Calls        []wire.BookedCall          // as they happened
	Appointments []wire.Appointment         // of today, by slot
	Given        map[center.ServiceCode]int // numbers given
	Phones       map[center.ServiceCode]int // of these, to phones
	Notices      []wire.BookedNotice        // messages to citizens, oldest first
}

// Advice is what the manager may do now, most urgent first.
type Advice struct {
	At     time.Time
	Pieces []Piece
}

// Piece is one advice and why it is given, each a sentence in both languages.
type Piece struct{ What, Because i18n.Text }

// Visits is what citizens do with a phone of their own: take a number, say that
// they have come, book a time. Errors are faults; the page shows their sentence.
type Visits interface {
	// Phone tells of the phone behind a request's cookie.
	Phone(*http.Request) Phone
	// Take gives the phone a number, once for each key.
	Take(w http.ResponseWriter, r *http.Request, q wire.PhoneRequest, key string) (wire.Ticket, error)
	// Entry is the center's present code for a phone that has opened one lately, else "".
	Entry(r *http.Request) string
	// Slots lists the times of a day that can still be booked.
	Slots(center.ServiceCode, center.Day) ([]wire.Slot, error)
	// Book books a time, once for each key.
	Book(w http.ResponseWriter, r *http.Request, q wire.BookingRequest, key string) (wire.Appointment, error)
	// Appointment is the appointment of a code; an unknown one is fault.NotFound.
	Appointment(r *http.Request, code string) (wire.Appointment, error)
	// Drop cancels an appointment.
	Drop(r *http.Request, code string) error
}

// Phone is a citizen's phone, known by nothing but a cookie.
type Phone struct {
	Fresh   bool          // it has read the code shown at the center a short while ago
	Tickets []wire.Ticket // its numbers of today, each with its URL
}
