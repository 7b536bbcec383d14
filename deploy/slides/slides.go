// Package slides holds two announcements for the displays of the demo center.
package slides

import "embed"

// Files holds the announcements; docs/display.md says what such a file may hold.
//
//go:embed *.toml
var Files embed.FS
