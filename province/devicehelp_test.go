package province

import (
	"encoding/json"
	"testing"
	"time"

	"motcua/internal/i18n"
	"motcua/internal/link"
	"motcua/internal/link/linktest"
	"motcua/internal/wire"
)

// ago is a moment before the pages' now.
func ago(d time.Duration) *time.Time { return then(pageNow).ago(d) }

// then is the moment of a snapshot.
type then time.Time

func (t then) ago(d time.Duration) *time.Time { was := time.Time(t).Add(-d); return &was }

// works is a device that was heard of half a minute ago.
func (t then) works(d wire.DeviceStatus) wire.DeviceStatus {
	ago := t.ago
	d.State, d.At, d.Since, d.LastGood = wire.Present, ago(30*time.Second), ago(100*time.Minute), ago(30*time.Second)
	return d
}

// fails is a device with a cause, since so long.
func (t then) fails(d wire.DeviceStatus, state wire.Presence, cause string, since time.Duration) wire.DeviceStatus {
	ago := t.ago
	d.State, d.Cause, d.Code = state, cause, wire.FaultCode(d.Device, cause)
	d.At, d.Since, d.LastGood = ago(20*time.Second), ago(since), ago(since+time.Minute)
	return d
}

// troubled is the snapshot of a center in which much is wrong.
func troubled(at time.Time) wire.Snap {
	works, fails, ago := then(at).works, then(at).fails, then(at).ago
	ends := at.Add(6*time.Hour + 28*time.Minute) // 15:40
	silent := works(wire.DeviceStatus{Device: "N2", Kind: "unit", Driver: "motcua", Counter: "2"})
	silent.At, silent.LastGood = ago(22*time.Minute), ago(22*time.Minute)
	ups := fails(wire.DeviceStatus{Device: "UPS", Kind: "ups"}, wire.Broken, wire.MainsLost, 10*time.Minute)
	ups.Counts = map[string]int64{"charge_pct": 84, "runtime_s": 2400}
	soon := fails(wire.DeviceStatus{Device: "P2", Kind: "printer", Driver: "xprinter-80", Kiosk: "K2",
		Paper: &wire.Paper{UsedMM: 71000, RollMM: 80000, LeftMM: 9000, Slips: 60, EndsAt: ago(-40 * time.Minute)}}, wire.Present, wire.PaperLow, 5*time.Minute)
	return wire.Snap{V: 1, At: at, Open: true, Counters: []wire.SnapCounter{{ID: "1", State: "open"}, {ID: "2", State: "open"}, {ID: "10", State: "closed"}},
		Power: &wire.Power{Since: *ago(10 * time.Minute)},
		Devices: []wire.DeviceStatus{
			works(wire.DeviceStatus{Device: "K1", Kind: "kiosk"}), works(wire.DeviceStatus{Device: "K2", Kind: "kiosk"}),
			fails(wire.DeviceStatus{Device: "P1", Kind: "printer", Driver: "epson-tm-t82", Kiosk: "K1"}, wire.Broken, wire.PaperOut, 7*time.Minute), soon,
			works(wire.DeviceStatus{Device: "P3", Kind: "printer", Driver: "generic-80", Paper: &wire.Paper{RollMM: 80000, Slips: 300, EndsAt: &ends}}),
			works(wire.DeviceStatus{Device: "D1", Kind: "display"}),
			fails(wire.DeviceStatus{Device: "T10", Kind: "tablet", Counter: "10"}, wire.Absent, wire.TimedOut, 26*time.Hour),
			silent, {Device: "L1", Kind: "lamp", Counter: "1", State: wire.Absent}, ups,
		},
		SelfTest: &wire.SelfTest{ID: "x", At: *ago(132*time.Minute + 30*time.Second), Checks: []wire.SelfTestCheck{
			{What: wire.CheckClock, Cause: "clock-unsynced"}, {What: wire.CheckDisk, OK: true}, {What: wire.CheckSound, Untested: true},
			{What: wire.CheckStrip, Device: "P1", OK: true}, {What: wire.CheckScreen, Device: "T10", Cause: wire.TimedOut},
			{What: wire.CheckScreen, Device: "T9", Cause: wire.TimedOut}, {What: wire.CheckScreen, Device: "D1", OK: true},
			{What: wire.CheckUPS, Device: "UPS", OK: true, Cause: wire.BatteryLow}}}}
}

