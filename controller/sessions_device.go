package controller

import "time"

// deviceLife is how long a device's browser stays logged in: no browser keeps a
// cookie longer. Nobody stands at a tablet every morning to log it in, and its
// right ends with its line in the file of credentials.
const deviceLife = 400 * 24 * time.Hour

// life is how long a session lasts at most.
func (c *Controller) life(s session) time.Duration {
	for _, x := range c.opts.Credentials.Credentials {
		if s.token != "" && x.ID == s.token && x.Device != "" {
			return deviceLife
		}
	}
	return c.site().Access.Life()
}
