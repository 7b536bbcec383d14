package kiosk

import (
	"time"

	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// scans are what each kind of code looks like.
func scans() map[string]play {
	by, stalled := exampleStart.Add(time.Hour), exampleStart.Add(-20*time.Minute)
	slot := exampleStart.Add(18 * time.Minute)
	all := map[string]play{}
	for name, a := range map[string]wire.ScanAnswer{
		"ticket-waiting": exampleSlip(queue.Waiting, nil),
		"ticket-away":    exampleSlip(queue.Waiting, func(t *wire.Ticket) { t.Away, t.CheckInBy = true, &by }),
		"ticket-stalled": exampleSlip(queue.Waiting, func(t *wire.Ticket) { t.Stalled = &stalled }),
		"ticket-called":  exampleSlip(queue.Called, func(t *wire.Ticket) { t.Counter = "3" }),
		"ticket-serving": exampleSlip(queue.Serving, func(t *wire.Ticket) { t.Counter = "12" }),
		"ticket-parked":  exampleSlip(queue.Parked, nil), "ticket-missed": exampleSlip(queue.NoShow, func(t *wire.Ticket) { t.ReturnBy = &by }),
		"ticket-finished": exampleSlip(queue.Finished, func(t *wire.Ticket) { t.URL = exampleLink }),
		"ticket-rated":    exampleSlip(queue.Finished, nil), "ticket-expired": exampleSlip(queue.Expired, nil), "ticket-old": {Kind: wire.ScanTicket},
		"appointment": exampleBooking(queue.Booked, slot), "appointment-used": exampleBooking(queue.Arrived, slot),
		"appointment-canceled": exampleBooking(queue.Dropped, slot), "appointment-other": exampleBooking(queue.Booked, slot.Add(24*time.Hour)),
		"appointment-unknown": {Kind: wire.ScanAppointment}, "dossier": exampleDossier, "card": exampleElderly, "card-younger": exampleYounger, "unknown": exampleNothing,
	} {
		all["scan-"+name] = func(lang i18n.Lang) *Flow { return open(lang).ofCode(a, nil).Flow }
	}
	all["scan-change"] = func(lang i18n.Lang) *Flow {
		change := exampleStart.Add(time.Minute)
		fresh := exampleSlip(queue.Waiting, func(t *wire.Ticket) { t.ChangeBy = &change })
		return open(lang, toResult...).issued(exampleTicket()).press("home").ofCode(fresh, nil).Flow
	}
	all["scan-asking"] = func(lang i18n.Lang) *Flow {
		s := open(lang, "start")
		s.Scan(exampleLink)
		return s.Flow
	}
	all["scan-cut"] = func(lang i18n.Lang) *Flow {
		return open(lang).ofCode(wire.ScanAnswer{}, fault.New(fault.Unavailable, "controller-away")).Flow
	}
	all["scan-refused"] = func(lang i18n.Lang) *Flow {
		return open(lang).ofCode(wire.ScanAnswer{}, &client.Problem{Fault: fault.New(fault.TooMany, "too-often", "minutes", 15),
			Detail: i18n.T(lang, "fault.too-often", "minutes", 15)}).Flow
	}
	all["scan-collecting"] = func(lang i18n.Lang) *Flow { return open(lang).ofCode(exampleDossier, nil).press("scan:collect").Flow }
	all["attract-scanner"] = func(lang i18n.Lang) *Flow {
		s := open(lang)
		s.live.Devices = []wire.DeviceStatus{{Device: "S1", Kind: "scanner", Kiosk: "K1", State: wire.Present}}
		return s.after(time.Second).Flow
	}
	return all
}
