package rating

import (
	"cmp"
	"maps"
	"slices"

	"motcua/internal/center"
)

// SchemeRow is the score of a period: of the organization where Official is empty.
type SchemeRow struct {
	Period   string `json:"period"` // as center.Period writes it: 2026-Q4, 2026
	Official string `json:"official,omitempty"`
	Dossiers int    `json:"dossiers"` // that something is known of
	Score    Score  `json:"score"`
}

// Finished is a dossier, who answered for it and when it was finished.
type Finished struct {
	Dossier
	Official string
	Day      center.Day
}

// Reported is what others say of an organization in a period, or of an official:
// the scores of indicators that no device may feed.
type Reported func(period, official string) map[int]Tenths

// Table scores every period of that kind (the circular asks for quarters and
// years) and the officials in each, in order of time and name. There is no
// row of fewer than LeastBatch dossiers, nor one that subtraction would yield.
func (s *Scheme) Table(dossiers []Finished, kind center.PeriodKind, given Reported) []SchemeRow {
	tallies := map[string]map[string]*scored{}
	for i := range dossiers {
		d := &dossiers[i]
		points := s.Points(&d.Dossier)
		if len(points) == 0 {
			continue
		}
		period := center.PeriodOf(kind, d.Day).String()
		if tallies[period] == nil {
			tallies[period] = map[string]*scored{"": {tally: Tally{}}}
		}
		if d.Official != "" && tallies[period][d.Official] == nil {
			tallies[period][d.Official] = &scored{tally: Tally{}}
		}
		tallies[period][""].add(points)
		if d.Official != "" {
			tallies[period][d.Official].add(points)
		}
	}
	rows := []SchemeRow{}
	for _, period := range slices.Sorted(maps.Keys(tallies)) {
		rows = append(rows, s.rows(period, tallies[period], given)...)
	}
	return rows
}

type scored struct {
	n     int
	tally Tally
}

func (s *scored) add(points map[int]int) {
	s.n++
	s.tally.Add(points)
}

func (s *Scheme) rows(period string, tallies map[string]*scored, given Reported) []SchemeRow {
	hideFew(tallies)
	var rows []SchemeRow
	for _, official := range slices.Sorted(maps.Keys(tallies)) {
		var others map[int]Tenths
		if given != nil {
			others = given(period, official)
		}
		count := s.Official
		if official == "" {
			count = s.Organization
		}
		rows = append(rows, SchemeRow{period, official, tallies[official].n, count(tallies[official].tally, others)})
	}
	return rows
}

// hideFew drops who has too few dossiers, and the smallest of the others where
// the whole without them would tell of fewer than LeastBatch.
func hideFew(tallies map[string]*scored) {
	whole := tallies[""]
	maps.DeleteFunc(tallies, func(_ string, s *scored) bool { return s.n < LeastBatch })
	left := whole.n
	names := slices.DeleteFunc(slices.Collect(maps.Keys(tallies)), func(name string) bool { return name == "" })
	for _, name := range names {
		left -= tallies[name].n
	}
	if left == 0 || left >= LeastBatch || len(names) == 0 {
		return
	}
	delete(tallies, slices.MinFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(tallies[a].n, tallies[b].n), cmp.Compare(a, b))
	}))
}
