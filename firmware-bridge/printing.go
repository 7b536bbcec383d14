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
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// maxJobs is how many slips wait for one printer: more than it prints in the
// minute in which a slip is worth printing.
const maxJobs = 256

// printing is one printer with the slips that wait for it. One goroutine, run, prints.
type printing struct {
	reporter
	driver device.Printer
	jobs   chan queue.TicketID

	mu       sync.Mutex
	suspects map[queue.TicketID]time.Time // claimed before we read the log, and when we read of it
}

func newPrinting(b *Bridge, id center.DeviceID, driver device.Printer) *printing {
	return &printing{
		reporter: b.reporter(id), driver: driver, jobs: make(chan queue.TicketID, maxJobs),
		suspects: map[queue.TicketID]time.Time{},
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
func (p *printing) enqueue(id queue.TicketID) {
	select {
	case p.jobs <- id:
	default: // it would be too old long before its turn
		p.bridge.Log.Warn("slip dropped, too many are waiting", "device", p.id, "ticket", id)
	}
}

// suspect notes a claim found in the log: its bridge may have died behind it.
// Where it is our own, orphans finds it reported.
func (p *printing) suspect(id queue.TicketID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, known := p.suspects[id]; !known {
		p.suspects[id] = time.Now()
	}
}

func (p *printing) run(ctx context.Context) {
	tick := time.NewTicker(p.bridge.pace.look)
	defer tick.Stop()
	p.look(ctx)
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case id := <-p.jobs:
			p.slip(ctx, id)
		case <-tick.C:
			p.look(ctx)
			p.orphans(ctx)
		}
	}
}

func (p *printing) look(ctx context.Context) { p.report(ctx, p.driver.State(ctx)) }

// slip claims, prints and reports one slip.
func (p *printing) slip(ctx context.Context, id queue.TicketID) {
	slip, err := p.claim(ctx, id)
	switch {
	case ctx.Err() != nil && err != nil:
		return // whether it is claimed is unknown: the next life finds it, and reports it
	case fault.KindOf(err) == fault.Unavailable:
		p.tell(ctx, id, wire.Unknown)
		return
	case err != nil:
		p.bridge.Log.Info("slip not claimed", "device", p.id, "ticket", id, "err", err)
		return
	}
	cause := ""
	if _, err := p.driver.Print(ctx, slip); err != nil {
		if cause = device.CauseOf(err); ctx.Err() != nil {
			cause = wire.Unknown
		}
		p.bridge.Log.Warn("slip not printed", "device", p.id, "ticket", id, "cause", cause, "err", err)
	}
	p.tell(ctx, id, cause)
	if cause != "" {
		p.look(ctx)
	}
}

// claim asks for the right to print, again under the same key while nobody
// answers. A new life of the bridge has new keys: it is never told yes twice.
func (p *printing) claim(ctx context.Context, id queue.TicketID) (wire.Slip, error) {
	ctx, cancel := context.WithTimeout(ctx, p.bridge.pace.claim)
	defer cancel()
	key, wait := client.NewKey(), p.bridge.pace.first
	for {
		slip, err := p.bridge.Client.Claim(ctx, key, id)
		if !again(err) || !pause(ctx, wait) {
			return slip, err
		}
		wait = min(2*wait, p.bridge.pace.most)
	}
}

// tell reports what became of a claimed slip, until the controller has taken it.
// When ctx ends it tries once more, so that an orderly stop leaves nothing open.
func (p *printing) tell(ctx context.Context, id queue.TicketID, cause string) {
	key, wait := client.NewKey(), p.bridge.pace.first
	for {
		err := p.tellOnce(ctx, key, id, cause)
		if err != nil && ctx.Err() != nil {
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			err = p.tellOnce(last, key, id, cause)
			cancel()
		}
		if err != nil && !again(err) {
			p.bridge.Log.Info("outcome of a slip refused", "device", p.id, "ticket", id, "err", err)
		}
		if !again(err) || !pause(ctx, wait) {
			return
		}
		wait = min(2*wait, p.bridge.pace.most)
	}
}

func (p *printing) tellOnce(ctx context.Context, key string, id queue.TicketID, cause string) error {
	if cause == "" {
		return p.bridge.Client.Printed(ctx, key, id)
	}
	return p.bridge.Client.PrintFailed(ctx, key, id, cause)
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
	var due []queue.TicketID
	for id, since := range p.suspects {
		if time.Since(since) >= p.bridge.pace.orphan {
			due = append(due, id)
		}
	}
	p.mu.Unlock()
	for _, id := range due {
		t, err := p.bridge.Client.Ticket(ctx, id)
		if again(err) {
			return
		}
		if err == nil && t.Slip == "claimed" {
			p.tell(ctx, id, wire.Unknown)
		}
		p.mu.Lock()
		delete(p.suspects, id)
		p.mu.Unlock()
	}
}
