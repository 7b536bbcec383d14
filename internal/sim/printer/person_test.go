package printer_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"

	"motcua/internal/device"
	"motcua/internal/device/accept"
	"motcua/internal/i18n"
	"motcua/internal/sim/printer"
	"motcua/internal/wire"
)

// person does at a simulated printer what the requests of an acceptance ask for.
func person(t *testing.T, hands *rig) accept.Ask {
	states := map[string]device.State{"unreachable": {Presence: wire.Absent, Cause: wire.Unreachable}, "paper-low": {Presence: wire.Present, Cause: wire.PaperLow}}
	for _, cause := range []string{wire.PaperOut, wire.CoverOpen} {
		states[cause] = device.State{Presence: wire.Broken, Cause: cause}
	}
	return func(ctx context.Context, key string) (string, error) {
		if !i18n.Has(key) {
			t.Errorf("there are no words for %s", key)
		}
		what := strings.TrimPrefix(key, "accept.printer-")
		switch cause, meanwhile := strings.CutPrefix(what, "meanwhile-"); {
		case what == "mend":
			return "", hands.Bring(ctx, device.State{Presence: wire.Present})
		case what == "whole":
			n, err := hands.Whole(ctx, 1)
			return strconv.Itoa(n) + "\n", err
		case what == "still":
			still, err := hands.Still(ctx)
			return map[bool]string{true: "\n", false: "x\n"}[still], err
		case meanwhile:
			return "", hands.Meanwhile(ctx, states[cause])
		}
		s, ok := states[strings.TrimPrefix(what, "bring-")]
		if !ok {
			t.Errorf("nobody understands %s", key)
		}
		return "\n", hands.Bring(ctx, s)
	}
}

func TestAPersonCanAcceptAPrinter(t *testing.T) {
	for _, c := range accept.PrinterChecks {
		within(t, "epson-tm-t82", printer.Models()["epson-tm-t82"], 150, func(t *testing.T, b bench) {
			hands := &rig{sim: b.sim, driver: b.driver}
			err := c.Run(context.Background(), accept.PrinterByHand(b.driver, person(t, hands)))
			cannot := c.Name == "printer-cutter-error" || c.Name == "printer-head-hot" // nobody is asked to break it
			if !i18n.Has("accept." + c.Name) {
				t.Errorf("there are no words for %s", c.Name)
			}
			if cannot != errors.Is(err, accept.ErrCannot) || !cannot && err != nil {
				t.Errorf("%s = %v", c.Name, err)
			}
		})
	}
}
