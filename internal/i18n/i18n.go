// Package i18n holds every sentence a person reads, Vietnamese first and English
// second, and writes numbers, dates and times the way each language does.
//
// Texts live in catalog/<room>.<lang>.json; the key of a text is "<room>.<name>".
// Both languages of a room hold the same names and the same {placeholders}; a
// test says so.
package i18n

import (
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Lang is a language of the product.
type Lang string

// The languages, in the order screens offer them.
const (
	VI Lang = "vi"
	EN Lang = "en"
)

// Langs lists the languages of every text, the default first: those of the
// pages that staff use. Offered adds the packs, for what citizens read.
var Langs = []Lang{VI, EN}

// Parse returns the language that s names: English ("en", "en-GB") or an
// installed pack ("rad"); Vietnamese for anything else.
func Parse(s string) Lang {
	if Installed(Lang(s)) != nil {
		return Lang(s)
	}
	if s = strings.ToLower(s); s == "en" || strings.HasPrefix(s, "en-") {
		return EN
	}
	return VI
}

// Text is one thing's name in every language, as configuration gives it.
type Text struct {
	VI string `toml:"vi" json:"vi"`
	EN string `toml:"en" json:"en"`
}

// In returns the text in lang, or in the other language where that one is
// empty. A pack knows the names of services, and what questionnaires say in the
// words of the catalog; of all else it has the Vietnamese.
func (t Text) In(lang Lang) string {
	if words := cmp.Or(packName(lang, t.VI), packWords(lang, t.VI)); words != "" {
		return words
	}
	if lang == EN && t.EN != "" || t.VI == "" {
		return t.EN
	}
	return t.VI
}

//go:embed catalog
var files embed.FS

var catalogs = sync.OnceValue(func() map[Lang]map[string]string {
	all := map[Lang]map[string]string{VI: {}, EN: {}}
	names, _ := fs.Glob(files, "catalog/*.json") // the pattern is well formed, the only error there is
	for _, name := range names {
		room, lang, ok := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(name, "catalog/"), ".json"), ".")
		if _, known := all[Lang(lang)]; !ok || !known {
			panic("i18n: catalog file " + name + " is not named room.lang.json")
		}
		raw, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		var texts map[string]string
		if err := json.Unmarshal(raw, &texts); err != nil {
			panic(fmt.Sprintf("i18n: %s: %v", name, err))
		}
		for k, v := range texts {
			all[Lang(lang)][room+"."+k] = v
		}
	}
	return all
})

// Has tells whether key exists.
func Has(key string) bool { _, ok := catalogs()[VI][key]; return ok }

// Keys returns every key that begins with prefix, sorted.
func Keys(prefix string) []string {
	var keys []string
	for k := range maps.Keys(catalogs()[VI]) {
		if strings.HasPrefix(k, prefix) {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return keys
}

// T returns the text of key in lang with its {placeholders} filled from args,
// which alternate name and value. A missing key comes back in ⟦brackets⟧, so
// that a person sees that something is missing and a test finds it.
func T(lang Lang, key string, args ...any) string {
	s, ok := catalogs()[lang][key]
	if !ok {
		s, ok = packText(lang, key)
	}
	if !ok {
		if s, ok = catalogs()[VI][key]; !ok {
			return "⟦" + key + "⟧"
		}
	}
	for i := 0; i+1 < len(args); i += 2 {
		s = strings.ReplaceAll(s, fmt.Sprintf("{%v}", args[i]), fmt.Sprint(args[i+1]))
	}
	return s
}
