package controller

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// gossip is a random day of finishes, answers, corrections, repetitions, undone
// finishes, restarts and power cuts.
type gossip struct {
	*testing.T
	h      *hall
	opts   Options
	r      *rand.Rand
	n      int               // answers made up so far: each says its own number
	tokens []string          // of finished legs
	given  map[string]string // key of each answer that was taken: what it says
	of     map[string]string // its token
}

// say is an answer that no other one equals.
func (g *gossip) say() wire.Answers {
	g.n++
	n := g.n
	digit := func(base int) int { d := n % base; n /= base; return d + 1 }
	return wire.Answers{Overall: digit(5), Items: map[string]int{"result": digit(5), "official": digit(5), "tt01-1": digit(3), "tt01-3": digit(3)}}
}

func said(overall int, items map[string]int) string { return fmt.Sprint(overall, items) }

func (g *gossip) step() {
	counter := center.CounterID(fmt.Sprint(1 + g.r.IntN(2)))
	switch g.r.IntN(20) {
	case 0, 1, 2, 3, 4, 5:
		g.serve(counter)
	case 6, 7, 8, 9, 10:
		g.rate("")
	case 11:
		for key := range g.given {
			g.rate(key)
			break
		}
	case 12:
		for key := range g.given { // said again, word for word but for the answer
			g.take(key, wire.RatingRequest{Token: g.of[key], Answers: g.say()}, "")
			break
		}
	case 13:
		g.restart(g.r.IntN(2) == 0)
	case 14:
		_ = g.h.engine.act(g.Context(), memo{}, "undo", queue.Act{Counter: counter, By: "staff-1"})
	default:
		g.h.now.pass(time.Duration(g.r.IntN(15)) * time.Minute)
		g.h.idle(g.T)
	}
}

func (g *gossip) serve(counter center.CounterID) {
	service := []center.ServiceCode{"HT", "HT", "HT", "DD"}[g.r.IntN(4)]
	if o := g.h.engine.issue(g.Context(), memo{}, queue.Wish{Service: service, Purpose: center.Submit}); o.err != nil {
		return // the center is closed
	}
	for _, action := range []string{"open", "next", "finish"} { // the counter may be closed, or hold the number of a finish taken back
		o := g.h.engine.act(g.Context(), memo{}, action, queue.Act{Counter: counter, By: fmt.Sprint("staff-", g.r.IntN(2))})
		if o.err != nil && fault.KindOf(o.err) != fault.Conflict {
			g.Fatal(o.err)
		}
	}
	if s, ok := g.h.engine.atCounter(counter); ok {
		g.tokens = append(g.tokens, s.Token)
	}
}

// rate answers a question, or corrects an answer.
func (g *gossip) rate(corrects string) {
	if len(g.tokens) == 0 {
		return
	}
	token := g.tokens[len(g.tokens)-1-g.r.IntN(min(len(g.tokens), 12))]
	if corrects != "" {
		token = g.of[corrects]
	}
	g.take(client.NewKey(), wire.RatingRequest{Token: token, Answers: g.say(), Corrects: corrects}, corrects)
}

func (g *gossip) take(key string, q wire.RatingRequest, corrects string) {
	q.Questionnaire = spokenVersion
	_, again := g.given[key]
	err := g.h.engine.rate(g.Context(), answering{RatingRequest: q, key: key, tablet: true}).err
	switch code := fault.CodeOf(err); {
	case err == nil && !again:
		if corrects != "" {
			delete(g.given, corrects)
		}
		g.given[key], g.of[key] = said(q.Answers.Overall, q.Answers.Items), q.Token
	case err != nil && code != "rating-spent" && code != "rating-late" && code != "rating-sealed":
		g.Fatal(err)
	case again && err != nil:
		g.Errorf("an answer said again = %v", err)
	}
}

var spokenVersion = func() string { q := spoken(); return q.Version() }()

// restart stops the center and starts it again, or starts it from what is on
// the disk as after a power cut.
func (g *gossip) restart(cut bool) {
	clock := g.h.now
	if cut {
		dir := g.TempDir()
		for _, end := range []string{"", "-wal"} {
			g.copy(g.opts.Engine.Store.Path+end, filepath.Join(dir, "log.db"+end))
		}
		g.opts.Engine.Store.Path = filepath.Join(dir, "log.db")
	}
	g.h.stop()
	g.h = openHall(g.T, func(o *Options) { *o = g.opts; o.Engine.Clock = clock.read })
	g.h.now = clock
}

func (g *gossip) copy(from, to string) {
	g.h.engine.mu.Lock() // a cut between two transactions: those in the middle of one are the kill test's
	defer g.h.engine.mu.Unlock()
	r, err := os.Open(from)
	if err != nil {
		g.Fatal(err)
	}
	defer r.Close()
	w, err := os.Create(to)
	if err != nil {
		g.Fatal(err)
	}
	defer w.Close()
	if _, err := io.Copy(w, r); err != nil {
		g.Fatal(err)
	}
}

// TestEveryAnswerEntersOnceAndHidesAmongFive lives random days.
func TestEveryAnswerEntersOnceAndHidesAmongFive(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			g := &gossip{T: t, r: rand.New(rand.NewPCG(seed, 10)), given: map[string]string{}, of: map[string]string{}}
			g.h = openHall(t, func(o *Options) {
				o.Center.Questionnaires = []center.Questionnaire{spoken(), center.UsualQuestionnaire()}
				g.opts = *o
			})
			for _, counter := range []center.CounterID{"1", "2"} {
				g.h.act(t, counter, "open", wire.ActionRequest{})
			}
			for range 220 {
				g.step()
			}
			g.h.now.pass(12 * time.Hour)
			g.h.idle(t)
			g.check()
		})
	}
}

// check holds the log and what still waits against what citizens were told.
func (g *gossip) check() {
	count := map[string]int{}
	shown := map[rating.Leg]int{}
	tokens, err := g.h.engine.store.Tokens(g.Context())
	if err != nil {
		g.Fatal(err)
	}
	for _, x := range tokens {
		if x.Label != nil && x.State != store.TokenTaken {
			shown[*x.Label]++
		}
	}
	in := 0
	for _, batch := range g.h.admitted(g.T) {
		for _, a := range batch {
			in++
			count[said(a.Overall, a.Items)]++
			l := rating.Leg{Counter: a.Counter, Official: a.Official, Service: a.Service, Purpose: a.Purpose, Hour: a.Hour}
			if shown[l] < rating.LeastClass {
				g.Errorf("an answer may be of %d legs alone: %+v", shown[l], l)
			}
		}
	}
	waiting, err := g.h.engine.store.PendingAnswers(g.Context())
	if err != nil {
		g.Fatal(err)
	}
	for _, p := range waiting {
		count[said(p.Answer.Overall, p.Answer.Items)]++
	}
	for key, what := range g.given {
		if count[what] != 1 {
			g.Errorf("the answer %s of %s counts %d times, want once", what, key, count[what])
		}
		delete(count, what)
	}
	if len(count) > 0 {
		g.Errorf("answers that nobody gave, or took back: %v", count)
	}
	if in < 15 || in+len(waiting) != len(g.given) || len(waiting) > 12 {
		g.Errorf("%d answers are in the log and %d wait, of %d", in, len(waiting), len(g.given))
	}
}
