package province

import (
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
)

// known returns the words of a code that a point sent: the first of the
// catalog's rooms that has it. A later version's code stands for itself.
func known(v view, code string, rooms ...string) string {
	for _, room := range rooms {
		if code != "" && i18n.Has(room+code) {
			return i18n.T(v.Lang, room+code)
		}
	}
	return code
}

// Kind is what a device is, in words.
func (v view) Kind(kind string) string { return known(v, kind, "manager.kind-") }

// Words is a text of the devices' room, which the centers' pages share.
func (v view) Words(name string, args ...any) string { return i18n.T(v.Lang, "devices."+name, args...) }

// Moment writes a moment of today by the clock, another with its date.
func (v view) Moment(t time.Time) string {
	t = t.In(center.Zone)
	if center.DayOf(t) == center.DayOf(v.Now) {
		return i18n.Clock(t)
	}
	return i18n.Clock(t) + t.Format(" 02/01")
}
