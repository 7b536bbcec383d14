package display_test

import (
	"testing"
	"time"

	"motcua/display"
	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

func TestStaleAfterTenSeconds(t *testing.T) {
	s := show("", i18n.VI, board())
	if _, stale := at(s, 9*time.Second).Stale(); stale {
		t.Error("Stale() after 9 s = true, want false")
	}
	if since, stale := at(s, 10*time.Second).Stale(); !stale || !since.Equal(start) {
		t.Errorf("Stale() after 10 s = %v, %v, want %v, true", since, stale, start)
	}
	s.Heard(board(), nil, start.Add(10*time.Second))
	if _, stale := s.Stale(); stale {
		t.Error("Stale() after a new contact = true, want false")
	}
}

func TestUndoneCallIsCorrected(t *testing.T) {
	for _, c := range []struct {
		name   string
		screen center.CounterID // of the display
		event  queue.Event
		want   string
	}{
		{"in the hall", "", queue.Event{Ticket: "20261123-A012", Undone: queue.TicketCalled, Counter: "3"}, "A012"},
		{"with a number", "", queue.Event{Ticket: "x", Number: "Z999", Undone: queue.TicketCalled, Counter: "3"}, "Z999"},
		{"at its counter", "3", queue.Event{Ticket: "20261123-A012", Undone: queue.TicketCalled, Counter: "3"}, "A012"},
		{"at another counter", "1", queue.Event{Ticket: "20261123-A012", Undone: queue.TicketCalled, Counter: "3"}, ""},
		{"another action", "", queue.Event{Ticket: "20261123-A012", Undone: queue.TicketFinished, Counter: "3"}, ""},
	} {
		s := show(c.screen, i18n.VI, board())
		s.Undone(c.event, start)
		got, ok := s.Sorry()
		if !ok {
			got = ""
		}
		if got != c.want {
			t.Errorf("%s: Sorry() = %q, want %q", c.name, got, c.want)
		}
		if _, ok := at(s, 15*time.Second).Sorry(); ok {
			t.Errorf("%s: Sorry() after 15 s, want it gone", c.name)
		}
	}
}

// TestFlashes counts how often the newest call turns from dark to light: never more than three times a second.
func TestFlashes(t *testing.T) {
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	s := show("", i18n.VI, board())
	b := board()
	b.Seq, b.Calls = 41, append([]wire.Call{call(41, "B005", "1", queue.Called)}, b.Calls...)
	s.Heard(b, nil, start)
	dark, lit := s.Theme.Surface, s.Theme.Turn
	flashes, frames, was := 0, 0, false
	var last ui.Color
	for ms := 0; ms <= 4000; ms += 33 {
		scene := at(s, time.Duration(ms)*time.Millisecond).View(kit.NewGeometry(1920, 1080, 55, 5), fonts)
		ground := card(scene)
		if ground != last {
			frames++
		}
		last = ground
		switch {
		case ground == dark:
			was = true
		case ground == lit && was:
			flashes, was = flashes+1, false
		}
	}
	if last != lit {
		t.Errorf("the new call rests in %v, want %v", last, lit)
	}
	if flashes != 1+ui.Pulses { // the fade, then the pulses
		t.Errorf("the new call flashed %d times in 2.8 s, want %d", flashes, 1+ui.Pulses)
	}
	if frames > 60 {
		t.Errorf("%d different frames for one call, want at most 60", frames)
	}
}

// TestMuteCallFlashes: a call that no voice can speak pulses at most 1.25 times a second, for ten seconds.
func TestMuteCallFlashes(t *testing.T) {
	broken := []wire.DeviceStatus{{Device: "V1", Kind: "voice", State: wire.Broken}}
	for _, c := range []struct {
		name    string
		voices  []center.Voice
		devices []wire.DeviceStatus
		flashes int
	}{
		{"no voice is configured", nil, nil, 1 + ui.Pulses},
		{"the voice speaks", []center.Voice{{ID: "V1", Volume: 100}}, []wire.DeviceStatus{{Device: "V1", State: wire.Present}}, 1 + ui.Pulses},
		{"the voice is broken", []center.Voice{{ID: "V1", Volume: 100}}, broken, 13},
		{"the voice was never there", []center.Voice{{ID: "V1", Volume: 100}}, nil, 13},
		{"the voice is of another zone", []center.Voice{{ID: "V1", Volume: 100, Counters: []center.CounterID{"9"}}}, broken, 1 + ui.Pulses},
		{"another speaks", []center.Voice{{ID: "V1", Volume: 100}, {ID: "V2", Volume: 60}}, append(broken, wire.DeviceStatus{Device: "V2", State: wire.Present}), 1 + ui.Pulses},
		{"it is quiet at this hour", []center.Voice{{ID: "V1", Volume: 100, Quiet: []center.Window{{From: 480, To: 510}}}}, []wire.DeviceStatus{{Device: "V1", State: wire.Present}}, 13},
	} {
		s := show("", i18n.VI, board())
		hall, _ := center.LayoutOf(nil, "hall")
		s.Set(display.Setup{Layout: hall, Voices: c.voices})
		b := board()
		b.Seq, b.Devices, b.Calls = 41, c.devices, append([]wire.Call{call(41, "B005", "1", queue.Called)}, b.Calls...)
		s.Heard(b, nil, start)
		if got := pulses(t, s, 12*time.Second); got != c.flashes {
			t.Errorf("%s: %d flashes, want %d", c.name, got, c.flashes)
		}
	}
}

// pulses counts how often the newest call turns from dark to light, and fails where that is too often for an eye.
func pulses(t *testing.T, s *display.Show, during time.Duration) (n int) {
	t.Helper()
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	var lit []time.Duration
	dark := false
	for at := time.Duration(0); at < during; at += 33 * time.Millisecond {
		s.Tick(start.Add(at))
		switch card(s.View(kit.NewGeometry(1920, 1080, 55, 5), fonts)) {
		case s.Theme.Surface:
			dark = true
		case s.Theme.Turn:
			if dark {
				lit, dark = append(lit, at), false
			}
		}
	}
	for i := range lit {
		if i >= 3 && lit[i]-lit[i-3] < time.Second {
			t.Errorf("more than three flashes within a second, at %v", lit[i])
		}
	}
	return len(lit)
}

// card is the color behind the newest call: of the largest box on the ground.
func card(s *kit.Scene) (c ui.Color) {
	area := 0.0
	for _, item := range s.Items[1:] {
		if item.Lines == nil && item.Icon == "" && item.Rect.W*item.Rect.H > area {
			area, c = item.Rect.W*item.Rect.H, item.Color
		}
	}
	return c
}

func TestNoPulseAtFirstContact(t *testing.T) {
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	s := show("", i18n.VI, board())
	if got := card(s.View(kit.NewGeometry(1920, 1080, 55, 5), fonts)); got != s.Theme.Turn {
		t.Errorf("a call from before the start is shown in %v, want %v at once", got, s.Theme.Turn)
	}
}

// TestOnlyAGoodCodeIsShown: what a phone reads must lead somewhere.
func TestOnlyAGoodCodeIsShown(t *testing.T) {
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	shut := board()
	shut.Open = false
	code := wire.EntryCode{URL: "https://center.example/q/token", Expires: start.Add(5 * time.Second)}
	for _, c := range []struct {
		name  string
		board wire.Board
		code  wire.EntryCode
		after time.Duration
		want  bool
	}{
		{"good", board(), code, 4 * time.Second, true},
		{"expired", board(), code, 5 * time.Second, false},
		{"none", board(), wire.EntryCode{}, 0, false},
		{"after hours", shut, code, 0, false},
	} {
		s := show("", i18n.VI, c.board)
		s.Entry(c.code)
		shown := false
		for _, item := range at(s, c.after).View(kit.NewGeometry(1920, 1080, 55, 8), fonts).Items {
			shown = shown || item.QR != nil
		}
		if shown != c.want {
			t.Errorf("%s: code shown = %v, want %v", c.name, shown, c.want)
		}
	}
}

// TestSelfTestShowsAPicture: before the doors open and for a while only; calls come first.
func TestSelfTestShowsAPicture(t *testing.T) {
	shut := board()
	shut.Open = false
	for name, c := range map[string]struct {
		board wire.Board
		after time.Duration
		want  bool
	}{"closed": {shut, time.Second, true}, "over": {shut, 9 * time.Second, false}, "people wait": {board(), time.Second, false}} {
		s := show("", i18n.VI, c.board)
		s.Test("1", start)
		if got := at(s, c.after).Testing(); got != c.want {
			t.Errorf("%s: Testing() = %v, want %v", name, got, c.want)
		}
	}
}
