package province

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/wire"
)

// How much a point's devices need somebody, by which the overview sorts and filters.
const (
	needsNobody = iota
	needsNews   // nobody knows: no fresh snapshot
	needsSoon   // something will fail soon, or the self-test found something
	needsNow    // a device is broken, absent or silent
	needsPower  // on battery
	needsFirst  // and that is nearly empty
)

// worst are the states of devices that somebody has to look at, the worst first.
var worst = []string{"broken", "absent", "stale", "low"}

// counted is how many devices of a snapshot are in each state.
type counted struct {
	shown   map[string]int
	battery bool
}

func count(s *wire.Snap) counted {
	c := counted{shown: map[string]int{}, battery: s.Power != nil}
	for _, d := range s.Devices {
		if !c.mains(d) {
			c.shown[shown(d, s.At)]++
		}
	}
	return c
}

// mains tells whether a device is the power supply that says no more than the band above the page.
func (c counted) mains(d wire.DeviceStatus) bool {
	return c.battery && (d.Cause == wire.MainsLost || d.Cause == wire.BatteryLow)
}

// bad is how many devices somebody has to look at.
func (c counted) bad() (n int) {
	for _, state := range worst {
		n += c.shown[state]
	}
	return n
}

// needs is what the overview says of a point's devices.
type needs struct {
	Signs []tag
	Each  string // what is the matter with how many
	level int
	bad   int
}

// needsOf reads a point's snapshot. What is old is gray, with its time in the row.
func needsOf(v view, s Standing) needs {
	if s.Snap == nil {
		return needs{level: needsNews}
	}
	c := count(s.Snap)
	n := needs{bad: c.bad()}
	n.power(v, s.Snap.Power)
	n.selfTest(v, s)
	n.devices(v, c)
	if s.Stale {
		n.level = max(n.level, needsNews)
		for i := range n.Signs {
			n.Signs[i].Tone = "stale"
		}
	}
	return n
}

func (n *needs) add(level int, t tag) {
	n.level, n.Signs = max(n.level, level), append(n.Signs, t)
}

func (n *needs) power(v view, p *wire.Power) {
	switch {
	case p == nil:
	case p.Low:
		n.add(needsFirst, tag{"fault", "warning", v.T("power-low")})
	default:
		n.add(needsPower, tag{"warn", "warning", v.T("power", "at", v.Moment(p.Since))})
	}
}

// devices is one sign: how many to look at, in the tone of the worst, with what is the matter below it.
func (n *needs) devices(v view, c counted) {
	var each []string
	sign, level := tag{}, needsNobody
	for _, state := range worst {
		k := c.shown[state]
		if k == 0 {
			continue
		}
		if sign.Word == "" {
			sign, level = signOf(v, state), needsNow
			if state == "low" {
				level = needsSoon
			}
		}
		each = append(each, together(v.T("n-"+state, "n", v.Int(k))))
	}
	switch good := c.shown["present"]; {
	case len(each) > 0:
		sign.Word = v.T("n-bad", "n", v.Int(n.bad))
		n.add(level, sign)
	case good > 0:
		n.add(level, tag{"good", "check", v.T("n-present", "n", v.Int(good))})
	}
	if k := c.shown["never"]; k > 0 {
		each = append(each, together(v.T("n-never", "n", v.Int(k))))
	}
	n.Each = strings.Join(each, ", ")
}

// together keeps a number and its words on one line.
func together(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") }

func (n *needs) selfTest(v view, s Standing) {
	t := testOf(v, s.Snap)
	sign := testSign(v, t, s)
	if sign.Word == "" {
		return
	}
	level := needsNobody
	switch {
	case t == nil:
		sign.Word = v.T("test-none-yet")
	case !t.Running && !t.OK:
		level = needsSoon
	}
	n.add(level, sign)
}

// testOf is today's self-test of a snapshot: that of an earlier day says nothing of this one.
func testOf(v view, s *wire.Snap) *wire.SelfTest {
	if s == nil || s.SelfTest == nil || !today(v, s.SelfTest.At) {
		return nil
	}
	return s.SelfTest
}

// testSign is the light of the self-test. It has no word where the last news is of an earlier day.
func testSign(v view, t *wire.SelfTest, s Standing) tag {
	switch {
	case t == nil && s.Snap != nil && !today(v, s.Snap.At):
		return tag{}
	case t == nil:
		return tag{"stale", "clock", v.T("test-none")}
	case t.Running:
		return tag{"warn", "clock", v.T("test-running")}
	case t.OK:
		return tag{"good", "check", v.T("test-good")}
	}
	return tag{"fault", "warning", v.T("test-bad")}
}

func today(v view, t time.Time) bool { return center.DayOf(t) == center.DayOf(v.Now) }

// byNeed puts the points whose devices need somebody first.
func byNeed(a, b row) int {
	return cmp.Or(cmp.Compare(b.Needs.level, a.Needs.level), cmp.Compare(b.Needs.bad, a.Needs.bad))
}

// filter keeps, where it is asked to, only the points whose devices need somebody.
func (v *overviewView) filter(show string) {
	fine := func(r row) bool { return r.Needs.level < needsSoon }
	v.All = len(v.Rows)
	rest := slices.DeleteFunc(slices.Clone(v.Rows), fine)
	v.Need = len(rest)
	if show == "devices" {
		v.Show, v.Rows = show, rest
	}
}
