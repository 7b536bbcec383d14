package voice

import (
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"motcua/display/voice/clips"
	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/speech"
	"motcua/internal/spell"
)

// tape is a player: a real program that writes down when it begins and ends,
// and everything it is given to play, into one file.
type tape struct{ dir string }

func newTape(t *testing.T) *tape { return &tape{t.TempDir()} }

func (x *tape) player() speech.Program {
	return speech.Program{Command: []string{"sh", "-c", `echo begin >> ` + x.dir + `/log; cat >> ` + x.dir + `/pcm; echo end >> ` + x.dir + `/log`}}
}

// played waits until n sounds have been played, and returns all of them as one.
// It fails if one began before the one before had ended.
func (x *tape) played(t *testing.T, n int) speech.Sound {
	t.Helper()
	log := ""
	wait(t, func() bool {
		raw, _ := os.ReadFile(filepath.Join(x.dir, "log"))
		log = string(raw)
		return strings.Count(log, "end\n") >= n
	})
	if !strings.HasPrefix(strings.Repeat("begin\nend\n", n+1), log) {
		t.Fatalf("sounds overlap: %q", log)
	}
	raw, err := os.ReadFile(filepath.Join(x.dir, "pcm"))
	if err != nil {
		t.Fatal(err)
	}
	s := speech.Sound{Rate: toneRate, Samples: make([]int16, len(raw)/2)}
	for i := range s.Samples {
		s.Samples[i] = int16(binary.LittleEndian.Uint16(raw[2*i:]))
	}
	return s
}

// wait polls until done.
func wait(t *testing.T, done func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !done(); {
		if time.Now().After(end) {
			t.Fatal("it did not happen in time")
		}
		<-time.After(2 * time.Millisecond)
	}
}

// TestVoiceRendered renders a busy minute into a file and reads it back: every
// call and correction once, in order, no two at once,
// a gong before the first of those on end, no gap inside a number.
func TestVoiceRendered(t *testing.T) {
	x, library := hall(t)
	c, tape := newController(t), newTape(t)
	run(t, Options{
		Client: client.New(c.server.URL, "token"), Packs: library, Player: tape.player(),
		Voice: center.Voice{Reads: "number", Chime: true},
	})
	c.follow(t)
	tape.played(t, 1) // the trial of the card
	c.happen(0, event(queue.TicketCalled, "A105"))
	tape.played(t, 2)
	c.happen(0, back(queue.TicketCalled, "A105"), event(queue.TicketCalled, "B021"), event(queue.TicketCalled, "W1500"))
	got := x.read(t, tape.played(t, 5))
	want := strings.Join([]string{
		"gong (350) mời công dân có số a một trăm linh năm (150) đến quầy số ba",
		"(700) xin lỗi số a một trăm linh năm (150) vui lòng chờ thêm",
		"(700) mời công dân có số bê hai mươi mốt (150) đến quầy số ba",
		"(700) mời công dân có số vê kép một nghìn năm trăm (150) đến quầy số ba",
	}, " ")
	if got != want {
		t.Errorf("read back:\n%s\nwant\n%s", got, want)
	}
}

// band is a player that keeps its sounds, and fails while its card is gone.
type band struct {
	sounds chan speech.Sound
	gone   atomic.Bool
}

func newBand() *band { return &band{sounds: make(chan speech.Sound, 64)} }

func (b *band) Play(_ context.Context, s speech.Sound) error {
	if b.gone.Load() {
		return errors.New("no card")
	}
	select {
	case b.sounds <- s:
	default: // nobody listens
	}
	return nil
}

// hear is the next sound that is none.
func (b *band) hear(t *testing.T) speech.Sound {
	t.Helper()
	for {
		select {
		case s := <-b.sounds:
			for _, x := range s.Samples {
				if x != 0 {
					return s
				}
			}
		case <-time.After(patience):
			t.Fatal("nothing was played")
		}
	}
}

// machine is a speech program that says everything in one pitch.
type machine struct{ tones *tones }

func (machine) Check() error { return nil }

func (m machine) Sound(context.Context, string, i18n.Lang) (speech.Sound, error) {
	return m.tones.sound("machine"), nil
}

// spoken runs one call through a voice and returns what was played.
func spoken(t *testing.T, o Options, number string, counter center.CounterID) (*band, error) {
	b := newBand()
	o.Player = b
	err := New(o).Say(t.Context(), number, counter)
	return b, err
}

