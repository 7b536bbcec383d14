package wire

import (
	"fmt"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
)

// Services answers GET /services.
type Services struct {
	Center   i18n.Text        `json:"center"`
	Point    i18n.Text        `json:"point"`
	Demo     bool             `json:"demo"`
	Open     bool             `json:"open"`                // tickets are issued now
	NextOpen *time.Time       `json:"next_open,omitempty"` // when closed: the next opening
	Services []center.Service `json:"services"`

	Hours        []Opening                   `json:"hours"`        // of today: when numbers are given
	Full         map[center.ServiceCode]Full `json:"full"`         // services that give no more numbers today, and until when
	Left         map[center.ServiceCode]int  `json:"left"`         // numbers left today, of services that have a contingent
	Priority     center.Priority             `json:"priority"`     // whom a kiosk asks whether they have priority
	Phones       bool                        `json:"phones"`       // a phone at the center may take a number
	Away         bool                        `json:"away"`         // and one away from it
	Appointments bool                        `json:"appointments"` // times can be booked
	Languages    []Language                  `json:"languages"`    // that citizens may choose: Vietnamese, English and the packs
}

// Opening is a stretch of today in which numbers are given.
type Opening struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Full is a service that gives no more numbers today.
type Full struct {
	Until *time.Time `json:"until,omitempty"` // the next opening; absent: none in sight
}

// Counters answers GET /counters.
type Counters struct {
	Counters []Counter `json:"counters"`
}

// Counter states.
const (
	Closed = "closed"
	Open   = "open"
	Paused = "paused"
	WrapUp = "wrap-up" // open, finishing paperwork: next and ready end it
)

// Counter is a desk and what it does now.
type Counter struct {
	ID       center.CounterID     `json:"id"`
	Name     i18n.Text            `json:"name"`
	Post     i18n.Text            `json:"post,omitzero"`
	Agency   string               `json:"agency"`
	Services []center.ServiceCode `json:"services"`
	State    string               `json:"state"`
	Reason   string               `json:"reason,omitempty"`   // of a pause
	Until    *time.Time           `json:"until,omitempty"`    // paused: when its official has announced to be back
	Incident string               `json:"incident,omitempty"` // that it stands still for; empty: none, or over
	Stands   *time.Time           `json:"stands,omitempty"`   // since when, of the incident
	Since    *time.Time           `json:"since,omitempty"`    // when State began
	Ticket   *Ticket              `json:"ticket"`             // the one held: called or serving
	Waiting  int                  `json:"waiting"`            // tickets this counter could call
	Undo     string               `json:"undo,omitempty"`     // event type that undo would take back
	IdleS    int                  `json:"idle_s,omitempty"`   // how long it has been free while people wait, once that is too long
	Still    *Still               `json:"still,omitempty"`    // is the citizen still there? action "still" says so
	Lost     string               `json:"lost,omitempty"`     // number whose service ended by itself, which undo takes up again
	Next     *NextCall            `json:"next,omitempty"`     // only GET /counters, only for people who work here
	Staff    []Official           `json:"staff,omitempty"`    // likewise: who is signed on, the latest last
	Alarm    *time.Time           `json:"alarm,omitempty"`    // likewise: since when it waits for the manager, quietly
}

// NextCall is whom a counter would call now, and why.
type NextCall struct {
	Ticket   queue.TicketID     `json:"ticket"`
	Number   string             `json:"number"`
	Service  center.ServiceCode `json:"service"`
	Priority bool               `json:"priority"`
	Why      CallReason         `json:"why"`
}

// Ticket is a visit's number. URL, the citizen's own page, is only told to who issued it.
type Ticket struct {
	ID        queue.TicketID     `json:"id"`
	Number    string             `json:"number"`
	Series    queue.Series       `json:"series"`
	Service   center.ServiceCode `json:"service"`
	Purpose   center.Purpose     `json:"purpose"`
	Priority  bool               `json:"priority"`
	State     queue.State        `json:"state"`
	Counter   center.CounterID   `json:"counter,omitempty"`
	IssuedAt  time.Time          `json:"issued_at"`
	CalledAt  *time.Time         `json:"called_at,omitempty"`
	StartedAt *time.Time         `json:"started_at,omitempty"`
	Ahead     int                `json:"ahead"`             // waiting tickets that are due before this one
	Wait      *Range             `json:"wait"`              // null where the evidence carries no number
	Stalled   *time.Time         `json:"stalled,omitempty"` // its service stands still since then
	URL       string             `json:"url,omitempty"`
	Printer   center.DeviceID    `json:"printer,omitempty"` // who prints its slip; empty: nobody
	Slip      string             `json:"slip,omitempty"`    // "", claimed, printed, failed
	SlipCause string             `json:"slip_cause,omitempty"`

	Why         *CallReason          `json:"why,omitempty"`         // called, serving: why it was its turn
	Plan        []center.ServiceCode `json:"plan,omitempty"`        // what the visit still has to do after this service
	Back        center.CounterID     `json:"back,omitempty"`        // where the visit goes on after this service
	Away        bool                 `json:"away,omitempty"`        // not at the center yet: nobody calls it
	CheckInBy   *time.Time           `json:"check_in_by,omitempty"` // away: when it expires
	ReturnBy    *time.Time           `json:"return_by,omitempty"`   // no-show: until when it may come back
	RemindAt    *time.Time           `json:"remind_at,omitempty"`   // parked: when the counter is reminded
	Appointment queue.AppointmentID  `json:"appointment,omitempty"` // that checked in
	Slot        *time.Time           `json:"slot,omitempty"`        // of the appointment, while it holds
	Assist      bool                 `json:"assist,omitempty"`      // the counter comes and fetches the citizen
	Proxy       bool                 `json:"proxy,omitempty"`       // somebody took it for another
	ChangeBy    *time.Time           `json:"change_by,omitempty"`   // waiting: until when its kiosk may give another for it
	Copy        int                  `json:"copy,omitempty"`        // reprints ordered so far: Slip is of the last
	Taken       *time.Time           `json:"taken,omitempty"`       // given on paper while nothing worked, at that time as people remember it
	Notes       int                  `json:"notes,omitempty"`       // for the next counter: GET /tickets/{id}/notes has them
	Forgotten   bool                 `json:"forgotten,omitempty"`   // its service was closed by itself, as of the counter's last sign of life
}

