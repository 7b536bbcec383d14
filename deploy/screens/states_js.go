package main

import (
	"context"
	"log/slog"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall/js"
	"time"

	"motcua/internal/client"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
)

// showStates paints the state that the page's address names after the #:
// name,language,theme,inches. The page around it chooses.
func showStates(ctx context.Context, c *client.Client, log *slog.Logger) error {
	a := &atlas{all: states(), fresh: make(chan [][]byte, 1)}
	go a.learn(ctx, c, log)
	return kit.Run(ctx, a, kit.Options{Title: "states", Diagonal: 21.5, Distance: 0.6, Pointer: true, Log: log})
}

// atlas shows one state at a time.
type atlas struct {
	all   []state
	hash  string
	shown state
	lang  i18n.Lang
	theme ui.Theme
	inch  float64
	fresh chan [][]byte // fonts of packs that have just been installed
	fonts [][]byte
}

// learn installs the packs of the center beside this page.
func (a *atlas) learn(ctx context.Context, c *client.Client, log *slog.Logger) {
	s, err := c.Services(ctx)
	if err != nil {
		log.Warn("languages not known", "err", err)
		return
	}
	fonts, changed, err := c.Languages().Update(ctx, s)
	if err != nil {
		log.Warn("language packs not known", "err", err)
	}
	if changed {
		a.fresh <- fonts
	}
}

// Tick follows the address; see kit.App.
func (a *atlas) Tick(time.Time, []string) bool {
	changed := false
	select {
	case a.fonts = <-a.fresh:
		changed = true
	default:
	}
	if hash := js.Global().Get("location").Get("hash").String(); hash != a.hash || changed || a.shown.view == nil {
		a.hash, changed = hash, true
		a.choose(hash)
	}
	return changed
}

// choose takes what an address names, and the usual for what it does not.
func (a *atlas) choose(hash string) {
	if plain, err := url.PathUnescape(strings.TrimPrefix(hash, "#")); err == nil {
		hash = plain
	}
	words := append(strings.Split(hash, ","), "", "", "", "")
	a.shown, a.lang, a.theme, a.inch = a.all[0], i18n.Parse(words[1]), ui.Default, 21.5
	if i := slices.IndexFunc(a.all, func(s state) bool { return s.name == words[0] }); i >= 0 {
		a.shown = a.all[i]
	}
	if i := slices.IndexFunc(ui.Themes, func(t ui.Theme) bool { return t.Name == words[2] }); i >= 0 {
		a.theme = ui.Themes[i]
	}
	if inch, err := strconv.ParseFloat(words[3], 64); err == nil && inch >= 5 && inch <= 120 {
		a.inch = inch
	}
}

// View lays the state out on a screen of the chosen size; see kit.App.
func (a *atlas) View(g kit.Geometry, fonts *kit.Fonts, _ string) *kit.Scene {
	for _, raw := range a.fonts {
		_ = fonts.Add(raw) // a letter that is missing shows as one
	}
	a.fonts = nil
	own := a.shown.geometry(panel{int(g.W), int(g.H), a.inch})
	scene := a.shown.view(own, fonts, a.theme, a.lang)
	scene.Targets = nil // nothing here can be pressed
	return scene
}

// Status says which state is shown; see kit.App.
func (a *atlas) Status() kit.Status {
	return kit.Status{Screen: "states", Detail: a.shown.name, Lang: string(a.lang)}
}

// Drawn does nothing: nobody measures these frames.
func (a *atlas) Drawn(time.Time) {}
