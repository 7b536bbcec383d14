package bridge

import (
	"context"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/device"
	"motcua/internal/device/scanner"
	"motcua/internal/wire"
)

// stale is how long a scanned code is told: who holds a slip to a scanner looks
// at the screen, and tries again when it shows nothing.
const stale = 3 * time.Second

// runScanner tells the controller what one scanner reads, until ctx ends. What
// is read may be a citizen's card: it goes nowhere else, least of all into the log.
func (b *Bridge) runScanner(ctx context.Context, c center.Scanner) {
	told, wait := b.reporter(c.ID), b.pace.first
	for ctx.Err() == nil {
		began := time.Now()
		s, err := scanner.Open(c.Port, c.Baud)
		if err == nil {
			err = b.readCodes(ctx, s, &told)
			_ = s.Close()
		}
		told.report(ctx, stateOf(err))
		if time.Since(began) > b.pace.most {
			wait = b.pace.first
		}
		pause(ctx, wait)
		wait = min(2*wait, b.pace.most)
	}
}

// readCodes returns when the scanner is gone, or ctx ends.
func (b *Bridge) readCodes(ctx context.Context, s device.Scanner, told *reporter) error {
	for ctx.Err() == nil {
		told.report(ctx, s.State())
		brief, cancel := context.WithTimeout(ctx, b.pace.look) // so that the state is told from time to time
		code, err := s.Read(brief)
		ended := brief.Err() != nil
		cancel()
		switch {
		case err == nil:
			told.counts["scans"]++
			b.scanned(ctx, told.id, code)
		case !ended:
			return err
		}
	}
	return ctx.Err()
}

// scanned tells one code, again while nobody answers.
func (b *Bridge) scanned(ctx context.Context, id center.DeviceID, code string) {
	ctx, cancel := context.WithTimeout(ctx, stale)
	defer cancel()
	key := client.NewKey()
	for {
		_, err := b.Client.Scan(ctx, key, wire.ScanRequest{Scanner: id, Code: code})
		if err == nil {
			return
		}
		if !again(err) || !pause(ctx, b.pace.first) {
			b.Log.Info("scan refused", "device", id, "err", err)
			return
		}
	}
}
