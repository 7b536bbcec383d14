package figures

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
)

// From when on something looks like playing with the queue. A flag is a
// question, no verdict: nothing is left out of any figure because of it.
const (
	instantly = 15 * time.Second // a service shorter than that is none
	justParks = time.Minute      // a number parked sooner after its call was hardly served
	parkedFor = 5 * time.Minute  // and lay parked for longer than that, or for good
	longWalk  = 5 * time.Minute  // from the call to the start: the call came early
	midWalk   = 2 * time.Minute  // likewise, where the call came within the promise and the start did not
	ghostLife = 2 * time.Minute  // a number without a slip whose whole visit was shorter than that
	ghostRun  = time.Minute      // numbers of one service, from one place, issued within that time
	ghostMany = 4                // so many of them, of which nobody came
)

// The kinds of flags. Their texts are catalog entries "figures.flag-<kind>".
const (
	Ghost     = "ghost"      // a number behind which nobody seems to stand
	ServeLate = "serve-late" // called early and served late
	Instant   = "instant"    // finished as soon as it was begun
	ClockStop = "clock-stop" // parked so that its wait stops
)

// FlagKinds lists the kinds of flags.
var FlagKinds = []string{Ghost, ServeLate, Instant, ClockStop}

// Evidence is one fact that a flag rests on. Its sentence is the catalog's
// "figures.evidence-<what>".
type Evidence struct {
	What    string    `json:"what"`
	At      time.Time `json:"at"`
	Seconds int       `json:"seconds"` // how long, where it is a stretch
	N       int       `json:"n,omitempty"`
}

// Sentence says the fact in words.
func (e Evidence) Sentence(lang i18n.Lang) string {
	return i18n.T(lang, "figures.evidence-"+e.What, "time", e.At.In(center.Zone).Format(time.TimeOnly), "seconds", e.Seconds, "minutes", (e.Seconds+30)/60, "n", e.N)
}

// Flag is a leg that looks like playing with the queue, and why.
type Flag struct {
	Kind string `json:"kind"`
	Ref
	Evidence []Evidence `json:"evidence"`
}

func (c *FlagCounts) count(kind string) {
	switch kind {
	case Ghost:
		c.Ghost++
	case ServeLate:
		c.ServeLate++
	case Instant:
		c.Instant++
	case ClockStop:
		c.ClockStop++
	}
}

// flag is a flag before anybody asks for it in words.
type flag struct {
	Kind     string
	visit    *Visit
	leg      *Leg
	evidence []Evidence
}

// Flags lists what looks like playing with the queue, in the order of the
// days. A query's cut is not looked at, its filter is.
func Flags(days iter.Seq2[*Day, error], q Query, n Names) ([]Flag, error) {
	cut, all := cutter{q: q, n: n}, []Flag{}
	for d, err := range days {
		if err != nil {
			return nil, err
		}
		if d.Date < q.From || d.Date > q.To || !cut.day(d.Date) {
			continue
		}
		for _, x := range d.flags() {
			a := cut.leg(d, x.visit, x.leg)
			if !cut.holds(a) || len(all) == MostRefs {
				continue
			}
			r := Ref{Day: d.Date, Ticket: x.visit.Ticket, Number: x.visit.Number, Service: a.service, Counter: a.counter, Official: cut.person(a.official),
				At: d.At(cmp.Or(x.leg.Called, x.leg.Begin)), Value: 1, Incident: x.leg.Incident,
				Leg: slices.IndexFunc(x.visit.Legs, func(l Leg) bool { return l.Begin == x.leg.Begin && l.Ended == x.leg.Ended }) + 1}
			all = append(all, Flag{x.Kind, r, x.evidence})
		}
	}
	return all, nil
}

// flags looks at every leg of a day, then for runs of numbers that nobody held.
func (d *Day) flags() []flag {
	var all []flag
	for i := range d.Visits {
		v := &d.Visits[i]
		for j := range v.Legs {
			l := &v.Legs[j]
			for _, look := range []func(*Visit, *Leg) (string, []Evidence){d.instantly, d.late, d.stopped} {
				if kind, why := look(v, l); kind != "" {
					all = append(all, flag{kind, v, l, why})
				}
			}
		}
		if why := d.unheld(v); why != nil {
			all = append(all, flag{Ghost, v, &v.Legs[0], why})
		}
	}
	return append(all, d.runs()...)
}

