package center

import (
	"regexp"
	"slices"
	"strings"

	"motcua/internal/i18n"
)

// Language is a language pack that the center offers beside Vietnamese and
// English: the file named after it in the folder of packs beside the log.
type Language struct {
	Lang       i18n.Lang `toml:"lang" json:"lang"`             // BCP 47: rad
	Unreviewed bool      `toml:"unreviewed" json:"unreviewed"` // offered although no native speaker has approved it; every screen says so
}

// hallLanguages are those that a display may show: a hall has no place to say
// that a translation waits for review, so it shows none that does.
func (c *Center) hallLanguages() []i18n.Lang {
	all := slices.Clone(i18n.Langs)
	for _, l := range c.Languages {
		if !l.Unreviewed {
			all = append(all, l.Lang)
		}
	}
	return all
}

func languageNames(all []i18n.Lang) string {
	names := make([]string, len(all))
	for i, l := range all {
		names[i] = string(l)
	}
	return strings.Join(names, ", ")
}

var languageForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$`)

// mostLanguages is how many packs one center offers: a chooser has no more room.
const mostLanguages = 6

func (v *validation) languages() {
	v.within("[[language]]", "lang", float64(len(v.c.Languages)), 0, mostLanguages)
	for i, l := range v.c.Languages {
		again := slices.ContainsFunc(v.c.Languages[:i], func(o Language) bool { return o.Lang == l.Lang })
		if again || !languageForm.MatchString(string(l.Lang)) || slices.Contains(i18n.Langs, l.Lang) {
			v.add("center-language", "place", "[[language]]", "value", l.Lang)
		}
	}
}
