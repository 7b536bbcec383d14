package wire

import "motcua/internal/i18n"

// Language is one that citizens may choose.
type Language struct {
	Code     i18n.Lang `json:"code"`             // BCP 47
	Name     string    `json:"name"`             // in itself
	Reviewed bool      `json:"reviewed"`         // a native speaker has approved its texts; every screen says where not
	SHA256   string    `json:"sha256,omitempty"` // of its pack, hex; empty: the program's own
	Font     string    `json:"font,omitempty"`   // SHA-256 of the font its letters need, hex; empty: that of the program
}

// Packs answers GET /packs.
type Packs struct {
	Packs   []Language `json:"packs"`   // those offered, in the order of the configuration
	Refused []Refusal  `json:"refused"` // files that are not used, and why
}

// Refusal is a file of a folder beside the log that is not used. The last good one stays in its place.
type Refusal struct {
	Name    string `json:"name"`    // of the file
	Problem string `json:"problem"` // one sentence in the asker's language: what is wrong where, and what to do
}
