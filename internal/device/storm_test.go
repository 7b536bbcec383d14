package device

import (
	"bytes"
	"context"
	"image"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"motcua/internal/device/escpos"
	"motcua/internal/fault"
	"motcua/internal/sim/printer"
	"motcua/internal/wire"
)

// stormFaults is how many faults the storm injects, stormSeed what it begins
// with: MOTCUA_STORM=seed repeats one that failed.
const stormFaults = 5000

func stormSeed(t *testing.T) uint64 {
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("MOTCUA_STORM"); s != "" {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		seed = n
	}
	t.Logf("MOTCUA_STORM=%d go test -run TestStormOfFaults ./internal/device begins the same storm", seed)
	return seed
}

// pipes is a network in memory: a listener, and the dialing that reaches it.
type pipes struct {
	in   chan net.Conn
	over chan struct{}
}

func newPipes() *pipes { return &pipes{in: make(chan net.Conn), over: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.in:
		return c, nil
	case <-p.over:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	close(p.over)
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{} }

func (p *pipes) dial(ctx context.Context) (io.ReadWriteCloser, error) {
	host, device := net.Pipe()
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	select {
	case p.in <- device:
		return host, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// stormSlip is a small slip that says in its first row which it is: that row, two
// pictures, and the cut. It is written by hand, so that thousands are quick.
func stormSlip(n int) []escpos.Part {
	a, b := byte(n>>8), byte(n)
	first := []byte{0x1B, '@', 0x1D, 'a', 0xFF, 0x1D, 'v', '0', 0, 4, 0, 1, 0, a, b, ^a, ^b}
	picture := append([]byte{0x1D, 'v', '0', 0, 16, 0, stormHalf, 0}, bytes.Repeat([]byte{0xAA}, 16*stormHalf)...)
	return []escpos.Part{
		{Bytes: first, Rows: 1}, {Bytes: picture, Rows: stormHalf}, {Bytes: picture, Rows: stormHalf},
		{Bytes: []byte{0x1D, 'V', 'B', 0}, Rows: 120},
	}
}

// stormHalf is the height of one picture, stormRows that of a whole slip without the way to the knife.
const (
	stormHalf = 50
	stormRows = 1 + 2*stormHalf
)

// which reads the number of a slip from the first row of a sheet.
func which(sheet image.Image) (n int, ok bool) {
	var bits uint32
	for x := range 32 {
		bits <<= 1
		if r, _, _, _ := sheet.At(sheetMargin+x, sheetMargin).RGBA(); r < 0x8000 {
			bits |= 1
		}
	}
	return int(bits >> 16), bits>>16 == ^bits&0xFFFF
}

// sheetMargin is the dots of paper around what is printed, in the picture of a sheet.
const sheetMargin = 32

// storm is a printer that fails all the time, and what came of each slip.
type storm struct {
	t       *testing.T
	r       *rand.Rand
	sim     *printer.Printer
	faults  atomic.Int64 // that happened
	seen    int
	sheets  map[int]int // sheets of a slip, whole or not
	whole   map[int]int
	told    map[int]string // "printed", or the cause
	reasons map[string]int
}

// stormPrinter is a printer in a bubble of virtual time, and its driver.
func stormPrinter(t *testing.T) (sim *printer.Printer, p *receipt, end func()) {
	ctx, cancel := context.WithCancel(context.Background())
	net := newPipes()
	sim = printer.New("P1", 576, 150)
	sim.Become(printer.Models()["epson-tm-t82"])
	done := make(chan error, 1)
	go func() { done <- sim.Serve(ctx, net) }()
	p = PrinterOver(net.dial, escpos.Profiles["epson-tm-t82"]).(*receipt)
	return sim, p, func() {
		p.Close()
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the simulated printer ended with %v", err)
		}
	}
}

// TestAnAnswerIsLostInNoise cuts a status short right before the printer says that
// the slip is whole, and stops the printer: nobody can tell then.
func TestAnAnswerIsLostInNoise(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim, p, end := stormPrinter(t)
		defer end()
		sim.AfterRows(stormRows+120, func() { // a tenth of a second of paper before the knife
			time.AfterFunc(95*time.Millisecond, func() { sim.Say([]byte{0x18, 0x00, 0x0C}) })
			time.AfterFunc(300*time.Millisecond, func() { sim.Change(func(w *printer.Switches) { w.CutterError = true }) })
		})
		if _, err := p.print(t.Context(), stormSlip(1)); err == nil || CauseOf(err) != wire.Unknown {
			t.Errorf("print = %v, want an unknown cause", err)
		}
		if out := sim.Slips(); len(out) != 1 || !out[0].Cut {
			t.Errorf("%d sheets came out, want the whole slip", len(out))
		}
	})
}

func TestStormOfFaults(t *testing.T) {
	seed := stormSeed(t)
	synctest.Test(t, func(t *testing.T) {
		sim, p, end := stormPrinter(t)
		s := &storm{
			t: t, r: rand.New(rand.NewPCG(seed, 2)), sim: sim,
			sheets: map[int]int{}, whole: map[int]int{}, told: map[int]string{}, reasons: map[string]int{},
		}
		n := 0
		for ; s.faults.Load() < stormFaults && !t.Failed(); n++ {
			s.round(p, n)
		}
		s.mend()
		time.Sleep(time.Minute) // virtual: whatever the printer still has comes out
		s.collect()
		s.judge(n)
		end()
		t.Logf("%d faults in %d slips: %v", s.faults.Load(), n, s.reasons)
	}) // which fails when a goroutine is left
}

