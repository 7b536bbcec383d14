package bus_test

import (
	"context"
	"net"
	"sync"
	"testing"

	"motcua/internal/center"
	"motcua/internal/device/accept"
	"motcua/internal/device/bus"
	"motcua/internal/device/devicetest"
	sim "motcua/internal/sim/unit"
)

// simulated is what all simulated units do.
type simulated interface {
	sim.Device
	Mute(bool)
	Display() string
}

// rig is a simulated unit of any kind on a line of its own.
type rig struct {
	unit  *bus.Unit
	sim   simulated
	heard int
}

// rigOf runs a bus with one unit until the returned function is called.
func rigOf(t *testing.T, c center.Unit, s simulated) (accept.UnitRig, func()) {
	c.ID, c.Bus, c.Address, c.Digits = "N1", "B1", 1, 4
	b, err := bus.New(center.Bus{ID: "B1", Baud: 19200}, []center.Unit{c})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	near, far := net.Pipe()
	var all sync.WaitGroup
	all.Go(func() { _ = sim.NewLine(19200, s).Serve(ctx, far) })
	all.Go(func() { _ = b.Run(ctx, near) })
	return &rig{unit: b.Units()[0], sim: s}, func() {
		cancel()
		all.Wait()
		near.Close()
	}
}

func (r *rig) Unit() accept.Unit { return r.unit }

// Press presses all keys at once, which a unit keeps in order.
func (r *rig) Press(_ context.Context, keys ...bus.Key) error {
	finger, ok := r.sim.(interface{ Press(string) bool })
	if !ok {
		return accept.ErrCannot
	}
	for _, k := range keys {
		name := k.String()
		if d, digit := k.Digit(); digit {
			name = string(rune('0' + d))
		}
		if !finger.Press(name) {
			return accept.ErrCannot
		}
	}
	return nil
}

func (r *rig) Reads(context.Context) (string, error) { return r.sim.Display(), nil }

func (r *rig) Lamp(context.Context) (bus.Lamp, error) {
	u, ok := r.sim.(*sim.Unit)
	if !ok {
		return 0, accept.ErrCannot
	}
	return bus.Lamp(u.Lamp()), nil
}

func (r *rig) Beeps(context.Context) (int, error) {
	u, ok := r.sim.(*sim.Unit)
	if !ok {
		return 0, accept.ErrCannot
	}
	n := u.Beeps() - r.heard
	r.heard += n
	return n, nil
}

func (r *rig) Power(_ context.Context, on bool) error {
	if r.sim.Mute(!on); on {
		return nil
	}
	if u, ok := r.sim.(interface{ Restart() }); ok {
		u.Restart()
	}
	return nil
}

func TestContract(t *testing.T) {
	for driver, open := range map[string]func(*testing.T) (accept.UnitRig, func()){
		"motcua": func(t *testing.T) (accept.UnitRig, func()) {
			return rigOf(t, center.Unit{Driver: "motcua"}, sim.New("N1", 1))
		},
		"led-485": func(t *testing.T) (accept.UnitRig, func()) {
			return rigOf(t, center.Unit{Driver: "led-485"}, sim.NewLED("N1", 1, 4))
		},
		"ascii": func(t *testing.T) (accept.UnitRig, func()) {
			p := center.ASCII{Ask: "{addr}?\r", None: "{addr}-\r", Key: "{addr}K{key}\r", Show: "{addr}D{text}\r", OK: "{addr}OK\r", Keys: map[string]string{
				"1": "next", "2": "recall", "3": "start", "4": "no-show", "5": "finish", "6": "pause", "7": "transfer", "8": "incident"}}
			return rigOf(t, center.Unit{Driver: "ascii", ASCII: p}, sim.NewASCII("N1", 1, p))
		},
	} {
		t.Run(driver, func(t *testing.T) { devicetest.Units(t, open) })
	}
}
