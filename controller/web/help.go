package web

import (
	"time"

	"motcua/internal/wire"
)

// HelpPlace says where somebody waits for a greeter.
func (p *page) HelpPlace(h wire.HelpCall) string {
	if h.Kind == "kiosk" {
		return p.T("help.at-kiosk", "id", h.Device)
	}
	return p.T("help.at-door", "id", h.Device)
}

// HelpSince says since when; seconds are not worth a number.
func (p *page) HelpSince(h wire.HelpCall) string {
	if p.Now.Sub(h.At) < time.Minute {
		return p.T("help.now", "time", p.Clock(h.At))
	}
	return p.T("help.since", "time", p.Clock(h.At), "for", p.Since(h.At))
}

// Helps tells that who reads may say that they come.
func (p *page) Helps() bool { return p.Who != nil && p.Who.has(RoleGreeter, RoleStaff, RoleManager) }

// Fetch says to the official who has called a citizen who needs to be fetched
// what to do, and how long the number is kept; empty for any other ticket.
func (p *page) Fetch(t wire.Ticket) string {
	switch grace := max(p.Center.Calling.Assist, p.Center.Calling.Grace); {
	case !t.Assist || t.CalledAt == nil:
		return ""
	case p.Center.Calling.Grace == 0: // kept for the whole day
		return p.T("help.fetch")
	default:
		return p.T("help.fetch-kept", "time", p.Seconds(grace*60))
	}
}
