// Package device holds what stands between the center and its hardware: small
// interfaces, the drivers behind them, and one public fake for each. Drivers
// report what they see and never try again: the bridge's supervisor does.
package device

import (
	"context"
	"errors"

	"motcua/internal/fault"
	"motcua/internal/wire"
)

// State is what a driver knows of its device. A device that is there and works
// is Present; its Cause may then be [wire.PaperLow]. Nothing answers at its
// address: Absent. It is there and cannot work: Broken, with the cause.
type State struct {
	Presence wire.Presence
	Cause    string // one of wire's causes, or empty
}

// Receipt is what a print took.
type Receipt struct {
	Millimeters int // of paper, feed and cut included; after an error, of what went out as far as known
}

// Printer prints ticket slips. It is for one goroutine at a time.
type Printer interface {
	// Print puts slip on paper and cuts it. It asks the printer first, and
	// returns nil only when the printer says that it is well after the whole
	// slip, so it takes as long as the paper does; it gives up after 20 s or when
	// ctx ends. A head that is too hot is waited for, anything else that stops the
	// printer is told at once. After an error the visitor may hold a partial slip:
	// the caller decides whether to print again, Print never does, and what the
	// printer has not printed of it is thrown away.
	//
	// Errors are fault.Unavailable; CauseOf names the cause, for which the slip is
	// not whole. With [wire.Unknown] bytes went out and nobody knows what became of them.
	Print(ctx context.Context, slip wire.Slip) (Receipt, error)

	// State asks the printer how it is. It returns within 5 s or when ctx ends;
	// a State asked for under an ended ctx says nothing.
	State(ctx context.Context) State

	// Changed receives when the printer has told by itself that something
	// changed: ask for its State. A printer that tells nothing by itself never
	// sends. It is never closed.
	Changed() <-chan struct{}

	// Close lets go of the printer. The next call takes it again.
	Close() error
}

// Fail returns the error of a device that did not do what it was asked. err may be nil.
func Fail(cause string, err error) error {
	return fault.Wrap(err, fault.Unavailable, "device-failed", "cause", cause)
}

// CauseOf returns the cause that Fail put into err, [wire.Unknown] for any other error.
func CauseOf(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Code == "device-failed" {
		if cause, ok := f.Args[1].(string); ok {
			return cause
		}
	}
	return wire.Unknown
}
