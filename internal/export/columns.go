package export

import (
	"motcua/internal/figures"
	"motcua/internal/i18n"
	"motcua/internal/rating"
)

// column is one figure of a row. Its texts are "export.group-<group>" and
// "export.col-<title>".
type column struct {
	key    string // in addresses, and of figures.MeasureNames where tickets are behind it
	group  string
	title  string
	kind   Kind
	figure string // whose tickets are behind it; empty: none
	value  func(*figures.Figures) Cell
}

// part is a table of figures that belong together.
type part struct {
	id      string
	behind  bool
	columns []column
}

// parts are all figures of the report, in the order people read them.
var parts = []part{
	{id: "visits", columns: []column{
		count("issued", func(f *figures.Figures) int { return f.Issued }),
		count("on_paper", func(f *figures.Figures) int { return f.OnPaper }),
		count("called", func(f *figures.Figures) int { return f.Called }),
		count("served", func(f *figures.Figures) int { return f.Served }),
		count("finished", func(f *figures.Figures) int { return f.Finished }),
		count("no_shows", func(f *figures.Figures) int { return f.NoShows }),
		count("left", func(f *figures.Figures) int { return f.Left }),
		count("transfer", func(f *figures.Figures) int { return f.Transfer }),
		share("first_time", "", func(f *figures.Figures) (float64, int) { return f.FirstTime() }),
	}},
	{id: "wait", columns: merge(dist("wait", false, func(f *figures.Figures) figures.Dist { return f.Wait }), []column{
		share("within_15", "within_15", func(f *figures.Figures) (float64, int) { return f.Within15.Share() }),
		share("within_30", "within_30", func(f *figures.Figures) (float64, int) { return f.Within30.Share() }),
		pressed,
	})},
	{id: "service", columns: merge(dist("service", false, func(f *figures.Figures) figures.Dist { return f.Service }), []column{pressed})},
	{id: "walk", behind: true, columns: merge(dist("walk", false, func(f *figures.Figures) figures.Dist { return f.Walk }), []column{
		share("came_60", "came_60", func(f *figures.Figures) (float64, int) { return f.Came60.Share() })})},
	{id: "visit-wait", behind: true, columns: merge(dist("visit_wait", true, func(f *figures.Figures) figures.Dist { return f.VisitWait }),
		dist("visit", true, func(f *figures.Figures) figures.Dist { return f.Visit }))},
	{id: "open", behind: true, columns: merge(dist("wait_open", true, func(f *figures.Figures) figures.Dist { return f.WaitOpen }), []column{
		share("open_15", "open_15", func(f *figures.Figures) (float64, int) { return f.Open15.Share() })},
		dist("visit_wait_open", true, func(f *figures.Figures) figures.Dist { return f.VisitWaitOpen }))},
	{id: "priority", behind: true, columns: merge(dist("wait_priority", true, func(f *figures.Figures) figures.Dist { return f.WaitPriority }),
		dist("wait_ordinary", true, func(f *figures.Figures) figures.Dist { return f.WaitOrdinary }))},
	{id: "wrap-up", behind: true, columns: dist("wrap_up", false, func(f *figures.Figures) figures.Dist { return f.WrapUp })},
	{id: "level", behind: true, columns: []column{
		count("within_15_n", func(f *figures.Figures) int { return f.Within15.Within }).of("within_15"),
		count("left_after_15", func(f *figures.Figures) int { return f.Within15.LeftAfter }),
		count("left_before_15", func(f *figures.Figures) int { return f.Within15.LeftBefore }),
		count("within_30_n", func(f *figures.Figures) int { return f.Within30.Within }).of("within_30"),
		count("left_after_30", func(f *figures.Figures) int { return f.Within30.LeftAfter }),
		count("left_before_30", func(f *figures.Figures) int { return f.Within30.LeftBefore }),
	}},
	{id: "told", behind: true, columns: []column{
		count("told", func(f *figures.Figures) int { return f.Told.N }),
		share("told_kept", "told_kept", func(f *figures.Figures) (float64, int) { return of(f.Told.Kept, f.Told.N) }),
		share("told_early", "told_early", func(f *figures.Figures) (float64, int) { return of(f.Told.Early, f.Told.N) }),
		share("told_kept_priority", "", func(f *figures.Figures) (float64, int) { return of(f.ToldPriority.Kept, f.ToldPriority.N) }),
		share("told_kept_ordinary", "", func(f *figures.Figures) (float64, int) { return of(f.ToldOrdinary.Kept, f.ToldOrdinary.N) }),
	}},
	{id: "dossiers", columns: []column{
		count("dossiers", func(f *figures.Figures) int { return f.Dossiers }),
		count("outside", func(f *figures.Figures) int { return f.Outside }),
		share("outside_share", "", func(f *figures.Figures) (float64, int) { return of(f.Outside, f.Dossiers) }),
	}},
	{id: "ratings", columns: ratings()},
	{id: "quality", columns: []column{
		pressed,
		share("pressed_start", "pressed_start", func(f *figures.Figures) (float64, int) { return of(f.Quality.Start, f.Quality.Legs) }),
		share("pressed_finish", "pressed_finish", func(f *figures.Figures) (float64, int) { return of(f.Quality.Finish, f.Quality.Legs) }),
		count("forgotten", func(f *figures.Figures) int { return f.Quality.Forgotten }),
		count("instant", func(f *figures.Figures) int { return f.Quality.Instant }),
		count("clock_stop", func(f *figures.Figures) int { return f.Quality.ClockStop }),
		count("by_hand", func(f *figures.Figures) int { return f.ByHand }),
		count("incident", func(f *figures.Figures) int { return f.Incident }),
		count("ghost", func(f *figures.Figures) int { return f.Flags.Ghost }).of(""),
		count("serve_late", func(f *figures.Figures) int { return f.Flags.ServeLate }).of(""),
	}},
	{id: "time", behind: true, columns: []column{
		seconds("open_s", func(f *figures.Figures) int { return f.Time.OpenS }),
		seconds("serving_s", func(f *figures.Figures) int { return f.Time.ServingS }),
		seconds("wrap_up_s", func(f *figures.Figures) int { return f.Time.WrapUpS }),
		seconds("paused_s", func(f *figures.Figures) int { return f.Time.PausedS }),
		seconds("idle_s", func(f *figures.Figures) int { return f.Time.IdleS }),
		seconds("wasted_s", func(f *figures.Figures) int { return f.Time.WastedS }),
	}},
}

