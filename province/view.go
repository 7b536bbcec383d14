package province

import (
	"cmp"
	"math"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// tag is a state: tone, icon and word, always together.
type tag struct{ Tone, Icon, Word string }

// row is one point as the pages show it. Figures are empty where there are none.
type row struct {
	Standing
	Name     string
	State    tag
	Waiting  string
	Longest  string
	Promise  tag // what the longest wait means
	Within   string
	WithinN  string
	Pleased  string
	PleasedN string
	Answers  answers
	Age      string
	Log      []tag
	Needs    needs
	lower    float64 // lower bound of the satisfied share, for the order
	within   float64
}

type overviewView struct {
	view
	Sort  string
	Show  string // devices: only points whose devices need somebody
	Rows  []row
	Total figures
	All   int // points
	Need  int // of these, those whose devices need somebody
}

type pointView struct {
	view
	Row    row
	Total  figures
	Kept   []Kept
	Events []eventRow

	Changes []changeRow // of devices
}

func newRow(v view, s Standing) row {
	r := row{Standing: s, Name: cmp.Or(s.Name.In(v.Lang), s.Point), State: state(v, s), Log: logTags(v, s), Needs: needsOf(v, s), lower: -1, within: -1}
	if s.Snap == nil {
		return r
	}
	t := s.Snap.Today
	r.Waiting = v.Int(t.Waiting)
	r.Longest, r.Promise = longest(v, t, s.Stale)
	r.Age = v.T("ago", "age", i18n.Duration(v.Lang, v.Now.Sub(*s.SnapAt)))
	if n := t.Legs + t.LeftAfter; n > 0 {
		r.within = float64(t.Within15) / float64(n)
		r.Within, r.WithinN = i18n.Percent(v.Lang, r.within), v.T("n-legs", "n", v.Int(n))
	}
	if q := t.Ratings; q != nil {
		r.lower, _ = rating.Interval(q.Pleased(), q.N) // few answers must not lead a ranking
		r.Pleased, r.PleasedN = i18n.Percent(v.Lang, float64(q.Pleased())/float64(q.N)), v.T("n-answers", "n", v.Int(q.N))
		r.Answers = answersOf(v, q, s.Stale)
	}
	return r
}

// longest writes the longest wait and judges it. Old figures are not judged.
func longest(v view, t wire.Today, stale bool) (string, tag) {
	if t.Waiting == 0 {
		return "", tag{}
	}
	d := time.Duration(t.LongestS) * time.Second
	text := i18n.Duration(v.Lang, d)
	switch {
	case stale:
		return text, tag{}
	case d > 15*time.Minute:
		return text, tag{"fault", "warning", v.T("wait-long")}
	case d > 10*time.Minute:
		return text, tag{"warn", "clock", v.T("wait-soon")}
	}
	return text, tag{"good", "check", v.T("wait-good")}
}

// state says in one word whether the point's figures can be believed; never good when they are old.
func state(v view, s Standing) tag {
	switch {
	case s.Snap == nil && s.Seq == 0 && !s.Online:
		return tag{"stale", "offline", v.T("never")}
	case s.Stale:
		return tag{"stale", "age", v.T("stale")}
	case !s.Online:
		return tag{"warn", "offline", v.T("offline")}
	case !s.Snap.Open:
		return tag{"stale", "closed", v.T("closed")}
	}
	return tag{"good", "check", v.T("online")}
}

// logTags says how complete the point's log is here.
func logTags(v view, s Standing) []tag {
	var tags []tag
	if n := s.Behind(); n > 0 {
		tags = append(tags, tag{"warn", "clock", v.T("log-behind", "n", v.Int(n))})
	}
	if s.Forked {
		tags = append(tags, tag{"fault", "warning", v.T("log-forked")})
	}
	if s.Epochs > 1 {
		tags = append(tags, tag{"warn", "warning", v.T("log-epochs", "n", v.Int(s.Epochs-1))})
	}
	if s.Loose {
		tags = append(tags, tag{"warn", "warning", v.T("log-loose")})
	}
	if n := s.Quarantined + s.Refused; n > 0 {
		tags = append(tags, tag{"fault", "warning", v.T("log-kept", "n", v.Int(n))})
	}
	if len(tags) == 0 && s.Seq > 0 {
		whole := tag{"good", "check", v.T("log-whole")}
		if s.Stale {
			whole.Tone = "stale" // what is whole was whole then
		}
		tags = append(tags, whole)
	}
	return tags
}

// orders sort the overview; points without a figure come last.
var orders = map[string]func(a, b row) int{
	"name":    func(a, b row) int { return 0 },
	"waiting": func(a, b row) int { return cmp.Compare(waiting(b), waiting(a)) },
	"longest": func(a, b row) int { return cmp.Compare(longestS(b), longestS(a)) },
	"within":  func(a, b row) int { return cmp.Compare(last(a.within), last(b.within)) },
	"pleased": func(a, b row) int { return cmp.Compare(last(a.lower), last(b.lower)) },
	"age":     func(a, b row) int { return cmp.Compare(age(b), age(a)) },
	"devices": byNeed,
}

func waiting(r row) int {
	if r.Snap == nil {
		return -1
	}
	return r.Snap.Today.Waiting
}

func longestS(r row) int {
	if r.Snap == nil {
		return -1
	}
	return r.Snap.Today.LongestS
}

func age(r row) int {
	if r.AgeS == nil {
		return math.MaxInt
	}
	return *r.AgeS
}

func last(share float64) float64 {
	if share < 0 {
		return math.Inf(1)
	}
	return share
}

// figures are the large ones on top of a page.
type figures struct {
	Waiting, Longest, Within, WithinN, Pleased, PleasedN string
	Promise                                              tag
	Fresh, All, Behind                                   string
	Answers                                              answers
}

// total adds up the points whose figures are fresh.
func total(v view, all []Standing) figures {
	var t wire.Today
	var q wire.RatingFigures
	var asked []*wire.RatingFigures
	fresh, behind := 0, int64(0)
	for _, s := range all {
		behind += s.Behind()
		if s.Stale {
			continue
		}
		fresh++
		t.Waiting += s.Snap.Today.Waiting
		t.LongestS = max(t.LongestS, s.Snap.Today.LongestS)
		t.Legs += s.Snap.Today.Legs
		t.Within15 += s.Snap.Today.Within15
		t.LeftAfter += s.Snap.Today.LeftAfter
		if r := s.Snap.Today.Ratings; r != nil {
			q.N += r.N
			q.Satisfied += r.Pleased()
			q.Harassment += r.Harassment
			q.Versions = append(q.Versions, r.Versions...)
			asked = append(asked, r)
		}
	}
	if q.N >= minRatings {
		t.Ratings = &q
	}
	f := figures{}
	if fresh > 0 {
		now := v.Now
		f = newRow(v, Standing{Snap: &wire.Snap{Today: t}, SnapAt: &now}).figures(v)
	}
	f.Answers = allAnswers(v, q, asked)
	f.Fresh, f.All, f.Behind = v.Int(fresh), v.Int(len(all)), v.Int(behind)
	return f
}

// figures are those of one point, fresh or not; what is missing is said.
func (r row) figures(v view) figures {
	f := figures{Waiting: r.Waiting, Longest: r.Longest, Promise: r.Promise, Within: r.Within, WithinN: r.WithinN, Pleased: r.Pleased, PleasedN: r.PleasedN, Answers: r.Answers}
	if r.Snap == nil {
		return f
	}
	f.WithinN = cmp.Or(f.WithinN, v.T("no-legs"))
	f.PleasedN = cmp.Or(f.PleasedN, v.T("few-answers"))
	return f
}

// eventRow is one event as the page of a point shows it.
type eventRow struct {
	Seq            string
	Type, At, Came string
	Hash           string
}

func eventRows(v view, events []Event) []eventRow {
	var rows []eventRow
	for _, e := range events {
		r := eventRow{Seq: v.Int(e.Seq), Type: e.Type, Came: v.When(e.Received), Hash: e.Hash.String()[:12]}
		if b, err := (wire.Entry{Seq: e.Seq, Body: e.Data}).Decode(); err == nil {
			r.At = v.When(b.At.In(center.Zone))
		}
		rows = append(rows, r)
	}
	return rows
}
