package rating

import (
	"fmt"
	"time"

	"motcua/internal/center"
)

// visit is one leg of the simulated hall, and what becomes of its question.
type visit struct {
	*hall
	*place
	who           *person
	day           int
	leg           string
	begin, finish time.Time
	next          time.Time // the next citizen could sit down then
	closing       time.Time
	delay         func(time.Duration)
	dark, done    bool
}

func (v *visit) at(t time.Time, do func()) event { return event{t, do} }

func (v *visit) official() string {
	if v.nameless {
		return ""
	}
	return v.who.name
}

// events are what happens around a finish. Kept gets the visits without an answer.
func (v *visit) events(kept *[]*visit) []event {
	finish := func() {
		v.watch.Finish(v.leg, v.id, v.official(), v.finish, !v.bare)
		v.open[v.leg] = &told{leg: Leg{v.id, v.official(), "HT", "submit", Hour(v.finish)}}
	}
	all := []event{v.at(v.begin, func() { v.watch.Begin(v.id, v.begin) }), v.at(v.finish, finish)}
	all, asked := v.slip(all)
	if asked && v.day != v.away {
		all = append(all, v.at(v.finish.Add(seconds(v.between(.2, .9))), func() { v.watch.Wake(v.leg) }))
	}
	if cheat := v.cheat(asked); cheat != nil {
		all = append(all, *cheat)
	}
	if v.done && v.who.way != "selective" {
		return all
	}
	if v.who.way == "silent" && v.hall.yes(.97) {
		return all
	}
	if v.yes(v.respond) {
		if e := v.answers(asked); e != nil {
			return append(all, *e)
		}
	}
	*kept = append(*kept, v)
	return all
}

// slip is what honest people do by mistake and others on purpose: the question
// reaches no tablet, or the finish is taken back until the citizen has gone.
func (v *visit) slip(all []event) ([]event, bool) {
	asked := !v.dark && !v.bare && !v.yes(v.who.lost)
	undone := v.yes(v.who.undo)
	if v.who.way == "selective" && v.yes(v.who.much) {
		if v.who.detail < .5 {
			return all, false
		}
		undone = true
	}
	if v.who.way == "dark" && v.who.detail+.85 > float64(v.day%7)/7 {
		asked = false
	}
	if undone {
		again := v.finish.Add(seconds(v.between(4, 40)))
		all = append(all, v.at(v.finish.Add(seconds(v.between(1.5, 3))), func() { v.watch.Undo(v.leg) }))
		all = append(all, v.at(again, func() { v.watch.Finish(v.leg, v.id, v.official(), again, !v.bare) }))
		v.finish = again
		if v.who.way == "selective" {
			v.done = true // the citizen has gone
		}
	}
	return all, asked && (!v.done || v.yes(.8))
}

// answers is an honest citizen.
func (v *visit) answers(asked bool) *event {
	if v.done {
		return nil
	}
	pattern := v.says()
	off := v.dark || v.bare
	switch {
	case v.yes(v.paper) || off && v.yes(.4):
		v.done = true
		return v.writes(pattern)
	case v.yes(v.phone) || off && v.yes(.3):
		return v.gives("phone", v.finish.Add(seconds(v.lognormal(400, 1.2))), pattern)
	case !asked:
		return nil
	}
	reads := v.lognormal(v.reads, v.spread)
	if v.yes(v.elderly) {
		reads *= 4
	}
	if v.yes(v.waitingAtTablet) {
		reads = v.between(.3, 1.5)
	}
	if reads > 150 {
		return nil // the tablet has gone to sleep
	}
	at := v.finish.Add(seconds(.8 + reads))
	if late := at.Add(5 * time.Second).Sub(v.next); late > 0 && v.yes(.6) {
		v.delay(late) // the chair is free when the citizen has left the tablet
	}
	return v.gives("", at, pattern)
}

// gives is an answer. It reaches the controller at once, or when the line is back.
func (v *visit) gives(channel string, at time.Time, pattern string) *event {
	v.done = true
	known := at
	if channel == "" && v.day == v.away {
		known = v.closing
	}
	return &event{known, func() {
		v.watch.Answer(Given{Leg: v.leg, Counter: v.id, Channel: channel, Finished: v.finish, At: at})
		if t := v.open[v.leg]; t != nil {
			t.answered, t.pattern, t.version = true, pattern, v.version()
		}
	}}
}

// writes is a sheet: it lies in a box until somebody types it in, and knows its
// counter and day alone.
func (v *visit) writes(pattern string) *event {
	return &event{v.finish, func() {
		v.sheets = append(v.sheets, sheet{shift{v.id, center.DayOf(v.finish)}, v.version(), pattern})
	}}
}

func (v *visit) version() string {
	if v.day >= v.changes {
		return "hai-long@2"
	}
	return "hai-long@1"
}

func (v *visit) levels() int {
	if v.day >= v.changes {
		return 4
	}
	return 5
}

// says is what an honest citizen touches.
func (v *visit) says() string {
	overall, r := v.levels(), v.Float64()
	var reasons []string
	switch {
	case r < v.best:
	case r < v.best+v.good:
		overall--
	default:
		overall -= 2 + v.IntN(v.levels()-2)
		for range 1 + v.IntN(2) {
			reasons = append(reasons, v.whyNot())
		}
	}
	if !v.yes(v.asksMore) {
		return Pattern(v.levels(), overall, reasons, nil)
	}
	items := map[string]int{}
	column := v.yes(v.column)
	for _, code := range []string{"result", "official", "tt01-3", "tt01-4"} {
		items[code] = 1
		if !column && v.yes(.3) {
			items[code] = 2 + v.IntN(2)
		}
	}
	return Pattern(v.levels(), overall, reasons, items)
}

func (v *visit) whyNot() string {
	sum := 0.0
	for _, w := range v.reason {
		sum += w
	}
	at := v.Float64() * sum
	for i, w := range v.reason {
		if at -= w; at < 0 {
			return fmt.Sprint("reason", i)
		}
	}
	return "other"
}
