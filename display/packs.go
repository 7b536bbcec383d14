package display

import (
	"context"
	"time"

	"motcua/internal/ui/kit"
)

const askLanguages = 15 * time.Second // between two looks for packs that have changed

// learning is what a running display knows of language packs.
type learning struct {
	fresh bool     // the packs have changed since the last frame
	fonts [][]byte // that they need beside the program's own, not loaded yet
}

// learn installs the language packs that the center offers, and has the screen
// drawn anew where they have changed.
func (d *Display) learn(ctx context.Context) {
	languages := d.opts.Client.Languages()
	tick := time.NewTicker(askLanguages)
	defer tick.Stop()
	for {
		if s, err := d.opts.Client.Services(ctx); err == nil { // where nobody answers, what is there stays
			fonts, changed, err := languages.Update(ctx, s)
			switch {
			case err != nil:
				d.opts.Log.Warn("language packs not known", "err", err)
			case changed:
				d.send(ctx, func(*Show) { d.learned = learning{true, append(d.learned.fonts, fonts...)} })
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// draw has fonts draw the letters of the packs learned since the last view.
func (d *Display) draw(fonts *kit.Fonts) {
	for _, raw := range d.learned.fonts {
		if err := fonts.Add(raw); err != nil {
			d.opts.Log.Warn("font of a language pack not loaded", "err", err)
		}
	}
	d.learned = learning{}
}
