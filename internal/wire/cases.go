package wire

import (
	"time"

	"motcua/internal/cases"
	"motcua/internal/center"
	"motcua/internal/i18n"
)

// CaseEvents lists the events of a case.
var CaseEvents = []string{CaseOpened, CaseAssigned, CaseAnswered, CaseReopened, CaseSettled, CaseWithdrawn, CaseTold}

// CaseData is one step of a case: opaque ids, days and codes. What was written,
// and by whom, stands beside the log and is deleted there.
type CaseData struct {
	Case      cases.ID    `json:"case"`
	Route     cases.Route `json:"route,omitempty"`     // opened, assigned: where it goes
	Due       center.Day  `json:"due,omitempty"`       // opened, reopened
	Referred  bool        `json:"referred,omitempty"`  // it has the reference of an official complaint
	Late      bool        `json:"late,omitempty"`      // answered: after its due day
	Satisfied *bool       `json:"satisfied,omitempty"` // settled: what the citizen said, where anything was said
	By        string      `json:"by,omitempty"`        // opaque id; empty: the citizen, or time
	Channel   string      `json:"channel,omitempty"`   // told: zns, sms or email
	Cause     string      `json:"cause,omitempty"`     // told: why not
}

// Feedback is what a center says of complaints: where the official ways are,
// and whether it takes cases. It is no secret.
type Feedback struct {
	Takes    bool      `json:"takes"`             // cases are taken
	URL      string    `json:"url"`               // of the page that takes them
	Hotline  string    `json:"hotline"`           // official line: 1022
	Portal   string    `json:"portal,omitempty"`  // official portal
	Days     int       `json:"days"`              // working days an answer takes at most
	Quiet    int       `json:"quiet"`             // working days in which the citizen may object
	Matters  []string  `json:"matters,omitempty"` // cases.Matters
	Official i18n.Text `json:"official"`          // the sentence that this is no official complaint, and where one goes
}

// PhoneComplaints says on a citizen's page where complaints go.
type PhoneComplaints struct {
	Hotline string `json:"hotline"`           // official line
	Portal  string `json:"portal,omitempty"`  // official portal
	Request string `json:"request,omitempty"` // page for who wants an answer; empty: none that this phone reaches
	Days    int    `json:"days,omitempty"`    // working days until the answer
}

// newPhoneComplaints is what phones anywhere may know: the center's own address
// is not one of those that they reach.
func newPhoneComplaints(c *center.Center) *PhoneComplaints {
	f := c.Feedback
	if f.Hotline == "" {
		return nil
	}
	v := &PhoneComplaints{Hotline: f.Hotline, Portal: f.Portal, Days: f.Days}
	if !f.Off && f.URL != "" {
		v.Request = c.FeedbackURL()
	}
	return v
}

// FeedbackRequest opens a case.
type FeedbackRequest struct {
	Text    string           `json:"text"`              // at most 2000 letters
	Matter  string           `json:"matter"`            // one of cases.Matters
	Counter center.CounterID `json:"counter,omitempty"` // as the citizen names it
	Day     center.Day       `json:"day,omitempty"`     // likewise; empty with a counter: today
	To      string           `json:"to,omitempty"`      // phone number or e-mail address; empty: the citizen keeps the link
	Agreed  bool             `json:"agreed,omitempty"`  // to keeping To until the case is over
	Lang    i18n.Lang        `json:"lang,omitempty"`

	Reference string `json:"reference,omitempty"` // of an official complaint; only with a session of who works here
}

// FeedbackOpened says that a case is open.
type FeedbackOpened struct {
	URL string     `json:"url"` // its page, which nobody else finds
	Due center.Day `json:"due"`
}

