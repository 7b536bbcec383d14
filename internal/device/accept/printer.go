package accept

import (
	"context"
	"errors"
	"fmt"
	"time"

	"motcua/internal/center"
	"motcua/internal/device"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// PrinterRig is a printer under test, with the hands that open its cover and the
// eyes that count what comes out. Each method may return ErrCannot.
type PrinterRig interface {
	Printer() device.Printer

	// Bring brings the printer into a state, and returns once it is in it: takes
	// the paper out, opens the cover, pulls the plug, or mends all that.
	Bring(ctx context.Context, s device.State) error

	// Meanwhile arranges that the printer comes into a state in the middle of the next slip.
	Meanwhile(ctx context.Context, s device.State) error

	// Still tells whether the printer has printed nothing since the last Bring. It watches it for a moment.
	Still(ctx context.Context) (bool, error)

	// Whole counts the slips that came out whole since it was last asked. It
	// waits for want of them, and a moment longer for one too many.
	Whole(ctx context.Context, want int) (int, error)
}

var (
	well     = device.State{Presence: wire.Present}
	low      = device.State{Presence: wire.Present, Cause: wire.PaperLow}
	unplug   = device.State{Presence: wire.Absent, Cause: wire.Unreachable}
	patience = 30 * time.Second // for one call of the driver
)

func broken(cause string) device.State { return device.State{Presence: wire.Broken, Cause: cause} }

// PrinterChecks are what every receipt printer does. Each begins and ends with a printer that is well.
var PrinterChecks = []Check[PrinterRig]{
	{"printer-well", func(ctx context.Context, rig PrinterRig) error { return wantState(ctx, rig, well) }},
	{"printer-once", printsEachOnce},
	{"printer-ended", startsNothing},
	{"printer-paper-low", printsWhileLow},
	{"printer-paper-out", refuses(broken(wire.PaperOut))},
	{"printer-cover-open", refuses(broken(wire.CoverOpen))},
	{"printer-cutter-error", refuses(broken(wire.CutterError))},
	{"printer-head-hot", refuses(broken(wire.HeadHot))},
	{"printer-unplugged", refuses(unplug)},
	{"printer-paper-out-meanwhile", stops(broken(wire.PaperOut))},
	{"printer-cover-open-meanwhile", stops(broken(wire.CoverOpen))},
	{"printer-unplugged-meanwhile", stops(unplug)},
}

// Slip returns a slip that has everything.
func Slip(n int) wire.Slip {
	number := fmt.Sprintf("A%03d", n)
	return wire.Slip{
		Number: number, Purpose: center.Submit, Counters: "3, 5", Ahead: 4, Wait: &wire.Range{LowS: 600, HighS: 1200},
		Center:   i18n.Text{VI: "Trung tâm Phục vụ hành chính công phường Trấn Biên", EN: "Tran Bien Ward Public Administration Service Center"},
		Service:  i18n.Text{VI: "Đất đai", EN: "Land"},
		IssuedAt: time.Date(2026, 11, 23, 2, 12, 0, 0, time.UTC), URL: "https://mc.example.gov.vn/t/8F3K22QXW5P7M9TB",
		Papers: i18n.Text{VI: "Giấy chứng nhận quyền sử dụng đất; thẻ căn cước.", EN: "Land use certificate; identity card."},
	}
}

func printsEachOnce(ctx context.Context, rig PrinterRig) error {
	for i := range 3 {
		if err := wantPrint(ctx, rig, i); err != nil {
			return err
		}
	}
	return wantWhole(ctx, rig, 3)
}

// startsNothing asks for a slip when there is no time for it.
func startsNothing(ctx context.Context, rig PrinterRig) error {
	over, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := rig.Printer().Print(over, Slip(1)); fault.KindOf(err) != fault.Unavailable {
		return fmt.Errorf("Print = %v, want fault.Unavailable", err)
	}
	return goesOn(ctx, rig)
}

func printsWhileLow(ctx context.Context, rig PrinterRig) error {
	if err := rig.Bring(ctx, low); err != nil {
		return err
	}
	if err := wantState(ctx, rig, low); err != nil {
		return err
	}
	if err := wantPrint(ctx, rig, 1); err != nil {
		return err
	}
	if err := wantWhole(ctx, rig, 1); err != nil {
		return err
	}
	return mended(ctx, rig)
}

// refuses checks that a printer in a state says so, prints nothing, prints
// nothing of it later, and works when it is mended.
func refuses(s device.State) func(context.Context, PrinterRig) error {
	return func(ctx context.Context, rig PrinterRig) error {
		if err := rig.Bring(ctx, s); err != nil {
			return err
		}
		if err := wantState(ctx, rig, s); err != nil {
			return err
		}
		brief, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		if _, err := rig.Printer().Print(brief, Slip(1)); fault.KindOf(err) != fault.Unavailable || device.CauseOf(err) != s.Cause {
			return fmt.Errorf("Print = %v, want fault.Unavailable with the cause %q", err, s.Cause)
		}
		return mended(ctx, rig)
	}
}

// stops checks that a slip that cannot end fails, that the rest of it never comes
// out, and that the next one is whole.
func stops(s device.State) func(context.Context, PrinterRig) error {
	return func(ctx context.Context, rig PrinterRig) error {
		if err := rig.Meanwhile(ctx, s); err != nil {
			return err
		}
		brief, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		_, err := rig.Printer().Print(brief, Slip(1))
		if cause := device.CauseOf(err); err == nil || cause != s.Cause && cause != wire.Unknown {
			return fmt.Errorf("Print = %v, want the cause %q, or %q", err, s.Cause, wire.Unknown)
		}
		if err := wantState(ctx, rig, s); err != nil {
			return err
		}
		return mended(ctx, rig)
	}
}

// mended brings the printer back: nothing old comes out of it, and the next slip is whole.
func mended(ctx context.Context, rig PrinterRig) error {
	if err := rig.Bring(ctx, well); err != nil {
		return err
	}
	still, err := rig.Still(ctx)
	if err == nil && !still {
		err = errors.New("the printer went on with an old slip by itself, want it to stand still")
	}
	if err != nil {
		return err
	}
	return goesOn(ctx, rig)
}

func goesOn(ctx context.Context, rig PrinterRig) error {
	if err := wantState(ctx, rig, well); err != nil {
		return err
	}
	if err := wantPrint(ctx, rig, 2); err != nil {
		return err
	}
	return wantWhole(ctx, rig, 1)
}

func wantState(ctx context.Context, rig PrinterRig, want device.State) error {
	if got := rig.Printer().State(ctx); got != want {
		return fmt.Errorf("State = %v, want %v", got, want)
	}
	return nil
}

func wantPrint(ctx context.Context, rig PrinterRig, n int) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	receipt, err := rig.Printer().Print(ctx, Slip(n))
	if err != nil || receipt.Millimeters <= 0 {
		return fmt.Errorf("Print = %+v, %v, want some paper and no error", receipt, err)
	}
	return nil
}

func wantWhole(ctx context.Context, rig PrinterRig, want int) error {
	got, err := rig.Whole(ctx, want)
	if err == nil && got != want {
		err = fmt.Errorf("%d whole slips came out, want %d", got, want)
	}
	return err
}
