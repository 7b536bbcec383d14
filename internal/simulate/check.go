package simulate

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"

	"github.com/BurntSushi/toml"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// check finds everything that is wrong with a scenario that could be decoded.
type check struct {
	name   string
	places places
	s      *Scenario
	faults []*fault.Error
}

func (c *check) add(code, key string, args ...any) {
	c.at(c.places.of(key), code, append([]any{"key", numbers.ReplaceAllString(key, "")}, args...)...)
}

func (c *check) at(p place, code string, args ...any) {
	where := []any{"file", c.name, "line", p.line, "column", p.column}
	c.faults = append(c.faults, fault.New(fault.Invalid, code, append(where, args...)...))
}

func (c *check) undecoded(key toml.Key) {
	c.at(c.places.unknown(key.String()), "scenario-unknown-key", "key", key.String())
}

// within refuses a number outside its bounds, and NaN.
func (c *check) within(key string, v, least, most float64) {
	if math.IsNaN(v) || v < least || v > most {
		c.add("scenario-range", key, "value", v, "least", decimal(least), "most", decimal(most))
	}
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func (c *check) scenario() {
	s := c.s
	c.within("replications", float64(s.Replications), 1, MostReplications)
	c.within("length", s.Length, 0, MostMinutes)
	c.within("visits", float64(s.Visits), 0, MostVisits)
	c.within("warm_up", s.WarmUp, 0, MostMinutes)
	switch {
	case s.Length > 0 && s.Visits > 0:
		c.add("scenario-either", "visits", "other", "length")
	case s.Length == 0 && s.Visits == 0 && s.Trace == "":
		c.add("scenario-missing", "length")
	case s.Length > 0 && s.WarmUp >= s.Length:
		c.add("scenario-range", "warm_up", "value", s.WarmUp, "least", 0, "most", s.Length)
	}
	c.windows("hours", s.Hours)
	c.policy("policy.", &s.Policy)
	c.within("service", float64(len(s.Services)), 1, MostServices)
	c.within("counter", float64(len(s.Counters)), 1, MostCounters)
	for i := range s.Services {
		c.service(fmt.Sprintf("service[%d].", i), i)
	}
	for i := range s.Counters {
		c.counter(fmt.Sprintf("counter[%d].", i), i)
	}
	c.people()
}

// people checks that somebody comes and that everybody can be served.
func (c *check) people() {
	comes := c.s.Trace != ""
	for i := range c.s.Services {
		v := &c.s.Services[i]
		key := fmt.Sprintf("service[%d].", i)
		moves := v.Arrivals.PerHour > 0 || len(v.Arrivals.Steps) > 0
		if moves && c.s.Trace != "" {
			c.add("scenario-either", key+"arrivals", "other", "trace")
		}
		comes = comes || moves || v.Booked.Every > 0
		if !slices.ContainsFunc(c.s.Counters, func(x Counter) bool { return slices.Contains(x.Services, v.Code) }) {
			c.add("scenario-unserved", key+"code", "value", v.Code)
		}
	}
	if !comes && len(c.faults) == 0 {
		c.add("scenario-nobody", "service")
	}
}

// Forms of the ids, those of a center's configuration.
var (
	serviceForm = regexp.MustCompile(`^[A-Z][A-Z0-9]{0,7}$`)
	counterForm = regexp.MustCompile(`^[A-Z0-9]{1,4}$`)
)

func (c *check) service(key string, i int) {
	v := &c.s.Services[i]
	switch {
	case !serviceForm.MatchString(string(v.Code)):
		c.add("scenario-id", key+"code", "value", v.Code)
	case c.s.service(v.Code) < i:
		c.add("scenario-repeated", key+"code", "value", v.Code)
	}
	if v.Target != nil {
		c.within(key+"target", float64(*v.Target), 1, 240)
	}
	c.policy(key+"policy.", &v.Policy)
	c.within(key+"priority", v.Priority, 0, 1)
	c.within(key+"no_show", v.NoShow, 0, 1)
	c.within(key+"transfer.share", v.Transfer.Share, 0, 1)
	if to := v.Transfer.To; to != "" || v.Transfer.Share > 0 {
		if j := c.s.service(to); j < 0 || j == i {
			c.add("scenario-unknown", key+"transfer.to", "value", to)
		}
	}
	c.arrivals(key+"arrivals.", &v.Arrivals)
	c.booked(key+"appointments.", &v.Booked)
	reached := slices.ContainsFunc(c.s.Services, func(x Service) bool { return x.Transfer.To == v.Code })
	if v.Time.Law != "" || c.s.Trace == "" || reached {
		c.law(key+"time.", &v.Time)
	}
}

func (c *check) arrivals(key string, a *Arrivals) {
	c.within(key+"per_hour", a.PerHour, 0, mostRate)
	if len(a.Steps) == 0 {
		if a.Every != 0 {
			c.add("scenario-missing", key+"steps")
		}
		return
	}
	if a.PerHour != 0 {
		c.add("scenario-either", key+"steps", "other", "per_hour")
	}
	c.within(key+"every", a.Every, 1.0/60, MostMinutes)
	c.each(key+"steps", a.Steps, mostRate)
}

func (c *check) booked(key string, b *Booked) {
	if *b == (Booked{}) {
		return
	}
	if c.s.Hours == nil {
		c.add("scenario-missing", "hours")
	}
	c.within(key+"every", float64(b.Every), 1, 24*60)
	c.within(key+"places", float64(b.Places), 1, 100)
	c.within(key+"missed", b.Missed, 0, 1)
	c.within(key+"early", b.Early, 0, 30)
	c.within(key+"late", b.Late, 0, 4*60)
}

// each checks a list of numbers from 0 to most.
func (c *check) each(key string, values []float64, most float64) {
	if len(values) > mostSteps {
		c.add("scenario-long", key, "n", len(values), "most", mostSteps)
		return
	}
	for _, v := range values {
		if math.IsNaN(v) || v < 0 || v > most {
			c.within(key, v, 0, most)
			return
		}
	}
}

func (c *check) law(key string, l *Law) {
	switch l.Law {
	case "exp", "deterministic":
		c.within(key+"mean", l.Mean, 1e-6, mostMean)
	case "lognormal":
		c.within(key+"mean", l.Mean, 1e-6, mostMean)
		c.within(key+"scv", l.SCV, 0, 100)
	case "empirical":
		if len(l.Values) == 0 {
			c.add("scenario-missing", key+"values")
		}
		c.each(key+"values", l.Values, mostMean)
	default:
		c.add("scenario-unknown", key+"law", "value", l.Law)
		return
	}
	if l.Law != "lognormal" && l.SCV != 0 {
		c.add("scenario-either", key+"scv", "other", "law = \""+l.Law+"\"")
	}
	if l.Law == "empirical" && l.Mean != 0 || l.Law != "empirical" && l.Values != nil {
		c.add("scenario-either", key+"values", "other", "mean")
	}
}

func (c *check) counter(key string, i int) {
	v := &c.s.Counters[i]
	switch {
	case !counterForm.MatchString(string(v.ID)):
		c.add("scenario-id", key+"id", "value", v.ID)
	case slices.IndexFunc(c.s.Counters, func(x Counter) bool { return x.ID == v.ID }) < i:
		c.add("scenario-repeated", key+"id", "value", v.ID)
	}
	if len(v.Services) == 0 {
		c.add("scenario-missing", key+"services")
	}
	for j, code := range v.Services {
		if c.s.service(code) < 0 {
			c.add("scenario-unknown", key+"services", "value", code)
		} else if slices.Contains(v.Services[:j], code) {
			c.add("scenario-repeated", key+"services", "value", code)
		}
	}
	c.windows(key+"hours", v.Hours)
	c.windows(key+"breaks", v.Breaks)
	d := desk{c: v}
	for m := range dayMinutes {
		if d.wants(m) == ready {
			return
		}
	}
	c.add("scenario-never-open", key+"hours", "value", v.ID)
}

// windows refuses windows that overlap or run backward through the day.
func (c *check) windows(key string, windows []center.Window) {
	for i := 1; i < len(windows); i++ {
		if windows[i].From < windows[i-1].To {
			c.add("scenario-windows", key)
			return
		}
	}
}

func (c *check) policy(key string, p *center.Policy) {
	if _, ok := center.Presets[p.Preset]; !ok && p.Preset != "" {
		c.add("scenario-unknown", key+"preset", "value", p.Preset)
	}
	if p.HeadStart != nil {
		c.within(key+"head_start", float64(*p.HeadStart), 0, center.Strictly)
	}
	if p.Weight != nil {
		c.within(key+"weight", *p.Weight, 1, 1000)
	}
	if p.Cap != nil {
		c.within(key+"cap", float64(*p.Cap), 0, 1000)
	}
	if p.Every != nil {
		c.within(key+"every", float64(*p.Every), 0, 1000)
	}
}
