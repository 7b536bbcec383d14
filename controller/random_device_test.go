package controller

import (
	"math/rand/v2"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// TestRandomDaysOfDevicesAreRemembered lets devices fail, slips and reprints
// come out, rolls change, tests run and nights pass in any order, and starts
// the controller anew in between: from its log it must know the same.
func TestRandomDaysOfDevicesAreRemembered(t *testing.T) {
	for seed := range uint64(2) {
		var opts Options
		h := openHall(t, func(o *Options) {
			o.Center.Hours = center.Hours{Always: true}
			o.Center.Printers = append(o.Center.Printers, center.Printer{ID: "P2", Roll: 2})
			o.Center.UPS = center.UPS{ID: "UPS"}
			opts = *o
		})
		d := &disorder{rand: rand.New(rand.NewPCG(seed, 4)), h: h}
		for range 8 {
			for range 25 {
				d.step(t)
			}
			d.h = d.h.restarted(t, opts)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
		d.h.stop()
	}
}

// disorder is what may happen to a center, in any order. What is refused is as good.
type disorder struct {
	rand    *rand.Rand
	h       *hall
	tickets []queue.TicketID
	number  int
}

func (d *disorder) printer() center.DeviceID { return []center.DeviceID{"P1", "P2"}[d.rand.IntN(2)] }

func (d *disorder) ticket() queue.TicketID {
	if len(d.tickets) == 0 {
		return "20261123-A001"
	}
	return d.tickets[max(0, len(d.tickets)-1-d.rand.IntN(4))]
}

func (d *disorder) step(t *testing.T) {
	ctx, key, c := t.Context(), client.NewKey(), d.h.all
	slip := wire.SlipKey{Ticket: d.ticket(), Copy: d.rand.IntN(3)}
	switch d.rand.IntN(12) {
	case 0, 1:
		ticket := d.h.issue(t, wire.IssueRequest{Service: "HT", Printer: d.printer()})
		d.tickets = append(d.tickets, ticket.ID)
	case 2, 3:
		_, _ = c.ClaimSlip(ctx, key, slip)
	case 4:
		_ = c.SlipDone(ctx, key, slip, 100+d.rand.IntN(80))
	case 5:
		_ = c.SlipFailed(ctx, key, slip, wire.PaperOut, d.rand.IntN(80))
	case 6:
		_, _ = c.Reprint(ctx, key, slip.Ticket, d.printer())
	case 7, 8:
		d.fails(t)
	case 9:
		_ = c.Roll(ctx, key, d.printer())
	case 10:
		d.number++
		_ = c.PaperServed(ctx, key, wire.PaperServedRequest{Service: "HT", Purpose: center.Submit, Number: "P0" + string(rune('0'+d.number%10)), Taken: d.h.now.read().Wall})
	case 11:
		if x, err := c.StartSelfTest(ctx, key); err == nil && d.rand.IntN(2) == 0 {
			_ = c.SelfTestResults(ctx, client.NewKey(), x.ID, wire.SelfTestResults{Checks: []wire.SelfTestCheck{{What: wire.CheckStrip, Device: d.printer(), OK: true, MM: 70}}})
		}
	}
	d.h.now.pass([]time.Duration{time.Second, time.Second, 50 * time.Second, 10 * time.Minute, 3 * time.Hour}[d.rand.IntN(5)])
	d.h.settle(t)
}

func (d *disorder) fails(t *testing.T) {
	t.Helper()
	if d.rand.IntN(5) == 0 {
		d.h.says(t, "UPS", wire.Present, []string{"", wire.MainsLost, wire.BatteryLow}[d.rand.IntN(3)])
		return
	}
	cause := []string{"", "", wire.PaperLow, wire.PaperOut, wire.CoverOpen, wire.Unreachable}[d.rand.IntN(6)]
	state := wire.Broken
	if cause == "" || cause == wire.PaperLow {
		state = wire.Present
	}
	d.h.says(t, d.printer(), state, cause)
}
