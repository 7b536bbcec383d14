package rating

import (
	"time"

	"motcua/internal/center"
)

// Observed is how the answers of one official at one counter came about on
// one day: counts, no time, no level, no reason. It sums whole classes of legs
// (see Partition), so that it narrows no answer down any further than the
// answer's own label does. It is the body of the event ratings.observed.
type Observed struct {
	Counter  center.CounterID `json:"counter"`
	Official string           `json:"official,omitempty"` // empty where the classes do not tell
	Day      center.Day       `json:"day"`                // on which the classes were complete
	Legs     int              `json:"legs"`               // LeastClass at least, or none where only Late or Paper is told

	Woken   int `json:"woken"`   // legs whose question the tablet took
	Skipped int `json:"skipped"` // legs whose question no tablet took, while it took those before and after
	Dark    int `json:"dark"`    // likewise in a long row: a tablet that was off or broken
	Undone  int `json:"undone"`  // legs whose finish was taken back before an answer came

	Answers int `json:"answers"` // to these legs, from any channel but paper
	Phone   int `json:"phone"`   // of these by phone page or link
	Paper   int `json:"paper"`   // typed in from paper, which knows no leg; not among Answers, LeastClass at least or none
	Late    int `json:"late"`    // answers to legs of days before; not among Answers, LeastClass at least or none

	Timed  int `json:"timed"`  // answers on the tablet
	Fast   int `json:"fast"`   // of these sooner after the finish than anybody reads
	Gone   int `json:"gone"`   // of these when the citizen had left
	Near   int `json:"near"`   // pairs of answers on the tablet that came nearly as long after their finishes
	Same   int `json:"same"`   // of these just as long
	Bursts int `json:"bursts"` // answers together with one of another leg
}

// What the watch holds for odd. The bounds are loose: every citizen does an odd thing now and then, and
// Detect looks at shares over weeks.
const (
	// FastBelow is the time in which nobody has read the question: the tablet wakes within a second, and a
	// glance, a choice and a touch take another one (Card, Moran and Newell 1983: 0.1 + 0.2 + 0.7 s).
	FastBelow = 2 * time.Second
	// NearWithin and SameWithin are how near two delays are to each other. People scatter: of two delays that
	// are near by chance, about a third are the same. One hand, or a program, does not.
	NearWithin = 1500 * time.Millisecond
	SameWithin = 500 * time.Millisecond
	// pairedWith is how many answers before each one is paired with.
	pairedWith = 3
	// GoneAfter is when an answer on a tablet comes from somebody who stays far too long.
	GoneAfter = 2 * time.Minute
	// GoneGrace is how long two citizens may share a counter: one still answers, the next one sits down.
	GoneGrace = 15 * time.Second
	// BurstWithin is how near two answers are in a burst, ApartBy how far their finishes are apart at least.
	BurstWithin = 30 * time.Second
	ApartBy     = 90 * time.Second
	// darkRow is how many legs in a row without a tablet are a tablet that is off.
	darkRow = 6
)
