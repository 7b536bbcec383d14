package controller

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/figures"
	"motcua/internal/queue"
)

// getFigureTickets answers what stands behind a figure of a row: the visits or
// legs that are counted, and those that are not, each with its reason.
func getFigureTickets(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	q, err := c.figuresQuery(r)
	if err != nil {
		return err
	}
	b, err := c.engine.behindFigure(r.Context(), q, r.URL.Query().Get("figure"), r.URL.Query().Get("row"))
	if err != nil {
		return err
	}
	return send(w, b)
}

func (e *Engine) behindFigure(ctx context.Context, q figures.Query, figure, row string) (figures.Behind, error) {
	return figures.Tickets(e.days(ctx, q.From, q.To), q, e.names(), figure, row)
}

// flags are what GET /reports/flags answers.
type flags struct {
	figures.Query
	Flags []figures.Flag `json:"flags"`
}

// getFlags answers what looks like playing with the queue, with its evidence.
func getFlags(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	q, err := c.figuresQuery(r)
	if err != nil {
		return err
	}
	q.By = ""
	all, err := c.engine.flags(r.Context(), q)
	if err != nil {
		return err
	}
	return send(w, flags{q, all})
}

func (e *Engine) flags(ctx context.Context, q figures.Query) ([]figures.Flag, error) {
	return figures.Flags(e.days(ctx, q.From, q.To), q, e.names())
}

// toldEntry is one entry of the log about a number, as it stands there.
type toldEntry struct {
	Seq  int64           `json:"seq"`
	Type string          `json:"type"`
	At   time.Time       `json:"at"`
	Day  center.Day      `json:"day"`
	Data json.RawMessage `json:"data"`
}

// ticketEvents are what GET /reports/tickets/{id} answers.
type ticketEvents struct {
	Ticket  queue.TicketID     `json:"ticket"`
	Number  string             `json:"number"`
	Day     center.Day         `json:"day"`
	Service center.ServiceCode `json:"service"`
	Purpose center.Purpose     `json:"purpose"`
	State   queue.State        `json:"state"`
	Legs    []visitLeg         `json:"legs"`
	Events  []toldEntry        `json:"events"` // in their order
}

// visitLeg is a leg as reports tell of it.
type visitLeg struct {
	Service   center.ServiceCode `json:"service"`
	Counter   center.CounterID   `json:"counter,omitempty"`
	Official  string             `json:"official,omitempty"`
	Begin     time.Time          `json:"begin"`
	Called    *time.Time         `json:"called,omitempty"`
	Started   *time.Time         `json:"started,omitempty"`
	Ended     *time.Time         `json:"ended,omitempty"`
	WaitS     *int               `json:"wait_s,omitempty"`   // absent where no figure of waiting has it
	Excluded  string             `json:"excluded,omitempty"` // why; see "figures.not-<reason>"
	ServiceS  *int               `json:"service_s,omitempty"`
	WrapUpS   *int               `json:"wrap_up_s,omitempty"`
	End       queue.Type         `json:"end,omitempty"`
	Inferred  bool               `json:"inferred,omitempty"`
	Forgotten bool               `json:"forgotten,omitempty"`
	Incident  bool               `json:"incident,omitempty"`
	Dossiers  int                `json:"dossiers"`
	Outside   int                `json:"outside"`
}

func (e *Engine) legOf(d *figures.Day, v *figures.Visit, l *figures.Leg) visitLeg {
	x := visitLeg{
		Service: l.Service, Counter: l.Counter, Official: e.official(l.Official), Begin: d.At(l.Begin), Excluded: l.Missed(v), End: l.End,
		Inferred: l.Inferred, Forgotten: l.Forgotten, Incident: l.Incident, Dossiers: l.Dossiers, Outside: l.Outside,
	}
	clock := func(p **time.Time, t time.Duration, yes bool) {
		if yes {
			at := d.At(t)
			*p = &at
		}
	}
	clock(&x.Called, l.Called, l.Calls > 0 || l.Resumed)
	clock(&x.Started, l.Started, l.Answered)
	clock(&x.Ended, l.Ended, !l.Open)
	seconds := func(p **int, t time.Duration, yes bool) {
		if yes {
			s := int(t.Seconds())
			*p = &s
		}
	}
	seconds(&x.WaitS, l.Called-l.Begin, x.Excluded == "")
	seconds(&x.ServiceS, l.Ended-l.Started, l.Answered && !l.Open && !l.Forgotten)
	seconds(&x.WrapUpS, l.WrapUp, l.Wrapped)
	return x
}

// getTicketEvents answers everything that the log says of a number of any day.
func getTicketEvents(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	v, err := c.engine.ticketEvents(r.Context(), queue.TicketID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return send(w, v)
}

// ticketEvents reads the entries about a number, and the facts they make.
func (e *Engine) ticketEvents(ctx context.Context, id queue.TicketID) (ticketEvents, error) {
	v := ticketEvents{Ticket: id, Events: []toldEntry{}}
	unknown := fault.New(fault.NotFound, "report-ticket", "ticket", id)
	at, err := time.Parse("20060102", strings.SplitN(string(id), "-", 2)[0])
	if err != nil {
		return v, unknown
	}
	v.Day = center.Day(at.Format(time.DateOnly))
	found := false
	for d, err := range e.days(ctx, v.Day, v.Day) {
		if err != nil {
			return v, err
		}
		i := slices.IndexFunc(d.Visits, func(x figures.Visit) bool { return x.Ticket == id })
		if found = i >= 0; !found {
			break
		}
		x := &d.Visits[i]
		v.Number, v.Service, v.Purpose, v.State = x.Number, x.Service, x.Purpose, x.State
		for j := range x.Legs {
			v.Legs = append(v.Legs, e.legOf(d, x, &x.Legs[j]))
		}
		if err := e.eventsOf(ctx, d, &v); err != nil {
			return v, err
		}
	}
	if !found {
		return v, unknown
	}
	return v, nil
}

// eventsOf reads a day's entries that name the ticket.
func (e *Engine) eventsOf(ctx context.Context, d *figures.Day, v *ticketEvents) error {
	first, _, err := e.firstOf(ctx, d.Date)
	if err != nil {
		return err
	}
	named := struct {
		Ticket queue.TicketID `json:"ticket"`
	}{}
	for after := first - 1; after < d.Head; {
		entries, err := e.Read(ctx, after, page)
		if err != nil || len(entries) == 0 {
			return err
		}
		for _, x := range entries {
			if after = x.Seq; after > d.Head {
				break
			}
			b, err := x.Decode()
			if named.Ticket = ""; err == nil {
				err = json.Unmarshal(b.Data, &named)
			}
			if err != nil {
				return fault.Wrap(err, fault.Unavailable, "log-broken")
			}
			if named.Ticket == v.Ticket {
				v.Events = append(v.Events, toldEntry{b.Seq, b.Type, b.At, b.Day, b.Data})
			}
		}
	}
	return nil
}

func (e *Engine) firstOf(ctx context.Context, day center.Day) (int64, bool, error) {
	e.mu.RLock()
	log := e.store
	e.mu.RUnlock()
	return log.FirstOf(ctx, day)
}
