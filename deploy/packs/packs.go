// Package packs holds the sample language pack: Êđê, a language of the Central
// Highlands, complete and waiting for a native speaker's review. The demo
// offers it; docs/languages.md says how to make another.
package packs

import "embed"

// Files holds the packs, each named after its language: rad.json.
//
//go:embed *.json
var Files embed.FS
