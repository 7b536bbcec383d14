package kiosk

import (
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// soon is how long before numbers end that is said on its own.
const soon = time.Hour

// hours says when numbers are given today, empty where nobody has said.
func (f *Flow) hours() string {
	var parts []string
	for _, o := range f.about.Hours {
		if always(o) {
			return f.t("hours-always")
		}
		parts = append(parts, f.opening(o))
	}
	if len(parts) == 0 {
		return ""
	}
	return f.t("hours", "hours", strings.Join(parts, ", "))
}

// always is the one stretch of a center that never closes.
func always(o wire.Opening) bool { return o.To.Sub(o.From) >= 24*time.Hour }

// opening names a stretch of the day by its part: "sáng 07:30–11:30".
func (f *Flow) opening(o wire.Opening) string {
	from, to := o.From.In(center.Zone), o.To.In(center.Zone)
	part := "hours-day"
	switch {
	case to.Day() != from.Day():
	case to.Hour() <= 12:
		part = "hours-morning"
	case from.Hour() >= 17:
		part = "hours-evening"
	case from.Hour() >= 12:
		part = "hours-afternoon"
	}
	return f.t(part, "from", i18n.Clock(from), "to", i18n.Clock(to))
}

// cutoff says shortly before that numbers end, and when they are given again today.
func (f *Flow) cutoff() string {
	for i, o := range f.about.Hours {
		if always(o) || f.now.Before(o.From) || !f.now.Before(o.To) || o.To.Sub(f.now) > soon {
			continue
		}
		end := i18n.Clock(o.To.In(center.Zone))
		if i+1 < len(f.about.Hours) {
			return f.t("cutoff-pause", "time", end, "again", i18n.Clock(f.about.Hours[i+1].From.In(center.Zone)))
		}
		return f.t("cutoff", "time", end)
	}
	return ""
}
