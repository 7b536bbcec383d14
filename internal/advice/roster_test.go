package advice

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
)

func TestRoster(t *testing.T) {
	c := twoGroups()
	window := []center.Window{{From: 8 * 60, To: 12 * 60}}
	c.Hours = center.Hours{Monday: window, Tuesday: window, Wednesday: window, Closed: []center.Day{"2026-12-09"}}
	var history []Past
	for week := range 5 {
		monday := time.Date(2026, 11, 2+7*week, 0, 0, 0, 0, center.Zone)
		for day := range 2 {
			if day == 1 && week > 1 { // Tuesdays are new
				continue
			}
			var slots [48]int
			for i := 16; i < 24; i++ {
				slots[i] = 10 + week%2*2
			}
			history = append(history, Past{center.DayOf(monday.AddDate(0, 0, day)), map[center.ServiceCode]*[48]int{"HT": &slots}})
		}
	}
	got, err := Roster(c, history, &queue.World{}, "2026-12-07")
	if err != nil || len(got) != 2 {
		t.Fatalf("Roster = %+v, %v, want Monday and Tuesday: Wednesday is a holiday", got, err)
	}
	monday, tuesday := got[0], got[1]
	if !monday.Enough || monday.N != 5 || monday.Busy < 1.05 || monday.Busy > 1.2 || len(monday.Groups) != 2 {
		t.Errorf("Monday = %+v, want numbers from 5 days", monday)
	}
	if n := monday.Groups[0].Needs; len(n) < 8 || n[4].Slot != 20 || n[4].Counters != 4 {
		t.Errorf("needs of HT on Monday = %+v, want 4 counters at 10:00 for about 24 people an hour", n)
	}
	if tuesday.Enough || tuesday.N != 2 || tuesday.Groups != nil {
		t.Errorf("Tuesday = %+v, want none from 2 days", tuesday)
	}
	if s := tuesday.Sentence(c, i18n.VI); !strings.Contains(s, "chưa đủ dữ liệu") || strings.Contains(s, "{") {
		t.Errorf("sentence = %q", s)
	}
	if s := monday.Groups[0].Needs[4].Sentence(c, i18n.EN); strings.Contains(s, "{") || !strings.Contains(s, "1 more than there are") {
		t.Errorf("sentence = %q", s)
	}
	if _, err := Roster(c, history, &queue.World{}, "tomorrow"); err == nil {
		t.Error("a roster from no date")
	}
}

func TestRemember(t *testing.T) {
	h := newHall(t, []center.ServiceCode{"HT"})
	h.do("open", "1")
	h.people("HT", 3)
	p := Remember(h.day)
	if p.Date != "2026-12-01" || p.Came["HT"] == nil || p.Came["HT"][18] != 3 || p.people() != 3 {
		t.Errorf("Remember = %+v", p)
	}
}

func TestProductivity(t *testing.T) {
	window := []center.Window{{From: 8 * 60, To: 12 * 60}}
	h := &center.Hours{Monday: window, Tuesday: window, Wednesday: window, Thursday: window, Friday: window}
	// 2026 has 261 weekdays; the 2nd of July is the 131st.
	for _, x := range []struct {
		dossiers []int
		since    center.Day
		want     string
	}{
		{[]int{900, 500}, "2026-01-01", "met 1793 131; below 996 131"},
		{[]int{30, 20}, "2026-01-01", "not-applied 60 131; not-applied 40 131"},
		{[]int{900, 100}, "2026-06-22", "too-early 0 9; too-early 0 9"},
	} {
		var all []Received
		for i, n := range x.dossiers {
			all = append(all, Received{Official: fmt.Sprint(i), Since: x.since, Dossiers: n})
		}
		out, err := Productivity(h, all, Targets["ward"], "2026-07-02")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, o := range out {
			got = append(got, fmt.Sprint(o.Standing, " ", o.Projected, " ", o.Days))
			for _, lang := range i18n.Langs {
				if s := o.Sentence(twoGroups(), lang); strings.ContainsAny(s, "{⟦") {
					t.Errorf("sentence = %q", s)
				}
			}
		}
		if strings.Join(got, "; ") != x.want {
			t.Errorf("Productivity(%v) = %q, want %q", x.dossiers, got, x.want)
		}
	}
	if _, err := Productivity(h, nil, 1600, "x"); err == nil {
		t.Error("productivity on no date")
	}
}
