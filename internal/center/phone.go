package center

import "net/url"

// Phone is about the citizen's own page of a ticket.
type Phone struct {
	URL      string `toml:"url"`      // where the province serves the pages, such as https://so.example.gov.vn; empty: the center's own url
	Province bool   `toml:"province"` // feed the province's pages over the uplink
	Walk     int    `toml:"walk"`     // minutes that coming back to the center takes: who may leave is told that much less
}

// PageURL is what the address of every ticket's page begins with.
func (c *Center) PageURL() string {
	if c.Phone.URL != "" {
		return c.Phone.URL
	}
	return c.URL
}

func (v *validation) phone() {
	p := v.c.Phone
	if p.URL != "" && !webAddress(p.URL) {
		v.add("center-url", "value", p.URL)
	}
	if p.Province && v.c.Uplink.Broker == "" {
		v.add("center-phone-uplink")
	}
	v.within("[phone]", "walk", float64(p.Walk), 0, 60)
}

// webAddress tells whether a browser can open what begins with s.
func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil && u.RawQuery == "" && u.Fragment == ""
}
