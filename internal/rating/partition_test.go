package rating

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"motcua/internal/center"
)

func legs(n int, l Leg) []Leg { return slices.Repeat([]Leg{l}, n) }

func TestPartition(t *testing.T) {
	nine := Leg{"3", "o1", "HT", "submit", "2026-11-23T09"}
	with := func(change func(*Leg)) Leg { l := nine; change(&l); return l }
	ten := with(func(l *Leg) { l.Hour = "2026-11-23T10" })
	collect := with(func(l *Leg) { l.Purpose = "collect" })
	land := with(func(l *Leg) { l.Service = "DD" })
	other := with(func(l *Leg) { l.Official = "o2" })
	before := with(func(l *Leg) { l.Hour = "2026-11-20T16" })
	far := with(func(l *Leg) { l.Counter = "4" })
	for _, tt := range []struct {
		name               string
		legs               []Leg
		closing, exhausted bool
		want               map[string]int
	}{
		{"five alike stay as they are", legs(5, nine), false, false, map[string]int{"3 o1 HT submit 2026-11-23T09": 5}},
		{"four wait", legs(4, nine), false, false, map[string]int{"-": 4}},
		{"four wait at closing, too", legs(4, nine), true, false, map[string]int{"-": 4}},
		{"two hours become their day", slices.Concat(legs(3, nine), legs(2, ten)), false, false, map[string]int{"3 o1 HT submit 2026-11-23": 5}},
		{"a full hour does not help the next", slices.Concat(legs(5, nine), legs(4, ten)), false, false,
			map[string]int{"3 o1 HT submit 2026-11-23T09": 5, "-": 4}},
		{"two purposes become none", slices.Concat(legs(4, nine), legs(1, collect)), false, false, map[string]int{"3 o1 HT  2026-11-23": 5}},
		{"two services wait for closing", slices.Concat(legs(4, nine), legs(4, land)), false, false, map[string]int{"-": 8}},
		{"and become none then", slices.Concat(legs(4, nine), legs(4, land)), true, false, map[string]int{"3 o1   2026-11-23": 8}},
		{"two officials become none at closing", slices.Concat(legs(4, nine), legs(1, other)), true, false, map[string]int{"3    2026-11-23": 5}},
		{"two days become none at closing", slices.Concat(legs(4, nine), legs(1, before)), true, false, map[string]int{"3    ": 5}},
		{"two counters never mix", slices.Concat(legs(4, nine), legs(1, far)), true, false, map[string]int{"-": 5}},
		{"but when they have waited long", slices.Concat(legs(4, nine), legs(1, far)), true, true, map[string]int{"    ": 5}},
	} {
		labels, placed := Partition(tt.legs, tt.closing, tt.exhausted)
		got := map[string]int{}
		for i, l := range labels {
			if name := fmt.Sprint(strings.Join([]string{string(l.Counter), l.Official, string(l.Service), string(l.Purpose), l.Hour}, " ")); placed[i] {
				got[name]++
			} else {
				got["-"]++
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestEveryClassIsACrowd holds random legs to what citizens are promised: each
// label is true, is shown by five legs at least, and does not depend on the
// order in which people came; a counter with five legs keeps nobody at closing.
func TestEveryClassIsACrowd(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 5))
	for range 3000 {
		all := make([]Leg, r.IntN(60))
		for i := range all {
			all[i] = Leg{center.CounterID(fmt.Sprint(r.IntN(4))), fmt.Sprint("o", r.IntN(3)), center.ServiceCode(fmt.Sprint("S", r.IntN(3))),
				center.Purpose(fmt.Sprint("p", r.IntN(2))), fmt.Sprintf("2026-11-%02dT%02d", 20+r.IntN(2), 8+r.IntN(3))}
		}
		closing, exhausted := r.IntN(2) == 0, r.IntN(2) == 0
		labels, placed := Partition(all, closing, exhausted)
		shown, at, waits := map[Leg]int{}, map[center.CounterID]int{}, map[center.CounterID]int{}
		for i, l := range labels {
			at[all[i].Counter]++
			if !placed[i] {
				waits[all[i].Counter]++
				continue
			}
			shown[l]++
			if o := all[i]; l.Counter != "" && l.Counter != o.Counter || l.Official != "" && l.Official != o.Official || l.Service != "" && l.Service != o.Service ||
				l.Purpose != "" && l.Purpose != o.Purpose || !strings.HasPrefix(o.Hour, l.Hour) {
				t.Fatalf("%+v is told as %+v", o, l)
			}
		}
		for l, n := range shown {
			if n < LeastClass {
				t.Fatalf("%+v shows %d legs", l, n)
			}
		}
		for c, n := range waits {
			if closing && n >= LeastClass {
				t.Fatalf("%d of %d legs of counter %s wait after closing", n, at[c], c)
			}
		}
		order := r.Perm(len(all))
		mixed := make([]Leg, len(all))
		for i, j := range order {
			mixed[i] = all[j]
		}
		again, also := Partition(mixed, closing, exhausted)
		for i, j := range order {
			if placed[j] != also[i] || placed[j] && labels[j] != again[i] {
				t.Fatalf("%+v: %+v in one order, %+v in another", all[j], labels[j], again[i])
			}
		}
	}
}
