package web

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// When is a moment of today by the clock, an earlier one with its date.
func (p *page) When(t time.Time) string {
	t, now := t.In(center.Zone), p.Now.In(center.Zone)
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return i18n.Clock(t)
	}
	return i18n.Clock(t) + t.Format(" 02/01")
}

// Roll says how long a printer's paper lasts.
func (p *page) Roll(paper *wire.Paper) string {
	switch {
	case paper.EndsAt != nil:
		return p.T("devices.roll-ends", "time", p.Clock(paper.EndsAt.Round(10*time.Minute)))
	case paper.Few():
		return p.T("devices.roll-left", "n", p.Int(max(paper.Slips/10*10, min(paper.Slips, 10))))
	case paper.Slips > 0:
		return p.T("devices.roll-lasts", "n", p.Int(paper.Slips/10*10))
	}
	return p.T("devices.roll-over")
}

// RollSoon tells that the paper ends within the hour.
func (p *page) RollSoon(paper *wire.Paper) bool {
	return paper.EndsAt != nil && paper.EndsAt.Sub(p.Now) < time.Hour || paper.EndsAt == nil && paper.Slips <= 0
}

// Meters writes millimeters as meters.
func (p *page) Meters(mm int) string { return p.Minutes(float64(mm) / 1000) }

// Battery is what a UPS has left, in words; empty where it does not tell.
func (v devicesView) Battery(p *page) string {
	for _, r := range v.Rows {
		charge, told := r.Counts["charge_pct"]
		if r.Kind != "ups" || !told {
			continue
		}
		text := p.T("devices.battery", "pct", p.Int(int(charge)))
		if left := r.Counts["runtime_s"]; left > 0 {
			text = p.T("devices.battery-for", "pct", p.Int(int(charge)), "time", p.Seconds(int(left)))
		}
		return text
	}
	return ""
}

// TestBefore is how many minutes before opening the self-test runs; 0: never.
func (p *page) TestBefore() int {
	if p.Center.SelfTest.Before == nil || p.Center.Hours.Always {
		return 0
	}
	return *p.Center.SelfTest.Before
}

// finding is what a self-test found wrong, with every device that has it.
type finding struct {
	Tone           string // fault, or warn of a check that is well but will not stay so
	What, Why, Fix string
	Codes          []string // fault codes, device ids where there is none
}

// Findings groups the lines of a self-test that are not well, and then those that
// warn: one dead network switch is one finding, not ten.
func (p *page) Findings(t *wire.SelfTest) (list []finding) {
	warned := checks(t, func(c wire.SelfTestCheck) bool { return c.OK && c.Cause != "" })
	for _, c := range append(p.Failed(t), warned...) {
		f := finding{Tone: "fault", What: known(p.Lang, "selftest."+c.What, c.What)}
		if c.OK {
			f.Tone = "warn"
		}
		if c.Cause != "" {
			f.Why, f.Fix = p.Ground(c.Cause), p.fix(c.Cause, p.kindOf(c.Device))
		}
		i := slices.IndexFunc(list, func(o finding) bool { return o.Tone == f.Tone && o.What == f.What && o.Why == f.Why && o.Fix == f.Fix })
		if i < 0 {
			i, list = len(list), append(list, f)
		}
		if code := cmp.Or(wire.FaultCode(c.Device, c.Cause), string(c.Device)); code != "" {
			list[i].Codes = append(list[i].Codes, code)
		}
	}
	return list
}

// kindOf is what a device is, empty where the configuration no longer has it.
func (p *page) kindOf(id center.DeviceID) string {
	for _, k := range p.Center.DeviceKinds() {
		if k.ID == id {
			return k.Kind
		}
	}
	return ""
}

// Failed, Passed and Untested part the lines of a self-test that warn of nothing.
func (p *page) Failed(t *wire.SelfTest) []wire.SelfTestCheck {
	return checks(t, func(c wire.SelfTestCheck) bool { return !c.OK && !c.Untested })
}
func (p *page) Passed(t *wire.SelfTest) []wire.SelfTestCheck {
	return checks(t, func(c wire.SelfTestCheck) bool { return c.OK && c.Cause == "" })
}
func (p *page) Untested(t *wire.SelfTest) []wire.SelfTestCheck {
	return checks(t, func(c wire.SelfTestCheck) bool { return c.Untested })
}

