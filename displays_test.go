package main

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"motcua/internal/center"
	"motcua/internal/config"
)

// TestScreensAreRestartedAlone: one of two screens dies again and again, the other is never disturbed.
func TestScreensAreRestartedAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		starts := make(chan center.DeviceID, 100)
		ended := make(chan error)
		go func() {
			ended <- superviseScreens(ctx, slog.New(slog.DiscardHandler), []config.PartScreen{{Device: "D1"}, {Device: "D2"}}, screenPause,
				func(ctx context.Context, s config.PartScreen) error {
					starts <- s.Device
					if s.Device == "D1" {
						time.Sleep(time.Minute)
						return errors.New("killed")
					}
					<-ctx.Done()
					return ctx.Err()
				})
		}()
		time.Sleep(10*time.Minute + 30*time.Second)
		stop()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("superviseScreens() = %v, want canceled", err)
		}
		close(starts)
		n := map[center.DeviceID]int{}
		for d := range starts {
			n[d]++
		}
		if n["D1"] != 11 || n["D2"] != 1 {
			t.Errorf("starts in ten minutes: %v, want 11 of D1 and 1 of D2", n)
		}
	})
}
