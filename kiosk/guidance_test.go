package kiosk

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/client"
	"motcua/internal/i18n"
	"motcua/internal/speech"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// listener is a stage whose kiosk has a loudspeaker and a headphone jack.
func listener(targets ...string) *stage {
	s := open(i18n.VI)
	s.Sound = Sound{Aloud: true, Headphones: true}
	return s.press(targets...)
}

// TestPad starts the guidance with any key, which does nothing else.
func TestPad(t *testing.T) {
	for _, c := range []struct {
		name  string
		sound Sound
		keys  []kit.Key
		acts  bool // the last key
		want  Aids
	}{
		{"the first key", Sound{Aloud: true}, []kit.Key{kit.KeyPress}, false, Aids{Guided: true}},
		{"the second", Sound{Aloud: true}, []kit.Key{kit.KeyPress, kit.KeyPress}, true, Aids{Guided: true}},
		{"help says it again", Sound{Aloud: true}, []kit.Key{kit.KeyDown, kit.KeyHelp}, false, Aids{Guided: true}},
		{"no sound", Sound{}, []kit.Key{kit.KeyDown, kit.KeyDown}, false, Aids{}},
		{"headphones only", Sound{Headphones: true}, []kit.Key{kit.KeyDown}, false, Aids{Guided: true, Headphones: true}},
		{"a plug goes in", Sound{Aloud: true, Headphones: true}, []kit.Key{kit.PlugIn}, false, Aids{Guided: true, Headphones: true}},
		{"and comes out", Sound{Aloud: true, Headphones: true}, []kit.Key{kit.PlugIn, kit.PlugOut}, false, Aids{Guided: true}},
		{"a plug where there is no jack", Sound{Aloud: true}, []kit.Key{kit.PlugIn}, false, Aids{}},
	} {
		s := open(i18n.VI)
		s.Sound = c.sound
		acts := false
		for _, key := range c.keys {
			acts = s.Pad(key)
		}
		if s.Aids != c.want || acts != c.acts {
			t.Errorf("%s: Pad leaves %+v, acts %v, want %+v, %v", c.name, s.Aids, acts, c.want, c.acts)
		}
	}
}

// TestAidsStay keeps what a person chose on the way and forgets it with the person.
func TestAidsStay(t *testing.T) {
	s := listener("aids", "aid:large", "aid:low", "aid:contrast", "aid:voice", "aid:headphones", "aids-done")
	want := Aids{Contrast: true, Large: true, Low: true, Guided: true, Headphones: true}
	if s.Step() != Attract || s.Aids != want {
		t.Fatalf("after the sheet: step %s, %+v, want %s, %+v", s.Step(), s.Aids, Attract, want)
	}
	s.press("start", "purpose:submit", "home")
	if s.Step() != Attract || s.Aids != want {
		t.Errorf("back at the start: step %s, %+v, want %+v", s.Step(), s.Aids, want)
	}
	if s.after(restless - time.Second); s.Aids != want {
		t.Errorf("a moment before: %+v, want %+v", s.Aids, want)
	}
	if s.after(time.Second); s.Aids != (Aids{}) {
		t.Errorf("left alone: %+v, want none", s.Aids)
	}
}

// restless is how long a guided person may stand still at the start screen.
const restless = 2 * idle

// TestAidsOverAll opens the sheet over a choice, which stays.
func TestAidsOverAll(t *testing.T) {
	s := listener("start", "purpose:submit", "aids")
	if s.Step() != Aiding {
		t.Fatalf("Step() = %s, want %s", s.Step(), Aiding)
	}
	if s.press("start", "service:S1", "priority:yes"); s.Step() != Aiding || s.Wish.Request.Service != "" {
		t.Errorf("keys of the screen beneath are pressed: %+v", s.Wish.Request)
	}
	if s.press("back"); s.Step() != Service {
		t.Errorf("after the sheet: Step() = %s, want %s", s.Step(), Service)
	}
	if s.press("aids", "home"); s.Step() != Attract {
		t.Errorf("home from the sheet: Step() = %s, want %s", s.Step(), Attract)
	}
}

