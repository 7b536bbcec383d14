package kiosk_test

import (
	"testing"
	"time"

	"motcua/internal/wire"
	"motcua/kiosk"
)

// atGuard is a kiosk whose guard looks for what to do about a cause.
func atGuard(cause string, targets ...string) *desk {
	d := newDesk()
	d.live = brokenBoard(wire.Broken, cause)
	d.after(time.Second)
	return d.press("held:guard").press(targets...)
}

func TestGuideLeadsToTheEnd(t *testing.T) {
	d := atGuard(wire.PaperOut, "guide:paper")
	mustStep(t, d, kiosk.Guide)
	for n := 1; n < 6; n++ {
		if d.press("card:next"); d.Card != n {
			t.Fatalf("Card after %d steps = %d", n, d.Card)
		}
	}
	if d.press("card:prev"); d.Card != 4 {
		t.Errorf("Card after going back = %d, want 4", d.Card)
	}
	mustStep(t, d.press("back"), kiosk.Guard)
	mustStep(t, d.press("guide:cover", "card:next", "card:next"), kiosk.Attract)
}

func TestGuardOpensOnlyWhereNobodyReadsANumber(t *testing.T) {
	mustStep(t, newDesk().wish().press("held:guard"), kiosk.Working)
	mustStep(t, newDesk().wish().issued(ticket()).press("held:guard:code"), kiosk.Result)
	mustStep(t, newDesk().press("start", "purpose:fee", "held:guard:code"), kiosk.Guard)
}

func TestGuardsPageReturns(t *testing.T) {
	d := atGuard(wire.PaperOut, "guide:paper")
	d.after(100 * time.Second)
	d.live = brokenBoard(wire.Broken, wire.CoverOpen) // hands are at work
	d.after(100 * time.Second).after(79 * time.Second)
	if mustStep(t, d, kiosk.Guide); d.Asking {
		t.Error("Asking on the guard's page = true, want false")
	}
	d.after(101 * time.Second)
	mustStep(t, d, kiosk.Attract)

	d = atGuard(wire.PaperOut, "guide:paper")
	d.live = brokenBoard(wire.Present, "")
	d.after(30 * time.Second)
	mustStep(t, d.after(19*time.Second), kiosk.Guide)
	mustStep(t, d.after(time.Second), kiosk.Attract)
}

// TestReadyComesByItself: a changed roll is seen without a touch.
func TestReadyComesByItself(t *testing.T) {
	d := atGuard(wire.PaperOut, "guide:paper")
	before := d.View(sizes["portrait"], fontsOf(t), "")
	d.live = brokenBoard(wire.Present, "")
	after := d.after(time.Second).View(sizes["portrait"], fontsOf(t), "")
	if says(before, "Máy in đã sẵn sàng") || !says(after, "Máy in đã sẵn sàng") {
		t.Error("the screen does not turn to ready when the printer does")
	}
}
