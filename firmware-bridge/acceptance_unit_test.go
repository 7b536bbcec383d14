package bridge

import (
	"context"
	"errors"
	"strconv"
	"testing"

	"motcua/internal/center"
	"motcua/internal/device"
	"motcua/internal/device/accept"
	"motcua/internal/device/pty"
	"motcua/internal/i18n"
	sim "motcua/internal/sim/unit"
	"motcua/internal/wire"
)

// TestAcceptanceOfAUnit plays the technician at a simulated unit behind a real device node.
func TestAcceptanceOfAUnit(t *testing.T) {
	pair, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	u, beeps := sim.New("N1", 1), 0
	background(t, func(ctx context.Context) { _ = sim.NewLine(19200, u).Serve(ctx, pair.Master) })
	c := center.Center{
		Buses: []center.Bus{{ID: "B1", Port: pair.Name, Baud: 19200, Parity: "even"}},
		Units: []center.Unit{{ID: "N1", Counter: "1", Bus: "B1", Driver: "motcua", Address: 1, Digits: 4}},
	}
	press := func(keys ...string) {
		for _, k := range keys {
			u.Press(k)
		}
	}
	promises, done, err := Acceptance(&c, "N1", func(_ context.Context, key string) (string, error) {
		if !i18n.Has(key) {
			t.Errorf("the request %q has no sentence", key)
		}
		switch key {
		case "accept.unit-press-keys":
			press("next", "recall", "start", "no-show", "finish", "pause", "transfer", "incident")
		case "accept.unit-press-digits":
			press("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
		case "accept.unit-press-next":
			press("next")
		case "accept.unit-press-recall":
			press("recall")
		case "accept.digits-reads":
			return u.Display(), nil
		case "accept.unit-lamp-does":
			return strconv.Itoa(u.Lamp()), nil
		case "accept.unit-beeps":
			n := u.Beeps() - beeps
			beeps += n
			return strconv.Itoa(n), nil
		case "accept.unit-power-off":
			u.Mute(true)
		case "accept.unit-power-on":
			u.Restart()
			u.Mute(false)
		}
		return "", nil
	})
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	for _, x := range promises {
		if !i18n.Has("accept." + x.Name) {
			t.Errorf("the promise %q has no sentence", x.Name)
		}
	}
	for _, name := range []string{"unit-well", "unit-keys"} { // the rest takes its time, and runs on the virtual clock
		for _, x := range promises {
			if x.Name != name {
				continue
			}
			if err := x.Run(t.Context()); err != nil && !errors.Is(err, accept.ErrCannot) {
				t.Errorf("%s: %v", x.Name, err)
			}
		}
	}
	if _, _, err := Acceptance(&c, "N1", nil); device.CauseOf(err) != wire.PortBusy {
		t.Errorf("Acceptance while the port is held = %v, want cause %q", err, wire.PortBusy)
	}
}
