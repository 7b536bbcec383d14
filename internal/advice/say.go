package advice

import (
	"fmt"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
)

// Risk is how likely a service breaks the promise in the next hour.
type Risk struct {
	Service center.ServiceCode `json:"service"`
	Miss    Share              `json:"miss"`     // probability that the hour's mean wait exceeds the promise
	Late    Share              `json:"late"`     // expected share of people who wait longer than the promise
	Over    float64            `json:"over_min"` // expected minutes beyond the promise, summed over people
	Mean    time.Duration      `json:"mean_ns"`  // expected wait
	Calls   float64            `json:"calls"`    // expected
}

// Risks lists what an outlook of the next hour holds for each service, in the
// order of the configuration.
func Risks(o *queue.Outlook) []Risk {
	var all []Risk
	for _, h := range o.Hours() {
		all = append(all, Risk{Service: h.Service, Miss: Share(h.Miss), Late: Share(h.Late), Over: h.Over, Mean: h.Mean, Calls: h.Calls})
	}
	return all
}

// Sentence says a risk in one language.
func (r *Risk) Sentence(c *center.Center, lang i18n.Lang) string {
	return say(c, lang, "advice.risk", Args{"service": r.Service, "miss": r.Miss})
}

// EffectSentence says what an advice changes in one language.
func (a *Advice) EffectSentence(c *center.Center, lang i18n.Lang) string {
	return say(c, lang, "advice.effect", Args{"before": a.Before.Miss, "after": a.After.Miss})
}

// Sentence says a need in one language.
func (n *Need) Sentence(c *center.Center, lang i18n.Lang) string {
	clock := func(slot int) string { return fmt.Sprintf("%02d:%02d", slot/2, slot%2*30) }
	args := Args{"from": clock(n.Slot), "to": clock(n.Slot + 1), "counters": n.Counters, "people": n.People, "short": n.Short}
	if n.Short > 0 {
		return say(c, lang, "advice.need-short", args)
	}
	return say(c, lang, "advice.need", args)
}

// Because is why a need is what it is.
func (n *Need) Because() Because {
	return Because{"load", Args{"load": n.Load, "counters": n.Counters}}
}

// Sentence says in one language what a day's roster rests on.
func (r *RosterDay) Sentence(c *center.Center, lang i18n.Lang) string {
	at, err := r.Date.Start()
	if err != nil {
		return string(r.Date)
	}
	args := Args{"date": i18n.Date(lang, at), "n": r.N, "least": EnoughDays}
	if r.Enough {
		return say(c, lang, "advice.roster-day", args)
	}
	return say(c, lang, "advice.roster-not-enough", args)
}

// Sentence says an official's standing in one language.
func (o *Output) Sentence(c *center.Center, lang i18n.Lang) string {
	return say(c, lang, "advice.output-"+o.Standing, Args{"projected": o.Projected, "target": o.Target, "days": o.Days, "least": EarlyDays})
}
