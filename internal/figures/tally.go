package figures

import (
	"cmp"
	"slices"

	"motcua/internal/center"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// tally adds up answers of the survey.
type tally struct {
	n, satisfied, harassment, helped int
	channels, reasons                map[string]int
	counts                           map[version][]int
	items                            map[item][]int
}

// version is a questionnaire's version with its scale.
type version struct {
	name              string
	levels, satisfied int
}

type item struct {
	version   version
	code, due string
}

func newTally() *tally {
	return &tally{channels: map[string]int{}, reasons: map[string]int{}, counts: map[version][]int{}, items: map[item][]int{}}
}

// most is the largest number of levels, or of options, that is believed.
const most = 10

// Valid tells whether an answer is in any figure: it is of a known leg, and on its scale.
func Valid(a *wire.RatingData) bool {
	levels, _ := a.Scale()
	return !a.Apart && a.Overall >= 1 && a.Overall <= levels && levels <= most
}

func (t *tally) add(a *wire.RatingData) {
	v := version{name: a.Questionnaire}
	v.levels, v.satisfied = a.Scale()
	t.n++
	if a.Overall >= v.satisfied {
		t.satisfied++
	}
	if slices.Contains(a.Reasons, center.Harassment) {
		t.harassment++
	}
	if a.Helped {
		t.helped++
	}
	for i, r := range a.Reasons {
		if !slices.Contains(a.Reasons[:i], r) {
			t.reasons[r]++
		}
	}
	t.channels[cmp.Or(a.Channel, "tablet")]++
	t.counts[v] = bump(t.counts[v], v.levels, a.Overall)
	for code, option := range a.Items {
		if option < 1 || option > most {
			continue
		}
		key := item{v, code, a.Due}
		t.items[key] = bump(t.items[key], 0, option)
	}
}

// bump counts one more of i, which counts from 1.
func bump(counts []int, least, i int) []int {
	for len(counts) < max(least, i) {
		counts = append(counts, 0)
	}
	if i > 0 {
		counts[i-1]++
	}
	return counts
}

// ratings is the figure, nil below five answers.
func (t *tally) ratings(asked int) *Ratings {
	if t == nil || t.n < rating.LeastBatch {
		return nil
	}
	r := &Ratings{N: t.n, Satisfied: t.satisfied, Harassment: t.harassment, Helped: t.helped, Channels: t.channels, Reasons: t.reasons, Asked: asked}
	for v, counts := range t.counts {
		r.Versions = append(r.Versions, wire.RatingCounts{Questionnaire: v.name, Levels: v.levels, Satisfied: v.satisfied, Counts: slices.Clone(counts)})
	}
	slices.SortFunc(r.Versions, byVersion)
	for key, counts := range t.items {
		i, _ := slices.BinarySearchFunc(r.Versions, wire.RatingCounts{Questionnaire: key.version.name, Levels: key.version.levels, Satisfied: key.version.satisfied}, byVersion)
		x := &r.Versions[i]
		x.Items = append(x.Items, wire.ItemCounts{Code: key.code, Due: key.due, Counts: slices.Clone(counts)})
	}
	for i := range r.Versions {
		slices.SortFunc(r.Versions[i].Items, func(a, b wire.ItemCounts) int { return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Due, b.Due)) })
	}
	return r
}

func byVersion(a, b wire.RatingCounts) int {
	return cmp.Or(cmp.Compare(a.Questionnaire, b.Questionnaire), a.Levels-b.Levels, a.Satisfied-b.Satisfied)
}
