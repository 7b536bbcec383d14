package advice

import (
	"math"
	"time"

	"motcua/internal/center"
)

// Targets are the dossiers that an official should receive in a year, by the
// kind of place (plans of the provinces, 2021 to 2025): configuration chooses.
var Targets = map[string]int{"province": 1600, "ward": 1600, "commune": 1200, "remote": 800}

// Received is what an official has received since a day of the year: the first
// of January, or when they began.
type Received struct {
	Official string     `json:"official"` // opaque id
	Since    center.Day `json:"since"`
	Dossiers int        `json:"dossiers"`
}

// The standings of an official.
const (
	Met        = "met"         // the projection reaches the target
	Below      = "below"       // it does not
	TooEarly   = "too-early"   // fewer than EarlyDays working days
	NotApplied = "not-applied" // the whole center will receive less than one official should
)

// EarlyDays are the working days before which nothing is projected.
const EarlyDays = 20

// Output is an official's year. A standing is the catalog's "advice.output-<standing>".
type Output struct {
	Received
	Days      int    `json:"days"`      // working days since then, today included
	Projected int    `json:"projected"` // dossiers in a whole year at this pace; 0: too early
	Target    int    `json:"target"`
	Standing  string `json:"standing"`
}

// Productivity projects each official's year at today's pace. Where the whole
// intake of the center stays below the target it applies to nobody: who gets few
// dossiers because few come has not worked less.
func Productivity(h *center.Hours, all []Received, target int, today center.Day) ([]Output, error) {
	end, err := today.Start()
	if err != nil {
		return nil, err
	}
	year := workingDays(h, time.Date(end.Year(), 1, 1, 0, 0, 0, 0, center.Zone), time.Date(end.Year(), 12, 31, 0, 0, 0, 0, center.Zone))
	intake, known := 0.0, false
	var out []Output
	for _, r := range all {
		since, err := r.Since.Start()
		if err != nil {
			return nil, err
		}
		o := Output{Received: r, Days: workingDays(h, since, end), Target: target, Standing: TooEarly}
		if o.Days > 0 {
			intake += float64(r.Dossiers) / float64(o.Days) * float64(year)
		}
		if o.Days >= EarlyDays {
			known = true
			o.Projected = int(math.Round(float64(r.Dossiers) / float64(o.Days) * float64(year)))
			if o.Standing = Below; o.Projected >= target {
				o.Standing = Met
			}
		}
		out = append(out, o)
	}
	if known && intake < float64(target) {
		for i := range out {
			out[i].Standing = NotApplied
		}
	}
	return out, nil
}

// workingDays are the days with opening hours from one day to another, both
// included.
func workingDays(h *center.Hours, from, to time.Time) int {
	n := 0
	for at := from; !at.After(to); at = at.AddDate(0, 0, 1) {
		if len(h.On(center.DayOf(at))) > 0 {
			n++
		}
	}
	return n
}
