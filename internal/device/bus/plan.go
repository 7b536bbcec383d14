package bus

import "time"

// patience is how long something to be written waits for its unit's own turn.
// It is no key press: on a busy line a turn of its own makes others wait longer.
const patience = 150 * time.Millisecond

// apart is how far two probes of dead units lie apart while others live: each
// takes the time of many conversations, and a press must not wait for two.
const apart = 250 * time.Millisecond

// plan is whose turn it is. Units that live are asked in a ring; between two of
// them one to which something is to be written may come out of turn, and now and
// then one that is dead is probed, so that the dead cannot starve the living.
type plan struct {
	units  []*Unit
	turn   int
	urgent bool      // the last turn was out of the ring
	probed time.Time // the last probe
	round  bool      // the ring has begun anew since then
}

// next returns whose turn it is, or nil and how long nobody's is.
func (p *plan) next(now time.Time) (u *Unit, wait time.Duration) {
	if !p.urgent {
		if u := p.pressing(now); u != nil {
			p.urgent = true
			return u, 0
		}
	}
	p.urgent = false
	wait = time.Second
	rest := p.probed.Add(apart).Sub(now)
	if p.alone() {
		rest, p.round = 0, true
	}
	for range len(p.units) {
		p.round = p.round || p.turn == 0
		u, p.turn = p.units[p.turn], (p.turn+1)%len(p.units)
		due := u.due.Sub(now)
		switch {
		case due > 0:
			wait = min(wait, due)
		case !u.health.dead:
			return u, 0
		case rest <= 0 && p.round:
			p.probed, p.round = now, false
			return u, 0
		default:
			wait = min(wait, max(rest, 0))
		}
	}
	return nil, wait
}

// alone tells that no unit lives, so that probes make nobody wait.
func (p *plan) alone() bool {
	for _, u := range p.units {
		if !u.health.dead {
			return false
		}
	}
	return true
}

// pressing returns the living unit to which something is to be written for the longest, if for too long.
func (p *plan) pressing(now time.Time) (found *Unit) {
	oldest := now.Add(-patience)
	for _, u := range p.units {
		if u.health.dead || !u.health.known || now.Before(u.hold) {
			continue
		}
		if since, ok := u.pending(); ok && !since.After(oldest) {
			found, oldest = u, since.Add(-1)
		}
	}
	return found
}
