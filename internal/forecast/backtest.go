package forecast

import (
	"slices"
	"time"

	"motcua/internal/fault"
)

// Report says how well a log's waits were predicted.
type Report struct {
	TrainUntil string         `json:"train_until"`
	TrainDays  int            `json:"train_days"`
	TestDays   []string       `json:"test_days"`
	Offices    int            `json:"offices"`
	Queues     int            `json:"queues"`
	Tickets    int            `json:"tickets"`  // of all days
	Uncalled   int            `json:"uncalled"` // of these, never called: they wait, but are not scored
	Moments    []MomentReport `json:"moments"`
}

// MomentReport is the scores of the predictions made at one kind of moment.
type MomentReport struct {
	Moment     string  `json:"moment"` // issue, first-poll, every-poll
	N          int     `json:"n"`
	Unseen     int     `json:"unseen"` // of these, in a queue that no training day had
	MeanWait   float64 `json:"mean_wait"`
	MedianWait float64 `json:"median_wait"`
	Scores     []Score `json:"scores"`
	Stalled    int     `json:"stalled"` // of these, made while the queue stood still; live no number is shown then
	Moving     []Score `json:"scores_without_stalled,omitempty"`
}

var momentNames = [nMoments]string{"issue", "first-poll", "every-poll"}

// Backtest learns from the days until trainUntil and predicts each later one
// from all days before it, from what was known at each moment only. phase is how
// many minutes after each fifth minute of the clock the polls happen, 0 to below 5.
// It reports fault.Invalid where no day is left to predict.
func Backtest(h History, trainUntil time.Time, phase Minutes) (*Report, error) {
	return backtest(h, trainUntil, plan{phase, []moment{atIssue, atPoll, atLater}})
}

func backtest(h History, trainUntil time.Time, o plan) (*Report, error) {
	train, test := h.Until(trainUntil)
	if len(test) == 0 {
		return nil, fault.New(fault.Invalid, "predict-no-days", "date", trainUntil.Format(time.DateOnly))
	}
	r := &Report{TrainUntil: trainUntil.Format(time.DateOnly), TrainDays: len(train.Dates())}
	r.count(h)
	days, known := prepare(h), len(train)
	b := trial{plan: o}
	for i, date := range test.Dates() {
		r.TestDays = append(r.TestDays, date.Format(time.DateOnly))
		b.model = fit(days[:known], b.model, o)
		first := known
		for known < len(days) && days[known].Date.Equal(date) {
			known++
		}
		for j := first; j < known; j++ {
			b.predict(&days[j], i)
		}
	}
	for _, when := range o.moments {
		r.Moments = append(r.Moments, summarize(when, b.cases[when], r.TestDays))
	}
	return r, nil
}

func (r *Report) count(h History) {
	offices, queues := map[string]bool{}, map[Queue]bool{}
	for _, d := range h {
		offices[d.Office] = true
		r.Tickets += len(d.Tickets)
		for _, t := range d.Tickets {
			queues[Queue{d.Office, t.Queue}] = true
			if t.Called == Never {
				r.Uncalled++
			}
		}
	}
	r.Offices, r.Queues = len(offices), len(queues)
}

// trial is the model of a day and what all days gave.
type trial struct {
	plan
	model *Model
	cases [nMoments][]knownCase
}

// knownCase is a case and whether training had its queue.
type knownCase struct {
	known
	unseen bool
}

// predict predicts the tickets of one office's day, the day-th of the test.
func (b *trial) predict(d *past, day int) {
	for _, when := range b.moments {
		if when == atPoll && slices.Contains(b.moments, atLater) {
			continue // its visits are among those of every poll
		}
		b.model.visit(d, b.phase, when, func(v visit) {
			c := b.one(v, day)
			b.cases[when] = append(b.cases[when], c)
			if when == atLater && v.ask.moment() == atPoll {
				b.cases[atPoll] = append(b.cases[atPoll], c)
			}
		})
	}
}

func (b *trial) one(v visit, day int) knownCase {
	name := v.place.queue.Name
	q := v.hall.Predict(name, v.ask, v.now)
	naive := b.model.naive(v, v.ask.Waited > pollEvery)
	naive[byModel] = q.P50
	closed := v.place.scene.belief
	c := knownCase{known: known{day: int32(day), ahead: int32(v.ask.Ahead), wait: float32(v.wait)},
		unseen: b.model.Stats.queue(v.place.queue) == &none}
	for i, told := range naive {
		c.by[i] = float32(told)
	}
	c.bounds[byModel] = [2]float32{float32(q.P80), float32(q.P90)}
	c.bounds[byGammaPoisson] = [2]float32{float32(closed.quantile(.8, v.ask.Ahead)), float32(closed.quantile(.9, v.ask.Ahead))}
	_, c.stalled = v.hall.Stalled(name, v.now, StallFloor)
	return c
}

// summarize scores all predictors on the cases of one kind of moment.
func summarize(when moment, cases []knownCase, days []string) MomentReport {
	m := MomentReport{Moment: momentNames[when], N: len(cases)}
	if len(cases) == 0 {
		return m
	}
	every, moving, waits := make([]known, 0, len(cases)), make([]known, 0, len(cases)), make([]float32, 0, len(cases))
	for _, c := range cases {
		every = append(every, c.known)
		waits = append(waits, c.wait)
		m.MeanWait += float64(c.wait) / float64(len(cases))
		if c.unseen {
			m.Unseen++
		}
		if c.stalled {
			m.Stalled++
		} else {
			moving = append(moving, c.known)
		}
	}
	slices.Sort(waits)
	m.MedianWait = float64(waits[len(waits)/2])
	m.Scores = scores(every, days)
	if m.Stalled > 0 && len(moving) > 0 {
		m.Moving = scores(moving, days)
	}
	return m
}

// scores scores every predictor and sets each against the two usual ones.
func scores(cases []known, days []string) []Score {
	all := make([]Score, nPredictors)
	for b := range all {
		all[b] = score(cases, b, days)
	}
	for b := range all {
		all[b].VsHOL = ratio(all[b].MAE, all[byHOL].MAE)
		all[b].VsAverage = ratio(all[b].MAE, all[byAverage60].MAE)
	}
	return all
}

func ratio(a, b float64) *float64 {
	if b <= 0 {
		return nil
	}
	r := a / b
	return &r
}
