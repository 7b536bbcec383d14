// Package satisfaction makes of the answers in the log what people may read of
// them: shares with their interval and response rate, the two figures that
// provinces promise, the scores of TT 01/2018/TT-VPCP and a table of factors
// after SIPAS, what looks like answers of staff themselves, and all of it in
// words (docs/satisfaction.md). Cells below five answers are in none of it. It
// does no I/O.
package satisfaction

import (
	"iter"
	"slices"

	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// Known returns what a version of a questionnaire asked, nil for one that nobody knows.
type Known func(version string) *center.Questionnaire

// Options are what a report needs beside the facts.
type Options struct {
	Names  figures.Names
	Known  Known
	Limit  float64 // harassment is to stay below this share
	Detail bool    // trend and bias of response too
}

// Row is the answers of one cut. Key is as in figures.Row.
type Row struct {
	Key        string              `json:"key"`
	Asked      int                 `json:"asked"`              // finished legs
	Pressed    figures.Part        `json:"pressed"`            // visits whose keys were all pressed: how far anything of the row is to be believed
	Overall    *rating.Share       `json:"overall,omitempty"`  // absent below five answers
	Response   *rating.Share       `json:"response,omitempty"` // answers ÷ asked
	Place      int                 `json:"place,omitempty"`    // among the rows, by the lower end of Overall
	Result     *rating.Index       `json:"result,omitempty"`   // satisfied with the result
	Official   *rating.Index       `json:"official,omitempty"` // satisfied with the service of the official
	Harassment *rating.Claim       `json:"harassment,omitempty"`
	Factors    *rating.FactorTable `json:"factors,omitempty"`
	Reasons    map[string]int      `json:"reasons,omitempty"` // answers that name a reason, by its code
	Helped     int                 `json:"helped,omitempty"`  // answers with the help of somebody who is not the official
	Channels   map[string]int      `json:"channels,omitempty"`
	Versions   []wire.RatingCounts `json:"versions,omitempty"` // raw counts; absent where a part has fewer than five answers
	Mixed      bool                `json:"mixed,omitempty"`    // answers to more than one version are in it
}

// Report is the answers of a period.
type Report struct {
	figures.Query
	Days    []center.Day       `json:"days"` // service days with data
	Head    int64              `json:"head"` // last entry of the log that it knows
	Hash    string             `json:"hash"`
	Total   Row                `json:"total"`
	Rows    []Row              `json:"rows"`
	Scores  []rating.SchemeRow `json:"scores"`            // TT 01/2018, by quarter and by year, and by official within
	Flags   []rating.Flag      `json:"flags"`             // of the whole center, in the last two weeks of the period
	Weeks   []Week             `json:"weeks,omitempty"`   // of five answers at least
	Changes []rating.Change    `json:"changes,omitempty"` // weeks in which the share of the satisfied changed
	Hours   []rating.Bias      `json:"hours,omitempty"`   // hours of the day that answer more or less than the others, at the whole center
	Matters []rating.Bias      `json:"matters,omitempty"` // services, likewise
}

// Week is the answers of one week.
type Week struct {
	Key     string       `json:"key"` // 2026-W47
	Overall rating.Share `json:"overall"`
}

// Of reports the answers in the facts of days, cut by q. The days begin a
// [Fortnight] before the last one of q, where flags are to be whole.
func Of(days iter.Seq2[*figures.Day, error], q figures.Query, o Options) (*Report, error) {
	var finished []rating.Finished
	var last recent
	asked := responses{cells{}, cells{}}
	watched := func(yield func(*figures.Day, error) bool) {
		for d, err := range days {
			if err == nil && d.Date <= q.To {
				last.add(d)
			}
			if err == nil && d.Date >= q.From && d.Date <= q.To {
				finished = append(finished, o.dossiers(d)...)
				asked.add(d)
			}
			if !yield(d, err) {
				return
			}
		}
	}
	queries := []figures.Query{q}
	if o.Detail {
		queries = append(queries, figures.Query{From: q.From, To: q.To, By: figures.Week, Filter: q.Filter})
	}
	t, err := figures.Reports(watched, queries, o.Names)
	if err != nil {
		return nil, err
	}
	r := &Report{Query: q, Days: t[0].Days, Head: t[0].Head, Hash: t[0].Hash, Total: o.row("", &t[0].Total), Rows: []Row{}, Scores: []rating.SchemeRow{}}
	r.Flags = last.flags(o.Names)
	for i := range t[0].Rows {
		if f := &t[0].Rows[i].Figures; f.Ratings != nil || f.Quality.Legs > 0 {
			r.Rows = append(r.Rows, o.row(t[0].Rows[i].Key, f))
		}
	}
	r.rank()
	for _, kind := range []center.PeriodKind{center.Quarter, center.Year} {
		r.Scores = append(r.Scores, rating.TT01.Table(finished, kind, nil)...)
	}
	if o.Detail {
		weeks := counted(&t[1])
		r.Changes = rating.Changes(weeks)
		for _, x := range weeks {
			r.Weeks = append(r.Weeks, Week{x.Key, rating.ShareOf(x.Yes, x.N)})
		}
		r.Hours, r.Matters = asked.hours.bias(), asked.services.bias()
	}
	return r, nil
}

// counted are the satisfied answers of the rows that may be told.
func counted(t *figures.Table) (all []rating.Counted) {
	for i := range t.Rows {
		if f := t.Rows[i].Figures.Ratings; f != nil && t.Rows[i].Key != "" {
			all = append(all, rating.Counted{Key: t.Rows[i].Key, Yes: f.Satisfied, N: f.N})
		}
	}
	return all
}

func (o *Options) row(key string, f *figures.Figures) Row {
	x := Row{Key: key, Asked: f.Quality.Legs, Pressed: f.Quality.Visits}
	r := f.Ratings
	if r == nil {
		return x
	}
	overall, response, claim := rating.ShareOf(r.Satisfied, r.N), rating.ShareOf(r.N, r.Asked), rating.ClaimBelow(r.Harassment, r.N, o.Limit)
	x.Overall, x.Response, x.Harassment = &overall, &response, &claim
	x.Reasons, x.Helped, x.Channels, x.Versions, x.Mixed = r.Reasons, r.Helped, r.Channels, r.Versions, len(r.Versions) != 1
	x.Result, x.Official, x.Factors = o.indices(r)
	return x
}

// tallied are the further questions that are answered with the levels of their
// questionnaire: options of their own are on no scale of satisfaction, and what
// the dissatisfied alone are asked says nothing of all.
func (o *Options) tallied(r *figures.Ratings) (all []rating.Tallied) {
	for _, v := range r.Versions {
		q := o.Known(v.Questionnaire)
		if q == nil {
			continue
		}
		for _, x := range v.Items {
			if i, ok := q.Item(x.Code); ok && i.AskUpTo == 0 && len(i.Options) == 0 && len(x.Counts) <= v.Levels {
				counts := append(slices.Clone(x.Counts), make([]int, v.Levels-len(x.Counts))...)
				all = append(all, rating.Tallied{Version: v.Questionnaire, Measures: i.Measures, Satisfied: v.Satisfied, Counts: counts})
			}
		}
	}
	return all
}

// dossiers are the answers of a day that say something of a finished dossier.
func (o *Options) dossiers(d *figures.Day) (all []rating.Finished) {
	for i := range d.Answers {
		a := &d.Answers[i]
		q := o.Known(a.Questionnaire)
		if q == nil || a.Apart {
			continue
		}
		x := rating.Finished{Dossier: rating.Dossier{Due: a.Due, Chosen: map[int]int{}}, Official: a.Official, Day: d.Date}
		if o.Names.Official != nil && a.Official != "" {
			x.Official = o.Names.Official(a.Official)
		}
		for code, option := range a.Items {
			if item, ok := q.Item(code); ok && item.AskUpTo == 0 && item.Pointed() && option >= 1 && option <= len(item.Options) {
				x.Chosen[indicators[item.Measures]] = item.Options[option-1].Points
			}
		}
		if len(x.Chosen) > 0 || a.Due != "" {
			all = append(all, x)
		}
	}
	return all
}

// indicators are the numbers of TT 01/2018 that an answer may feed.
var indicators = map[string]int{"tt01-1": 1, "tt01-3": 3, "tt01-4": 4, "tt01-7": 7}

// rank gives rows their places: few answers lead no list.
func (r *Report) rank() {
	var all []rating.Counted
	for _, x := range r.Rows {
		if x.Overall != nil && x.Key != "" {
			all = append(all, rating.Counted{Key: x.Key, Yes: x.Overall.Yes, N: x.Overall.N})
		}
	}
	for _, x := range rating.Rank(all) {
		i := slices.IndexFunc(r.Rows, func(row Row) bool { return row.Key == x.Key })
		r.Rows[i].Place = x.Place
	}
}
