package rating

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"motcua/internal/center"
)

// script tells a watch of legs "1", "2" ... at counter 3, five minutes apart, and seals them all.
type script struct {
	*Watch
	start time.Time
	n     int
}

func newScript() *script {
	return &script{NewWatch(), time.Date(2026, 11, 23, 8, 0, 0, 0, center.Zone), 0}
}

// leg begins and finishes one more leg by an official and tells when.
func (s *script) leg(official string, wakes bool) (name string, finish time.Time) {
	s.n++
	name, finish = fmt.Sprint(s.n), s.start.Add(time.Duration(s.n)*5*time.Minute)
	s.Begin("3", finish.Add(-4*time.Minute))
	s.Finish(name, "3", official, finish, true)
	if wakes {
		s.Wake(name)
	}
	return name, finish
}

func (s *script) answer(leg, channel string, finish time.Time, after time.Duration) {
	s.Answer(Given{Leg: leg, Counter: "3", Channel: channel, Finished: finish, At: finish.Add(after)})
}

func (s *script) close(official string) []Observed {
	for i := range s.n {
		s.Seal(fmt.Sprint(i+1), "3", official)
	}
	return s.Close("2026-11-23")
}

func TestWatchCounts(t *testing.T) {
	s := newScript()
	for i, delay := range []float64{1.9, 2, 7, 7.4, 8.9, 200, 119, 65, 76} {
		// At the last two the next service begins a minute after the finish: with 15 s of grace an answer after 75 s is late.
		leg, finish := s.leg("an", true)
		if i == 7 || i == 8 {
			s.Begin("3", finish.Add(time.Minute))
		}
		s.answer(leg, "", finish, seconds(delay))
	}
	leg, finish := s.leg("an", true)
	s.answer(leg, "phone", finish, 20*time.Minute)
	leg2, finish2 := s.leg("an", true)
	s.answer(leg2, "link", finish2, 15*time.Minute+20*time.Second) // 20 s after the one before
	for range LeastClass {
		s.answer("", "paper", finish2, time.Hour) // typed in together, to any leg
	}
	s.leg("an", true)
	s.leg("an", true)
	want := []Observed{{
		Counter: "3", Official: "an", Day: "2026-11-23", Legs: 13, Woken: 13, Answers: 11, Phone: 2, Paper: 5,
		Timed: 9, Fast: 1, Gone: 2, Near: 3, Same: 2, Bursts: 1,
	}}
	if got := s.close("an"); !reflect.DeepEqual(got, want) {
		t.Errorf("observed = %+v, want %+v", got, want)
	}
}

// TestWatchRows tells a tablet that is off from questions that were not asked one by one.
func TestWatchRows(t *testing.T) {
	for _, tt := range []struct {
		name                 string
		woken                string // per leg
		asked, skipped, dark int
	}{
		{"all", "++++++++", 8, 0, 0},
		{"one by one", "+-++--+", 4, 3, 0},
		{"off in the middle", "+------+", 2, 0, 6},
		{"five are not long", "+-----+", 2, 5, 0},
		{"on later", "---+++++", 5, 0, 3},
		{"off early", "+++++---", 5, 0, 3},
		{"never", "-----", 0, 0, 5},
	} {
		s := newScript()
		for _, c := range tt.woken {
			s.leg("an", c == '+')
		}
		got := s.close("an")
		if len(got) != 1 || got[0].Woken != tt.asked || got[0].Skipped != tt.skipped || got[0].Dark != tt.dark {
			t.Errorf("%s: %+v, want %d woken, %d skipped, %d dark", tt.name, got, tt.asked, tt.skipped, tt.dark)
		}
	}
	s := newScript() // the line is away, the tablet is not: every third citizen answers
	for i := range 9 {
		leg, finish := s.leg("an", false)
		if i%3 == 1 {
			s.answer(leg, "", finish, 7*time.Second)
		}
	}
	s.leg("an", true)
	if got := s.close("an"); len(got) != 1 || got[0].Woken != 4 || got[0].Dark != 6 || got[0].Skipped != 0 {
		t.Errorf("without a line: %+v, want 4 woken, 6 dark", got)
	}
	w := NewWatch()
	for i := range 6 {
		leg := fmt.Sprint(i)
		w.Finish(leg, "4", "", time.Unix(int64(i), 0), false)
		w.Seal(leg, "4", "")
	}
	if got := w.Close("2026-11-23"); len(got) != 1 || got[0].Dark+got[0].Skipped+got[0].Woken != 0 || got[0].Legs != 6 {
		t.Errorf("without a tablet: %+v", got)
	}
}

// TestWatchAfterARestart knows a few legs of a class, whose counts would be about these alone.
func TestWatchAfterARestart(t *testing.T) {
	s := newScript()
	for range LeastClass - 1 {
		leg, finish := s.leg("an", true)
		s.answer(leg, "phone", finish, time.Minute)
	}
	if got := s.close("an"); len(got) != 0 {
		t.Errorf("of %d legs is observed %+v", LeastClass-1, got)
	}
}

