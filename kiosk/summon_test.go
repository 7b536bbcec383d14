package kiosk_test

import (
	"testing"
	"time"

	"motcua/internal/i18n"
	"motcua/internal/wire"
	"motcua/kiosk"
)

// waits puts a call for a greeter on the board, or takes it away.
func (d *desk) waits(at ...time.Time) *desk {
	d.live.Help = nil
	for _, t := range at {
		d.live.Help = append(d.live.Help, wire.HelpCall{Device: "K1", Kind: "kiosk", At: t})
	}
	return d.after(time.Second)
}

func TestHelpSaysWhatBecameOfTheCall(t *testing.T) {
	d := newDesk().press("start", "purpose:fee", "help")
	e, ok := d.Errand()
	if !ok || !e.Help || d.Help() != "calling" {
		t.Fatalf("Errand() = %+v, %v, Help() = %q; want a call under way", e, ok, d.Help())
	}
	called := d.now
	d.Summoned(e.Key, wire.HelpCall{Device: "K1", At: called}, nil)
	if d.Help() != "called" || !says(d.View(sizes["portrait"], fontsOf(t), ""), "Đã gọi cán bộ hướng dẫn lúc "+i18n.Clock(called)) {
		t.Errorf("Help() = %q, want it called, and when", d.Help())
	}
	if d.waits(called); d.Help() != "called" {
		t.Errorf("Help() = %q while the board shows the call", d.Help())
	}
	if d.waits(); d.Help() != "coming" {
		t.Errorf("Help() = %q once it is gone from the board, want coming", d.Help())
	}
	mustStep(t, d.press("back"), kiosk.Service)
	if d.press("help"); d.Help() != "calling" {
		t.Errorf("Help() = %q on another call", d.Help())
	}
}

func TestHelpThatComesIsToldWhileMoreTimeIsAsked(t *testing.T) {
	d := newDesk().press("help")
	e, _ := d.Errand()
	called := d.now
	d.Summoned(e.Key, wire.HelpCall{Device: "K1", At: called}, nil)
	if d.waits(called).after(61 * time.Second); !d.Asking {
		t.Fatal("nobody is asked for more time after a minute")
	}
	if d.waits().after(time.Second); d.Asking || d.Help() != "coming" {
		t.Errorf("Asking = %v, Help() = %q once somebody comes; want it told", d.Asking, d.Help())
	}
	if d.after(61 * time.Second); !d.Asking {
		t.Error("nobody is asked for more time a minute later")
	}
}

func TestHelpThatIsNotReached(t *testing.T) {
	d := newDesk().press("help")
	e, _ := d.Errand()
	if d.after(7 * time.Second); d.Help() != "calling" {
		t.Errorf("Help() after 7 s = %q", d.Help())
	}
	if d.after(time.Second); d.Help() != "failed" {
		t.Errorf("Help() after 8 s = %q, want failed", d.Help())
	}
	d.Summoned(e.Key, wire.HelpCall{Device: "K1", At: d.now}, nil) // it went through after all
	if d.Help() != "called" {
		t.Errorf("Help() after a late answer = %q, want called", d.Help())
	}
	d = newDesk().press("help")
	e, _ = d.Errand()
	if d.Summoned(e.Key, wire.HelpCall{}, errAway); d.Help() != "failed" {
		t.Errorf("Help() = %q, want failed", d.Help())
	}
	d.press("help:again")
	if e, ok := d.Errand(); !ok || !e.Help || d.Help() != "calling" {
		t.Errorf("Errand() = %+v, %v, Help() = %q; want another call", e, ok, d.Help())
	}
	mustStep(t, d.press("back"), kiosk.Attract)
}

// TestWhoWaitsIsNotCalledTwice: a call stays known after the screen has returned.
func TestWhoWaitsIsNotCalledTwice(t *testing.T) {
	d := newDesk().waits(start).press("help")
	if e, ok := d.Errand(); ok || d.Help() != "called" {
		t.Errorf("Errand() = %+v, %v, Help() = %q; want what waits already", e, ok, d.Help())
	}
	d.press("dismiss")
	if e, ok := d.Errand(); !ok || !e.Dismiss {
		t.Errorf("Errand() = %+v, %v, want the call taken back", e, ok)
	}
	mustStep(t, d, kiosk.Attract)
	if !says(d.View(sizes["landscape"], fontsOf(t), ""), "Đã gọi cán bộ hướng dẫn lúc 09:12") {
		t.Error("the start does not say that somebody is called")
	}
	if d.waits(); says(d.View(sizes["landscape"], fontsOf(t), ""), "Đã gọi cán bộ") {
		t.Error("the start still says that somebody is called")
	}
}

func TestHelpFromTheResultComesBackToIt(t *testing.T) {
	d := newDesk().wish().issued(ticket())
	d.Slipped("20261123-A012", "printed", "")
	d.press("help").after(40 * time.Second)
	if mustStep(t, d.press("back"), kiosk.Result); d.Left() < 15*time.Second {
		t.Errorf("the number stays for %v, want as long as at first", d.Left())
	}
}
