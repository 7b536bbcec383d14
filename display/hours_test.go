package display

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// morning plays a center to a display, in virtual time: a call every so often,
// each awaited for a while, some missed, some taken back, and now and then no controller.
type morning struct {
	t     *testing.T
	show  *Show
	fonts *kit.Fonts
	g     kit.Geometry
	board wire.Board
	now   time.Time
	calls int
	owed  map[string]time.Time // numbers that no picture has shown yet, and since when
	views int
}

func newMorning(t *testing.T, layout string) *morning {
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	l, _ := center.LayoutOf(nil, layout)
	m := &morning{t: t, fonts: fonts, g: kit.NewGeometry(1920, 1080, 55, 5), board: SampleBoard(), now: Sample, owed: map[string]time.Time{}}
	m.board.Calls = nil
	for i := range m.board.Counters {
		m.board.Counters[i].Ticket, m.board.Counters[i].State = nil, wire.Open
	}
	m.show = NewShow(Setup{Display: center.Display{ID: "D1", Languages: i18n.Langs}, Layout: l}, Sample)
	m.show.Slides(SampleSlides())
	return m
}

// call calls the next number to a counter, whose earlier one is then finished.
func (m *morning) call() {
	m.calls++
	desk := &m.board.Counters[m.calls*5%12]
	if desk.Ticket != nil {
		m.state(desk.Ticket.Number, []queue.State{queue.Finished, queue.NoShow}[m.calls%7/6])
	}
	number := fmt.Sprintf("%c%03d", 'A'+m.calls%8, m.calls%1000)
	id := queue.TicketID("20261123-" + number)
	m.board.Seq += 3
	desk.Ticket = &wire.Ticket{ID: id, Number: number, State: queue.Called}
	m.board.Calls = slices.Insert(m.board.Calls, 0, wire.Call{Seq: m.board.Seq, Ticket: id, Number: number, Service: "HT", Counter: desk.ID, State: queue.Called, At: m.now})
	m.board.Calls = m.board.Calls[:min(len(m.board.Calls), 12)]
	m.owed[number] = m.now
}

func (m *morning) state(number string, state queue.State) {
	by := m.now.Add(time.Hour)
	for i := range m.board.Calls {
		if m.board.Calls[i].Number == number {
			m.board.Calls[i].State, m.board.Calls[i].ReturnBy = state, &by
		}
	}
	for i := range m.board.Counters {
		if t := m.board.Counters[i].Ticket; t != nil && t.Number == number {
			held := *t
			held.State = state
			m.board.Counters[i].Ticket = &held
		}
	}
	m.board.Seq++
}

// heard hands a copy of the board over, as a connection does.
func (m *morning) heard() {
	b := m.board
	b.At, b.Calls, b.Counters = m.now, slices.Clone(m.board.Calls), slices.Clone(m.board.Counters)
	m.show.Heard(b, SampleNames, m.now)
}

// look paints what a person sees now and crosses out whom they see called.
func (m *morning) look() {
	m.show.Tick(m.now)
	m.views++
	scene := m.show.View(m.g, m.fonts)
	for _, text := range scene.Cut {
		m.t.Errorf("at %s %q does not fit", m.now.Format(time.TimeOnly), text)
	}
	for _, item := range scene.Items {
		for _, l := range item.Lines {
			delete(m.owed, l.Text)
		}
	}
}

// live plays so long and returns the bytes that the display holds then, without
// what its fonts keep: shapes of the last 512 texts, which the ticks of a window count.
func (m *morning) live(long time.Duration) uint64 {
	end := m.now.Add(long)
	for m.now.Before(end) {
		switch {
		case m.calls%40 == 39: // three at once
			m.call()
			m.call()
			m.call()
		case m.calls%25 == 24: // a call is taken back
			m.call()
			m.heard()
			m.look()
			undone := m.board.Calls[0]
			m.board.Calls = m.board.Calls[1:]
			for i := range m.board.Counters {
				if t := m.board.Counters[i].Ticket; t != nil && t.ID == undone.Ticket {
					m.board.Counters[i].Ticket = nil
				}
			}
			m.show.Undone(queue.Event{Ticket: undone.Ticket, Number: undone.Number, Undone: queue.TicketCalled, Counter: undone.Counter}, m.now)
		default:
			m.call()
		}
		m.heard()
		m.look()
		m.now = m.now.Add(turn) // a page later everybody awaited has been seen
		m.look()
		if first := m.board.Calls[0].Number; m.calls%3 > 0 {
			m.state(first, queue.Serving)
		}
		quiet := 47 * time.Second
		if m.calls%60 == 59 { // the controller is away for a minute
			quiet = time.Minute
			m.now = m.now.Add(quiet)
			m.look()
			if _, stale := m.show.Stale(); !stale {
				m.t.Errorf("at %s nobody says that the controller is away", m.now.Format(time.TimeOnly))
			}
			m.heard()
		}
		m.now = m.now.Add(quiet)
	}
	fonts, err := kit.NewFonts()
	if err != nil {
		m.t.Fatal(err)
	}
	m.fonts = fonts
	runtime.GC()
	runtime.GC()
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	return mem.HeapAlloc
}

// TestEightHours plays a whole day to a display: it holds no more memory in the
// evening than in the morning, and every call was seen. With MOTCUA_SOAK every layout.
func TestEightHours(t *testing.T) {
	layouts := []string{"hall"}
	if os.Getenv("MOTCUA_SOAK") != "" {
		layouts = []string{"hall", "counters", "list", "next", "slides", "announcements", "missed"}
	}
	for _, layout := range layouts {
		m := newMorning(t, layout)
		morning := m.live(time.Hour)
		evening := m.live(7 * time.Hour)
		if evening > morning+256<<10 {
			t.Errorf("%s: %d KiB in use after one hour, %d KiB after eight", layout, morning>>10, evening>>10)
		}
		for number, since := range m.owed {
			t.Errorf("%s: %s was called at %s and never shown", layout, number, since.Format(time.TimeOnly))
		}
		t.Logf("%s: %d calls and %d pictures in eight hours, %d KiB in use after one, %d KiB after eight", layout, m.calls, m.views, morning>>10, evening>>10)
	}
}
