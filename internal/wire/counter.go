package wire

import (
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// Beside what is done to tickets, a counter has people, an incident, a quiet
// alarm, and notes on tickets. What is typed stands in tables of its own: the
// log has opaque ids.

// Still asks whether the held citizen is still there: nobody has pressed
// anything since Since, and at CloseAt the service ends as of then by itself.
type Still struct {
	Since   time.Time `json:"since"`
	CloseAt time.Time `json:"close_at"`
}

// Official is somebody who is signed on at a counter.
type Official struct {
	ID   string `json:"id"`             // opaque
	Name string `json:"name,omitempty"` // of the account, only for people who work here
}

// AlarmData is an alarm's life in the log.
type AlarmData struct {
	Counter center.CounterID `json:"counter"`
	By      string           `json:"by"`               // opaque id of the credential
	Reason  string           `json:"reason,omitempty"` // answered: "withdrawn" by the official; absent: the manager comes
}

// Alarm is a quiet alarm that nobody has answered yet.
type Alarm struct {
	Counter center.CounterID `json:"counter"`
	At      time.Time        `json:"at"`
	By      Official         `json:"by"`
}

// Alarms answers GET /alarms, the oldest first.
type Alarms struct {
	Alarms []Alarm `json:"alarms"`
}

// NoteRequest is the body of POST /tickets/{id}/notes.
type NoteRequest struct {
	Text    string           `json:"text"`              // 1 to 500 letters, one paragraph; what is not meant for the eye is taken out
	Counter center.CounterID `json:"counter,omitempty"` // where it is written; absent: the greeter's desk
}

// Note is a text on a ticket for the next counter.
type Note struct {
	ID      string           `json:"id"`
	Ticket  queue.TicketID   `json:"ticket"`
	Counter center.CounterID `json:"counter,omitempty"`
	By      Official         `json:"by"`
	At      time.Time        `json:"at"`
	Text    string           `json:"text,omitempty"` // absent in the answer to who wrote it
}

// Notes answers GET /tickets/{id}/notes, the oldest first.
type Notes struct {
	Notes []Note `json:"notes"`
}

// StaffRequest is the body of POST /counters/{counter}/staff: the manager lets
// an official sit at a counter, or leave it.
type StaffRequest struct {
	Official string `json:"official"` // opaque id of the account
	Present  bool   `json:"present"`
}

// AlarmRequest is the body of POST /counters/{counter}/alarm/answer.
type AlarmRequest struct {
	Reason string `json:"reason,omitempty"` // "withdrawn": it was pressed by mistake; absent: the manager comes
}

// ExplanationRequest is the body of POST /me/explanations: giải trình of own figures.
type ExplanationRequest struct {
	Day    center.Day     `json:"day"`
	Figure string         `json:"figure"`           // a code of Explainable
	Ticket queue.TicketID `json:"ticket,omitempty"` // the one that went wrong, where it is one
	Text   string         `json:"text"`             // 1 to 1000 letters
}

// Explainable are the figures of an official that can be explained.
var Explainable = []string{"wait", "service", "wrap-up", "walk", "no-show", "transferred", "dossiers", "idle", "paused", "forgotten", "instant", "by-hand", "returned", "served", "inferred"}

// Explanation is what an official says of own figures. It changes none of them.
type Explanation struct {
	ID     string         `json:"id"`
	By     Official       `json:"by"`
	Day    center.Day     `json:"day"` // that it is about
	Figure string         `json:"figure"`
	Ticket queue.TicketID `json:"ticket,omitempty"`
	At     time.Time      `json:"at"`
	Text   string         `json:"text,omitempty"` // absent in the answer to who wrote it
}

// Explanations answers GET /me/explanations and GET /reports/explanations, the newest day first.
type Explanations struct {
	Explanations []Explanation `json:"explanations"`
}

// ExplainedData says that an official has explained own figures; the text is not in the log.
type ExplainedData struct {
	ID     string         `json:"id"`
	Day    center.Day     `json:"about"` // the service day that is explained
	Figure string         `json:"figure"`
	Ticket queue.TicketID `json:"ticket,omitempty"`
	By     string         `json:"by"`
}

// Found answers GET /tickets: today's tickets that fit, the newest first.
type Found struct {
	Tickets []Ticket `json:"tickets"`
	More    bool     `json:"more,omitempty"` // there are more than are listed
}
