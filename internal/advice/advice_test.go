package advice

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
)

// hall is a day in which tests put people and counters.
type hall struct {
	*replay
	world *queue.World
	memo  Memory
}

func newHall(t *testing.T, skills ...[]center.ServiceCode) *hall {
	t.Helper()
	c := twoGroups()
	c.Counters = c.Counters[:len(skills)]
	for i, s := range skills {
		c.Counters[i].Agency, c.Counters[i].Services = "a", s
	}
	r := &replay{day: queue.NewDay(c, "2026-12-01"), c: c, now: 9 * time.Hour, opened: map[center.CounterID]time.Duration{}}
	return &hall{replay: r, world: &queue.World{Rates: map[center.ServiceCode]queue.Rates{}}}
}

func (h *hall) people(s center.ServiceCode, n int) {
	for range n {
		h.apply(h.day.Issue(queue.Wish{Service: s, Purpose: center.Submit}, h.moment()))
	}
}

func (h *hall) advice(t *testing.T, r Rules) []Advice {
	t.Helper()
	all, m := r.Now(h.c, h.day, h.world, h.moment(), h.memo)
	h.memo = m
	for i := range all {
		a := &all[i]
		if len(a.Because) == 0 {
			t.Errorf("%+v has no reason", a)
		}
		for _, lang := range i18n.Langs {
			texts := []string{a.Sentence(h.c, lang), a.EffectSentence(h.c, lang)}
			for k := range a.Because {
				texts = append(texts, a.Because[k].Sentence(h.c, lang))
			}
			for _, text := range texts {
				if strings.ContainsAny(text, "{}⟦%!") && !strings.Contains(text, "\u00a0%") {
					t.Errorf("%s, %s: %q is not filled in", a.Code, lang, text)
				}
				t.Log(text)
			}
		}
	}
	return all
}

func codes(all []Advice) string {
	var s []string
	for _, a := range all {
		s = append(s, fmt.Sprint(a.Code, " ", a.Counter, " ", a.Service))
	}
	return strings.Join(s, "; ")
}

func TestNow(t *testing.T) {
	ht, dd := center.ServiceCode("HT"), center.ServiceCode("DD")
	one, both := []center.ServiceCode{ht}, []center.ServiceCode{ht, dd}
	for _, x := range []struct {
		name   string
		skills [][]center.ServiceCode
		open   []center.CounterID
		ht, dd int
		next   []center.CounterID
		want   string
	}{
		{"nobody", [][]center.ServiceCode{one, one}, []center.CounterID{"1"}, 0, 0, nil, ""},
		{"no counter is open", [][]center.ServiceCode{one, both}, nil, 1, 0, nil, "open 1 HT"},
		{"too many wait", [][]center.ServiceCode{one, one}, []center.CounterID{"1"}, 10, 0, nil, "open 2 HT; no-more  HT"},
		{"all are open", [][]center.ServiceCode{one, one}, []center.CounterID{"1", "2"}, 20, 0, nil, "no-more  HT"},
		{"another could help", [][]center.ServiceCode{one, {dd}}, []center.CounterID{"1", "2"}, 10, 0, nil, "add 2 HT; no-more  HT"},
		{"one is enough, nobody is served", [][]center.ServiceCode{one, one}, []center.CounterID{"1", "2"}, 0, 0, nil, "close 1 HT"},
		{"one serves", [][]center.ServiceCode{one, one}, []center.CounterID{"1", "2"}, 1, 0, []center.CounterID{"1"}, "close 2 HT"},
		{"both serve", [][]center.ServiceCode{one, one}, []center.CounterID{"1", "2"}, 2, 0, []center.CounterID{"1", "2"}, "close-one 1 HT"},
	} {
		t.Run(x.name, func(t *testing.T) {
			h := newHall(t, x.skills...)
			var r queue.Rates
			r.Ordinary[18], r.Ordinary[19] = 1, 1
			if strings.Contains(x.want, "close") {
				h.world.Rates[ht] = r
			}
			for _, id := range x.open {
				h.do("open", id)
			}
			h.people(ht, x.ht)
			h.people(dd, x.dd)
			for _, id := range x.next {
				h.do("next", id)
				h.do("start", id)
			}
			rules := Usual
			rules.Patience = 0
			if got := codes(h.advice(t, rules)); got != x.want {
				t.Errorf("advice = %q, want %q", got, x.want)
			}
		})
	}
}

// TestClosingWaits says that one counter less must have been enough for a while.
func TestClosingWaits(t *testing.T) {
	one := []center.ServiceCode{"HT"}
	h := newHall(t, one, one, one)
	h.do("open", "1")
	h.do("open", "2")
	if got := codes(h.advice(t, Rules{Act: 1, Safe: 1})); got != "" {
		t.Errorf("advice = %q of a center that does not know who comes", got)
	}
	h.world.Rates["HT"] = queue.Rates{}
	for minute, want := range []string{"", "", "", "", "close 1 HT", "close 1 HT"} {
		if got := codes(h.advice(t, Usual)); got != want {
			t.Errorf("after %d min: advice = %q, want %q", 5*minute, got, want)
		}
		h.now += 5 * time.Minute
	}
	h.do("open", "3")
	if got := codes(h.advice(t, Usual)); got != "" {
		t.Errorf("advice = %q just after another counter was opened", got)
	}
}

// TestAdviceNeverClosesWhoServes looks at random moments of random days.
func TestAdviceNeverClosesWhoServes(t *testing.T) {
	closed := 0
	world := &queue.World{Rates: map[center.ServiceCode]queue.Rates{"HT": {}, "DD": {}}}
	for seed := range uint64(6) {
		random := rand.New(rand.NewPCG(seed, 1))
		live("2026-12-01", trace(3000+seed), func(r *replay) {
			rules := Sparing
			rules.N = 16
			all, _ := rules.Now(r.c, r.day, world, r.moment(), Memory{})
			for _, a := range all {
				c, _ := r.day.Counter(a.Counter)
				if a.Code == Close && (c.Ticket != nil || !c.Open) || a.Code == CloseOne && c.Ticket == nil || a.Code == Open && c.Open {
					t.Errorf("%s %s, which is open %v and serves %v", a.Code, a.Counter, c.Open, c.Ticket)
				}
				if a.Code == Close || a.Code == CloseOne {
					closed++
				}
			}
			for _, x := range r.c.Counters {
				if random.IntN(3) > 0 {
					r.open(x.ID)
				} else if c, _ := r.day.Counter(x.ID); c.Open && x.ID != "1" && x.ID != "4" {
					r.close(x.ID)
				}
			}
			r.open("1")
			r.open("4")
		})
	}
	if closed < 5 {
		t.Errorf("only %d times was closing advised: this test looks at nothing", closed)
	}
}
