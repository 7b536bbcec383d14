package voice

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"motcua/internal/client"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/speech"
	"motcua/internal/spell"
	"motcua/internal/wire"
)

func called(number string) string    { return said(Call, number) }
func takenBack(number string) string { return said(Correction, number) }

func said(kind Kind, number string) string {
	return Compose(spell.Style{Lang: i18n.VI}, kind, number, "3").Text
}

func TestVoiceFollowsTheStream(t *testing.T) {
	c := newController(t)
	c.happen(0, event(queue.TicketCalled, "A001")) // before the start: not announced
	m := start(t, c)
	if after := c.follow(t); after != 1 {
		t.Fatalf("the stream is asked for behind entry %d, want 1", after)
	}
	c.happen(0, event(queue.TicketIssued, "A009"), event(queue.TicketCalled, "A002"))
	m.hear(t, called("A002"), nil)
	c.happen(0, event(queue.TicketRecalled, "A002"))
	m.hear(t, called("A002"), errors.New("no sound"))
	c.happen(0, back(queue.TicketCalled, "A002"))
	m.hear(t, takenBack("A002"), nil)
}

// TestVoiceNeverOverlaps: the second call begins only when the first has ended.
func TestVoiceNeverOverlaps(t *testing.T) {
	c := newController(t)
	m := start(t, c)
	c.follow(t)
	c.happen(0, event(queue.TicketCalled, "A001"), event(queue.TicketCalled, "A002"))
	<-m.said
	select {
	case s := <-m.said:
		t.Fatalf("%q was said into the first call", s)
	case <-time.After(50 * time.Millisecond):
	}
	m.done <- nil
	m.hear(t, called("A002"), nil)
}

// TestVoiceReconnects: nothing is said twice, a fresh call from the gap is said, an old one is not.
func TestVoiceReconnects(t *testing.T) {
	c := newController(t)
	m := start(t, c)
	c.follow(t)
	c.happen(0, event(queue.TicketCalled, "A001"))
	m.hear(t, called("A001"), nil)
	c.missed(fresh, event(queue.TicketCalled, "A002"))
	if after := c.follow(t); after != 1 {
		t.Errorf("the new stream is asked for behind entry %d, want 1", after)
	}
	c.missed(fresh/2, event(queue.TicketCalled, "A003"))
	c.follow(t)
	c.happen(0, event(queue.TicketCalled, "A004"))
	m.hear(t, called("A003"), nil)
	m.hear(t, called("A004"), nil)
}

// TestVoiceCommandGetsTheSentence runs a real program.
func TestVoiceCommandGetsTheSentence(t *testing.T) {
	dir := t.TempDir()
	script, out := filepath.Join(dir, "speak"), filepath.Join(dir, "said")
	if err := os.WriteFile(script, []byte("#!/bin/sh\necho \"$1\" > \"$2.part\"\ncat >> \"$2.part\"\nmv \"$2.part\" \"$2\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	c := newController(t)
	run(t, Options{Client: client.New(c.server.URL, "token"), Own: speech.Command{script, "-v{lang}", out}})
	c.follow(t)
	c.happen(0, event(queue.TicketCalled, "A012"))
	want := "-vvi\nMời công dân có số a, không, một, hai, đến quầy số ba.\n"
	for end := time.Now().Add(patience); ; {
		got, err := os.ReadFile(out)
		if err == nil && string(got) == want {
			return
		}
		if err == nil || time.Now().After(end) {
			t.Fatalf("the program got %q (%v), want %q", got, err, want)
		}
		<-time.After(5 * time.Millisecond)
	}
}

// logs is what was logged.
type logs struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *logs) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(b)
}

// TestVoiceTellsFailuresOnce: a broken loudspeaker does not fill the log, and the voice goes on trying.
func TestVoiceTellsFailuresOnce(t *testing.T) {
	c, l := newController(t), &logs{}
	m := &mouth{said: make(chan string), done: make(chan error)}
	run(t, Options{Client: client.New(c.server.URL, "token"), Own: m, Log: slog.New(slog.NewTextHandler(l, nil))})
	c.follow(t)
	c.happen(0, event(queue.TicketCalled, "A001"), event(queue.TicketCalled, "A002"), event(queue.TicketCalled, "A003"))
	for _, number := range []string{"A001", "A002", "A003"} {
		m.hear(t, called(number), errors.New("no sound"))
	}
	c.happen(0, event(queue.TicketCalled, "A004"))
	m.hear(t, called("A004"), nil) // what A003 left behind is written
	l.mu.Lock()
	defer l.mu.Unlock()
	if n := strings.Count(l.all.String(), "not spoken"); n != 1 {
		t.Errorf("three failures were told %d times, want once:\n%s", n, l.all.String())
	}
}

// TestVoiceTestsItsSound tells the morning's test what the speech program said.
func TestVoiceTestsItsSound(t *testing.T) {
	for _, c := range []struct {
		failed error
		want   wire.SelfTestCheck
	}{
		{nil, wire.SelfTestCheck{What: "sound", OK: true}},
		{errors.New("no sound card"), wire.SelfTestCheck{What: "sound", Cause: wire.NoSound}},
	} {
		k := newController(t)
		m := start(t, k)
		k.follow(t)
		k.test()
		m.hear(t, said(Test, ""), c.failed)
		if got := <-k.tested; got != c.want {
			t.Errorf("told %+v, want %+v", got, c.want)
		}
	}
}
