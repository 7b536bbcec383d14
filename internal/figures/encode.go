package figures

import (
	"encoding/binary"
	"maps"
	"slices"
	"strings"
	"time"

	"motcua/internal/queue"
)

// Version of the fold and of the form in which facts are kept. Facts of
// another version are folded again from the log: raise it with every change
// of what a fact means.
const Version = 5

// encoder writes facts: numbers as varints, durations in milliseconds as the
// log has them, each text once.
type encoder struct {
	b     []byte
	texts map[string]int
	table []byte
}

// Encode writes the facts of a day that is over. [Decode] reads them.
func (d *Day) Encode() []byte {
	e := &encoder{texts: map[string]int{}}
	e.text(string(d.Date))
	e.ints(d.First, d.Head)
	e.text(d.Hash)
	e.ints(d.Start.UnixMilli())
	e.time(d.Now)
	e.flags(d.Over)
	e.ints(int64(d.Paper), int64(d.Reprints), int64(len(d.Windows)))
	for _, w := range d.Windows {
		e.ints(int64(w.From), int64(w.To))
	}
	stem := strings.ReplaceAll(string(d.Date), "-", "") + "-"
	e.ints(int64(len(d.Visits)))
	for i := range d.Visits {
		e.visit(&d.Visits[i], stem)
	}
	e.spans(d)
	e.answers(d)
	e.observed(d)
	head := binary.AppendUvarint(nil, uint64(len(e.texts)))
	return append(append(head, e.table...), e.b...)
}

func (e *encoder) ints(all ...int64) {
	for _, n := range all {
		e.b = binary.AppendVarint(e.b, n)
	}
}

func (e *encoder) time(t time.Duration) { e.ints(t.Milliseconds()) }

// text writes the place of a text in the table, which stands before everything.
func (e *encoder) text(s string) {
	i, ok := e.texts[s]
	if !ok {
		i = len(e.texts)
		e.texts[s] = i
		e.table = append(binary.AppendUvarint(e.table, uint64(len(s))), s...)
	}
	e.b = binary.AppendUvarint(e.b, uint64(i))
}

func (e *encoder) flags(all ...bool) {
	n := uint64(0)
	for i, yes := range all {
		if yes {
			n |= 1 << i
		}
	}
	e.b = binary.AppendUvarint(e.b, n)
}

func (e *encoder) visit(v *Visit, stem string) {
	plain := v.Ticket == queue.TicketID(stem+v.Number)
	e.flags(plain, v.Priority, v.Paper, v.Booked, v.Away, v.Printed, v.Told != nil)
	e.b = binary.AppendUvarint(e.b, uint64(len(v.Number)))
	e.b = append(e.b, v.Number...)
	if !plain {
		e.text(string(v.Ticket))
	}
	e.text(string(v.Service))
	e.text(string(v.Purpose))
	e.text(v.Procedure)
	e.text(string(v.Source))
	e.text(string(v.State))
	e.time(v.Issued)
	if t := v.Told; t != nil {
		e.ints(int64(t.LowS), int64(t.HighS), int64(t.P50S), int64(t.P80S), int64(t.P90S))
		e.text(t.By)
	}
	e.ints(int64(len(v.Legs)))
	from := v.Issued
	for i := range v.Legs {
		e.leg(&v.Legs[i], from)
		from = v.Legs[i].Begin
	}
}

func (e *encoder) leg(l *Leg, from time.Duration) {
	e.flags(l.Answered, l.Inferred, l.Open, l.Paper, l.Resumed, l.Unpressed, l.Forgotten, l.Wrapped, l.ByHand, l.Incident)
	e.text(string(l.Service))
	e.text(string(l.Counter))
	e.text(l.Official)
	e.text(string(l.End))
	e.time(l.Begin - from)
	for _, t := range []time.Duration{l.Called, l.Started, l.Ended} { // 0: it has not happened
		if t == 0 {
			e.flags(false)
			continue
		}
		e.flags(true)
		e.time(t - l.Begin)
	}
	e.time(l.Closed)
	e.time(l.WrapUp)
	e.ints(int64(l.Calls), int64(l.Dossiers), int64(l.Outside))
}

func (e *encoder) spans(d *Day) {
	e.ints(int64(len(d.Spans)))
	for i := range d.Spans {
		s := &d.Spans[i]
		e.text(string(s.Counter))
		e.text(s.Official)
		e.text(s.Kind)
		e.text(s.Reason)
		e.time(s.From)
		e.time(s.To - s.From)
		e.time(s.Waited)
	}
	e.ints(int64(len(d.Incidents)))
	for _, x := range d.Incidents {
		e.text(string(x.Counter))
		e.text(x.Reason)
		e.time(x.From)
		e.time(x.To)
		e.flags(x.Open)
	}
}

func (e *encoder) answers(d *Day) {
	e.ints(int64(len(d.Answers)))
	for i := range d.Answers {
		a := &d.Answers[i]
		e.text(string(a.Counter))
		e.text(a.Official)
		e.text(string(a.Service))
		e.text(string(a.Purpose))
		e.text(a.Hour)
		e.text(a.Questionnaire)
		e.text(a.Channel)
		e.text(a.Due)
		e.flags(a.Helped, a.Apart)
		e.ints(int64(a.Levels), int64(a.Satisfied), int64(a.Overall), int64(len(a.Reasons)))
		for _, r := range a.Reasons {
			e.text(r)
		}
		e.ints(int64(len(a.Items)))
		for _, code := range slices.Sorted(maps.Keys(a.Items)) {
			e.text(code)
			e.ints(int64(a.Items[code]))
		}
	}
}

func (e *encoder) observed(d *Day) {
	e.ints(int64(len(d.Observed)))
	for i := range d.Observed {
		o := &d.Observed[i]
		e.text(string(o.Counter))
		e.text(o.Official)
		e.text(string(o.Day))
		for _, n := range o.Tallies() {
			e.ints(int64(*n))
		}
	}
	for _, kept := range []map[string]int{d.Labeled.Services, d.Labeled.Hours} {
		e.ints(int64(len(kept)))
		for _, key := range slices.Sorted(maps.Keys(kept)) {
			e.text(key)
			e.ints(int64(kept[key]))
		}
	}
}
