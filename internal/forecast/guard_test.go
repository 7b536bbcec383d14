package forecast

import (
	"testing"
	"time"
)

// spoil makes a day lie: every ticket is called at once, as after a wrong clock.
func spoil(d Day) Day {
	d.Tickets = append([]Ticket(nil), d.Tickets...)
	for i := range d.Tickets {
		d.Tickets[i].Called, d.Tickets[i].Finished = d.Tickets[i].Issued+600, Never
	}
	return d
}

func TestRefit(t *testing.T) {
	long, short := synthetic(30, 200, 3, 11), synthetic(8, 200, 3, 12)
	for _, test := range []struct {
		name   string
		h      History
		before int // days of the model before
		spoil  int // days spoiled at the end
		want   Verdict
	}{
		{"no model yet", long, 0, 0, Verdict{Used: true, Reason: First}},
		{"one day more", long, 29, 0, Verdict{Used: true, Reason: NotWorse, Kept: true}},
		{"days that lie", long, 24, 6, Verdict{Used: false, Reason: Worse, Kept: true}},
		{"a young log", short, 7, 0, Verdict{Used: true, Reason: NotWorse}},
		{"a young log, days that lie", short, 5, 3, Verdict{Used: false, Reason: Worse}},
		{"nothing", nil, 0, 0, Verdict{Reason: NothingNew}},
	} {
		h := append(History(nil), test.h...)
		var before *Model
		if test.before > 0 {
			before, _ = Refit(h[:test.before], nil)
		}
		for i := len(h) - test.spoil; i < len(h); i++ {
			if !held(h[i].Date) || len(h) < heldFrom {
				h[i] = spoil(h[i])
			}
		}
		m, v := Refit(h, before)
		if v.Used != test.want.Used || v.Reason != test.want.Reason || v.Kept != test.want.Kept {
			t.Errorf("%s: %+v, want %+v", test.name, v, test.want)
		}
		if m == nil || v.Reason == Worse && m != before || v.Reason == NotWorse && (m == before || v.N == 0) {
			t.Errorf("%s: the wrong model is used: %+v", test.name, v)
		}
	}
}

// TestHeldBack finds the days held back out of the model.
func TestHeldBack(t *testing.T) {
	h := synthetic(60, 50, 2, 1)
	learn, compare, kept := h.split(nil)
	if !kept || len(learn)+len(compare) != len(h) || len(compare) < 3 {
		t.Fatalf("%d days to learn and %d to compare of %d", len(learn), len(compare), len(h))
	}
	weekdays := map[time.Weekday]bool{}
	for _, d := range compare {
		weekdays[d.Date.Weekday()] = true
	}
	if len(weekdays) < 3 {
		t.Errorf("only the weekdays %v are held back", weekdays)
	}
	if m, _ := Refit(h, nil); m.Days != len(learn) {
		t.Errorf("the model learned from %d days, want %d", m.Days, len(learn))
	}
}
