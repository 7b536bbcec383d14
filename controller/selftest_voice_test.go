package controller

import (
	"slices"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// TestAVoiceAnswersForItself: a voice that is a device tells whether it can be
// heard, and who says nothing has failed.
func TestAVoiceAnswersForItself(t *testing.T) {
	good := wire.SelfTestCheck{What: wire.CheckSound, Device: "V1", OK: true}
	for name, c := range map[string]struct {
		told []wire.SelfTestCheck
		want wire.SelfTestCheck
	}{
		"heard":  {[]wire.SelfTestCheck{good}, good},
		"dumb":   {[]wire.SelfTestCheck{{What: wire.CheckSound, Device: "V1", Cause: wire.NoSound}}, wire.SelfTestCheck{What: wire.CheckSound, Device: "V1", Cause: wire.NoSound}},
		"silent": {nil, wire.SelfTestCheck{What: wire.CheckSound, Device: "V1", Cause: wire.TimedOut}},
	} {
		h := openHall(t, func(o *Options) { o.Center.Voices = []center.Voice{{ID: "V1"}} })
		x, err := h.all.StartSelfTest(t.Context(), client.NewKey())
		if err != nil {
			t.Fatal(err)
		}
		for _, check := range c.told {
			h.results(t, x.ID, check)
		}
		h.turn(t, h.now, testWaits)
		got := h.engine.board().SelfTest
		if got == nil || !slices.Contains(got.Checks, c.want) {
			t.Fatalf("%s: the self-test = %+v, want %+v", name, got, c.want)
		}
		if i := slices.IndexFunc(got.Checks, func(x wire.SelfTestCheck) bool { return x.What == wire.CheckSound && x.Device == "" }); i >= 0 {
			t.Errorf("%s: a line about a sound that nobody is asked for: %+v", name, got.Checks[i])
		}
		h.stop()
	}
}

// TestAVoiceIsADevice: its state is told like that of any other, and shown with its cause.
func TestAVoiceIsADevice(t *testing.T) {
	h := openHall(t, func(o *Options) { o.Center.Voices = []center.Voice{{ID: "V1"}} })
	if err := h.all.ReportState(t.Context(), client.NewKey(), "V1", wire.StateReport{State: wire.Broken, Cause: wire.NoSound}); err != nil {
		t.Fatal(err)
	}
	h.turn(t, h.now, time.Second)
	all := h.engine.board().Devices
	i := slices.IndexFunc(all, func(d wire.DeviceStatus) bool { return d.Device == "V1" })
	if i < 0 || all[i].Kind != "voice" || all[i].State != wire.Broken || all[i].Code != "V1-33" {
		t.Errorf("the board says %+v of the voice", all)
	}
	if err := h.all.ReportState(t.Context(), client.NewKey(), "V2", wire.StateReport{State: wire.Present}); fault.CodeOf(err) != "device-unknown" {
		t.Errorf("a voice that is not configured = %v", err)
	}
}
