package province

import (
	"cmp"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/wire"
)

// quietFor is how long a device may say nothing before its state is no longer believed.
const quietFor = 3 * time.Minute

// deviceRow is one device as a point's last snapshot tells it.
type deviceRow struct {
	wire.DeviceStatus
	Shown    string // present, low, stale, absent, broken or never
	Sign     tag
	Place    string
	Why      string // its cause in words
	Todo     string // what to do about it, empty where nothing is
	Roll     string // how long its paper lasts
	RollSoon bool   // the paper ends within the hour
}

// site is somewhere in the center with what stands there.
type site struct {
	Name string
	Rows []deviceRow
}

// inventory is every device of a point.
type inventory struct {
	Sites   []site
	Bad     []deviceRow // to look at, the worst first
	Summary string
}

// Inventory lists the devices of the point; nil where no snapshot tells of any.
func (v pointView) Inventory() *inventory {
	snap := v.Row.Snap
	if snap == nil || len(snap.Devices) == 0 {
		return nil
	}
	var rows []deviceRow
	for _, d := range snap.Devices {
		rows = append(rows, newDeviceRow(v.view, d, snap.At))
	}
	c := count(snap)
	inv := &inventory{Sites: sites(rows, snap.Counters)}
	for _, r := range rows {
		if slices.Contains(worst, r.Shown) && !c.mains(r.DeviceStatus) {
			inv.Bad = append(inv.Bad, r)
		}
	}
	slices.SortStableFunc(inv.Bad, func(a, b deviceRow) int {
		return cmp.Compare(slices.Index(worst, a.Shown), slices.Index(worst, b.Shown))
	})
	good, never := c.shown["present"], c.shown["never"]
	inv.Summary = v.Words("summary", "n", v.Int(len(rows)), "good", v.Int(good), "bad", v.Int(len(rows)-good-never), "never", v.Int(never))
	return inv
}

func newDeviceRow(v view, d wire.DeviceStatus, at time.Time) deviceRow {
	r := deviceRow{DeviceStatus: d, Shown: shown(d, at), Place: placeOf(v, d)}
	r.Sign, r.Why = signOf(v, r.Shown), known(v, d.Cause, "cause.")
	if r.Shown != string(wire.Present) {
		r.Todo = todo(v, r)
	}
	if p := d.Paper; p != nil {
		r.Roll = roll(v, p)
		r.RollSoon = p.EndsAt != nil && p.EndsAt.Sub(at) < time.Hour || p.EndsAt == nil && p.Slips <= 0
	}
	return r
}

// shown is the state of a device at a moment of its center's clock, as every page shows it.
func shown(d wire.DeviceStatus, at time.Time) string {
	switch {
	case d.At == nil:
		return "never"
	case d.State != wire.Absent && at.Sub(*d.At) > quietFor:
		return "stale"
	case d.State == wire.Present && d.Cause != "":
		return "low"
	}
	return string(d.State)
}

// signOf is how a state of a device looks.
func signOf(v view, shown string) tag {
	switch shown {
	case "never":
		return tag{"stale", "offline", v.T("device-never")}
	case "low":
		return tag{"warn", "warning", v.Words("low")}
	}
	s := ui.SignOf(shown)
	return tag{string(s.Tone), s.Icon, known(v, shown, "state.")}
}

// todo says what to do: the cause's own sentence for the kind, for any kind, or that of the state.
func todo(v view, r deviceRow) string {
	code := r.Cause
	if code == "" || r.Shown == "stale" || r.Shown == "never" {
		code = r.Shown
	}
	for _, key := range []string{"devices.todo-" + code + "-" + r.Kind, "devices.todo-" + code} {
		if i18n.Has(key) {
			return i18n.T(v.Lang, key)
		}
	}
	return ""
}

// roll says how long a printer's paper lasts.
func roll(v view, p *wire.Paper) string {
	switch {
	case p.EndsAt != nil:
		return v.Words("roll-ends", "time", v.Moment(p.EndsAt.Round(10*time.Minute)))
	case p.Few():
		return v.Words("roll-left", "n", v.Int(max(p.Slips/10*10, min(p.Slips, 10))))
	case p.Slips > 0:
		return v.Words("roll-lasts", "n", v.Int(p.Slips/10*10))
	}
	return v.Words("roll-over")
}

// siteKinds is the order in which places are shown.
var siteKinds = []string{"kiosk", "hall", "desk", "counter", "center"}

func siteKind(d wire.DeviceStatus) string {
	switch {
	case d.Counter != "":
		return "counter"
	case d.Kiosk != "" || d.Kind == "kiosk":
		return "kiosk"
	case d.Kind == "display" || d.Kind == "voice":
		return "hall"
	case d.Kind == "scanner":
		return "desk"
	}
	return "center"
}

// placeOf is where a device stands; a kiosk stands with its printer and scanner.
func placeOf(v view, d wire.DeviceStatus) string {
	switch kind := siteKind(d); kind {
	case "counter":
		return i18n.T(v.Lang, "staff.counter", "id", d.Counter)
	case "kiosk":
		return v.Words("at-kiosk", "id", cmp.Or(d.Kiosk, d.Device))
	default:
		return v.Words("at-" + kind)
	}
}

// sites groups devices by where they stand, the counters in the center's order.
func sites(rows []deviceRow, counters []wire.SnapCounter) []site {
	nr := map[center.CounterID]int{"": -1}
	for i, c := range counters {
		nr[c.ID] = i
	}
	sorted := slices.Clone(rows)
	slices.SortStableFunc(sorted, func(a, b deviceRow) int {
		return cmp.Or(cmp.Compare(slices.Index(siteKinds, siteKind(a.DeviceStatus)), slices.Index(siteKinds, siteKind(b.DeviceStatus))),
			cmp.Compare(nr[a.Counter], nr[b.Counter]), cmp.Compare(a.Place, b.Place))
	})
	var all []site
	for _, r := range sorted {
		if len(all) == 0 || all[len(all)-1].Name != r.Place {
			all = append(all, site{Name: r.Place})
		}
		last := &all[len(all)-1]
		last.Rows = append(last.Rows, r)
	}
	return all
}

// Battery is what a point's power supply has left, in words; empty where it does not tell.
func (v pointView) Battery() string {
	for _, d := range v.Row.Snap.Devices {
		charge, told := d.Counts["charge_pct"]
		if d.Kind != "ups" || !told {
			continue
		}
		if left := d.Counts["runtime_s"]; left > 0 {
			return v.Words("battery-for", "pct", v.Int(charge), "time", v.Seconds(int(left)))
		}
		return v.Words("battery", "pct", v.Int(charge))
	}
	return ""
}

// AsOf says of which moment the devices are told.
func (v pointView) AsOf() string {
	return v.T("as-of", "at", v.When(*v.Row.SnapAt), "age", v.Row.Age)
}
