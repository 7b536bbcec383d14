// Package devicetest runs the contracts of package accept as tests, against every
// driver, every simulated device and every fake.
package devicetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"motcua/internal/device/accept"
	"motcua/internal/wire"
)

// Slip returns a slip that has everything.
func Slip(n int) wire.Slip { return accept.Slip(n) }

// Printers tests a printer. open returns a rig with a new, healthy printer.
func Printers(t *testing.T, open func(*testing.T) accept.PrinterRig) {
	run(t, accept.PrinterChecks, open)
}

// run runs each check on a rig of its own. What a rig cannot bring about is only noted.
func run[R any](t *testing.T, checks []accept.Check[R], open func(*testing.T) R) {
	untold := 0
	for _, c := range checks {
		t.Run(c.Name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			switch err := c.Run(ctx, open(t)); {
			case errors.Is(err, accept.ErrCannot):
				untold++
				t.Logf("not tested: %v", err)
			case err != nil:
				t.Error(err)
			}
		})
	}
	if untold*2 > len(checks) {
		t.Errorf("the rig could not tell %d of %d checks: this is no test", untold, len(checks))
	}
}
