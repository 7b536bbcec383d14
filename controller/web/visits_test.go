package web_test

import (
	"net/http"
	"time"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// rules is what the rules of giving and calling numbers tell in tests.
type rules struct {
	services wire.Services
	book     web.Book
	advice   *web.Advice
}

// newRules is the rules' side of the morning.
func newRules() *rules {
	call := func(number string, minutes int, why queue.Why) wire.BookedCall {
		return wire.BookedCall{At: ago(minutes), Counter: "1", Ticket: queue.TicketID("20261123-" + number), Number: number, Service: "HT",
			CallReason: wire.CallReason{Why: why, Due: ago(minutes - 6), Over: "A010", OverDue: ptr(ago(minutes - 9)), Passed: 3}}
	}
	priority, hand, undone, old := call("A008", 14, queue.Due), call("A009", 9, queue.ByHand), call("A011", 4, queue.Only), call("A001", 70, "")
	priority.Priority, hand.Reason, undone.Undone = true, "came-back", true
	booked := func(minutes int, state queue.Booking) wire.Appointment {
		return wire.Appointment{Service: "HT", Purpose: center.Submit, Slot: ago(minutes), State: state}
	}
	return &rules{book: web.Book{Calls: []wire.BookedCall{old, priority, hand, undone, call("A012", 1, queue.Limit)},
		Appointments: []wire.Appointment{booked(50, queue.Arrived), booked(30, queue.Dropped), booked(20, queue.Booked), booked(-30, queue.Booked)},
		Given:        map[center.ServiceCode]int{"HT": 31, "DD": 24}, Phones: map[center.ServiceCode]int{"HT": 6}}}
}

func (r *rules) Services() wire.Services { return r.services }
func (r *rules) Book() web.Book          { return r.book }
func (r *rules) Advice() *web.Advice     { return r.advice }

// visits is what citizens do with their phones in tests.
type visits struct {
	phone web.Phone
	booked,
	arrived wire.Appointment
}

func (v *visits) Phone(*http.Request) web.Phone { return v.phone }

func (v *visits) Take(_ http.ResponseWriter, _ *http.Request, q wire.PhoneRequest, key string) (wire.Ticket, error) {
	if q.Service != "HT" || key == "" || len(q.Also) != 1 {
		return wire.Ticket{}, fault.New(fault.Conflict, "service-full", "service", "Đất đai", "open", at)
	}
	t := ticket("A034", "HT", queue.Waiting, 0)
	t.URL = "https://center.example/t/waiting"
	return t, nil
}

func (v *visits) Entry(*http.Request) string {
	if !v.phone.Fresh {
		return ""
	}
	return "the center's code"
}

func (v *visits) Slots(_ center.ServiceCode, day center.Day) ([]wire.Slot, error) {
	start, err := day.Start()
	if err != nil || day != "2026-11-24" {
		return nil, err
	}
	return []wire.Slot{{At: start.Add(8 * time.Hour), Free: 2}, {At: start.Add(8*time.Hour + 15*time.Minute), Free: 1}, {At: start.Add(10 * time.Hour), Free: 2}}, nil
}

func (v *visits) Book(http.ResponseWriter, *http.Request, wire.BookingRequest, string) (wire.Appointment, error) {
	return v.booked, nil
}

func (v *visits) Appointment(_ *http.Request, code string) (wire.Appointment, error) {
	switch code {
	case v.booked.Code:
		return v.booked, nil
	case v.arrived.Code:
		return v.arrived, nil
	}
	return wire.Appointment{}, fault.New(fault.NotFound, "appointment-unknown")
}

func (v *visits) Drop(*http.Request, string) error { return nil }

// remote lets phones take numbers and times be booked.
func (f *fake) remote() {
	f.config.Priority.Groups = []string{"elderly", "disabled", "pregnant", "child", "merit"}
	f.config.Remote = center.Remote{On: true, Away: true, Window: center.Window{From: 480, To: 960}, PerDay: 2, PerService: 1, Minutes: 5, Arrive: 60}
	f.config.Hours.Always = true
	f.config.Policy.Preset = "fair"
	for i := range f.config.Services {
		if s := &f.config.Services[i]; s.Code == "DD" {
			s.Daily, s.Policy.Preset = 24, "turns"
		}
	}
	f.config.Appointments = center.Appointments{Early: 30, Grace: 10, Ahead: 3, Slots: []center.Slots{{Service: "HT", Every: 15, Places: 2,
		Days: []string{"monday", "tuesday", "wednesday", "thursday", "friday"}, Window: center.Window{From: 480, To: 630}}}}
	a := wire.Appointment{ID: "a1", Code: "KM4TQ7RX", URL: "https://mc-trangdai.example/a/KM4TQ7RX", Service: "HT", Purpose: center.Submit,
		Slot: time.Date(2026, 11, 24, 8, 15, 0, 0, center.Zone), State: queue.Booked}
	arrived := a
	arrived.Code, arrived.State, arrived.Slot = "arrived", queue.Arrived, ago(10)
	f.visits = &visits{phone: web.Phone{Fresh: true, Tickets: []wire.Ticket{f.tickets["away"]}}, booked: a, arrived: arrived}
	f.rules.services = wire.Services{Full: map[center.ServiceCode]wire.Full{"DD": {Until: ptr(time.Date(2026, 11, 24, 7, 30, 0, 0, center.Zone))}}}
}
