package bridge

import (
	"context"
	"slices"
	"sync"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// face is what the devices at a counter show of it. The zero face is a counter
// of which nothing is known yet: dark.
type face struct {
	State  string         // wire.Open, wire.Paused or wire.Closed
	Ticket queue.TicketID // the one held, empty for none
	Number string         // of that ticket
	Called bool           // it was called and is not yet served

	Incident bool // it stands still
}

// counterView is the one picture of the counters in the bridge: lamps, digits
// and units follow it. It is current to one reading of the board, which each
// event of the queue and of a device causes. Its methods may be called from any goroutine.
type counterView struct {
	mu      sync.Mutex
	faces   map[center.CounterID]face
	failing bool          // some device is broken or absent, or an incident runs
	waited  bool          // somebody waits for a greeter
	changed chan struct{} // closed at the next change
	asked   chan struct{} // holds one wish to read the board
}

func newCounterView() *counterView {
	return &counterView{
		faces:   map[center.CounterID]face{},
		changed: make(chan struct{}), asked: make(chan struct{}, 1),
	}
}

// next returns a channel that is closed at the next change. Take it first and
// look then: no change is missed.
func (v *counterView) next() <-chan struct{} {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.changed
}

// at returns the face of a counter.
func (v *counterView) at(id center.CounterID) face {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.faces[id]
}

// alarm tells whether some device is broken or absent, or an incident runs.
func (v *counterView) alarm() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.failing
}

// helping tells whether somebody waits for a greeter.
func (v *counterView) helping() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.waited
}

// board takes over the whole present.
func (v *counterView) board(b wire.Board) {
	faces, failing := map[center.CounterID]face{}, false
	for _, c := range b.Counters {
		f := face{State: c.State, Incident: c.Incident != ""}
		failing = failing || f.Incident
		if t := c.Ticket; t != nil {
			f.Ticket, f.Number, f.Called = t.ID, t.Number, t.State == queue.Called
		}
		faces[c.ID] = f
	}
	for _, d := range b.Devices {
		failing = failing || d.State == wire.Broken || d.State == wire.Absent && d.At != nil
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.faces, v.failing, v.waited = faces, failing, len(b.Help) > 0
	v.tell()
}

// entry asks for the board where an event may have changed it.
func (v *counterView) entry(body wire.Body) {
	_, ours, err := body.Queue()
	others := []string{wire.DeviceState, wire.DayOpened, wire.DayClosed, wire.HelpAsked, wire.HelpAnswered}
	if err != nil || !ours && !slices.Contains(others, body.Type) {
		return
	}
	v.ask()
}

// ask has the board read once more. Only run reads it, so an older one never
// overwrites a newer.
func (v *counterView) ask() {
	select {
	case v.asked <- struct{}{}:
	default: // the reading that is asked for already will show this too
	}
}

// tell wakes whoever waits. The lock is held.
func (v *counterView) tell() {
	close(v.changed)
	v.changed = make(chan struct{})
}

// run reads the board whenever an event asks for it, until ctx ends.
func (v *counterView) run(ctx context.Context, b *Bridge) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-v.asked:
		}
		for {
			board, err := b.Client.Board(ctx)
			if err == nil {
				v.board(board)
				break
			}
			if !pause(ctx, b.pace.first) {
				return
			}
		}
	}
}
