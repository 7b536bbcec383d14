package bridge

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/device"
	"motcua/internal/device/escpos"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// maxJobs is how many slips wait for one printer: more than it prints in the
// minute in which a slip is worth printing.
const maxJobs = 256

// printing is one printer with the slips that wait for it. One goroutine, run, prints.
type printing struct {
	reporter
	driver device.Printer
	jobs   chan wire.SlipKey
	strips chan chan<- wire.SelfTestCheck // of a self-test: who waits for the outcome

	mu       sync.Mutex
	suspects map[wire.SlipKey]time.Time // claimed before we read the log, and when we read of it
}

func newPrinting(b *Bridge, id center.DeviceID, driver device.Printer) *printing {
	return &printing{
		reporter: b.reporter(id), driver: driver, jobs: make(chan wire.SlipKey, maxJobs), strips: make(chan chan<- wire.SelfTestCheck),
		suspects: map[wire.SlipKey]time.Time{},
	}
}

// printerDriver returns the driver of a printer. It fails with fault.Invalid on a
// profile or an address that nobody knows.
func printerDriver(p center.Printer) (device.Printer, error) {
	profile, ok := escpos.ProfileNamed(p.Profile, p.Dots)
	if !ok {
		names := slices.Sorted(maps.Keys(escpos.Profiles))
		return nil, fault.New(fault.Invalid, "center-printer-profile", "place", "[[printer]] "+string(p.ID), "value", p.Profile, "names", strings.Join(names, ", "))
	}
	return device.NewPrinter(p.Address, p.Baud, profile)
}

// enqueue takes a slip over; it never waits.
func (p *printing) enqueue(k wire.SlipKey) {
	select {
	case p.jobs <- k:
	default: // it would be too old long before its turn
		p.bridge.Log.Warn("slip dropped, too many are waiting", "device", p.id, "ticket", k.Ticket, "copy", k.Copy)
	}
}

// past notes a claim found in the log: its bridge may have died behind it.
// Where it is our own, orphans finds it reported. It forgets one that is reported.
func (p *printing) past(k wire.SlipKey, claimed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, known := p.suspects[k]; !known && claimed {
		p.suspects[k] = time.Now()
	} else if !claimed {
		delete(p.suspects, k)
	}
}

func (p *printing) run(ctx context.Context) {
	tick := time.NewTicker(p.bridge.pace.look)
	defer tick.Stop()
	defer p.driver.Close()
	p.look(ctx)
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case k := <-p.jobs:
			p.slip(ctx, k)
		case done := <-p.strips:
			done <- p.printStrip(ctx)
		case <-p.driver.Changed():
			p.look(ctx)
		case <-tick.C:
			p.look(ctx)
			p.orphans(ctx)
		}
	}
}

func (p *printing) look(ctx context.Context) {
	p.counts["looks"]++
	p.report(ctx, p.driver.State(ctx))
}

// slip claims, prints and reports one slip.
func (p *printing) slip(ctx context.Context, k wire.SlipKey) {
	slip, err := p.claim(ctx, k)
	switch {
	case ctx.Err() != nil && err != nil:
		return // whether it is claimed is unknown: the next life finds it, and reports it
	case fault.KindOf(err) == fault.Unavailable:
		p.tell(ctx, k, outcome{wire.Unknown, 0})
		return
	case err != nil:
		p.bridge.Log.Info("slip not claimed", "device", p.id, "ticket", k.Ticket, "copy", k.Copy, "err", err)
		return
	}
	p.counts["jobs"]++
	if k.Copy > 0 {
		p.counts["copies"]++
	}
	o := p.print(ctx, slip)
	p.tell(ctx, k, o)
	if o.cause != "" {
		p.counts["failed"]++
		p.look(ctx)
	}
}

// outcome is what became of a slip: why it is not on paper, empty when it is, and how much paper went.
type outcome struct {
	cause string
	mm    int
}

// print prints a claimed slip. Where the bridge is stopped meanwhile nobody knows what came out.
func (p *printing) print(ctx context.Context, slip wire.Slip) outcome {
	receipt, err := p.driver.Print(ctx, slip)
	o := outcome{mm: receipt.Millimeters}
	if err == nil {
		return o
	}
	if o.cause = device.CauseOf(err); ctx.Err() != nil {
		o.cause = wire.Unknown
	}
	p.bridge.Log.Warn("slip not printed", "device", p.id, "ticket", slip.Ticket, "copy", slip.Copy, "cause", o.cause, "err", err)
	return o
}

// claim asks for the right to print, again under the same key while nobody
// answers. A new life of the bridge has new keys: it is never told yes twice.
func (p *printing) claim(ctx context.Context, k wire.SlipKey) (wire.Slip, error) {
	ctx, cancel := context.WithTimeout(ctx, p.bridge.pace.claim)
	defer cancel()
	key, wait := client.NewKey(), p.bridge.pace.first
	for {
		slip, err := p.bridge.Client.ClaimSlip(ctx, key, k)
		if !again(err) || !pause(ctx, wait) {
			return slip, err
		}
		wait = min(2*wait, p.bridge.pace.most)
	}
}

// tell reports what became of a claimed slip, until the controller has taken it.
// When ctx ends it tries once more, so that an orderly stop leaves nothing open.
func (p *printing) tell(ctx context.Context, k wire.SlipKey, o outcome) {
	key, wait := client.NewKey(), p.bridge.pace.first
	for {
		err := p.tellOnce(ctx, key, k, o)
		if err != nil && ctx.Err() != nil {
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			err = p.tellOnce(last, key, k, o)
			cancel()
		}
		if err != nil && !again(err) {
			p.bridge.Log.Info("outcome of a slip refused", "device", p.id, "ticket", k.Ticket, "copy", k.Copy, "err", err)
		}
		if !again(err) || !pause(ctx, wait) {
			return
		}
		wait = min(2*wait, p.bridge.pace.most)
	}
}

func (p *printing) tellOnce(ctx context.Context, key string, k wire.SlipKey, o outcome) error {
	if o.cause == "" {
		return p.bridge.Client.SlipDone(ctx, key, k, o.mm)
	}
	return p.bridge.Client.SlipFailed(ctx, key, k, o.cause, o.mm)
}

// again tells whether a call is worth repeating.
func again(err error) bool {
	k := fault.KindOf(err)
	return err != nil && (k == fault.Unavailable || k == fault.TooMany)
}

// orphans gives up slips that were claimed before this life and never reported:
// nobody knows whether they were printed, so they are not printed again. It runs
// in the goroutine that prints, so no claim of this life is open while it looks.
func (p *printing) orphans(ctx context.Context) {
	p.mu.Lock()
	var due []wire.SlipKey
	for k, since := range p.suspects {
		if time.Since(since) >= p.bridge.pace.orphan {
			due = append(due, k)
		}
	}
	p.mu.Unlock()
	for _, k := range due {
		t, err := p.bridge.Client.Ticket(ctx, k.Ticket)
		if again(err) {
			return
		}
		// Of an earlier copy, and of the slip that closes a day, no ticket tells, but the controller knows.
		if fault.KindOf(err) == fault.NotFound || err == nil && (t.Slip == "claimed" || t.Copy != k.Copy) {
			p.tell(ctx, k, outcome{wire.Unknown, 0})
		}
		p.past(k, false)
	}
}
