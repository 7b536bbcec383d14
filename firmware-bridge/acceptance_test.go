package bridge

import (
	"context"
	"errors"
	"strings"
	"testing"

	"motcua/internal/center"
	"motcua/internal/device/accept"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	simprinter "motcua/internal/sim/printer"
)

// TestAcceptance plays the technician at a simulated printer: does what is
// asked for and counts what comes out.
func TestAcceptance(t *testing.T) {
	sim, p := printerAt(t, "P1", 0)
	counted := 0
	promises, done, err := Acceptance(&center.Center{Printers: []center.Printer{p}}, "P1", func(ctx context.Context, key string) (string, error) {
		switch key {
		case "accept.printer-mend":
			sim.Set(simprinter.Switches{})
		case "accept.printer-bring-paper-out":
			sim.Set(simprinter.Switches{PaperOut: true})
		case "accept.printer-bring-cover-open":
			sim.Set(simprinter.Switches{CoverOpen: true})
		case "accept.printer-still": // what comes out is counted below
		case "accept.printer-whole":
			n := 0
			for _, s := range sim.WaitSlips(ctx, 0) {
				if s.N > counted && s.QR != "" {
					n++
				}
				counted = max(counted, s.N)
			}
			return string(rune('0' + n)), nil
		default:
			return "-", nil
		}
		return "", nil
	})
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	tried := 0
	for _, x := range promises {
		if !i18n.Has("accept." + x.Name) {
			t.Errorf("the promise %q has no sentence", x.Name)
		}
		if strings.HasSuffix(x.Name, "meanwhile") {
			continue // hands of a test are not that quick
		}
		switch err := x.Run(t.Context()); {
		case err == nil:
			tried++
		case !errors.Is(err, accept.ErrCannot):
			t.Errorf("%s: %v", x.Name, err)
		}
	}
	if tried < 5 {
		t.Errorf("%d promises could be tried, want 5 at least", tried)
	}
}

func TestAcceptanceOfNothing(t *testing.T) {
	c := &center.Center{Lamps: []center.Lamp{{ID: "L1", Pin: "GPIO1"}}, Kiosks: []center.Kiosk{{ID: "K1"}}, UPS: center.UPS{ID: "UPS", NUT: "127.0.0.1:1"}}
	for _, id := range []center.DeviceID{"L1", "UPS"} {
		promises, done, err := Acceptance(c, id, nil)
		if err != nil || len(promises) == 0 {
			t.Fatalf("Acceptance(%s) = %d promises, %v; want some", id, len(promises), err)
		}
		for _, x := range promises {
			if !i18n.Has("accept." + x.Name) {
				t.Errorf("the promise %q has no sentence", x.Name)
			}
		}
		done()
	}
	for id, want := range map[center.DeviceID]string{"K1": "accept-kind", "P9": "device-unknown"} {
		if _, _, err := Acceptance(c, id, nil); fault.CodeOf(err) != want {
			t.Errorf("Acceptance(%s) = %v, want %s", id, err, want)
		}
	}
}
