package kit

import "time"

// Debounce is the time within which a second press is a trembling finger.
const Debounce = 500 * time.Millisecond

// Presser turns the pointer into presses: a press counts when it is released
// over the target it began on, and not within 500 ms of the one before.
type Presser struct {
	from string // target under the pointer when it went down
	down bool
	last time.Time // of the last press that counted
}

// Down begins a press over the target id; empty: over none.
func (p *Presser) Down(id string) { p.from, p.down = id, true }

// Up ends a press over the target id at now and tells whether it counts.
func (p *Presser) Up(id string, now time.Time) bool {
	counts := p.down && id != "" && id == p.from && (p.last.IsZero() || now.Sub(p.last) >= Debounce)
	p.from, p.down = "", false
	if counts {
		p.last = now
	}
	return counts
}

// Held returns the target that looks pressed while the pointer is over id.
func (p *Presser) Held(id string) string {
	if p.down && id == p.from {
		return id
	}
	return ""
}