func TestWatchUndo(t *testing.T) {
	s := newScript()
	for i := range 6 {
		leg, finish := s.leg("an", true)
		if i == 2 {
			s.answer(leg, "", finish, 5*time.Second)
		}
		if i < 3 {
			s.Undo(leg) // the third one has its answer: nothing was kept from anybody
			s.Finish(leg, "3", "an", finish.Add(30*time.Second), true)
			s.Wake(leg)
		}
	}
	got := s.close("an")
	if len(got) != 1 || got[0].Undone != 2 || got[0].Legs != 6 || got[0].Answers != 1 {
		t.Errorf("observed = %+v, want 2 of 6 undone", got)
	}
}

// TestWatchWaits keeps a leg until its class is complete, forgets what waits for ever, and takes the label's word.
func TestWatchWaits(t *testing.T) {
	s := newScript()
	for range 12 {
		leg, finish := s.leg("an", true)
		s.answer(leg, "", finish, 5*time.Second)
	}
	for i := range 5 {
		s.Seal(fmt.Sprint(i+1), "3", "an")
	}
	first := s.Close("2026-11-23")
	for i := range 5 {
		s.Seal(fmt.Sprint(i+6), "3", "") // a class of several officials
	}
	second := s.Close("2026-11-24")
	if len(first) != 1 || first[0].Legs != 5 || first[0].Official != "an" || len(second) != 1 || second[0].Answers != 5 || second[0].Official != "" {
		t.Errorf("observed = %+v, then %+v", first, second)
	}
	for range keepDays {
		s.Close("2026-12-01")
	}
	s.Seal("11", "3", "an")
	if got := s.Close("2026-12-09"); got != nil || len(s.legs) != 0 {
		t.Errorf("after %d days = %+v, %d legs", keepDays, got, len(s.legs))
	}
	s.Seal("12", "", "") // a class of the whole center says nothing of a counter
	s.Wake("?")
	s.Undo("?")
	if got := s.Close("2026-12-10"); got != nil {
		t.Errorf("of unknown legs = %+v", got)
	}
}

// TestWatchLate counts answers to legs of days before, from five on.
func TestWatchLate(t *testing.T) {
	for _, n := range []int{4, 5} {
		w := NewWatch()
		now := time.Date(2026, 11, 24, 9, 0, 0, 0, center.Zone)
		for i := range n {
			w.Answer(Given{Leg: "old", Counter: "3", Official: "an", Channel: "link", Finished: now.Add(-time.Duration(24*60+10*i) * time.Minute), At: now.Add(time.Duration(10*i) * time.Second)})
		}
		got := w.Close("2026-11-24")
		if n < LeastClass && got != nil || n == LeastClass && (len(got) != 1 || got[0].Late != 5 || got[0].Bursts != 4 || got[0].Phone != 5 || got[0].Legs != 0) {
			t.Errorf("%d late answers: %+v", n, got)
		}
	}
}

// TestWatchPaper keeps sheets until they are five, however many days it takes,
// and names the official who alone worked there on the day of the visit.
func TestWatchPaper(t *testing.T) {
	w := NewWatch()
	monday := time.Date(2026, 11, 23, 9, 0, 0, 0, center.Zone)
	w.Finish("1", "3", "an", monday, true)
	w.Finish("2", "4", "an", monday, true)
	w.Finish("3", "4", "ba", monday.Add(time.Hour), true)
	typed := func(counter center.CounterID, n int) {
		for range n {
			w.Answer(Given{Counter: counter, Channel: "paper", Finished: monday})
		}
	}
	typed("3", 4)
	typed("4", 5)
	typed("", 5)
	if got := w.Close("2026-11-23"); !reflect.DeepEqual(got, []Observed{{Counter: "4", Day: "2026-11-23", Paper: 5}}) {
		t.Errorf("on the first day %+v, want five sheets of counter 4, of nobody", got)
	}
	typed("3", 3)
	if got := w.Close("2026-11-25"); !reflect.DeepEqual(got, []Observed{{Counter: "3", Official: "an", Day: "2026-11-25", Paper: 7}}) {
		t.Errorf("afterwards %+v, want seven sheets of counter 3 and an", got)
	}
	typed("3", 4)
	if got := w.Close("2026-12-10"); got != nil || len(w.paper.typed)+len(w.paper.worked) != 0 {
		t.Errorf("long afterwards %+v, %+v is kept", got, w.paper)
	}
}

// TestObservedIsCounts: the body of the event has nothing but counts, of five legs at least.
func TestObservedIsCounts(t *testing.T) {
	var o Observed
	kinds := reflect.TypeOf(o)
	for i := 3; i < kinds.NumField(); i++ {
		if kinds.Field(i).Type.Kind() != reflect.Int {
			t.Errorf("%s is a %s, want a count", kinds.Field(i).Name, kinds.Field(i).Type)
		}
	}
	if n := len(o.Tallies()); n != kinds.NumField()-3 {
		t.Errorf("%d of %d counts are summed", n, kinds.NumField()-3)
	}
	rnd := rand.New(rand.NewPCG(3, 3))
	h := newHall(rnd.Uint64(), 6)
	for n := range 5 {
		seen, _ := h.day(n, center.Day(fmt.Sprintf("2026-11-%02d", 23+n)))
		if len(seen) == 0 || slices.ContainsFunc(seen, func(o Observed) bool { return max(o.Legs, o.Late, o.Paper) < LeastClass }) {
			t.Errorf("day %d: %+v", n, seen)
		}
	}
}
