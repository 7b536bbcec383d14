package bus

import "time"

// plan is whose turn it is. Units that live are asked in a ring; between two of
// them one unit that has something to be written to may come out of turn, and
// in each round one that is dead is probed, so that the dead cannot starve the living.
type plan struct {
	units  []*Unit
	turn   int
	urgent bool // the last turn was out of the ring
	probed bool // in this round
	began  time.Time
}

// next returns whose turn it is, or nil and how long nobody's is. round is the
// time that a round took which ends here, else 0.
func (p *plan) next(now time.Time) (u *Unit, wait, round time.Duration) {
	if !p.urgent {
		if u := p.pressing(now); u != nil {
			p.urgent = true
			return u, 0, 0
		}
	}
	p.urgent = false
	wait = time.Second
	for range len(p.units) {
		if p.turn == 0 {
			if !p.began.IsZero() {
				round = now.Sub(p.began)
			}
			p.began, p.probed = now, false
		}
		u, p.turn = p.units[p.turn], (p.turn+1)%len(p.units)
		due := u.due.Sub(now)
		switch {
		case due > 0:
			wait = min(wait, due)
		case !u.health.dead:
			return u, 0, round
		case !p.probed:
			p.probed = true
			return u, 0, round
		default:
			wait = 0
		}
	}
	p.began = time.Time{} // the pause is no part of a round
	return nil, wait, 0
}

// pressing returns the living unit that has waited longest of those with something to be written.
func (p *plan) pressing(now time.Time) (found *Unit) {
	for _, u := range p.units {
		if !u.health.dead && u.health.known && u.pending(now) && (found == nil || u.due.Before(found.due)) {
			found = u
		}
	}
	return found
}
