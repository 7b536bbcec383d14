package controller

import (
	"image/png"
	"net/http"
	"slices"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/wire"
)

// days are the next 14 and their hours.
func (s *settings) days(h *center.Hours) []wire.SettingsDay {
	all := make([]wire.SettingsDay, 0, 14)
	for i := range 14 {
		d := wire.SettingsDay{Day: center.DayOf(s.c.Now().AddDate(0, 0, i)), Windows: []string{}}
		for _, w := range h.On(d.Day) {
			text, _ := w.MarshalText() // it never fails
			d.Windows = append(d.Windows, string(text))
		}
		switch {
		case slices.Contains(h.Closed, d.Day):
			d.Why = "holiday"
		case slices.Contains(h.Extra, d.Day):
			d.Why = "extra"
		}
		all = append(all, d)
	}
	return all
}

// postSettingsSlip answers the picture of a slip as a form would have it.
func postSettingsSlip(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	q, err := readWish(w, r)
	if err != nil {
		return err
	}
	newest, old, err := c.settings.newest(r.Context())
	if err != nil {
		return err
	}
	values, faults := config.FormValues(q.Values)
	if faults == nil {
		var site *config.Center
		if site, faults = c.settings.check(old, values, config.Rewrite(newest.Text, values)); faults == nil {
			preview, err := web.PreviewSlip(&site.Center, web.SlipSample{Service: center.ServiceCode(r.URL.Query().Get("service"))}, c.Now())
			if err != nil {
				return err
			}
			w.Header().Set("Content-Type", "image/png")
			w.Header().Set("Cache-Control", "no-store")
			_ = png.Encode(w, preview.Picture) // it fails only when the asker has gone
			return nil
		}
	}
	return c.notSaved(w, r, nil, &wrong{faults})
}
