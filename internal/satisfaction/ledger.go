package satisfaction

import (
	"cmp"
	"maps"
	"slices"

	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// Ledger keeps what is published of the answers. Every answer stands in one cell:
// its quarter, service and version of the questionnaire. It enters what is
// shown together with four others of its cell at least, at the end of a day; what
// is left of a quarter when it ends is shown for all services together. All
// that is published is sums of these steps, so no two states of it, and no two
// rows, differ by one to four answers. The same days make the same ledger.
type Ledger struct {
	until    center.Day // the last day in it
	quarters map[string]*quarter
}

// quarter is what is kept of one.
type quarter struct {
	period center.Period
	ended  bool
	days   int                        // service days in it
	asked  map[center.ServiceCode]int // finished legs
	cells  map[cell]*steps
	items  map[question]*steps // answers to further questions
	points map[int]*steps      // of TT 01/2018 by indicator: dossiers by 1 + points
}

// cell is whose answers are shown together.
type cell struct {
	service center.ServiceCode // empty: of no service, or of several
	version
}

type version struct {
	name              string
	levels, satisfied int
}

// question is one further question of a version.
type question struct {
	version
	code, due string
}

// mostOptions is the largest option of a further question that is believed.
const mostOptions = 10

// NewLedger makes an empty one.
func NewLedger() *Ledger { return &Ledger{quarters: map[string]*quarter{}} }

// Until is the last day that is in it, empty before the first.
func (l *Ledger) Until() center.Day { return l.until }

// Add takes a day that is over and that comes after all that are in it. What
// versions asked is told by known.
func (l *Ledger) Add(d *figures.Day, known Known) {
	if d.Date <= l.until {
		return
	}
	l.End(d.Date)
	q := l.quarterOf(d.Date)
	q.days++
	for i := range d.Visits {
		for _, leg := range d.Visits[i].Legs {
			if leg.Answered && !leg.Open {
				q.asked[leg.Service]++
			}
		}
	}
	for i := range d.Answers {
		q.answer(&d.Answers[i])
	}
	o := Options{Known: known}
	for _, x := range o.dossiers(d) {
		for number, p := range rating.TT01.Points(&x.Dossier) {
			get(q.points, number).waiting.add(1+p, false)
		}
	}
	q.settle()
	l.until = d.Date
}

// End ends the quarters that are over before a day.
func (l *Ledger) End(day center.Day) {
	for _, q := range l.quarters {
		if !q.ended && q.period.To < day {
			q.end()
		}
	}
}

func (l *Ledger) quarterOf(day center.Day) *quarter {
	p := center.PeriodOf(center.Quarter, day)
	q := l.quarters[p.String()]
	if q == nil {
		q = &quarter{period: p, asked: map[center.ServiceCode]int{}, cells: map[cell]*steps{}, items: map[question]*steps{}, points: map[int]*steps{}}
		l.quarters[p.String()] = q
	}
	return q
}

func (q *quarter) answer(a *wire.RatingData) {
	if !figures.Valid(a) {
		return
	}
	v := version{name: a.Questionnaire}
	v.levels, v.satisfied = a.Scale()
	get(q.cells, cell{a.Service, v}).waiting.add(a.Overall, slices.Contains(a.Reasons, center.Harassment))
	for code, option := range a.Items {
		if option >= 1 && option <= mostOptions {
			get(q.items, question{v, code, a.Due}).waiting.add(option, false)
		}
	}
}

func get[K comparable](all map[K]*steps, key K) *steps {
	if all[key] == nil {
		all[key] = &steps{}
	}
	return all[key]
}

func (q *quarter) settle() {
	for _, s := range q.cells {
		s.settle()
	}
	for _, s := range q.items {
		s.settle()
	}
	for _, s := range q.points {
		s.settle()
	}
}

// end shows what is left for all services together, by version. Up to four
// answers to a version may be left for good.
func (q *quarter) end() {
	q.ended = true
	for _, key := range slices.Collect(maps.Keys(q.cells)) {
		if key.service != "" {
			s := q.cells[key]
			get(q.cells, cell{"", key.version}).waiting.plus(s.waiting)
			s.waiting = counts{}
		}
	}
	q.settle()
}

func compareVersions(a, b version) int {
	return cmp.Or(cmp.Compare(a.name, b.name), a.levels-b.levels, a.satisfied-b.satisfied)
}
