package center

import "slices"

// Shared tells a terminal: it stands at no counter, as at the exit, and asks
// about the visit of whoever holds a slip.
func (t *Tablet) Shared() bool { return t.Counter == "" }

// Terminal tells whether a device is a shared terminal.
func (c *Center) Terminal(id DeviceID) bool {
	return id != "" && slices.ContainsFunc(c.Tablets, func(t Tablet) bool { return t.ID == id && t.Shared() })
}

// Terminals tells whether the center has a shared terminal.
func (c *Center) Terminals() bool {
	return slices.ContainsFunc(c.Tablets, func(t Tablet) bool { return t.Shared() })
}
