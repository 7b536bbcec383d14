package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/health"
	"motcua/internal/wire"
)

// technicianView is what who installs and repairs works with.
type technicianView struct {
	Devices devicesView
	Buses   []busView
	Causes  []string
	Driven  int             // devices of the bridge
	Example center.DeviceID // one of them, for the command that accepts it
	Refused []wire.Refusal  // files that are not used

	Conditions []health.Condition // of the channels by which citizens are told
}

// busView is one RS-485 line with what hangs on it.
type busView struct {
	center.Bus
	Row   deviceRow
	Units []unitView
}

type unitView struct {
	Row deviceRow
	At  int // its address on the bus
}

func (p *pages) technician(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "page.technician")
	v := technicianView{Devices: pg.devices(), Causes: wire.Causes, Refused: p.Source.Refused(pg.Lang), Conditions: p.conditions(pg)}
	for _, d := range v.Devices.Rows {
		if d.Bridged {
			v.Driven++
			v.Example = cmp.Or(v.Example, d.Device)
		}
	}
	v.Example = cmp.Or(v.Example, "P1")
	v.Buses = v.Devices.buses(pg.Center)
	pg.Data = v
	p.show(w, r, http.StatusOK, "technician.html", pg)
}

// buses lists the lines with their units by address.
func (v devicesView) buses(c *center.Center) []busView {
	row := func(id center.DeviceID) deviceRow {
		i := slices.IndexFunc(v.Rows, func(r deviceRow) bool { return r.Device == id })
		return v.Rows[i] // every device of the configuration has a row
	}
	var list []busView
	for _, b := range c.Buses {
		x := busView{Bus: b, Row: row(b.ID)}
		for _, u := range c.Units {
			if u.Bus == b.ID {
				x.Units = append(x.Units, unitView{row(u.ID), u.Address})
			}
		}
		slices.SortFunc(x.Units, func(a, b unitView) int { return a.At - b.At })
		list = append(list, x)
	}
	return list
}

// technicianDevice is where a device's label leads: to its line on the technician's page.
func (p *pages) technicianDevice(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("device")
	known := func(k center.DeviceKind) bool { return string(k.ID) == id }
	if !slices.ContainsFunc(p.Source.Center().DeviceKinds(), known) {
		p.fail(w, r, fault.New(fault.NotFound, "device-unknown", "device", id))
		return
	}
	http.Redirect(w, r, "/technician#"+id, http.StatusSeeOther)
}

// labelsView is a sheet of labels to print and to stick on devices.
type labelsView struct {
	Chosen []label
	Rows   []deviceRow
	One    bool // not all of them
}

// label is what stands on a device: the code in its QR leads to its line.
type label struct {
	Row deviceRow
	URL string
}

func (p *pages) labels(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "page.labels")
	wanted := r.URL.Query()["device"]
	v := labelsView{Rows: pg.devices().Rows, One: len(wanted) > 0}
	for _, d := range v.Rows {
		if len(wanted) == 0 || slices.Contains(wanted, string(d.Device)) {
			v.Chosen = append(v.Chosen, label{d, strings.TrimSuffix(pg.Center.URL, "/") + "/technician/" + string(d.Device)})
		}
	}
	pg.Data = v
	p.show(w, r, http.StatusOK, "labels.html", pg)
}

// Number is the two digits of a cause in fault codes.
func (p *page) Number(cause string) string { return strings.TrimPrefix(wire.FaultCode("", cause), "-") }

// Line is how the bus speaks, as technicians write it: 19200 baud 8E1.
func (b busView) Line() string {
	parity := strings.ToUpper(cmp.Or(b.Parity, "none")[:1])
	return strconv.Itoa(b.Baud) + " baud 8" + parity + "1"
}

// Example is a fault code that this device may show.
func (l label) Example() string {
	cause := wire.Unreachable
	switch l.Row.Kind {
	case "printer":
		cause = wire.PaperOut
	case "ups":
		cause = wire.MainsLost
	}
	return wire.FaultCode(l.Row.Device, cause)
}

// Is tells whether a person has a role.
func (w Who) Is(role string) bool { return w.has(role) }
