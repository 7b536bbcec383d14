package province

import (
	"slices"
	"strconv"

	"motcua/internal/i18n"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// harassmentLimit is the share of answers that name harassment below which a
// province wants to stay.
const harassmentLimit = .01

// answers is what stands beside the satisfied share of a point, or of all
// points: words, empty where they would not be true.
type answers struct {
	Interval string // in which the true share lies
	Response string // answers ÷ finished legs
	Place    string // among the points, by the lower end of the interval
	Claim    string // what the answers prove about harassment
	Sign     tag
	Told     tag    // answers of today that name harassment
	Mixed    string // several versions of the questionnaire are in it
}

// answersOf words the answers of one point. Old ones raise no alarm.
func answersOf(v view, q *wire.RatingFigures, stale bool) answers {
	s := rating.ShareOf(q.Pleased(), q.N)
	x := answers{Interval: v.T("interval", "low", i18n.Percent(v.Lang, s.Low), "high", i18n.Percent(v.Lang, s.High))}
	if q.Asked >= q.N {
		x.Response = v.T("response", "share", i18n.Percent(v.Lang, rating.ShareOf(q.N, q.Asked).Value))
	}
	if q.Harassment > 0 {
		x.Told = tag{"fault", "warning", v.T("harassed", "k", v.Int(q.Harassment), "n", v.Int(q.N))}
		if stale {
			x.Told.Tone = "stale"
		}
	}
	if n := versionsOf(q.Versions); n > 1 {
		x.Mixed = v.T("mixed", "n", v.Int(n))
	}
	return x
}

func versionsOf(all []wire.RatingCounts) int {
	var names []string
	for _, x := range all {
		names = append(names, x.Questionnaire)
	}
	slices.Sort(names)
	return len(slices.Compact(names))
}

// allAnswers words the answers of all points, q being their sum. Points of
// another program's version do not tell how many they asked: then nobody knows
// the response rate.
func allAnswers(v view, q wire.RatingFigures, points []*wire.RatingFigures) answers {
	if q.N < minRatings {
		return answers{}
	}
	for _, p := range points {
		if p.Asked < p.N {
			q.Asked = 0
			break
		}
		q.Asked += p.Asked
	}
	x := answersOf(v, &q, false)
	c := rating.ClaimBelow(q.Harassment, q.N, harassmentLimit)
	tone := map[rating.Verdict]tag{rating.Met: {"good", "check", ""}, rating.NotMet: {"fault", "warning", ""}, rating.NotEnough: {"stale", "clock", ""}}[c.Verdict]
	tone.Word = i18n.T(v.Lang, "rating.verdict-"+string(c.Verdict))
	x.Sign = tone
	x.Claim = i18n.Percent(v.Lang, c.Share.Value)
	x.Told.Word = v.T("harassed-claim", "limit", i18n.Percent(v.Lang, c.Limit), "k", v.Int(q.Harassment), "n", v.Int(q.N))
	if c.Verdict == rating.NotEnough {
		x.Told.Word += " " + i18n.T(v.Lang, "rating.verdict-needed", "n", v.Int(c.Needed), "limit", i18n.Percent(v.Lang, c.Limit))
	}
	return x
}

// rank gives the points with fresh answers their places.
func (v *overviewView) rank() {
	var all []rating.Counted
	for _, r := range v.Rows {
		if !r.Stale && r.Snap != nil && r.Snap.Today.Ratings != nil {
			q := r.Snap.Today.Ratings
			all = append(all, rating.Counted{Key: r.Point, Yes: q.Pleased(), N: q.N})
		}
	}
	for _, x := range rating.Rank(all) {
		if x.Place == 0 || len(all) < 2 {
			continue
		}
		i := slices.IndexFunc(v.Rows, func(r row) bool { return r.Point == x.Key })
		v.Rows[i].Answers.Place = v.T("place", "n", strconv.Itoa(x.Place), "all", v.Int(len(all)))
	}
}
