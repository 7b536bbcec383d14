package rating

import (
	"fmt"
	"strconv"
)

// Tenths is a number of points with one decimal, counted in tenths: 17 is 1.7.
type Tenths int

// String writes it with one decimal: "1.7".
func (t Tenths) String() string { return fmt.Sprintf("%d.%d", t/10, t%10) }

// MarshalJSON writes the number 1.7. No Tenths of this package is negative.
func (t Tenths) MarshalJSON() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalJSON reads a number from 0 to 100 with one decimal at most.
func (t *Tenths) UnmarshalJSON(raw []byte) error {
	f, err := strconv.ParseFloat(string(raw), 64)
	n := int(f*10 + .5)
	if err != nil || f < 0 || f > 100 || Tenths(n).float() != f {
		return fmt.Errorf("%.20q is no number of tenths from 0 to 100", raw)
	}
	*t = Tenths(n)
	return nil
}

func (t Tenths) float() float64 { return float64(t) / 10 }

// mean is sum ÷ n in tenths, rounded half away from zero. It is done in whole
// numbers: 0.25 and 1.15 have no exact float, and a class may hang on them.
func mean(sum, n int) Tenths { return Tenths((20*sum + n) / (2 * n)) }

// Scheme is an index of points as a circular lays it down. It is data: another
// circular is another Scheme beside it, and figures of old years keep theirs.
type Scheme struct {
	ID         string      `json:"id"`
	Basis      string      `json:"basis"`
	Indicators []Indicator `json:"indicators"`
	Classes    []Class     `json:"classes"` // of an organization, the best first, the last from 0
	Bands      []Class     `json:"bands"`   // of an official, likewise
}

// Indicator is one figure of a scheme. A dossier earns 0 to Most points.
type Indicator struct {
	Number   int    `json:"number"`
	Most     int    `json:"most"`
	Official bool   `json:"official"` // counts for a person too
	By       Source `json:"by"`
}

// Source is where the points of an indicator come from.
type Source string

// Where points come from.
const (
	ByTime     Source = "time"     // when the result was due; without that, what the citizen chose
	ByAnswer   Source = "answer"   // what the citizen chose
	ByAttitude Source = "attitude" // when the result was due, and whether the citizen complained
	ByOthers   Source = "others"   // no rating device may feed it: its score is given to Organization and Official
)

// Class is what a sum of scores from Least on is called.
type Class struct {
	Code  string `json:"code"`
	Least Tenths `json:"least"`
	From  int    `json:"from,omitempty"` // of an official: percent of the task done, from
	To    int    `json:"to,omitempty"`   // up to
}

// TT01 is Circular 01/2018/TT-VPCP: nine indicators of 0 to 2 points.
//
// The circular gives an official whose sum is from 3.5 to under 5 a share from
// 70 to under 100 %, and does not say which: a band is a band.
var TT01 = Scheme{
	ID: "tt01-2018", Basis: "Thông tư 01/2018/TT-VPCP",
	Indicators: []Indicator{
		{1, 2, true, ByTime}, {2, 2, true, ByOthers}, {3, 2, true, ByAnswer}, {4, 2, true, ByAnswer}, {5, 2, false, ByOthers},
		{6, 2, false, ByOthers}, {7, 2, true, ByAttitude}, {8, 2, false, ByOthers}, {9, 2, false, ByOthers},
	},
	Classes: []Class{{Code: "excellent", Least: 150}, {Code: "good", Least: 120}, {Code: "fair", Least: 90}, {Code: "average", Least: 60}, {Code: "weak"}},
	Bands:   []Class{{Code: "full", Least: 50, From: 100, To: 100}, {Code: "partial", Least: 35, From: 70, To: 100}, {Code: "under", From: 0, To: 70}},
}

// Schemes are all that figures may be counted by, the newest last.
var Schemes = []*Scheme{&TT01}
