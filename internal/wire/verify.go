package wire

import (
	"time"

	"motcua/internal/i18n"
)

// The states of a verification.
const (
	VerifyNever   = "never" // not since the log began
	VerifyRunning = "running"
	VerifyGood    = "good"
	VerifyBad     = "bad"    // something in the log is wrong: Findings
	VerifyFailed  = "failed" // the log could not be read to its end: Cause
)

// VerifyStates lists them.
var VerifyStates = []string{VerifyNever, VerifyRunning, VerifyGood, VerifyBad, VerifyFailed}

// Verification answers GET and POST /verify: the newest recomputation of the log.
type Verification struct {
	State    string        `json:"state"`
	By       string        `json:"by,omitempty"`    // opaque id of who wanted it; absent: the controller by itself
	Began    *time.Time    `json:"began,omitempty"` // wall clock
	Ended    *time.Time    `json:"ended,omitempty"`
	Done     int64         `json:"done"`  // entries looked at
	Total    int64         `json:"total"` // of so many
	Days     int           `json:"days"`  // closed service days whose heads were compared
	Jumps    int           `json:"jumps"` // of the wall clock, told in the log; no fault
	Head     LogHead       `json:"head"`  // where the recomputation ended
	Heads    []DayHead     `json:"heads"` // of the newest closed days, newest first
	Findings []FindingText `json:"findings"`
	More     int           `json:"more,omitempty"`  // findings beyond those
	Cause    string        `json:"cause,omitempty"` // code of the fault that ended it
}

// FindingText is a finding with its sentence.
type FindingText struct {
	Finding
	Text i18n.Text `json:"text"`
}

// Texts gives findings their sentences.
func Texts(all []Finding) []FindingText {
	out := make([]FindingText, 0, len(all))
	for _, f := range all {
		out = append(out, FindingText{f, i18n.Text{VI: f.Say(i18n.VI), EN: f.Say(i18n.EN)}})
	}
	return out
}

// Say says in lang what is wrong.
func (f Finding) Say(lang i18n.Lang) string {
	return i18n.T(lang, "verify."+f.Code, "seq", i18n.Int(lang, int(f.Seq)))
}

// BySchedule is who asked for a verification that the controller began by itself.
const BySchedule = "schedule"

// LogVerifiedData is the outcome of one verification. It is whole where OK is
// set; else Bad is the first entry that is wrong, or Cause why the log could not
// be read to its end.
type LogVerifiedData struct {
	By       string `json:"by"`   // opaque id of who asked, or BySchedule
	From     int64  `json:"from"` // first entry looked at
	To       int64  `json:"to"`   // last entry looked at
	Head     string `json:"head"` // hash of To
	OK       bool   `json:"ok,omitempty"`
	Bad      int64  `json:"bad,omitempty"`
	Findings int    `json:"findings,omitempty"` // how many things are wrong
	Cause    string `json:"cause,omitempty"`    // code of a fault
	MS       int64  `json:"ms"`                 // it took so long
}
