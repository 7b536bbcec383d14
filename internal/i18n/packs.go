package i18n

import (
	"slices"
	"sync"
	"sync/atomic"
)

// trial is the private language of a pack that is only looked at; see Trial.
const trial Lang = "x-trial"

// packs is what is installed. It is replaced whole and never changed.
type packs struct {
	all   []*Pack
	codes map[string]string // of services, by their Vietnamese name
	tried *Pack
}

// installed is the one package state of this module, on purpose: every text of
// every screen goes through T and Text.In with nothing but a language in hand,
// and a pack that arrives while a screen runs must reach them all at once. It
// is set by Install alone, from outside, and read without a lock.
var installed atomic.Pointer[packs]

// Install makes exactly these packs the languages beside Vietnamese and
// English, from the next text on. names are the Vietnamese names of the
// center's services by code, under which a pack finds them.
func Install(all []*Pack, names map[string]string) {
	next := &packs{all: slices.Clone(all), codes: make(map[string]string, len(names))}
	for code, name := range names {
		next.codes[name] = code
	}
	if now := installed.Load(); now != nil {
		next.tried = now.tried
	}
	installed.Store(next)
}

// Trial installs a pack under a private language while look runs, so that its
// texts can be laid out before anybody is offered them. One at a time.
func Trial(p *Pack, look func(Lang)) {
	set := func(p *Pack) {
		next := packs{}
		if now := installed.Load(); now != nil {
			next = *now
		}
		next.tried = p
		installed.Store(&next)
	}
	set(p)
	defer set(nil)
	look(trial)
}

// Installed returns the pack of a language, nil where none is installed.
func Installed(lang Lang) *Pack {
	if lang == VI || lang == EN {
		return nil
	}
	now := installed.Load()
	if now == nil {
		return nil
	}
	if lang == trial {
		return now.tried
	}
	if i := slices.IndexFunc(now.all, func(p *Pack) bool { return p.Lang == lang }); i >= 0 {
		return now.all[i]
	}
	return nil
}

// Offered lists the languages that citizens may choose: Langs and the packs installed.
func Offered() []Lang {
	all := slices.Clone(Langs)
	if now := installed.Load(); now != nil {
		for _, p := range now.all {
			all = append(all, p.Lang)
		}
	}
	return all
}

// Pending tells that the texts of a language wait for a native speaker's
// approval, which every screen that shows them says: text "ui.pack-pending".
func Pending(lang Lang) bool {
	p := Installed(lang)
	return p != nil && p.Pending()
}

// text is what an installed pack says for a key.
func packText(lang Lang, key string) (string, bool) {
	p := Installed(lang)
	if p == nil {
		return "", false
	}
	if key == "common.language" {
		return p.Name, true
	}
	s, ok := p.Texts[key]
	return s, ok
}

// packName is what an installed pack calls the service of that Vietnamese name, or "".
func packName(lang Lang, vietnamese string) string {
	p := Installed(lang)
	if p == nil {
		return ""
	}
	return p.Services[installed.Load().codes[vietnamese]]
}

// packWords is what an installed pack has for a text that questionnaires may
// say, found by its Vietnamese wording, or "".
func packWords(lang Lang, vietnamese string) string {
	p := Installed(lang)
	if p == nil {
		return ""
	}
	return p.Texts[asked()[vietnamese]]
}

// asked are the keys of what questionnaires may say, by their Vietnamese wording.
var asked = sync.OnceValue(func() map[string]string {
	keys := map[string]string{}
	for _, room := range []string{"questionnaire.", "reason.", "survey."} {
		for _, key := range Keys(room) {
			keys[catalogs()[VI][key]] = key
		}
	}
	return keys
})
