package advice

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// TestNeeded holds the table of counters for a mean wait of 15 minutes with
// exponential services.
func TestNeeded(t *testing.T) {
	minutes := []int{5, 10, 15, 20, 30}
	for perHour, want := range map[int][]int{
		10: {2, 3, 4, 5, 7}, 20: {2, 4, 6, 8, 12}, 30: {3, 6, 9, 11, 17}, 40: {4, 8, 11, 15, 22}, 60: {6, 11, 16, 22, 32}, 100: {9, 18, 26, 35, 52},
	} {
		var got []int
		for _, m := range minutes {
			got = append(got, needed(float64(perHour*m)/60, time.Duration(m)*time.Minute, 1, 15*time.Minute))
		}
		if !cmp.Equal(got, want) {
			t.Errorf("counters for %d people an hour = %v, want %v", perHour, got, want)
		}
	}
}

// TestOffered holds the modified offered load against Eick, Massey and Whitt
// (1993): 30 + 18 sin people an hour, period 8 h, services exponential with mean
// half an hour. The half hours make the rate a staircase.
func TestOffered(t *testing.T) {
	var rates [48]float64
	for i := range rates {
		rates[i] = 30 + 18*math.Sin(2*math.Pi*(float64(i)/2+0.25)/8)
	}
	var seen []time.Duration
	for i := range 4000 {
		seen = append(seen, time.Duration(-math.Log(1-(float64(i)+0.5)/4000)*float64(30*time.Minute)))
	}
	s := queue.Empirical(seen, queue.Times{})
	for hour, want := range []float64{11.938, 18.348, 22.798, 22.679, 18.062, 11.652, 7.202, 7.321, 11.938} {
		if got := offered(&rates, &s, 0, time.Duration(8+hour)*time.Hour); math.Abs(got-want) > 0.35 {
			t.Errorf("load at %d h = %.2f, want %.2f", hour, got, want)
		}
	}
}

func TestGroups(t *testing.T) {
	c := twoGroups()
	want := []Group{
		{[]center.ServiceCode{"HT"}, []center.CounterID{"1", "2", "3"}},
		{[]center.ServiceCode{"DD"}, []center.CounterID{"4", "5"}},
	}
	if got := Groups(c); !cmp.Equal(got, want) {
		t.Errorf("Groups = %v, want %v", got, want)
	}
	c.Counters[4].Services = []center.ServiceCode{"DD", "HT"}
	if got := Groups(c); len(got) != 1 || len(got[0].Counters) != 5 {
		t.Errorf("with a shared counter Groups = %v, want one of five counters", got)
	}
}

// TestToday staffs a day and lets the peak come later than the people do.
func TestToday(t *testing.T) {
	c := twoGroups()
	w := &queue.World{Rates: map[center.ServiceCode]queue.Rates{}}
	var r queue.Rates
	for i := 16; i < 20; i++ {
		r.Ordinary[i] = 20
	}
	w.Rates["HT"] = r
	all := Today(c, w)
	if len(all) != 2 || len(all[1].Needs) != 0 {
		t.Fatalf("Today = %+v, want needs of HT alone", all)
	}
	got := map[int]Need{}
	for _, n := range all[0].Needs {
		got[n.Slot] = n
	}
	if n := got[18]; n.People != 10 || math.Abs(n.Load-20.0*8/60) > 0.05 || n.Counters != 3 || n.Root != 4 {
		t.Errorf("09:00 needs %+v, want 3 counters for a load of 2.67 and 4 by the square root", n)
	}
	if n, ok := got[20]; !ok || n.People != 0 || n.Load <= 0 {
		t.Errorf("10:00 needs %+v, want what is on hand when nobody comes any more", n)
	}
}
