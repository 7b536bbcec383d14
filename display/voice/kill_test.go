package voice

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/queue"
	"motcua/internal/speech"
)

const (
	kills     = 20
	childOf   = "MOTCUA_VOICE_TEST" // the controller's address, for the program that is killed
	childDir  = "MOTCUA_VOICE_DIR"
	recovered = 5 * time.Second
)

// scribe is a player that writes down how long each sound is behind its pause, and never ends one while the
// file "hold" is there. A trial is played and not written down.
type scribe struct{ dir string }

func (s scribe) note(word string) error {
	f, err := os.OpenFile(filepath.Join(s.dir, "log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(word + "\n")
	return err
}

func (s scribe) Play(ctx context.Context, x speech.Sound) error {
	sounding := slices.IndexFunc(x.Samples, func(v int16) bool { return v != 0 })
	if sounding < 0 {
		return nil
	}
	if err := s.note("begin " + strconv.Itoa(len(x.Samples[sounding:]))); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(s.dir, "hold")); err == nil {
		<-ctx.Done()
		return ctx.Err()
	}
	return s.note("end")
}

// TestVoiceChild is the program that TestVoiceIsKilled kills; alone it does nothing.
func TestVoiceChild(t *testing.T) {
	url, dir := os.Getenv(childOf), os.Getenv(childDir)
	if url == "" {
		return
	}
	_ = New(Options{
		Client: client.New(url, "token"), Packs: filepath.Join(dir, "packs"), Player: scribe{dir},
		Memory: filepath.Join(dir, "state", "voice-seq"), Voice: center.Voice{ID: "V1"},
	}).Run(t.Context())
}

// TestVoiceIsKilled ends the program in the middle of a call, 20 times: each time
// it is back within 5 s and says the call, and none is said again after that.
func TestVoiceIsKilled(t *testing.T) {
	x, library := hall(t)
	dir := t.TempDir()
	if err := os.Rename(library, filepath.Join(dir, "packs")); err != nil {
		t.Fatal(err)
	}
	c, log := newController(t), func() string {
		raw, _ := os.ReadFile(filepath.Join(dir, "log"))
		return string(raw)
	}
	start := func() *exec.Cmd {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestVoiceChild$")
		cmd.Env = append(os.Environ(), childOf+"="+c.server.URL, childDir+"="+dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		c.follow(t)
		return cmd
	}
	hold := filepath.Join(dir, "hold")
	child := start()
	want, slowest := "", time.Duration(0)
	for i := range kills {
		if err := os.WriteFile(hold, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		number := "A" + strings.Repeat("1", i%9+1) // each as long as its number
		sound := len(x.say(t, filepath.Join(dir, "packs"), number))
		c.happen(0, event(queue.TicketCalled, number))
		want += "begin " + strconv.Itoa(sound) + "\n"
		wait(t, func() bool { return len(log()) >= len(want) })
		_ = child.Process.Kill()
		_ = child.Wait()
		if err := os.Remove(hold); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		child = start()
		want += "begin " + strconv.Itoa(sound) + "\nend\n"
		wait(t, func() bool { return len(log()) >= len(want) })
		slowest = max(slowest, time.Since(began))
		if got := log(); got != want {
			t.Fatalf("after kill %d it said\n%s, want\n%s", i+1, got, want)
		}
	}
	_ = child.Process.Kill()
	_ = child.Wait()
	t.Logf("%d kills: back and speaking within %v, limit %v", kills, slowest, recovered)
	if slowest > recovered {
		t.Errorf("a killed voice took %v to speak again, want at most %v", slowest, recovered)
	}
}

// say is what a call of a number is played as.
func (x *tones) say(t *testing.T, library, number string) []int16 {
	b := newBand()
	if err := New(Options{Packs: library, Player: b}).Say(t.Context(), number, "3"); err != nil {
		t.Fatal(err)
	}
	all := b.hear(t).Samples
	return all[slices.IndexFunc(all, func(v int16) bool { return v != 0 }):]
}