// TestVoiceNeverMixes: a sentence with one word that the pack lacks is the machine's as a whole.
func TestVoiceNeverMixes(t *testing.T) {
	library := t.TempDir()
	x := newTones([]string{"Mời công dân có số", "đến quầy số", "a", "một", "hai", "ba"})
	x.pack(t, library, "poor", "vi", "north")
	x.at["machine"] = 7000
	o := Options{Packs: library, Backup: machine{x}}
	for number, want := range map[string]string{
		"A12": "mời công dân có số a một hai (150) đến quầy số ba",
		"A14": "machine",
	} {
		b, err := spoken(t, o, number, "3")
		if err != nil {
			t.Fatal(err)
		}
		if got := x.read(t, b.hear(t)); got != want {
			t.Errorf("%s is said as %q, want %q", number, got, want)
		}
	}
	o.Backup = nil
	if _, err := spoken(t, o, "A14", "3"); fault.CodeOf(err) != "voice-wordless" {
		t.Errorf("what nobody can say = %v, want voice-wordless", err)
	}
}

// TestVoiceLanguages: each in a sentence of its own, in the order of the configuration, joined where rates agree.
func TestVoiceLanguages(t *testing.T) {
	library := t.TempDir()
	x := newTones([]string{"Mời công dân có số", "đến quầy số", "ba", "một", "Number", "please go to counter", "three", "one"})
	x.pack(t, library, "vi", "vi", "")
	x.pack(t, library, "en", "en", "")
	b, err := spoken(t, Options{Packs: library, Voice: center.Voice{Languages: []i18n.Lang{i18n.EN, i18n.VI}, Chime: true}}, "1", "3")
	if err != nil {
		t.Fatal(err)
	}
	want := "gong (350) number one (150) please go to counter three (350) mời công dân có số một (150) đến quầy số ba"
	if got := x.read(t, b.hear(t)); got != want {
		t.Errorf("said %q, want %q", got, want)
	}
}

// TestVoiceRepeats: gong, call, a pause, the call again, and not again once it is overtaken.
func TestVoiceRepeats(t *testing.T) {
	x, library := hall(t)
	c, b := newController(t), newBand()
	run(t, Options{Client: client.New(c.server.URL, "token"), Packs: library, Player: b, Voice: center.Voice{Repeat: 3, Chime: true}})
	c.follow(t)
	c.happen(0, event(queue.TicketCalled, "A1"))
	for i := range 3 {
		s := b.hear(t)
		lead := 0
		for s.Samples[lead] == 0 {
			lead++
		}
		pause := speech.Sound{Rate: s.Rate, Samples: s.Samples[:lead]}.Length()
		got := x.read(t, s)
		if gong := strings.HasPrefix(got, "gong"); gong != (i == 0) || (i > 0) != (pause > again-50*time.Millisecond) {
			t.Errorf("time %d: a pause of %v, then %q", i, pause, got)
		}
	}
	c.happen(0, back(queue.TicketCalled, "A1"))
	if got := x.read(t, b.hear(t)); !strings.Contains(got, "xin lỗi số") {
		t.Errorf("a correction is said as %q", got)
	}
}

