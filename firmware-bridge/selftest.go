package bridge

import (
	"context"
	"encoding/json"
	"maps"
	"sync"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/device"
	"motcua/internal/wire"
)

// states is what is known of each device now. Its methods may be called from any goroutine.
type states struct {
	mu  sync.Mutex
	all map[center.DeviceID]device.State
}

func (s *states) note(id center.DeviceID, now device.State) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = map[center.DeviceID]device.State{}
	}
	s.all[id] = now
}

func (s *states) copy() map[center.DeviceID]device.State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.all)
}

// began takes the beginning of a self-test; one that is under way goes on alone.
func (b *Bridge) began(body wire.Body) {
	var d wire.SelfTestData
	if json.Unmarshal(body.Data, &d) != nil || d.ID == "" {
		return
	}
	select {
	case b.tests <- d.ID:
	default:
	}
}

// runTests makes one self-test after the other until ctx ends.
func (b *Bridge) runTests(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case id := <-b.tests:
			b.test(ctx, id)
		}
	}
}

// test lights up everything, prints a strip on each printer, and tells what came of it.
func (b *Bridge) test(ctx context.Context, id string) {
	var strips sync.Map // printer: its check
	var wg sync.WaitGroup
	for printer, p := range b.printers {
		wg.Go(func() { strips.Store(printer, p.strip(ctx)) })
	}
	b.trial.run(ctx, b.pace.light)
	wg.Wait()
	if ctx.Err() != nil {
		return
	}
	var checks []wire.SelfTestCheck
	known := b.states.copy()
	for _, k := range b.Center.DeviceKinds() {
		if strip, ok := strips.Load(k.ID); ok {
			checks = append(checks, strip.(wire.SelfTestCheck))
		} else if k.Bridged() {
			checks = append(checks, checkOf(k, known[k.ID]))
		}
	}
	b.tellTest(ctx, id, checks)
}

// checkOf is what the state of a device says of it.
func checkOf(k center.DeviceKind, s device.State) wire.SelfTestCheck {
	check := wire.SelfTestCheck{What: whatOf[k.Kind], Device: k.ID, OK: s.Presence == wire.Present, Cause: s.Cause}
	if k.Driver == "led-485" { // a unit without keys
		check.What = wire.CheckDigits
	}
	if !check.OK && check.Cause == "" {
		check.Cause = wire.Unreachable // its driver has not got as far as a first answer
	}
	return check
}

// whatOf is what is tested of each kind of device.
var whatOf = map[string]string{
	"bus": wire.CheckBus, "unit": wire.CheckKeys, "button": wire.CheckKeys, "lamp": wire.CheckLamp,
	"digits": wire.CheckDigits, "scanner": wire.CheckScanner, "ups": wire.CheckUPS,
}

// tellTest tells the results until the controller has taken or refused them.
func (b *Bridge) tellTest(ctx context.Context, id string, checks []wire.SelfTestCheck) {
	if len(checks) == 0 {
		return
	}
	key, wait := client.NewKey(), b.pace.first
	for {
		err := b.Client.SelfTestResults(ctx, key, id, wire.SelfTestResults{Checks: checks})
		if err != nil && !again(err) {
			b.Log.Warn("results of the self-test refused", "err", err)
		}
		if !again(err) || !pause(ctx, wait) {
			return
		}
		wait = min(2*wait, b.pace.most)
	}
}

// strip prints a test strip in its turn and returns what came of it.
func (p *printing) strip(ctx context.Context) wire.SelfTestCheck {
	done := make(chan wire.SelfTestCheck, 1)
	select {
	case p.strips <- done:
		return <-done
	case <-ctx.Done():
		return wire.SelfTestCheck{}
	}
}

// printStrip is strip in the goroutine that prints.
func (p *printing) printStrip(ctx context.Context) wire.SelfTestCheck {
	receipt, err := p.driver.Print(ctx, wire.Slip{Test: true, Printer: p.id, IssuedAt: time.Now()})
	check := wire.SelfTestCheck{What: wire.CheckStrip, Device: p.id, OK: err == nil, MM: receipt.Millimeters}
	if err != nil {
		check.Cause = device.CauseOf(err)
		p.bridge.Log.Warn("test strip not printed", "device", p.id, "cause", check.Cause, "err", err)
	}
	return check
}
