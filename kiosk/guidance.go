package kiosk

import (
	"time"

	"motcua/internal/i18n"
	"motcua/internal/spell"
	"motcua/internal/ui/kit"
)

// warning is how long before the screen goes that who listens is told.
const warning = 10 * time.Second

// guidance knows what somebody who listens has heard already.
type guidance struct {
	on     bool
	screen string // what was said last of the screen, and of the item in focus
	item   string
	warned bool
}

// utterance is what is to be said: each sentence by itself, so that it can be
// broken off between two.
type utterance struct {
	sentences  []string
	lang       i18n.Lang
	headphones bool
}

// repeat has everything said anew.
func (g *guidance) repeat() { g.screen, g.item = "", "" }

// hears returns what is to be said of a screen with the focus on that target;
// nothing where it was said before.
func (g *guidance) hears(r reader, s *kit.Scene, at int) (sentences []string) {
	screen, item := s.Screen(), ""
	if at >= 0 {
		n, of := s.Place(at)
		item = i18n.T(r.lang, "guidance.item", "item", r.words(s.Spoken(s.Targets[at])), "n", spell.Number(r.lang, r.region, n), "of", spell.Number(r.lang, r.region, of))
	}
	if screen == g.screen && item == g.item {
		return nil
	}
	if !g.on {
		g.on = true
		sentences = append(sentences, r.words(i18n.T(r.lang, "guidance.hello")))
	}
	if screen != g.screen {
		sentences = append(sentences, r.words(s.Title))
	}
	g.screen, g.item = screen, item
	if item != "" {
		sentences = append(sentences, item)
	}
	return sentences
}

// Guiding tells whether the screen is read aloud; see kit.Guided.
func (k *Kiosk) Guiding() bool { return k.flow.Guided }

// Pad takes a key of the pad; see kit.Guided.
func (k *Kiosk) Pad(key kit.Key) (acts bool) {
	if key == kit.KeyHelp {
		k.guidance.repeat()
	}
	return k.flow.Pad(key)
}

// Focused says what is new for who listens; see kit.Guided.
func (k *Kiosk) Focused(s *kit.Scene, at int) { k.say(k.guidance.hears(k.reader(), s, at)) }

func (k *Kiosk) reader() reader { return reader{lang: k.flow.voiced(), region: k.opts.Region} }

// voiced is the language that is spoken: of a language pack there is no voice.
func (f *Flow) voiced() i18n.Lang {
	if f.Lang == i18n.EN {
		return i18n.EN
	}
	return i18n.VI
}

// listen says what happens beside the screen: that the time runs out, and that nobody is guided any more.
func (k *Kiosk) listen() {
	r := k.reader()
	switch g := &k.guidance; {
	case g.on && !k.flow.Guided:
		*g = guidance{}
		k.say([]string{r.words(i18n.T(r.lang, "guidance.bye"))})
	case !g.on:
	case !k.flow.closing():
		g.warned = false
	case !g.warned:
		g.warned = true
		k.say([]string{r.words(i18n.T(r.lang, "guidance.warning", "seconds", seconds(k.flow.Left())))})
	}
}

// closing tells whether the screen goes soon unless somebody does something.
func (f *Flow) closing() bool {
	counting := f.Asking || f.step == Result && !f.fate.IsZero() || f.scan != nil && f.scan.key == ""
	return counting && f.Left() <= warning
}