// round prints one slip under faults, and mends the printer, most of the time.
func (s *storm) round(p *receipt, n int) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var timers []*time.Timer
	for range s.r.IntN(2) * (1 + s.r.IntN(8)) {
		f := s.fault(cancel)
		if s.r.IntN(3) == 0 {
			timers = append(timers, time.AfterFunc(time.Duration(s.r.IntN(1500))*time.Millisecond, f))
		} else {
			s.sim.AfterRows(1+s.r.IntN(stormRows+2*120), f)
		}
	}
	_, err := p.print(ctx, stormSlip(n))
	if s.told[n] = "printed"; err != nil {
		s.told[n] = CauseOf(err)
		if fault.CodeOf(err) != "device-failed" {
			s.t.Errorf("slip %d: %v has no cause", n, err)
		}
	}
	s.reasons[s.told[n]]++
	for _, t := range timers {
		t.Stop()
	}
	if s.r.IntN(4) > 0 {
		s.idle(p)
		s.mend()
	}
	s.collect()
}

// idle lets the printer stand there for a while, failing, and asks it now and then.
func (s *storm) idle(p *receipt) {
	for range s.r.IntN(6) {
		ctx, cancel := context.WithCancel(s.t.Context())
		s.fault(cancel)()
		time.Sleep(time.Duration(s.r.IntN(8000)) * time.Millisecond) // virtual
		state := p.State(ctx)
		if cancel(); state.Cause != "" && !wire.IsCause(state.Cause) {
			s.t.Errorf("State = %v, want a cause of the list", state)
		}
	}
}

// mend lays a hand on the printer, which has long done what it has read by then.
func (s *storm) mend() {
	synctest.Wait()
	s.sim.Forgive()
	s.sim.Set(printer.Switches{})
}

// fault is a random one, not yet under way.
func (s *storm) fault(kill func()) func() {
	change := func(f func(*printer.Switches)) func() { return func() { s.sim.Change(f) } }
	wait := time.Duration(s.r.IntN(4000)) * time.Millisecond
	later := func(f func(*printer.Switches)) { time.AfterFunc(wait, change(f)) }
	junk := make([]byte, 1+s.r.IntN(12))
	for i := range junk {
		junk[i] = byte(s.r.Uint32())
	}
	all := []func(){
		change(func(w *printer.Switches) { w.Unplugged = true }),
		change(func(w *printer.Switches) { w.CoverOpen = true }),
		change(func(w *printer.Switches) { w.PaperOut = true }),
		change(func(w *printer.Switches) { w.CutterError = true }),
		change(func(w *printer.Switches) { w.PaperLow = true }),
		change(func(w *printer.Switches) { w.Noise = true }),
		func() {
			s.sim.Change(func(w *printer.Switches) { w.HeadHot = true })
			later(func(w *printer.Switches) { w.HeadHot = false })
		},
		func() {
			s.sim.Change(func(w *printer.Switches) { w.Offline = true })
			later(func(w *printer.Switches) { w.Offline = false })
		},
		func() { s.sim.PullCable() },
		func() { s.sim.Say(junk) },
		func() { s.sim.Say([]byte{0x18, 0x00, 0x0C, 0x0F}[:1+len(junk)%4]) }, // half an automatic status
		kill,
	}
	do := all[s.r.IntN(len(all))]
	return func() {
		s.faults.Add(1)
		do()
	}
}

// collect takes what came out since the last time.
func (s *storm) collect() {
	for _, slip := range s.sim.Slips() {
		if slip.N <= s.seen {
			continue
		}
		if slip.N > s.seen+1 {
			s.t.Errorf("slip sheets %d to %d were not looked at", s.seen+1, slip.N-1)
		}
		s.seen = slip.N
		rows := slip.Picture.Bounds().Dy() - 2*sheetMargin
		n, ok := which(slip.Picture)
		switch {
		case !ok:
			s.t.Errorf("a sheet of %d rows came out that is no beginning of a slip", rows)
			continue
		case rows > stormRows:
			s.t.Errorf("two slips came out on one sheet, the first is %d", n)
		case slip.Cut && rows == stormRows:
			s.whole[n]++
		}
		s.sheets[n]++
	}
}

// judge compares what was told of each slip with what came out.
func (s *storm) judge(n int) {
	for i := range n {
		whole, told := s.whole[i], s.told[i]
		switch {
		case s.sheets[i] > 1:
			s.t.Errorf("slip %d came out %d times", i, s.sheets[i])
		case told == "printed" && whole != 1:
			s.t.Errorf("slip %d was told printed, %d are whole", i, whole)
		case told != "printed" && told != wire.Unknown && whole != 0:
			s.t.Errorf("slip %d was told failed for %s, and is whole", i, told)
		}
	}
	if s.reasons["printed"] == 0 || s.reasons[wire.Unknown] == 0 || s.reasons[wire.PaperOut] == 0 {
		s.t.Errorf("outcomes %v: this was no storm", s.reasons)
	}
}