func (d *Day) fact(what string, at, long time.Duration) Evidence {
	return Evidence{What: what, At: d.At(at), Seconds: int(long / time.Second)}
}

// instant is a finish so soon after the start that nobody can have been served.
func (l *Leg) instant() bool {
	return l.over() && l.End == queue.TicketFinished && !l.Unpressed && l.Ended-l.Started < instantly
}

func (d *Day) instantly(_ *Visit, l *Leg) (string, []Evidence) {
	if !l.instant() {
		return "", nil
	}
	why := []Evidence{d.fact("called", l.Called, 0), d.fact("served-for", l.Started, l.Ended-l.Started)}
	if l.Dossiers > 0 {
		x := d.fact("dossiers", l.Ended, 0)
		x.N = l.Dossiers
		why = append(why, x)
	}
	return Instant, why
}

// late is a call that came long before the service: the wait ended on paper only.
func (d *Day) late(v *Visit, l *Leg) (string, []Evidence) {
	if !l.Answered || l.Inferred || l.Resumed || v.Away {
		return "", nil
	}
	walk, wait := l.Started-l.Called, l.Called-l.Begin
	saved := !l.Paper && wait <= Promise && wait+walk > Promise && walk > midWalk
	if walk <= longWalk && !saved {
		return "", nil
	}
	return ServeLate, []Evidence{d.fact("waited", l.Called, wait), d.fact("started-after", l.Started, walk)}
}

// clockStop is a park that looks as if it should stop the clock of a wait.
func clockStop(d *Day, v *Visit, l *Leg) (time.Duration, string) {
	if l.End != queue.TicketParked || l.Resumed || l.Ended-l.Called >= justParks {
		return 0, elsewhere
	}
	until := d.Now
	for i := range v.Legs {
		if begin := v.Legs[i].Begin; begin >= l.Ended && &v.Legs[i] != l {
			until = begin
			break
		}
	}
	if lay := until - l.Ended; lay > parkedFor {
		return lay, counted
	}
	return 0, elsewhere
}

func (d *Day) stopped(v *Visit, l *Leg) (string, []Evidence) {
	lay, why := clockStop(d, v, l)
	if why != counted {
		return "", nil
	}
	return ClockStop, []Evidence{d.fact("waited", l.Called, l.Called-l.Begin), d.fact("parked-after", l.Ended, l.Ended-l.Called), d.fact("lay-parked", l.Ended, lay)}
}

// unheld is a number without a slip that was given by hand, and served and
// done before anybody could have sat down.
func (d *Day) unheld(v *Visit) []Evidence {
	last := &v.Legs[len(v.Legs)-1]
	if v.State != queue.Finished || v.Printed || v.Paper || v.Booked || v.Source != queue.Greeter || last.Unpressed || last.Ended-v.Issued >= ghostLife {
		return nil
	}
	for i := range v.Legs {
		if v.Legs[i].Dossiers > 0 {
			return nil
		}
	}
	return []Evidence{d.fact("no-slip", v.Issued, 0), d.fact("over-after", last.Ended, last.Ended-v.Issued)}
}

// runs are numbers of one service that came from one place in quick
// succession, and of which nobody ever came.
func (d *Day) runs() (all []flag) {
	type place struct {
		service center.ServiceCode
		source  center.DeviceID
	}
	lines := map[place][]*Visit{}
	var order []place
	for i := range d.Visits {
		v := &d.Visits[i]
		k := place{v.Service, v.Source}
		if lines[k] == nil {
			order = append(order, k)
		}
		if !v.Away && !v.Paper {
			lines[k] = append(lines[k], v)
		}
	}
	for _, k := range order {
		all = append(all, d.run(lines[k])...)
	}
	return all
}

func (d *Day) run(line []*Visit) (all []flag) {
	for i := 0; i < len(line); {
		j := i
		for j < len(line) && line[j].Issued-line[i].Issued <= ghostRun && line[j].gone() {
			j++
		}
		if j-i < ghostMany {
			i++
			continue
		}
		for _, v := range line[i:j] {
			x := d.fact("run", line[i].Issued, line[j-1].Issued-line[i].Issued)
			x.N = j - i
			all = append(all, flag{Ghost, v, &v.Legs[0], []Evidence{x}})
		}
		i = j
	}
	return all
}

// gone is a number that is over and whose holder never came.
func (v *Visit) gone() bool {
	switch v.State {
	case queue.NoShow, queue.Canceled, queue.Expired:
		return !v.answered()
	}
	return false
}
