package web

import (
	"cmp"
	"context"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/figures"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

const (
	ownDays     = 30 // service days' worth of dates that are shown
	teamDays    = 5  // days of work of colleagues below which no average of them is shown
	teamFellows = 3  // colleagues below which an average would tell of one of them
)

// ownView is an official's own figures, today and over the last days.
type ownView struct {
	From, To center.Day
	Groups   []ownGroup
	Worked   int // days with a service of one's own; 0: nothing to show
	TeamDays int // days of work in the team's average; 0: too few to show one
	Done     bool
	Days     []center.Day // that can be explained, the newest first
}

type ownGroup struct {
	Title   string // catalog key
	Figures []ownFigure
}

// ownFigure is one figure in its three readings.
type ownFigure struct {
	Code  string // of wire.Explainable
	Timed bool   // times in seconds; else counts a day
	Today figures.Dist
	Month figures.Dist // of counts: n is days, the rest counts a day
	Total int          // of counts: of the whole month
	Team  float64      // mean: seconds, or counts a day
	Said  []wire.Explanation
}

// ownKinds are the figures of the page: times, or counts a day.
var ownKinds = []struct {
	code, group string
	times       func(*figures.Figures) figures.Dist
	count       func(*figures.Figures) int
}{
	{code: "dossiers", group: "own.work", count: func(f *figures.Figures) int { return f.Dossiers }},
	{code: "served", group: "own.work", count: func(f *figures.Figures) int { return f.Served }},
	{code: "wait", group: "own.times", times: func(f *figures.Figures) figures.Dist { return f.Wait }},
	{code: "service", group: "own.times", times: func(f *figures.Figures) figures.Dist { return f.Service }},
	{code: "wrap-up", group: "own.times", times: func(f *figures.Figures) figures.Dist { return f.WrapUp }},
	{code: "forgotten", group: "own.quality", count: func(f *figures.Figures) int { return f.Quality.Forgotten }},
	{code: "instant", group: "own.quality", count: func(f *figures.Figures) int { return f.Quality.Instant }},
	{code: "inferred", group: "own.quality", count: func(f *figures.Figures) int { return f.Quality.Legs - f.Quality.Start }},
}

// own shows who asks what the reports know of them, and nothing of anybody else:
// of the team an average alone, and no rating at all.
func (p *pages) own(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "own.title")
	v, err := p.ownFigures(r.Context(), pg.Who.ID)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	v.Done = r.URL.Query().Has("done")
	pg.Data = v
	p.show(w, r, http.StatusOK, "own.html", pg)
}

func (p *pages) ownFigures(ctx context.Context, who string) (v ownView, err error) {
	if who == "" {
		return v, fault.New(fault.Forbidden, "forbidden")
	}
	now := p.Now().In(center.Zone)
	v.From, v.To = center.DayOf(now.AddDate(0, 0, 1-ownDays)), center.DayOf(now)
	mine, err := p.Reports.Figures(ctx, figures.Query{From: v.From, To: v.To, By: figures.ByDay, Filter: map[figures.Dim]string{figures.Official: who}})
	if err != nil {
		return v, err
	}
	said, err := p.Reports.Explained(ctx, v.From, v.To)
	if err != nil {
		return v, err
	}
	all, err := p.team(ctx, mine.Days, who)
	if err != nil {
		return v, err
	}
	if all.enough() {
		v.TeamDays = len(all.worked)
	}
	var today figures.Figures
	var days []*figures.Figures // of work
	for i := range mine.Rows {
		x := &mine.Rows[i]
		if center.Day(x.Key) == v.To {
			today = x.Figures
		}
		if x.Figures.Served > 0 {
			days = append(days, &x.Figures)
			v.Days = append(v.Days, center.Day(x.Key))
		}
	}
	v.Worked = len(days)
	slices.Reverse(v.Days)
	for _, k := range ownKinds {
		f := ownFigure{Code: k.code, Timed: k.times != nil, Said: by(said, who, k.code)}
		if f.Timed {
			f.Today, f.Month, f.Team = k.times(&today), k.times(&mine.Total), meanOf(all.worked, k.times)
		} else {
			f.Today.N, f.Total = k.count(&today), k.count(&mine.Total)
			f.Month, _ = perDay(days, k.count)
			_, f.Team = perDay(all.worked, k.count)
		}
		if n := len(v.Groups); n == 0 || v.Groups[n-1].Title != k.group {
			v.Groups = append(v.Groups, ownGroup{Title: k.group})
		}
		g := &v.Groups[len(v.Groups)-1]
		g.Figures = append(g.Figures, f)
	}
	return v, nil
}

