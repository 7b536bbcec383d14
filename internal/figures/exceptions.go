package figures

import (
	"iter"

	"motcua/internal/center"
)

// Value returns what a target looks at in some figures: minutes or percent.
// False where nothing has been measured, or too few have answered.
func (f *Figures) Value(figure string) (value float64, ok bool) {
	percent := func(share float64, n int) (float64, bool) { return 100 * share, n > 0 }
	minutes := func(d Dist) (float64, bool) { return float64(d.MeanS) / 60, d.N > 0 }
	switch figure {
	case "wait":
		return minutes(f.Wait)
	case "visit-wait":
		return minutes(f.VisitWait)
	case "service":
		return minutes(f.Service)
	case "within-15":
		return percent(f.Within15.Share())
	case "within-30":
		return percent(f.Within30.Share())
	}
	if f.Ratings == nil {
		return 0, false
	}
	switch figure {
	case "satisfied":
		return percent(f.Ratings.Share())
	case "harassment":
		return percent(part(f.Ratings.Harassment, f.Ratings.N))
	}
	return 0, false
}

// Missed is one service day that missed a target.
type Missed struct {
	Day      center.Day `json:"day"`
	Value    float64    `json:"value"`    // minutes or percent
	N        int        `json:"n"`        // legs or answers it is of
	Incident int        `json:"incident"` // legs that an incident touched that day: it explains, and removes nothing
}

// Exception is a run of service days on which a row missed a target. Days
// without anything to measure neither lengthen nor end it.
type Exception struct {
	Key    string        `json:"key"` // of the row; empty: of all
	Target center.Target `json:"target"`
	From   center.Day    `json:"from"`
	To     center.Day    `json:"to"`
	Worst  float64       `json:"worst"`
	Days   []Missed      `json:"days"`
}

// Exceptions finds the runs of days that missed a target long enough, for the
// center and for each row of the query's cut. Each day is judged by the targets
// of its date.
func Exceptions(days iter.Seq2[*Day, error], q Query, n Names, targets []center.Target) ([]Exception, error) {
	r := &runs{targets: targets, open: map[run]*Exception{}, all: []Exception{}}
	for d, err := range days {
		if err != nil {
			return nil, err
		}
		if d.Date < q.From || d.Date > q.To {
			continue
		}
		one := q
		one.From, one.To = d.Date, d.Date
		s := newSum(one, n)
		s.add(d)
		t := s.table()
		r.judge(d.Date, "", &t.Total)
		for i := range t.Rows {
			if key := t.Rows[i].Key; key != "" {
				r.judge(d.Date, key, &t.Rows[i].Figures)
			}
		}
	}
	r.finish()
	return r.all, nil
}

// run is a row and a target.
type run struct {
	key    string
	target int
}

type runs struct {
	targets []center.Target
	open    map[run]*Exception
	order   []run
	all     []Exception
}

// judge looks at one row of one day.
func (r *runs) judge(day center.Day, key string, f *Figures) {
	for i := range r.targets {
		t, k := &r.targets[i], run{key, i}
		value, ok := f.Value(t.Figure)
		switch {
		case !t.On(day):
			r.end(k)
			continue
		case !ok:
			continue
		case t.Kind().Met(value, t.Limit):
			r.end(k)
			continue
		}
		x := r.open[k]
		if x == nil {
			x = &Exception{Key: key, Target: *t, From: day, Worst: value}
			r.open[k] = x
			r.order = append(r.order, k)
		}
		if t.Kind().Most {
			x.Worst = max(x.Worst, value)
		} else {
			x.Worst = min(x.Worst, value)
		}
		x.To = day
		x.Days = append(x.Days, Missed{day, value, f.measured(t.Figure), f.Incident})
	}
}

func (f *Figures) measured(figure string) int {
	switch {
	case figure == "visit-wait":
		return f.VisitWait.N
	case figure == "service":
		return f.Service.N
	case figure == "wait":
		return f.Wait.N
	case figure == "within-15":
		_, n := f.Within15.Share()
		return n
	case figure == "within-30":
		_, n := f.Within30.Share()
		return n
	case f.Ratings != nil:
		return f.Ratings.N
	}
	return 0
}

// end closes a run; one that was too short is none.
func (r *runs) end(k run) {
	x := r.open[k]
	if x == nil {
		return
	}
	delete(r.open, k)
	if len(x.Days) >= x.Target.Days {
		r.all = append(r.all, *x)
	}
}

// finish closes what is still open, in the order in which it began.
func (r *runs) finish() {
	for _, k := range r.order {
		r.end(k)
	}
}
