package ui

import (
	_ "embed"
	"strings"
)

// What every page of every part shares, beside the tokens of CSS.
var (
	//go:embed base.css
	Base []byte // style of text, controls and states
	//go:embed logo.svg
	Logo []byte
	//go:embed faces.svg
	Faces []byte // the five faces of the survey, f1 to f5
)

// PhoneCSS is the tokens of a citizen's page, which follows the phone's own
// choice of light or dark and takes only what it needs.
func PhoneCSS() string {
	var b strings.Builder
	block(&b, ":root", "", append(Default.css(), sizes()...))
	b.WriteString("@media (prefers-color-scheme: dark) {\n")
	block(&b, ":root", "  ", Night.css())
	b.WriteString("}\n@media (prefers-contrast: more) {\n")
	block(&b, ":root", "  ", HighContrast.css())
	b.WriteString("}\n")
	return b.String()
}
