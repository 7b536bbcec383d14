package devicetest

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"motcua/internal/device/accept"
)

// Units tests a counter unit on the virtual clock. open returns a rig with a
// unit, for each check anew, and what ends it.
func Units(t *testing.T, open func(*testing.T) (rig accept.UnitRig, end func())) {
	for _, c := range accept.UnitChecks {
		t.Run(c.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
				defer cancel()
				rig, end := open(t)
				defer end()
				if err := c.Run(ctx, rig); err != nil && !errors.Is(err, accept.ErrCannot) {
					t.Error(err)
				}
			})
		})
	}
}
