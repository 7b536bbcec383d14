package display_test

import (
	"os"
	"testing"
	"time"

	"motcua/internal/ui/kit/kittest"
)

// recovery is within how long a display that was killed must show the board again. It is held to it by make soak.
const recovery = 5 * time.Second

// TestKilledDisplayComesBack kills the native display as a power cut would; what is called is shown again each time.
func TestKilledDisplayComesBack(t *testing.T) {
	kills, soak := 2, os.Getenv("MOTCUA_SOAK") != ""
	if soak {
		kills = 20
	}
	c, server := newController(t)
	s := kittest.Start(t, "display", 1280, 720, "CONTROLLER="+server.URL)
	s.Wait("the board", func(f kittest.Frame) bool { return f.Status.Number == "A012" })
	longest := time.Duration(0)
	for i := range kills {
		number := string(rune('A'+i)) + "100"
		c.call(number, "1")
		took := s.Again("the call made meanwhile", func(f kittest.Frame) bool { return f.Status.Number == number })
		if longest = max(longest, took); soak && took > recovery {
			t.Errorf("kill %d: shown again after %v, want at most %v", i+1, took, recovery)
		}
	}
	t.Logf("%d kills, at most %v until the board was shown again", kills, longest.Round(time.Millisecond))
}