func checks(t *wire.SelfTest, which func(wire.SelfTestCheck) bool) (list []wire.SelfTestCheck) {
	for _, c := range t.Checks {
		if which(c) {
			list = append(list, c)
		}
	}
	return list
}

// Check is what one line of a self-test looked at.
func (p *page) Check(c wire.SelfTestCheck) string {
	what := known(p.Lang, "selftest."+c.What, c.What)
	if c.Device != "" {
		return what + " · " + string(c.Device)
	}
	return what
}

// Ground is why a line of a self-test failed: a device's cause or a fault.
func (p *page) Ground(code string) string {
	return known(p.Lang, "cause."+code, known(p.Lang, "selftest."+code, known(p.Lang, "fault."+code, code)))
}

// Fix is what to do about it, empty where nothing is known.
func (p *page) Fix(code string) string { return known(p.Lang, "devices.todo-"+code, "") }

// fix is the same for one kind of device, where that has a sentence of its own.
func (p *page) fix(code, kind string) string {
	return known(p.Lang, "devices.todo-"+code+"-"+kind, p.Fix(code))
}

// counted is one count of a device in words.
type counted struct{ Name, Value string }

// Counted lists what a driver counts, in the order of wire.Counts.
func (p *page) Counted(counts map[string]int64) (list []counted) {
	for _, name := range wire.Counts {
		n, ok := counts[name]
		if !ok {
			continue
		}
		value := p.Int(int(n))
		switch {
		case strings.HasSuffix(name, "_us"):
			value = p.Minutes(float64(n)/1000) + "\u00a0ms"
		case strings.HasSuffix(name, "_s"):
			value = p.Seconds(int(n))
		case strings.HasSuffix(name, "_pct"):
			value += "\u00a0%"
		case strings.HasSuffix(name, "_ok") && n > 0:
			value = p.T("devices.yes")
		case strings.HasSuffix(name, "_ok"):
			value = p.T("devices.no")
		}
		list = append(list, counted{p.T("devices.count-" + name), value})
	}
	return list
}

// Story is since when a device is in its state, when it last worked and was last heard of.
func (p *page) Story(r deviceRow) string {
	var say []string
	if r.Since != nil {
		say = append(say, p.since(*r.Since))
	}
	if r.LastGood != nil && r.Shown != "low" {
		say = append(say, p.T("devices.last-good", "time", p.When(*r.LastGood)))
	}
	if r.At != nil && r.Shown != string(wire.Broken) && r.Shown != "low" {
		say = append(say, p.T("devices.heard", "time", p.When(*r.At)))
	}
	if r.Version != "" {
		say = append(say, p.T("devices.version", "version", r.Version))
	}
	return strings.Join(say, " · ")
}

// printing is a printer's button for a new roll, in one of the lists it stands in.
type printing struct {
	deviceRow
	Page *page
	From string
	Can  bool
}

// Printing is the button in the list of troubles, where paper is the trouble;
// Printer is that in a table, of a printer that has none there.
func (p *page) Printing(r deviceRow) printing { return p.printing(r, "trouble", true) }
func (p *page) Printer(r deviceRow) printing  { return p.printing(r, "table", false) }

func (p *page) printing(r deviceRow, from string, trouble bool) printing {
	paper := r.Cause == wire.PaperOut || r.Cause == wire.PaperLow
	return printing{r, p, from, r.Kind == "printer" && paper == trouble && p.Who.has(RoleManager, RoleTechnician)}
}

// since is a moment and how long ago it was: in days from two days on, and not in
// seconds, which would change all the time.
func (p *page) since(t time.Time) string {
	d := p.Now.Sub(t)
	switch {
	case d < time.Minute:
		return p.T("devices.since-now", "time", p.When(t))
	case d < 48*time.Hour:
		return p.T("devices.since", "time", p.When(t), "for", p.Since(t))
	}
	return p.T("devices.since", "time", p.When(t), "for", p.T("devices.days", "n", p.Int(int(d.Hours()/24))))
}
