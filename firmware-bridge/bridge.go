// Package bridge is the one part that touches hardware: it prints slips, reads
// counter keypads and lights lamps for a center, as the event stream says, and
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
)

// Options is what a bridge needs.
type Options struct {
	Client *client.Client // with a token of the role bridge
	Center *center.Center // its printers, keypads and lamps are driven
	Log    *slog.Logger

	// Pins finds a pin by its name and returns nil where the machine has none of
	// that name. Nil means the pins of this machine, as periph knows them.
	Pins func(name string) gpio.PinIO
	// SPI and I2C open a port by its name, and fail where the machine has none.
	// Nil means the ports of this machine.
	SPI func(name string) (spi.PortCloser, error)
	I2C func(name string) (i2c.BusCloser, error)
}

// pace is how often and how long.
type pace struct {
	look   time.Duration // between two looks at an idle printer
	fresh  time.Duration // how old a ticket may be to be claimed: the controller's own limit
	claim  time.Duration // how long a claim is tried
	orphan time.Duration // after which a claimed slip that nobody reports is given up: longer than a print takes
	beat   time.Duration // a device's state is told again this often, so that its age is true
	scan   time.Duration // between two polls of a keypad
	rest   time.Duration // between two polls of a keypad that does not answer
	first  time.Duration // pause before the first try again; it doubles
	most   time.Duration
}

var usual = pace{
	look: 3 * time.Second, fresh: time.Minute, claim: 30 * time.Second, orphan: 45 * time.Second, beat: 20 * time.Second,
	scan: 50 * time.Millisecond, rest: time.Second, first: 250 * time.Millisecond, most: 5 * time.Second,
}

// Bridge drives the devices of one center.
type Bridge struct {
	Options
	pace     pace
	printers map[center.DeviceID]*printing
	pads     []*pad
	view     *counterView
	trial    *trial
	seen     int64 // highest sequence handled; nothing up to it is read again
}

// New returns a bridge for the devices of o.Center. It opens none of them. It
// fails with fault.Invalid on an address that no driver knows.
func New(o Options) (*Bridge, error) {
	b := &Bridge{Options: o, pace: usual, view: newCounterView(), trial: newTrial(), printers: map[center.DeviceID]*printing{}}
	for _, p := range o.Center.Printers {
		driver, err := printerDriver(p)
		if err != nil {
			return nil, err
		}
		b.printers[p.ID] = newPrinting(b, p.ID, driver)
	}
	for _, u := range o.Center.Units {
		if bus, ok := o.Center.Bus(u.Bus); ok {
			b.pads = append(b.pads, &pad{config: u, bus: *bus, reporter: b.reporter(u.ID)})
		}
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
	for _, k := range b.pads {
		wg.Go(func() { k.run(ctx) })
	}
	b.runBoard(ctx, &wg)
	wg.Go(func() { b.view.run(ctx, b) })
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
