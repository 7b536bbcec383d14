// Package simulate lives whole service days, or years without a break, through
// the product's own rules: every number is issued, called and finished by the
// commands and events of internal/queue, in a time of its own. It copies no
// rule, reads no clock and no file, and gives the same answer for the same seed.
package simulate

import (
	"motcua/internal/fault"
)

// Run plays every replication of a checked scenario, one after the other, and
// returns what came of it. A fault means that the rules refused what the
// scenario makes people do, which a checked scenario does not.
func Run(s *Scenario) (*Result, error) {
	t, err := play(s)
	if err != nil {
		return nil, err
	}
	return t.result(), nil
}

func play(s *Scenario) (*tally, error) {
	t := newTally(s)
	for r := range s.Replications {
		w, err := newWorld(s, r, t)
		if err != nil {
			return nil, err
		}
		if err := w.run(); err != nil {
			return nil, fault.Wrap(err, fault.Internal, "simulate-refused", "replication", r+1)
		}
	}
	return t, nil
}
