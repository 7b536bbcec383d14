package controller

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"motcua/internal/queue"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// meters count what has happened since the program started: they only grow, as
// Prometheus wants counters. What is true now, the collector reads instead.
type meters struct {
	events  *prometheus.CounterVec
	issued  *prometheus.CounterVec
	rated   *prometheus.CounterVec
	waits   *prometheus.HistogramVec
	served  *prometheus.HistogramVec
	asked   *prometheus.HistogramVec
	commits prometheus.Histogram
	posted  *prometheus.CounterVec

	legs map[queue.TicketID]int // of the day: how many legs of a ticket are counted; run alone uses it
}

var (
	minutes  = []float64{60, 120, 300, 600, 900, 1200, 1800, 2700, 3600, 5400, 7200} // 900: the promise
	handling = []float64{30, 60, 120, 180, 300, 600, 900, 1200, 1800, 3600}
	answers  = []float64{.002, .005, .01, .025, .05, .1, .15, .25, .5, 1, 2.5}
	commits  = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1}
)

func newMeters() *meters {
	count := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: "motcua_" + name, Help: help}, labels)
	}
	measure := func(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "motcua_" + name, Help: help, Buckets: buckets}, labels)
	}
	return &meters{
		events:  count("events_total", "Entries appended to the log since the program started.", "type"),
		issued:  count("tickets_issued_total", "Tickets issued since the program started.", "service"),
		rated:   count("ratings_total", "Answers of citizens since the program started; they arrive in batches. 5 is very satisfied.", "score"),
		waits:   measure("wait_seconds", "Waiting of answered legs, counted when the leg ends. No leg of a number taken away from the center or on paper.", minutes, "service"),
		served:  measure("service_seconds", "From start to finish of legs whose start was pressed.", handling, "service"),
		asked:   measure("http_request_seconds", "Time of calls of the interface, without event streams.", answers, "route", "method", "status"),
		posted:  count("hook_deliveries_total", "Attempts to deliver to a web hook: ok, refused or unreachable.", "hook", "result"),
		commits: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "motcua_commit_seconds", Help: "Time of durable transactions of the log.", Buckets: commits}),
		legs:    map[queue.TicketID]int{},
	}
}

func (m *meters) register(reg *prometheus.Registry) {
	reg.MustRegister(m.events, m.issued, m.rated, m.waits, m.served, m.asked, m.commits, m.posted)
}

// run counts what is appended behind the present head, until ctx ends.
func (m *meters) run(ctx context.Context, e *Engine) {
	after := e.hub.last()
	for e.hub.wait(ctx, after) == nil {
		entries, _, err := e.behind(ctx, after)
		if err != nil { // the store is being opened again
			if rest(ctx, retryAfter) != nil {
				return
			}
			continue
		}
		for _, x := range entries {
			after = x.Seq
			m.count(e, x)
		}
	}
}

func (m *meters) count(e *Engine, x wire.Entry) {
	m.events.WithLabelValues(x.Type).Inc()
	switch x.Type {
	case wire.DayOpened:
		clear(m.legs)
	case wire.RatingsAdmitted:
		m.rate(x)
	case string(queue.TicketIssued), string(queue.TicketFinished), string(queue.TicketTransferred), string(queue.TicketParked):
		b, err := x.Decode()
		if err != nil {
			return
		}
		q, _, err := b.Queue()
		if err != nil {
			return
		}
		if q.Type == queue.TicketIssued {
			m.issued.WithLabelValues(string(q.Service)).Inc()
			return
		}
		m.leg(e, q.Ticket)
	}
}

func (m *meters) rate(x wire.Entry) {
	b, err := x.Decode()
	var d wire.RatingsData
	if err != nil || json.Unmarshal(b.Data, &d) != nil {
		return
	}
	for _, a := range d.Answers {
		m.rated.WithLabelValues(strconv.Itoa(a.Overall)).Inc()
	}
}

// leg measures the legs of a ticket that have ended since it was last looked
// at. One that is undone and ends again is measured once.
func (m *meters) leg(e *Engine, id queue.TicketID) {
	var legs []queue.Leg
	away := view(e, func(s *state, _ queue.Moment) bool {
		t, ok := s.day.Ticket(id)
		if ok {
			legs = append(legs, t.Legs...)
		}
		return ok && t.Away
	})
	for i, l := range legs {
		if i < m.legs[id] || l.Open || !l.Answered || away {
			continue
		}
		m.legs[id] = i + 1
		if !l.Paper {
			m.waits.WithLabelValues(string(l.Service)).Observe((l.Called - l.Begin).Seconds())
		}
		if !l.Inferred {
			m.served.WithLabelValues(string(l.Service)).Observe((l.Ended - l.Started).Seconds())
		}
	}
}

// timed measures a call of the interface. A stream has no end worth measuring.
func (m *meters) timed(rt route, w http.ResponseWriter, r *http.Request, serve func(http.ResponseWriter)) {
	if rt.path == "/events" || rt.path == "/ratings" || strings.HasPrefix(rt.path, "/feedback") { // when somebody answered, or complained, is nobody's business
		serve(w)
		return
	}
	began, seen := time.Now(), &statusWriter{ResponseWriter: w}
	serve(seen)
	m.asked.WithLabelValues(rt.path, rt.method, seen.class()).Observe(time.Since(began).Seconds())
}

// statusWriter remembers how an answer began.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets an http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *statusWriter) class() string { return strconv.Itoa(max(w.status, http.StatusOK)/100) + "xx" }

// durable commits a batch and measures how long the disk took.
func (e *Engine) durable(ctx context.Context, b *store.Batch) ([]wire.Entry, error) {
	began := time.Now()
	entries, err := e.store.Commit(ctx, b)
	if len(b.Drafts) > 0 {
		e.meters.commits.Observe(time.Since(began).Seconds())
	}
	return entries, err
}
