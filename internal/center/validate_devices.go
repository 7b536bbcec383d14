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
	}
	addresses := map[string]string{}
	for _, p := range v.c.Printers {
		place := v.device("printer", p.ID)
		if !printerAddress(p.Address) {
			v.add("center-printer-address", "place", place, "value", p.Address)
		} else if other, taken := addresses[p.Address]; taken {
			v.add("center-taken", "place", place, "key", "address", "value", p.Address, "other", other)
		}
		addresses[p.Address] = place
		if !slices.Contains([]int{384, 512, 576}, p.Dots) {
			v.add("center-dots", "place", place, "value", p.Dots)
		}
	}
	for _, d := range v.c.Displays {
		place := v.device("display", d.ID)
		if d.Counter != "" {
			v.counterOf(place, d.Counter)
		}
		v.within(place, "diagonal", d.Diagonal, 7, 120)
		v.within(place, "distance", d.Distance, 0.3, 30)
	}
	v.pairs()
}

// pairs checks the devices that belong to one counter and share it with none of their kind.
func (v *validation) pairs() {
	used := map[string]string{}
	pair := func(kind, place string, counter CounterID) {
		v.counterOf(place, counter)
		if other, taken := used[kind+string(counter)]; taken {
			v.add("center-taken", "place", place, "key", "counter", "value", counter, "other", other)
		}
		used[kind+string(counter)] = place
	}
	for _, t := range v.c.Tablets {
		pair("tablet", v.device("tablet", t.ID), t.Counter)
	}
	ports := map[string]string{}
	for _, k := range v.c.Keypads {
		place := v.device("keypad", k.ID)
		pair("keypad", place, k.Counter)
		if !filepath.IsAbs(k.Port) {
			v.add("center-port", "place", place, "value", k.Port)
		} else if other, taken := ports[k.Port]; taken {
			v.add("center-taken", "place", place, "key", "port", "value", k.Port, "other", other)
		}
		ports[k.Port] = place
		v.within(place, "baud", float64(k.Baud), 1200, 115200)
	}
	pins := map[string]string{}
	for _, l := range v.c.Lamps {
		place := v.device("lamp", l.ID)
		pair("lamp", place, l.Counter)
		if l.Pin == "" {
			v.add("center-empty", "place", place, "key", "pin")
		} else if other, taken := pins[l.Pin]; taken {
			v.add("center-taken", "place", place, "key", "pin", "value", l.Pin, "other", other)
		}
		pins[l.Pin] = place
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
