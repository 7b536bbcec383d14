package wire

import (
	"fmt"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// Presence is what is known of a device: present, absent and broken are three answers.
type Presence string

// The presences.
const (
	Present Presence = "present"
	Absent  Presence = "absent"
	Broken  Presence = "broken"
)

// Causes of a broken device or a failed slip: codes, with their sentences in
// the catalog under "cause.".
const (
	PaperOut     = "paper-out"
	PaperLow     = "paper-low" // a present printer that soon needs paper
	CoverOpen    = "cover-open"
	CutterError  = "cutter-error"
	HeadHot      = "head-hot" // it goes on by itself when it has cooled down
	DeviceError  = "device-error"
	Unreachable  = "unreachable"
	TimedOut     = "timed-out"
	PortBusy     = "port-busy"     // another program holds the port
	NoPermission = "no-permission" // the port may not be opened by this program
	Garbled      = "garbled"       // bytes come, and no frame: wrong speed or parity, wires swapped, noise
	SameAddress  = "same-address"  // two units answer to one address
	Foreign      = "foreign"       // something answers that is not this device
	SlowLine     = "slow-line"     // a serial line too slow for slips
	Unknown      = "unknown"       // bytes went out, the answer never came
	NoBoard      = "no-board"      // the machine has no pins for the device
	KeyStuck     = "key-stuck"
	NoSound      = "no-sound"
	ClipsRefused = "clips-refused" // a present voice that speaks without a clip pack, which is broken
	Reduced      = "reduced"       // a present tablet whose page comes over plain http: without a line it does not open again
	MainsLost    = "mains-lost"
	BatteryLow   = "battery-low"
	ChargeLow    = "charge-low" // a present tablet whose own battery is nearly empty, and nothing charges it
)

// causes gives each cause the two digits of its fault code. The numbers are
// printed in manuals: they are never given to another cause.
var causes = []struct {
	cause  string
	number int
}{
	{PaperOut, 11}, {PaperLow, 12}, {CoverOpen, 13}, {CutterError, 14}, {HeadHot, 15}, {DeviceError, 19},
	{Unreachable, 21}, {TimedOut, 22}, {PortBusy, 23}, {NoPermission, 24}, {Garbled, 25}, {SameAddress, 26}, {Foreign, 27},
	{SlowLine, 28}, {Unknown, 29}, {NoBoard, 31}, {KeyStuck, 32}, {NoSound, 33}, {ClipsRefused, 34}, {Reduced, 35},
	{MainsLost, 41}, {BatteryLow, 42}, {ChargeLow, 43},
}

// Causes lists every cause, in the order of the fault codes.
var Causes = func() (all []string) {
	for _, c := range causes {
		all = append(all, c.cause)
	}
	return all
}()

// IsCause tells whether a cause is one the log knows: it holds no free text.
func IsCause(code string) bool { return slices.Contains(Causes, code) }

// FaultCode is what a person reads out or photographs, such as "P1-11": the
// device and the two digits of the cause. It is empty without a cause.
func FaultCode(device center.DeviceID, cause string) string {
	for _, c := range causes {
		if c.cause == cause {
			return fmt.Sprintf("%s-%d", device, c.number)
		}
	}
	return ""
}

// DeviceData is a device's state as its driver saw it.
type DeviceData struct {
	Device center.DeviceID `json:"device"`
	State  Presence        `json:"state"`
	Cause  string          `json:"cause,omitempty"`
	Since  *time.Time      `json:"since,omitempty"` // told again as a day opens: since when it has been so
	Good   *time.Time      `json:"good,omitempty"`  // not present: when it was last known to work
}

// PaperData is the paper of one printer.
type PaperData struct {
	Printer center.DeviceID `json:"printer"`
	MM      int             `json:"mm"`                // printed since the roll was put in, in millimeters
	LastMM  int             `json:"last_mm,omitempty"` // what the last roll gave that was printed to its end
	SlipMM  int             `json:"slip_mm,omitempty"` // mean of the last slips
	Cause   string          `json:"cause,omitempty"`   // paper-low or paper-out, said and no new roll seen since
	LowMM   int             `json:"low_mm,omitempty"`  // printed on the roll when the printer first said that little was left
}

// PaperServedData is a citizen who was given a number on paper and served while
// nothing worked. The times are what a person remembers: no waiting figure uses them.
type PaperServedData struct {
	Service  center.ServiceCode `json:"service"`
	Purpose  center.Purpose     `json:"purpose"`
	Number   string             `json:"number"` // as written on the paper
	Taken    time.Time          `json:"taken"`
	Counter  center.CounterID   `json:"counter,omitempty"`
	Called   *time.Time         `json:"called,omitempty"`
	Finished *time.Time         `json:"finished,omitempty"`
	By       string             `json:"by,omitempty"` // opaque id of the credential that typed it in
}

// SelfTestData is the morning's test of every device.
type SelfTestData struct {
	ID     string          `json:"id"` // of this test, for the results that come for it
	OK     bool            `json:"ok,omitempty"`
	Checks []SelfTestCheck `json:"checks,omitempty"`
}

// SelfTestCheck is one line of a self-test.
type SelfTestCheck struct {
	What   string          `json:"what"`             // code, with its words in the catalog under "selftest."
	Device center.DeviceID `json:"device,omitempty"` // empty: the center as a whole
	OK     bool            `json:"ok"`
	Cause  string          `json:"cause,omitempty"` // a cause, or a fault code of the catalog; of a good one: what it warns of
	MM     int             `json:"mm,omitempty"`    // paper that a test strip took, in millimeters

	Untested bool `json:"untested,omitempty"` // nobody could test it: neither good nor bad
}

// The checks of a self-test: SelfTestCheck.What.
const (
	CheckStrip   = "strip"   // a printer's test strip
	CheckKeys    = "keys"    // of a unit or button: none is held
	CheckDigits  = "digits"  // all segments lit
	CheckLamp    = "lamp"    // lit and off again
	CheckBus     = "bus"     // its line answers
	CheckScanner = "scanner" // its port is open
	CheckUPS     = "ups"     // on the mains, charged
	CheckScreen  = "screen"  // a display, kiosk or tablet shows its picture
	CheckSound   = "sound"
	CheckClock   = "clock"
	CheckDisk    = "disk"
	CheckLink    = "link" // to the province
	CheckDevice  = "device"
)

// Checks lists the checks that there are; others are refused.
var Checks = []string{
	CheckStrip, CheckKeys, CheckDigits, CheckLamp, CheckBus, CheckScanner, CheckUPS, CheckScreen, CheckSound,
	CheckClock, CheckDisk, CheckLink, CheckDevice,
}

// SelfTestResults is the body of POST /selftest/{id}/results.
type SelfTestResults struct {
	Checks []SelfTestCheck `json:"checks"`
}

// SelfTest is the last self-test, as screens show it.
type SelfTest struct {
	ID      string          `json:"id"`
	At      time.Time       `json:"at"` // when it began
	Running bool            `json:"running,omitempty"`
	OK      bool            `json:"ok"`
	Checks  []SelfTestCheck `json:"checks,omitempty"`
}

// Power says that the center runs on its battery.
type Power struct {
	Since time.Time `json:"since"`
	Low   bool      `json:"low,omitempty"` // the battery is nearly empty
}

// DeviceStatus is a device's last known state.
type DeviceStatus struct {
	Device   center.DeviceID  `json:"device"`
	Kind     string           `json:"kind"` // see center.DeviceKind
	Driver   string           `json:"driver,omitempty"`
	Counter  center.CounterID `json:"counter,omitempty"` // where it stands
	Kiosk    center.DeviceID  `json:"kiosk,omitempty"`
	State    Presence         `json:"state"`
	Cause    string           `json:"cause,omitempty"`
	Code     string           `json:"code,omitempty"`      // fault code: "P1-11"
	At       *time.Time       `json:"at,omitempty"`        // when it was last heard of; absent: never
	Since    *time.Time       `json:"since,omitempty"`     // since when it is in this state
	LastGood *time.Time       `json:"last_good,omitempty"` // when it was last known to work
	Counts   map[string]int64 `json:"counts,omitempty"`    // what its driver counts; see Counts
	Version  string           `json:"version,omitempty"`   // of its program, as it says; see StateReport
	Paper    *Paper           `json:"paper,omitempty"`     // of a printer
}

// Paper is what is known of the roll in a printer.
type Paper struct {
	UsedMM int        `json:"used_mm"`
	RollMM int        `json:"roll_mm"`           // what a roll gives: the last one, or as configured
	LeftMM int        `json:"left_mm"`           // estimated
	EndsAt *time.Time `json:"ends_at,omitempty"` // when it will be empty at the pace of the day; absent: not before closing
	Slips  int        `json:"slips"`             // that it is still good for, at their mean length
}

// Few tells that so few slips are left that nobody should rely on them for the rest of the day.
func (p *Paper) Few() bool { return p.Slips > 0 && p.Slips < 100 }

// Counts lists what a driver may count; other names are refused. Those that end
// in _us are microseconds, in _s seconds, in _pct percent, in _ok 1 for yes and 0
// for no; the rest are numbers since the bridge started, or the page was loaded.
var Counts = []string{
	"jobs", "failed", "copies", "looks",
	"polls", "retries", "timeouts", "garbled", "dead", "units", "poll_us", "scan_us",
	"keys", "repeats", "lost", "stale", "restarts",
	"scans", "presses", "charge_pct", "runtime_s",
	"power_ok", "waiting", "refused", "offline_ok", "stored_ok",
}

// StateReport is the body of POST /devices/{device}/state.
type StateReport struct {
	State  Presence         `json:"state"`
	Cause  string           `json:"cause,omitempty"`
	Counts map[string]int64 `json:"counts,omitempty"`

	Version string `json:"version,omitempty"` // of its program: at most 40 letters, digits, points, dashes and plus signs
}

// SlipDone is the body of POST /slips/{ticket}/done, SlipClaim that of /claim, SlipReprint that of /reprint.
type (
	SlipDone struct {
		Copy int `json:"copy,omitempty"`
		MM   int `json:"mm,omitempty"`
	}
	SlipClaim struct {
		Copy int `json:"copy,omitempty"`
	}
	SlipReprint struct {
		Printer center.DeviceID `json:"printer,omitempty"` // empty: the one that printed it first
	}
)

// SlipFailure is the body of POST /slips/{ticket}/failed.
type SlipFailure struct {
	Cause string `json:"cause"`
	Copy  int    `json:"copy,omitempty"`
	MM    int    `json:"mm,omitempty"`
}

// ScanRequest is a code that was scanned: POST /scans. The code may be personal: it is never logged or stored.
type ScanRequest struct {
	Scanner center.DeviceID `json:"scanner,omitempty"` // empty: a scanner that types into the caller's own screen
	Code    string          `json:"code"`
	Rate    bool            `json:"rate,omitempty"` // the holder wants to be asked: the code may also be the rating code of a slip, eight digits as somebody typed them
}

// The kinds of scanned codes.
const (
	ScanTicket      = "ticket"
	ScanAppointment = "appointment"
	ScanDossier     = "dossier"
	ScanCard        = "card"
	ScanUnknown     = "unknown"
)

// ScanAnswer says what a scanned code is. It is also told, live only, to the screens at the scanner's place.
// A tablet learns the kind and the question, and nothing of the ticket.
type ScanAnswer struct {
	Kind        string           `json:"kind"`
	Kiosk       center.DeviceID  `json:"kiosk,omitempty"` // the scanner's place
	Counter     center.CounterID `json:"counter,omitempty"`
	Ticket      *Ticket          `json:"ticket,omitempty"` // with its URL for the kiosk alone, and only while its service can be rated
	Appointment *Appointment     `json:"appointment,omitempty"`
	Dossier     string           `json:"dossier,omitempty"` // the dossier's code
	Card        *Card            `json:"card,omitempty"`
	Survey      *Survey          `json:"survey,omitempty"` // ticket, only to the tablet that asks: the question open about its last service
}

// Card is all that is kept of a citizen's identity card, and only for the moment.
type Card struct {
	Elderly bool   `json:"elderly"` // 60 or over today
	Person  string `json:"person"`  // keyed hash, good for this day and center only
}

// HelpData is the data of the events of help.
type HelpData struct {
	Device center.DeviceID `json:"device"`           // the kiosk or the button
	By     string          `json:"by,omitempty"`     // answered: opaque id of the credential
	Reason string          `json:"reason,omitempty"` // answered: "late" where nobody came
}

// PaperTicket is what a number on paper was, in POST /tickets.
type PaperTicket struct {
	Number string    `json:"number"`
	Taken  time.Time `json:"taken"`
}

// PaperServedRequest is the body of POST /paper/served.
type PaperServedRequest struct {
	Service  center.ServiceCode `json:"service"`
	Purpose  center.Purpose     `json:"purpose"`
	Number   string             `json:"number"` // as written on the paper
	Taken    time.Time          `json:"taken"`
	Counter  center.CounterID   `json:"counter,omitempty"`
	Called   *time.Time         `json:"called,omitempty"`
	Finished *time.Time         `json:"finished,omitempty"`
}

// Devices answers GET /devices: what the configuration says of each, so that a
// device needs to be told no more than where its controller is. A caller bound
// to a device gets that one; who is bound to none gets all.
type Devices struct {
	Kiosks   []center.Kiosk   `json:"kiosks"`
	Printers []center.Printer `json:"printers"`
	Displays []center.Display `json:"displays"`
	Tablets  []center.Tablet  `json:"tablets"`
	Buses    []center.Bus     `json:"buses"`
	Units    []center.Unit    `json:"units"`
	Lamps    []center.Lamp    `json:"lamps"`
	Buttons  []center.Button  `json:"buttons"`
	Digits   []center.Digits  `json:"digits"`
	Scanners []center.Scanner `json:"scanners"`
	UPS      *center.UPS      `json:"ups,omitempty"`
	Voices   []center.Voice   `json:"voices"`
	Layouts  []center.Layout  `json:"layouts"`

	PauseReasons []string `json:"pause_reasons"` // in the order of the digits that choose one
}

// SlipKey names one printing of a ticket's slip.
type SlipKey struct {
	Ticket queue.TicketID
	Copy   int
}