// calm is the snapshot of a center in which everything works.
func calm(at time.Time) wire.Snap {
	works, ago := then(at).works, then(at).ago
	return wire.Snap{V: 1, At: at, Open: true, Devices: []wire.DeviceStatus{
		works(wire.DeviceStatus{Device: "K1", Kind: "kiosk"}), works(wire.DeviceStatus{Device: "P1", Kind: "printer", Kiosk: "K1"})},
		SelfTest: &wire.SelfTest{ID: "y", At: *ago(2 * time.Hour), OK: true, Checks: []wire.SelfTestCheck{{What: wire.CheckDisk, OK: true}}}}
}

// deviceProvince has centers whose devices stand in every way.
func deviceProvince(t *testing.T) *Province {
	t.Helper()
	names := map[string]string{"h19-26-1": "Phường Tam Hiệp", "h19-27": "Phường Long Bình", "h19-28": "Xã Định Quán", "h19-29": "Xã Xuân Lộc", "h19-30": "Xã An Viễn", "h19-31": "Xã Bàu Hàm"}
	var points []Point
	for id, name := range names {
		points = append(points, Point{Prov: "h19", ID: id, Name: i18n.Text{VI: name}})
	}
	p, err := New(Options{Data: t.TempDir(), Broker: link.Broker{URL: "tcp://127.0.0.1:1"}, Points: points, Demo: true, Now: func() time.Time { return pageNow }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	p.online.Store(true)
	old := troubled(*ago(40 * time.Minute))
	old.Power.Low = true
	testing := calm(pageNow)
	testing.SelfTest = &wire.SelfTest{ID: "z", At: *ago(time.Minute), Running: true}
	for id, snap := range map[string]wire.Snap{"h19-26-1": troubled(pageNow), "h19-27": calm(pageNow), "h19-28": old, "h19-30": testing, "h19-31": calm(*ago(20 * time.Hour))} {
		at := snap.At
		hear(t, p, id, at, map[string][]byte{wire.TopicSnap: encode(snap),
			wire.TopicOnline: encode(wire.Online{V: 1, On: true, Session: "s", Epoch: linktest.Epoch(1), First: 1, At: at})})
	}
	return p
}

// fact is one event of a center's log.
type fact struct {
	kind string
	ago  time.Duration
	data any
}

// recount lets a point tell a log of its own.
func recount(t *testing.T, p *Province, id string, facts []fact) {
	t.Helper()
	var entries []wire.Entry
	var hash wire.Hash
	for i, f := range facts {
		data, err := json.Marshal(f.data)
		if err != nil {
			t.Fatal(err)
		}
		body, err := json.Marshal(wire.Body{Seq: int64(i + 1), Type: f.kind, At: *ago(f.ago), Boot: "b", Day: "2026-11-23", Data: data})
		if err != nil {
			t.Fatal(err)
		}
		hash = wire.Chain(hash, body)
		entries = append(entries, wire.Entry{Seq: int64(i + 1), Type: f.kind, Body: body, Hash: hash})
	}
	for len(entries) > 0 {
		n := min(len(entries), 100)
		batch, err := wire.EncodeBatch(linktest.Epoch(1), 1, wire.Source("h19", id), entries[:n])
		if err != nil {
			t.Fatal(err)
		}
		hear(t, p, id, pageNow, map[string][]byte{wire.TopicEvt: batch})
		entries = entries[n:]
	}
}
