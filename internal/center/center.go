// Package center describes one reception point: its services, counters, devices
// and opening hours, as the configuration file states them. It is pure data and
// rules about that data; it reads no file and no clock.
package center

import (
	"slices"

	"motcua/internal/i18n"
)

// ServiceCode names a service inside the center, such as "HT".
type ServiceCode string

// CounterID names a counter, the number painted above the desk: "3".
type CounterID string

// DeviceID names a device of the center, whatever its kind: "K1".
type DeviceID string

// Purpose says why the citizen comes. Every ticket has one ("tiếp nhận và trả kết quả").
type Purpose string

// The purposes, in the order screens offer them.
const (
	Submit     Purpose = "submit"
	Collect    Purpose = "collect"
	Supplement Purpose = "supplement"
	Advice     Purpose = "advice"
	OnlineHelp Purpose = "online-help"
	Fee        Purpose = "fee"
)

// Purposes lists every purpose in the order screens offer them.
var Purposes = []Purpose{Submit, Collect, Supplement, Advice, OnlineHelp, Fee}

// Center is the configuration of one reception point. Every field is set and
// consistent once Validate has accepted it.
type Center struct {
	Province string    `toml:"province"` // province code: H19
	Agency   string    `toml:"agency"`   // agency code: H19.26.1, the old form 000.26.19.H19 is accepted
	Name     i18n.Text `toml:"name"`     // the administrative body
	Point    i18n.Text `toml:"point"`    // the reception point, may be empty
	URL      string    `toml:"url"`      // where a citizen's phone finds the center, such as https://mc.example.gov.vn
	Demo     bool      `toml:"demo"`     // every screen then says that the data are for illustration

	PauseReasons []string `toml:"pause_reasons"` // codes a pause may give; texts are catalog entries "pause.<code>"

	Policy       Policy       `toml:"policy"`
	Priority     Priority     `toml:"priority"`
	Calling      Calling      `toml:"calling"`
	Remote       Remote       `toml:"remote"`
	Appointments Appointments `toml:"appointments"`
	Staff        Staff        `toml:"staff"`
	Slip         Slip         `toml:"slip"`

	Hours    Hours     `toml:"hours"`
	Rating   Rating    `toml:"rating"`
	Services []Service `toml:"service"`
	Counters []Counter `toml:"counter"`
	Kiosks   []Kiosk   `toml:"kiosk"`
	Printers []Printer `toml:"printer"`
	Displays []Display `toml:"display"`
	Tablets  []Tablet  `toml:"tablet"`
	Buses    []Bus     `toml:"bus"`
	Units    []Unit    `toml:"unit"`
	Lamps    []Lamp    `toml:"lamp"`
	Buttons  []Button  `toml:"button"`
	Digits   []Digits  `toml:"digits"`
	Scanners []Scanner `toml:"scanner"`
	UPS      UPS       `toml:"ups"`
	Cards    Cards     `toml:"cards"`
	SelfTest SelfTest  `toml:"selftest"`
	Uplink   Uplink    `toml:"uplink"`

	Layouts    []Layout    `toml:"layout"`
	Voices     []Voice     `toml:"voice"`
	Procedures []Procedure `toml:"procedure"`
	OneStop    OneStop     `toml:"onestop"`
	Notices    Notices     `toml:"notices"`
	Languages  []Language  `toml:"language"`
	Phone      Phone       `toml:"phone"`
	Access     Access      `toml:"access"`
	Retention  Retention   `toml:"retention"`
	Feedback   Feedback    `toml:"feedback"`
	Publish    Publish     `toml:"publish"`
	Hooks      []Hook      `toml:"hook"`
	Closing    Closing     `toml:"closing"`
	Alerts     Alerts      `toml:"alerts"`
	Reports    []Report    `toml:"report"`
	Targets    []Target    `toml:"target"`

	Questionnaires []Questionnaire `toml:"questionnaire"`
}

