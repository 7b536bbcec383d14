package center

import (
	"net/mail"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"motcua/internal/i18n"
)

// Report is a report that is made by itself once its period has ended.
type Report struct {
	ID       string     `toml:"id"`       // in file names and the log: monthly-services
	Every    PeriodKind `toml:"every"`    // day, week, month, quarter, half-year or year
	By       string     `toml:"by"`       // what its rows are, of ReportCuts
	Formats  []string   `toml:"formats"`  // of ReportFormats
	Language i18n.Lang  `toml:"language"` // vi or en
	Folder   string     `toml:"folder"`   // where files are laid, an absolute path; empty: nowhere
	To       []string   `toml:"to"`       // e-mail addresses; they need [notices.email]
}

// ReportFormats lists the formats of files.
var ReportFormats = []string{"csv", "xlsx", "pdf"}

// ReportCuts lists what the rows of a report can be.
var ReportCuts = []string{"service", "purpose", "procedure", "counter", "official", "employer", "agency", "point", "hour", "weekday", "day", "week", "month", "quarter", "half", "year"}

const (
	mostReports = 24
	mostReaders = 20 // of one report
)

var reportForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)

// Report returns the scheduled report of that id.
func (c *Center) Report(id string) (*Report, bool) {
	i := slices.IndexFunc(c.Reports, func(r Report) bool { return r.ID == id })
	if i < 0 {
		return nil, false
	}
	return &c.Reports[i], true
}

func (c *Center) defaultReports() {
	for i := range c.Reports {
		r := &c.Reports[i]
		set(&r.Every, Month)
		set(&r.By, "service")
		set(&r.Language, i18n.VI)
		if len(r.Formats) == 0 {
			r.Formats = []string{"xlsx", "pdf"}
		}
	}
}

func (v *validation) reports() {
	if len(v.c.Reports) > mostReports {
		v.within("[[report]]", "n", float64(len(v.c.Reports)), 0, mostReports)
	}
	for i := range v.c.Reports {
		r := &v.c.Reports[i]
		place := "[[report]] " + r.ID
		v.id("report", place, r.ID, reportForm)
		v.oneOf(place, "every", string(r.Every), words(PeriodKinds))
		v.oneOf(place, "by", r.By, ReportCuts)
		v.oneOf(place, "language", string(r.Language), words(i18n.Langs))
		for k, f := range r.Formats {
			v.oneOf(place, "formats", f, ReportFormats)
			if slices.Contains(r.Formats[:k], f) {
				v.add("report-twice", "place", place, "value", f)
			}
		}
		if r.Folder == "" && len(r.To) == 0 {
			v.add("report-nowhere", "place", place)
		}
		if r.Folder != "" && (!filepath.IsAbs(r.Folder) || unprintable(r.Folder)) {
			v.add("report-folder", "place", place, "value", r.Folder)
		}
		v.readers(place, r)
	}
}

// readers looks at who gets a report by e-mail.
func (v *validation) readers(place string, r *Report) {
	v.within(place, "to", float64(len(r.To)), 0, mostReaders)
	for k, to := range r.To {
		a, err := mail.ParseAddress(to)
		if err != nil || a.Address != to || !ascii(to) || len(to) > 254 {
			v.add("report-address", "place", place, "value", to)
		}
		if slices.Contains(r.To[:k], to) {
			v.add("report-twice", "place", place, "value", to)
		}
	}
	if len(r.To) > 0 && v.c.Notices.Email.Host == "" {
		v.add("report-email", "place", place)
	}
}

func (v *validation) oneOf(place, key, value string, known []string) {
	if !slices.Contains(known, value) {
		v.add("notice-choice", "place", place, "key", key, "value", value, "known", strings.Join(known, ", "))
	}
}

func words[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, x := range all {
		out[i] = string(x)
	}
	return out
}
