package kiosk_test

import (
	"time"

	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
	"motcua/kiosk"
)

const slipLink = "https://motcua.tranbien.dongnai.gov.vn/t/7k3m5q2xn6t4vj8r9pzc"

// told answers what the kiosk asks because of a code.
func (d *desk) told(a wire.ScanAnswer, err error) *desk {
	for e, ok := d.Errand(); ok; e, ok = d.Errand() {
		if e.Code != "" {
			d.Told(e.Key, a, err)
		}
	}
	return d
}

// scanned reads a code that is what a says.
func (d *desk) scanned(a wire.ScanAnswer) *desk {
	d.after(time.Second).Scan(slipLink)
	return d.told(a, nil)
}

// ofTicket is the answer about a ticket in that state.
func ofTicket(state queue.State, change func(*wire.Ticket)) wire.ScanAnswer {
	t := ticket()
	t.URL, t.State = "", state
	if change != nil {
		change(&t)
	}
	return wire.ScanAnswer{Kind: wire.ScanTicket, Ticket: &t}
}

func ofAppointment(state queue.Booking, slot time.Time) wire.ScanAnswer {
	return wire.ScanAnswer{Kind: wire.ScanAppointment, Appointment: &wire.Appointment{ID: "A1", Code: "KM4TQ7RX", Service: "S10", Purpose: "submit", Slot: slot, State: state}}
}

var (
	ofDossier = wire.ScanAnswer{Kind: wire.ScanDossier, Dossier: "H19.26.1-261120-0012"}
	ofElderly = wire.ScanAnswer{Kind: wire.ScanCard, Card: &wire.Card{Elderly: true, Person: "0123456789abcdef"}}
	ofYounger = wire.ScanAnswer{Kind: wire.ScanCard, Card: &wire.Card{Person: "fedcba9876543210"}}
	ofNothing = wire.ScanAnswer{Kind: wire.ScanUnknown}
)

// scanScreens adds what each kind of code looks like.
func scanScreens(all map[string]*kiosk.Flow, open func(...string) *desk) {
	by, stalled := start.Add(time.Hour), start.Add(-20*time.Minute)
	slot := start.Add(18 * time.Minute)
	for name, a := range map[string]wire.ScanAnswer{
		"ticket-waiting": ofTicket(queue.Waiting, nil),
		"ticket-away":    ofTicket(queue.Waiting, func(t *wire.Ticket) { t.Away, t.CheckInBy = true, &by }),
		"ticket-stalled": ofTicket(queue.Waiting, func(t *wire.Ticket) { t.Stalled = &stalled }),
		"ticket-called":  ofTicket(queue.Called, func(t *wire.Ticket) { t.Counter = "3" }),
		"ticket-serving": ofTicket(queue.Serving, func(t *wire.Ticket) { t.Counter = "12" }),
		"ticket-parked":  ofTicket(queue.Parked, nil), "ticket-missed": ofTicket(queue.NoShow, func(t *wire.Ticket) { t.ReturnBy = &by }),
		"ticket-finished": ofTicket(queue.Finished, func(t *wire.Ticket) { t.URL = slipLink }),
		"ticket-rated":    ofTicket(queue.Finished, nil), "ticket-expired": ofTicket(queue.Expired, nil), "ticket-old": {Kind: wire.ScanTicket},
		"appointment": ofAppointment(queue.Booked, slot), "appointment-used": ofAppointment(queue.Arrived, slot),
		"appointment-canceled": ofAppointment(queue.Dropped, slot), "appointment-other": ofAppointment(queue.Booked, slot.Add(24*time.Hour)),
		"appointment-unknown": {Kind: wire.ScanAppointment}, "dossier": ofDossier, "card": ofElderly, "card-younger": ofYounger, "unknown": ofNothing,
	} {
		all["scan-"+name] = open().scanned(a).Flow
	}
	asking := open("start")
	asking.Scan(slipLink)
	all["scan-asking"] = asking.Flow
	cut := open()
	cut.Scan(slipLink)
	all["scan-cut"] = cut.told(wire.ScanAnswer{}, errAway).Flow
	often := open()
	often.Scan(slipLink)
	all["scan-refused"] = often.told(wire.ScanAnswer{}, &client.Problem{Fault: fault.New(fault.TooMany, "guesses"),
		Detail: "Đã thử quá nhiều mã sai. Xin chờ 15 phút hoặc hỏi bàn hướng dẫn."}).Flow
	all["scan-collecting"] = open().scanned(ofDossier).press("scan:collect").Flow
	hint := open()
	hint.live.Devices = []wire.DeviceStatus{{Device: "S1", Kind: "scanner", Kiosk: "K1", State: wire.Present}}
	all["attract-scanner"] = hint.after(time.Second).Flow
}
