package satisfaction

import (
	"cmp"
	"maps"
	"slices"

	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/i18n"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// Published is what anybody may read of the answers: no person, no counter, no
// comment, nothing of fewer than five answers, and nothing of the present day.
type Published struct {
	V              int                      `json:"v"` // 1
	Center         string                   `json:"center"`
	Name           i18n.Text                `json:"name"`
	Point          i18n.Text                `json:"point,omitzero"`
	Demo           bool                     `json:"demo,omitempty"` // the figures are for illustration
	Until          center.Day               `json:"until"`          // the last day in it; empty: there is none yet
	Licence        string                   `json:"licence,omitempty"`
	LicenceURL     string                   `json:"licence_url,omitempty"`
	Contact        string                   `json:"contact,omitempty"`
	Periods        []PublishedPeriod        `json:"periods"`
	Questionnaires []PublishedQuestionnaire `json:"questionnaires"` // what the versions in it asked
	Hotline        string                   `json:"hotline"`        // where official complaints go
	Portal         string                   `json:"portal"`
}

// PublishedQuestionnaire is a version and its wording.
type PublishedQuestionnaire struct {
	Version string                `json:"version"`
	Content *center.Questionnaire `json:"content"`
}

// PublishedPeriod is a quarter or a year, up to the last day in it.
type PublishedPeriod struct {
	Name       string              `json:"name"`   // quarter, last-quarter or year
	Period     string              `json:"period"` // "2026-Q4", "2026"
	From       center.Day          `json:"from"`
	To         center.Day          `json:"to"`
	Days       int                 `json:"days"` // service days in it
	Total      PublishedRow        `json:"total"`
	Services   []PublishedRow      `json:"services"`           // those with five answers at least
	Result     *rating.Index       `json:"result,omitempty"`   // satisfied with the result
	Official   *rating.Index       `json:"official,omitempty"` // satisfied with the service of the officials
	Factors    *rating.FactorTable `json:"factors,omitempty"`
	Score      rating.Score        `json:"score"` // TT 01/2018
	Complaints *Complaints         `json:"complaints,omitempty"`
}

// PublishedRow is the answers of the center, or of one service.
type PublishedRow struct {
	Service    center.ServiceCode  `json:"service,omitempty"` // empty in a list of services: of several together, or of none
	Name       *i18n.Text          `json:"name,omitempty"`
	Asked      int                 `json:"asked"` // finished legs
	Satisfied  *rating.Share       `json:"satisfied,omitempty"`
	Response   *rating.Share       `json:"response,omitempty"`
	Harassment *rating.Claim       `json:"harassment,omitempty"`
	Versions   []wire.RatingCounts `json:"versions,omitempty"` // raw counts
	Mixed      bool                `json:"mixed,omitempty"`    // answers to more than one version are in it
}

// Names of the published periods.
const (
	ThisQuarter = "quarter"
	LastQuarter = "last-quarter"
	ThisYear    = "year"
)

// PublishedSince is the first day that the ledger needs for what is published on a day.
func PublishedSince(today center.Day) center.Day {
	year, quarter := center.PeriodOf(center.Year, today), center.PeriodOf(center.Quarter, today)
	return min(year.From, quarter.Before().From)
}

// Periods are what is published on a day: this quarter, the last one, this year.
// Limit is the share below which harassment is to stay.
func (l *Ledger) Periods(today center.Day, known Known, limit float64) []PublishedPeriod {
	quarter := center.PeriodOf(center.Quarter, today)
	return []PublishedPeriod{
		l.period(ThisQuarter, quarter, known, limit),
		l.period(LastQuarter, quarter.Before(), known, limit),
		l.period(ThisYear, center.PeriodOf(center.Year, today), known, limit),
	}
}

func (l *Ledger) period(name string, p center.Period, known Known, limit float64) PublishedPeriod {
	all := &quarter{asked: map[center.ServiceCode]int{}, cells: map[cell]*steps{}, items: map[question]*steps{}, points: map[int]*steps{}}
	for _, q := range l.quarters {
		if p.Has(q.period.From) {
			all.join(q)
		}
	}
	x := PublishedPeriod{Name: name, Period: p.String(), From: p.From, To: p.To, Days: all.days, Services: []PublishedRow{}}
	x.Total = all.row(func(cell) bool { return true }, all.legs(), limit)
	all.attach(&x.Total)
	services := map[center.ServiceCode]bool{}
	for key := range all.cells {
		services[key.service] = true
	}
	for _, code := range slices.Sorted(maps.Keys(services)) {
		row := all.row(func(key cell) bool { return key.service == code }, all.asked[code], limit)
		if row.Service = code; row.Satisfied != nil {
			x.Services = append(x.Services, row)
		}
	}
	o := Options{Known: known}
	x.Result, x.Official, x.Factors = o.indices(&figures.Ratings{Versions: x.Total.Versions, Asked: x.Total.Asked})
	x.Score = rating.TT01.Organization(all.tally(), nil)
	return x
}

// join adds what another quarter shows.
func (q *quarter) join(o *quarter) {
	q.days += o.days
	for code, n := range o.asked {
		q.asked[code] += n
	}
	join(q.cells, o.cells)
	join(q.items, o.items)
	join(q.points, o.points)
}

func join[K comparable](to, from map[K]*steps) {
	for key, s := range from {
		if s.shown.n > 0 {
			get(to, key).shown.plus(s.shown)
		}
	}
}

func (q *quarter) legs() (n int) {
	for _, k := range q.asked {
		n += k
	}
	return n
}

// row sums up cells.
func (q *quarter) row(in func(cell) bool, asked int, limit float64) PublishedRow {
	versions := map[version]*steps{}
	for key, s := range q.cells {
		if in(key) {
			get(versions, key.version).shown.plus(s.shown)
		}
	}
	x := PublishedRow{Asked: asked}
	var yes, n, harassment int
	for _, v := range slices.SortedFunc(maps.Keys(versions), compareVersions) {
		c := &versions[v].shown
		by := c.of(v.levels)
		for level, k := range by {
			if n += k; level+1 >= v.satisfied {
				yes += k
			}
		}
		harassment += c.harassment
		x.Versions = append(x.Versions, wire.RatingCounts{Questionnaire: v.name, Levels: v.levels, Satisfied: v.satisfied, Counts: by})
	}
	if x.Mixed = len(versions) > 1; n == 0 {
		return x
	}
	satisfied, claim := rating.ShareOf(yes, n), rating.ClaimBelow(harassment, n, limit)
	x.Satisfied, x.Harassment = &satisfied, &claim
	if asked > 0 {
		response := rating.ShareOf(n, asked)
		x.Response = &response
	}
	return x
}

// attach puts the answers to further questions beside their versions.
func (q *quarter) attach(x *PublishedRow) {
	for key, s := range q.items {
		for i := range x.Versions {
			v := &x.Versions[i]
			if v.Questionnaire == key.name && v.Levels == key.levels && v.Satisfied == key.satisfied {
				v.Items = append(v.Items, wire.ItemCounts{Code: key.code, Due: key.due, Counts: slices.Clone(s.shown.by)})
			}
		}
	}
	for _, v := range x.Versions {
		slices.SortFunc(v.Items, compareItems)
	}
}

func (q *quarter) tally() rating.Tally {
	t := rating.Tally{}
	for number, s := range q.points {
		e := rating.Earned{N: s.shown.n}
		for points, n := range s.shown.by {
			e.Sum += points * n
		}
		if e.N > 0 {
			t[number] = e
		}
	}
	return t
}

func compareItems(a, b wire.ItemCounts) int {
	return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Due, b.Due))
}
