// Package display is the screen in the hall and the small one above a counter:
// who is called where, who was, who is next, and how old that knowledge is.
// Show is what is shown as a plain state that is told the time; the views lay it
// out; Run connects it to the controller and the screen.
package display

import (
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/ui"
	"motcua/internal/wire"
)

const (
	contact = 10 * time.Second // without the controller before the screen says so
	apology = 15 * time.Second // an undone call is corrected this long
	turn    = 8 * time.Second  // a page of what does not fit at once
	steps   = 4                // brightness steps of a fade or pulse: frames are dear without a graphics card
)

// Show is the state of one display.
type Show struct {
	Theme ui.Theme
	Langs []i18n.Lang // the first leads

	setup   Setup
	now     time.Time
	started time.Time
	board   wire.Board
	names   map[center.ServiceCode]i18n.Text
	shown   string           // what the board looks like here
	heard   time.Time        // last contact; zero: never
	newest  int64            // sequence of the newest call shown
	since   time.Time        // when it came; zero: before this display looked
	calling center.CounterID // its counter
	sorry   string           // number whose call was taken back
	sorryAt time.Time
	entry   wire.EntryCode // that phones read
	test    string         // the last self-test
	testAt  time.Time      // when it began

	slides   []wire.Slide
	pictures []picture // of the slide that is shown and of the next
}

// NewShow returns a display that has heard nothing yet.
func NewShow(x Setup, now time.Time) *Show {
	s := &Show{now: now, started: now}
	s.Set(x)
	return s
}

// Heard takes the live state; it is a contact with the controller. A call newer
// than any before fades in and pulses, except at the first contact.
func (s *Show) Heard(b wire.Board, names map[center.ServiceCode]i18n.Text, now time.Time) {
	first := s.heard.IsZero() || b.Seq < s.board.Seq
	s.board, s.heard = b, now
	if names != nil {
		s.names = names
	}
	newest := int64(0)
	for _, c := range s.calls() {
		if c.Seq > newest {
			newest, s.calling = c.Seq, c.Counter
		}
	}
	switch {
	case newest > s.newest && !first:
		s.since = now
	case newest < s.newest: // a call was taken back: the one before is no news
		s.since = time.Time{}
	}
	s.newest, s.shown = newest, s.face()
}

// Undone takes an action that was taken back: a call is apologised for.
func (s *Show) Undone(e queue.Event, now time.Time) {
	if e.Undone != queue.TicketCalled || !s.setup.Display.Covers(e.Counter) {
		return
	}
	number := e.Number
	for _, c := range s.board.Calls {
		if number == "" && c.Ticket == e.Ticket {
			number = c.Number
		}
	}
	if number != "" {
		s.sorry, s.sorryAt = number, now
	}
}

// Tick moves the time on.
func (s *Show) Tick(now time.Time) { s.now = now }

// Stale tells whether the controller has been silent for too long, and since when.
func (s *Show) Stale() (since time.Time, stale bool) {
	if s.heard.IsZero() {
		return s.started, s.now.Sub(s.started) >= contact
	}
	return s.heard, s.now.Sub(s.heard) >= contact
}

// Sorry returns the number whose call was just taken back.
func (s *Show) Sorry() (number string, ok bool) {
	return s.sorry, s.sorry != "" && s.now.Sub(s.sorryAt) < apology
}

// calls returns the calls this display shows, newest first. Who missed a call is told elsewhere.
func (s *Show) calls() []wire.Call {
	var mine []wire.Call
	listed := map[queue.TicketID]bool{}
	for _, c := range s.board.Calls {
		listed[c.Ticket] = true
		if s.setup.Display.Covers(c.Counter) && c.State != queue.NoShow {
			mine = append(mine, c)
		}
	}
	for _, c := range s.counters() { // the board lists the newest only: nobody who is awaited is dropped
		if t := c.Ticket; t != nil && t.State == queue.Called && !listed[t.ID] {
			mine = append(mine, wire.Call{Ticket: t.ID, Number: t.Number, Service: t.Service, Counter: c.ID, State: t.State})
		}
	}
	return mine
}

// counters returns the counters this display shows.
func (s *Show) counters() (mine []wire.Counter) {
	for _, c := range s.board.Counters {
		if s.setup.Display.Covers(c.ID) {
			mine = append(mine, c)
		}
	}
	return mine
}

// desk returns the counter this display belongs to.
func (s *Show) desk() (wire.Counter, bool) {
	for _, c := range s.board.Counters {
		if c.ID == s.counter() {
			return c, true
		}
	}
	return wire.Counter{}, false
}

// fresh tells whether the newest call came within the time of a page.
func (s *Show) fresh() bool { return !s.since.IsZero() && s.now.Sub(s.since) < turn }

// page is which of n pages is shown now.
func (s *Show) page(n int) int {
	if n < 2 {
		return 0
	}
	return int(s.now.Sub(s.started)/turn) % n
}

// name is what a service is called.
func (s *Show) name(lang i18n.Lang, code center.ServiceCode) string {
	if n, ok := s.names[code]; ok {
		return n.In(lang)
	}
	return string(code)
}
