package phone

import (
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
)

// longestTyped is in bytes, of an address as somebody types it.
const longestTyped = 320

// asked is the form that takes an address, filled in again where it was refused.
type asked struct {
	Open                  bool
	Channel, Typed        string
	Field, Type, Complete string // what is typed, by the channels that there are
}

// Told tells that the page has something to say of messages: the center sends
// some, and the number is not over or an address is left.
func (v *view) Told() bool {
	return v.Center != nil && (v.Contact != nil || len(v.Center.Channels) > 0 && !v.over())
}

// Asked is the form.
func (v *view) Asked() asked {
	all := v.Center.Channels
	a := asked{Channel: all[0], Field: v.T("notice.phone-or-email"), Type: "text", Complete: "off"}
	switch {
	case !slices.Contains(all, center.ByEmail):
		a.Field, a.Type, a.Complete = v.T("notice.phone"), "tel", "tel"
	case len(all) == 1:
		a.Field, a.Type, a.Complete = v.T("notice.email"), "email", "email"
	}
	if chosen := v.form.Get("channel"); slices.Contains(all, chosen) {
		a.Open, a.Channel, a.Typed = true, chosen, v.form.Get("to")
	}
	return a
}

// DayClock is a time of today; midnight is the end of it.
func (v *view) DayClock(t time.Time) string {
	if t = t.In(center.Zone); t.Hour() == 0 && t.Minute() == 0 {
		return "24:00"
	}
	return i18n.Clock(t)
}
