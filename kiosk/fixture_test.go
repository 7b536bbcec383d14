package kiosk_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
	"motcua/kiosk"
)

var start = time.Date(2026, 11, 23, 9, 12, 0, 0, center.Zone)

// offers are the eleven fields of a commune center, the last with the longest names there may be.
func offers() []center.Service {
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
	return list
}

// about is what the kiosk knows of its center: one service is full until tomorrow.
func about() *wire.Services {
	opens := time.Date(2026, 11, 24, 7, 30, 0, 0, center.Zone)
	return &wire.Services{Center: board().Center, Open: true, Services: offers(), Full: map[center.ServiceCode]wire.Full{"S4": {Until: &opens}},
		Priority: center.Priority{Groups: []string{"elderly", "disabled", "pregnant", "child", "merit", "remote-area"}}, Appointments: true}
}

func board() wire.Board {
	return wire.Board{Seq: 7, Open: true,
		Center: i18n.Text{VI: "Trung tâm Phục vụ hành chính công phường Trấn Biên", EN: "Public Administration Service Center of Tran Bien Ward"},
		Point:  i18n.Text{VI: "Điểm tiếp nhận số 1", EN: "Reception point 1"}}
}

// brokenBoard is a board on which the kiosk's printer is in that state.
func brokenBoard(state wire.Presence, cause string) wire.Board {
	b := board()
	b.Devices = []wire.DeviceStatus{{Device: "P2", Kind: "printer", Kiosk: "K2", State: wire.Broken, Cause: wire.CutterError},
		{Device: "P1", Kind: "printer", Kiosk: "K1", State: state, Cause: cause}}
	return b
}

func ticket() wire.Ticket {
	return wire.Ticket{ID: "20261123-A012", Number: "A012", Service: "S10", Purpose: center.OnlineHelp, Printer: "P1", Ahead: 4,
		Wait: &wire.Range{LowS: 600, HighS: 1200}, URL: "https://motcua.tranbien.dongnai.gov.vn/t/7K3M5Q2XN6T4VJ8R1PZC"}
}

// code is the keys of an appointment's code.
var code = []string{"key:K", "key:M", "key:4", "key:T", "key:Q", "key:7", "key:R", "key:X"}

// desk plays a kiosk by hand.
type desk struct {
	*kiosk.Flow
	now    time.Time
	live   wire.Board
	silent bool // the controller does not answer
}

func newDesk() *desk {
	n := 0
	d := &desk{now: start, live: board(), Flow: kiosk.NewFlow("K1", start, func() string { n++; return fmt.Sprintf("key-%d", n) })}
	d.Heard(board(), about(), start)
	return d
}

func (d *desk) after(pause time.Duration) *desk {
	d.now = d.now.Add(pause)
	if !d.silent {
		d.Heard(d.live, nil, d.now)
	}
	d.Tick(d.now)
	return d
}

func (d *desk) press(targets ...string) *desk {
	for _, t := range targets {
		d.after(time.Second).Press(t)
	}
	return d
}

func (d *desk) wish() *desk { return d.press("start", "purpose:submit", "service:S10", "priority:no") }

func (d *desk) issued(t wire.Ticket) *desk {
	if w, ok := d.Send(); ok {
		d.Answered(w.Key, t, nil)
	}
	return d
}

var errAway = fault.Wrap(errors.New("connection refused"), fault.Unavailable, "controller-away")