// TestVoiceStopsRepeating what is no longer true.
func TestVoiceStopsRepeating(t *testing.T) {
	x, library := hall(t)
	v := New(Options{Packs: library, Player: newBand(), Voice: center.Voice{Repeat: 3}})
	v.packs.Refresh()
	v.line.take(event(queue.TicketCalled, "A1"), 1, time.Now())
	a, _ := v.line.next(time.Now())
	v.line.take(event(queue.TicketStarted, "A1"), 2, time.Now())
	if err := v.announce(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	b := v.opts.Player.(*band)
	x.read(t, b.hear(t))
	if len(b.sounds) > 0 {
		t.Error("a call was repeated although its ticket was being served")
	}
}

// TestVoiceByTheHour: loud by day, softer early, nothing at noon but a trial.
func TestVoiceByTheHour(t *testing.T) {
	_, library := hall(t)
	how := center.Voice{
		Volume: 80, Volumes: []center.Volume{{Window: center.Window{From: 7 * 60, To: 8 * 60}, Percent: 40}},
		Quiet: []center.Window{{From: 11*60 + 30, To: 13*60 + 30}},
	}
	loudest := func(hour, minute int) (most int16) {
		b := newBand()
		at := time.Date(2026, 11, 23, hour, minute, 0, 0, center.Zone)
		v := New(Options{Packs: library, Player: b, Voice: how, Now: func() time.Time { return at }})
		v.packs.Refresh()
		if err := v.announce(t.Context(), announcement{kind: Call, number: "A1", counter: "3"}); err != nil {
			t.Fatal(err)
		}
		for _, x := range (<-b.sounds).Samples {
			most = max(most, x)
		}
		return most
	}
	day, early := loudest(9, 0), loudest(7, 59)
	if early < day/2-50 || early > day/2+50 || day == 0 {
		t.Errorf("at 7:59 a peak of %d, at 9:00 of %d, want half", early, day)
	}
	if noon := loudest(12, 0); noon != 0 {
		t.Errorf("in quiet hours a peak of %d", noon)
	}
	if after := loudest(13, 30); after != day {
		t.Errorf("after quiet hours a peak of %d, want %d", after, day)
	}
}

// TestVoiceZones: each voice speaks of its own counters.
func TestVoiceZones(t *testing.T) {
	x, library := hall(t)
	c := newController(t)
	up, down := newBand(), newBand()
	for b, zone := range map[*band][]center.CounterID{up: {"1", "2"}, down: {"3"}} {
		run(t, Options{Client: client.New(c.server.URL, "token"), Packs: library, Player: b, Voice: center.Voice{Counters: zone}})
		c.follow(t)
	}
	first := event(queue.TicketCalled, "A1")
	first.Counter = "2"
	c.happen(0, first, event(queue.TicketCalled, "B2"))
	for b, want := range map[*band]string{up: "quầy số hai", down: "quầy số ba"} {
		if got := x.read(t, b.hear(t)); !strings.HasSuffix(got, want) {
			t.Errorf("said %q, want it to end with %q", got, want)
		}
	}
}

// TestVoiceTellsThatItIsDumb, at once, that it can be heard again, and that a
// pack is refused while its last good one speaks.
func TestVoiceTellsThatItIsDumb(t *testing.T) {
	_, library := hall(t)
	c, b := newController(t), newBand()
	v := New(Options{Client: client.New(c.server.URL, "token"), Packs: library, Player: b, Voice: center.Voice{ID: "V1"}})
	v.every = time.Millisecond
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- v.Run(ctx) }()
	state := func() (s string) {
		select {
		case got := <-c.states:
			return string(got.State) + got.Cause
		case <-time.After(patience):
			t.Fatal("no state was told")
			return ""
		}
	}
	for _, gone := range []bool{true, false, true, false} {
		b.gone.Store(gone)
		want := map[bool]string{true: "brokenno-sound", false: "present"}[gone]
		for got := ""; got != want; {
			got = state()
		}
	}
	broken := filepath.Join(library, "vi", clips.Manifest)
	whole, err := os.ReadFile(broken)
	if err == nil {
		err = os.WriteFile(broken, []byte("name = 1\n"), 0o600)
	}
	for got := ""; err == nil && got != "presentclips-refused"; {
		got = state()
	}
	if err == nil {
		err = os.WriteFile(broken, whole, 0o600)
	}
	for got := ""; err == nil && got != "present"; {
		got = state()
	}
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	<-ended
	for last := ""; last != "absent"; {
		last = state()
	}
}

// TestVoiceWholeHallAtOnce: twelve counters call in the same second, each call
// is said once, in order, without a gong or a repetition while others wait.
func TestVoiceWholeHallAtOnce(t *testing.T) {
	x, library := hall(t)
	c, b := newController(t), newBand()
	run(t, Options{Client: client.New(c.server.URL, "token"), Packs: library, Player: b, Voice: center.Voice{Repeat: 2, Chime: true, Reads: "number"}})
	c.follow(t)
	var calls []queue.Event
	for i := range 12 {
		e := event(queue.TicketCalled, "A"+strconv.Itoa(i+1))
		e.Counter = center.CounterID(strconv.Itoa(i + 1))
		calls = append(calls, e)
	}
	c.happen(0, calls...)
	for i := range 12 {
		number := spell.Number(i18n.VI, spell.North, i+1)
		want := "mời công dân có số a " + number + " (150) đến quầy số " + number
		if i == 0 {
			want = "gong (350) " + want
		}
		if got := x.read(t, b.hear(t)); got != want {
			t.Errorf("call %d is said as %q, want %q", i+1, got, want)
		}
	}
	if got := x.read(t, b.hear(t)); got != "mời công dân có số a mười hai (150) đến quầy số mười hai" {
		t.Errorf("behind the last call %q was said, want it again", got)
	}
}
