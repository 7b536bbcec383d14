package wire

import (
	"time"

	"motcua/internal/center"
	"motcua/internal/rating"
)

// The channels by which answers come.
const (
	ByTablet   = ""         // at the counter
	ByPhone    = "phone"    // the page of a number
	ByLink     = "link"     // sent to the citizen
	ByTerminal = "terminal" // shared, at the exit
	ByPaper    = "paper"    // typed in by somebody who works here
)

// Channels lists them.
var Channels = []string{ByTablet, ByPhone, ByLink, ByTerminal, ByPaper}

// Show says about which legs an answer may be.
func (a *RatingData) Show(l rating.Leg) {
	a.Counter, a.Official, a.Service, a.Purpose, a.Hour = l.Counter, l.Official, l.Service, l.Purpose, l.Hour
}

// ObservedData is what is counted of finished legs whose classes are complete:
// at closing how their answers came about, and as classes come together how
// many legs kept their service and their hour ("09"). Against these the answers
// with a service or an hour are held: the others may be of any.
type ObservedData struct {
	Observed []rating.Observed `json:"observed,omitempty"`
	Services map[string]int    `json:"services,omitempty"`
	Hours    map[string]int    `json:"hours,omitempty"`
}

// Survey answers GET /counters/{counter}/survey: the question that is open at a counter's tablet.
type Survey struct {
	Token         string    `json:"token"`
	Questionnaire string    `json:"questionnaire"` // version
	Expires       time.Time `json:"expires"`
}

// RatingRequest is one answer: POST /ratings. Its Idempotency-Key is its own
// name, for repetitions and for Corrects.
type RatingRequest struct {
	Token         string           `json:"token,omitempty"`         // left out by a tablet that could not ask for one
	Counter       center.CounterID `json:"counter,omitempty"`       // without a token: where the tablet stands
	Questionnaire string           `json:"questionnaire,omitempty"` // version that was answered; empty: the one in force
	Answers       Answers          `json:"answers"`
	At            *time.Time       `json:"at,omitempty"`       // when it was given, by the tablet's own clock, however wrong
	Sent          *time.Time       `json:"sent,omitempty"`     // when this request was made, by the same clock
	Helped        bool             `json:"helped,omitempty"`   // somebody other than the official helped
	Channel       string           `json:"channel,omitempty"`  // of Channels
	Corrects      string           `json:"corrects,omitempty"` // key of the answer that this one replaces
}

// PaperRatingRequest is one sheet of paper that somebody types in: POST /ratings/paper.
type PaperRatingRequest struct {
	Sheet         string           `json:"sheet"`             // its code, in any case, with blanks or without
	Counter       center.CounterID `json:"counter,omitempty"` // empty: the sheet names none
	Day           center.Day       `json:"day"`               // of the visit
	Questionnaire string           `json:"questionnaire,omitempty"`
	Answers       Answers          `json:"answers"`
	Helped        bool             `json:"helped,omitempty"`
}

// Answers is what a citizen said.
type Answers struct {
	Overall int            `json:"overall"`           // 1: the least satisfied
	Reasons []string       `json:"reasons,omitempty"` // codes of the questionnaire
	Items   map[string]int `json:"items,omitempty"`   // option chosen of further questions by their codes, the first being 1
	Comment string         `json:"comment,omitempty"` // own words; never in the log
}

// RefusedData counts the answers that somebody tried to give who works here.
type RefusedData struct {
	By string `json:"by"` // opaque id
	N  int    `json:"n"`
}

// Comments answers GET /comments: what citizens wrote, the newest day first.
type Comments struct {
	Comments []Comment `json:"comments"`
}

// Comment is what a citizen added to an answer. Its attributes are as coarse as
// those of the answer, and it says no hour.
type Comment struct {
	ID       string             `json:"id"`
	Day      center.Day         `json:"day"` // on which the answers of its batch were counted
	Text     string             `json:"text"`
	Counter  center.CounterID   `json:"counter,omitempty"`
	Service  center.ServiceCode `json:"service,omitempty"`
	Purpose  center.Purpose     `json:"purpose,omitempty"`
	Official string             `json:"official,omitempty"` // opaque id
}
