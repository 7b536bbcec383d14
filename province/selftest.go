package province

import (
	"cmp"
	"slices"

	"motcua/internal/wire"
)

// testView is today's self-test as the page of a point shows it: what failed first.
type testView struct {
	Sign     tag
	When     string
	Findings []finding
	Untested []string
	Passed   []string
}

// finding is what a self-test found, with every device that has it.
type finding struct {
	Tone      string // fault, or warn of a check that is good but will not stay so
	What, Why string
	Codes     []string // fault codes, device ids where there is none
}

// SelfTest is the point's self-test of today; its sign has no word where nothing of today has come.
func (v pointView) SelfTest() testView {
	t := testOf(v.view, v.Row.Snap)
	out := testView{Sign: testSign(v.view, t, v.Row.Standing)}
	if t == nil {
		return out
	}
	bad := failed(t)
	at := v.Moment(t.At)
	switch {
	case t.Running:
		out.When = v.T("test-began", "at", at)
	case t.OK:
		out.When = v.T("test-at", "at", at, "n", v.Int(len(t.Checks)))
	default:
		out.When = v.T("test-bad-at", "at", at, "bad", v.Int(len(bad)), "n", v.Int(len(t.Checks)))
	}
	for _, c := range t.Checks {
		switch {
		case c.OK && c.Cause != "":
			bad = append(bad, c)
		case c.Untested:
			out.Untested = append(out.Untested, checkWords(v.view, c))
		case c.OK:
			out.Passed = append(out.Passed, checkWords(v.view, c))
		}
	}
	out.Findings = findings(v.view, bad)
	return out
}

// failed are the checks that are not well; what nobody could test is neither.
func failed(t *wire.SelfTest) (bad []wire.SelfTestCheck) {
	for _, c := range t.Checks {
		if !c.OK && !c.Untested {
			bad = append(bad, c)
		}
	}
	return bad
}

// findings groups checks: one dead network switch is one finding, not ten.
func findings(v view, checks []wire.SelfTestCheck) (list []finding) {
	for _, c := range checks {
		f := finding{Tone: "fault", What: known(v, c.What, "selftest."), Why: known(v, c.Cause, "cause.", "province.cause-", "fault.")}
		if c.OK {
			f.Tone = "warn"
		}
		i := slices.IndexFunc(list, func(o finding) bool { return o.Tone == f.Tone && o.What == f.What && o.Why == f.Why })
		if i < 0 {
			i, list = len(list), append(list, f)
		}
		if code := codeOf(c); code != "" {
			list[i].Codes = append(list[i].Codes, code)
		}
	}
	return list
}

// codeOf is what names a failed check in one word: the fault code, or the device.
func codeOf(c wire.SelfTestCheck) string {
	return cmp.Or(wire.FaultCode(c.Device, c.Cause), string(c.Device))
}

func checkWords(v view, c wire.SelfTestCheck) string {
	what := known(v, c.What, "selftest.")
	if c.Device != "" {
		what += " · " + string(c.Device)
	}
	return what
}