// every screen of the kiosk, by name, in the language it is opened in.
func everyScreen(lang i18n.Lang) map[string]*kiosk.Flow {
	open := func(targets ...string) *desk {
		d := newDesk()
		if lang == i18n.EN {
			d.press("lang")
		}
		return d.press(targets...)
	}
	printer := func(state, cause string) *kiosk.Flow {
		d := open("start", "purpose:online-help", "service:S10", "priority:no").issued(ticket())
		d.Slipped("20261123-A012", state, cause)
		return d.Flow
	}
	bare := ticket()
	bare.Printer = ""
	all := map[string]*kiosk.Flow{
		"attract": open().Flow, "purpose": open("start").Flow, "service": open("start", "purpose:submit").Flow,
		"service-2": open("start", "purpose:submit", "page:next").Flow, "priority": open("start", "purpose:submit", "service:S1").Flow,
		"working": open("start", "purpose:submit", "service:S1", "priority:no").Flow,
		"asking":  open("start", "purpose:submit").after(65 * time.Second).Flow, "help": open("start", "help").Flow,
		"result-printing": printer("claimed", ""), "result-printed": printer("printed", ""),
		"result-paper-out": printer("failed", wire.PaperOut), "result-failed": printer("failed", wire.CutterError),
		"result-unknown":    printer("failed", wire.Unknown),
		"result-no-printer": open("start", "purpose:online-help", "service:S10", "priority:no").issued(bare).Flow,
		"contrast":          open("aids", "aid:contrast", "aids-done", "start").Flow,
	}
	visitScreens(all, open)
	printerScreens(all, open)
	guardScreens(all, open)
	scanScreens(all, open)
	demo := board()
	demo.Demo = true
	d := open("start", "purpose:submit")
	d.Heard(demo, nil, d.now)
	all["demo"] = d.Flow
	shut, opens := board(), time.Date(2026, 11, 24, 7, 30, 0, 0, center.Zone)
	shut.Open, shut.NextOpen = false, &opens
	d = open()
	d.Heard(shut, nil, d.now)
	all["closed"] = d.Flow
	full := board()
	full.Trouble = "disk-full"
	d = open()
	d.Heard(full, nil, d.now)
	all["stopped"] = d.Flow
	away := open()
	away.silent = true
	all["away"] = away.after(11 * time.Second).Flow
	all["starting"] = kiosk.NewFlow("K1", start, nil)
	refused := open("start", "purpose:submit", "service:S3", "priority:no")
	w, _ := refused.Send()
	refused.Answered(w.Key, wire.Ticket{}, &client.Problem{Fault: fault.New(fault.Conflict, "service-full"),
		Detail: "Lĩnh vực Đất đai đã hết số hôm nay. Lấy số lại từ 07:30, thứ Ba, 24/11, hoặc hỏi bàn hướng dẫn."})
	all["refused"] = refused.Flow
	all["refused-away"] = open("start", "purpose:submit", "service:S3", "priority:no").after(21 * time.Second).Flow
	return all
}

// printerScreens adds the screens while the printer cannot print.
func printerScreens(all map[string]*kiosk.Flow, open func(...string) *desk) {
	broken := func(state wire.Presence, cause string, demo, shut bool, targets ...string) *desk {
		d := open(targets...)
		d.live = brokenBoard(state, cause)
		d.live.Demo, d.live.Open = demo, !shut
		d.Heard(d.live, nil, d.now)
		return d
	}
	all["paper-out-attract"] = broken(wire.Broken, wire.PaperOut, false, false).Flow
	all["paper-out-demo"] = broken(wire.Broken, wire.PaperOut, true, false, "start", "purpose:submit").Flow
	all["paper-out-service"] = broken(wire.Broken, wire.PaperOut, false, false, "start", "purpose:submit").Flow
	all["paper-out-priority"] = broken(wire.Broken, wire.CutterError, false, false, "start", "purpose:submit", "service:S1").Flow
	all["paper-out-purpose"] = broken(wire.Broken, wire.HeadHot, false, false, "start").Flow
	all["paper-out-code"] = broken(wire.Broken, wire.CoverOpen, false, false, "appointment", "key:K").Flow
	all["paper-low"] = broken(wire.Present, wire.PaperLow, false, false).Flow
	all["unreachable-closed"] = broken(wire.Absent, "", false, true).Flow
	all["result-unprintable"] = broken(wire.Broken, wire.CoverOpen, false, false, "start", "purpose:submit", "service:S10", "priority:no").issued(ticket()).Flow
}

