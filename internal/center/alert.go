package center

import (
	"net/mail"
	"regexp"
)

// alertPhone is a mobile number as people here write it.
var alertPhone = regexp.MustCompile(`^0[35789]\d{8}$`)

// Alerts says when the manager is alerted, and who is told of an alert that nobody sees to.
type Alerts struct {
	Near       int      `toml:"near"`       // minutes before the promised wait is over at which it is about to be missed
	Unserved   int      `toml:"unserved"`   // minutes somebody may wait for a service that no open counter gives
	Dark       int      `toml:"dark"`       // minutes a device may be away or broken
	Gone       int      `toml:"gone"`       // minutes a cause must be gone before its alert is taken back
	Escalate   int      `toml:"escalate"`   // minutes until an alert that nobody sees to is told to the second level
	Harassment string   `toml:"harassment"` // who is alerted of answers that tell of harassment: center, or province alone
	Email      []string `toml:"email"`      // addresses of the second level, where [notices.email] is there
	Phones     []string `toml:"phones"`     // phone numbers of the second level, where [notices.sms] or [notices.zns] is there
}

// Who is alerted of answers that tell of harassment.
const (
	HarassmentCenter   = "center"
	HarassmentProvince = "province"
)

const mostRecipients = 10

func (a *Alerts) defaults() {
	set(&a.Near, 3)
	set(&a.Unserved, 2)
	set(&a.Dark, 2)
	set(&a.Gone, 3)
	set(&a.Escalate, 10)
	set(&a.Harassment, HarassmentProvince)
}

func (v *validation) alerts() {
	a, place := &v.c.Alerts, "[alerts]"
	for _, x := range []struct {
		key                string
		value, least, most int
	}{{"near", a.Near, 1, 14}, {"unserved", a.Unserved, 1, 60}, {"dark", a.Dark, 1, 60}, {"gone", a.Gone, 1, 60}, {"escalate", a.Escalate, 1, 240}} {
		v.within(place, x.key, float64(x.value), float64(x.least), float64(x.most))
	}
	if a.Harassment != HarassmentCenter && a.Harassment != HarassmentProvince {
		v.add("alert-harassment", "value", a.Harassment)
	}
	for _, s := range a.Email {
		if to, err := mail.ParseAddress(s); err != nil || to.Address != s || !ascii(s) {
			v.add("alert-email", "value", s)
		}
	}
	for _, s := range a.Phones {
		if !alertPhone.MatchString(s) {
			v.add("alert-phone", "value", s)
		}
	}
	v.within(place, "email", float64(len(a.Email)), 0, mostRecipients)
	v.within(place, "phones", float64(len(a.Phones)), 0, mostRecipients)
}
