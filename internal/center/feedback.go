package center

import (
	"regexp"
	"slices"
	"strings"

	"motcua/internal/i18n"
)

// Feedback is how citizens who are not content get an answer, and where they
// may complain officially. What is taken here is no official complaint (PAKN).
type Feedback struct {
	Off        bool   `toml:"off"`        // no cases are taken; the number and the portal are shown all the same
	Cases      string `toml:"cases"`      // who answers: handler, manager or province
	Harassment string `toml:"harassment"` // who hears of having been made difficulties, or hints at money: handler, manager or province
	Days       int    `toml:"days"`       // working days until an answer is due
	Quiet      int    `toml:"quiet"`      // working days after the answer in which the citizen may object
	PerDay     int    `toml:"per_day"`    // cases taken in a day at most
	Hotline    string `toml:"hotline"`    // number of the official line
	Portal     string `toml:"portal"`     // address of the official portal for complaints
	Hall       bool   `toml:"hall"`       // displays that show slides also show where official complaints go
	URL        string `toml:"url"`        // where phones outside the center reach its pages; empty: the center's own url
}

// Where cases may go.
const (
	ToHandler  = "handler"
	ToManager  = "manager"
	ToProvince = "province"
)

// FeedbackRoutes lists where cases may go.
var FeedbackRoutes = []string{ToHandler, ToManager, ToProvince}

// FeedbackPath is where a phone opens a case, on the center's address.
const FeedbackPath = "/y-kien"

// FeedbackURL is where a phone opens a case.
func (c *Center) FeedbackURL() string {
	base := c.URL
	if c.Feedback.URL != "" {
		base = c.Feedback.URL
	}
	return strings.TrimRight(base, "/") + FeedbackPath
}

// onPaper says where official complaints go.
func (f *Feedback) onPaper() (t i18n.Text) {
	args := []any{"hotline", f.Hotline}
	return i18n.Text{VI: i18n.T(i18n.VI, "feedback.paper", args...), EN: i18n.T(i18n.EN, "feedback.paper", args...)}
}

func (f *Feedback) defaults() {
	set(&f.Cases, ToHandler)
	set(&f.Harassment, ToProvince)
	set(&f.Days, 5)
	set(&f.Quiet, 5)
	set(&f.PerDay, 100)
	set(&f.Hotline, "1022")
	set(&f.Portal, "https://dichvucong.gov.vn")
}

var hotlineForm = regexp.MustCompile(`^[0-9][0-9 .]{1,18}[0-9]$`)

func (v *validation) feedback() {
	f, place := &v.c.Feedback, "[feedback]"
	for key, route := range map[string]string{"cases": f.Cases, "harassment": f.Harassment} {
		if !slices.Contains(FeedbackRoutes, route) {
			v.add("feedback-route", "key", key, "value", route, "known", strings.Join(FeedbackRoutes, ", "))
		}
	}
	v.within(place, "days", float64(f.Days), 1, 60)
	v.within(place, "quiet", float64(f.Quiet), 1, 60)
	v.within(place, "per_day", float64(f.PerDay), 1, 1000)
	if !hotlineForm.MatchString(f.Hotline) {
		v.add("feedback-hotline", "value", f.Hotline)
	}
	for _, url := range []string{f.Portal, f.URL} {
		if url != "" && !webAddress(url) {
			v.add("center-url", "value", url)
		}
	}
}
