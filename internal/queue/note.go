package queue

import (
	"slices"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// MostNotes bounds the notes on one ticket: who needs more should talk.
const MostNotes = 10

// Note says that a note was written on a ticket whose visit is not over, at a
// counter or, with none, at the greeter's desk. Its text is kept elsewhere.
func (d *Day) Note(id TicketID, note string, at center.CounterID, by, official string) ([]Event, error) {
	t, ok := d.tickets[id]
	if !ok {
		return nil, fault.New(fault.NotFound, "ticket-unknown", "ticket", id)
	}
	if _, ok := d.center.Counter(at); at != "" && !ok {
		return nil, fault.New(fault.Invalid, "counter-unknown", "counter", at)
	}
	switch {
	case t.State == Finished || t.State == Canceled || t.State == Expired:
		return nil, fault.New(fault.Conflict, "ticket-state", "number", t.Number, "state", t.State)
	case len(t.Notes) >= MostNotes:
		return nil, fault.New(fault.Conflict, "notes-most", "number", t.Number, "most", MostNotes)
	}
	return []Event{{Type: TicketNoted, Ticket: t.ID, Number: t.Number, Counter: at, By: by, Official: official, Note: note}}, nil
}

// EraseNote says that a note's text is deleted, whatever became of the visit.
func (d *Day) EraseNote(id TicketID, note, by string) ([]Event, error) {
	t, ok := d.tickets[id]
	switch {
	case !ok:
		return nil, fault.New(fault.NotFound, "ticket-unknown", "ticket", id)
	case !slices.Contains(t.Notes, note):
		return nil, fault.New(fault.NotFound, "note-unknown", "number", t.Number)
	}
	return []Event{{Type: NoteErased, Ticket: t.ID, Number: t.Number, By: by, Note: note}}, nil
}

func (t *Ticket) noted(e Event) {
	notes := slices.DeleteFunc(slices.Clone(t.Notes), func(n string) bool { return n == e.Note })
	if e.Type == TicketNoted {
		notes = append(notes, e.Note)
	}
	t.Notes = notes
}
