package figures

import (
	"maps"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
)

// cell adds up one row.
type cell struct {
	at      [mMeasures]times
	longest time.Duration
	kept    [2]Kept // ordinary, priority
	ratings *tally
	time    Time
	flags   FlagCounts
	visits  int // finished ones, for the quality
	paper   int
	copies  int
}

// sum makes a table of days.
type sum struct {
	q     Query
	cut   cutter
	total cell
	rows  map[string]*cell
	days  []center.Day
	head  int64
	hash  string
	asked int // answers of the days, whatever the filter leaves out
}

func newSum(q Query, n Names) *sum {
	return &sum{q: q, cut: cutter{q: q, n: n}, rows: map[string]*cell{}, days: []center.Day{}}
}

func (s *sum) add(d *Day) {
	if d.Date < s.q.From || d.Date > s.q.To || !s.cut.day(d.Date) {
		return
	}
	s.days = append(s.days, d.Date)
	s.head, s.hash = d.Head, d.Hash
	s.into(attributes{day: d.Date, what: aDay}, func(c *cell) {
		c.paper += d.Paper
		c.copies += d.Reprints
	})
	for i := range d.Visits {
		s.visit(d, &d.Visits[i])
	}
	for i := range d.Spans {
		s.span(d, &d.Spans[i])
	}
	s.answers(d)
	for _, x := range d.flags() {
		s.into(s.cut.leg(d, x.visit, x.leg), func(c *cell) { c.flags.count(x.Kind) })
	}
}

// into gives the cells that hold what has these attributes: the total and a row; none where the query leaves it out.
func (s *sum) into(a attributes, do func(*cell)) {
	if !s.cut.holds(a) {
		return
	}
	do(&s.total)
	if s.q.By == "" || !a.has(s.q.By) {
		return
	}
	key := s.cut.key(s.q.By, a)
	c := s.rows[key]
	if c == nil {
		c = &cell{}
		s.rows[key] = c
	}
	do(c)
}

func (s *sum) visit(d *Day, v *Visit) {
	s.into(s.cut.visit(d, v), func(c *cell) { c.visit(d, v) })
	for i := range v.Legs {
		l := &v.Legs[i]
		s.into(s.cut.leg(d, v, l), func(c *cell) { c.leg(d, v, l) })
	}
}

func (c *cell) visit(d *Day, v *Visit) {
	for i := range measures {
		if m := &measures[i]; m.visit != nil {
			if x, why := m.visit(d, v); why == counted {
				c.put(i, x)
			}
		}
	}
	if w, why := waiting(d, v); why == counted {
		c.longest = max(c.longest, w)
	}
	if v.State == "finished" {
		c.visits++
	}
	c.promise(d, v)
}

// promise scores the range that was told, priority and ordinary apart.
func (c *cell) promise(d *Day, v *Visit) {
	w, why := told(d, v)
	if why != counted {
		return
	}
	k := &c.kept[0]
	if v.Priority {
		k = &c.kept[1]
	}
	k.N++
	if s := int(w.Seconds()); s <= v.Told.HighS {
		k.Kept++
		if s < v.Told.LowS {
			k.Early++
		}
	}
}

func (c *cell) leg(d *Day, v *Visit, l *Leg) {
	for i := range measures {
		if m := &measures[i]; m.leg != nil {
			if x, why := m.leg(d, v, l); why == counted {
				c.put(i, x)
			}
		}
	}
}

func (c *cell) put(i int, x time.Duration) {
	switch at := &c.at[i]; {
	case measures[i].times:
		at.add(x)
	case measures[i].sums:
		at.sum += x
	default:
		at.n++
	}
}

func (s *sum) answers(d *Day) {
	for i := range d.Answers {
		a := &d.Answers[i]
		if !Valid(a) {
			continue
		}
		s.asked++
		s.into(s.cut.answer(d, a), func(c *cell) {
			if c.ratings == nil {
				c.ratings = newTally()
			}
			c.ratings.add(a)
		})
	}
}

func (s *sum) table() Table {
	t := Table{Query: s.q, Head: s.head, Hash: s.hash, Days: s.days, Total: s.total.figures(), Rows: []Row{}}
	for _, key := range slices.SortedFunc(maps.Keys(s.rows), byNumber) {
		t.Rows = append(t.Rows, Row{key, s.rows[key].figures()})
	}
	hideRest(&t, s.asked)
	hideOne(&t)
	hideParts(&t)
	return t
}

// byNumber orders keys as people do: counter 2 comes before counter 10.
func byNumber(a, b string) int {
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	if digits(a) && digits(b) && len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

func (c *cell) figures() Figures {
	n := func(i int) int { return c.at[i].n }
	dist := func(i int) Dist { return c.at[i].dist() }
	level := func(wait, within int) Level {
		return Level{Within: n(within), Answered: n(wait), LeftAfter: n(within + 1), LeftBefore: n(within + 2)}
	}
	f := Figures{
		Issued: n(mIssued), OnPaper: n(mOnPaper), Reprints: c.copies, PaperServed: c.paper, Waiting: n(mWaiting), LongestS: int(c.longest.Seconds()), Visits: n(mVisits),
		Finished: n(mFinished), NoShows: n(mNoShows), Canceled: n(mCanceled), Expired: n(mExpired), Called: n(mCalled), Served: n(mServed),
		Resumed: n(mResumed), Left: n(mLeft), Transfer: n(mTransfer), ByHand: n(mByHand),
		Wait: dist(mWait), WaitOpen: dist(mWaitOpen), WaitPriority: dist(mWaitPriority), WaitOrdinary: dist(mWaitOrdinary),
		VisitWait: dist(mVisitWait), VisitWaitOpen: dist(mVisitWaitOpen), Walk: dist(mWalk), Service: dist(mService),
		WrapUp: dist(mWrapUp), Visit: dist(mVisit),
		Within15: level(mWait, mWithin15), Within30: level(mWait, mWithin30), Open15: level(mWait, mOpen15),
		Came60: Part{n(mCame60), n(mWalk)}, ToldOrdinary: c.kept[0], ToldPriority: c.kept[1],
		Dossiers: int(c.at[mDossiers].sum), Outside: int(c.at[mOutside].sum), Incident: n(mIncident), Flags: c.flags, Time: c.time,
		Quality: Quality{Legs: n(mLegsOver), Start: n(mPressedStart), Finish: n(mPressedFinish), Visits: Part{n(mPressed), c.visits},
			Forgotten: n(mForgotten), Instant: n(mInstant), ClockStop: n(mClockStop)},
	}
	f.Told = Kept{c.kept[0].N + c.kept[1].N, c.kept[0].Kept + c.kept[1].Kept, c.kept[0].Early + c.kept[1].Early}
	f.Ratings = c.ratings.ratings(n(mLegsOver))
	return f
}
