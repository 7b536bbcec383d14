package forecast

import (
	"math"
	"time"
)

// tally is calls and the minutes in which somebody waited for them.
type tally struct {
	Calls float64 `json:"calls"`
	Busy  float64 `json:"busy"`
}

func (t *tally) add(o tally, sign float64) {
	t.Calls += sign * o.Calls
	t.Busy += sign * o.Busy
}

// shrunk is the rate of t in calls a busy minute, pulled towards prior as if
// shrinkCalls calls had been seen at that rate.
func (t tally) shrunk(prior float64) float64 {
	return (max(t.Calls, 0) + shrinkCalls) / (max(t.Busy, 0) + shrinkCalls/prior)
}

const (
	shrinkCalls = 10.0 // calls by which a rate is pulled towards the mean above it
	plainRate   = 0.1  // calls a minute where nothing at all is known: one counter, ten minutes
	clampRate   = 4.0  // an hour's rate stays within this factor of the queue's
	hours       = 24
	halves      = 48
)

// mean is a sum and how many it is of.
type mean struct {
	Sum float64 `json:"sum"`
	N   float64 `json:"n"`
}

func (m *mean) add(o mean, sign float64) {
	m.Sum += sign * o.Sum
	m.N += sign * o.N
}

// or returns the mean, and other where there is none.
func (m mean) or(other float64) float64 {
	if m.N < 0.5 {
		return other
	}
	return m.Sum / m.N
}

// queueStats is what one queue did: over one day, or over all days of a history.
type queueStats struct {
	Total   tally        `json:"total"`
	Hours   [hours]tally `json:"hours"`
	Halves  [halves]mean `json:"halves"`  // waits by the half hour of issue
	Wait    mean         `json:"wait"`    // waits of all calls
	Service mean         `json:"service"` // minutes from call to finish
	Open    mean         `json:"open"`    // counters open at a call
	Gaps    gaps         `json:"gaps"`
	Ends    [7]mean      `json:"ends"` // time of the last call, by weekday
}

func (q *queueStats) add(o *queueStats, sign float64) {
	q.Total.add(o.Total, sign)
	for i := range q.Hours {
		q.Hours[i].add(o.Hours[i], sign)
	}
	for i := range q.Halves {
		q.Halves[i].add(o.Halves[i], sign)
	}
	q.Wait.add(o.Wait, sign)
	q.Service.add(o.Service, sign)
	q.Open.add(o.Open, sign)
	q.Gaps.add(&o.Gaps, sign)
	for i := range q.Ends {
		q.Ends[i].add(o.Ends[i], sign)
	}
}

// dayStats is what the queues of one office did on one day.
type dayStats map[string]*queueStats

func (d dayStats) queue(name string) *queueStats {
	q := d[name]
	if q == nil {
		q = &queueStats{}
		d[name] = q
	}
	return q
}

// officeStats is what one office did over a history.
type officeStats struct {
	Total  tally                  `json:"total"`
	Queues map[string]*queueStats `json:"queues"`
}

// Stats is what a history says about its queues, as sums, so that a day can be left out.
type Stats struct {
	Total   tally                   `json:"total"`
	Offices map[string]*officeStats `json:"offices"`
}

// add adds a day of an office, or takes it out with sign −1.
func (s *Stats) add(office string, day dayStats, sign float64) {
	if s.Offices == nil {
		s.Offices = map[string]*officeStats{}
	}
	o := s.Offices[office]
	if o == nil {
		o = &officeStats{Queues: map[string]*queueStats{}}
		s.Offices[office] = o
	}
	for name, q := range day {
		s.Total.add(q.Total, sign)
		o.Total.add(q.Total, sign)
		all := o.Queues[name]
		if all == nil {
			all = &queueStats{}
			o.Queues[name] = all
		}
		all.add(q, sign)
	}
}

// none is a queue of which nothing is known.
var none queueStats

// queue returns what is known of q.
func (s *Stats) queue(q Queue) *queueStats {
	if o := s.Offices[q.Office]; o != nil {
		if known := o.Queues[q.Name]; known != nil {
			return known
		}
	}
	return &none
}

// day is a queue's learned rate in calls a busy minute. promised is what the
// configuration says where the log says nothing of the queue, 0 for unknown.
func (s *Stats) day(q Queue, promised float64) float64 {
	known := s.queue(q)
	if promised > 0 && known.Total.Calls < 0.5 {
		return promised
	}
	return known.Total.shrunk(s.mean(q.Office))
}

// rates are a queue's learned rate and that of the given hour.
func (s *Stats) rates(q Queue, hour int, promised float64) (day, now float64) {
	day = s.day(q, promised)
	return day, s.queue(q).hour(hour, day)
}

// hour is the rate of an hour, pulled towards the rate of the day and kept near it.
func (q *queueStats) hour(hour int, day float64) float64 {
	return clamp(q.Hours[min(max(hour, 0), hours-1)].shrunk(day), day/clampRate, day*clampRate)
}

// mean is the mean rate of the office's queues, that of all offices where it is new.
func (s *Stats) mean(office string) float64 {
	all := plainRate
	if s.Total.Calls > 0.5 && s.Total.Busy > 0 {
		all = s.Total.shrunk(plainRate)
	}
	if o := s.Offices[office]; o != nil {
		return o.Total.shrunk(all)
	}
	return all
}

// gaps is a histogram of minutes between two calls while somebody waits, in
// buckets that grow by gapGrowth: its quantiles are good to that factor.
type gaps [gapBuckets]float64

const (
	gapBuckets = 48
	gapFirst   = 0.5  // minutes: the first bucket holds all shorter gaps
	gapGrowth  = 1.15 // the last begins at 0.5 · 1.15^47, about six hours
)

func (g *gaps) count(minutes Minutes) {
	i := 0
	if minutes > gapFirst {
		i = min(1+int(math.Log(minutes/gapFirst)/math.Log(gapGrowth)), gapBuckets-1)
	}
	g[i]++
}

func (g *gaps) add(o *gaps, sign float64) {
	for i := range g {
		g[i] += sign * o[i]
	}
}

// quantile returns the upper bound of the bucket that holds quantile p, and how many gaps there are.
func (g *gaps) quantile(p float64) (Minutes, float64) {
	total := 0.0
	for _, n := range g {
		total += n
	}
	seen := 0.0
	for i, n := range g {
		if seen += n; seen >= p*total && total > 0 {
			return gapFirst * math.Pow(gapGrowth, float64(i)), total
		}
	}
	return 0, 0
}

// end is when the queue is usually done on this weekday: the mean time of its last call.
func (q *queueStats) end(weekday time.Weekday) Minutes {
	var all mean
	for i := range q.Ends {
		all.add(q.Ends[i], 1)
	}
	usual := all.or(usualEnd)
	today := q.Ends[weekday]
	return (today.Sum + usual) / (today.N + 1)
}

// usualEnd is the end of a working day where the log says nothing: five in the afternoon.
const usualEnd Minutes = 17 * 60

// take is how long n calls take from the scene on at the learned rates of the
// coming hours, as much faster or slower as today is.
func (s *Stats) take(q Queue, at *scene, n float64) Minutes {
	known, now, took := s.queue(q), at.at, 0.0
	today := at.rates[middle] / at.now
	for hour := int(now / 60); hour < hours; hour++ {
		rate := today * known.hour(hour, at.day)
		span := float64(hour+1)*60 - now
		if rate*span >= n {
			return took + n/rate
		}
		n -= rate * span
		took += span
		now += span
	}
	return took + n/(today*at.day)
}
