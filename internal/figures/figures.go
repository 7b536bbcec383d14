// Package figures is the one definition of every figure: facts of a service day
// folded from its log, sums over them, and the tickets behind each sum
// (docs/figures.md). It does no I/O and is told the time.
package figures

import (
	"encoding/json"

	"motcua/internal/rating"
	"motcua/internal/wire"
)

// Dist sums up times: their number, mean, median, 90th percentile (both by
// nearest rank) and maximum, in whole seconds, rounded down.
type Dist struct {
	N     int `json:"n"`
	MeanS int `json:"mean_s"`
	P50S  int `json:"p50_s"`
	P90S  int `json:"p90_s"`
	MaxS  int `json:"max_s"`
}

// Level is a service level: legs answered within so many minutes over all that
// were answered or left, or still wait, after them.
type Level struct {
	Within     int `json:"within"`
	Answered   int `json:"answered"`
	LeftAfter  int `json:"left_after"`  // ended unanswered after more than that, or wait that long now
	LeftBefore int `json:"left_before"` // ended unanswered earlier: in neither part of the share
}

// Share is the service level; n is what it is a share of. With n = 0 there is none.
func (l Level) Share() (share float64, n int) { return part(l.Within, l.Answered+l.LeftAfter) }

// Part is some of several.
type Part struct {
	Yes int `json:"yes"`
	N   int `json:"n"`
}

// Share is the part as a number from 0 to 1; with n = 0 there is none.
func (p Part) Share() (share float64, n int) { return part(p.Yes, p.N) }

func part(yes, n int) (float64, int) {
	if n == 0 {
		return 0, 0
	}
	return float64(yes) / float64(n), n
}

// Kept says how the waits that were told at issue were kept.
type Kept struct {
	N     int `json:"n"`     // called tickets that were told a wait
	Kept  int `json:"kept"`  // called by the end of the range
	Early int `json:"early"` // called before its beginning
}

// Figures are all figures of some visits and legs. Visits count where their
// last answered leg was, legs where they were.
type Figures struct {
	Issued      int `json:"issued"` // numbers
	OnPaper     int `json:"on_paper"`
	Reprints    int `json:"reprints"`     // slips that staff ordered once more, of whole days
	PaperServed int `json:"paper_served"` // people served on paper numbers, typed in afterwards, of whole days
	Waiting     int `json:"waiting"`      // now, at the center
	LongestS    int `json:"longest_s"`    // of those who wait now
	Visits      int `json:"visits"`       // numbers with an answered leg
	Finished    int `json:"finished"`     // visits whose number is finished
	NoShows     int `json:"no_shows"`     // numbers that were called and did not come, in the end
	Canceled    int `json:"canceled"`
	Expired     int `json:"expired"`
	Called      int `json:"called"`   // legs that were called
	Served      int `json:"served"`   // legs that were answered
	Resumed     int `json:"resumed"`  // of Served, taken up again at the counter without a call
	Left        int `json:"left"`     // legs that ended unanswered
	Transfer    int `json:"transfer"` // legs that ended by a transfer
	ByHand      int `json:"by_hand"`  // legs called out of their order

	Wait          Dist `json:"wait"` // of legs
	WaitOpen      Dist `json:"wait_open"`
	WaitPriority  Dist `json:"wait_priority"`
	WaitOrdinary  Dist `json:"wait_ordinary"`
	VisitWait     Dist `json:"visit_wait"`
	VisitWaitOpen Dist `json:"visit_wait_open"`
	Walk          Dist `json:"walk"` // of pressed starts
	Service       Dist `json:"service"`
	WrapUp        Dist `json:"wrap_up"`
	Visit         Dist `json:"visit"`

	Within15     Level `json:"within_15"`
	Within30     Level `json:"within_30"`
	Open15       Level `json:"open_15"` // Within15 without the closed time
	Came60       Part  `json:"came_60"` // came within a minute of the call, of pressed starts
	Told         Kept  `json:"told"`
	ToldPriority Kept  `json:"told_priority"`
	ToldOrdinary Kept  `json:"told_ordinary"`

	Dossiers int        `json:"dossiers"`
	Outside  int        `json:"outside"`
	Ratings  *Ratings   `json:"ratings,omitempty"` // absent below five answers
	Quality  Quality    `json:"quality"`
	Flags    FlagCounts `json:"flags"`
	Time     Time       `json:"time"`
	Incident int        `json:"incident"` // legs that an incident at their counter touched
}

