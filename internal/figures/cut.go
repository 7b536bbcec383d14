package figures

import (
	"fmt"
	"time"

	"motcua/internal/center"
	"motcua/internal/wire"
)

// attributes are what something that is counted can be cut by.
type attributes struct {
	day       center.Day
	service   center.ServiceCode
	purpose   center.Purpose
	procedure string
	counter   center.CounterID
	official  string
	hour      string
	what      kind
}

type kind int

const (
	aLeg kind = iota
	aSpan
	anAnswer
	aDay
)

// has tells whether things of this kind can be cut by a dimension at all: a
// counter's time belongs to no service. What an answer leaves out is the key "".
func (a attributes) has(d Dim) bool {
	switch d {
	case Service, Purpose, Procedure:
		return a.what == aLeg || a.what == anAnswer && d != Procedure
	case Official, Employer:
		return a.what != aDay
	case Counter, Agency, Hour:
		return a.what != aDay
	}
	return true
}

// cutter finds the row of what is counted.
type cutter struct {
	q Query
	n Names
}

// visit gives a visit to the counter of its last answered leg.
func (c *cutter) visit(d *Day, v *Visit) attributes {
	a := attributes{day: d.Date, service: v.Service, purpose: v.Purpose, procedure: v.Procedure, hour: c.hour(d, v.Issued)}
	for i := range v.Legs {
		if l := &v.Legs[i]; l.Answered {
			a.counter, a.official = l.Counter, l.Official
		}
	}
	return a
}

func (c *cutter) leg(d *Day, v *Visit, l *Leg) attributes {
	return attributes{day: d.Date, service: l.Service, purpose: v.Purpose, procedure: v.Procedure, counter: l.Counter, official: l.Official, hour: c.hour(d, l.Begin)}
}

func (c *cutter) answer(d *Day, x *wire.RatingData) attributes {
	a := attributes{day: d.Date, service: x.Service, purpose: x.Purpose, counter: x.Counter, official: x.Official, what: anAnswer}
	if len(x.Hour) == len("2026-11-23T09") {
		a.hour = x.Hour[len(x.Hour)-2:]
	}
	return a
}

// hour is worked out only where it is wanted.
func (c *cutter) hour(d *Day, t time.Duration) string {
	if !c.wants(Hour) {
		return ""
	}
	return fmt.Sprintf("%02d", d.At(t).In(center.Zone).Hour())
}

func (c *cutter) wants(d Dim) bool { return c.q.By == d || c.q.Filter[d] != "" }

// day tells whether the filter lets a whole day through.
func (c *cutter) day(day center.Day) bool {
	for _, d := range []Dim{Weekday, ByDay, Week, Month, Quarter, Half, Year} {
		if want := c.q.Filter[d]; want != "" && want != Period(d, day) {
			return false
		}
	}
	return true
}

func (c *cutter) holds(a attributes) bool {
	for d, want := range c.q.Filter {
		if want != "" && (!a.has(d) || c.key(d, a) != want) {
			return false
		}
	}
	return true
}

func (c *cutter) key(d Dim, a attributes) string {
	switch d {
	case Point:
		return c.n.Point
	case Agency:
		if c.n.Agency == nil || a.counter == "" {
			return ""
		}
		return c.n.Agency(a.counter)
	case Employer:
		if c.n.Employer == nil || a.official == "" {
			return ""
		}
		return c.n.Employer(c.person(a.official))
	case Service:
		return string(a.service)
	case Purpose:
		return string(a.purpose)
	case Procedure:
		return a.procedure
	case Counter:
		return string(a.counter)
	case Official:
		return c.person(a.official)
	case Hour:
		return a.hour
	}
	return Period(d, a.day)
}

func (c *cutter) person(id string) string {
	if c.n.Official == nil || id == "" {
		return id
	}
	return c.n.Official(id)
}

// Period is the key of the period of a dimension that holds a day, such as
// "2026-Q4"; empty where the day is no date or the dimension no time.
func Period(d Dim, day center.Day) string {
	if d == ByDay {
		return string(day)
	}
	t, err := day.Start()
	if err != nil {
		return ""
	}
	switch d {
	case Weekday:
		return fmt.Sprint((int(t.Weekday())+6)%7 + 1)
	case Week:
		y, w := t.ISOWeek()
		return fmt.Sprintf("%d-W%02d", y, w)
	case Month:
		return t.Format("2006-01")
	case Quarter:
		return fmt.Sprintf("%d-Q%d", t.Year(), (int(t.Month())+2)/3)
	case Half:
		return fmt.Sprintf("%d-H%d", t.Year(), (int(t.Month())+5)/6)
	case Year:
		return fmt.Sprint(t.Year())
	}
	return ""
}
