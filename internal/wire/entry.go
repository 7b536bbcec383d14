// Package wire defines what travels: the entries of the log, the JSON of the
// HTTP interface, and the messages to the province. Golden files hold every
// form; a change that breaks one needs a new version, not a new golden file.
package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// Hash is the SHA-256 that chains one log entry to the one before. As text it is lower-case hex.
type Hash [sha256.Size]byte

// String returns the hash in hex.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes hex.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads hex.
func (h *Hash) UnmarshalText(b []byte) error {
	if len(b) != 2*len(h) {
		return fmt.Errorf("wire: a hash has %d hex digits, not %d", 2*len(h), len(b))
	}
	_, err := hex.Decode(h[:], b)
	return err
}

// Entry is one event of the log. Body is the stored JSON of the fields of
// [Body], byte for byte: Hash = SHA-256(hash of the entry before ‖ Body), and
// the entry before the first has a hash of zeros.
type Entry struct {
	Seq  int64
	Type string
	Body json.RawMessage
	Hash Hash
}

// Body is the content of an entry.
type Body struct {
	Seq  int64           `json:"seq"`
	Type string          `json:"type"`
	At   time.Time       `json:"at"`            // wall clock as it was read; order is Seq, never this
	Up   int64           `json:"up_ms"`         // milliseconds since the boot Boot: durations come from these
	Boot string          `json:"boot"`          // boot id of the machine
	Day  center.Day      `json:"day,omitempty"` // service day
	Data json.RawMessage `json:"data"`
}

// Chain returns the hash of an entry whose body is body and whose predecessor's hash is prev.
func Chain(prev Hash, body []byte) Hash {
	h := sha256.New()
	h.Write(prev[:])
	h.Write(body)
	return Hash(h.Sum(nil))
}

// Decode returns the entry's content.
func (e Entry) Decode() (Body, error) {
	var b Body
	if err := json.Unmarshal(e.Body, &b); err != nil {
		return Body{}, fmt.Errorf("entry %d: %w", e.Seq, err)
	}
	return b, nil
}

// Queue returns the entry as an event of the queue, false where it is of another kind.
func (b Body) Queue() (queue.Event, bool, error) {
	if !isQueue[b.Type] {
		return queue.Event{}, false, nil
	}
	e := queue.Event{Type: queue.Type(b.Type)}
	if err := json.Unmarshal(b.Data, &e); err != nil {
		return queue.Event{}, true, fmt.Errorf("entry %d: %w", b.Seq, err)
	}
	return e, true, nil
}

var isQueue = func() map[string]bool {
	m := map[string]bool{}
	for _, t := range queue.Types {
		m[string(t)] = true
	}
	return m
}()

