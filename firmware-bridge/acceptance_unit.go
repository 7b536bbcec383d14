package bridge

import (
	"context"
	"sync"

	"motcua/internal/center"
	"motcua/internal/device/accept"
	"motcua/internal/device/bus"
)

// acceptUnit is Acceptance for a counter unit: its line is driven with that unit alone until done.
func (b *Bridge) acceptUnit(c center.Unit, ask accept.Ask) (promises []Promise, done func(), err error) {
	config, ok := b.Center.Bus(c.Bus)
	if !ok {
		return nil, nil, unaccepted(b.Center, c.Bus)
	}
	line, err := bus.New(*config, []center.Unit{c})
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	open, err := bus.Open(ctx, *config)
	if err != nil {
		cancel()
		return nil, nil, err
	}
	var running sync.WaitGroup
	running.Go(func() {
		if err := line.Run(ctx, open); err != nil {
			line.Lost(lossOf(err))
		}
	})
	done = func() {
		cancel()
		running.Wait()
		_ = open.Close()
	}
	display := c.Driver == "led-485" || c.Driver == "ascii" && c.ASCII.Key == ""
	return promisesOf(accept.UnitChecks, accept.UnitByHand(line.Units()[0], display, ask)), done, nil
}
