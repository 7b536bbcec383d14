package rating

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"motcua/internal/center"
)

// The simulated halls against which the detector is held. They know nothing of
// its counts and bounds: citizens come, are served, walk up to the tablet or
// not, and answer in their own time; some staff help themselves.

// place is a counter with its citizens.
type place struct {
	id                center.CounterID
	perDay            float64 // legs
	respond           float64 // share that answers
	reads, spread     float64 // seconds until the touch, median, and sigma of its logarithm
	elderly           float64 // share that takes four times as long
	waitingAtTablet   float64 // share that stands before the tablet with a finger raised
	phone, paper      float64 // share of the answers
	wrapUp            float64 // seconds of paperwork after the citizen has gone
	best, good        float64 // shares of the two best levels
	reason            []float64
	asksMore          float64 // share of legs with the second page
	column            float64 // share of second pages filled in by one column
	broken, brokenFor float64 // day and length of a tablet's failure, in days
	bare              bool    // has no tablet: people use their phones, or paper
}

// person is an official with what they do to their figures; honest ones do nothing.
type person struct {
	name   string
	undo   float64 // finishes taken back by mistake
	lost   float64 // questions that no tablet took, for whatever reason
	way    string
	much   float64 // share of legs at which they do it
	detail float64 // 0 to 1: how they go about it
}

type hall struct {
	*rand.Rand
	places   []*place
	people   []*person
	shared   bool // counters change hands at noon
	rotates  bool // and every day
	nameless bool // nobody signs on
	changes  int  // day on which the questionnaire does
	away     int  // day on which no line leads to the controller: tablets keep what they are told
	watch    *Watch
	open     map[string]*told // legs whose class is not complete
	serial   int
	sheets   []sheet // nobody has typed them in yet
	types    int     // every so many days somebody does
}

// sheet is an answer on paper.
type sheet struct {
	at      shift
	version string
	pattern string
}

// told is what a leg's answer said, until its class is complete.
type told struct {
	leg      Leg
	pattern  string
	version  string
	answered bool
}

func (h *hall) between(a, b float64) float64 { return a + (b-a)*h.Float64() }
func (h *hall) yes(p float64) bool           { return h.Float64() < p }
func (h *hall) lognormal(median, sigma float64) float64 {
	return median * math.Exp(sigma*h.NormFloat64())
}
func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// newHall draws a center with so many counters: halls differ, and so do their counters.
func newHall(seed uint64, counters int) *hall {
	h := &hall{Rand: rand.New(rand.NewPCG(seed, 7)), watch: NewWatch(), open: map[string]*told{}}
	culture, crowd := h.between(.3, .6), h.lognormal(22, .4)
	h.nameless = h.yes(.1)
	h.shared = !h.nameless && h.yes(.25)
	h.rotates = !h.nameless && h.yes(.2)
	h.changes, h.away, h.types = 1000, 1000, 1
	if h.yes(.3) {
		h.types = 2 + h.IntN(4)
	}
	if h.yes(.5) {
		h.changes = h.IntN(12)
	}
	if h.yes(.2) {
		h.away = h.IntN(12)
	}
	for i := range counters {
		h.places = append(h.places, h.newPlace(fmt.Sprint(i+1), culture, crowd))
	}
	people := counters
	if h.shared {
		people *= 2
	}
	for i := range people {
		h.people = append(h.people, &person{name: fmt.Sprintf("o%d", i+1), undo: h.between(0, .03), lost: h.between(0, .04)})
	}
	return h
}

