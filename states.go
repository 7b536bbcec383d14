package main

import (
	"embed"
	"io/fs"
	"net/http"

	"motcua/display"
	"motcua/internal/ui/screens"
	"motcua/kiosk"
)

// goldenPages are the web pages in their states, as their tests hold them.
//
//go:embed controller/web/testdata/*.html
var goldenPages embed.FS

// statesHandler is the page of every screen in every state.
func statesHandler() http.Handler {
	pages, err := fs.Sub(goldenPages, "controller/web/testdata")
	if err != nil {
		panic(err) // embedded: a defect
	}
	s := screens.States{Pages: pages}
	for _, x := range kiosk.States() {
		s.Names = append(s.Names, "kiosk-"+x.Name)
	}
	for _, x := range display.States() {
		s.Names = append(s.Names, "display-"+x.Name)
	}
	return screens.StatesHandler(s)
}