// The event types beside those of the queue.
const (
	LogOpened       = "log.opened"       // the first entry of every log: LogOpenedData
	EpochOpened     = "epoch.opened"     // the log goes on under a new epoch: EpochOpenedData
	ProgramStarted  = "program.started"  // ProgramStartedData
	ConfigChanged   = "config.changed"   // ConfigChangedData
	DayOpened       = "day.opened"       // no data beyond the day
	DayClosed       = "day.closed"       // DayClosedData
	LogVerified     = "log.verified"     // LogVerifiedData
	ClockJumped     = "clock.jumped"     // ClockJumpedData
	SlipClaimed     = "slip.claimed"     // SlipData
	SlipPrinted     = "slip.printed"     // SlipData
	SlipFailed      = "slip.failed"      // SlipData with a cause
	SlipReordered   = "slip.reordered"   // SlipData: staff want it printed once more, marked as a copy
	SlipOrdered     = "slip.ordered"     // SlipData: the closing slip of a day is to be printed; with a copy, once more
	PaperCounted    = "paper.counted"    // PaperData: what stands on the roll as a day opens
	PaperChanged    = "paper.changed"    // PaperData of the roll that was taken out
	PaperServed     = "paper.served"     // PaperServedData: somebody served on a paper number while the power was out
	SelfTestBegan   = "selftest.began"   // SelfTestData
	SelfTestEnded   = "selftest.ended"   // SelfTestData with its checks
	DeviceState     = "device.state"     // DeviceData
	HelpAsked       = "help.asked"       // HelpData: somebody waits for a greeter
	HelpAnswered    = "help.answered"    // HelpData: a greeter comes, or nobody waits any more
	RatingsAdmitted = "ratings.admitted" // RatingsData
	RatingsObserved = "ratings.observed" // ObservedData: how answers came about, in counts
	RatingsRefused  = "ratings.refused"  // RefusedData: somebody who works here tried to answer
	ForecastFitted  = "forecast.fitted"  // ForecastFittedData
	ForecastScored  = "forecast.scored"  // ForecastScores of the day that closes
	NoticeClaimed   = "notice.claimed"   // NoticeData: a message to a citizen is about to go out
	NoticeSent      = "notice.sent"      // NoticeData
	NoticeFailed    = "notice.failed"    // NoticeData with a cause

	CounterAlarmed   = "counter.alarmed"   // AlarmData: an official asks quietly for the manager
	AlarmAnswered    = "alarm.answered"    // AlarmData: the manager comes, or the official takes it back
	FiguresExplained = "figures.explained" // ExplainedData: an official explains own figures

	AlertRaised       = "alert.raised"       // AlertData: the manager has to know of something
	AlertAcknowledged = "alert.acknowledged" // AlertData: somebody sees to it
	AlertEscalated    = "alert.escalated"    // AlertData: nobody did in time, the second level is told
	AlertTold         = "alert.told"         // AlertData: a message to the second level went out, or could not
	AlertCleared      = "alert.cleared"      // AlertData: its cause is gone

	SessionOpened  = "session.opened"  // SessionData: somebody logged in
	SessionRefused = "session.refused" // SessionData: somebody was not let in
	SessionClosed  = "session.closed"  // SessionData: logged out, or ended by somebody
	AccountChanged = "account.changed" // AccountData
	StationPaired  = "station.paired"  // StationData
	StationRemoved = "station.removed" // StationData

	QuestionnairePublished = "questionnaire.published" // QuestionnaireData: it is asked from now on

	ReportExported = "report.exported" // ReportData: somebody took a file, or a schedule laid one into its folder
	ReportSent     = "report.sent"     // ReportData: a file went out by e-mail

	InspectionOpened   = "inspection.opened"   // InspectionData
	InspectionDrawn    = "inspection.drawn"    // InspectionData: a random sample
	InspectionExported = "inspection.exported" // InspectionData: a record with its verification
	InspectionClosed   = "inspection.closed"   // InspectionData
	PersonalErased     = "personal.erased"     // ErasedData

	CaseOpened    = "case.opened"    // CaseData: in a later hour, as a finer time would lead to a ticket
	CaseAssigned  = "case.assigned"  // CaseData: somebody took it, or with a route passed it on
	CaseAnswered  = "case.answered"  // CaseData: the citizen may read the answer
	CaseReopened  = "case.reopened"  // CaseData: the citizen has objected
	CaseSettled   = "case.settled"   // CaseData: the citizen is content, or has said nothing more in time
	CaseWithdrawn = "case.withdrawn" // CaseData: by the citizen, or with what the citizen had deleted
	CaseTold      = "case.told"      // CaseData: a message about the answer went out, or with a cause could not
)

// Types lists every event type, those of the queue first.
func Types() []string {
	all := make([]string, 0, len(queue.Types)+20)
	for _, t := range queue.Types {
		all = append(all, string(t))
	}
	all = append(all, CaseEvents...)
	return append(all, LogOpened, EpochOpened, ProgramStarted, ConfigChanged, DayOpened, DayClosed, LogVerified, ClockJumped,
		SlipClaimed, SlipPrinted, SlipFailed, SlipReordered, SlipOrdered, PaperCounted, PaperChanged, PaperServed,
		SelfTestBegan, SelfTestEnded, DeviceState, HelpAsked, HelpAnswered, RatingsAdmitted, RatingsObserved, RatingsRefused, QuestionnairePublished, ForecastFitted, ForecastScored,
		NoticeClaimed, NoticeSent, NoticeFailed, CounterAlarmed, AlarmAnswered, FiguresExplained,
		AlertRaised, AlertAcknowledged, AlertEscalated, AlertTold, AlertCleared,
		SessionOpened, SessionRefused, SessionClosed, AccountChanged, StationPaired, StationRemoved,
		ReportExported, ReportSent,
		InspectionOpened, InspectionDrawn, InspectionExported, InspectionClosed, PersonalErased)
}

