package web_test

import (
	"strings"
	"testing"
	"time"

	"motcua/controller/web"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// soundness is a log that was verified this morning, and who is told of it.
type soundness struct {
	v     wire.Verification
	hooks []wire.Hook
}

func newSoundness() *soundness {
	s := &soundness{v: wire.Verification{State: wire.VerifyGood, Began: ptr(ago(62)), Ended: ptr(ago(60)), Done: 48_120, Total: 48_120, Days: 21, Jumps: 1, Findings: []wire.FindingText{}, Head: wire.LogHead{Seq: 48_120}}}
	for i := range 3 {
		d := wire.DayHead{Day: "2026-11-21", Seq: int64(48_000 - 2100*i), Closed: at.Add(-time.Duration(15+24*i) * time.Hour), Good: true}
		for j := range d.Hash {
			d.Hash[j] = byte(37*i + 59*j + 19)
		}
		s.v.Heads = append(s.v.Heads, d)
	}
	s.hooks = []wire.Hook{
		{ID: "ioc", Host: "ioc.dongnai.example.vn", Events: []string{"ticket.*"}, Seq: 48_120, OK: true, LastOK: ptr(ago(1)), Test: &wire.HookTest{OK: true, MS: 84, At: ago(12)}},
		{ID: "bang-so-lieu", Host: "192.168.10.7:8443", Seq: 47_020, Behind: 1100, Cause: wire.HookRefused, Status: 502, LastOK: ptr(ago(190)), Failing: ptr(ago(180)), Next: ptr(ago(-7))},
	}
	return s
}

func (s *soundness) Verification() wire.Verification { return s.v }
func (s *soundness) Hooks() wire.Hooks               { return wire.Hooks{Head: 48_120, Hooks: s.hooks} }

// changed is a log that somebody has changed.
func (f *fake) changed() {
	f.record.v.State = wire.VerifyBad
	f.record.v.Findings = wire.Texts([]wire.Finding{{Seq: 41_877, Code: wire.AuditChain}, {Seq: 43_800, Code: wire.AuditHead}})
	f.record.v.Heads[2].Good = false
	f.record.hooks[0].Test = &wire.HookTest{Cause: wire.HookUnreachable, MS: 5000, At: ago(12)}
}

var recordScenes = []scene{
	{"verify", "/verify", "manager", 200, func(f *fake) { f.config.Closing.Printer = "P1" }},
	{"verify-inspector", "/verify", "inspector", 200, nil},
	{"verify-changed", "/verify", "technician", 200, (*fake).changed},
	{"verify-running", "/verify?running", "manager", 200, func(f *fake) {
		f.record.v = wire.Verification{State: wire.VerifyRunning, Done: 20_000, Total: 48_120, Began: ptr(ago(0))}
		f.record.hooks = nil
	}},
	{"verify-never", "/verify?never", "technician", 200, func(f *fake) { f.record.v = wire.Verification{State: wire.VerifyNever} }},
	{"verify-failed", "/verify?failed", "manager", 200, func(f *fake) { f.record.v.State, f.record.v.Cause = wire.VerifyFailed, "store-failed" }},
	{"verify-staff", "/verify", "staff", 403, nil},
}

// TestTheVerifyPageSaysWhatIsWrong, and what to do, to whoever may see it.
func TestTheVerifyPageSaysWhatIsWrong(t *testing.T) {
	f := newFake()
	f.changed()
	page := text(t, get(t, web.Handler(f.options()), "/verify", "manager", i18n.VI))
	for _, want := range []string{"Mục 41.877", "Nhật ký đã bị sửa hoặc hỏng", "/api/v1/hooks/ioc/test", "Giữ nguyên máy"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	page = text(t, get(t, web.Handler(f.options()), "/verify", "inspector", i18n.VI))
	if strings.Contains(page, "/api/v1/hooks/ioc/test") || strings.Contains(page, "/reprint") {
		t.Error("an inspector may press what changes something")
	}
}
