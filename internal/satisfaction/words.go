package satisfaction

import (
	"cmp"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/export"
	"motcua/internal/figures"
	"motcua/internal/i18n"
	"motcua/internal/rating"
)

// leastResponse is the response rate below which a figure is said to be of few.
const leastResponse = .3

// Source is what a report in words is made of. Its Table is that of the report.
type Source struct {
	export.Source
	Report *Report
	// Asked is what a version of a questionnaire asked, and since when; nil for one that nobody knows.
	Asked func(version string) (*center.Questionnaire, time.Time)
}

// Words says a report in words and numbers, for a page and for files.
func Words(s Source) *export.Report {
	r := s.Report
	s.Table = figures.Table{Query: r.Query, Days: r.Days, Head: r.Head, Hash: r.Hash}
	c := &composer{s}
	out := export.Frame(s.Source, c.t("satisfaction.title"))
	out.Name = "hai-long-" + out.Name
	if n := r.Total.Helped; n > 0 {
		out.Facts = append(out.Facts, export.Fact{Name: c.t("satisfaction.helped"), Value: c.n(n)})
	}
	if s := c.channels(); s != "" {
		out.Facts = append(out.Facts, export.Fact{Name: c.t("satisfaction.channels"), Value: s})
	}
	out.Heads = c.heads()
	rows := c.ranked()
	for _, x := range rows {
		out.Keys = append(out.Keys, x.Key)
	}
	out.Tables = append(out.Tables, c.rows(rows), c.reasons())
	out.Tables = append(out.Tables, c.versions()...)
	out.Tables = append(out.Tables, c.factors())
	out.Tables = append(out.Tables, c.scores()...)
	out.Tables = append(out.Tables, c.trend(), c.bias(), c.flags())
	note := export.Note{Title: c.t("satisfaction.note")}
	for _, key := range []string{"sealed", "five", "interval", "rank", "response"} {
		note.Lines = append(note.Lines, c.t("satisfaction.note-"+key))
	}
	out.Notes = []export.Note{note}
	return out
}

type composer struct{ Source }

func (c *composer) t(key string, args ...any) string { return i18n.T(c.Lang, key, args...) }
func (c *composer) n(n int) string                   { return i18n.Int(c.Lang, n) }
func (c *composer) pc(share float64) string          { return i18n.Percent(c.Lang, share) }

// share writes a share with what proves it: "97,8 %; 95,1–99,0 %; n = 312".
func (c *composer) share(s rating.Share) (value, note string) {
	return c.pc(s.Value), c.t("export.interval", "low", c.pc(s.Low), "high", c.pc(s.High), "n", c.n(s.N))
}

// heads are the figures that come first.
func (c *composer) heads() []export.Fact {
	t := &c.Report.Total
	none := func(key string) export.Fact {
		return export.Fact{Name: c.t(key), Value: c.t("export.no-data"), Note: c.t("export.least-5")}
	}
	if t.Overall == nil {
		return []export.Fact{none("satisfaction.head-overall")}
	}
	told := func(key string, s rating.Share) export.Fact {
		if s.N < rating.LeastBatch {
			return none(key)
		}
		value, note := c.share(s)
		return export.Fact{Name: c.t(key), Value: value, Note: note}
	}
	of := func(key string, i *rating.Index) export.Fact {
		if i == nil || i.Few {
			return export.Fact{Name: c.t(key), Value: c.t("export.no-data"), Note: c.t("satisfaction.not-asked")}
		}
		return told(key, i.Satisfied)
	}
	return []export.Fact{told("satisfaction.head-overall", *t.Overall), c.response(t.Response), of("satisfaction.head-result", t.Result),
		of("satisfaction.head-official", t.Official), c.claim(t.Harassment), c.odd()}
}

// odd is how many flags there are.
func (c *composer) odd() export.Fact {
	x := export.Fact{Name: c.t("satisfaction.flags"), Value: c.n(len(c.Report.Flags)), Note: c.t("satisfaction.head-flags"), Ref: "#flags"}
	if len(c.Report.Flags) > 0 {
		x.Tone = "warn"
	}
	return x
}

func (c *composer) response(s *rating.Share) export.Fact {
	x := export.Fact{Name: c.t("satisfaction.head-response"), Value: c.pc(s.Value), Note: c.t("satisfaction.answers-of", "n", c.n(s.Yes), "of", c.n(s.N))}
	if s.N > 0 && s.Value < leastResponse {
		x.Tone, x.Note = "warn", x.Note+". "+c.t("satisfaction.low-response", "limit", c.pc(leastResponse))
	}
	return x
}

// claim says what the answers allow to say about harassment.
func (c *composer) claim(x *rating.Claim) export.Fact {
	value, note := c.share(x.Share)
	out := export.Fact{Name: c.t("satisfaction.head-harassment"), Value: value}
	limit := c.pc(x.Limit)
	switch x.Verdict {
	case rating.Met:
		out.Note = c.t("satisfaction.claim-met", "limit", limit)
	case rating.NotMet:
		out.Tone, out.Note = "fault", c.t("satisfaction.claim-not-met", "limit", limit)
	default:
		out.Note = c.t("satisfaction.claim-not-enough", "limit", limit, "n", c.n(max(1, x.Needed-x.Share.N)))
	}
	out.Note = note + ". " + out.Note
	return out
}

// channels says how the answers came, the most frequent way first.
func (c *composer) channels() (out string) {
	for i, x := range byCount(c.Report.Total.Channels) {
		if i > 0 {
			out += " · "
		}
		out += c.t("satisfaction.channel-"+x.key) + ": " + c.n(x.n)
	}
	return out
}

// counting is how often something is in the answers.
type counting struct {
	key string
	n   int
}

func byCount(all map[string]int) (out []counting) {
	for key, n := range all {
		out = append(out, counting{key, n})
	}
	slices.SortFunc(out, func(a, b counting) int { return cmp.Or(b.n-a.n, cmp.Compare(a.key, b.key)) })
	return out
}
