package center

import "motcua/internal/i18n"

// Procedure is an administrative procedure as the look-up screens show it.
type Procedure struct {
	Code    string      `toml:"code" json:"code"` // national code: 1.001193
	Service ServiceCode `toml:"service" json:"service"`
	Name    i18n.Text   `toml:"name" json:"name"`
}

// OneStop is the one-stop information system that knows the state of dossiers.
type OneStop struct {
	URL    string `toml:"url"`    // of its interface; empty: there is none
	Secret string `toml:"secret"` // file that holds the bearer token
}