// LogOpenedData begins a log.
type LogOpenedData struct {
	Epoch string `json:"epoch"` // 16 hex digits, made with the database
	Point string `json:"point"` // agency code of the reception point
}

// EpochOpenedData says that from First on the log is told under another epoch:
// after a restore, or a disk that lied, (epoch, seq) must not mean two events.
type EpochOpenedData struct {
	Epoch string `json:"epoch"`
	First int64  `json:"first"` // first sequence told under the new epoch
}

// ProgramStartedData marks a start of the controller.
type ProgramStartedData struct {
	Version string `json:"version"`
}

// ConfigChangedData names the configuration in force by its SHA-256.
type ConfigChangedData struct {
	SHA256    string `json:"sha256"`              // of the center's file and the procedures beside it
	Version   int64  `json:"version,omitempty"`   // of the center's file, counted from 1; 0: only what stands beside it changed
	By        string `json:"by,omitempty"`        // opaque id of who saved it; file: somebody wrote the file
	Effective string `json:"effective,omitempty"` // now, or opening: it waited for the day to end
}

// DayClosedData ends a service day; Head is the hash of the entry before, which is published.
type DayClosedData struct {
	Expired int    `json:"expired"` // tickets that were still open
	Head    string `json:"head"`
}

// ClockJumpedData reports a step of the wall clock against the uptime, or with
// ByMS 0 that a person confirmed a date far from the last service day.
type ClockJumpedData struct {
	ByMS        int64  `json:"by_ms"`
	ConfirmedBy string `json:"confirmed_by,omitempty"` // opaque id of the credential
}

// SlipData is the life of one slip.
type SlipData struct {
	Ticket  queue.TicketID  `json:"ticket"`
	Printer center.DeviceID `json:"printer"`
	Copy    int             `json:"copy,omitempty"`  // 0: the slip; n: its n-th reprint, ordered by staff and marked so
	Cause   string          `json:"cause,omitempty"` // see Causes
	MM      int             `json:"mm,omitempty"`    // paper it took, in millimeters
	By      string          `json:"by,omitempty"`    // reordered: opaque id of the credential that wanted it
}

// ForecastFittedData says what was learned of waits from the log.
type ForecastFittedData struct {
	Until     center.Day `json:"until"` // the last day learned from
	Days      int        `json:"days"`
	Used      bool       `json:"used"`                 // false: the model in force before stays
	Reason    string     `json:"reason"`               // first, not-worse, worse, nothing-new
	Tickets   int        `json:"tickets"`              // predictions on days held back, by which the two were compared
	LossMin   float64    `json:"loss_min,omitempty"`   // of the new model there: sum of its P50, P80 and P90 pinball losses, minutes
	BeforeMin float64    `json:"before_min,omitempty"` // of the model in force before
}

// ForecastScores says how well the waits told at issue were kept.
type ForecastScores struct {
	All      ForecastScore `json:"all"`
	Priority ForecastScore `json:"priority"`
	Ordinary ForecastScore `json:"ordinary"`
}

// ForecastScore is the score of some tickets: counts, and minutes where the
// name says so. docs/figures.md defines each.
type ForecastScore struct {
	N          int     `json:"n"`       // called tickets that were told a wait
	Kept       int     `json:"kept"`    // called by the end of the range told
	Early      int     `json:"early"`   // called before its beginning
	MAE        float64 `json:"mae_min"` // mean absolute error of the median told
	MedianAE   float64 `json:"median_ae_min"`
	Bias       float64 `json:"bias_min"` // mean of told − true
	Over10     int     `json:"over_10"`  // waited more than 10 minutes longer than the median told
	Cover50    int     `json:"cover_50"` // called within the P50 told
	Cover80    int     `json:"cover_80"`
	Cover90    int     `json:"cover_90"`
	HOL        float64 `json:"mae_hol_min"`        // had the elapsed wait of the head of the line been told
	Average    float64 `json:"mae_average_60_min"` // had the mean wait of the last hour been told
	Configured float64 `json:"mae_configured_min"` // had minutes × people ÷ open counters been told
	Untold     int     `json:"untold"`             // called without a number having been told
}