// Range is an estimate of a wait, in seconds from now. LowS and HighS are
// rounded, to be shown; of like tickets half, 80 and 90 in 100 are called before
// the others. By tells who reckoned: free, pace, model or simulation.
type Range struct {
	LowS  int    `json:"low_s"`
	HighS int    `json:"high_s"`
	P50S  int    `json:"p50_s,omitempty"`
	P80S  int    `json:"p80_s,omitempty"`
	P90S  int    `json:"p90_s,omitempty"`
	By    string `json:"by,omitempty"`
}

// IssueRequest asks for a ticket: POST /tickets.
type IssueRequest struct {
	Service  center.ServiceCode `json:"service"`
	Purpose  center.Purpose     `json:"purpose"`
	Priority bool               `json:"priority,omitempty"`
	Kiosk    center.DeviceID    `json:"kiosk,omitempty"`   // the kiosk that asks; its printer prints
	Printer  center.DeviceID    `json:"printer,omitempty"` // prints the slip of a ticket made without a kiosk

	Also        []center.ServiceCode `json:"also,omitempty"`        // what else the visit has to do, in order
	Appointment string               `json:"appointment,omitempty"` // code of one that checks in; service and purpose are then its own
	Paper       *PaperTicket         `json:"paper,omitempty"`       // it was given on paper: greeter, manager

	Assist  bool           `json:"assist,omitempty"`  // the citizen needs help: the counter comes and fetches them
	Proxy   bool           `json:"proxy,omitempty"`   // somebody takes it for another
	Another bool           `json:"another,omitempty"` // who took a number just now wants a second one
	Instead queue.TicketID `json:"instead,omitempty"` // the number given back for it: same kiosk, at most a minute old

	Procedure string `json:"procedure,omitempty"` // what it is taken for, by its code: its papers are printed; one of another service is left out
}

// TicketAnswer answers whatever concerns one ticket.
type TicketAnswer struct {
	Ticket Ticket `json:"ticket"`
}

// ActionRequest is the body of POST /counters/{counter}/{action}; each action reads its own fields.
type ActionRequest struct {
	Ticket   queue.TicketID     `json:"ticket,omitempty"`   // resume, call; elsewhere: the one that is meant, refused where the counter holds another
	Service  center.ServiceCode `json:"service,omitempty"`  // transfer, add
	Counter  center.CounterID   `json:"counter,omitempty"`  // transfer
	Back     bool               `json:"back,omitempty"`     // transfer: the visit comes back to this counter afterwards
	Reason   string             `json:"reason,omitempty"`   // pause, incident, call, transfer
	Finish   bool               `json:"finish,omitempty"`   // next: finish the held ticket first, which Ticket must name
	Minutes  int                `json:"minutes,omitempty"`  // pause: back in so many, 1 to 240; 0: not announced
	Dossiers int                `json:"dossiers,omitempty"` // finish, next with finish: 0 to 200
	Outside  int                `json:"outside,omitempty"`  // finish: of these phi địa giới
}

// ActionAnswer answers a counter action with the state after it.
type ActionAnswer struct {
	Counter Counter `json:"counter"`
	Ticket  *Ticket `json:"ticket"`
}

// Board answers GET /board: all that a screen needs, true at Seq. Then follow /events?after=Seq.
type Board struct {
	Seq      int64          `json:"seq"`
	At       time.Time      `json:"at"`
	Day      center.Day     `json:"day"`
	Center   i18n.Text      `json:"center"`
	Point    i18n.Text      `json:"point"`
	Demo     bool           `json:"demo"`
	Open     bool           `json:"open"`
	NextOpen *time.Time     `json:"next_open,omitempty"`
	Counters []Counter      `json:"counters"`
	Calls    []Call         `json:"calls"`     // newest first, at most 12, one a ticket
	Waiting  []QueueState   `json:"waiting"`   // one a service
	LongestS int            `json:"longest_s"` // longest wait now, seconds; 0 with nobody waiting
	Devices  []DeviceStatus `json:"devices"`
	Power    *Power         `json:"power,omitempty"`    // on battery; absent: mains, or nobody knows
	SelfTest *SelfTest      `json:"selftest,omitempty"` // the last one of the day
	Help     []HelpCall     `json:"help,omitempty"`     // who waits for a greeter, and where; the longest first
	Trouble  string         `json:"trouble,omitempty"`  // fault code that keeps tickets from being issued, such as "disk-full"
}

