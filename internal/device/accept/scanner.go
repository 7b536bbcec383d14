package accept

import (
	"context"
	"errors"

	"motcua/internal/device"
)

// ScannerRig is a scanner under test, and the hand that holds codes to it.
type ScannerRig interface {
	Scanner() device.Scanner

	// Scan has a code read times times, within a second of each other, and
	// returns what is to be read; empty: it cannot tell, any code will do.
	Scan(ctx context.Context, times int) (code string, err error)
}

// ScannerChecks are what every scanner does.
var ScannerChecks = []Check[ScannerRig]{
	{"scanner-reads", func(ctx context.Context, rig ScannerRig) error { return reads(ctx, rig, 1) }},
	{"scanner-once", func(ctx context.Context, rig ScannerRig) error { return reads(ctx, rig, 3) }},
}

// reads checks that a code that is read some times in a row is told once.
func reads(ctx context.Context, rig ScannerRig, times int) error {
	want, err := rig.Scan(ctx, times)
	if err != nil {
		return err
	}
	soon, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	code, err := rig.Scanner().Read(soon)
	if err != nil || want != "" && code != want || code == "" {
		return wanted(err, "length of the code read", len(code), len(want)) // the code itself may be a citizen's card
	}
	brief, end := context.WithTimeout(ctx, extra/2)
	defer end()
	if _, err := rig.Scanner().Read(brief); !errors.Is(err, context.DeadlineExceeded) {
		return wanted(err, "codes told", 2, 1)
	}
	return isWell(rig.Scanner().State())
}
