package web

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"

	"motcua/internal/center"
	"motcua/internal/ui"
	"motcua/internal/wire"
)

// devicesView is every device of the center, as the manager's and the technician's page show them.
type devicesView struct {
	Rows     []deviceRow
	Troubles []deviceRow // those somebody has to look at, the worst first
	Places   []place     // Rows by where they stand
	Working  int
	Bad      int    // to look at
	Never    int    // never heard of
	UPS      string // fault code of the center on its battery
	May      bool   // tell of new rolls, start the self-test
}

// deviceRow is one device: what the configuration says of it and what was heard of it.
type deviceRow struct {
	wire.DeviceStatus
	Address string // port, address or pin, as configured
	Shown   string // present, low, stale, absent, broken or never
	Todo    string // what to do, empty where nothing is
	Bridged bool   // the bridge drives it
}

// place is somewhere in the center with what stands there.
type place struct {
	Name string
	Rows []deviceRow
}

// devices joins the configuration with what was heard, so that a device that
// never spoke is shown too.
func (p *page) devices() devicesView {
	v := devicesView{May: p.Who.has(RoleManager, RoleTechnician)}
	at := addresses(p.Center)
	for _, k := range p.Center.DeviceKinds() {
		r := p.deviceRow(k)
		r.Address = at[k.ID]
		v.Rows = append(v.Rows, r)
		switch {
		case r.Shown == "present":
			v.Working++
		case r.Shown == "never":
			v.Never++
		case r.Kind == "ups" && p.Board.Power != nil:
			v.UPS = r.Code // told above everything else
			v.Bad++
		default:
			v.Bad++
			v.Troubles = append(v.Troubles, r)
		}
	}
	worst := []string{"broken", "absent", "stale", "low"}
	slices.SortStableFunc(v.Troubles, func(a, b deviceRow) int {
		return cmp.Compare(slices.Index(worst, a.Shown), slices.Index(worst, b.Shown))
	})
	v.Places = p.places(v.Rows)
	return v
}

func (p *page) deviceRow(k center.DeviceKind) deviceRow {
	d := wire.DeviceStatus{State: wire.Absent}
	if i := slices.IndexFunc(p.Board.Devices, func(d wire.DeviceStatus) bool { return d.Device == k.ID }); i >= 0 {
		d = p.Board.Devices[i]
	}
	d.Device, d.Kind, d.Driver, d.Counter, d.Kiosk = k.ID, k.Kind, k.Driver, k.Counter, k.Kiosk
	d.Code = wire.FaultCode(k.ID, d.Cause)
	r := deviceRow{DeviceStatus: d, Shown: p.Presence(d), Bridged: k.Bridged()}
	switch {
	case d.At == nil:
		r.Shown = "never"
	case r.Shown == string(wire.Present) && d.Cause != "":
		r.Shown = "low"
	}
	r.Todo = p.todo(r)
	return r
}

// todo says what to do about a device: its cause's own sentence for the kind, for
// any kind, or that of its state.
func (p *page) todo(r deviceRow) string {
	code := r.Cause
	switch {
	case r.Shown == string(wire.Present):
		return ""
	case code == "" || r.Shown == "stale" || r.Shown == "never":
		code = r.Shown
	}
	return p.fix(code, r.Kind)
}

// places groups devices by where they stand: kiosks, hall, help desk, counters, and
// the center's own, among them those whose counter or kiosk is gone.
func (p *page) places(rows []deviceRow) []place {
	var all []place
	add := func(name string) { all = append(all, place{Name: name}) }
	for _, k := range p.Center.Kiosks {
		add(p.T("devices.at-kiosk", "id", k.ID))
	}
	add(p.T("devices.at-hall"))
	add(p.T("devices.at-desk"))
	for _, c := range p.Center.Counters {
		add(p.T("staff.counter", "id", c.ID))
	}
	add(p.T("devices.at-center"))
	for _, r := range rows {
		name := p.Place(r)
		if r.Kind == "kiosk" { // with its printer and scanner
			name = p.T("devices.at-kiosk", "id", r.Device)
		}
		i := slices.IndexFunc(all, func(at place) bool { return at.Name == name })
		if i < 0 {
			i = len(all) - 1
		}
		all[i].Rows = append(all[i].Rows, r)
	}
	return slices.DeleteFunc(all, func(at place) bool { return len(at.Rows) == 0 })
}

// placeKind is kiosk, counter, hall, desk or center.
func (r deviceRow) placeKind() string {
	switch {
	case r.Counter != "":
		return "counter"
	case r.Kiosk != "" || r.Kind == "kiosk":
		return "kiosk"
	case r.Kind == "display" || r.Kind == "voice":
		return "hall"
	case r.Kind == "scanner":
		return "desk"
	}
	return "center"
}

// Place is where a device stands.
func (p *page) Place(r deviceRow) string {
	switch kind := r.placeKind(); kind {
	case "counter":
		return p.T("staff.counter", "id", r.Counter)
	case "kiosk":
		if r.Kiosk == "" {
			return p.T("devices.at-hall")
		}
		return p.T("devices.at-kiosk", "id", r.Kiosk)
	default:
		return p.T("devices.at-" + kind)
	}
}

// Kind is what a device is, in words.
func (p *page) Kind(kind string) string { return p.T("manager.kind-" + kind) }

// Sign is the state of a device as every screen shows it: color, icon and word.
func (p *page) Sign(r deviceRow) template.HTML {
	switch r.Shown {
	case "never":
		return template.HTML(`<span class="muted">` + template.HTMLEscapeString(p.T("manager.never")) + `</span>`)
	case "low":
		return template.HTML(`<span class="state tone-warn">`) + ui.IconSVG("warning") +
			template.HTML(template.HTMLEscapeString(p.T("devices.low"))+`</span>`)
	}
	return p.Mark(r.Shown)
}

// addresses is where the configuration finds each device.
func addresses(c *center.Center) map[center.DeviceID]string {
	all := map[center.DeviceID]string{c.UPS.ID: c.UPS.NUT}
	for _, d := range c.Printers {
		all[d.ID] = d.Address
	}
	for _, d := range c.Buses {
		all[d.ID] = d.Port
	}
	for _, d := range c.Units {
		all[d.ID] = fmt.Sprintf("%s #%d", d.Bus, d.Address)
	}
	for _, d := range c.Lamps {
		all[d.ID] = d.Pin
	}
	for _, d := range c.Buttons {
		all[d.ID] = d.Pin
	}
	for _, d := range c.Digits {
		if all[d.ID] = d.SPI; d.I2C != "" {
			all[d.ID] = fmt.Sprintf("I2C %s 0x%02x", d.I2C, d.Address)
		}
	}
	for _, d := range c.Scanners {
		all[d.ID] = d.Port
	}
	return all
}