// HelpCall is somebody who waits for a greeter at a machine or at the door.
type HelpCall struct {
	Device center.DeviceID `json:"device"` // the kiosk or the button where they stand
	Kind   string          `json:"kind"`   // kiosk or button
	At     time.Time       `json:"at"`
}

// HelpRequest is the body of POST /help.
type HelpRequest struct {
	Device center.DeviceID `json:"device,omitempty"` // empty: the caller's own
}

// AssistRequest is the body of POST /tickets/{id}/assist.
type AssistRequest struct {
	Assist bool `json:"assist"`
}

// Call is one call as the displays show it.
type Call struct {
	Seq     int64              `json:"seq"` // of the newest call or recall: a new one blinks
	Ticket  queue.TicketID     `json:"ticket"`
	Number  string             `json:"number"`
	Service center.ServiceCode `json:"service"`
	Counter center.CounterID   `json:"counter"`
	State   queue.State        `json:"state"`
	At      time.Time          `json:"at"`

	ReturnBy *time.Time `json:"return_by,omitempty"` // no-show: until when it may come back
}

// QueueState is one service's queue.
type QueueState struct {
	Service  center.ServiceCode `json:"service"`
	Waiting  int                `json:"waiting"`
	LongestS int                `json:"longest_s"`
	Counters int                `json:"counters"`          // open counters that serve it
	Wait     *Range             `json:"wait"`              // for a ticket issued now
	Stalled  *time.Time         `json:"stalled,omitempty"` // the service stands still since then
	Next     string             `json:"next,omitempty"`
}

// Slip is the content of a slip, answered to the bridge that claims it.
type Slip struct {
	Ticket   queue.TicketID  `json:"ticket"`
	Printer  center.DeviceID `json:"printer"`
	Copy     int             `json:"copy,omitempty"` // 0: the slip; n: its n-th reprint, which says so
	Number   string          `json:"number"`
	Center   i18n.Text       `json:"center"`
	Point    i18n.Text       `json:"point"`
	Service  i18n.Text       `json:"service"`
	Purpose  center.Purpose  `json:"purpose"`
	Priority bool            `json:"priority"`
	Counters string          `json:"counters"` // counters that may call it, "3, 5"
	Ahead    int             `json:"ahead"`
	Wait     *Range          `json:"wait"`
	IssuedAt time.Time       `json:"issued_at"`
	URL      string          `json:"url"`
	Papers   i18n.Text       `json:"papers"`
	Demo     bool            `json:"demo"`
	Code     string          `json:"code,omitempty"`    // what its holder types at a shared terminal to rate the visit: eight digits; empty: there is none
	CopyAt   time.Time       `json:"copy_at,omitzero"`  // when the copy was claimed
	Layout   *center.Slip    `json:"layout,omitempty"`  // how it looks; nil: as usual
	Closing  *ClosingSlip    `json:"closing,omitempty"` // the slip of a day that closed; nil: of a number
	Test     bool            `json:"-"`                 // a test strip of the printer, which the bridge makes itself
}

// ClosingSlip is what the slip says that is printed when a service day closes.
type ClosingSlip struct {
	Day      center.Day `json:"day"`
	Agency   string     `json:"agency"` // code of the reception point
	Seq      int64      `json:"seq"`    // the entry that has the head
	Head     string     `json:"head"`   // its hash, in hex: whoever keeps this paper can tell that the log was changed
	Issued   int        `json:"issued"`
	Finished int        `json:"finished"`
	NoShows  int        `json:"no_shows"`
	Expired  int        `json:"expired"` // still open when the day closed
}

// Text is what the QR code of a closing slip says.
func (c *ClosingSlip) Text() string {
	return fmt.Sprintf("motcua:head:%s:%s:%d:%s", c.Agency, c.Day, c.Seq, c.Head)
}

// SlipAnswer answers POST /slips/{ticket}/claim.
type SlipAnswer struct {
	Slip Slip `json:"slip"`
}

// SessionRequest turns a token, a name and password, or a name and PIN into a cookie: POST /session.
type SessionRequest struct {
	Token    string `json:"token,omitempty"`
	Name     string `json:"name,omitempty"`
	Password string `json:"password,omitempty"`
	Code     string `json:"code,omitempty"` // of the second factor, or a recovery code
	PIN      string `json:"pin,omitempty"`  // instead of a password, at a paired counter
}

// DayReport answers GET /reports/day.
type DayReport struct {
	Day     center.Day `json:"day"`
	Center  i18n.Text  `json:"center"`
	Figures Today      `json:"figures"`
}
