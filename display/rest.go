package display

import (
	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
)

// resting tells whether nothing happens here: the center is closed and nobody is
// called or served. The picture is then dark, since a panel ages by its light.
func (s *Show) resting() bool {
	if s.heard.IsZero() || s.board.Open {
		return false
	}
	if _, stale := s.Stale(); stale {
		return false
	}
	if _, sorry := s.Sorry(); sorry {
		return false
	}
	for _, c := range s.counters() {
		if c.Ticket != nil {
			return false
		}
	}
	awaited, _ := parted(s.calls())
	return len(awaited) == 0
}

// colors are the theme's; dark while nothing happens.
func (s *Show) colors() ui.Theme {
	if s.resting() && s.Theme.Ground.Luminance() > 0.2 {
		return ui.Night
	}
	return s.Theme
}

// turned tells whether head and foot have their other colors: every second hour.
func (s *Show) turned() bool { return s.now.In(center.Zone).Hour()%2 == 1 }

// rest says when the center opens again, each minute at another place.
func (v *view) rest(in kit.Rect) {
	now := v.s.now.In(center.Zone)
	head, in := in.Top(v.line(v.least), v.gap)
	v.Text(head, i18n.Clock(now), kit.Style{Size: v.least, Bold: true, Color: v.Theme.Muted, Align: kit.Align(now.Minute() / 20), Down: kit.Middle, Lines: 1})
	words := v.both(func(lang i18n.Lang) string { return v.s.closed(lang) })
	v.text(in.InsetXY(v.gap, v.gap), words, kit.Style{Size: v.row, Bold: true, Color: v.Theme.Text, Down: kit.Align(now.Minute() % 3)})
}

// closed says when the center opens again.
func (s *Show) closed(lang i18n.Lang) string {
	words := i18n.T(lang, "display.closed")
	if s.counter() != "" {
		words = i18n.T(lang, "ui.closed")
	}
	if s.board.NextOpen == nil {
		return words
	}
	local := s.board.NextOpen.In(center.Zone)
	return words + "\n" + i18n.T(lang, "display.opens", "time", i18n.Clock(local), "date", i18n.Date(lang, local))
}

// clock is the time, large, and the date.
func (v *view) clock(r kit.Rect) {
	now := v.s.now.In(center.Zone)
	v.Round(r, v.Theme.Surface)
	r = r.InsetXY(v.gap, v.gap*0.3)
	foot, r := r.Bottom(v.line(v.least), 0)
	v.Text(r, i18n.Clock(now), kit.Style{Size: min(v.largest(r, "00000"), r.H/1.2), Least: v.row, Bold: true, Color: v.Theme.Text, Align: kit.Middle, Down: kit.Middle, Lines: 1})
	for _, date := range v.dates() {
		if v.Measure(date, false, v.least) <= foot.W {
			v.Text(foot, date, kit.Style{Size: v.least, Color: v.Theme.Muted, Align: kit.Middle, Down: kit.Middle, Lines: 1})
			return
		}
	}
}
