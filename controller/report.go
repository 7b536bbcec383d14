package controller

import (
	"context"
	"encoding/csv"
	"net/http"
	"strconv"

	"motcua/internal/center"
	"motcua/internal/export"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/store"
	"motcua/internal/waits"
	"motcua/internal/wire"
)

// getDayReport answers the figures of one service day as JSON or CSV.
func getDayReport(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	day := c.asked(r)
	today, err := c.engine.figures(r.Context(), day)
	if err != nil {
		return err
	}
	switch r.URL.Query().Get("format") {
	case "", "json":
		return send(w, wire.DayReport{Day: day, Center: c.site().Name, Figures: today})
	case "csv":
		return c.writeCSV(w, language(r), day, today)
	}
	return fault.New(fault.Invalid, "report-format")
}

// asked is the service day that a request names, the newest without a name.
func (c *Controller) asked(r *http.Request) center.Day {
	if day := center.Day(r.URL.Query().Get("date")); day != "" {
		return day
	}
	return view(c.engine, func(s *state, _ queue.Moment) center.Day { return s.last })
}

// figures are those of one service day.
func (e *Engine) figures(ctx context.Context, day center.Day) (wire.Today, error) {
	return ofDay(ctx, e, day, (*state).today)
}

// ofDay reads what a service day has come to: the current one from memory, any
// other folded again from the log.
func ofDay[T any](ctx context.Context, e *Engine, day center.Day, read func(*state, queue.Moment) T) (none T, err error) {
	if e.isToday(day) {
		return view(e, read), nil
	}
	e.mu.RLock()
	log := e.store
	e.mu.RUnlock()
	first, ok, err := log.FirstOf(ctx, day)
	if err != nil {
		return none, err
	}
	if !ok {
		return none, fault.New(fault.NotFound, "report-day", "day", day)
	}
	site, err := e.siteOfDay(ctx, log, day)
	if err != nil {
		return none, err
	}
	s := newState(site, nil, e.opts.Clock, waits.Learned{})
	last, err := foldDay(ctx, log, s, first)
	if err != nil {
		return none, err
	}
	return read(s, last), nil
}

func (e *Engine) isToday(day center.Day) bool {
	return view(e, func(s *state, _ queue.Moment) bool { return s.day.Date == day })
}

// foldDay reads a day's entries until the next day opens: answers still come
// in for an hour after the closing. It returns the moment of the last entry.
func foldDay(ctx context.Context, log *store.Store, s *state, first int64) (last queue.Moment, err error) {
	for after := first - 1; ; {
		entries, err := log.Read(ctx, after, page)
		if err != nil {
			return last, err
		}
		for _, x := range entries {
			b, err := x.Decode()
			if err == nil && x.Type == wire.DayOpened && x.Seq != first && b.Day != s.day.Date {
				return last, nil
			}
			if err := s.fold(x); err != nil {
				return last, fault.Wrap(err, fault.Unavailable, "log-broken")
			}
			after, last = x.Seq, momentOf(b)
		}
		if len(entries) == 0 {
			return last, nil
		}
	}
}

// writeCSV writes one line a service and one for all, which alone has the slips
// and numbers on paper, for a spreadsheet: UTF-8
// with a byte order mark. Cells hold codes, names of the configuration and numbers.
func (c *Controller) writeCSV(w http.ResponseWriter, lang i18n.Lang, day center.Day, t wire.Today) error {
	out := spreadsheet(w, lang, "motcua-"+string(day), "day", "service", "issued", "legs", "mean_wait_s", "within_15", "left_after_15",
		"reprints", "on_paper", "paper_served")
	line := func(name string, figures ...int) {
		cells := []string{string(day), name, "", "", "", "", "", "", "", ""}
		for i, n := range figures {
			cells[2+i] = strconv.Itoa(n)
		}
		_ = out.Write(cells)
	}
	for _, s := range t.Services {
		x, _ := c.site().Service(s.Service)
		line(export.Guard(x.Name.In(lang)), s.Issued, s.Legs, s.MeanWaitS, s.Within15, s.LeftAfter)
	}
	line(i18n.T(lang, "report.all"), t.Issued, t.Legs, t.MeanWaitS, t.Within15, t.LeftAfter, t.Reprints, t.OnPaper, t.PaperServed)
	out.Flush()
	return nil // it fails only when the asker has gone
}

// spreadsheet begins a table of that name, with its headings from the catalog.
func spreadsheet(w http.ResponseWriter, lang i18n.Lang, name string, headings ...string) *csv.Writer {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.csv"`)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte("\ufeff"))
	out := csv.NewWriter(w)
	for i, h := range headings {
		headings[i] = i18n.T(lang, "report."+h)
	}
	_ = out.Write(headings) // it fails only when the asker has gone
	return out
}