// FeedbackCase is a case as its citizen sees it.
type FeedbackCase struct {
	State     cases.State      `json:"state"`
	Opened    center.Day       `json:"opened"`
	Due       center.Day       `json:"due"`
	Overdue   bool             `json:"overdue,omitempty"`
	Route     cases.Route      `json:"route"`           // who answers
	Moved     bool             `json:"moved,omitempty"` // not who usually does: they worked at the counter, or there is nobody
	Matter    string           `json:"matter"`
	Counter   center.CounterID `json:"counter,omitempty"`
	Day       center.Day       `json:"day,omitempty"`
	Reference string           `json:"reference,omitempty"`
	Shown     string           `json:"shown,omitempty"` // the address, as its owner recognizes it
	Texts     []CaseText       `json:"texts"`           // the citizen's, and the answers
	MayJudge  bool             `json:"may_judge,omitempty"`
	MayObject bool             `json:"may_object,omitempty"`
	Until     center.Day       `json:"until,omitempty"` // answered: objections are taken up to this day
	Satisfied *bool            `json:"satisfied,omitempty"`
}

// FeedbackAct is what a citizen does to the own case.
type FeedbackAct struct {
	Satisfied bool   `json:"satisfied,omitempty"` // judge
	Text      string `json:"text,omitempty"`      // reopen: why the answer is none
}

// CaseText is something written in a case, or a step of it.
type CaseText struct {
	Kind  string      `json:"kind"` // question, objection, answer, note, take, pass, refer
	By    string      `json:"by,omitempty"`
	At    time.Time   `json:"at"`
	Route cases.Route `json:"route,omitempty"` // of a pass
	Text  string      `json:"text,omitempty"`
}

// Cases is what who works on cases may see of them.
type Cases struct {
	Cases   []CaseLine    `json:"cases"`           // those that wait first, by their due day
	Figures []CasePeriod  `json:"figures"`         // of the cases that the asker may know of
	Stuck   []cases.Route `json:"stuck,omitempty"` // routes with cases that nobody can read: accounts are missing
}

// CaseLine is a case in a list.
type CaseLine struct {
	ID        cases.ID         `json:"id"`
	State     cases.State      `json:"state"`
	Opened    center.Day       `json:"opened"`
	Due       center.Day       `json:"due"`
	Days      int              `json:"days"` // working days left; below zero: late
	Overdue   bool             `json:"overdue,omitempty"`
	Late      bool             `json:"late,omitempty"` // was answered after its due day
	Route     cases.Route      `json:"route"`
	Moved     bool             `json:"moved,omitempty"`
	Matter    string           `json:"matter"`
	Counter   center.CounterID `json:"counter,omitempty"`
	Day       center.Day       `json:"day,omitempty"`
	Reference string           `json:"reference,omitempty"`
	Handler   string           `json:"handler,omitempty"` // name of who has taken it
	Mine      bool             `json:"mine,omitempty"`
	Reopened  bool             `json:"reopened,omitempty"`
	Satisfied *bool            `json:"satisfied,omitempty"`
}

// Case is one case for who works on it.
type Case struct {
	CaseLine
	To      string     `json:"to,omitempty"`      // the address, in full: somebody may have to call
	Channel string     `json:"channel,omitempty"` // zns, sms, email or call
	Told    string     `json:"told,omitempty"`    // what became of the message: owed, claimed, sent or a cause
	Texts   []CaseText `json:"texts"`
	Desk    bool       `json:"desk,omitempty"`
}

// CaseAct is what somebody does to a case.
type CaseAct struct {
	Text      string      `json:"text,omitempty"`      // answer, note
	Route     cases.Route `json:"route,omitempty"`     // pass
	Reference string      `json:"reference,omitempty"` // reference; empty: there is none
}

// CasePeriod counts the cases that were opened in a period. The shares are of
// cases with an official reference alone; a share of fewer than five is left out.
type CasePeriod struct {
	Name      string     `json:"name"` // quarter or year
	From      center.Day `json:"from"`
	To        center.Day `json:"to"`
	Opened    int        `json:"opened"`
	Withdrawn int        `json:"withdrawn"`
	Waiting   int        `json:"waiting"`
	Late      int        `json:"late"`
	Answered  int        `json:"answered"`
	Referred  int        `json:"referred"`
	OnTime    CaseShare  `json:"on_time"`
	Satisfied CaseShare  `json:"satisfied"`
}

// CaseShare is a share with what it is of, and where the true one lies with 95 %.
type CaseShare struct {
	N     int      `json:"n"`
	Share *float64 `json:"share,omitempty"`
	Low   float64  `json:"low,omitempty"`
	High  float64  `json:"high,omitempty"`
}
