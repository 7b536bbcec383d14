package bridge

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	sim "motcua/internal/sim/unit"
	"motcua/internal/wire"
)

// faults is how many faults the storm makes.
const faults = 10_000

// storm is what goes wrong, and what must not.
type storm struct {
	*hall
	t    *testing.T
	r    *rand.Rand
	stop func() // the bridge
	calm bool   // no more faults

	mu      sync.Mutex
	rand    *rand.Rand     // of what happens on the line and at the controller
	made    map[string]int // faults, by kind
	total   int
	pressed map[string]press // by the key that its action must bear
	gone    map[string]time.Time
}

type press struct {
	key string
	at  time.Time
}

// fault counts one fault of a kind.
func (s *storm) fault(kind string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.made[kind]++
	s.total++
}

// chance says yes n times in 1000, and then counts a fault.
func (s *storm) chance(n int, kind string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.calm || s.rand.IntN(1000) >= n {
		return false
	}
	s.made[kind]++
	s.total++
	return true
}

func (s *storm) roll(n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rand.IntN(n)
}

// spoil is what a bad line does to a frame.
func (s *storm) spoil(frame []byte) []byte {
	switch {
	case s.chance(40, "frame lost"):
		return nil
	case s.chance(70, "noise"):
		frame[s.roll(len(frame))] ^= byte(1 << s.roll(8))
	case s.chance(50, "half a frame"):
		return frame[:s.roll(len(frame))]
	case s.chance(40, "wrong checksum"):
		frame[len(frame)-1]++
	case s.chance(50, "frame twice"):
		return append(frame, frame...)
	case s.chance(40, "stray byte"):
		return append([]byte{byte(s.roll(256))}, frame...)
	}
	return frame
}

func (s *storm) wire() {
	s.line.Disturb(s.spoil, s.spoil)
	s.line.Late(func() time.Duration {
		if s.chance(20, "late answer") {
			return time.Duration(s.roll(120)) * time.Millisecond
		}
		return 0
	})
	s.lose = func() (before, after bool) {
		return s.chance(50, "request lost"), s.chance(80, "answer of the controller lost")
	}
	for _, u := range s.units {
		u.Forgot(func(boot uint32, seq uint16) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.gone[fmt.Sprintf("%s-%08x-%d", u.ID(), boot, seq)] = time.Now()
		})
	}
}

// step does one thing: mostly a person presses a key, now and then something breaks.
func (s *storm) step() {
	u := s.units[s.r.IntN(len(s.units))]
	switch n := s.r.IntN(100); {
	case n < 88:
		s.press(u, []string{"next", "recall", "start", "finish", "no-show"}[s.r.IntN(5)])
	case n < 91:
		u.LoseAcks(1 + s.r.IntN(3))
		s.fault("acknowledgement lost")
	case n < 93:
		u.Restart()
		s.fault("unit restarted")
	case n < 95:
		u.Mute(true)
		s.fault("unit silent")
		after(time.Duration(s.r.IntN(300)) * time.Millisecond)
		u.Mute(false)
	case n < 97:
		s.pull(true)
		s.fault("adapter pulled out")
		after(time.Duration(s.r.IntN(300)) * time.Millisecond)
		s.pull(false)
	case n < 98:
		s.fault("controller away")
		s.hall.mu.Lock()
		was := s.lose
		s.lose = func() (bool, bool) { return true, false }
		s.hall.mu.Unlock()
		after(time.Duration(s.r.IntN(1000)) * time.Millisecond)
		s.hall.mu.Lock()
		s.lose = was
		s.hall.mu.Unlock()
	case n < 99 && s.r.IntN(2) == 0:
		s.fault("bridge restarted")
		s.stop()
		s.stop = s.hall.run()
	default:
		s.hall.set(wire.Counter{ID: s.site.Units[s.r.IntN(len(s.units))].Counter, State: wire.Open}, wire.DayOpened, struct{}{})
	}
	after(time.Duration(s.r.IntN(80)) * time.Millisecond)
}

// press presses a key, and notes it if the unit took it.
func (s *storm) press(u *sim.Unit, key string) {
	_, last := u.Newest()
	u.Press(key)
	if boot, seq := u.Newest(); seq != last {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.pressed[fmt.Sprintf("%s-%08x-%d", u.ID(), boot, seq)] = press{key, time.Now()}
	}
}

// verdict asserts that nothing was done twice and nothing acknowledged was lost.
func (s *storm) verdict() {
	acted := map[string]int{}
	for _, a := range s.taken() {
		acted[a.key]++
		p, real := s.pressed[a.key]
		if !real || p.key != a.action || !strings.HasPrefix(a.key, "N"+a.counter+"-") {
			s.t.Errorf("%s at counter %s under %s, where %q was pressed", a.action, a.counter, a.key, p.key)
		}
	}
	twice, lost, stale, open := 0, 0, 0, 0
	for key, n := range acted {
		if n > 1 {
			twice++
			s.t.Errorf("press %s was acted on %d times", key, n)
		}
	}
	for key, at := range s.gone {
		switch {
		case acted[key] > 0:
		case at.Sub(s.pressed[key].at) > maxAge:
			stale++ // nobody could carry it out in its time
		default:
			lost++
			s.t.Errorf("press %s was acknowledged after %v, and never acted on", key, at.Sub(s.pressed[key].at))
		}
	}
	for i, u := range s.units {
		open += u.Waiting()
		if got := s.state(s.site.Units[i].ID); got.State != wire.Present {
			s.t.Errorf("unit %s is told as %v after the storm", u.ID(), got)
		}
	}
	s.t.Logf("%d faults: %v", s.total, s.made)
	s.t.Logf("%d presses, %d acted on, %d too old, %d acted on twice, %d acknowledged and lost, %d never acknowledged", len(s.pressed), len(acted), stale, twice, lost, open)
	if open > 0 || len(acted) < 500 { // most are pressed while something is broken
		s.t.Errorf("%d of %d presses acted on, %d never acknowledged: the storm never ended", len(acted), len(s.pressed), open)
	}
}

// TestUnitsInAStorm makes 10,000 random faults on a line of five units. The
// virtual clock also finds every goroutine that outlives it.
func TestUnitsInAStorm(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	if given := os.Getenv("MOTCUA_SEED"); given != "" {
		var err error
		if seed, err = strconv.ParseUint(given, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("MOTCUA_SEED=%d", seed)
	before := runtime.NumGoroutine()
	synctest.Test(t, func(t *testing.T) {
		s := &storm{
			hall: newHall(t, 115200, 5, 0), t: t, r: rand.New(rand.NewPCG(seed, 1)), rand: rand.New(rand.NewPCG(seed, 2)),
			made: map[string]int{}, pressed: map[string]press{}, gone: map[string]time.Time{},
		}
		s.wire()
		s.stop = s.hall.run()
		for s.count() < faults {
			s.step()
		}
		s.rest()
		after(time.Minute)
		s.stop()
		s.verdict()
	})
	eventually(t, func() string { // the last of them may still be on its way out
		if left := runtime.NumGoroutine() - before; left > 0 {
			return fmt.Sprintf("%d goroutines are left", left)
		}
		return ""
	})
}

func (s *storm) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.total
}

// rest ends the storm.
func (s *storm) rest() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calm = true
}
