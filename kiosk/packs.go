package kiosk

import (
	"context"

	"motcua/internal/i18n"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// learning is what a running kiosk knows of language packs.
type learning struct {
	fresh bool     // the packs have changed since the last frame
	fonts [][]byte // that they need beside the program's own, not loaded yet
}

// learn installs the language packs that the center offers, and has the screen
// drawn anew where they have changed.
func (k *Kiosk) learn(ctx context.Context, s wire.Services) {
	fonts, changed, err := k.languages.Update(ctx, s)
	switch {
	case err != nil:
		k.opts.Log.Warn("language packs not known", "err", err)
	case changed:
		k.send(ctx, func(*Flow) { k.learned = learning{true, append(k.learned.fonts, fonts...)} })
	}
}

// pending says in Vietnamese, for those who answer for it, that nobody has
// approved the translation yet. It stands above the center's name, where no screen has anything.
func (v *view) pending() {
	if !i18n.Pending(v.f.Lang) {
		return
	}
	all := v.Geometry.All()
	size := v.Geometry.Least()
	line, _ := all.InsetXY(v.mm(12), 0).Top(1.2*size, 0)
	v.Text(line, i18n.T(i18n.VI, "ui.pack-pending"), kit.Style{Size: size, Color: v.Theme.Warn, Lines: 1})
}

// draw has fonts draw the letters of the packs learned since the last view.
func (k *Kiosk) draw(fonts *kit.Fonts) {
	for _, raw := range k.learned.fonts {
		if err := fonts.Add(raw); err != nil {
			k.opts.Log.Warn("font of a language pack not loaded", "err", err)
		}
	}
	k.learned = learning{}
}
