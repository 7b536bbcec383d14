package kiosk_test

import (
	"context"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/client"
	"motcua/internal/queue"
	"motcua/internal/speech"
	"motcua/internal/ui/kit/kittest"
	"motcua/internal/wire"
	"motcua/kiosk"
)

func nativeKiosk(ctx context.Context) error {
	o := kiosk.Options{ID: "K1", Diagonal: 21.5, Client: client.New(os.Getenv("CONTROLLER"), ""), OnFrame: kittest.OnFrame}
	if heard := os.Getenv("MOUTH"); heard != "" {
		o.Aloud = speech.Command{os.Args[0], "mouth", heard, "{lang}"}
	}
	return kiosk.New(o).Run(ctx)
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

// TestNativeScans reads codes as a scanner types them and as the bridge tells
// them, over a choice that stays, and checks a ticket in once.
func TestNativeScans(t *testing.T) {
	t.Parallel()
	c, server := newController(t)
	c.codes = map[string]wire.ScanAnswer{slipLink: ofTicket(queue.Waiting, func(t *wire.Ticket) { t.Away = true })}
	s := kittest.Start(t, "kiosk", 540, 960, "CONTROLLER="+server.URL)
	detail := func(want string) func(kittest.Frame) bool {
		return func(f kittest.Frame) bool { return f.Status.Screen == "scanned" && f.Status.Detail == want }
	}
	for _, target := range []string{"start", "purpose:submit", "page:next"} {
		s.Press(target)
	}
	s.Scan(slipLink, detail("ticket-away"))
	s.Scan(slipLink, detail("ticket-away")) // a double scan
	s.Press("scan:arrive")
	s.Wait("the check-in", detail("ticket-waiting"))
	s.Shot(kittest.Pictures(t), "kiosk-native-scan")
	s.Press("back")
	s.Wait("the page it was on", func(f kittest.Frame) bool {
		_, ok := kittest.Find(f, "service:S9")
		return f.Status.Screen == "service" && ok
	})
	ours := ofDossier
	ours.Kiosk = "K1"
	c.overhear(ours)
	s.Wait("the dossier", detail("dossier"))
	scanned, arrived := c.did()
	if !slices.Contains(scanned, slipLink) {
		t.Errorf("codes asked for: %q, want %q among them", scanned, slipLink)
	}
	if diff := cmp.Diff([]queue.TicketID{"20261123-A012"}, arrived); diff != "" {
		t.Errorf("tickets checked in (-want +got):\n%s", diff)
	}
}

// TestNativeGuard holds the fault code down and sees the printer get ready by itself.
func TestNativeGuard(t *testing.T) {
	t.Parallel()
	c, server := newController(t)
	c.printer(wire.Broken, wire.PaperOut)
	s := kittest.Start(t, "kiosk", 540, 960, "CONTROLLER="+server.URL)
	s.Hold("guard:code")
	s.Press("guide:paper")
	s.Press("card:next")
	s.Press("card:next")
	s.Wait("the roll", func(f kittest.Frame) bool { return f.Status.Screen == "guide" && f.Status.Detail == "roll" })
	s.Shot(kittest.Pictures(t), "kiosk-native-guide")
	_, before := s.Frame()
	c.printer(wire.Present, "")
	s.Wait("a new frame", func(kittest.Frame) bool { _, n := s.Frame(); return n > before })
	s.Shot(kittest.Pictures(t), "kiosk-native-ready")
}
