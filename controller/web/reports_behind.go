package web

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"motcua/internal/center"
	"motcua/internal/export"
	"motcua/internal/figures"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

const refsShown = 200 // of each list on one page

// behind is the address of what stands behind a figure.
func (a reportAsk) behind(figure, row string) string {
	q := url.Values{"figure": {figure}}
	if row == export.Whole {
		q.Set("all", "1")
	} else {
		q.Set("row", row)
	}
	q.Set("sort", "")
	return a.path("/behind", q)
}

// behindView is the tickets of one figure.
type behindView struct {
	figures.Behind
	Title   string // of the figure
	Of      string // the row
	Period  string
	Back    string
	Reasons []reasonCount
	Filters []filter
	Ask     reportAsk
}

// reasonCount is how many are not counted for one reason.
type reasonCount struct {
	Reason string
	N      int
}

// behind lists the tickets that a figure counts, and those it does not, each
// with its reason.
func (p *pages) behind(w http.ResponseWriter, r *http.Request) {
	a, err := p.ask(r)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	q, in, row := a.Query, r.URL.Query(), r.URL.Query().Get("row")
	if in.Has("all") {
		q.By, row = "", ""
	}
	b, err := p.Reports.Behind(r.Context(), q, in.Get("figure"), row)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	pg := p.page(w, r, "page.reports")
	s := export.Source{Lang: pg.Lang, Center: pg.Center, Person: p.Reports.Person}
	v := behindView{Behind: b, Title: export.FigureName(pg.Lang, b.Figure), Of: pg.T("export.all"), Period: a.Period.Title(pg.Lang), Back: a.path("", nil), Ask: a, Filters: a.filters(pg, p.Reports.Person)}
	if q.By != "" {
		v.Of = s.Label(q.By, row)
	}
	v.Reasons = reasons(b.Excluded)
	v.Counted, v.Excluded = b.Counted[:min(len(b.Counted), refsShown)], b.Excluded[:min(len(b.Excluded), refsShown)]
	pg.Title = v.Title
	pg.Data = v
	p.show(w, r, http.StatusOK, "report-behind.html", pg)
}

// reasons counts those that are not counted, the most frequent reason first.
func reasons(all []figures.Ref) (out []reasonCount) {
	for _, x := range all {
		i := slices.IndexFunc(out, func(r reasonCount) bool { return r.Reason == x.Reason })
		if i < 0 {
			i = len(out)
			out = append(out, reasonCount{Reason: x.Reason})
		}
		out[i].N++
	}
	slices.SortStableFunc(out, func(a, b reasonCount) int { return b.N - a.N })
	return out
}

// Uncounted says in words why something is not counted.
func (p *page) Uncounted(reason string) string { return known(p.Lang, "figures.not-"+reason, reason) }

// Moment is a date with a time of day.
func (p *page) Moment(t time.Time) string {
	t = t.In(center.Zone)
	return t.Format("02/01/2006 15:04:05")
}

// Worth is what a ticket adds to a figure.
func (v behindView) Worth(lang i18n.Lang, x figures.Ref) string {
	if v.Times {
		return export.Seconds.Show(lang, export.Number(float64(x.Value)))
	}
	return strconv.Itoa(x.Value)
}

// ticketView is what happened to one ticket.
type ticketView struct {
	Number string
	Back   string
	Events []ticketEvent
}

// ticketEvent is one entry of the log about a ticket.
type ticketEvent struct {
	Seq    int64
	At     time.Time
	Text   string // in the words of the day book
	Person string // who did it, "" where nobody did
}

// reportTicket shows what happened to a ticket, as the log has it. Answers to
// the survey are not among it: none can be traced to a ticket.
func (p *pages) reportTicket(w http.ResponseWriter, r *http.Request) {
	a, err := p.ask(r)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	number, entries, err := p.Reports.Ticket(r.Context(), queue.TicketID(r.PathValue("ticket")))
	if err != nil {
		p.fail(w, r, err)
		return
	}
	pg := p.page(w, r, "page.reports")
	v := ticketView{Number: number, Back: a.path("", nil)}
	for _, b := range entries {
		v.Events = append(v.Events, p.ticketEvent(pg, b))
	}
	pg.Title = pg.T("reports.ticket", "number", v.Number)
	pg.Data = v
	p.show(w, r, http.StatusOK, "report-ticket.html", pg)
}

func (p *pages) ticketEvent(pg *page, b wire.Body) ticketEvent {
	var d struct {
		By string `json:"by"`
	}
	_ = json.Unmarshal(b.Data, &d) // what has other fields was done by nobody
	e := ticketEvent{Seq: b.Seq, At: b.At, Text: Told(pg.Lang, pg.Center, b, p.Reports.Person)}
	if d.By != "" {
		e.Person = cmp.Or(p.Reports.Person(d.By), d.By)
	}
	return e
}

// flagsView is what looks like playing with the queue.
type flagsView struct {
	Flags   []figures.Flag
	N       int
	Kinds   []reasonCount
	Period  string
	Back    string
	Filters []filter
	Ask     reportAsk
}

// flags lists what looks like playing with the queue, each with its evidence.
func (p *pages) flags(w http.ResponseWriter, r *http.Request) {
	a, err := p.ask(r)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	all, err := p.Reports.Flags(r.Context(), a.Query)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	pg := p.page(w, r, "reports.flags")
	v := flagsView{Flags: all[:min(len(all), refsShown)], N: len(all), Period: a.Period.Title(pg.Lang), Back: a.path("", nil), Ask: a, Filters: a.filters(pg, p.Reports.Person)}
	for _, kind := range []string{figures.Ghost, figures.ServeLate, figures.Instant, figures.ClockStop} {
		n := 0
		for i := range all {
			if all[i].Kind == kind {
				n++
			}
		}
		v.Kinds = append(v.Kinds, reasonCount{kind, n})
	}
	pg.Data = v
	p.show(w, r, http.StatusOK, "report-flags.html", pg)
}

// Evidence says a fact behind a flag in words.
func (p *page) Evidence(e figures.Evidence) string { return e.Sentence(p.Lang) }

// Flags is the address of what looks like playing with the queue in the period.
func (v reportView) Flags() string { return v.Ask.path("/flags", url.Values{"sort": {""}}) }

// saying is what officials say, with the page that writes it.
type saying struct {
	Page *page
	Said []wire.Explanation
}

// Saying hands explanations to their template.
func (p *page) Saying(said []wire.Explanation) saying { return saying{p, said} }

// Officer is the name of an official, the opaque id where nobody knows it.
func (p *page) Officer(x wire.Official) string {
	if x.Name != "" {
		return x.Name
	}
	return x.ID
}

// refd is one ticket behind a figure, with the page that writes it.
type refd struct {
	Page *page
	Ref  figures.Ref
	To   string // the page of the ticket
}

// Refd hands a ticket to its template.
func (p *page) Refd(a reportAsk, r figures.Ref) refd {
	return refd{p, r, a.path("/tickets/"+url.PathEscape(string(r.Ticket)), url.Values{"sort": {""}})}
}