// guardScreens adds each step of each guide, and how the printer stands beside it.
func guardScreens(all map[string]*kiosk.Flow, open func(...string) *desk) {
	at := func(state wire.Presence, cause string, targets ...string) *desk {
		d := open()
		d.live = brokenBoard(state, cause)
		d.after(time.Second)
		return d.press("held:guard").press(targets...)
	}
	for guide, c := range map[string]struct {
		cause string
		steps int
	}{"paper": {wire.PaperOut, 6}, "jam": {wire.CutterError, 6}, "cover": {wire.CoverOpen, 2}} {
		all["guard-"+guide] = at(wire.Broken, c.cause).Flow
		for n := range c.steps {
			d := at(wire.Broken, c.cause, "guide:"+guide)
			for range n {
				d.press("card:next")
			}
			all[fmt.Sprintf("guide-%s-%d", guide, n+1)] = d.Flow
		}
	}
	all["guard-hot"] = at(wire.Broken, wire.HeadHot).Flow
	all["guard-cable"] = at(wire.Absent, "").Flow
	all["guard-device"] = at(wire.Broken, wire.DeviceError).Flow
	all["guard-low"] = at(wire.Present, wire.PaperLow).Flow
	ready := at(wire.Broken, wire.PaperOut, "guide:paper", "card:next", "card:next", "card:next", "card:next")
	ready.live = brokenBoard(wire.Present, "")
	all["guide-ready"] = ready.after(3 * time.Second).Flow
	full := at(wire.Present, "")
	full.live.Devices[1].Paper = &wire.Paper{UsedMM: 9000, RollMM: 80000, Slips: 507}
	all["guard-full"] = full.after(time.Second).Flow
	ends, low := start.Add(6*time.Hour+28*time.Minute), at(wire.Present, wire.PaperLow)
	low.live.Devices[1].Paper = &wire.Paper{UsedMM: 76000, RollMM: 80000, Slips: 28, EndsAt: &ends}
	all["guard-ends"] = low.after(time.Second).Flow
	all["guide-contrast"] = at(wire.Broken, wire.CutterError, "aids", "aid:contrast", "aids-done", "guide:jam", "card:next", "card:next", "card:next").Flow
	lost := at(wire.Broken, wire.PaperOut, "guide:paper")
	lost.silent = true
	all["guide-lost"] = lost.after(12 * time.Second).Flow
	all["guard-none"] = open("held:guard").Flow
}

// visitScreens adds the screens of appointments and of a full service.
func visitScreens(all map[string]*kiosk.Flow, open func(...string) *desk) {
	booked, slot := ticket(), time.Date(2026, 11, 23, 9, 30, 0, 0, center.Zone)
	booked.Slot = &slot
	all["result-appointment"] = open("start", "purpose:online-help", "service:S10", "priority:no").issued(booked).Flow
	plain := open()
	list := *about()
	list.Appointments = false
	plain.Heard(board(), &list, plain.now)
	all["attract-plain"] = plain.Flow
	all["full"] = open("start", "purpose:submit", "service:S4").Flow
	all["code"] = open("appointment", "key:K", "key:M", "key:4").Flow
	all["code-typed"] = open(append([]string{"appointment"}, code...)...).Flow
}

func mustStep(t *testing.T, d *desk, want kiosk.Step) {
	t.Helper()
	if got := d.Step(); got != want {
		t.Fatalf("Step() = %q, want %q", got, want)
	}
}

func fontsOf(t testing.TB) *kit.Fonts {
	t.Helper()
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	return fonts
}

// says tells whether a scene holds words, however they are broken into lines.
func says(s *kit.Scene, words string) bool {
	plain := strings.NewReplacer("\u00a0", " ", "\n", " ")
	for _, item := range s.Items {
		var text []string
		for _, l := range item.Lines {
			text = append(text, l.Text)
		}
		if strings.Contains(plain.Replace(strings.Join(text, " ")), plain.Replace(words)) {
			return true
		}
	}
	return false
}
