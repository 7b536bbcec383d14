package kiosk_test

import (
	"context"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/client"
	"motcua/internal/ui/kit/kittest"
	"motcua/internal/wire"
	"motcua/kiosk"
)

func nativeKiosk(ctx context.Context) error {
	return kiosk.New(kiosk.Options{ID: "K1", Diagonal: 21.5, Client: client.New(os.Getenv("CONTROLLER"), ""), OnFrame: kittest.OnFrame}).Run(ctx)
}

// TestNative takes a number with a real pointer on a real X server. The answer
// to the first try is lost, and still there is one ticket.
func TestNative(t *testing.T) {
	t.Parallel()
	c, server := newController(t)
	c.refuse = 1
	s := kittest.Start(t, "kiosk", 1080, 1920, "CONTROLLER="+server.URL)
	for _, target := range []string{"start", "purpose:collect", "page:next", "service:S9", "priority:yes"} {
		s.Press(target)
	}
	f := s.Wait("the result", func(f kittest.Frame) bool { return f.Status.Screen == "result" })
	if f.Status.Number != "A012" || f.Status.Detail != "waiting" {
		t.Errorf("the result shows %+v, want A012 with its slip waiting", f.Status)
	}
	c.printed("20261123-A012", wire.SlipFailed, wire.PaperOut)
	s.Wait("paper out", func(f kittest.Frame) bool { return f.Status.Detail == "failed" })
	s.Shot(kittest.Pictures(t), "kiosk-native")
	want := []wire.IssueRequest{{Service: "S9", Purpose: "collect", Priority: true, Kiosk: "K1"}}
	if diff := cmp.Diff(want, c.requests()); diff != "" {
		t.Errorf("tickets asked for (-want +got):\n%s", diff)
	}
	t.Logf("the kiosk holds %d MB", s.Resident()>>20)
	s.Press("home")
	s.Wait("the start", func(f kittest.Frame) bool { return f.Status.Screen == "attract" && f.Status.Number == "" })
}
