package figures

import (
	"iter"

	"motcua/internal/center"
)

// Dim is a dimension by which figures are cut.
type Dim string

// The dimensions. Those of a person or an agency come from [Names].
const (
	Point     Dim = "point"
	Agency    Dim = "agency"
	Employer  Dim = "employer"
	Service   Dim = "service"
	Purpose   Dim = "purpose"
	Procedure Dim = "procedure"
	Counter   Dim = "counter"
	Official  Dim = "official"
	Hour      Dim = "hour"    // "09": local hour in which a wait began, a number was issued
	Weekday   Dim = "weekday" // "1" is Monday
	ByDay     Dim = "day"     // "2026-11-23"
	Week      Dim = "week"    // "2026-W47", ISO 8601
	Month     Dim = "month"   // "2026-11"
	Quarter   Dim = "quarter" // "2026-Q4"
	Half      Dim = "half"    // "2026-H2"
	Year      Dim = "year"    // "2026"
)

// Dims lists every dimension.
var Dims = []Dim{Point, Agency, Employer, Service, Purpose, Procedure, Counter, Official, Hour, Weekday, ByDay, Week, Month, Quarter, Half, Year}

// Query is what a report is about.
type Query struct {
	From   center.Day     `json:"from"` // first and last service day
	To     center.Day     `json:"to"`
	By     Dim            `json:"by,omitempty"` // empty: the total alone
	Filter map[Dim]string `json:"filter,omitempty"`
}

// Names tells what the log does not: whose a counter and an official are, today.
type Names struct {
	Point    string                                // agency code of the reception point
	Agency   func(counter center.CounterID) string // whose counter it is
	Employer func(official string) string          // who employs whom
	Official func(id string) string                // empty for an id that stands for no person, such as a device; nil: all do
}

// Row is the figures of one cut.
type Row struct {
	Key     string  `json:"key"` // empty: of none, such as numbers that no counter has called
	Figures Figures `json:"figures"`
}

// Table is a report.
type Table struct {
	Query
	Head  int64        `json:"head"` // last entry of the log it knows
	Hash  string       `json:"hash"`
	Days  []center.Day `json:"days"` // service days with data
	Total Figures      `json:"total"`
	Rows  []Row        `json:"rows"` // in order of their keys
}

// Report sums up days in their order. Days outside of the query are left out.
func Report(days iter.Seq2[*Day, error], q Query, n Names) (Table, error) {
	all, err := Reports(days, []Query{q}, n)
	if err != nil {
		return Table{}, err
	}
	return all[0], nil
}

// Reports sums the figures of days for several queries at once: days are read but once.
func Reports(days iter.Seq2[*Day, error], queries []Query, n Names) ([]Table, error) {
	sums := make([]*sum, len(queries))
	for i, q := range queries {
		sums[i] = newSum(q, n)
	}
	for d, err := range days {
		if err != nil {
			return nil, err
		}
		for _, s := range sums {
			s.add(d)
		}
	}
	tables := make([]Table, len(sums))
	for i, s := range sums {
		tables[i] = s.table()
	}
	return tables, nil
}
