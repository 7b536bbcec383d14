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

// tongueWord is what the key for the language says: the other one, or that there are several.
func (v *view) tongueWord() string {
	if len(v.f.tongues()) > 2 {
		return v.t("languages")
	}
	return v.t("other-language")
}

// pending says in Vietnamese, for those who answer for it, that nobody has
// approved the translation yet. It stands in the margin above the center's
// name, and takes a little room where that name may have two lines.
func (v *view) pending(in kit.Rect) (rest kit.Rect) {
	if !i18n.Pending(v.f.Lang) {
		return in
	}
	size := v.Geometry.Least()
	line := kit.Rect{X: in.X, Y: 0.1 * size, W: in.W, H: 1.2 * size} // the marks of its capitals stay on the screen
	v.Text(line, i18n.T(i18n.VI, "ui.pack-pending"), kit.Style{Size: size, Color: v.Theme.Warn, Lines: 1})
	if v.Geometry.Portrait() {
		_, in = in.Top(v.mm(2), 0)
	}
	return in
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
