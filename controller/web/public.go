package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/rating"
	"motcua/internal/satisfaction"
	"motcua/internal/wire"
)

// Publication is what the center publishes of the survey.
type Publication interface {
	// Published is the present state, false where there is none.
	Published() (satisfaction.Published, bool)
}

// publicView is the page of what is published, for a screen in the hall and for phones.
type publicView struct {
	satisfaction.Published
	Period  *satisfaction.PublishedPeriod
	Tabs    []publicTab
	Counted *wire.RatingCounts // raw counts of the version with the most answers
	Others  int                // further versions: their counts are in the open data
	Asked   *center.Questionnaire
}

// publicTab leads to a period.
type publicTab struct {
	Name, Title, URL string
	Now              bool
}

// public serves GET /public/satisfaction.
func (p *pages) public(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "public.title")
	pg.Theme = "default"
	published, ok := p.Publication.Published()
	if !ok {
		code, kind := "publish-soon", fault.Unavailable
		if pg.Center.Publish.Off {
			code, kind = "publish-off", fault.NotFound
		}
		pg.Problem = pg.Trouble(code)
		p.show(w, r, wire.Status(fault.New(kind, code)), "public.html", pg)
		return
	}
	v := publicView{Published: published}
	wanted := r.URL.Query().Get("period")
	for i := range v.Periods {
		x := &v.Periods[i]
		if v.Period == nil || x.Name == wanted {
			v.Period = x
		}
	}
	for i := range v.Periods {
		x := &v.Periods[i]
		q := r.URL.Query()
		q.Set("period", x.Name)
		q.Del("live")
		v.Tabs = append(v.Tabs, publicTab{x.Name, pg.periodTitle(x), "?" + q.Encode(), x == v.Period})
	}
	v.count()
	pg.Data = v
	p.show(w, r, http.StatusOK, "public.html", pg)
}

// count finds the raw counts that are shown.
func (v *publicView) count() {
	if v.Period == nil {
		return
	}
	for i := range v.Period.Total.Versions {
		x := &v.Period.Total.Versions[i]
		if v.Counted == nil || sum(x.Counts) >= sum(v.Counted.Counts) {
			v.Counted = x
		}
	}
	if v.Counted != nil {
		v.Others, v.Asked = len(v.Period.Total.Versions)-1, v.Wording(v.Counted.Questionnaire)
	}
}

func sum(counts []int) (n int) {
	for _, k := range counts {
		n += k
	}
	return n
}

func (p *page) periodTitle(x *satisfaction.PublishedPeriod) string {
	period, err := center.ReadPeriod(x.Period)
	if err != nil {
		return x.Period
	}
	return period.Title(p.Lang)
}

// Rated is a level with its wording and its answers.
type Rated struct {
	Words string
	N     int
	Share float64
	Good  bool // counts as satisfied
}

// Levels are the levels of a version, the most satisfied first.
func (v publicView) Levels(p *page) (all []Rated) {
	total := sum(v.Counted.Counts)
	for i, n := range slices.Backward(v.Counted.Counts) {
		x := Rated{N: n, Share: float64(n) / float64(total), Good: i+1 >= v.Counted.Satisfied, Words: p.T("public.level", "n", i+1, "of", len(v.Counted.Counts))}
		if v.Asked != nil && i < len(v.Asked.Levels) {
			x.Words = p.Name(v.Asked.Levels[i])
		}
		all = append(all, x)
	}
	return all
}

// ServiceOf names the service of a row.
func (p *page) ServiceOf(r satisfaction.PublishedRow) string {
	switch {
	case r.Service == "":
		return p.T("public.other-services")
	case r.Name != nil:
		return p.Name(*r.Name)
	}
	return string(r.Service)
}

// DayOf writes a date in figures.
func (p *page) DayOf(d center.Day) string {
	t, err := d.Start()
	if err != nil {
		return string(d)
	}
	return t.Format("02/01/2006")
}

// Thousandth is a share on the scale of a bar.
func (p *page) Thousandth(share float64) int { return int(share*1000 + .5) }

// ClaimTone is how a verdict looks.
func (p *page) ClaimTone(v rating.Verdict) string {
	return map[rating.Verdict]string{rating.Met: "good", rating.NotMet: "fault", rating.NotEnough: "stale"}[v]
}

// ClaimIcon is its icon.
func (p *page) ClaimIcon(v rating.Verdict) string {
	return map[rating.Verdict]string{rating.Met: "check", rating.NotMet: "warning", rating.NotEnough: "clock"}[v]
}

// Points writes tenths as the language does.
func (p *page) Points(t rating.Tenths) string {
	if p.Lang == i18n.EN {
		return t.String()
	}
	return strings.Replace(t.String(), ".", ",", 1)
}

// ScoreClass is what the points of TT 01/2018 are called.
func (p *page) ScoreClass(s rating.Score) string {
	if s.Class == nil {
		return p.T("rating.verdict-not-enough")
	}
	return p.T("rating.class-" + s.Class.Code)
}

// Refreshed is when an open page looks again, in seconds.
func (v publicView) Refreshed() int { return int((10 * time.Minute).Seconds()) }

// publicBar is a share and its interval on a bar of a thousand.
type publicBar struct{ Width, Low, Spread int }

// Bar is the bar of a share.
func (p *page) Bar(s *rating.Share) publicBar {
	low := p.Thousandth(s.Low)
	return publicBar{p.Thousandth(s.Value), low, max(p.Thousandth(s.High)-low, 1)}
}
