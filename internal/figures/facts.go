package figures

import (
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// Day is the facts of one service day: rows that the log has told, none of
// them a sum. Durations without another word are times on the day's timeline.
type Day struct {
	Date      center.Day
	First     int64           // entry that opened the day
	Head      int64           // last entry that was folded
	Hash      string          // of the entry Head, hex
	Start     time.Time       // wall clock at zero of the timeline
	Now       time.Duration   // until when the facts go
	Over      bool            // day.closed was seen: who still waits will not be called any more
	Windows   []center.Window // opening hours; none: not known, no time counts as closed
	Visits    []Visit         // as issued
	Spans     []Span          // what counters did, in order of their ends
	Incidents []Incident
	Answers   []wire.RatingData // of the survey: none can be traced to a visit
	Observed  []rating.Observed // how answers came about
	Labeled   Labeled
	Paper     int // people served on paper numbers, typed in afterwards
	Reprints  int
}

// Labeled is how many finished legs share their service, and their hour ("09"),
// with enough others that answers may tell it: the response of a service is the
// answers that name it over these, not over all legs.
type Labeled struct {
	Services, Hours map[string]int
}

// At is the wall clock of a moment on the day's timeline.
func (d *Day) At(t time.Duration) time.Time { return d.Start.Add(t) }

// Visit is one number and what became of it.
type Visit struct {
	Ticket    queue.TicketID
	Number    string
	Service   center.ServiceCode // of the first leg
	Purpose   center.Purpose
	Procedure string
	Source    center.DeviceID
	State     queue.State
	Issued    time.Duration
	Priority  bool // as it was issued
	Paper     bool // given on paper
	Booked    bool // holds an appointment
	Away      bool // never came to the center
	Printed   bool // its slip came out
	Told      *queue.Told
	Legs      []Leg
}

// Leg is one waiting and one service at one counter.
type Leg struct {
	Service   center.ServiceCode
	Counter   center.CounterID
	Official  string        // opaque id of who last acted on it; empty: no person did
	Begin     time.Duration // of the waiting
	Called    time.Duration // the call that was answered, or the last one
	Started   time.Duration
	Ended     time.Duration
	Calls     int           // recalls included; 0: never called
	Closed    time.Duration // how much of the wait the center was closed
	WrapUp    time.Duration // from the finish until ready, or the call of a number given before it; see Wrapped
	End       queue.Type    // what ended it, empty while it goes on
	Answered  bool          // the citizen came
	Inferred  bool          // nobody pressed start
	Open      bool          // goes on
	Paper     bool          // its wait began on paper: no figure of waiting has it
	Resumed   bool          // taken up again at the counter: nobody waited for a call
	Unpressed bool          // ended by the controller, not by a person
	Forgotten bool          // finished by the controller, because nobody pressed finish
	Wrapped   bool          // WrapUp is known
	ByHand    bool          // called out of its order
	Incident  bool          // its counter had reported an incident that went on
	Dossiers  int
	Outside   int // of Dossiers, regardless of boundaries
}

// Wait is how long the leg waited for the call that was answered; false where
// no figure of waiting has it. See [Leg.Excluded] for why.
func (l *Leg) Wait() (time.Duration, bool) {
	return l.Called - l.Begin, l.Answered && l.Excluded() == ""
}

// The kinds of what a counter does.
const (
	Serving = "serving" // holds a number: called or being served
	WrapUp  = "wrap-up" // paperwork after the citizen has left
	Paused  = "paused"
	Idle    = "idle" // open and free
)

// Span is a stretch in which a counter did one thing.
type Span struct {
	Counter  center.CounterID
	Official string // opaque id of who last acted there; empty: no person did
	Kind     string // Serving, WrapUp, Paused, Idle
	Reason   string // code of the pause
	From, To time.Duration
	Waited   time.Duration // of an idle span: how long somebody whom it could call has waited meanwhile
}

// Incident is a standstill that a counter reported. It explains figures and
// removes none.
type Incident struct {
	Counter  center.CounterID
	Reason   string
	From, To time.Duration
	Open     bool // nobody said that it is over: To is the end of what is known
}
