package web_test

import (
	"motcua/internal/center"
	"motcua/internal/wire"
)

// devices is what stands in the center, and what was heard of it.
func (f *fake) devices() {
	c := &f.config
	for _, b := range f.board.Counters {
		c.Counters = append(c.Counters, center.Counter{ID: b.ID, Name: b.Name, Services: b.Services})
	}
	c.Kiosks = []center.Kiosk{{ID: "K1", Printer: "P1"}, {ID: "K2", Printer: "P2"}}
	c.Printers = []center.Printer{{ID: "P1", Address: "tcp://192.168.1.21:9100", Profile: "epson-tm-t82"}, {ID: "P2", Address: "/dev/usb/lp0", Profile: "xprinter-80"}}
	c.Displays = []center.Display{{ID: "D1"}, {ID: "D2", Counter: "1"}}
	c.Tablets = []center.Tablet{{ID: "T1", Counter: "1"}, {ID: "T2", Counter: "2"}}
	c.Buses = []center.Bus{{ID: "B1", Port: "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A10K2ZQ8-if00-port0", Baud: 19200, Parity: "even"}}
	c.Units = []center.Unit{{ID: "N1", Counter: "2", Bus: "B1", Driver: "motcua", Address: 1, Digits: 4}, {ID: "N2", Counter: "3", Bus: "B1", Driver: "led-485", Address: 7, Digits: 4}}
	c.Lamps = []center.Lamp{{ID: "L1", Counter: "1", Pin: "GPIO17", Shows: "called"}, {ID: "L2", Pin: "GPIO22", Shows: "alarm"}}
	c.Scanners = []center.Scanner{{ID: "S1", Port: "/dev/ttyACM0"}}
	c.UPS = center.UPS{ID: "UPS", NUT: "127.0.0.1:3493", Name: "ups"}
	c.SelfTest.Before = ptr(30)
	add := func(id center.DeviceID, state wire.Presence, cause string, heard, since int) *wire.DeviceStatus {
		d := wire.DeviceStatus{Device: id, State: state, Cause: cause, At: ptr(ago(heard)), Since: ptr(ago(since))}
		if state != wire.Present {
			d.LastGood = ptr(ago(since + 1))
		}
		f.board.Devices = append(f.board.Devices, d)
		return &f.board.Devices[len(f.board.Devices)-1]
	}
	add("K1", wire.Present, "", 1, 110)
	p := add("P1", wire.Present, wire.PaperLow, 1, 12)
	p.Paper = &wire.Paper{UsedMM: 58_240, RollMM: 80_000, EndsAt: ptr(ago(-388)), Slips: 150}
	p.Counts = map[string]int64{"jobs": 141, "failed": 1, "copies": 2, "looks": 2412}
	p = add("P2", wire.Broken, wire.PaperOut, 1, 7)
	p.Paper = &wire.Paper{UsedMM: 79_600, RollMM: 80_000}
	add("D1", wire.Present, "", 0, 110)
	add("T1", wire.Absent, wire.Unreachable, 25, 25)
	b := add("B1", wire.Present, "", 1, 90)
	b.Counts = map[string]int64{"units": 2, "dead": 1, "polls": 182_240, "retries": 31, "timeouts": 12, "garbled": 3, "poll_us": 23_100, "scan_us": 46_800}
	add("N1", wire.Present, "", 1, 90).Counts = map[string]int64{"keys": 96, "repeats": 1, "restarts": 1}
	add("N2", wire.Absent, wire.TimedOut, 1, 3*24*60)
	add("L1", wire.Present, "", 12, 110)
	add("L2", wire.Present, "", 1, 110)
	add("UPS", wire.Present, "", 1, 110).Counts = map[string]int64{"charge_pct": 100, "runtime_s": 1740}
	f.board.SelfTest = &wire.SelfTest{At: ago(132), OK: false, Checks: []wire.SelfTestCheck{
		{What: wire.CheckStrip, Device: "P1", OK: true, Cause: wire.PaperLow}, {What: wire.CheckStrip, Device: "P2", Cause: wire.PaperOut}, {What: wire.CheckScreen, Device: "D1", OK: true},
		{What: wire.CheckKeys, Device: "N1", OK: true}, {What: wire.CheckBus, Device: "N2", Cause: wire.TimedOut}, {What: wire.CheckLink, Untested: true},
		{What: wire.CheckScreen, Device: "T1", Cause: wire.TimedOut}, {What: wire.CheckScreen, Device: "T2", Cause: wire.TimedOut},
		{What: wire.CheckClock, OK: true}, {What: wire.CheckDisk, OK: true}}}
}

// well lets every device work.
func (f *fake) well() {
	for i := range f.board.Devices {
		d := &f.board.Devices[i]
		d.State, d.Cause, d.At, d.LastGood = wire.Present, "", ptr(ago(1)), nil
		if d.Paper != nil {
			d.Paper = &wire.Paper{UsedMM: 12_300, RollMM: 80_000, Slips: 627}
		}
	}
	f.board.SelfTest.OK = true
	for i := range f.board.SelfTest.Checks {
		c := &f.board.SelfTest.Checks[i]
		c.OK, c.Cause = !c.Untested, ""
	}
}

// dark lets the mains fail.
func (f *fake) dark() {
	f.board.Power = &wire.Power{Since: ago(7)}
	for i := range f.board.Devices {
		if d := &f.board.Devices[i]; d.Device == "UPS" {
			d.Cause, d.Since, d.Counts = wire.MainsLost, ptr(ago(7)), map[string]int64{"charge_pct": 78, "runtime_s": 1500}
		}
	}
}

// deviceless is a center that has only just been set up.
func (f *fake) deviceless() {
	f.board.Devices, f.board.SelfTest = nil, nil
	c := &f.config
	c.Kiosks, c.Printers, c.Buses, c.Units, c.Lamps, c.Scanners, c.UPS = nil, nil, nil, nil, nil, nil, center.UPS{}
	c.Displays, c.Tablets = c.Displays[:1], nil
}
