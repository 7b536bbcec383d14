package display

import (
	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/wire"
)

// Setup is what the configuration says of one display.
type Setup struct {
	Display center.Display
	Layout  center.Layout
	Voices  []center.Voice // every voice of the center
}

// SetupOf finds a display among the devices that the controller knows; false for one that it does not.
func SetupOf(known wire.Devices, id center.DeviceID) (Setup, bool) {
	for _, d := range known.Displays {
		if d.ID != id {
			continue
		}
		layout, ok := center.LayoutOf(known.Layouts, d.Uses())
		if !ok {
			return Setup{}, false
		}
		return Setup{Display: d, Layout: layout, Voices: known.Voices}, true
	}
	return Setup{}, false
}

// Set makes the display what its configuration says.
func (s *Show) Set(x Setup) {
	s.setup = x
	s.Langs = x.Display.Languages
	if len(s.Langs) == 0 {
		s.Langs = []i18n.Lang{i18n.VI}
	}
	s.Theme = themeOf(x.Display.Theme)
	s.shown = s.face()
}

// themeOf is the theme of that name, the first where there is none.
func themeOf(name string) ui.Theme {
	for _, t := range ui.Themes {
		if t.Name == name {
			return t
		}
	}
	return ui.Default
}

// lang is the language that leads.
func (s *Show) lang() i18n.Lang { return s.Langs[0] }

// counter is the only counter shown, empty for a hall.
func (s *Show) counter() center.CounterID { return s.setup.Display.Counter }

// mine tells whether the display shows what a service does: in a zone, those of its counters.
func (s *Show) mine(code center.ServiceCode) bool {
	if len(s.setup.Display.Counters) == 0 {
		return true
	}
	for _, c := range s.board.Counters {
		if !s.setup.Display.Covers(c.ID) {
			continue
		}
		for _, x := range c.Services {
			if x == code {
				return true
			}
		}
	}
	return false
}
