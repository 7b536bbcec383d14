package controller

import (
	"crypto/rand"
	"net/http"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/store"
	"motcua/internal/wire"
)

const mostNote = 500 // letters

// postNote keeps a note for the next counter beside the log, which gets its id.
func postNote(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.NoteRequest
	wish, err := read(w, r, who, &q)
	if err != nil {
		return err
	}
	text, err := plain(q.Text, mostNote)
	if err != nil {
		return err
	}
	if q.Counter != "" {
		if err := c.mayRun(who, q.Counter); err != nil {
			return err
		}
	}
	name := c.officialName(who.id)
	return answer(w, c.engine.ask(r.Context(), wish, func(t *tx) (int, any, error) {
		if !t.open {
			return 0, nil, fault.New(fault.Conflict, "day-closed")
		}
		id := queue.TicketID(r.PathValue("id"))
		n := store.Note{ID: newID(), Ticket: id, Day: t.day.Date, Counter: q.Counter, Author: who.id, At: t.now.Wall.Unix(), Text: text}
		events, err := t.day.Note(id, n.ID, q.Counter, who.id, official(who))
		if err != nil {
			return 0, nil, err
		}
		t.happen(events)
		t.batch.Notes = append(t.batch.Notes, n)
		n.Text = "" // what is remembered of the answer must not hold it
		return http.StatusCreated, noteView(n, name), nil
	}))
}

func noteView(n store.Note, name string) wire.Note {
	return wire.Note{ID: n.ID, Ticket: n.Ticket, Counter: n.Counter, By: wire.Official{ID: n.Author, Name: name},
		At: time.Unix(n.At, 0).In(center.Zone), Text: n.Text}
}

func getNotes(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	id := queue.TicketID(r.PathValue("id"))
	s, known := view2(c.engine, func(s *state) bool { _, ok := s.day.Ticket(id); return ok })
	if !known {
		return fault.New(fault.NotFound, "ticket-unknown", "ticket", id)
	}
	notes, err := s.Notes(r.Context(), id)
	if err != nil {
		return err
	}
	v := wire.Notes{Notes: make([]wire.Note, 0, len(notes))}
	for _, n := range notes {
		name := c.officialName(n.Author)
		v.Notes = append(v.Notes, noteView(n, name))
	}
	return send(w, v)
}

// view2 reads the state and returns the store beside what was read.
func view2[T any](e *Engine, read func(*state) T) (*store.Store, T) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.store, read(e.state)
}

// postNoteErase deletes a note's text, as one that says too much must be.
func postNoteErase(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	wish, err := read(w, r, who, &struct{}{})
	if err != nil {
		return err
	}
	return answer(w, c.engine.ask(r.Context(), wish, func(t *tx) (int, any, error) {
		note := r.PathValue("note")
		events, err := t.day.EraseNote(queue.TicketID(r.PathValue("id")), note, who.id)
		if err != nil {
			return 0, nil, err
		}
		t.happen(events)
		t.batch.Notes = append(t.batch.Notes, store.Note{ID: note})
		t.e.unscrubbed = true
		return http.StatusNoContent, nil, nil
	}))
}

// newID names a text in the log: it leads to nothing else.
func newID() string { return rand.Text()[:16] }
