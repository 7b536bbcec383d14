package center

import "slices"

// Target is what a figure should reach while it is valid: provinces set other
// targets every year. Each service day is judged by those of its date.
type Target struct {
	Figure string  `toml:"figure" json:"figure"`         // a code of TargetFigures
	Limit  float64 `toml:"limit" json:"limit"`           // minutes, or percent; see TargetFigures
	From   Day     `toml:"from" json:"from,omitempty"`   // first day; empty: always before Until
	Until  Day     `toml:"until" json:"until,omitempty"` // last day; empty: until further notice
	Days   int     `toml:"days" json:"days"`             // so many service days in a row that miss it are an exception; 3 unless told
	Basis  string  `toml:"basis" json:"basis,omitempty"` // the plan that asks for it, as reports name it
}

// TargetFigures are the figures that can have a target, and whether the limit
// is the most that is good (minutes, or percent for harassment) or the least
// (percent).
var TargetFigures = []TargetFigure{
	{Code: "wait", Most: true},                    // mean waiting of a leg, minutes
	{Code: "visit-wait", Most: true},              // mean waiting of a visit, minutes
	{Code: "service", Most: true},                 // mean service time, minutes
	{Code: "within-15"},                           // share of legs within 15 minutes, percent
	{Code: "within-30"},                           // likewise within 30
	{Code: "satisfied"},                           // share of the two best answers, percent
	{Code: "harassment", Most: true, Below: true}, // share of answers that name harassment, percent
}

// TargetFigure is a figure that can have a target.
type TargetFigure struct {
	Code  string
	Most  bool // good is at most the limit; else at least
	Below bool // good is below the limit, not equal to it
}

// Met tells whether a value is good.
func (f TargetFigure) Met(value, limit float64) bool {
	switch {
	case f.Below:
		return value < limit
	case f.Most:
		return value <= limit
	}
	return value >= limit
}

// Kind returns what the target's figure is.
func (t *Target) Kind() TargetFigure {
	i := slices.IndexFunc(TargetFigures, func(f TargetFigure) bool { return f.Code == t.Figure })
	if i < 0 {
		return TargetFigure{Code: t.Figure}
	}
	return TargetFigures[i]
}

// On tells whether the target is valid on a day.
func (t *Target) On(day Day) bool {
	return (t.From == "" || t.From <= day) && (t.Until == "" || day <= t.Until)
}

// UsualTargets are those of a center that states none: the plans of 2025.
var UsualTargets = []Target{{Figure: "wait", Limit: 15, Days: 3}, {Figure: "harassment", Limit: 1, Days: 3}}

// TargetsOn returns the targets that are valid on a day, in the order stated.
func (c *Center) TargetsOn(day Day) []Target {
	var all []Target
	for _, t := range c.Targets {
		if t.On(day) {
			all = append(all, t)
		}
	}
	return all
}

func (c *Center) defaultTargets() {
	if len(c.Targets) == 0 {
		c.Targets = slices.Clone(UsualTargets)
	}
	for i := range c.Targets {
		if c.Targets[i].Days == 0 {
			c.Targets[i].Days = 3
		}
	}
}

func (v *validation) targets() {
	for i := range v.c.Targets {
		t := &v.c.Targets[i]
		place := "[[target]] " + t.Figure
		kind := t.Kind()
		v.oneOf(place, "figure", t.Figure, targetCodes())
		most := 600.0
		if kind.Below || !kind.Most {
			most = 100
		}
		v.within(place, "limit", t.Limit, 0.1, most)
		v.within(place, "days", float64(t.Days), 1, 60)
		if len(t.Basis) > 200 || unprintable(t.Basis) {
			v.add("target-basis", "place", place)
		}
		for _, d := range []Day{t.From, t.Until} {
			if start, err := d.Start(); d != "" && (err != nil || DayOf(start) != d) {
				v.add("target-date", "place", place, "value", d)
			}
		}
		if t.From != "" && t.Until != "" && t.Until < t.From {
			v.add("target-date", "place", place, "value", t.Until)
		}
	}
}

func targetCodes() []string {
	var all []string
	for _, f := range TargetFigures {
		all = append(all, f.Code)
	}
	return all
}