// pressed is the quality of the data: it stands beside every rank.
var pressed = share("pressed", "pressed", func(f *figures.Figures) (float64, int) { return f.Quality.Visits.Share() })

func merge(all ...[]column) (out []column) {
	for _, c := range all {
		out = append(out, c...)
	}
	return out
}

func (c column) of(figure string) column {
	c.figure = figure
	return c
}

func count(key string, n func(*figures.Figures) int) column {
	return column{key: key, title: key, kind: Count, figure: key, value: func(f *figures.Figures) Cell { return Number(float64(n(f))) }}
}

// seconds is a part of the time for which counters stood open, known where one did:
// no counter stands open for one service.
func seconds(key string, n func(*figures.Figures) int) column {
	return column{key: key, title: key, kind: Seconds, value: func(f *figures.Figures) Cell { return known(float64(n(f)), f.Time.OpenS) }}
}

func share(key, figure string, get func(*figures.Figures) (float64, int)) column {
	return column{key: key, title: key, kind: Share, figure: figure, value: func(f *figures.Figures) Cell { return known(get(f)) }}
}

func known(v float64, n int) Cell {
	if n == 0 {
		return Missing("–")
	}
	return Cell{Value: v, Known: true}
}

func of(yes, n int) (float64, int) {
	if n == 0 {
		return 0, 0
	}
	return float64(yes) / float64(n), n
}

