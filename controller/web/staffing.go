package web

import (
	"fmt"
	"math"
	"net/http"
	"time"

	"motcua/internal/advice"
	"motcua/internal/center"
	"motcua/internal/i18n"
)

// Staffing is what is known of the next hour, of today and of next week in
// counters, and of officials' years.
type Staffing struct {
	At     time.Time
	Hours  []HourAhead
	Today  []advice.Staffing
	Roster []advice.RosterDay
	Until  center.Day // the last day that Output counts
	Output []advice.Output
}

// HourAhead is what the next hour may hold for a service.
type HourAhead struct {
	Service center.ServiceCode
	People  int     // calls expected
	MeanS   int     // expected wait
	Miss    float64 // probability that the mean wait breaks the promise
}

// staffing shows it.
func (p *pages) staffing(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "page.staffing")
	v := staffingView{}
	if p.Staffing != nil {
		v.Staffing = p.Staffing()
	}
	if v.Staffing != nil {
		v.Table = slots(v.Today)
		for i := range v.Roster {
			d := &v.Roster[i]
			v.Days = append(v.Days, rosterDay{RosterDay: *d, Table: slots(d.Groups)})
			v.Planned = v.Planned || d.Enough
		}
	}
	pg.Data = v
	p.show(w, r, http.StatusOK, "staffing.html", pg)
}

type staffingView struct {
	*Staffing
	Table   slotTable
	Days    []rosterDay
	Planned bool // any of Days has numbers
}

type rosterDay struct {
	advice.RosterDay
	Table slotTable
}

// slotTable is counters by group and half hour, of those half hours in which anybody is needed.
type slotTable struct {
	Slots []int
	Rows  []slotRow
}

type slotRow struct {
	Group advice.Group
	Cells []*advice.Need // nil: nobody is needed
}

func slots(groups []advice.Staffing) slotTable {
	first, last := 48, -1
	for _, g := range groups {
		for _, n := range g.Needs {
			first, last = min(first, n.Slot), max(last, n.Slot)
		}
	}
	var t slotTable
	for s := first; s <= last; s++ {
		t.Slots = append(t.Slots, s)
	}
	for _, g := range groups {
		if len(g.Needs) == 0 {
			continue
		}
		row := slotRow{Group: g.Group, Cells: make([]*advice.Need, len(t.Slots))}
		for i := range g.Needs {
			row.Cells[g.Needs[i].Slot-first] = &g.Needs[i]
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// Half is when a half hour of the day begins.
func (p *page) Half(slot int) string { return fmt.Sprintf("%02d:%02d", slot/2, slot%2*30) }

// Dated is a service day as people write it.
func (p *page) Dated(day center.Day) string {
	t, err := day.Start()
	if err != nil {
		return string(day)
	}
	return i18n.Date(p.Lang, t)
}

// Standing is how an official's year stands.
func (p *page) Standing(o advice.Output) string {
	return p.T("advice.output-"+o.Standing, "projected", p.Int(o.Projected), "target", p.Int(o.Target), "days", p.Int(o.Days), "least", p.Int(advice.EarlyDays))
}

// slotted is a table with the page that writes it.
type slotted struct {
	Page  *page
	Table slotTable
}

// Slotted hands a table to its template.
func (p *page) Slotted(t slotTable) slotted { return slotted{p, t} }

// Chance is a probability in whole hundredths: more would claim what no simulation knows.
func (p *page) Chance(x float64) string { return p.Int(int(math.Round(100*x))) + "\u00a0%" }
