// Package satisfaction makes of the answers in the log what people may read of
// them: shares with their interval and response rate, the two figures that
// provinces promise, the scores of TT 01/2018/TT-VPCP and a table of factors
// after SIPAS (docs/satisfaction.md). Cells below five answers are in none of
// it. It does no I/O.
package satisfaction

import (
	"cmp"
	"iter"
	"slices"

	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// Known returns what a version of a questionnaire asked, nil for one of before
// questionnaires were in the log.
type Known func(version string) *center.Questionnaire

// Share is a share of answers with the 95 % interval in which the true one lies (Wilson 1927).
type Share struct {
	Yes   int     `json:"yes"`
	N     int     `json:"n"`
	Share float64 `json:"share"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

func shareOf(yes, n int) Share {
	s := Share{Yes: yes, N: n}
	if s.Low, s.High = rating.Interval(yes, n); n > 0 {
		s.Share = float64(yes) / float64(n)
	}
	return s
}

// Row is the answers of one cut. Key is as in figures.Row.
type Row struct {
	Key        string              `json:"key"`
	Asked      int                 `json:"asked"` // finished legs
	Overall    *Share              `json:"overall,omitempty"`
	Result     *Share              `json:"result,omitempty"`   // satisfied with the result
	Official   *Share              `json:"official,omitempty"` // satisfied with the service of the official
	Harassment *Share              `json:"harassment,omitempty"`
	Factors    []Factor            `json:"factors,omitempty"`
	Helped     int                 `json:"helped,omitempty"`
	Channels   map[string]int      `json:"channels,omitempty"`
	Versions   []wire.RatingCounts `json:"versions,omitempty"`
	Mixed      bool                `json:"mixed,omitempty"` // answers to more than one version are in it
	Rank       int                 `json:"rank,omitempty"`  // by the lower end of Overall, the first is 1; equals share one
}

// Factor is how satisfied citizens are with one of the five factors of SIPAS
// (QĐ 1001/QĐ-BNV). It is no SIPAS: that is a survey of a drawn sample.
type Factor struct {
	Code string `json:"code"` // access, procedure, official, result, handling
	Share
}

// Factors are the factors in the order of the decision.
var Factors = []string{"access", "procedure", "official", "result", "handling"}

// Report is the answers of a period.
type Report struct {
	figures.Query
	Total  Row                `json:"total"`
	Rows   []Row              `json:"rows"`
	Scores []rating.SchemeRow `json:"scores"` // TT 01/2018, by quarter and by year, and by official within
}

// Of reports the answers in the facts of days, cut by q.
func Of(days iter.Seq2[*figures.Day, error], q figures.Query, names figures.Names, known Known) (*Report, error) {
	var finished []rating.Finished
	watched := func(yield func(*figures.Day, error) bool) {
		for d, err := range days {
			if err == nil && d.Date >= q.From && d.Date <= q.To {
				finished = append(finished, dossiers(d, names, known)...)
			}
			if !yield(d, err) {
				return
			}
		}
	}
	t, err := figures.Report(watched, q, names)
	if err != nil {
		return nil, err
	}
	r := &Report{Query: q, Total: row("", &t.Total, known), Rows: []Row{}}
	for i := range t.Rows {
		if f := &t.Rows[i].Figures; f.Ratings != nil || f.Quality.Legs > 0 {
			r.Rows = append(r.Rows, row(t.Rows[i].Key, f, known))
		}
	}
	rank(r.Rows)
	for _, kind := range []center.PeriodKind{center.Quarter, center.Year} {
		r.Scores = append(r.Scores, rating.TT01.Table(finished, kind, nil)...)
	}
	return r, nil
}

func row(key string, f *figures.Figures, known Known) Row {
	x := Row{Key: key, Asked: f.Quality.Legs}
	r := f.Ratings
	if r == nil {
		return x
	}
	overall, harassment := shareOf(r.Satisfied, r.N), shareOf(r.Harassment, r.N)
	x.Overall, x.Harassment = &overall, &harassment
	x.Helped, x.Channels, x.Versions, x.Mixed = r.Helped, r.Channels, r.Versions, len(r.Versions) != 1
	x.Result, x.Official = measured(r, known, "result"), measured(r, known, "official")
	for _, code := range Factors {
		if s := measured(r, known, "sipas-"+code); s != nil {
			x.Factors = append(x.Factors, Factor{code, *s})
		}
	}
	return x
}

// measured is the share of the satisfied in the further questions that feed one
// figure, nil below five answers.
func measured(r *figures.Ratings, known Known, measures string) *Share {
	yes, n := 0, 0
	for _, v := range r.Versions {
		q := known(v.Questionnaire)
		if q == nil {
			continue
		}
		for _, counts := range v.Items {
			i, ok := q.Item(counts.Code)
			if !ok || i.Measures != measures || len(i.Options) > 0 {
				continue // options of its own are on no scale of satisfaction
			}
			for option, k := range counts.Counts {
				if n += k; option+1 >= q.Satisfied {
					yes += k
				}
			}
		}
	}
	if n < rating.LeastBatch {
		return nil
	}
	s := shareOf(yes, n)
	return &s
}

// dossiers are the answers of a day that say something of a finished dossier.
func dossiers(d *figures.Day, names figures.Names, known Known) (all []rating.Finished) {
	for i := range d.Answers {
		a := &d.Answers[i]
		q := known(a.Questionnaire)
		if q == nil || a.Apart {
			continue
		}
		x := rating.Finished{Dossier: rating.Dossier{Due: a.Due, Chosen: map[int]int{}}, Official: a.Official, Day: d.Date}
		if names.Official != nil && a.Official != "" {
			x.Official = names.Official(a.Official)
		}
		for code, option := range a.Items {
			item, ok := q.Item(code)
			if !ok || !item.Pointed() || option < 1 || option > len(item.Options) {
				continue
			}
			x.Chosen[indicators[item.Measures]] = item.Options[option-1].Points
		}
		if len(x.Chosen) > 0 || a.Due != "" {
			all = append(all, x)
		}
	}
	return all
}

// indicators are the numbers of TT 01/2018 that an answer may feed.
var indicators = map[string]int{"tt01-1": 1, "tt01-3": 3, "tt01-4": 4, "tt01-7": 7}

// rank numbers the rows by the lower end of their interval, so that few answers
// lead no list.
func rank(rows []Row) {
	var lows []float64
	for i := range rows {
		if rows[i].Overall != nil && rows[i].Key != "" {
			lows = append(lows, rows[i].Overall.Low)
		}
	}
	slices.SortFunc(lows, func(a, b float64) int { return cmp.Compare(b, a) })
	for i := range rows {
		if r := &rows[i]; r.Overall != nil && r.Key != "" {
			r.Rank = 1 + slices.Index(lows, r.Overall.Low)
		}
	}
}
