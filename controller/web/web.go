// Package web serves the controller's browser pages: staff, greeter, manager,
// phone, log-in, set-up, start and demo pages, and the scripts and styles every
// browser page of this address shares. Pages read through the small interfaces
// below and write through /api/v1, except for the few forms that must work
// without a script, which write through Citizens and Access.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// Source is what the pages read. Every method answers at once from memory and
// may be called from many goroutines.
type Source interface {
	// Center is the configuration in force; the pages only read it.
	Center() *center.Center
	// Board is what GET /board answers.
	Board() wire.Board
	// Today is the figures of the current service day.
	Today() wire.Today
	// Desk is what one counter works with, false for an unknown counter.
	Desk(center.CounterID) (Desk, bool)
	// Callable lists whom a counter could call by hand, at most 100, the longest first.
	Callable(center.CounterID) []wire.Ticket
	// Find lists today's tickets whose number is, or ends in, query, newest
	// first, at most 20, each with its URL.
	Find(query string) []wire.Ticket
	// Lost lists today's tickets of a service (any, with "") that were taken from one
	// moment to another, newest first, each with its URL: for who has lost a slip.
	Lost(service center.ServiceCode, from, to time.Time) []wire.Ticket
	// Link is the state of the link to the province.
	Link() Link
	// Refused lists the files beside the log, such as slides and language packs,
	// that are not used, and why.
	Refused(i18n.Lang) []wire.Refusal
}

// Desk is what a counter could work with next. The ticket it holds and its
// state are on the board.
type Desk struct {
	Next   *wire.Ticket     // what "next" would call now; nil when nobody waits
	Reason *wire.CallReason // why Next is next
	Parked []wire.Ticket
	Missed []wire.Ticket   // today's no-shows this counter may resume
	Held   queue.TicketID  // the ticket it holds, where that has notes
	Notes  []wire.Note     // on the ticket it holds, the oldest first
	Staff  []wire.Official // who is signed on, the latest last
	Alarm  *time.Time      // since when it waits for the manager, quietly
	Undo   time.Duration   // until the last step cannot be taken back any more; zero: it cannot now
}

// Link is the state of the link to the province.
type Link struct {
	Configured bool
	Connected  bool
	Since      time.Time // of Connected; zero: never since the start
	Acked      int64     // the province has committed everything up to here
	Head       int64     // last sequence of the log
}

// Citizens is the citizen's own page behind the secret of the slip's QR code.
// An unknown secret is fault.NotFound.
type Citizens interface {
	// Page is the ticket with its place in the queue and what may be asked of its holder.
	Page(secret string) (wire.PhonePage, error)
	// Do does what the citizen asks for; the same key is the same wish, done once.
	Do(ctx context.Context, secret, key string, a wire.PhoneAction) error
	// MayRate refuses the answers of a browser in which somebody is logged in who works here.
	MayRate(*http.Request) error
}

// Roles that open pages. A token's other roles open none.
const (
	RoleStaff      = "staff"
	RoleGreeter    = "greeter"
	RoleManager    = "manager"
	RoleInspector  = "inspector"
	RoleTechnician = "technician"
	RoleHandler    = "handler" // settles what citizens are not content with
	RoleMonitor    = "monitor" // of the province: settles what goes there
	RoleKiosk      = "kiosk"
	RoleDisplay    = "display"
	RoleTablet     = "tablet"
)

// Who is the person or device behind a request's cookie.
type Who struct {
	ID      string // opaque, as the log names it
	Session string // opaque id of the session; empty: a token
	Name    string // as shown in the page head; of a token its label
	Roles   []string
	Counter center.CounterID // the only counter this session may run; empty: any
}

// Access is who may see what. Errors are faults; the page shows their sentence.
type Access interface {
	// Who tells who asks, false without a valid session.
	Who(*http.Request) (Who, bool)
	// Login checks a token, a name and password, or a name and PIN, and sets the
	// session cookie. It answers with what is still needed: "code" of the second
	// factor, "password" to be replaced because somebody else has set it, "enrol" a
	// second factor first, or "" once the session is open.
	Login(http.ResponseWriter, *http.Request, wire.SessionRequest) (step string, err error)
	// Second goes on with a log-in that needs a code, Choose with one that needs
	// another password. They answer as Login does.
	Second(w http.ResponseWriter, r *http.Request, code string) (step string, err error)
	Choose(w http.ResponseWriter, r *http.Request, password string) (step string, err error)
	// Begin lets somebody who is logged in set up a second factor, against the password.
	Begin(r *http.Request, password string) error
	// Enrolment is the new secret of who begins with a second factor, or has to at
	// the log-in, and its otpauth address.
	Enrolment(*http.Request) (secret, address string, err error)
	// Enrol takes the first code of it, completes the log-in and returns the recovery codes.
	Enrol(w http.ResponseWriter, r *http.Request, code string) ([]string, error)
	// Logout ends the session and clears its cookie.
	Logout(http.ResponseWriter, *http.Request)
	// NeedsSetup tells that no manager exists yet.
	NeedsSetup() bool
	// Setup makes the first manager, against the code printed at the first start.
	Setup(ctx context.Context, code, name, password string) error
}

// Options is what the pages are made of.
type Options struct {
	Source   Source
	Citizens Citizens
	Access   Access
	Feed     Feed // nil: open pages hear no news
	Rules    Rules
	Visits   Visits
	Notices  Notices
	People   People
	Personal Personal
	Sheets   func(n int) []string // codes for empty sheets of paper, each new

	Inspections Inspections
	Publication Publication // nil hides /public/satisfaction

	Watch    Watch            // nil: no alerts, and nothing is known of the rest of the day
	DayBook  DayBook          // nil: empty
	Lookup   Lookup           // nil hides /lookup
	Reports  Reports          // nil hides /reports
	Record   Record           // nil hides /verify
	Cases    Cases            // nil hides /cases and /y-kien
	Staffing func() *Staffing // nil, or a nil answer: nothing is known yet
	Tokens   []byte           // design tokens as CSS, served at /static/tokens.css
	Now      func() time.Time // nil means time.Now
	NewKey   func() string    // makes the key of a form that is sent once; nil means crypto/rand
	Log      *slog.Logger     // nil discards
	Province bool             // a province page is mounted at /province/
	Demo     *Demo            // nil hides /demo
}

// Demo is what the demo's own page tells.
type Demo struct {
	MQTT      string            // broker address, "127.0.0.1:1883"
	Topic     string            // "motcua/v1/#"
	TokenFile string            // where the token with every role is; also the password of the broker's user "reader"
	Printers  []center.DeviceID // simulated printers, each under /sim/printer/{id}/
	Keypads   []center.DeviceID // simulated counter units, each under /sim/unit/{id}
	Voices    []center.DeviceID // simulated loudspeakers, each under /sim/voice/{id}
	Lamps     []center.DeviceID // simulated lamps, each under /sim/lamp/{id}
	Scanners  []center.DeviceID // simulated scanners, each under /sim/scanner/{id}
	Buttons   []center.DeviceID // simulated buttons at the door, each under /sim/button/{id}
	Messages  bool              // what citizens are told is under /sim/messages
	Phones    string            // where the province serves the citizens' pages, "/province/t/"; empty: nowhere
	UPS       string            // name of the simulated UPS, under /sim/ups/{name}; empty: none
}