func (h *hall) newPlace(id string, culture, crowd float64) *place {
	p := &place{id: center.CounterID(id), perDay: min(max(h.lognormal(crowd, .45), 8), 75)}
	p.respond = min(max(culture*h.lognormal(1, .3), .12), .8)
	p.reads, p.spread = h.between(3.2, 16), h.between(.35, .6)
	p.elderly = h.between(0, .15)
	if h.yes(.1) {
		p.elderly = h.between(.3, .6) // pensions, social care
	}
	p.waitingAtTablet = h.between(0, .06)
	p.phone, p.paper = h.between(0, .2), h.between(0, .06)
	p.wrapUp = h.lognormal(35, .8)
	p.best = h.between(.35, .75)
	if h.yes(.2) {
		p.best = h.between(.8, .94) // cheerful people
	}
	p.good = (1 - p.best) * h.between(.6, .9)
	for range 7 {
		p.reason = append(p.reason, h.ExpFloat64())
	}
	if h.yes(.5) {
		p.asksMore = h.between(.2, 1)
	}
	p.column = h.between(.4, .8)
	p.broken = -100
	if h.yes(.2) {
		p.broken, p.brokenFor = h.between(0, 20), 2
	}
	p.bare = h.yes(.08)
	return p
}

// event is something that the controller learns, in the order of time.
type event struct {
	at time.Time
	do func()
}

// day simulates one service day and returns what was observed and what the log says.
func (h *hall) day(n int, day center.Day) ([]Observed, []Copied) {
	start, _ := day.Start()
	var events []event
	for i, p := range h.places {
		events = append(events, h.counterDay(p, i, n, start.Add(7*time.Hour+30*time.Minute))...)
	}
	slices.SortStableFunc(events, func(a, b event) int { return a.at.Compare(b.at) })
	for _, e := range events {
		e.do()
	}
	copies := h.seal()
	if n%h.types == 0 {
		copies = append(copies, h.typeIn()...)
	}
	return h.watch.Close(day), copies
}

// who serves at counter i in the morning or the afternoon of day n.
func (h *hall) who(i, n int, afternoon bool) *person {
	if h.rotates {
		i = (i + n) % len(h.places)
	}
	if h.shared && afternoon {
		i += len(h.places)
	}
	return h.people[i]
}

// counterDay is a day of a counter: citizens come at random, one at a time is served.
func (h *hall) counterDay(p *place, i, n int, open time.Time) (events []event) {
	const working = 7.5 * 3600
	free, end := 0.0, working
	kept := []*visit{}
	busy := 0.6 * working / max(p.perDay, 20)
	for t := h.ExpFloat64() * working / p.perDay; t < end; t += h.ExpFloat64() * working / p.perDay {
		begin := max(t, free) + h.between(12, 50) // the walk
		if begin > end+1800 {
			break
		}
		finish := begin + h.lognormal(busy, .5)
		h.serial++
		fraction := float64(n) + finish/working
		v := &visit{hall: h, place: p, who: h.who(i, n, finish > working/2), day: n, leg: fmt.Sprint(h.serial), closing: open.Add(seconds(working)), begin: open.Add(seconds(begin)), finish: open.Add(seconds(finish))}
		v.dark = fraction > p.broken && fraction < p.broken+p.brokenFor
		free = finish + h.lognormal(p.wrapUp, .6)
		v.next = open.Add(seconds(free + 30))
		v.delay = func(by time.Duration) { free += by.Seconds() }
		events = append(events, v.events(&kept)...)
	}
	return append(events, h.evening(kept, open.Add(seconds(working)))...)
}

// typeIn is somebody at the reception with a box of sheets. The log tells their counters.
func (h *hall) typeIn() (copies []Copied) {
	for _, s := range h.sheets {
		day, _ := s.at.day.Start()
		h.watch.Answer(Given{Counter: s.at.counter, Channel: "paper", Finished: day})
		copies = append(copies, Copied{s.at.counter, "", s.version, s.pattern, 1})
	}
	h.sheets = nil
	return copies
}

// seal puts the finished legs into classes, as the controller does at closing.
func (h *hall) seal() (copies []Copied) {
	var names []string
	var legs []Leg
	for name, t := range h.open {
		names, legs = append(names, name), append(legs, t.leg)
	}
	labels, placed := Partition(legs, true, false)
	for i, name := range names {
		if !placed[i] {
			continue
		}
		t := h.open[name]
		delete(h.open, name)
		h.watch.Seal(name, labels[i].Counter, labels[i].Official)
		if t.answered {
			copies = append(copies, Copied{labels[i].Counter, labels[i].Official, t.version, t.pattern, 1})
		}
	}
	return copies
}
