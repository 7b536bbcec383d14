package center

import (
	"net/netip"
	"net/url"
	"regexp"
)

// Hook is a program elsewhere that is told what happens, by HTTP (docs/hooks.md).
type Hook struct {
	ID       string   `toml:"id"`       // its cursor in the log goes by it: a new id begins with what happens now
	URL      string   `toml:"url"`      // https, or http to an address that Allow names
	Secret   string   `toml:"secret"`   // file that holds the secret its deliveries are signed with; read anew for each
	Previous string   `toml:"previous"` // file of the secret before: while it is named, both sign
	Events   []string `toml:"events"`   // types, such as ticket.called, or whole families, such as ticket.*; empty: all but who logged in, whose data was touched, cases and answers
	Allow    []string `toml:"allow"`    // networks inside the house where it may be, such as 192.168.10.0/24; empty: public addresses alone
	CA       string   `toml:"ca"`       // file: the authority of its certificate, where the machine does not know it
}

// Closing is the slip that is printed when a service day closes.
type Closing struct {
	Printer DeviceID `toml:"printer"` // empty: no slip
}

const mostHooks = 20

var (
	hookForm  = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$`)
	eventForm = regexp.MustCompile(`^[a-z]+(-[a-z]+)*\.(\*|[a-z]+(-[a-z]+)*)$`)
)

func (v *validation) hooks() {
	v.within("[[hook]]", "hook", float64(len(v.c.Hooks)), 0, mostHooks)
	ids := map[string]bool{}
	for i := range v.c.Hooks {
		h := &v.c.Hooks[i]
		place := "[[hook]] " + h.ID
		if !hookForm.MatchString(h.ID) || ids[h.ID] {
			v.add("hook-id", "value", h.ID)
		}
		ids[h.ID] = true
		if h.Secret == "" {
			v.add("center-empty", "place", place, "key", "secret")
		}
		u, err := url.Parse(h.URL)
		inside := err == nil && u.Scheme == "http" && len(h.Allow) > 0
		if err != nil || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Scheme != "https" && !inside {
			v.add("hook-url", "place", place, "value", h.URL)
		}
		for _, kind := range h.Events {
			if !eventForm.MatchString(kind) {
				v.add("hook-event", "place", place, "value", kind)
			}
		}
		for _, network := range h.Allow {
			if _, err := netip.ParsePrefix(network); err != nil {
				v.add("hook-allow", "place", place, "value", network)
			}
		}
	}
	if p := v.c.Closing.Printer; p != "" {
		if _, ok := v.c.Printer(p); !ok {
			v.add("center-unknown", "place", "[closing]", "key", "printer", "value", p)
		}
	}
}
