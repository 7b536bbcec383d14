package figures

import (
	"encoding/binary"
	"errors"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

var errFacts = errors.New("figures: the facts of a day are broken")

// decoder reads what an encoder wrote. After the first fault it reads nothing more.
type decoder struct {
	b     []byte
	texts []string
	bad   bool
}

// Decode reads facts that [Day.Encode] has written. It fails on anything else.
func Decode(b []byte) (*Day, error) {
	x := &decoder{b: b}
	n := x.many(1)
	x.texts = make([]string, n)
	for i := range x.texts {
		x.texts[i] = x.raw()
	}
	d := &Day{Date: center.Day(x.text()), First: x.int(), Head: x.int(), Hash: x.text(), Start: time.UnixMilli(x.int()).In(center.Zone), Now: x.time()}
	x.flags(&d.Over)
	d.Paper, d.Reprints = int(x.int()), int(x.int())
	for range x.count(2) {
		d.Windows = append(d.Windows, center.Window{From: int(x.int()), To: int(x.int())})
	}
	stem := strings.ReplaceAll(string(d.Date), "-", "") + "-"
	d.Visits = make([]Visit, x.count(8))
	for i := range d.Visits {
		x.visit(&d.Visits[i], stem)
	}
	x.spans(d)
	x.answers(d)
	x.observed(d)
	if x.bad || len(x.b) > 0 {
		return nil, errFacts
	}
	return d, nil
}

func (x *decoder) uint() uint64 {
	n, size := binary.Uvarint(x.b)
	if size <= 0 {
		x.bad, x.b = true, nil
		return 0
	}
	x.b = x.b[size:]
	return n
}

func (x *decoder) int() int64 {
	n, size := binary.Varint(x.b)
	if size <= 0 {
		x.bad, x.b = true, nil
		return 0
	}
	x.b = x.b[size:]
	return n
}

// many is a number of things that take at least so many bytes each.
func (x *decoder) many(least int) int { return x.fits(x.uint(), least) }

func (x *decoder) count(least int) int { return x.fits(uint64(x.int()), least) }

func (x *decoder) fits(n uint64, least int) int {
	if n > uint64(len(x.b)/least) {
		x.bad, x.b = true, nil
		return 0
	}
	return int(n)
}

func (x *decoder) raw() string {
	n := x.many(1)
	s := string(x.b[:n])
	x.b = x.b[n:]
	return s
}

func (x *decoder) text() string {
	i := x.uint()
	if i >= uint64(len(x.texts)) {
		x.bad = true
		return ""
	}
	return x.texts[i]
}

func (x *decoder) time() time.Duration { return time.Duration(x.int()) * time.Millisecond }

func (x *decoder) flags(all ...*bool) {
	n := x.uint()
	for i, p := range all {
		*p = n>>i&1 == 1
	}
}

func (x *decoder) visit(v *Visit, stem string) {
	var plain, told bool
	x.flags(&plain, &v.Priority, &v.Paper, &v.Booked, &v.Away, &v.Printed, &told)
	v.Number = x.raw()
	if v.Ticket = queue.TicketID(stem + v.Number); !plain {
		v.Ticket = queue.TicketID(x.text())
	}
	v.Service, v.Purpose, v.Procedure = center.ServiceCode(x.text()), center.Purpose(x.text()), x.text()
	v.Source, v.State, v.Issued = center.DeviceID(x.text()), queue.State(x.text()), x.time()
	if told {
		v.Told = &queue.Told{LowS: int(x.int()), HighS: int(x.int()), P50S: int(x.int()), P80S: int(x.int()), P90S: int(x.int()), By: x.text()}
	}
	v.Legs = make([]Leg, x.count(12))
	if x.bad || len(v.Legs) == 0 { // every visit has a leg
		x.bad, x.b = true, nil
	}
	from := v.Issued
	for i := range v.Legs {
		x.leg(&v.Legs[i], from)
		from = v.Legs[i].Begin
	}
}

func (x *decoder) leg(l *Leg, from time.Duration) {
	x.flags(&l.Answered, &l.Inferred, &l.Open, &l.Paper, &l.Resumed, &l.Unpressed, &l.Forgotten, &l.Wrapped, &l.ByHand, &l.Incident)
	l.Service, l.Counter, l.Official, l.End = center.ServiceCode(x.text()), center.CounterID(x.text()), x.text(), queue.Type(x.text())
	l.Begin = from + x.time()
	for _, t := range []*time.Duration{&l.Called, &l.Started, &l.Ended} {
		var has bool
		if x.flags(&has); has {
			*t = l.Begin + x.time()
		}
	}
	l.Closed, l.WrapUp = x.time(), x.time()
	l.Calls, l.Dossiers, l.Outside = int(x.int()), int(x.int()), int(x.int())
}

func (x *decoder) spans(d *Day) {
	if n := x.count(7); n > 0 {
		d.Spans = make([]Span, n)
	}
	for i := range d.Spans {
		s := &d.Spans[i]
		s.Counter, s.Official, s.Kind, s.Reason, s.From = center.CounterID(x.text()), x.text(), x.text(), x.text(), x.time()
		s.To, s.Waited = s.From+x.time(), x.time()
	}
	for range x.count(5) {
		i := Incident{Counter: center.CounterID(x.text()), Reason: x.text(), From: x.time(), To: x.time()}
		x.flags(&i.Open)
		d.Incidents = append(d.Incidents, i)
	}
}

func (x *decoder) answers(d *Day) {
	for range x.count(14) {
		a := wire.RatingData{Counter: center.CounterID(x.text()), Official: x.text(), Service: center.ServiceCode(x.text()), Purpose: center.Purpose(x.text()),
			Hour: x.text(), Questionnaire: x.text(), Channel: x.text(), Due: x.text()}
		x.flags(&a.Helped, &a.Apart)
		a.Levels, a.Satisfied, a.Overall = int(x.int()), int(x.int()), int(x.int())
		for range x.count(1) {
			a.Reasons = append(a.Reasons, x.text())
		}
		for range x.count(2) {
			if a.Items == nil {
				a.Items = map[string]int{}
			}
			code := x.text()
			a.Items[code] = int(x.int())
		}
		d.Answers = append(d.Answers, a)
	}
}

func (x *decoder) observed(d *Day) {
	for range x.count(3 + len(new(rating.Observed).Tallies())) {
		o := rating.Observed{Counter: center.CounterID(x.text()), Official: x.text(), Day: center.Day(x.text())}
		for _, n := range o.Tallies() {
			*n = int(x.int())
		}
		d.Observed = append(d.Observed, o)
	}
	for _, kept := range []*map[string]int{&d.Labeled.Services, &d.Labeled.Hours} {
		for range x.count(2) {
			if *kept == nil {
				*kept = map[string]int{}
			}
			key := x.text()
			(*kept)[key] = int(x.int())
		}
	}
}
