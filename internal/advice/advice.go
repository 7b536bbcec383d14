// Package advice tells a center's manager what to do about waiting before it
// breaks the promise, and why: which counter to open, to close or to give
// another service, how many counters each half hour of today and of next week
// needs, and what each official has received in the year. It is pure: it looks
// at a day, at what the center knows of its days, and changes neither.
package advice

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
)

// Share is a probability or a part of a whole, 0 to 1.
type Share float64

// Args are what a sentence speaks of: center.CounterID, center.ServiceCode,
// Share, time.Duration, int, float64 or string by the placeholder's name.
type Args map[string]any

// Because is one reason of an advice: the catalog's "advice.because-<code>".
type Because struct {
	Code string `json:"code"`
	Args Args   `json:"args,omitempty"`
}

// Effect is what the next hour may hold, as far as an advice is about it.
type Effect struct {
	Miss Share         `json:"miss"`     // probability that the hour's mean wait breaks the promise, of the service most at risk
	Over float64       `json:"over_min"` // expected minutes beyond the promise, summed over people and services
	Mean time.Duration `json:"mean_ns"`  // expected wait, over all services
}

// Advice is one thing to do: the catalog's "advice.<code>".
type Advice struct {
	Code    string             `json:"code"`
	Counter center.CounterID   `json:"counter,omitempty"`
	Service center.ServiceCode `json:"service,omitempty"`
	Args    Args               `json:"args,omitempty"`
	Before  Effect             `json:"before"`
	After   Effect             `json:"after"`
	Because []Because          `json:"because"`
}

// The codes of an advice for now.
const (
	Open     = "open"      // open Counter
	Close    = "close"     // close Counter, which serves nobody
	CloseOne = "close-one" // close Counter once it has finished with the citizen it serves
	Add      = "add"       // let Counter also serve Service for the next hour
	NoMore   = "no-more"   // nothing that can be opened or added would help
)

// Sentence says an advice in one language.
func (a *Advice) Sentence(c *center.Center, lang i18n.Lang) string {
	return say(c, lang, "advice."+a.Code, a.Args)
}

// Sentence says a reason in one language.
func (b *Because) Sentence(c *center.Center, lang i18n.Lang) string {
	return say(c, lang, "advice.because-"+b.Code, b.Args)
}

func say(c *center.Center, lang i18n.Lang, key string, args Args) string {
	var all []any
	for _, name := range slices.Sorted(maps.Keys(args)) {
		all = append(all, name, written(c, lang, args[name]))
	}
	return i18n.T(lang, key, all...)
}

// written is an argument as people read it.
func written(c *center.Center, lang i18n.Lang, value any) string {
	switch v := value.(type) {
	case center.ServiceCode:
		if s, ok := c.Service(v); ok {
			return s.Name.In(lang)
		}
		return string(v)
	case Share:
		return fmt.Sprintf("%.0f\u00a0%%", float64(v)*100)
	case time.Duration:
		return i18n.Duration(lang, v)
	case int:
		return i18n.Int(lang, v)
	case float64:
		text := fmt.Sprintf("%.1f", v)
		if lang == i18n.VI {
			text = strings.Replace(text, ".", ",", 1)
		}
		return text
	}
	return fmt.Sprint(value)
}
