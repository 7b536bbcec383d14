package voice

import (
	"os"
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
	firstSound = time.Second // from a call to its first sound, p99
	calls      = 40
)

// TestVoiceLatency takes the time from an event in the log to the first sample
// at the player, a real program, and tells it beside its limit.
func TestVoiceLatency(t *testing.T) {
	_, library := hall(t)
	dir := t.TempDir()
	c := newController(t)
	log := filepath.Join(dir, "log")
	player := speech.Program{Command: []string{"sh", "-c", "head -c 1 >/dev/null; date +%s%N >> " + log + "; cat >/dev/null"}}
	run(t, Options{
		Client: client.New(c.server.URL, "token"), Packs: library, Player: player,
		Voice: center.Voice{Chime: true, Reads: "number"},
	})
	c.follow(t)
	times := func() []string {
		raw, _ := os.ReadFile(log)
		return strings.Fields(string(raw))
	}
	wait(t, func() bool { return len(times()) == 1 }) // the trial
	var took []time.Duration
	for i := range calls {
		began := time.Now()
		c.happen(0, event(queue.TicketCalled, "A"+strconv.Itoa(100+i)))
		wait(t, func() bool { return len(times()) == i+2 })
		ns, err := strconv.ParseInt(times()[i+1], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		took = append(took, time.Unix(0, ns).Sub(began))
	}
	slices.Sort(took)
	p50, p99 := took[len(took)/2], took[len(took)-1]
	t.Logf("call to first sound: p50 %v, p99 %v, limit %v", p50.Round(time.Millisecond), p99.Round(time.Millisecond), firstSound)
	if p99 > firstSound {
		t.Errorf("the first sound came after %v, want at most %v", p99, firstSound)
	}
}
