package store

import (
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// TestAppointmentsFollowTheLog books, drops and checks in, and begins a later day.
func TestAppointmentsFollowTheLog(t *testing.T) {
	s := open(t, Options{})
	at := func(day int) *time.Time {
		x := time.Date(2026, 11, day, 9, 0, 0, 0, center.Zone)
		return &x
	}
	draft := func(e queue.Event) Draft { return Draft{Type: string(e.Type), At: noon, Day: "2026-11-23", Data: e} }
	booked := func(id queue.AppointmentID, day int) Draft {
		return draft(queue.Event{Type: queue.AppointmentBooked, Appointment: id, Service: "HT", Purpose: center.Submit, Slot: at(day)})
	}
	arrived := ticket(1)
	e := arrived.Data.(queue.Event)
	e.Appointment = "b"
	arrived.Data = e
	for _, b := range []*Batch{
		{Drafts: []Draft{booked("a", 23), booked("b", 24)}},
		{Drafts: []Draft{booked("c", 24), draft(queue.Event{Type: queue.AppointmentCanceled, Appointment: "c", Service: "HT", Slot: at(24)}), arrived}},
	} {
		if _, err := s.Commit(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	states := func() map[queue.AppointmentID]queue.Booking {
		all, err := s.Appointments(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		m := map[queue.AppointmentID]queue.Booking{}
		for _, a := range all {
			if m[a.ID] = a.State; a.Service != "HT" || a.Purpose != center.Submit || a.Slot.Hour() != 9 {
				t.Errorf("appointment %+v", a)
			}
		}
		return m
	}
	if m := states(); len(m) != 3 || m["a"] != queue.Booked || m["b"] != queue.Arrived || m["c"] != queue.Dropped {
		t.Errorf("appointments = %v", m)
	}
	if _, err := s.Commit(t.Context(), &Batch{Drafts: []Draft{{Type: wire.DayOpened, At: noon, Day: "2026-11-24"}}}); err != nil {
		t.Fatal(err)
	}
	if m := states(); len(m) != 2 {
		t.Errorf("appointments of today and later = %v, want b and c", m)
	}
}

// TestPhonesAreForgotten counts what phones take, for one day.
func TestPhonesAreForgotten(t *testing.T) {
	s := open(t, Options{})
	one := [32]byte{1}
	for _, b := range []*Batch{
		{Phones: []Phone{{one, "HT", 1}, {one, "DD", 1}, {[32]byte{2}, "HT", 1}}},
		{Phones: []Phone{{one, "HT", 2}}},
	} {
		if _, err := s.Commit(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	all, err := s.Phones(t.Context())
	if err != nil || len(all) != 3 {
		t.Fatalf("Phones = %v, %v", all, err)
	}
	for _, p := range all {
		if want := map[bool]int{true: 2, false: 1}[p.Hash == one && p.Service == "HT"]; p.Taken != want {
			t.Errorf("phone %x has taken %d of %s, want %d", p.Hash[0], p.Taken, p.Service, want)
		}
	}
	if _, err := s.Commit(t.Context(), &Batch{Forget: true, Phones: []Phone{{one, "HT", 1}}}); err != nil {
		t.Fatal(err)
	}
	if all, err := s.Phones(t.Context()); err != nil || len(all) != 1 || all[0].Taken != 1 {
		t.Errorf("Phones of the next day = %v, %v", all, err)
	}
}
