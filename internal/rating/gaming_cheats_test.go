package rating

import "time"

// ways are what staff do to their figures, and the flags that name each.
var ways = []struct {
	name  string
	codes []string
}{
	{"fast", []string{"fast"}},                   // presses before the citizen has turned around
	{"same", []string{"same"}},                   // always after the same time: a habit, or a program
	{"burst", []string{"burst", "phone"}},        // collects what is left and answers it in one go
	{"silent", []string{"silent"}},               // turns the tablet away
	{"dark", []string{"dark"}},                   // or switches it off
	{"gone", []string{"gone"}},                   // answers when the next citizen sits there already
	{"copies", []string{"copies"}},               // the same answer again and again, in a human's time
	{"selective", []string{"skipped", "undone"}}, // does not ask whom it looks wiser not to ask
	{"bulk", []string{"paper", "phone"}},         // paper that nobody wrote, a phone of its own
}

func codesOf(way string) []string {
	for _, w := range ways {
		if w.name == way {
			return w.codes
		}
	}
	return nil
}

// corrupt makes a person cheat in a way, more or less of it.
func (h *hall) corrupt(p *person, way string) {
	for _, place := range h.places {
		place.bare = false // else there is no tablet to play with
	}
	p.way, p.much, p.detail = way, h.between(.4, .9), h.Float64()
	switch way {
	case "selective":
		p.much = h.between(.3, .7)
	case "bulk":
		p.much = h.between(.3, .6)
	case "copies":
		p.much = h.between(.6, .95)
	}
}

// cheat is the answer that the official gives instead of the citizen at the finish.
func (v *visit) cheat(asked bool) *event {
	p := v.who
	if !asked && p.way != "bulk" || v.done || !v.yes(p.much) {
		return nil
	}
	wait := 0.0
	pattern := Pattern(v.levels(), v.levels(), nil, nil)
	switch p.way {
	case "fast":
		wait = v.between(.7, 2.4)
	case "same":
		wait = max(.5, 3+6*p.detail+.25*v.NormFloat64())
	case "gone":
		if v.yes(v.respond) {
			return nil // the citizen was there first
		}
		wait = v.next.Sub(v.finish).Seconds() + v.between(18, 90)
		if p.detail < .3 {
			wait = v.between(190, 600)
		}
	case "copies":
		wait = .8 + v.lognormal(v.reads, v.spread)
		pattern = p.copied(v)
	case "bulk":
		if p.detail < .5 {
			return v.writes(pattern) // and the citizen may answer as well
		}
		return v.gives("phone", v.finish.Add(seconds(v.lognormal(400, 1.2))), pattern)
	default:
		return nil
	}
	return v.gives("", v.finish.Add(seconds(wait)), pattern)
}

// copied is the answer that this official always gives, in whatever version: it
// is the place that is touched.
func (p *person) copied(v *visit) string {
	if p.detail < .5 {
		return Pattern(v.levels(), v.levels(), nil, map[string]int{"result": 1, "official": 1, "tt01-3": 1, "tt01-4": 1})
	}
	if p.detail < .75 {
		return Pattern(v.levels(), v.levels()-1, []string{"facilities"}, nil)
	}
	return Pattern(v.levels(), v.levels(), nil, map[string]int{"result": 1, "official": 1, "tt01-3": 2, "tt01-4": 1})
}

// evening is who answers the questions that were left, all at once.
func (h *hall) evening(kept []*visit, end time.Time) (events []event) {
	at := map[*person]time.Time{}
	for _, v := range kept {
		p := v.who
		if p.way != "burst" || v.done || !h.yes(p.much) {
			continue
		}
		if at[p].IsZero() {
			at[p] = end.Add(seconds(h.between(0, 1800)))
		}
		at[p] = at[p].Add(seconds(h.between(6, 20)))
		events = append(events, *v.gives("phone", at[p], Pattern(v.levels(), v.levels(), nil, nil)))
	}
	return events
}
