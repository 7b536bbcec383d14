package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"maps"
	"slices"

	"motcua/internal/fonts"
	"motcua/internal/phone"
	"motcua/internal/ui"
)

//go:embed static
var staticFiles embed.FS

// Sum names the content of all that /static/ serves: another one is another name.
func Sum(tokens []byte) string {
	h, files := sha256.New(), assets(tokens)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		h.Write([]byte(name)) // a hash takes every byte
		h.Write(files[name])
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// assets are the files by their names.
func assets(tokens []byte) map[string][]byte {
	files := map[string][]byte{"tokens.css": tokens, "noto-sans.ttf": fonts.Regular, "noto-sans-bold.ttf": fonts.Bold,
		"base.css": ui.Base, "logo.svg": ui.Logo, "faces.svg": ui.Faces, "phone.css": phone.Style}
	names, err := staticFiles.ReadDir("static")
	if err != nil {
		panic(err) // embedded: a defect
	}
	for _, f := range names {
		if files[f.Name()], err = staticFiles.ReadFile("static/" + f.Name()); err != nil {
			panic(err)
		}
	}
	return files
}
