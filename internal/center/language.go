package center

import "motcua/internal/i18n"

// Language is a language pack that the center offers beside Vietnamese and English.
type Language struct {
	Lang       i18n.Lang `toml:"lang" json:"lang"`
	Unreviewed bool      `toml:"unreviewed" json:"unreviewed"` // offered although no native speaker has reviewed it
}
