package display

import (
	"context"
	"errors"
	"time"

	"motcua/internal/client"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// How long the display waits before it asks for a code again: after a refusal
// (no numbers for phones) and after a controller that did not answer.
const (
	askRefused = time.Minute
	askLost    = 5 * time.Second
	askLeast   = time.Second
)

// Entry takes the code that phones read, none with an empty URL. It counts until
// it expires by the controller's clock, which the board has told.
func (s *Show) Entry(e wire.EntryCode) { s.entry = e }

// code is the link that phones read now, empty for none: one that has expired
// is never shown, nor one that may lead nowhere.
func (s *Show) code() string {
	_, stale := s.Stale()
	ahead := s.board.At.Sub(s.heard) // the controller's clock before this one
	if s.counter() != "" || stale || !s.board.Open || s.board.Trouble != "" || s.heard.IsZero() || !s.now.Add(ahead).Before(s.entry.Expires) {
		return ""
	}
	return s.entry.URL
}

// entries keeps the code that phones read fresh.
func (d *Display) entries(ctx context.Context) {
	for {
		e, err := d.opts.Client.Entry(ctx)
		wait := max(time.Until(e.Expires), askLeast)
		var refused *client.Problem
		switch {
		case errors.As(err, &refused):
			wait = askRefused
		case err != nil:
			wait = askLost
		}
		if err == nil || refused != nil {
			d.send(ctx, func(s *Show) { s.Entry(e) })
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return
		}
	}
}

// qr shows the code with the word for it: below, or beside where the place is broad.
func (v *view) qr(r kit.Rect, url string) {
	style := kit.Style{Size: v.least, Bold: true, Color: v.Theme.Action, Down: kit.Middle}
	code, words := r.Left(min(r.W*0.5, r.H), v.gap*0.6)
	if r.H > r.W {
		code, words = r.Top(min(r.W, r.H*0.6), v.gap*0.6)
		style.Align, style.Down = kit.Middle, kit.Start
	}
	v.QR(code, url)
	for _, text := range []string{v.say("entry"), v.t("entry"), v.t("entry-short")} {
		if v.fits(text, words) {
			v.Text(words, text, style)
			return
		}
	}
}
