package center

import "strings"

// Publish is how the center publishes what citizens answer: as a page and as
// open data. Nothing of fewer than five answers is ever in it.
type Publish struct {
	Off        bool   `toml:"off"`         // nothing is published
	Licence    string `toml:"licence"`     // under which others may use the data, such as "CC BY 4.0"; empty: none is named
	LicenceURL string `toml:"licence_url"` // where it is to be read
	Contact    string `toml:"contact"`     // who answers questions about the data: an e-mail address or a phone number, never a person's name
}

// PublishPath is the page with what is published, on the center's address.
const PublishPath = "/public/satisfaction"

const longestPublish = 200 // characters

func (v *validation) publish() {
	p := &v.c.Publish
	for key, value := range map[string]string{"licence": p.Licence, "contact": p.Contact} {
		if len([]rune(value)) > longestPublish || strings.ContainsAny(value, "\n\r\t") {
			v.add("publish-text", "key", key, "most", longestPublish)
		}
	}
	if p.LicenceURL != "" && !webAddress(p.LicenceURL) {
		v.add("center-url", "value", p.LicenceURL)
	}
}
