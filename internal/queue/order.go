package queue

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"motcua/internal/center"
)

// The order of calling. A ticket's due time is its base plus the target of its
// service; a priority ticket's is earlier by a head start, and earlier still the
// longer it waits where its wait counts more. A counter calls the smallest due
// time among the tickets it may serve (earliest due date, Jackson 1961; with a
// weight: accumulating priority, Kleinrock 1964). Who has been passed by later
// comers as often as the cap allows goes first.

// Place is where a ticket stands in the order of calling.
type Place struct {
	Base     time.Duration // when its wait began as the order sees it, on the day's timeline
	Priority bool
	Passed   int // how often a later comer was called before it by a counter that could have called it
	rule     *rule
	index    int // breaks ties: the order of issue
	ticket   *Ticket
}

// rule is a policy in the units of the timeline. Tickets issued under the same
// policy for the same service share one.
type rule struct {
	service center.ServiceCode
	center.Rule
	target, head time.Duration
}

func newRule(s center.ServiceCode, r center.Rule) *rule {
	return &rule{
		service: s, Rule: r, target: time.Duration(r.Target) * time.Minute, head: time.Duration(r.HeadStart) * time.Minute,
	}
}

// due is when the ticket should be called at the latest, as things stand at now.
func (p *Place) due(now time.Duration) time.Duration {
	due := p.Base + p.rule.target
	if p.Priority {
		due -= p.rule.head
		if p.rule.Weight > 1 && now > p.Base {
			due -= time.Duration((p.rule.Weight - 1) * float64(now-p.Base))
		}
	}
	return due
}

func (p *Place) capped() bool { return p.rule.Cap > 0 && p.Passed >= p.rule.Cap }

// byBase orders by who came first, ties by the order of issue.
func byBase(a, b *Place) int {
	if a.Base != b.Base {
		return cmp.Compare(a.Base, b.Base)
	}
	return a.index - b.index
}

// line is tickets that differ in nothing but when they came, so that the first
// is always due first.
type line struct {
	rule     *rule
	bound    center.CounterID // the only counter that may call; empty: any that serves the service
	priority bool
	q        []*Place // by base
	capped   int      // how many of them may not be passed any more
}

func (l *line) insert(p *Place) {
	if p.capped() {
		l.capped++
	}
	if n := len(l.q); n == 0 || byBase(l.q[n-1], p) < 0 {
		l.q = append(l.q, p)
		return
	}
	i, _ := slices.BinarySearchFunc(l.q, p, byBase)
	l.q = slices.Insert(l.q, i, p)
}

func (l *line) remove(p *Place) {
	if p.capped() {
		l.capped--
	}
	if len(l.q) > 0 && l.q[0] == p {
		l.q[0] = nil
		l.q = l.q[1:]
		return
	}
	if i, ok := slices.BinarySearchFunc(l.q, p, byBase); ok {
		l.q = slices.Delete(l.q, i, i+1)
	}
}

// Why is the reason of a call. It is stored with the call and said in one
// sentence, the catalog's "why.<code>".
type Why string

// The reasons of a call.
const (
	Only   Why = "only"    // nobody else waited whom the counter could call
	Due    Why = "due"     // due before everybody else
	Limit  Why = "limit"   // passed as often as the cap allows
	Turn   Why = "turn"    // a priority ticket after so many ordinary ones
	ByHand Why = "by-hand" // an official chose the number
)

// choice is whom a counter calls, and why.
type choice struct {
	place  *Place
	why    Why
	second *Place // who would have been called instead; nil: nobody
}

// choose finds whom a counter with these lines calls now. ordinary is how many
// ordinary tickets it has called since the last priority one.
func choose(lines []*line, ordinary int, now time.Duration) choice {
	var first, second, limit, turn *Place
	var firstDue, secondDue time.Duration
	for _, l := range lines {
		if len(l.q) == 0 {
			continue
		}
		head := l.q[0]
		due := head.due(now)
		switch {
		case first == nil || before(due, head, firstDue, first):
			second, secondDue = first, firstDue
			first, firstDue = head, due
		case second == nil || before(due, head, secondDue, second):
			second, secondDue = head, due
		}
		if l.capped > 0 {
			i := slices.IndexFunc(l.q, (*Place).capped)
			if p := l.q[i]; limit == nil || byBase(p, limit) < 0 {
				limit = p
			}
		}
		if l.priority && l.rule.Every > 0 && ordinary >= l.rule.Every && (turn == nil || byBase(head, turn) < 0) {
			turn = head
		}
	}
	switch {
	case first == nil:
		return choice{}
	case limit != nil && limit != first:
		return choice{limit, Limit, first}
	case limit == nil && turn != nil && turn != first:
		return choice{turn, Turn, first}
	}
	second = runnerUp(lines, first, second, secondDue, now)
	if second == nil {
		return choice{first, Only, nil}
	}
	return choice{first, Due, second}
}

// runnerUp is the next due: the second head, or who stands behind the first.
func runnerUp(lines []*line, first, second *Place, secondDue, now time.Duration) *Place {
	for _, l := range lines {
		if len(l.q) > 1 && l.q[0] == first {
			if behind := l.q[1]; second == nil || before(behind.due(now), behind, secondDue, second) {
				return behind
			}
		}
	}
	return second
}

func before(due time.Duration, p *Place, otherDue time.Duration, other *Place) bool {
	return due < otherDue || due == otherDue && p.index < other.index
}

// before returns how many of the line are due before p, which is due at due:
// in a line whoever came later is due later.
func (l *line) before(p *Place, due, now time.Duration) int {
	return sort.Search(len(l.q), func(i int) bool { return !before(l.q[i].due(now), l.q[i], due, p) })
}

// pass counts that p, called from these lines, passes those that came earlier
// and wait on. It appends them to passed and returns it.
func pass(lines []*line, p *Place, passed []*Place) []*Place {
	for _, l := range lines {
		for _, other := range l.q {
			if other == p {
				continue
			}
			if byBase(other, p) > 0 {
				break
			}
			l.count(other, 1)
			passed = append(passed, other)
		}
	}
	return passed
}

// count changes how often a ticket of the line has been passed.
func (l *line) count(p *Place, n int) {
	if p.capped() {
		l.capped--
	}
	p.Passed += n
	if p.capped() {
		l.capped++
	}
}

// passes returns how many earlier comers wait on when p is called from these lines.
func passes(lines []*line, p *Place) int {
	n := 0
	for _, l := range lines {
		i, _ := slices.BinarySearchFunc(l.q, p, byBase)
		n += i
	}
	return n
}
