package controller

import (
	"slices"
	"strings"

	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/i18n"
	"motcua/internal/queue"
)

// effects are what a configuration does to who is there now, as sentences. now
// tells that it comes into force at once; else only what concerns tomorrow is said.
func (c *Controller) effects(site *center.Center, lang i18n.Lang) []string {
	return view(c.engine, func(s *state, now queue.Moment) []string {
		f := &effect{s: s, site: site, lang: lang}
		if s.open {
			f.counters()
			f.services()
			f.hours(now)
		}
		f.questionnaires()
		f.devices(c)
		return f.said
	})
}

type effect struct {
	s    *state
	site *center.Center
	lang i18n.Lang
	said []string
}

func (f *effect) say(key string, args ...any) {
	f.said = append(f.said, i18n.T(f.lang, "config.effect-"+key, args...))
}

// counters tells what becomes of whom a counter holds, and of who waits for it alone.
func (f *effect) counters() {
	for _, x := range f.s.center.Counters {
		if _, stays := f.site.Counter(x.ID); stays {
			continue
		}
		name := string(x.ID) + " · " + x.Name.In(f.lang)
		if c, ok := f.s.day.Counter(x.ID); ok && c.Ticket != nil {
			f.say("held", "counter", name, "number", c.Ticket.Number)
		}
		bound := 0
		for _, t := range f.s.day.Tickets() {
			if t.State == queue.Waiting && t.Bound == x.ID {
				bound++
			}
		}
		if bound > 0 {
			f.say("bound", "counter", name, "n", i18n.Int(f.lang, bound))
		}
	}
}

// services tells of people whom nobody could call any more.
func (f *effect) services() {
	for _, x := range f.s.center.Services {
		n := f.s.day.Waiting(x.Code)
		if n == 0 {
			continue
		}
		if _, stays := f.site.Service(x.Code); !stays {
			f.say("service", "service", x.Name.In(f.lang), "n", i18n.Int(f.lang, n))
			continue
		}
		open := slices.ContainsFunc(f.site.Counters, func(k center.Counter) bool {
			c, ok := f.s.day.Counter(k.ID)
			return ok && c.Open && k.Serves(x.Code)
		})
		if !open && f.s.openFor(x.Code) > 0 {
			f.say("unserved", "service", x.Name.In(f.lang), "n", i18n.Int(f.lang, n))
		}
	}
}

// hours tells of a day that would end at once.
func (f *effect) hours(now queue.Moment) {
	if end := f.site.Hours.End(f.s.day.Date); !now.Wall.Before(end) && now.Wall.Before(f.s.center.Hours.End(f.s.day.Date)) {
		waiting := 0
		for _, x := range f.s.center.Services {
			waiting += f.s.day.Waiting(x.Code)
		}
		f.say("ends", "n", i18n.Int(f.lang, waiting))
	}
}

// devices tells of new ones, which nobody knows yet, and of gone ones whose
// tokens open nothing more.
func (f *effect) devices(c *Controller) {
	known := func(all []center.DeviceKind, id center.DeviceID) bool {
		return slices.ContainsFunc(all, func(k center.DeviceKind) bool { return k.ID == id })
	}
	before, after := f.s.center.DeviceKinds(), f.site.DeviceKinds()
	var fresh, gone []string
	for _, k := range after {
		if !known(before, k.ID) && !k.Bridged() {
			fresh = append(fresh, string(k.ID))
		}
	}
	for _, x := range c.opts.Credentials.Credentials {
		if x.Device != "" && known(before, x.Device) && !known(after, x.Device) {
			gone = append(gone, string(x.Device))
		}
	}
	if len(fresh) > 0 {
		f.say("fresh", "devices", strings.Join(fresh, ", "))
	}
	if len(gone) > 0 {
		f.say("gone", "devices", strings.Join(gone, ", "))
	}
}

// orphan tells the credential of a device that the configuration has no more.
func (c *Controller) orphan(x config.Credential) bool {
	gone := func(all []center.DeviceKind) bool {
		return !slices.ContainsFunc(all, func(k center.DeviceKind) bool { return k.ID == x.Device })
	}
	return x.Device != "" && c.settings.File != "" && gone(c.site().DeviceKinds())
}
