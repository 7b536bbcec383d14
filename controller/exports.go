package controller

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"

	"motcua/controller/web"
	"motcua/internal/advice"
	"motcua/internal/center"
	"motcua/internal/export"
	"motcua/internal/fault"
	"motcua/internal/figures"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

var _ web.Reports = (*reports)(nil)

// reports is what the pages of reports read.
type reports struct{ c *Controller }

func (x *reports) Figures(ctx context.Context, q figures.Query) (figures.Table, error) {
	return x.c.engine.settled(ctx, q)
}

func (x *reports) Behind(ctx context.Context, q figures.Query, figure, row string) (figures.Behind, error) {
	return x.c.engine.behindFigure(ctx, q, figure, row)
}

func (x *reports) Flags(ctx context.Context, q figures.Query) ([]figures.Flag, error) {
	return x.c.engine.flags(ctx, q)
}

func (x *reports) Ticket(ctx context.Context, id queue.TicketID) (string, []wire.Body, error) {
	v, err := x.c.engine.ticketEvents(ctx, id)
	all := make([]wire.Body, 0, len(v.Events))
	for _, e := range v.Events {
		all = append(all, wire.Body{Seq: e.Seq, Type: e.Type, At: e.At, Day: e.Day, Data: e.Data})
	}
	return v.Number, all, err
}

func (x *reports) Exceptions(ctx context.Context, q figures.Query) ([]web.MissedRun, error) {
	found, err := x.c.exceptions(ctx, q)
	all := make([]web.MissedRun, 0, len(found))
	for _, e := range found {
		all = append(all, web.MissedRun{Exception: e.Exception, Answers: e.Answers})
	}
	return all, err
}

func (x *reports) Explained(ctx context.Context, from, to center.Day) ([]wire.Explanation, error) {
	return x.c.explanations(ctx, "", from, to)
}

// Output is the dossiers of officials in the year up to a period's end: nil for
// what is no year, half year or quarter of the whole center.
func (x *reports) Output(ctx context.Context, p center.Period, q figures.Query) ([]advice.Output, error) {
	if len(q.Filter) > 0 || !slices.Contains([]center.PeriodKind{center.Quarter, center.HalfYear, center.Year}, p.Kind) {
		return nil, nil
	}
	to := min(p.To, x.Newest())
	if to < p.From { // nothing of it has come yet
		return nil, nil
	}
	v, err := x.c.engine.dossiers(ctx, to)
	return v.Officials, err
}

func (x *reports) Newest() center.Day {
	return view(x.c.engine, func(s *state, _ queue.Moment) center.Day { return s.last })
}

func (x *reports) Person(id string) string {
	return x.c.officialName(id)
}

// settled is a report that rests on the last entry that any figure of it can
// depend on: what else is written afterwards, such as a start of the program,
// changes nothing of it, and so the same period is the same report.
func (e *Engine) settled(ctx context.Context, q figures.Query) (figures.Table, error) {
	t, err := e.table(ctx, q)
	if err == nil {
		err = e.settle(ctx, &t.Head, &t.Hash)
	}
	return t, err
}

// settle goes back to the last entry that figures depend on.
func (e *Engine) settle(ctx context.Context, head *int64, hash *string) error {
	const window = 64
	for until := *head; until > 0; until -= window {
		entries, err := e.Read(ctx, max(0, until-window), int(min(until, window)))
		if err != nil {
			return err
		}
		for _, x := range slices.Backward(entries) {
			if x.Seq <= *head && counts(x.Type) {
				*head, *hash = x.Seq, x.Hash.String()
				return nil
			}
		}
	}
	return nil
}

// counts tells that figures depend on entries of a type.
func counts(kind string) bool {
	return slices.Contains(queue.Types, queue.Type(kind)) || figures.Data(kind) != nil
}

// order is a report that somebody asks for, or a schedule makes.
type order struct {
	period center.Period
	query  figures.Query
	sort   string
	lang   i18n.Lang
	about  string // aboutSatisfaction; empty: all figures
}

// aboutSatisfaction is a report of what citizens answered.
const aboutSatisfaction = "satisfaction"

