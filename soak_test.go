package main

import (
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"motcua/internal/client"
	"motcua/internal/queue"
	"motcua/internal/ui/kit/kittest"
	"motcua/internal/wire"
)

// TestScreensAllDay has a native kiosk and a native hall display through a
// day's work: numbers are taken by the pointer, each is called and served, and
// every call must reach the hall. Now and then each is killed as by a power cut
// and must be back. With MOTCUA_SOAK it is 8 hours with a number every three
// minutes, pressed together, and 20 kills of each; otherwise a glimpse of them.
func TestScreensAllDay(t *testing.T) {
	numbers, kills := 4, 1
	if os.Getenv("MOTCUA_SOAK") != "" {
		numbers, kills = 160, 20
	}
	d := runDemo(t, demoCommand{})
	k, hall := d.startNative(t, "kiosk", 540, 960), d.startNative(t, "display", 960, 540)
	c := client.New(d.url, d.token)
	act := func(action string) wire.ActionAnswer {
		t.Helper()
		a, err := c.Act(t.Context(), client.NewKey(), "1", action, wire.ActionRequest{})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	act("open")
	random := rand.New(rand.NewPCG(1, 2))
	var slowest time.Duration
	var before [2]int64
	for i := range numbers {
		if i == max(numbers/10, 1) { // both have shown everything by now
			before = [2]int64{k.Resident(), hall.Resident()}
		}
		number := takeByTouch(k)
		if act("next").Ticket.Number != number {
			t.Fatalf("the number taken at the kiosk, %s, is not the one called", number)
		}
		hall.Wait("the call of "+number, func(f kittest.Frame) bool { return f.Status.Number == number })
		act("start")
		act("finish")
		if random.IntN(numbers-i) < kills {
			kills--
			slowest = max(slowest, k.Again("the start", func(f kittest.Frame) bool { return f.Status.Screen == "attract" }))
			slowest = max(slowest, hall.Again("the last call", func(f kittest.Frame) bool {
				return f.Status.Number == number && f.Status.Detail == string(queue.Finished)
			}))
		}
	}
	t.Logf("%d numbers; after a kill the right frame is back within %s; resident: kiosk %d then %d MiB, hall %d then %d MiB",
		numbers, slowest.Round(time.Millisecond), before[0]>>20, k.Resident()>>20, before[1]>>20, hall.Resident()>>20)
	if os.Getenv("MOTCUA_SOAK") != "" && slowest > 5*time.Second {
		t.Errorf("a killed screen was back after %s, want 5 s", slowest)
	}
}

// takeByTouch takes a number with the real pointer and waits for its slip.
func takeByTouch(k *kittest.Screen) (number string) {
	for _, press := range []string{"start", "purpose:submit", "service:HT", "priority:no"} {
		k.Press(press)
	}
	number = k.Wait("the printed slip", func(f kittest.Frame) bool {
		return f.Status.Screen == "result" && f.Status.Detail == "printed"
	}).Status.Number
	k.Press("home")
	k.Wait("the start", func(f kittest.Frame) bool { return f.Status.Screen == "attract" })
	return number
}