// dist is the five columns of times.
func dist(name string, grouped bool, get func(*figures.Figures) figures.Dist) []column {
	group := ""
	if grouped {
		group = name
	}
	all := []column{{key: name + "_n", title: "n", kind: Count, value: func(f *figures.Figures) Cell { return Number(float64(get(f).N)) }}}
	for _, x := range []struct {
		title string
		of    func(figures.Dist) int
	}{{"mean", func(d figures.Dist) int { return d.MeanS }}, {"p50", func(d figures.Dist) int { return d.P50S }},
		{"p90", func(d figures.Dist) int { return d.P90S }}, {"max", func(d figures.Dist) int { return d.MaxS }}} {
		all = append(all, column{key: name + "_" + x.title, title: x.title, kind: Seconds, value: func(f *figures.Figures) Cell {
			if d := get(f); d.N > 0 {
				return Number(float64(x.of(d)))
			}
			return Missing("–")
		}})
	}
	for i := range all {
		all[i].figure, all[i].group = name, group
	}
	return all
}

// scale is that of the columns by level: answers on others are in the shares alone.
const scale = 5

// ratings are the answers of the survey. They have no tickets behind them, and
// below five answers there is none at all.
func ratings() []column {
	answered := func(c column, get func(*figures.Ratings) Cell) column {
		c.figure = ""
		c.value = func(f *figures.Figures) Cell {
			if f.Ratings == nil || f.Ratings.N < rating.LeastBatch {
				return Missing("n < 5")
			}
			return get(f.Ratings)
		}
		return c
	}
	none := func(*figures.Figures) int { return 0 }
	all := []column{
		answered(count("ratings_n", none), func(r *figures.Ratings) Cell { return Number(float64(r.N)) }),
		answered(share("satisfied", "", nil), func(r *figures.Ratings) Cell { return known(r.Share()) }),
		answered(share("satisfied_low", "", nil), func(r *figures.Ratings) Cell { low, _ := r.Interval(); return known(low, r.N) }),
		answered(share("satisfied_high", "", nil), func(r *figures.Ratings) Cell { _, high := r.Interval(); return known(high, r.N) }),
	}
	for i := scale; i > 0; i-- {
		all = append(all, answered(count("level_"+string(rune('0'+i)), none), func(r *figures.Ratings) Cell {
			if counts := r.Levels(scale); counts != nil {
				return Number(float64(counts[i-1]))
			}
			return Missing("–")
		}))
	}
	return append(all,
		answered(share("harassment", "", nil), func(r *figures.Ratings) Cell { return known(of(r.Harassment, r.N)) }),
		answered(share("response", "", nil), func(r *figures.Ratings) Cell { return known(of(r.N, r.Asked)) }))
}

// Sorts lists the columns by which rows can be put in order.
func Sorts() (keys []string) {
	for _, p := range parts {
		for _, c := range p.columns {
			keys = append(keys, c.key)
		}
	}
	return keys
}

func (c column) heading(lang i18n.Lang) Column {
	out := Column{Key: c.key, Title: i18n.T(lang, "export.col-"+c.title), Kind: c.kind}
	if c.group != "" {
		out.Group = i18n.T(lang, "export.group-"+c.group)
	}
	return out
}

// FigureName is what people call a figure that has tickets behind it.
func FigureName(lang i18n.Lang, figure string) string {
	for _, p := range parts {
		for _, c := range p.columns {
			if c.figure != figure {
				continue
			}
			part := i18n.T(lang, "export.part-"+p.id)
			if c.title == figure {
				return part + ": " + i18n.T(lang, "export.col-"+c.title)
			}
			if c.group != "" {
				return part + ": " + i18n.T(lang, "export.group-"+c.group)
			}
			return part
		}
	}
	return figure
}
