package main

import (
	"strings"

	"motcua/display"
	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/kiosk"
)

// state is one program in one state.
type state struct {
	name     string  // the program first: kiosk-attract
	distance float64 // meters from which it is read on a screen of that diagonal, 0: as the layout allows
	view     func(g kit.Geometry, fonts *kit.Fonts, theme ui.Theme, lang i18n.Lang) *kit.Scene
}

// states are all of them, the kiosk's first.
func states() (all []state) {
	for _, s := range kiosk.States() {
		all = append(all, state{"kiosk-" + s.Name, 0.6, s.View})
	}
	for _, s := range display.States() {
		all = append(all, state{"display-" + s.Name, 0, s.View})
	}
	return all
}

// a panel is a screen on which states are looked at.
type panel struct {
	w, h   int
	inches float64
}

func (p panel) portrait() bool { return p.h > p.w }

// geometry is the panel as the state's reader meets it: a display from as far
// away as its layout can be read.
func (s state) geometry(p panel) kit.Geometry {
	distance := s.distance
	if distance == 0 {
		distance = s.farthest(p)
	}
	return kit.NewGeometry(p.w, p.h, p.inches, distance)
}

// widest is the widest number and counter that the displays' states show.
var widest = center.Legibility{Number: 2.81, Counter: 1.17, Counters: 12}

func (s state) farthest(p panel) float64 {
	id, _, _ := strings.Cut(strings.TrimPrefix(s.name, "display-"), "-")
	layout, _ := center.LayoutOf(nil, id)
	return max(widest.Farthest(layout, p.inches, p.portrait()), 1.1)
}
