package figures

import (
	"iter"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
)

// Ref is one visit or leg behind a figure.
type Ref struct {
	Day      center.Day         `json:"day"`
	Ticket   queue.TicketID     `json:"ticket"`
	Number   string             `json:"number"`
	Leg      int                `json:"leg,omitempty"` // 1 is the first; 0: the whole visit
	Service  center.ServiceCode `json:"service"`
	Counter  center.CounterID   `json:"counter,omitempty"`
	Official string             `json:"official,omitempty"`
	At       time.Time          `json:"at"`               // when it began
	Value    int                `json:"value"`            // what it adds to the figure: seconds of a time, else a count
	Reason   string             `json:"reason,omitempty"` // why it does not count; see "figures.not-<reason>"
	Incident bool               `json:"incident,omitempty"`
}

// Behind is what stands behind one figure of one row: the visits or legs that
// are counted, and those of the same row that are not, each with its reason.
type Behind struct {
	Query
	Figure    string `json:"figure"`
	Times     bool   `json:"times"`         // values are seconds
	Row       string `json:"row,omitempty"` // key of the row, where the query is cut
	Counted   []Ref  `json:"counted"`
	Excluded  []Ref  `json:"excluded"`
	CountedN  int    `json:"counted_n"` // all of them; the lists are cut at [MostRefs]
	ExcludedN int    `json:"excluded_n"`
}

// MostRefs is how many visits a list behind a figure names.
const MostRefs = 2000

// Tickets lists what stands behind a figure of a row, or of the total where
// the query is not cut. The figures are the names of the fields of [Figures] in
// JSON; told ranges also have told_kept and told_early, service levels
// left_after_15, left_before_15 and so on, quality pressed_start,
// pressed_finish, pressed, forgotten, instant and clock_stop. Ratings have no
// tickets behind them: fault.Invalid.
func Tickets(days iter.Seq2[*Day, error], q Query, n Names, figure, row string) (Behind, error) {
	i := slices.IndexFunc(measures[:], func(m measure) bool { return m.name == figure })
	if i < 0 {
		return Behind{}, fault.New(fault.Invalid, "report-figure")
	}
	b := Behind{Query: q, Figure: figure, Row: row, Times: measures[i].times, Counted: []Ref{}, Excluded: []Ref{}}
	s := &search{Behind: &b, m: &measures[i], cut: cutter{q: q, n: n}}
	for d, err := range days {
		if err != nil {
			return Behind{}, err
		}
		if d.Date >= q.From && d.Date <= q.To && s.cut.day(d.Date) {
			s.day(d)
		}
	}
	return b, nil
}

type search struct {
	*Behind
	m   *measure
	cut cutter
}

func (s *search) day(d *Day) {
	for i := range d.Visits {
		v := &d.Visits[i]
		if s.m.visit != nil {
			x, why := s.m.visit(d, v)
			s.put(s.cut.visit(d, v), Ref{At: d.At(v.Issued), Service: v.Service}, d, v, x, why)
			continue
		}
		for j := range v.Legs {
			l := &v.Legs[j]
			x, why := s.m.leg(d, v, l)
			s.put(s.cut.leg(d, v, l), Ref{At: d.At(l.Begin), Service: l.Service, Leg: j + 1, Incident: l.Incident}, d, v, x, why)
		}
	}
}

func (s *search) put(a attributes, r Ref, d *Day, v *Visit, x time.Duration, why string) {
	if why == elsewhere || !s.cut.holds(a) || s.Query.By != "" && s.cut.key(s.Query.By, a) != s.Row {
		return
	}
	r.Day, r.Ticket, r.Number, r.Counter, r.Official, r.Reason = d.Date, v.Ticket, v.Number, a.counter, s.cut.person(a.official), why
	switch {
	case s.m.times:
		r.Value = int(x / time.Second)
	case s.m.sums:
		r.Value = int(x)
	default:
		r.Value = 1
	}
	list, n := &s.Counted, &s.CountedN
	if why != counted {
		list, n, r.Value = &s.Excluded, &s.ExcludedN, 0
	}
	if *n++; len(*list) < MostRefs {
		*list = append(*list, r)
	}
}
