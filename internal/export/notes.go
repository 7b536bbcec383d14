package export

import (
	"slices"
	"strings"

	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/i18n"
	"motcua/internal/rating"
)

// leastForHarassment is how many answers it takes before none of them proves
// less than 1 % (rule of three).
const leastForHarassment = 300

// heads are the figures that come first.
func (c *composer) heads() []Fact {
	f := &c.Table.Total
	ref := func(figure string) string {
		if c.Ref == nil {
			return ""
		}
		return c.Ref(figure, Whole)
	}
	n := func(n int) string { return c.t("export.n", "n", i18n.Int(c.Lang, n)) }
	all := []Fact{
		{Name: c.t("export.head-issued"), Value: i18n.Int(c.Lang, f.Issued), Ref: ref("issued")},
		{Name: c.t("export.head-served"), Value: i18n.Int(c.Lang, f.Served), Ref: ref("served")},
		c.times("export.head-wait", f.Wait, figures.Promise.Seconds(), ref("wait")),
		c.level("export.head-within", f.Within15, ref("within_15")),
		c.times("export.head-visit", f.VisitWait, figures.Patience.Seconds(), ref("visit_wait")),
		c.times("export.head-service", f.Service, 0, ref("service")),
		{Name: c.t("export.head-dossiers"), Value: i18n.Int(c.Lang, f.Dossiers), Note: c.t("export.outside-of", "n", i18n.Int(c.Lang, f.Outside)), Ref: ref("dossiers")},
	}
	if r := f.Ratings; r != nil && r.N >= rating.LeastBatch {
		v, _ := r.Share()
		low, high := r.Interval()
		all = append(all, Fact{Name: c.t("export.head-satisfied"), Value: i18n.Percent(c.Lang, v),
			Note: c.t("export.interval", "low", i18n.Percent(c.Lang, low), "high", i18n.Percent(c.Lang, high), "n", i18n.Int(c.Lang, r.N))}, c.harassment(r))
	} else {
		all = append(all, Fact{Name: c.t("export.head-satisfied"), Value: c.t("export.no-data"), Note: c.t("export.least-5")})
	}
	q, visits := f.Quality.Visits.Share()
	quality := Fact{Name: c.t("export.head-quality"), Value: c.t("export.no-data"), Ref: ref("pressed")}
	if visits > 0 {
		quality.Value, quality.Note = i18n.Percent(c.Lang, q), n(visits)
	}
	return append(all, quality)
}

func (c *composer) harassment(r *figures.Ratings) Fact {
	x := Fact{Name: c.t("export.head-harassment"), Value: i18n.Percent(c.Lang, float64(r.Harassment)/float64(r.N)), Note: c.t("export.n", "n", i18n.Int(c.Lang, r.N))}
	if r.N < leastForHarassment {
		x.Note += " · " + c.t("export.least-300")
	}
	return x
}

// times writes a mean with what belongs to it.
func (c *composer) times(key string, d figures.Dist, most float64, ref string) Fact {
	x := Fact{Name: c.t(key), Value: c.t("export.no-data")}
	if d.N == 0 {
		return x
	}
	m := func(s int) string { return Seconds.Show(c.Lang, Number(float64(s))) }
	x.Value, x.Ref = c.t("export.minutes-of", "n", m(d.MeanS)), ref
	x.Note = c.t("export.spread", "p50", m(d.P50S), "p90", m(d.P90S), "max", m(d.MaxS), "n", i18n.Int(c.Lang, d.N))
	if most > 0 && float64(d.MeanS) > most {
		x.Tone = "fault"
	}
	return x
}

func (c *composer) level(key string, l figures.Level, ref string) Fact {
	v, n := l.Share()
	if n == 0 {
		return Fact{Name: c.t(key), Value: c.t("export.no-data")}
	}
	return Fact{Name: c.t(key), Value: i18n.Percent(c.Lang, v), Note: c.t("export.n", "n", i18n.Int(c.Lang, n)), Ref: ref}
}

// completeness says what the report does not know.
func (c *composer) completeness() Note {
	have, planned := c.days()
	f := &c.Table.Total
	n := Note{Title: c.t("export.note-complete"), Lines: []string{c.t("export.complete-days", "n", i18n.Int(c.Lang, have), "of", i18n.Int(c.Lang, planned))}}
	if missing := c.missing(); len(missing) > 0 {
		n.Lines = append(n.Lines, c.t("export.complete-missing", "days", strings.Join(missing, ", ")))
	}
	if slices.Contains(c.Table.Days, c.Until) {
		n.Lines = append(n.Lines, c.t("export.complete-today"))
	}
	say := func(key string, k int) { n.Lines = append(n.Lines, c.t(key, "n", i18n.Int(c.Lang, k))) }
	say("export.complete-paper", f.OnPaper)
	if v, of := f.Quality.Visits.Share(); of > 0 {
		n.Lines = append(n.Lines, c.t("export.complete-pressed", "share", i18n.Percent(c.Lang, v), "n", i18n.Int(c.Lang, of)))
	}
	say("export.complete-forgotten", f.Quality.Forgotten)
	say("export.complete-incident", f.Incident)
	return n
}

const mostNamed = 20 // days that are named

// missing names the days on which the center should have worked and nothing is known.
func (c *composer) missing() (out []string) {
	more := 0
	for _, day := range c.planned() {
		if slices.Contains(c.Table.Days, day) {
			continue
		}
		if len(out) == mostNamed {
			more++
			continue
		}
		out = append(out, shortDay(day))
	}
	if more > 0 {
		out = append(out, c.t("export.more", "n", i18n.Int(c.Lang, more)))
	}
	return out
}

func shortDay(day center.Day) string {
	t, err := day.Start()
	if err != nil {
		return string(day)
	}
	return t.Format("02/01/2006")
}

// definitions say in words what each figure is.
func (c *composer) definitions() Note {
	n := Note{Title: c.t("export.note-definitions")}
	for _, key := range []string{"leg", "wait", "wait-open", "visit-wait", "within", "service", "came", "told", "dossiers", "ratings", "quality", "flags", "p90"} {
		n.Lines = append(n.Lines, c.t("export.def-"+key))
	}
	return n
}
