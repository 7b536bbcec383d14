package kiosk

import (
	"fmt"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// exampleStart is when the illustrated day is looked at.
var exampleStart = time.Date(2026, 11, 23, 9, 12, 0, 0, center.Zone)

// exampleLink is what the QR code of a slip says.
const exampleLink = "https://motcua.tranbien.dongnai.gov.vn/t/7k3m5q2xn6t4vj8r9pzc"

// exampleCode is the keys of an appointment's code.
var exampleCode = []string{"key:K", "key:M", "key:4", "key:T", "key:Q", "key:7", "key:R", "key:X"}

// exampleOffers are the eleven services of a commune center, the last with the longest names there may be.
func exampleOffers() []center.Service {
	names := []i18n.Text{
		{VI: "Hộ tịch", EN: "Civil status"}, {VI: "Chứng thực", EN: "Certification"}, {VI: "Cư trú", EN: "Residence"},
		{VI: "Đất đai", EN: "Land"}, {VI: "Lao động - Xã hội", EN: "Labor and social affairs"}, {VI: "Y tế", EN: "Health"},
		{VI: "Giáo dục", EN: "Education"}, {VI: "Kinh doanh", EN: "Business"}, {VI: "Xây dựng", EN: "Construction"},
		{VI: "Môi trường", EN: "Environment"},
		{VI: "Người có công và thân nhân người hoạt động cách mạng", EN: "People with meritorious service and their relatives"},
	}
	var list []center.Service
	for i, n := range names {
		list = append(list, center.Service{Code: center.ServiceCode(fmt.Sprintf("S%d", i)), Name: n})
	}
	list[1].Papers = i18n.Text{VI: "Bản chính và bản sao giấy tờ cần chứng thực", EN: "The original and the copies to be certified"}
	list[10].Papers = i18n.Text{VI: "Căn cước, quyết định công nhận, bản khai có xác nhận và giấy tờ chứng minh quan hệ thân nhân",
		EN: "Citizen identity card, decision of recognition, confirmed form and proof of the relationship"}
	return list
}

// exampleAbout is what a kiosk knows of its center: one service is full until tomorrow.
func exampleAbout() *wire.Services {
	opens := time.Date(2026, 11, 24, 7, 30, 0, 0, center.Zone)
	at := func(hour, minute int) time.Time { return time.Date(2026, 11, 23, hour, minute, 0, 0, center.Zone) }
	return &wire.Services{Center: exampleBoard().Center, Open: true, Services: exampleOffers(), Full: map[center.ServiceCode]wire.Full{"S4": {Until: &opens}},
		Left:     map[center.ServiceCode]int{"S0": 84, "S5": 3},
		Hours:    []wire.Opening{{From: at(7, 30), To: at(11, 30)}, {From: at(13, 30), To: at(17, 0)}},
		Priority: center.Priority{Groups: []string{"elderly", "disabled", "pregnant", "child", "merit", "remote-area"}}, Appointments: true}
}

func exampleBoard() wire.Board {
	stalled := exampleStart.Add(-20 * time.Minute)
	return wire.Board{Seq: 7, Open: true,
		Center: i18n.Text{VI: "Trung tâm Phục vụ hành chính công phường Trấn Biên", EN: "Public Administration Service Center of Tran Bien Ward"},
		Point:  i18n.Text{VI: "Điểm tiếp nhận số 1", EN: "Reception point 1"},
		Waiting: []wire.QueueState{
			{Service: "S0", Waiting: 4, Counters: 2, Wait: &wire.Range{LowS: 600, HighS: 1200}}, {Service: "S1", Waiting: 12, Counters: 1, Wait: &wire.Range{LowS: 2700, HighS: 4500}},
			{Service: "S2"}, {Service: "S3", Waiting: 7, Counters: 1, Stalled: &stalled}, {Service: "S4", Waiting: 31, Counters: 1},
			{Service: "S5", Waiting: 2, Counters: 1}, {Service: "S6", Waiting: 1, Counters: 1, Wait: &wire.Range{HighS: 600}},
			{Service: "S7", Waiting: 88, Counters: 1, Wait: &wire.Range{LowS: 26000, HighS: 32000}}, {Service: "S8"}, {Service: "S9", Counters: 1, Wait: &wire.Range{HighS: 300}},
			{Service: "S10", Waiting: 104, Counters: 2, Wait: &wire.Range{LowS: 6000, HighS: 9000}},
		}}
}

// exampleBroken is a board on which the kiosk's printer is in that state.
func exampleBroken(state wire.Presence, cause string) wire.Board {
	b := exampleBoard()
	b.Devices = []wire.DeviceStatus{{Device: "P2", Kind: "printer", Kiosk: "K2", State: wire.Broken, Cause: wire.CutterError},
		{Device: "P1", Kind: "printer", Kiosk: "K1", State: state, Cause: cause}}
	return b
}

func exampleTicket() wire.Ticket {
	by := exampleStart.Add(time.Minute)
	return wire.Ticket{ID: "20261123-A012", Number: "A012", Service: "S10", Purpose: center.OnlineHelp, Printer: "P1", Ahead: 4,
		State: queue.Waiting, IssuedAt: exampleStart, ChangeBy: &by,
		Wait: &wire.Range{LowS: 600, HighS: 1200}, URL: "https://motcua.tranbien.dongnai.gov.vn/t/7K3M5Q2XN6T4VJ8R1PZC"}
}

// exampleSlip is the answer about a scanned ticket in that state.
func exampleSlip(state queue.State, change func(*wire.Ticket)) wire.ScanAnswer {
	t := exampleTicket()
	t.URL, t.State, t.ChangeBy = "", state, nil
	if change != nil {
		change(&t)
	}
	return wire.ScanAnswer{Kind: wire.ScanTicket, Ticket: &t}
}

func exampleBooking(state queue.Booking, slot time.Time) wire.ScanAnswer {
	return wire.ScanAnswer{Kind: wire.ScanAppointment, Appointment: &wire.Appointment{ID: "A1", Code: "KM4TQ7RX", Service: "S10", Purpose: "submit", Slot: slot, State: state}}
}

var (
	exampleDossier = wire.ScanAnswer{Kind: wire.ScanDossier, Dossier: "H19.26.1-261120-0012"}
	exampleElderly = wire.ScanAnswer{Kind: wire.ScanCard, Card: &wire.Card{Elderly: true, Person: "0123456789abcdef"}}
	exampleYounger = wire.ScanAnswer{Kind: wire.ScanCard, Card: &wire.Card{Person: "fedcba9876543210"}}
	exampleNothing = wire.ScanAnswer{Kind: wire.ScanUnknown}
)
