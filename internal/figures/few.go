package figures

import (
	"slices"

	"motcua/internal/rating"
	"motcua/internal/wire"
)

// hideRest keeps a cell below five answers from being found as what a filter
// leaves out: the same days without the filter would tell it.
func hideRest(t *Table, asked int) {
	if t.Total.Ratings == nil {
		return
	}
	if left := asked - t.Total.Ratings.N; left == 0 || left >= rating.LeastBatch {
		return
	}
	t.Total.Ratings = nil
	for i := range t.Rows {
		t.Rows[i].Figures.Ratings = nil
	}
}

// hideOne keeps a cell below five answers from being found as what is missing
// to the total: where one row alone is hidden, the smallest of the others is too.
func hideOne(t *Table) {
	if t.Total.Ratings == nil {
		return
	}
	shown, least := 0, -1
	for i := range t.Rows {
		if r := t.Rows[i].Figures.Ratings; r != nil {
			if shown += r.N; least < 0 || r.N < t.Rows[least].Figures.Ratings.N {
				least = i
			}
		}
	}
	if left := t.Total.Ratings.N - shown; least >= 0 && left > 0 && left < rating.LeastBatch {
		t.Rows[least].Figures.Ratings = nil
	}
}

// hideParts does the same for the answers to one version of a questionnaire, and
// to one further question: a part below five is shown nowhere, and neither can
// it be found as what the shown parts leave of the total.
func hideParts(t *Table) {
	all := []*Ratings{}
	for i := range t.Rows {
		if r := t.Rows[i].Figures.Ratings; r != nil {
			all = append(all, r)
		}
	}
	whole := t.Total.Ratings
	for _, r := range append(all, whole) {
		r.hideFew()
	}
	if whole == nil {
		return
	}
	for again := true; again; {
		again = false
		for _, v := range whole.Versions {
			again = coarsen(total(v.Counts), all, func(r *Ratings) int { return r.of(v) }, func(r *Ratings) { r.Versions = nil }) || again
		}
	}
	for _, v := range whole.Versions {
		for _, x := range v.Items {
			for coarsen(total(x.Counts), all, func(r *Ratings) int { return r.ofItem(v, x) }, func(r *Ratings) { r.drop(v, x) }) {
			}
		}
	}
}

// hideFew hides the parts below five of one row.
func (r *Ratings) hideFew() {
	if r == nil {
		return
	}
	if slices.ContainsFunc(r.Versions, func(v wire.RatingCounts) bool { return few(total(v.Counts)) }) {
		r.Versions = nil
	}
	for i := range r.Versions {
		v := &r.Versions[i]
		v.Items = slices.DeleteFunc(v.Items, func(x wire.ItemCounts) bool { return few(total(x.Counts)) })
	}
}

// coarsen hides the smallest part where the hidden ones together are few, and tells whether it did.
func coarsen(whole int, all []*Ratings, part func(*Ratings) int, hide func(*Ratings)) bool {
	var least *Ratings
	left := whole
	for _, r := range all {
		if n := part(r); n > 0 {
			if left -= n; least == nil || n < part(least) {
				least = r
			}
		}
	}
	if least == nil || !few(left) {
		return false
	}
	hide(least)
	return true
}

func few(n int) bool { return n > 0 && n < rating.LeastBatch }

func total(counts []int) (n int) {
	for _, x := range counts {
		n += x
	}
	return n
}

// of is how many of the shown answers are to a version.
func (r *Ratings) of(v wire.RatingCounts) int {
	if i := slices.IndexFunc(r.Versions, func(x wire.RatingCounts) bool { return byVersion(x, v) == 0 }); i >= 0 {
		return total(r.Versions[i].Counts)
	}
	return 0
}

// ofItem is how many of the shown answers are to a further question.
func (r *Ratings) ofItem(v wire.RatingCounts, x wire.ItemCounts) int {
	for _, own := range r.Versions {
		for _, i := range own.Items {
			if byVersion(own, v) == 0 && i.Code == x.Code && i.Due == x.Due {
				return total(i.Counts)
			}
		}
	}
	return 0
}

// drop hides the answers to a further question.
func (r *Ratings) drop(v wire.RatingCounts, x wire.ItemCounts) {
	for i := range r.Versions {
		if byVersion(r.Versions[i], v) == 0 {
			r.Versions[i].Items = slices.DeleteFunc(r.Versions[i].Items, func(y wire.ItemCounts) bool { return y.Code == x.Code && y.Due == x.Due })
		}
	}
}
