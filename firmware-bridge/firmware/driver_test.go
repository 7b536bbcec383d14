package firmware

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/device"
	"motcua/internal/device/bus"
	"motcua/internal/wire"
)

// drive has the bridge's own driver run the line of the units, with one counter
// for each address, until the test ends.
func drive(t *testing.T, port string, addresses ...int) []*bus.Unit {
	t.Helper()
	config := center.Bus{ID: "B1", Port: port, Baud: 19200, Parity: "even"}
	var units []center.Unit
	for i, address := range addresses {
		id := center.DeviceID("N" + string(rune('1'+i)))
		units = append(units, center.Unit{ID: id, Counter: "1", Bus: "B1", Driver: "motcua", Address: address, Digits: 4})
	}
	b, err := bus.New(config, units)
	if err != nil {
		t.Fatal(err)
	}
	line, err := bus.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx, line) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run() = %v", err)
		}
		line.Close()
	})
	return b.Units()
}

// TestDriver runs three units, and two that share an address, in real time under
// the bridge's own driver: keys from the pins, numbers to the pins.
func TestDriver(t *testing.T) {
	t.Parallel()
	units := Build(t).StartLine(t, 1, 2, 3, 9, 9)
	units[4].Power(false) // two that left the factory alike: one was switched off once more
	units[4].Power(true)
	driven := drive(t, units[0].Port(), 1, 2, 3, 4, 9)

	for i, text := range []string{"A012", "B103", "  --"} {
		driven[i].Show(text, bus.On)
		units[i].WaitDisplay(text)
		units[i].Wait("lamp", units[i].Lamp)
	}
	for i, key := range []string{"next", "finish", "7", "next"} {
		u := i % 3
		units[u].Press(key)
		select {
		case p := <-driven[u].Presses():
			want, _ := bus.ParseKey(key)
			if p.Key != want {
				t.Errorf("unit %d: pressed %s, got %v", u+1, key, p.Key)
			}
			driven[u].Done(p)
		case <-time.After(patience):
			t.Fatalf("unit %d: key %s never came", u+1, key)
		}
	}

	units[1].Hang() // the watchdog restarts it, and the driver shows it everything again
	units[1].Wait("restart", func() bool { return slices.Contains(units[1].Seen(), "restart") })
	units[1].Wait("number again", func() bool {
		seen := units[1].Seen()
		behind := seen[slices.Index(seen, "restart"):]
		return slices.ContainsFunc(behind, func(s string) bool { return strings.HasSuffix(s, " B103") })
	})

	for i, want := range []device.State{
		{Presence: wire.Present}, {Presence: wire.Present}, {Presence: wire.Present},
		{Presence: wire.Broken, Cause: wire.TimedOut}, {Presence: wire.Broken, Cause: wire.SameAddress},
	} {
		units[0].Wait("state of "+string(driven[i].ID()), func() bool { return driven[i].State() == want })
	}
	if units[0].Collisions() == 0 {
		t.Error("two units at one address never collided")
	}
	for i, u := range driven[:3] {
		if n := u.Counts()["repeats"]; n != 0 {
			t.Logf("unit %d told %d presses again", i+1, n)
		}
		if len(u.Presses()) != 0 {
			t.Errorf("unit %d: a press came twice", i+1)
		}
	}
}
