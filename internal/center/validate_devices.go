package center

import (
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

var weekdays = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

func (v *validation) hours() {
	h := &v.c.Hours
	total := 0
	for i, windows := range [][]Window{h.Monday, h.Tuesday, h.Wednesday, h.Thursday, h.Friday, h.Saturday, h.Sunday} {
		total += len(windows)
		for j := 1; j < len(windows); j++ {
			if windows[j].From < windows[j-1].To {
				v.add("center-hours-order", "day", weekdays[i])
			}
		}
	}
	if total == 0 && !h.Always {
		v.add("center-hours-none")
	}
	v.dates("closed", h.Closed)
	v.dates("extra", h.Extra)
	for _, d := range h.Extra {
		if slices.Contains(h.Closed, d) {
			v.add("center-day-both", "value", d)
		}
	}
	if len(h.Extra) > 0 && len(h.Monday) == 0 && !h.Always {
		v.add("center-extra-monday")
	}
	v.within("[hours]", "close_after", float64(h.CloseAfter), 0, 12*60)
}

func (v *validation) dates(key string, days []Day) {
	for i, d := range days {
		if _, err := d.Start(); err != nil {
			v.add("center-date", "key", key, "value", d)
		} else if slices.Contains(days[:i], d) {
			v.add("center-repeated", "place", "[hours]", "key", key, "value", d)
		}
	}
}

func (v *validation) devices() {
	for _, k := range v.c.Kiosks {
		place := v.device("kiosk", k.ID)
		if k.Printer != "" {
			if _, ok := v.c.Printer(k.Printer); !ok {
				v.add("center-unknown", "place", place, "key", "printer", "value", k.Printer)
			}
		}
		v.within(place, "diagonal", k.Diagonal, 7, 120)
		v.output(place, "speaker", k.Speaker)
		v.output(place, "headphones", k.Headphones)
	}
	ports := places{} // of printers, buses and scanners: a port has one owner
	v.printers(ports)
	for _, d := range v.c.Displays {
		place := v.device("display", d.ID)
		if d.Counter != "" {
			v.counterOf(place, d.Counter)
		}
		v.within(place, "diagonal", d.Diagonal, 7, 120)
		v.within(place, "distance", d.Distance, 0.3, 30)
	}
	v.attached(ports)
	v.voices()
}

// printers checks the printers.
func (v *validation) printers(ports places) {
	for _, p := range v.c.Printers {
		place := v.device("printer", p.ID)
		if !printerAddress(p.Address) {
			v.add("center-printer-address", "place", place, "value", p.Address)
		} else {
			ports.once(v, place, "address", p.Address)
		}
		if p.Profile != "" && !slices.Contains(Profiles, p.Profile) {
			v.add("center-printer-profile", "place", place, "value", p.Profile, "names", strings.Join(Profiles, ", "))
		}
		if p.Profile == "" && !slices.Contains([]int{384, 512, 576}, p.Dots) || p.Dots != 0 && !slices.Contains([]int{384, 512, 576}, p.Dots) {
			v.add("center-dots", "place", place, "value", p.Dots)
		}
		if p.Baud != 0 && (p.Baud < 38400 || !slices.Contains(bauds, p.Baud)) {
			v.add("center-printer-baud", "place", place, "value", p.Baud)
		}
		v.within(place, "roll", float64(p.Roll), 1, 500)
	}
}

// places remembers who has what nobody may share.
type places map[string]string

func (p places) once(v *validation, place, key, value string) {
	if other, taken := p[value]; taken {
		v.add("center-taken", "place", place, "key", key, "value", value, "other", other)
	}
	p[value] = place
}

// bauds are the speeds that a serial line knows.
var bauds = []int{1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200}

// attached checks the devices that stand at counters and kiosks.
func (v *validation) attached(ports places) {
	taken := places{}
	for _, t := range v.c.Tablets {
		place := v.device("tablet", t.ID)
		if t.Shared() {
			continue
		}
		v.counterOf(place, t.Counter)
		taken.once(v, place, "counter", string(t.Counter))
	}
	v.lines(ports)
	used := places{} // pins, and ports of digits
	for _, l := range v.c.Lamps {
		place := v.device("lamp", l.ID)
		switch {
		case !slices.Contains([]string{ShowsCalled, ShowsOpen, ShowsPaused, ShowsAlarm, ShowsHelp}, l.Shows):
			v.add("center-unknown", "place", place, "key", "shows", "value", l.Shows)
		case l.Shows != ShowsAlarm && l.Shows != ShowsHelp:
			v.counterOf(place, l.Counter)
		}
		v.pin(used, place, l.Pin)
	}
	for _, b := range v.c.Buttons {
		place := v.device("button", b.ID)
		v.pin(used, place, b.Pin)
		if b.Action == HelpAction && b.Counter == "" {
			continue
		}
		v.counterOf(place, b.Counter)
		if !slices.Contains(buttonActions, b.Action) {
			v.add("center-unknown", "place", place, "key", "action", "value", b.Action)
		}
	}
	for _, d := range v.c.Digits {
		v.digits(used, d)
	}
	for _, s := range v.c.Scanners {
		v.scanner(ports, s)
	}
	if v.c.UPS.ID != "" {
		place := v.device("ups", v.c.UPS.ID)
		if !hostPort(v.c.UPS.NUT) {
			v.add("center-address", "place", place, "key", "nut", "value", v.c.UPS.NUT)
		}
	}
	if b := v.c.SelfTest.Before; b != nil {
		v.within("[selftest]", "before", float64(*b), 0, 180)
	}
}

// HelpAction is what a button at the door does: it calls the greeter.
const HelpAction = "help"

// buttonActions are the counter actions that need no word more.
var buttonActions = []string{"next", "recall", "start", "finish", "no-show", "pause", "incident"}

func (v *validation) pin(used places, place, pin string) {
	if pin == "" {
		v.add("center-empty", "place", place, "key", "pin")
		return
	}
	used.once(v, place, "pin", pin)
}

func (v *validation) digits(used places, d Digits) {
	place := v.device("digits", d.ID)
	v.counterOf(place, d.Counter)
	v.within(place, "digits", float64(d.Digits), 1, 8)
	switch d.Driver {
	case "max7219":
		if d.SPI == "" {
			v.add("center-empty", "place", place, "key", "spi")
			return
		}
		used.once(v, place, "spi", d.SPI)
	case "ht16k33":
		v.within(place, "address", float64(d.Address), 0x70, 0x77)
		used.once(v, place, "i2c", d.I2C+":"+strconv.Itoa(d.Address))
	default:
		v.add("center-unknown", "place", place, "key", "driver", "value", d.Driver)
	}
}

func (v *validation) scanner(ports places, s Scanner) {
	place := v.device("scanner", s.ID)
	if !filepath.IsAbs(s.Port) {
		v.add("center-port", "place", place, "value", s.Port)
	} else {
		ports.once(v, place, "port", s.Port)
	}
	if s.Kiosk != "" {
		if _, ok := v.c.Kiosk(s.Kiosk); !ok {
			v.add("center-unknown", "place", place, "key", "kiosk", "value", s.Kiosk)
		}
	}
	if s.Counter != "" {
		v.counterOf(place, s.Counter)
	}
	if s.Kiosk != "" && s.Counter != "" {
		v.add("center-scanner-place", "place", place)
	}
	if s.Baud != 0 && !slices.Contains(bauds, s.Baud) {
		v.add("center-baud", "place", place, "value", s.Baud)
	}
}

// lines checks the buses and the units on them.
func (v *validation) lines(ports places) {
	for _, b := range v.c.Buses {
		place := v.device("bus", b.ID)
		host, gateway := strings.CutPrefix(b.Port, "tcp://")
		if !filepath.IsAbs(b.Port) && !(gateway && hostPort(host)) {
			v.add("center-port", "place", place, "value", b.Port)
		} else {
			ports.once(v, place, "port", b.Port)
		}
		if !slices.Contains(bauds, b.Baud) {
			v.add("center-baud", "place", place, "value", b.Baud)
		}
		if !slices.Contains([]string{"even", "odd", "none"}, b.Parity) {
			v.add("center-unknown", "place", place, "key", "parity", "value", b.Parity)
		}
	}
	used := places{} // addresses on each bus
	for _, u := range v.c.Units {
		place := v.device("unit", u.ID)
		v.counterOf(place, u.Counter)
		if _, ok := v.c.Bus(u.Bus); !ok {
			v.add("center-unknown", "place", place, "key", "bus", "value", u.Bus)
		}
		if !slices.Contains(Drivers, u.Driver) {
			v.add("center-unknown", "place", place, "key", "driver", "value", u.Driver)
		}
		v.within(place, "address", float64(u.Address), 1, 247)
		v.within(place, "digits", float64(u.Digits), 1, 8)
		used.once(v, place, "address", string(u.Bus)+":"+strconv.Itoa(u.Address))
		if u.Driver == "ascii" {
			v.ascii(place, u.ASCII)
		}
	}
}

// ascii checks the patterns of a unit that speaks lines of text.
func (v *validation) ascii(place string, a ASCII) {
	if a.Key != "" && (a.Ask == "" || strings.Count(a.Key, "{key}") != 1 || len(a.Keys) == 0) || a.Key == "" && a.Show == "" ||
		a.Show != "" && strings.Count(a.Show, "{text}") != 1 {
		v.add("center-ascii", "place", place)
	}
	for key, action := range a.Keys {
		digit := len(action) == 1 && action[0] >= '0' && action[0] <= '9'
		if !digit && action != "transfer" && !slices.Contains(buttonActions, action) {
			v.add("center-unknown", "place", place, "key", key, "value", action)
		}
	}
}

func (v *validation) device(kind string, id DeviceID) (place string) {
	place = "[[" + kind + "]] " + string(id)
	v.id("device", place, string(id), deviceForm)
	return place
}

func (v *validation) counterOf(place string, id CounterID) {
	if _, ok := v.c.Counter(id); !ok {
		v.add("center-unknown", "place", place, "key", "counter", "value", id)
	}
}

func (v *validation) uplink() {
	u := v.c.Uplink
	if u.Broker == "" {
		return
	}
	at, err := url.Parse(u.Broker)
	if err != nil || at.Scheme != "tls" && at.Scheme != "tcp" || !hostPort(at.Host) || at.Path != "" || at.User != nil {
		v.add("center-broker", "value", u.Broker)
	}
	if (u.Cert == "") != (u.Key == "") {
		v.add("center-uplink-pair", "key", "cert", "other", "key")
	}
	if (u.Username == "") != (u.Secret == "") {
		v.add("center-uplink-pair", "key", "username", "other", "secret")
	}
}

// printerAddress accepts tcp://host:port and the path of a character device.
func printerAddress(s string) bool {
	if host, ok := strings.CutPrefix(s, "tcp://"); ok {
		return hostPort(host)
	}
	return strings.HasPrefix(s, "/dev/") && filepath.Clean(s) == s
}

func hostPort(s string) bool {
	host, port, err := net.SplitHostPort(s)
	n, bad := strconv.Atoi(port)
	return err == nil && host != "" && bad == nil && n > 0 && n < 1<<16
}
