package queue

import (
	"testing"
	"time"

	"motcua/internal/center"
)

// booked is a day with slots at 08:00, 08:20 and 08:40, of which 08:00 is booked.
func booked(t *testing.T) *run {
	r := policyRun(center.Policy{})
	r.day.center.Appointments.Slots = []center.Slots{{
		Service: "HT", Days: []string{"monday"}, Window: center.Window{From: 480, To: 540}, Every: 20, Places: 1,
	}}
	events, err := Book(r.day.center, r.day.Appointments(), Appointment{ID: "P1", Service: "HT", Purpose: center.Submit, Slot: r.now.Wall.Add(30 * time.Minute)}, r.now.Wall)
	r.must(t, events, err)
	return r
}

func TestSlots(t *testing.T) {
	r := booked(t)
	var got []string
	for _, s := range Slots(r.day.center, r.day.Appointments(), "HT", r.day.Date, r.now.Wall) {
		got = append(got, s.At.Format("15:04"))
	}
	if len(got) != 2 || got[0] != "08:20" || got[1] != "08:40" {
		t.Errorf("free slots = %v, want 08:20 and 08:40", got)
	}
	if s := Slots(r.day.center, nil, "HT", "2026-11-24", r.now.Wall); len(s) != 0 {
		t.Errorf("slots on a Tuesday = %v, want none", s)
	}
	_, err := Book(r.day.center, r.day.Appointments(), Appointment{Service: "HT", Purpose: center.Submit, Slot: r.now.Wall.Add(30 * time.Minute)}, r.now.Wall)
	r.refuse(t, "slot-taken", nil, err)
	_, err = Book(r.day.center, nil, Appointment{Service: "HT", Purpose: center.Submit, Slot: r.now.Wall.Add(31 * time.Minute)}, r.now.Wall)
	r.refuse(t, "slot-taken", nil, err)
}

// TestAppointmentsInterleaveByDueTime has one who is due at 08:05 among walk-ins due at 08:00 and 08:10.
func TestAppointmentsInterleaveByDueTime(t *testing.T) {
	r := booked(t)
	events, err := r.day.Issue(Wish{Appointment: "P1"}, Moment{Wall: r.now.Wall.Add(-time.Minute), Up: r.now.Up, Boot: "a"})
	r.refuse(t, "appointment-early", events, err)
	r.pass(15 * time.Minute)
	r.take(t, Wish{}) // 07:45, due 08:00
	r.take(t, Wish{Appointment: "P1"})
	r.pass(10 * time.Minute)
	r.take(t, Wish{}) // 07:55, due 08:10
	events, err = r.day.Issue(Wish{Appointment: "P1"}, r.now)
	r.refuse(t, "appointment-used", events, err)
	got := r.calls(t, "1", 3)
	if got[0] != "A001 due" || got[1] != "A002 due" || got[2] != "A003 only" {
		t.Errorf("calls = %v, want A001, A002 by appointment, A003", got)
	}
	x, _ := r.day.Ticket("20261123-A002")
	if w := x.Legs[0].Called - x.Legs[0].Begin; w != 0 {
		t.Errorf("called before the slot, waited %s, want 0", w)
	}
}

func TestLateAppointmentsAreWalkIns(t *testing.T) {
	r := booked(t)
	r.pass(41 * time.Minute)
	id := r.take(t, Wish{Appointment: "P1"})
	if x, _ := r.day.Ticket(id); x.Slot != nil || x.Base != r.day.Now(r.now) {
		t.Errorf("late by 11 minutes: slot %v, base %s; want a walk-in from now", x.Slot, x.Base)
	}
}

func TestDroppedAppointments(t *testing.T) {
	r := booked(t)
	events, err := r.day.Drop("P1")
	r.must(t, events, err)
	events, err = r.day.Issue(Wish{Appointment: "P1"}, r.now)
	r.refuse(t, "appointment-canceled", events, err)
	if n := len(Slots(r.day.center, r.day.Appointments(), "HT", r.day.Date, r.now.Wall)); n != 3 {
		t.Errorf("%d free slots, want 3 again", n)
	}
}

// TestNoMoreNumbers tells when to come again: the contingent is used up, or the
// predicted end of work is too late.
func TestNoMoreNumbers(t *testing.T) {
	r := policyRun(center.Policy{})
	c := r.day.center
	c.Hours = center.Hours{Monday: []center.Window{{From: 450, To: 690}}, Tuesday: []center.Window{{From: 450, To: 690}}}
	c.Services[1].Daily = 1
	if n, limited := r.day.Left(&c.Services[1]); n != 1 || !limited {
		t.Errorf("Left() = %d, %v, want the whole contingent of one", n, limited)
	}
	only := r.take(t, Wish{Service: "DD"})
	if n, limited := r.day.Left(&c.Services[1]); n != 0 || !limited {
		t.Errorf("Left() = %d, %v, want none", n, limited)
	}
	events, err := r.day.Issue(Wish{Service: "DD", Purpose: center.Submit}, r.now)
	r.refuse(t, "service-full", events, err)
	events, err = r.day.Cancel(only, "x")
	r.must(t, events, err)
	r.do(t, "1", "open", Act{})
	issued := 0
	for ; issued < 1000; issued++ {
		events, err := r.day.Issue(Wish{Service: "HT", Purpose: center.Submit}, r.now)
		if err != nil {
			r.refuse(t, "service-full", events, err)
			break
		}
		r.happen(events)
	}
	// 270 minutes are left with the overrun: 27 visits on average, more for a lucky ticket.
	if issued < 27 || issued > 60 {
		t.Errorf("%d numbers given, want about 27 and the spread of the estimate", issued)
	}
}