// TestGuidedTakesLonger gives who listens twice the time, and more with each key.
func TestGuidedTakesLonger(t *testing.T) {
	s := listener("start")
	s.Pad(kit.KeyDown)
	if s.after(2*idle - time.Second); s.Asking {
		t.Error("a guided person is asked too early")
	}
	if s.after(2 * time.Second); !s.Asking || s.Left() < 20*time.Second {
		t.Errorf("after %v: asking %v with %v left, want a question with at least 20 s", 2*idle, s.Asking, s.Left())
	}
	if s.Pad(kit.KeyPress) || s.Asking || s.Step() != Purpose {
		t.Errorf("any key answers and does nothing else: asking %v, step %s", s.Asking, s.Step())
	}
	if s.after(2*idle + 2*answer - time.Second); s.Step() != Purpose {
		t.Errorf("Step() = %s before the time is over, want %s", s.Step(), Purpose)
	}
	if s.after(time.Second); s.Step() != Attract || s.Guided {
		t.Errorf("Step() = %s, guided %v after it, want the start for the next person", s.Step(), s.Guided)
	}
}

// TestHears follows what is said of a screen, and what is not said twice.
func TestHears(t *testing.T) {
	s := listener("start", "purpose:submit", "service:S1")
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	g := guidance{on: true}
	r := reader{lang: i18n.VI}
	look := func(at int) string {
		return strings.Join(g.hears(r, s.layOut(screens["21.5 on end"], fonts, ui.Default, ""), at), " | ")
	}
	if said := look(0); !strings.HasSuffix(said, " | Có. một trên chín.") || !strings.Contains(said, "ưu tiên") {
		t.Errorf("first: %q", said)
	}
	if said := look(0); said != "" {
		t.Errorf("again: %q, want nothing", said)
	}
	if said := look(1); said != "Không. hai trên chín." {
		t.Errorf("the next item: %q", said)
	}
	if g.repeat(); !strings.HasSuffix(look(1), " | Không. hai trên chín.") {
		t.Error("the help key does not repeat the screen")
	}
	s.press("priority:no")
	if said := look(-1); !strings.HasPrefix(said, "Đang lấy số cho ông bà") {
		t.Errorf("without targets: %q", said)
	}
}

// loud is a speaker that says a sentence until it is told to end, or to fail.
type loud struct {
	mu   sync.Mutex
	said []string
	next chan error
}

func (l *loud) Say(ctx context.Context, text string, lang i18n.Lang) error {
	l.mu.Lock()
	l.said = append(l.said, string(lang)+" "+text)
	l.mu.Unlock()
	select {
	case err := <-l.next:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *loud) heard(n int) []string {
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		l.mu.Lock()
		said := slices.Clone(l.said)
		l.mu.Unlock()
		if len(said) >= n {
			return said
		}
	}
	return nil
}

var _ speech.Speaker = (*loud)(nil)

// TestSpeakBreaksOff interrupts a sentence with what is new, passes over what
// nobody began to say, and reports a silent loudspeaker as a condition of the
// kiosk, once, and its end.
func TestSpeakBreaksOff(t *testing.T) {
	reports := make(chan wire.StateReport, 8)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q wire.StateReport
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			t.Error(err)
		}
		reports <- q
		w.WriteHeader(http.StatusNoContent)
	}))
	defer server.Close()
	mouth := &loud{next: make(chan error)}
	k := New(Options{ID: "K1", Client: client.New(server.URL, ""), Aloud: mouth})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { k.speak(ctx); close(done) }()
	k.say([]string{"một", "hai"})
	mouth.heard(1)
	k.say([]string{"ba"}) // "một" is broken off, "hai" never begun
	mouth.heard(2)
	mouth.next <- nil
	k.say([]string{"bốn"})
	mouth.next <- errors.New("no sound card")
	if q := <-reports; q.State != wire.Present || q.Cause != wire.NoSound {
		t.Errorf("reported %+v, want present with %s", q, wire.NoSound)
	}
	(<-k.inbox)(k.flow)
	if !k.flow.Sound.Silent {
		t.Error("the sheet does not say that there is no sound")
	}
	k.say([]string{"năm"})
	mouth.next <- nil
	if q := <-reports; q.State != wire.Present || q.Cause != "" {
		t.Errorf("reported %+v, want present", q)
	}
	if diff := cmp.Diff([]string{"vi một", "vi ba", "vi bốn", "vi năm"}, mouth.heard(4)); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
	cancel()
	<-done
}
