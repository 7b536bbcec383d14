package simulate

import (
	"math"
	"slices"
	"time"
)

// batches is into how many stretches one single replication is cut for its
// interval (batch means).
const batches = 20

// fewest is how many visits a batch needs on average for an interval: batches of
// fewer are no batches.
const fewest = 20

// tally adds up what happens to those who are counted.
type tally struct {
	s           *Scenario
	warmUp      time.Duration
	replication int
	uncounted   int    // visitors of the replication before the warm-up was over
	cells       []cell // by service and class
	desks       []deskSums
}

// cell is the tally of one service and class.
type cell struct {
	groups []sums // of waits in minutes
	waits  histogram
	n      int // served
	most   time.Duration
	in15   int
	in30   int
	over   int // overtakes
	overs  int // the most that one met

	refused, noShows, unserved int
}

type deskSums struct {
	open, worked time.Duration
	served       int
}

func newTally(s *Scenario) *tally {
	t := &tally{s: s, warmUp: minutes(s.WarmUp), cells: make([]cell, len(Classes)*len(s.Services)), desks: make([]deskSums, len(s.Counters))}
	n := s.Replications
	if n == 1 {
		n = batches
	}
	for i := range t.cells {
		t.cells[i].groups = make([]sums, n)
	}
	return t
}

func (t *tally) begin(replication int) { t.replication, t.uncounted = replication, 0 }

// place tells whether the i-th visitor of the replication counts, and in which group.
func (t *tally) place(at time.Duration, i int) (counts bool, group int) {
	if at < t.warmUp {
		t.uncounted++
		return false, 0
	}
	if t.s.Replications > 1 {
		return true, t.replication
	}
	if t.s.Length > 0 {
		return true, min(int(batches*(at-t.warmUp)/(minutes(t.s.Length)-t.warmUp)), batches-1)
	}
	n := t.s.Visits
	if n == 0 {
		n = len(t.s.trace)
	}
	return true, min((i-t.uncounted)*batches/max(n-t.uncounted, 1), batches-1)
}

func (t *tally) cell(v *visit) *cell {
	return &t.cells[len(Classes)*v.service+v.class]
}

func (t *tally) served(v *visit, wait time.Duration, overtaken int) {
	wait = max(wait, 0) // who has an appointment may be called before it
	if !v.counted {
		return
	}
	c := t.cell(v)
	g := &c.groups[v.group]
	g.n++
	g.total += wait.Minutes()
	c.waits.add(wait)
	c.n++
	c.most = max(c.most, wait)
	if wait <= 15*time.Minute {
		c.in15++
	}
	if wait <= 30*time.Minute {
		c.in30++
	}
	c.over += overtaken
	c.overs = max(c.overs, overtaken)
}

func (t *tally) noShow(v *visit)   { t.cell(v).noShows += one(v) }
func (t *tally) refused(v *visit)  { t.cell(v).refused += one(v) }
func (t *tally) unserved(v *visit) { t.cell(v).unserved += one(v) }

func one(v *visit) int {
	if v.counted {
		return 1
	}
	return 0
}

func (t *tally) desk(d *desk) {
	x := &t.desks[d.i]
	x.open += d.open
	x.worked += d.worked
	x.served += d.served
}

func (c *cell) merge(o *cell) {
	for i := range o.groups {
		c.groups[i].n += o.groups[i].n
		c.groups[i].total += o.groups[i].total
	}
	c.waits.merge(o.waits)
	c.n += o.n
	c.most = max(c.most, o.most)
	c.in15 += o.in15
	c.in30 += o.in30
	c.over += o.over
	c.overs = max(c.overs, o.overs)
	c.refused += o.refused
	c.noShows += o.noShows
	c.unserved += o.unserved
}

// result writes the tally down: everybody, then each class, then each service
// and its classes.
func (t *tally) result() *Result {
	r := &Result{Scenario: t.s.Name, Seed: t.s.Seed, Replications: t.s.Replications}
	booked := slices.ContainsFunc(t.s.Services, func(v Service) bool { return v.Booked.Every > 0 })
	r.Rows = t.rows(r.Rows, "", booked)
	for i := range t.s.Services {
		v := &t.s.Services[i]
		r.Rows = t.rows(r.Rows, string(v.Code), v.Booked.Every > 0)
	}
	for i, d := range t.desks {
		x := CounterResult{ID: string(t.s.Counters[i].ID), Served: d.served}
		if d.open > 0 {
			x.Utilization = round(float64(d.worked)/float64(d.open), 4)
		}
		r.Counters = append(r.Counters, x)
	}
	return r
}

// rows adds everybody of a service and its classes.
func (t *tally) rows(to []Row, service string, booked bool) []Row {
	to = append(to, t.row(service, ""), t.row(service, Priority), t.row(service, Ordinary))
	if booked {
		to = append(to, t.row(service, Appointment))
	}
	return to
}

func (t *tally) row(service, class string) Row {
	sum := cell{groups: make([]sums, len(t.cells[0].groups))}
	for i := range t.cells {
		of, mine := string(t.s.Services[i/len(Classes)].Code), Classes[i%len(Classes)]
		if (service == "" || service == of) && (class == "" || class == mine) {
			sum.merge(&t.cells[i])
		}
	}
	return sum.row(service, class, t.s.Replications == 1)
}

func (c *cell) row(service, class string, batched bool) Row {
	r := Row{Service: service, Class: class, N: c.n, Refused: c.refused, NoShows: c.noShows, Unserved: c.unserved}
	if c.n == 0 {
		return r
	}
	mean, half := ratio(c.groups)
	if batched && c.n < fewest*len(c.groups) {
		half = math.NaN()
	}
	n := float64(c.n)
	w := &Waits{
		Mean: round(mean, 4), Max: inMinutes(c.most),
		P50: c.quantile(.5), P80: c.quantile(.8), P90: c.quantile(.9), P95: c.quantile(.95), P99: c.quantile(.99),
		Within15: round(float64(c.in15)/n, 4), Within30: round(float64(c.in30)/n, 4),
	}
	if !math.IsNaN(half) {
		w.CI95 = &[2]float64{round(max(mean-half, 0), 4), round(mean+half, 4)}
	}
	r.Waits = w
	r.Overtakes = &Overtakes{Mean: round(float64(c.over)/n, 4), Max: c.overs}
	return r
}

func (c *cell) quantile(q float64) float64 { return inMinutes(c.waits.quantile(q, c.n, c.most)) }

func inMinutes(d time.Duration) float64 { return round(d.Minutes(), 4) }

func round(v float64, digits int) float64 {
	p := math.Pow10(digits)
	return math.Round(v*p) / p
}
