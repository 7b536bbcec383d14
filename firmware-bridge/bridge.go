// Package bridge is the one part that touches hardware: it prints slips, drives
// counter units and lights lamps for a center, as the event stream says, and
// tells the controller how its devices are.
//
// A slip is printed at most once. The bridge claims it first, durably, and a
// claim is given once; whatever happens behind the claim, it is reported and
// never tried again. All retrying of devices and of the connection lives here,
// none of it in the drivers.
package bridge

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"periph.io/x/conn/v3/gpio"
	"periph.io/x/conn/v3/i2c"
	"periph.io/x/conn/v3/spi"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/device/bus"
)

// Options is what a bridge needs.
type Options struct {
	Client *client.Client // with a token of the role bridge
	Center *center.Center // its printers, buses and what hangs on the machine are driven
	Log    *slog.Logger

	// Pins finds a pin by its name and returns nil where the machine has none of
	// that name. Nil means the pins of this machine, as periph knows them.
	Pins func(name string) gpio.PinIO
	// SPI and I2C open a port by its name, and fail where the machine has none.
	// Nil means the ports of this machine.
	SPI func(name string) (spi.PortCloser, error)
	I2C func(name string) (i2c.BusCloser, error)
	// Lines opens the line of a bus. Nil means its serial port or gateway.
	Lines func(context.Context, center.Bus) (bus.Line, error)
}

// pace is how often and how long.
type pace struct {
	look   time.Duration // between two looks at an idle printer
	fresh  time.Duration // how old a ticket may be to be claimed: the controller's own limit
	late   time.Duration // how old the order of a closing slip may be: until the next morning, as for the controller
	claim  time.Duration // how long a claim is tried
	orphan time.Duration // after which a claimed slip that nobody reports is given up: longer than a print takes
	beat   time.Duration // a device's state is told again this often, so that its age is true
	light  time.Duration // how long all lights are lit in a self-test: a person walks past the counters
	first  time.Duration // pause before the first try again; it doubles
	most   time.Duration
}

var usual = pace{
	look: 3 * time.Second, fresh: time.Minute, late: 18 * time.Hour, claim: 30 * time.Second, orphan: 45 * time.Second, beat: 20 * time.Second,
	light: 10 * time.Second, first: 250 * time.Millisecond, most: 5 * time.Second,
}

// Bridge drives the devices of one center.
type Bridge struct {
	Options
	pace     pace
	printers map[center.DeviceID]*printing
	lines    []*bus.Bus // in the order of the center's buses
	view     *counterView
	trial    *trial
	states   states
	tests    chan string // self-tests that began
	seen     int64       // highest sequence handled; nothing up to it is read again
}

// New returns a bridge for the devices of o.Center. It opens none of them. It
// fails with fault.Invalid on an address that no driver knows.
func New(o Options) (*Bridge, error) {
	b := &Bridge{Options: o, pace: usual, view: newCounterView(), trial: newTrial(), tests: make(chan string, 1), printers: map[center.DeviceID]*printing{}}
	for _, p := range o.Center.Printers {
		driver, err := printerDriver(p)
		if err != nil {
			return nil, err
		}
		b.printers[p.ID] = newPrinting(b, p.ID, driver)
	}
	if b.Lines == nil {
		b.Lines = bus.Open
	}
	for _, c := range o.Center.Buses {
		line, err := bus.New(c, o.Center.Units)
		if err != nil {
			return nil, err
		}
		b.lines = append(b.lines, line)
	}
	return b, nil
}

// Run drives the devices until ctx ends. It always returns nil: no device and no
// controller is a reason to stop.
func (b *Bridge) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	for _, p := range b.printers {
		wg.Go(func() { p.run(ctx) })
	}
	for i, line := range b.lines {
		wg.Go(func() { b.runLine(ctx, b.Center.Buses[i], line) })
	}
	b.runBoard(ctx, &wg)
	wg.Go(func() { b.view.run(ctx, b) })
	wg.Go(func() { b.runTests(ctx) })
	b.follow(ctx)
	wg.Wait()
	return nil
}

// pause waits d, or until ctx ends, and tells whether it goes on.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
