package controller

import (
	"path/filepath"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// TestFullDiskRefusesTicketsAndKeepsWhatItSaid lets the real database run full.
func TestFullDiskRefusesTicketsAndKeepsWhatItSaid(t *testing.T) {
	h := openHall(t, func(o *Options) { o.Engine.Store.MaxPages = 120 })
	x := newTold()
	var err error
	for range 20_000 {
		key := client.NewKey()
		var ticket wire.Ticket
		if ticket, err = h.all.Issue(t.Context(), key, wire.IssueRequest{Service: "HT", Purpose: center.Submit}); err != nil {
			break
		}
		x.issued(t, ticket.ID, key)
	}
	if fault.CodeOf(err) != "disk-full" || fault.KindOf(err) != fault.Unavailable {
		t.Fatalf("a full disk said %v, want disk-full", err)
	}
	b, err := h.all.Board(t.Context())
	if err != nil || b.Trouble != "disk-full" || b.Waiting[0].Waiting != len(x.numbers) {
		t.Errorf("board: trouble %q, waiting %d, %v; want disk-full and %d", b.Trouble, b.Waiting[0].Waiting, err, len(x.numbers))
	}
	h.now.pass(2 * time.Second) // the store is tried again, and is still full
	if _, err := h.all.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: center.Submit}); fault.CodeOf(err) != "disk-full" {
		t.Errorf("a disk still full said %v", err)
	}
	l := newLogged()
	l.read(t, h.engine.store)
	l.check(t, x)
	if _, err := h.engine.store.Verify(t.Context(), 0); err != nil {
		t.Error(err)
	}
}

// TestARefusedTicketIsNotShown lets the disk run full where the log cannot be
// opened again either: what was refused must not stay on the board.
func TestARefusedTicketIsNotShown(t *testing.T) {
	h := openHall(t, func(o *Options) { o.Engine.Store.MaxPages = 120 })
	h.engine.mu.Lock()
	h.engine.opts.Store.Path = filepath.Join(t.TempDir(), "gone", "log.db")
	h.engine.mu.Unlock()
	acked := 0
	for ; acked < 20_000; acked++ {
		if _, err := h.all.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: center.Submit}); err != nil {
			break
		}
	}
	b, err := h.all.Board(t.Context())
	if err != nil || b.Trouble == "" || b.Waiting[0].Waiting != acked || b.Seq != h.engine.hub.last() {
		t.Errorf("board: trouble %q, waiting %d, seq %d, %v; want the %d acknowledged and seq %d",
			b.Trouble, b.Waiting[0].Waiting, b.Seq, err, acked, h.engine.hub.last())
	}
}

// TestARefusedTimeIsNotTaken books until the disk is full: places and counts
// are as they were told.
func TestARefusedTimeIsNotTaken(t *testing.T) {
	o := openTour(t, func(x *Options) {
		x.Engine.Store.MaxPages = 120
		x.Center.Remote.PerDay, x.Center.Remote.PerService = 20_000, 20_000
		x.Center.Appointments.Slots[0].Places = 20_000
	})
	o.h.taking.most = 20_000
	phone, acked := o.opens(o.code(), ""), 0
	var last answered
	for ; acked < 20_000; acked++ {
		if last = o.ask("", "POST /appointments", o.slot("2026-11-24T09:00:00+07:00"), phone); last.status != 201 {
			break
		}
	}
	if last.code != "disk-full" {
		t.Fatalf("a full disk said %d %s", last.status, last.code)
	}
	view(o.h.engine, func(s *state, _ queue.Moment) struct{} {
		taken := 0
		for _, n := range o.h.engine.phones {
			taken += n
		}
		if booked := len(o.h.engine.booked); booked != acked || taken != acked {
			t.Errorf("%d times are booked and %d counted, want the %d acknowledged", booked, taken, acked)
		}
		return struct{}{}
	})
	o.h.now.pass(2 * time.Second)
	o.want(503, "disk-full", "greeter", "POST /appointments", o.slot("2026-11-24T09:00:00+07:00"))
}

func TestClockJumps(t *testing.T) {
	h := openHall(t, nil)
	first := h.issue(t, wire.IssueRequest{Service: "HT"})
	h.now.jump(-3 * time.Hour) // 05:00, the same day: closed by the wall clock
	if _, err := h.all.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: center.Submit}); fault.CodeOf(err) != "closed-hours" {
		t.Errorf("issue at 05:00 = %v", err)
	}
	h.act(t, "1", "open", wire.ActionRequest{})
	h.now.pass(time.Minute)
	h.act(t, "1", "next", wire.ActionRequest{})
	h.act(t, "1", "start", wire.ActionRequest{})
	if got := h.today().MeanWaitS; got != 60 {
		t.Errorf("wait of %s across a clock set back = %d s, want 60 s of uptime", first.Number, got)
	}
	h.now.jump(-30 * 24 * time.Hour)
	if _, err := h.all.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: center.Submit}); fault.CodeOf(err) != "clock-behind" {
		t.Errorf("issue a month ago = %v", err)
	}
	h.now.jump(30*24*time.Hour + 3*time.Hour + 70*24*time.Hour)
	if _, err := h.all.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: center.Submit}); fault.CodeOf(err) != "clock-ahead" {
		t.Errorf("issue in ten weeks = %v", err)
	}
	if o := h.engine.confirmClock(t.Context(), "all"); o.err != nil {
		t.Fatal(o.err)
	}
	if got := h.issue(t, wire.IssueRequest{Service: "HT"}); got.ID != "20270201-A001" {
		t.Errorf("first ticket after the date was confirmed = %s", got.ID)
	}
	jumps := 0
	entries, err := h.engine.store.Read(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Type == wire.ClockJumped {
			jumps++
		}
	}
	if jumps != 4 {
		t.Errorf("%d entries about the clock in the log, want three jumps and a confirmation", jumps)
	}
}