// Service is what a citizen picks at the kiosk.
type Service struct {
	Code     ServiceCode `toml:"code" json:"code"`
	Name     i18n.Text   `toml:"name" json:"name"`
	Prefix   string      `toml:"prefix" json:"prefix"`     // 1 to 3 capital letters, or empty for a plain number
	Width    int         `toml:"width" json:"width"`       // digits of a number, 2 to 5: width 3 gives A012
	First    int         `toml:"first" json:"first"`       // first number of a day
	Minutes  int         `toml:"minutes" json:"minutes"`   // usual service time, for the first estimate of a new center
	Target   int         `toml:"target" json:"target"`     // minutes a citizen should wait at most: due = base + target
	Purposes []Purpose   `toml:"purposes" json:"purposes"` // those offered; empty means all
	Papers   i18n.Text   `toml:"papers" json:"papers"`     // what to bring, printed on the slip
	Daily    int         `toml:"daily" json:"daily"`       // contingent: numbers a day at most; 0: no limit
	Policy   Policy      `toml:"policy" json:"-"`          // where it differs from the center's
	Slip     Slip        `toml:"slip" json:"-"`            // likewise
}

// Counter is a desk that serves a set of services and belongs to an agency.
type Counter struct {
	ID       CounterID     `toml:"id" json:"id"`
	Name     i18n.Text     `toml:"name" json:"name"`
	Post     i18n.Text     `toml:"post" json:"post"` // of the official there, such as an office; never a person's name
	Agency   string        `toml:"agency" json:"agency"`
	Services []ServiceCode `toml:"services" json:"services"`
}

// Rating is how the survey asks.
type Rating struct {
	TokenMinutes int `toml:"token_minutes"` // how long after the finish an answer is taken

	// Link sends whoever left an address for messages one more, with a link to the questions.
	Link bool `toml:"link"`
}

// Uplink is where the province listens.
type Uplink struct {
	Broker   string `toml:"broker"`   // tls://host:8883, or tcp:// on one machine; empty: no province link
	Username string `toml:"username"` // of the broker, where it does not go by the certificate
	Secret   string `toml:"secret"`   // file that holds the password
	CA       string `toml:"ca"`       // file: the province's certificate authority
	Cert     string `toml:"cert"`     // file: this point's certificate, CN = point slug
	Key      string `toml:"key"`      // file: its key
}

// Service returns the service of that code.
func (c *Center) Service(code ServiceCode) (*Service, bool) {
	i := slices.IndexFunc(c.Services, func(s Service) bool { return s.Code == code })
	if i < 0 {
		return nil, false
	}
	return &c.Services[i], true
}

// Counter returns the counter of that id.
func (c *Center) Counter(id CounterID) (*Counter, bool) {
	i := slices.IndexFunc(c.Counters, func(x Counter) bool { return x.ID == id })
	if i < 0 {
		return nil, false
	}
	return &c.Counters[i], true
}

// Kiosk returns the kiosk of that id.
func (c *Center) Kiosk(id DeviceID) (*Kiosk, bool) {
	i := slices.IndexFunc(c.Kiosks, func(k Kiosk) bool { return k.ID == id })
	if i < 0 {
		return nil, false
	}
	return &c.Kiosks[i], true
}

// Printer returns the printer of that id.
func (c *Center) Printer(id DeviceID) (*Printer, bool) {
	i := slices.IndexFunc(c.Printers, func(p Printer) bool { return p.ID == id })
	if i < 0 {
		return nil, false
	}
	return &c.Printers[i], true
}

// Serves tells whether the counter serves the service.
func (c *Counter) Serves(code ServiceCode) bool { return slices.Contains(c.Services, code) }

// Offers tells whether the service is given for that purpose.
func (s *Service) Offers(p Purpose) bool {
	if len(s.Purposes) == 0 {
		return slices.Contains(Purposes, p)
	}
	return slices.Contains(s.Purposes, p)
}
