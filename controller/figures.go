package controller

import (
	"context"
	"iter"
	"net/http"
	"slices"
	"time"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/figures"
	"motcua/internal/queue"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// days yields the facts of the service days from one to another, in order: the
// present one from memory, those before as they are kept beside the log, or
// folded again where they are not.
func (e *Engine) days(ctx context.Context, from, to center.Day) iter.Seq2[*figures.Day, error] {
	return func(yield func(*figures.Day, error) bool) {
		if isLong(from, to) { // one after the other: a center's machine has two cores, and one is the counters'
			select {
			case e.long <- struct{}{}:
				defer func() { <-e.long }()
			case <-ctx.Done():
				yield(nil, fault.Wrap(ctx.Err(), fault.Unavailable, "stopping"))
				return
			}
		}
		e.mu.RLock()
		log, today := e.store, e.state.day.Date
		e.mu.RUnlock()
		for p, err := range log.Parts(ctx, from, to, figures.Version) {
			var d *figures.Day
			switch {
			case err != nil:
			case p.Day == today:
				d, err = e.newest(ctx, log, p)
			default:
				d, err = e.bygone(ctx, log, p)
			}
			if !yield(d, err) || err != nil {
				return
			}
		}
	}
}

// isLong tells a period that takes a while to sum up.
func isLong(from, to center.Day) bool {
	a, err := from.Start()
	b, err2 := to.Start()
	return err == nil && err2 == nil && b.Sub(a) > 62*24*time.Hour
}

// bygone is the facts of a day that is over.
func (e *Engine) bygone(ctx context.Context, log *store.Store, p store.DayPart) (*figures.Day, error) {
	if p.Facts != nil {
		if d, err := figures.Decode(p.Facts); err == nil {
			return d, nil
		}
	}
	site, err := e.siteOf(ctx, log, p)
	if err != nil {
		return nil, err
	}
	return factsOf(ctx, log, p, site)
}

// newest is the facts of the newest day, from memory. Where it has closed and
// the configuration was changed since, memory knows it under the new one alone.
func (e *Engine) newest(ctx context.Context, log *store.Store, p store.DayPart) (*figures.Day, error) {
	at := view(e, func(s *state, _ queue.Moment) (at time.Time) {
		if !s.open && s.closed.day == p.Day {
			at = s.closed.at
		}
		return at
	})
	if at.IsZero() {
		return e.live(), nil
	}
	site, err := e.siteAt(ctx, log, at)
	if err != nil {
		return nil, err
	}
	if site == e.site() {
		return e.live(), nil
	}
	return factsOf(ctx, log, p, site)
}

// live is the facts of the present day up to now.
func (e *Engine) live() *figures.Day {
	return view(e, func(s *state, now queue.Moment) *figures.Day {
		d := s.factsAt(now)
		head := e.store.Head()
		d.Head, d.Hash = head.Seq, head.Hash.String()
		return d
	})
}

func (s *state) factsAt(now queue.Moment) *figures.Day { return s.facts.Facts(s.day.Now(now)) }

// factsOf folds a day that is over from its entries.
func factsOf(ctx context.Context, log *store.Store, p store.DayPart, c *center.Center) (*figures.Day, error) {
	f := figures.New(c, p.Day)
	for after := p.First - 1; p.Last == 0 || after < p.Last; {
		entries, err := log.Read(ctx, after, page)
		if err != nil {
			return nil, err
		}
		for _, x := range entries {
			if after = x.Seq; p.Last > 0 && after > p.Last {
				break
			}
			if err := f.Entry(x); err != nil {
				return nil, fault.Wrap(err, fault.Unavailable, "log-broken")
			}
		}
		if len(entries) == 0 {
			break
		}
	}
	return f.Facts(0), nil
}

// names tells what the log does not.
func (e *Engine) names() figures.Names {
	c := e.site()
	return figures.Names{
		Point: c.Agency,
		Agency: func(id center.CounterID) string {
			if x, ok := c.Counter(id); ok && x.Agency != "" {
				return x.Agency
			}
			return c.Agency
		},
		Employer: func(official string) string {
			_, employer, _ := e.person(official)
			return employer
		},
		Official: e.official,
	}
}

// official is an id that stands for a person: an account, or a credential that
// staff were given. Any other that the log names, such as a bridge, is nobody.
func (e *Engine) official(id string) string {
	if _, _, ok := e.person(id); ok || e.staffed == nil || e.staffed(id) {
		return id
	}
	return ""
}

// staffed tells whether a credential was given to staff.
func (c *Controller) staffed(id string) bool {
	for _, x := range c.opts.Credentials.Credentials {
		if x.ID == id {
			return slices.Contains(x.Roles, web.RoleStaff)
		}
	}
	return false
}

// table is a report over the log.
func (e *Engine) table(ctx context.Context, q figures.Query) (figures.Table, error) {
	return figures.Report(e.days(ctx, q.From, q.To), q, e.names())
}

// getFigures answers a report: the figures of a period, cut by one dimension.
func getFigures(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	q, err := c.figuresQuery(r)
	if err != nil {
		return err
	}
	t, err := c.engine.table(r.Context(), q)
	if err != nil {
		return err
	}
	return send(w, t)
}

// figuresQuery reads what a request wants to know: from and to, the newest day
// without them, by a dimension, filtered by any.
func (c *Controller) figuresQuery(r *http.Request) (figures.Query, error) {
	in := r.URL.Query()
	q := figures.Query{From: center.Day(in.Get("from")), To: center.Day(in.Get("to")), By: figures.Dim(in.Get("by")), Filter: map[figures.Dim]string{}}
	last := view(c.engine, func(s *state, _ queue.Moment) center.Day { return s.last })
	if q.From == "" && q.To == "" {
		q.From, q.To = last, last
	}
	if q.To == "" {
		q.To = max(last, q.From)
	}
	if q.From == "" {
		q.From = q.To
	}
	for _, d := range figures.Dims {
		if v := in.Get(string(d)); v != "" {
			q.Filter[d] = v
		}
	}
	if q.By != "" && !slices.Contains(figures.Dims, q.By) {
		return q, fault.New(fault.Invalid, "report-by")
	}
	return q, period(q.From, q.To)
}

// longest period of a report.
const mostYears = 10

// period says what is wrong with a period.
func period(from, to center.Day) error {
	if from == "" && to == "" { // before the first service day
		return nil
	}
	a, err := from.Start()
	b, err2 := to.Start()
	if err != nil || err2 != nil || center.DayOf(a) != from || center.DayOf(b) != to || b.Before(a) || b.After(a.AddDate(mostYears, 0, 0)) {
		return fault.New(fault.Invalid, "report-period", "years", mostYears)
	}
	return nil
}

// todayView is what wire.Today says of the facts of a day.
func todayView(d *figures.Day, c *center.Center) wire.Today {
	q := figures.Query{From: d.Date, To: d.Date, By: figures.Service}
	t, _ := figures.Report(func(yield func(*figures.Day, error) bool) { yield(d, nil) }, q, figures.Names{}) // a day at hand does not fail
	f := &t.Total
	v := wire.Today{
		Issued: f.Issued, Waiting: f.Waiting, LongestS: f.LongestS, Legs: f.Wait.N, MeanWaitS: f.Wait.MeanS, P90WaitS: f.Wait.P90S,
		Within15: f.Within15.Within, LeftAfter: f.Within15.LeftAfter, Finished: f.Finished, NoShows: f.NoShows,
		Dossiers: f.Dossiers, Outside: f.Outside, Reprints: f.Reprints, OnPaper: f.OnPaper, PaperServed: f.PaperServed,
	}
	if r := f.Ratings; r != nil {
		v.Ratings = &wire.RatingFigures{N: r.N, Satisfied: r.Satisfied, Harassment: r.Harassment, Asked: r.Asked, Versions: r.Versions}
		copy(v.Ratings.Counts[:], r.Levels(len(v.Ratings.Counts)))
	}
	for _, x := range c.Services {
		s := wire.ServiceToday{Service: x.Code}
		if i := slices.IndexFunc(t.Rows, func(r figures.Row) bool { return r.Key == string(x.Code) }); i >= 0 {
			f := &t.Rows[i].Figures
			s.Issued, s.Legs, s.MeanWaitS, s.Within15, s.LeftAfter = f.Issued, f.Wait.N, f.Wait.MeanS, f.Within15.Within, f.Within15.LeftAfter
		}
		v.Services = append(v.Services, s)
	}
	return v
}
