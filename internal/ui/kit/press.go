package kit

import "time"

const (
	// Debounce is the time within which a second press is a trembling finger.
	Debounce = 500 * time.Millisecond
	// HoldFor is how long a target that wants to be held is held down: no citizen does that by chance.
	HoldFor = 2 * time.Second
	// HeldPrefix comes before the name of a target that was held down, among those that were pressed.
	HeldPrefix = "held:"
)

// Presser turns the pointer into presses: a press counts when it is released
// over the target it began on, and not within 500 ms of the one before.
type Presser struct {
	from  string // target under the pointer when it went down
	down  bool
	since time.Time // when it was first seen held there
	last  time.Time // of the last press that counted
}

// Down begins a press over the target id; empty: over none.
func (p *Presser) Down(id string) { p.from, p.down, p.since = id, true, time.Time{} }

// Up ends a press over the target id at now and tells whether it counts.
func (p *Presser) Up(id string, now time.Time) bool {
	counts := p.down && id != "" && id == p.from && (p.last.IsZero() || now.Sub(p.last) >= Debounce)
	p.from, p.down = "", false
	if counts {
		p.last = now
	}
	return counts
}

// Long tells, once, that the target id has been held down for HoldFor; its
// release then counts for nothing. It must be asked at every tick.
func (p *Presser) Long(id string, now time.Time) bool {
	if !p.down || id == "" || id != p.from {
		p.since = time.Time{}
		return false
	}
	if p.since.IsZero() {
		p.since = now
	}
	if now.Sub(p.since) < HoldFor {
		return false
	}
	p.from, p.down, p.last = "", false, now
	return true
}

// Held returns the target that looks pressed while the pointer is over id.
func (p *Presser) Held(id string) string {
	if p.down && id == p.from {
		return id
	}
	return ""
}
