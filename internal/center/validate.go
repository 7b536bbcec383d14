package center

import (
	"math"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"motcua/internal/fault"
	"motcua/internal/i18n"
)

var (
	provinceForm = regexp.MustCompile(`^[A-Y]\d{2}$`)
	serviceForm  = regexp.MustCompile(`^[A-Z][A-Z0-9]{0,7}$`)
	counterForm  = regexp.MustCompile(`^[A-Z0-9]{1,4}$`)
	deviceForm   = regexp.MustCompile(`^[A-Z][A-Z0-9-]{0,15}$`)
	prefixForm   = regexp.MustCompile(`^[A-Z]{0,3}$`)
)

// Validate returns everything that is wrong with a configuration whose
// defaults are filled in, none when the center can work with it. Each fault
// names its place as the file writes it, such as "[[service]] HT".
func Validate(c *Center) []*fault.Error {
	v := &validation{c: c, seen: map[string]bool{}}
	v.identity()
	v.hours()
	v.services()
	v.counters()
	v.calling()
	v.remote()
	v.appointments()
	v.slips()
	v.devices()
	v.layouts()
	v.uplink()
	v.procedures()
	v.onestop()
	v.languages()
	v.phone()
	v.notices()
	v.access()
	v.retention()
	v.feedback()
	v.publish()
	v.hooks()
	v.alerts()
	v.reports()
	v.targets()
	v.questionnaires()
	return v.faults
}

type validation struct {
	c      *Center
	seen   map[string]bool // ids, by kind
	begins []int           // of the panes of a layout that is a file of its own
	faults []*fault.Error
}

func (v *validation) add(code string, args ...any) {
	v.faults = append(v.faults, fault.New(fault.Invalid, code, args...))
}

// id checks the form of an id and that it is the only one of its kind.
func (v *validation) id(kind, place, id string, form *regexp.Regexp) {
	switch {
	case !form.MatchString(id):
		v.add("center-id", "place", place)
	case v.seen[kind+id]:
		v.add("center-duplicate", "place", place)
	}
	v.seen[kind+id] = true
}

func (v *validation) name(place string, t i18n.Text) {
	if strings.TrimSpace(t.VI) == "" {
		v.add("center-name", "place", place)
	}
}

func (v *validation) within(place, key string, value, least, most float64) {
	if math.IsNaN(value) || value < least || value > most {
		v.add("center-range", "place", place, "key", key, "value", value, "least", least, "most", most)
	}
}

func (v *validation) identity() {
	c := v.c
	if !provinceForm.MatchString(c.Province) {
		v.add("center-province", "value", c.Province)
	}
	switch province, _, err := Slugs(c.Agency); {
	case err != nil:
		v.add("center-agency", "place", "agency", "value", c.Agency)
	case !strings.EqualFold(province, c.Province):
		v.add("center-agency-province", "value", c.Agency, "province", c.Province)
	}
	v.name("name", c.Name)
	if u, err := url.Parse(c.URL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" ||
		u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		v.add("center-url", "value", c.URL)
	}
	for i, r := range c.PauseReasons {
		if !i18n.Has("pause."+r) || slices.Contains(c.PauseReasons[:i], r) {
			v.add("center-pause-reason", "value", r)
		}
	}
	v.within("[rating]", "token_minutes", float64(c.Rating.TokenMinutes), 1, 24*60)
}

func (v *validation) services() {
	if len(v.c.Services) == 0 {
		v.add("center-none", "place", "[[service]]")
	}
	prefixes := map[string]string{}
	for _, s := range v.c.Services {
		place := "[[service]] " + string(s.Code)
		v.id("service", place, string(s.Code), serviceForm)
		v.name(place, s.Name)
		if !prefixForm.MatchString(s.Prefix) {
			v.add("center-prefix", "place", place, "value", s.Prefix)
		}
		if other, taken := prefixes[s.Prefix]; taken {
			v.add("center-prefix-taken", "place", place, "value", s.Prefix, "other", other)
		}
		prefixes[s.Prefix] = place
		v.within(place, "width", float64(s.Width), 2, 5)
		if s.First < 0 || float64(s.First) >= math.Pow10(min(max(s.Width, 2), 5)) {
			v.add("center-first", "place", place, "value", s.First, "width", s.Width)
		}
		v.within(place, "minutes", float64(s.Minutes), 1, 240)
		v.within(place, "target", float64(s.Target), 1, 240)
		for i, p := range s.Purposes {
			if !slices.Contains(Purposes, p) || slices.Contains(s.Purposes[:i], p) {
				v.add("center-purpose", "place", place, "value", p)
			}
		}
		if !slices.ContainsFunc(v.c.Counters, func(c Counter) bool { return c.Serves(s.Code) }) {
			v.add("center-unserved", "place", place)
		}
	}
}

func (v *validation) counters() {
	if len(v.c.Counters) == 0 {
		v.add("center-none", "place", "[[counter]]")
	}
	for _, c := range v.c.Counters {
		place := "[[counter]] " + string(c.ID)
		v.id("counter", place, string(c.ID), counterForm)
		v.name(place, c.Name)
		if len(c.Services) == 0 {
			v.add("center-empty", "place", place, "key", "services")
		}
		for i, s := range c.Services {
			if _, ok := v.c.Service(s); !ok {
				v.add("center-unknown", "place", place, "key", "services", "value", s)
			} else if slices.Contains(c.Services[:i], s) {
				v.add("center-repeated", "place", place, "key", "services", "value", s)
			}
		}
	}
}
