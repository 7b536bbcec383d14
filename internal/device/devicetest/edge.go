package devicetest

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"motcua/internal/device/accept"
)

// Lamps tests a lamp. open returns a rig with a lamp, for each check anew.
func Lamps(t *testing.T, open func(*testing.T) accept.LampRig) { run(t, accept.LampChecks, open) }

// Digits tests a digit display. open returns a rig with a display, for each check anew.
func Digits(t *testing.T, open func(*testing.T) accept.DigitsRig) { run(t, accept.DigitsChecks, open) }

// Scanners tests a scanner. open returns a rig with a scanner, for each check anew.
func Scanners(t *testing.T, open func(*testing.T) accept.ScannerRig) {
	run(t, accept.ScannerChecks, open)
}

// UPSes tests a UPS. open returns a rig with a UPS on mains, for each check anew.
func UPSes(t *testing.T, open func(*testing.T) accept.UPSRig) { run(t, accept.UPSChecks, open) }

// Buttons tests a button on the virtual clock, since a held one takes long. open
// returns a rig with a button, for each check anew.
func Buttons(t *testing.T, open func(*testing.T) accept.ButtonRig) {
	for _, c := range accept.ButtonChecks {
		t.Run(c.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
				defer cancel()
				if err := c.Run(ctx, open(t)); err != nil && !errors.Is(err, accept.ErrCannot) {
					t.Error(err)
				}
			})
		})
	}
}