// FirstTime is the share of visits that were right the first time: 1 −
// transfers per visit, never below 0.
func (f *Figures) FirstTime() (share float64, n int) {
	share, n = part(f.Transfer, f.Visits)
	return max(0, 1-share), n
}

// Ratings are counts of answers to the survey, of five at least.
type Ratings struct {
	N          int                 `json:"n"`
	Satisfied  int                 `json:"satisfied_n"` // of N, each by its own scale
	Harassment int                 `json:"harassment"`
	Reasons    map[string]int      `json:"reasons,omitempty"`  // answers that name a reason, by its code
	Helped     int                 `json:"helped,omitempty"`   // somebody who is not the official helped to answer
	Channels   map[string]int      `json:"channels,omitempty"` // of a whole center: how the answers came
	Versions   []wire.RatingCounts `json:"versions,omitempty"` // raw counts; hidden where a part of them has less than five answers
	Asked      int                 `json:"asked"`              // finished legs: the response rate is N over this
}

// Share is the share of the satisfied.
func (r *Ratings) Share() (share float64, n int) { return part(r.Satisfied, r.N) }

// Interval is where the true share of the satisfied lies of which these answers are a sample (95 %, Wilson).
func (r *Ratings) Interval() (low, high float64) { return rating.Interval(r.Satisfied, r.N) }

// MarshalJSON writes the share of the satisfied with its interval beside the counts.
func (r Ratings) MarshalJSON() ([]byte, error) {
	type counts Ratings
	share, _ := r.Share()
	low, high := r.Interval()
	return json.Marshal(struct {
		counts
		Share float64 `json:"satisfied"`
		Low   float64 `json:"satisfied_low"`
		High  float64 `json:"satisfied_high"`
	}{counts(r), share, low, high})
}

// Levels are the answers by level of those scales that have so many, nil where none is shown.
func (r *Ratings) Levels(of int) (counts []int) {
	for _, v := range r.Versions {
		if v.Levels == of {
			counts = bump(counts, of, 0)
			for i, n := range v.Counts {
				counts[i] += n
			}
		}
	}
	return counts
}

// Quality is how carefully the keys were pressed: what stands beside every rank.
type Quality struct {
	Legs      int  `json:"legs"`       // answered legs that are over
	Start     int  `json:"start"`      // of these, somebody pressed start
	Finish    int  `json:"finish"`     // somebody pressed what ended it
	Visits    Part `json:"visits"`     // visits all of whose legs have both
	Forgotten int  `json:"forgotten"`  // finishes that nobody pressed
	Instant   int  `json:"instant"`    // finished less than 15 s after the start
	ClockStop int  `json:"clock_stop"` // parks that stop a clock
}

// FlagCounts counts what looks like playing with the queue. Nothing of it is left out of any figure.
type FlagCounts struct {
	Ghost     int `json:"ghost"`
	ServeLate int `json:"serve_late"`
	Instant   int `json:"instant"`
	ClockStop int `json:"clock_stop"`
}

// Time is what counters did with their time, in seconds.
type Time struct {
	OpenS    int `json:"open_s"` // all of the others
	ServingS int `json:"serving_s"`
	WrapUpS  int `json:"wrap_up_s"`
	PausedS  int `json:"paused_s"`
	IdleS    int `json:"idle_s"`
	WastedS  int `json:"wasted_s"` // of IdleS, while somebody waited whom it could call
}