// team is the days of work of everybody, without a name.
type team struct {
	worked  []*figures.Figures
	fellows map[string]int // days of work of each colleague
}

func (t team) enough() bool {
	n := 0
	for _, days := range t.fellows {
		n += days
	}
	return n >= teamDays && len(t.fellows) >= teamFellows
}

// team reads the days one by one: a day of work is an official's day with a service.
func (p *pages) team(ctx context.Context, days []center.Day, who string) (team, error) {
	t := team{fellows: map[string]int{}}
	for _, d := range days {
		of, err := p.Reports.Figures(ctx, figures.Query{From: d, To: d, By: figures.Official})
		if err != nil {
			return t, err
		}
		for i := range of.Rows {
			if x := &of.Rows[i]; x.Key != "" && x.Figures.Served > 0 {
				t.worked = append(t.worked, &x.Figures)
				if x.Key != who {
					t.fellows[x.Key]++
				}
			}
		}
	}
	return t, nil
}

// meanOf is the mean of all times behind several sums.
func meanOf(all []*figures.Figures, times func(*figures.Figures) figures.Dist) float64 {
	n, sum := 0, 0
	for _, f := range all {
		d := times(f)
		n, sum = n+d.N, sum+d.N*d.MeanS
	}
	return float64(sum) / float64(max(n, 1))
}

// perDay spreads counts over days, percentiles by nearest rank, and their mean.
func perDay(days []*figures.Figures, count func(*figures.Figures) int) (d figures.Dist, mean float64) {
	if d.N = len(days); d.N == 0 {
		return d, 0
	}
	counts := make([]int, d.N)
	sum := 0
	for i, f := range days {
		counts[i] = count(f)
		sum += counts[i]
	}
	slices.Sort(counts)
	rank := func(p int) int { return counts[(p*d.N+99)/100-1] }
	d.P50S, d.P90S, d.MaxS = rank(50), rank(90), counts[d.N-1]
	return d, float64(sum) / float64(d.N)
}

// by picks what one official said of one figure, the newest day first.
func by(said []wire.Explanation, who, figure string) (own []wire.Explanation) {
	for _, x := range said {
		if x.By.ID == who && x.Figure == figure {
			own = append(own, x)
		}
	}
	slices.SortStableFunc(own, func(a, b wire.Explanation) int { return cmp.Or(-cmp.Compare(a.Day, b.Day), b.At.Compare(a.At)) })
	return own
}

// Decimal writes a number with one decimal.
func (p *page) Decimal(x float64) string {
	s := strconv.FormatFloat(math.Round(10*x)/10, 'f', 1, 64)
	if p.Lang == i18n.EN {
		return s
	}
	return strings.Replace(s, ".", ",", 1)
}

// ownRow is one reading of a figure, as text.
type ownRow struct {
	What  string
	Cells []string
}

// Readings are the rows of a figure: today and the month.
func (p *page) Readings(f ownFigure) []ownRow {
	none := "–"
	cells := func(d figures.Dist) []string {
		if d.N == 0 {
			return []string{p.Int(0), none, none, none}
		}
		return []string{p.Int(d.N), p.Seconds(d.MeanS), p.Seconds(d.P50S), p.Seconds(d.P90S)}
	}
	today, month := p.T("own.today"), p.T("own.month", "days", p.Int(ownDays))
	if f.Timed {
		return []ownRow{{today, cells(f.Today)}, {month, cells(f.Month)}}
	}
	mean := p.Decimal(float64(f.Total) / float64(max(f.Month.N, 1)))
	return []ownRow{{today, []string{p.Int(f.Today.N), none, none, none, none}},
		{month, []string{p.Int(f.Total), p.Int(f.Month.N), mean, p.Int(f.Month.P50S), p.Int(f.Month.P90S)}}}
}

// Team is the average of all, without a name; empty where there is none to show.
func (p *page) Team(v ownView, f ownFigure) string {
	switch {
	case v.TeamDays == 0 || f.Timed && f.Team == 0:
		return ""
	case f.Timed:
		return p.T("own.team", "mean", p.Seconds(int(f.Team)), "n", p.Int(v.TeamDays))
	}
	return p.T("own.team-day", "mean", p.Decimal(f.Team), "n", p.Int(v.TeamDays))
}

// Own hands a figure to its template.
func (p *page) Own(v ownView, f ownFigure) ownCard { return ownCard{p, v, f} }

type ownCard struct {
	Page   *page
	View   ownView
	Figure ownFigure
}