// make makes a report.
func (c *Controller) make(ctx context.Context, o order) (*export.Report, error) {
	if o.about == aboutSatisfaction {
		return c.makeSatisfaction(ctx, o)
	}
	t, err := c.engine.settled(ctx, o.query)
	if err != nil {
		return nil, err
	}
	missed, err := figures.Exceptions(c.engine.days(ctx, o.query.From, o.query.To), o.query, c.engine.names(), c.site().Targets)
	if err != nil {
		return nil, err
	}
	x := &reports{c}
	output, err := x.Output(ctx, o.period, o.query)
	if err != nil {
		return nil, err
	}
	return export.Figures(export.Source{Lang: o.lang, Center: c.site(), Period: o.period, Until: x.Newest(), Table: t, Exceptions: missed, Output: output, Sort: o.sort, Person: x.Person}), nil
}

// readOrder reads a report from an address: the period, or from and to, what
// it is cut and filtered by, and the language.
func (c *Controller) readOrder(r *http.Request) (o order, err error) {
	in := r.URL.Query()
	if o.period, err = periodOf(in); err != nil {
		return o, err
	}
	o.lang = language(r)
	if l := in.Get("lang"); l != "" {
		o.lang = i18n.Parse(l)
	}
	switch about := in.Get("report"); about {
	case "", "figures":
	case aboutSatisfaction:
		o.about = about
	default:
		return o, fault.New(fault.Invalid, "report-query", "value", export.Clean("report="+about))
	}
	o.query = figures.Query{From: o.period.From, To: o.period.To, By: figures.Dim(in.Get("by")), Filter: map[figures.Dim]string{}}
	if o.query.By == "" {
		o.query.By = figures.Service
	}
	if !slices.Contains(figures.Dims, o.query.By) {
		return o, fault.New(fault.Invalid, "report-query", "value", export.Clean("by="+in.Get("by")))
	}
	for _, d := range figures.Dims {
		if v := in.Get(string(d)); v != "" {
			o.query.Filter[d] = v
		}
	}
	if o.sort = in.Get("sort"); o.sort != "" && !slices.Contains(export.Sorts(), o.sort) {
		return o, fault.New(fault.Invalid, "report-query", "value", export.Clean("sort="+o.sort))
	}
	return o, nil
}

func periodOf(in url.Values) (center.Period, error) {
	if p := in.Get("period"); p != "" {
		return center.ReadPeriod(p)
	}
	from, to := in.Get("from"), in.Get("to")
	if to == "" {
		to = from
	}
	if from == to {
		return center.ReadPeriod(from)
	}
	return center.ReadPeriod(from + ".." + to)
}

// getExport answers a report as a file. Each is in the log: who took it, and
// the hash of what was taken.
func getExport(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	o, err := c.readOrder(r)
	if err != nil {
		return err
	}
	format := r.URL.Query().Get("format")
	if format == "" {
		format = "xlsx"
	}
	if export.Formats[format] == "" {
		return fault.New(fault.Invalid, "report-format")
	}
	report, err := c.make(r.Context(), o)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := export.Write(&b, format, report); err != nil {
		return err
	}
	done := o.event(format, b.Bytes())
	done.By = who.id
	if err := c.engine.exported(r.Context(), wire.ReportExported, done); err != nil {
		return err
	}
	w.Header().Set("Content-Type", export.Formats[format])
	w.Header().Set("Content-Disposition", `attachment; filename="`+report.File(format)+`"`)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(b.Bytes()) // it fails only when the asker has gone
	return nil
}

// event is what the log says of a file.
func (o order) event(format string, raw []byte) wire.ReportData {
	sum := sha256.Sum256(raw)
	return wire.ReportData{From: o.period.From, To: o.period.To, Cut: string(o.query.By), Format: format, SHA256: hex.EncodeToString(sum[:])}
}

// exported writes into the log that a report was made or sent.
func (e *Engine) exported(ctx context.Context, kind string, all ...wire.ReportData) error {
	return e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		for i := range all {
			t.emit(kind, &all[i])
		}
		return http.StatusNoContent, nil, nil
	}).err
}
