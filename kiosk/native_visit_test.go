package kiosk_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/queue"
	"motcua/internal/ui/kit/kittest"
	"motcua/internal/wire"
	"motcua/kiosk"
)

// TestNativeVisit takes a number in four touches, exchanges it, takes a second
// one and gives it back, and calls a greeter.
func TestNativeVisit(t *testing.T) {
	if kiosk.Every > 1 {
		t.Skip("a long walk: make test takes it without the race detector, which TestNative has")
	}
	t.Parallel()
	c, server := newController(t)
	s := kittest.Start(t, "kiosk", 540, 960, "CONTROLLER="+server.URL)
	press := func(targets ...string) {
		for _, target := range targets {
			s.Press(target)
		}
	}
	shows := func(screen, number, detail string) {
		t.Helper()
		s.Wait(screen+" "+number+" "+detail, func(f kittest.Frame) bool {
			return f.Status.Screen == screen && f.Status.Number == number && (detail == "" || f.Status.Detail == detail)
		})
	}
	toNumber := []string{"start", "purpose:submit", "service:S0", "priority:no"}
	if len(toNumber) > 4 {
		t.Errorf("%d touches to a number, want four at most", len(toNumber))
	}
	press(toNumber...)
	shows("result", "A012", "")
	press("change", "service:S1", "assist", "priority:yes")
	shows("result", "A013", "")
	s.Shot(kittest.Pictures(t), "kiosk-native-changed")
	press("another", "purpose:submit", "service:S1", "priority:no")
	shows("result", "A014", "")
	press("cancel", "drop:yes")
	shows("drop", "", "done")
	press("home", "help")
	shows("help", "", "called")
	c.helped()
	shows("help", "", "coming")
	want := []wire.IssueRequest{{Kiosk: "K1", Service: "S0", Purpose: "submit"},
		{Kiosk: "K1", Service: "S1", Purpose: "submit", Priority: true, Assist: true, Instead: "20261123-A012"},
		{Kiosk: "K1", Service: "S1", Purpose: "submit", Another: true}}
	if diff := cmp.Diff(want, c.requests()); diff != "" {
		t.Errorf("numbers asked for (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]queue.TicketID{"20261123-A014"}, c.givenBack()); diff != "" {
		t.Errorf("numbers given back (-want +got):\n%s", diff)
	}
	felt := s.Feedback()
	slices.Sort(felt)
	t.Logf("touch to feedback: median %v, worst %v of %d", felt[len(felt)/2].Round(time.Millisecond), felt[len(felt)-1].Round(time.Millisecond), len(felt))
}
