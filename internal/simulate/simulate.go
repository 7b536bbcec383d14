// Package simulate lives whole service days, or years without a break, through
// the product's own rules: every number is issued, called and finished by the
// commands and events of internal/queue, in a time of its own. It copies no
// rule, reads no clock and no file, and gives the same answer for the same seed.
package simulate

import (
	"context"

	"motcua/internal/fault"
	"motcua/internal/queue"
)

// Run plays every replication of a checked scenario, one after the other, and
// returns what came of it, unless ctx ends first. A fault means that the rules
// refused what the scenario makes people do, which a checked scenario does not.
func Run(ctx context.Context, s *Scenario) (*Result, error) { return Watched(ctx, s, nil) }

// Watch is told everything that happens, as a center's log would have it. The
// wall clock of a scenario without hours runs in circles; uptime does not.
type Watch func(replication int, e queue.Event, m queue.Moment)

// Watched is Run with somebody who watches.
func Watched(ctx context.Context, s *Scenario, watch Watch) (*Result, error) {
	t, err := play(ctx, s, watch)
	if err != nil {
		return nil, err
	}
	return t.result(), nil
}

func play(ctx context.Context, s *Scenario, watch Watch) (*tally, error) {
	t := newTally(s)
	for r := range s.Replications {
		w, err := newWorld(s, r, t)
		if err != nil {
			return nil, err
		}
		w.watch = watch
		err = w.run(ctx)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			return nil, fault.Wrap(err, fault.Internal, "simulate-refused", "replication", r+1)
		}
	}
	return t, nil
}
