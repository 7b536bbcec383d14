package voice

import (
	"context"
	"runtime"
	"strconv"
	"testing"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/queue"
	"motcua/internal/speech"
)

// tally is a player that counts calls, those that sound.
type tally struct{ played chan int }

func (x tally) Play(_ context.Context, s speech.Sound) error {
	for _, v := range s.Samples {
		if v != 0 {
			x.played <- len(s.Samples)
			break
		}
	}
	return nil
}

// TestVoiceDay calls 400 numbers, a day's, in groups of eight: each is said once,
// and nothing is left behind in memory.
func TestVoiceDay(t *testing.T) {
	_, library := hall(t)
	c, x := newController(t), tally{make(chan int, 16)}
	run(t, Options{Client: client.New(c.server.URL, "token"), Packs: library, Player: x, Voice: center.Voice{Reads: "number", Chime: true}})
	c.follow(t)
	group := func(n int) {
		var calls []queue.Event
		for i := range 8 {
			calls = append(calls, event(queue.TicketCalled, "A"+strconv.Itoa(8*n+i+1)))
		}
		c.happen(0, calls...)
		for range calls {
			<-x.played
		}
	}
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	for n := range 10 {
		group(n)
	}
	before := heap()
	for n := range 40 {
		group(10 + n)
	}
	if after := heap(); after > before+2<<20 {
		t.Errorf("320 calls left %d KB behind", (after-before)>>10)
	}
	if len(x.played) > 0 {
		t.Errorf("%d calls were said twice", len(x.played))
	}
}
