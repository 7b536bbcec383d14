package controller

import (
	"context"
	"crypto/rand"
	"net/http"
	"slices"
	"time"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/store"
	"motcua/internal/wire"
)

const (
	shortestInspection = 15 * time.Minute
	longestInspection  = 90 * 24 * time.Hour
	mostInspectedDays  = 92
	mostSampled        = 200
)

// openInspection lets an inspector look until a time.
func (e *Engine) openInspection(ctx context.Context, account string, until time.Time, by string) error {
	return e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		a, ok := t.e.accountByID(account)
		if !ok || a.Off || !slices.Contains(a.Roles, web.RoleInspector) {
			return 0, nil, fault.New(fault.Invalid, "inspection-account")
		}
		if lasts := until.Sub(t.now.Wall); lasts < shortestInspection || lasts > longestInspection {
			return 0, nil, fault.New(fault.Invalid, "inspection-until")
		}
		for _, x := range t.e.inspections {
			if x.Account == account && x.Closed == 0 {
				return 0, nil, fault.New(fault.Conflict, "inspection-open")
			}
		}
		x := store.Inspection{ID: "I" + rand.Text()[:12], Account: account, Opened: t.now.Wall.Unix(), Until: until.Unix()}
		data := &wire.InspectionData{Inspection: x.ID, Account: account, Until: until.In(center.Zone).Format(time.RFC3339), By: by}
		x.Entry = t.draft(wire.InspectionOpened, t.day.Date, data)
		t.apply(x.Entry, wire.InspectionOpened, t.day.Date, data, t.now)
		t.keepInspection(x)
		return http.StatusNoContent, nil, nil
	}).err
}

// keepInspection replaces what is known of an inspection.
func (t *tx) keepInspection(x store.Inspection) {
	all := slices.DeleteFunc(slices.Clone(t.e.inspections), func(y store.Inspection) bool { return y.ID == x.ID })
	t.e.inspections = append([]store.Inspection{x}, all...)
	t.batch.Inspections = append(t.batch.Inspections, x)
}

// closeInspection ends one before its time.
func (e *Engine) closeInspection(ctx context.Context, id, by string) error {
	return e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		at := slices.IndexFunc(t.e.inspections, func(x store.Inspection) bool { return x.ID == id && x.Closed == 0 })
		if at < 0 {
			return 0, nil, fault.New(fault.NotFound, "inspection-unknown")
		}
		t.endInspection(t.e.inspections[at], by)
		return http.StatusNoContent, nil, nil
	}).err
}

func (t *tx) endInspection(x store.Inspection, by string) {
	x.Closed = t.now.Wall.Unix()
	t.keepInspection(x)
	t.emit(wire.InspectionClosed, &wire.InspectionData{Inspection: x.ID, By: by})
	t.endSessions("inspection-closed", by, func(s session) bool {
		a, ok := t.e.accountByID(s.account)
		return ok && a.ID == x.Account && len(a.Roles) == 1
	})
}

// lapseInspections ends those whose time is over.
func (t *tx) lapseInspections() {
	for _, x := range slices.Clone(t.e.inspections) {
		if x.Closed == 0 && t.now.Wall.Unix() >= x.Until {
			t.endInspection(x, "")
		}
	}
}

// inspectionOf finds one that is open.
func (e *Engine) inspectionOf(id string, now time.Time) (store.Inspection, error) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	for _, x := range e.inspections {
		if x.ID == id && x.Closed == 0 && now.Unix() < x.Until {
			return x, nil
		}
	}
	return store.Inspection{}, fault.New(fault.NotFound, "inspection-unknown")
}

// span is the entries of some service days.
type span struct {
	from, to int64 // sequences; to 0: there are none
	visits   []queue.TicketID
}

// spanOf reads the days from first to last: where their entries begin and end,
// and which visits they have.
func (e *Engine) spanOf(ctx context.Context, first, last center.Day) (s span, err error) {
	a, err1 := first.Start()
	b, err2 := last.Start()
	if err1 != nil || err2 != nil || b.Before(a) || b.Sub(a) > mostInspectedDays*24*time.Hour {
		return s, fault.New(fault.Invalid, "inspection-days", "most", mostInspectedDays)
	}
	e.mu.RLock()
	log := e.store
	e.mu.RUnlock()
	if s.from, err = log.Since(ctx, first); err != nil || s.from == 0 {
		return s, err
	}
	end, err := log.Since(ctx, center.DayOf(b.AddDate(0, 0, 1)))
	if err != nil {
		return s, err
	}
	head := e.hub.last()
	for after := s.from - 1; ; {
		entries, err := log.Read(ctx, after, 1000)
		if err != nil || len(entries) == 0 {
			return s, err
		}
		for _, x := range entries {
			if end > 0 && x.Seq >= end || x.Seq > head {
				return s, nil
			}
			after, s.to = x.Seq, x.Seq
			if x.Type != string(queue.TicketIssued) {
				continue
			}
			body, err := x.Decode()
			if err != nil {
				return s, err
			}
			if q, _, err := body.Queue(); err == nil && body.Day >= first && body.Day <= last {
				s.visits = append(s.visits, q.Ticket)
			}
		}
	}
}

// draw draws a sample of visits for an inspection: the seed is the hash of the
// entry that opened it, so that nobody chooses.
func (e *Engine) draw(ctx context.Context, x store.Inspection, first, last center.Day, n int, choice int64, by string) error {
	if n < 1 || n > mostSampled || choice < 0 || choice > 1e12 {
		return fault.New(fault.Invalid, "inspection-sample", "most", mostSampled)
	}
	s, err := e.spanOf(ctx, first, last)
	if err != nil {
		return err
	}
	if len(s.visits) == 0 {
		return fault.New(fault.NotFound, "inspection-empty")
	}
	seed, err := e.hashOf(ctx, x.Entry)
	if err != nil {
		return err
	}
	drawn := wire.DrawSample(seed, choice, s.visits, n)
	return e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		t.batch.Samples = append(t.batch.Samples, store.Sample{Inspection: x.ID, First: first, Last: last, Choice: choice,
			Visits: len(s.visits), UpTo: s.to, Tickets: drawn, Drawn: t.now.Wall.Unix()})
		t.emit(wire.InspectionDrawn, &wire.InspectionData{Inspection: x.ID, From: first, To: last, N: len(drawn), Of: len(s.visits), Choice: choice, By: by})
		return http.StatusNoContent, nil, nil
	}).err
}

// hashOf is the hash of an entry, zeros in front of the first.
func (e *Engine) hashOf(ctx context.Context, seq int64) (wire.Hash, error) {
	if seq == 0 {
		return wire.Hash{}, nil
	}
	entries, err := e.Read(ctx, seq-1, 1)
	if err != nil || len(entries) == 0 {
		return wire.Hash{}, err
	}
	return entries[0].Hash, nil
}
