package controller

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

const mostBookDays = 31 // that the day book looks through at once

var _ web.DayBook = (*dayBook)(nil)

// dayBook is the log, for people to read.
type dayBook struct{ c *Controller }

// Leaf looks through the days' entries: a day of a large center has a few
// thousand, and no index is needed for them.
func (d *dayBook) Leaf(ctx context.Context, q web.BookQuery) (web.Leaf, error) {
	if q.From == "" {
		q.From = view(d.c.engine, func(s *state, _ queue.Moment) center.Day { return s.last })
		q.To = q.From
	}
	leaf := web.Leaf{From: q.From, To: q.To, Page: 1, Pages: 1}
	if q.From == "" { // a log without a day
		return leaf, nil
	}
	if err := bookRange(q); err != nil {
		return leaf, err
	}
	fits := d.filter(q)
	var found []wire.Entry
	err := d.c.engine.entriesOf(ctx, q.From, q.To, func(e wire.Entry) {
		if fits(e) {
			found = append(found, e)
		}
	})
	if err != nil {
		return leaf, err
	}
	leaf.Total = len(found)
	leaf.Pages = max(1, (leaf.Total+web.BookPage-1)/web.BookPage)
	leaf.Page = min(q.Page, leaf.Pages)
	slices.Reverse(found)
	first := (leaf.Page - 1) * web.BookPage
	for _, e := range found[first:min(first+web.BookPage, leaf.Total)] {
		b, err := e.Decode()
		if err != nil {
			return leaf, fault.Wrap(err, fault.Unavailable, "log-broken")
		}
		leaf.Entries = append(leaf.Entries, d.entry(e, b))
	}
	return leaf, nil
}

func bookRange(q web.BookQuery) error {
	from, err := q.From.Start()
	to, err2 := q.To.Start()
	if err != nil || err2 != nil || to.Before(from) || to.Sub(from).Hours() > 24*mostBookDays {
		return fault.New(fault.Invalid, "book-range", "days", mostBookDays)
	}
	return nil
}

func (d *dayBook) entry(e wire.Entry, b wire.Body) web.BookEntry {
	x := web.BookEntry{Body: b, Hash: e.Hash, Name: d.name}
	_, rest, found := bytes.Cut(b.Data, []byte(`"by":"`))
	if id, _, ok := bytes.Cut(rest, []byte(`"`)); found && ok && len(id) > 0 {
		x.By = d.name(string(id))
	}
	return x
}

func (d *dayBook) name(id string) string {
	d.c.engine.mu.RLock()
	defer d.c.engine.mu.RUnlock()
	return d.c.engine.nameOf(id)
}

// filter is what an entry must have, looked for in its bytes: most are never decoded.
func (d *dayBook) filter(q web.BookQuery) func(wire.Entry) bool {
	var parts [][]byte
	if q.Counter != "" {
		parts = append(parts, []byte(`counter":"`+string(q.Counter)+`"`))
	}
	who := d.ids(q.Person)
	return func(e wire.Entry) bool {
		if strings.HasPrefix(e.Type, "case.") && q.Hide != nil {
			if b, err := e.Decode(); err != nil || q.Hide(b) {
				return false
			}
		}
		if g, _, _ := strings.Cut(e.Type, "."); q.Group != "" && g != q.Group {
			return false
		}
		if q.Number != "" && !bytes.Contains(e.Body, []byte(`-`+q.Number+`"`)) && !bytes.Contains(e.Body, []byte(`"number":"`+q.Number+`"`)) {
			return false
		}
		for _, p := range parts {
			if !bytes.Contains(e.Body, p) {
				return false
			}
		}
		if q.Person != "" && !slices.ContainsFunc(who, func(id []byte) bool { return bytes.Contains(e.Body, id) }) {
			return false
		}
		if q.Marked {
			b, err := e.Decode()
			return err == nil && web.Mark(b) != ""
		}
		return true
	}
}

// ids are the opaque ids that a name may stand for, as an entry holds them.
func (d *dayBook) ids(person string) (all [][]byte) {
	if person == "" || strings.ContainsAny(person, `"\`) {
		return nil
	}
	all = append(all, []byte(`:"`+person+`"`))
	e := d.c.engine
	e.mu.RLock()
	defer e.mu.RUnlock()
	for _, a := range e.people {
		if strings.Contains(strings.ToLower(e.nameOf(a.ID)), strings.ToLower(person)) || strings.EqualFold(a.Name, person) {
			all = append(all, []byte(`:"`+a.ID+`"`))
		}
	}
	return all
}

// entriesOf goes through the entries of service days, both included, and of what
// stands between them.
func (e *Engine) entriesOf(ctx context.Context, from, to center.Day, see func(wire.Entry)) error {
	e.mu.RLock()
	log := e.store
	e.mu.RUnlock()
	first, err := log.Since(ctx, from)
	if err != nil || first == 0 {
		return err
	}
	for after := first - 1; ; {
		entries, err := log.Read(ctx, after, page)
		if err != nil {
			return err
		}
		for _, x := range entries {
			after = x.Seq
			if x.Type == wire.DayOpened {
				if b, err := x.Decode(); err != nil || b.Day > to {
					return err
				}
			}
			see(x)
		}
		if len(entries) == 0 {
			return nil
		}
	}
}
