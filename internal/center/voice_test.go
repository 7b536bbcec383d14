package center

import (
	"slices"
	"testing"
	"time"

	"motcua/internal/i18n"
)

func TestVoiceDefaults(t *testing.T) {
	v := Voice{ID: "V1"}
	v.Default()
	if !slices.Equal(v.Languages, []i18n.Lang{i18n.VI}) || v.Region != "north" || v.Reads != "digits" || v.Repeat != 1 || v.Volume != 100 || v.Chime {
		t.Errorf("Default() = %+v", v)
	}
}

func TestVoiceLoudness(t *testing.T) {
	window := func(s string) (w Window) {
		if err := w.UnmarshalText([]byte(s)); err != nil {
			t.Fatal(err)
		}
		return w
	}
	v := Voice{Volume: 90, Volumes: []Volume{{window("07:00-08:00"), 40}, {window("11:00-12:00"), 60}}, Quiet: []Window{window("11:30-13:30")}}
	for clock, want := range map[string]int{"06:59": 90, "07:00": 40, "07:59": 40, "08:00": 90, "11:29": 60, "11:30": 0, "13:29": 0, "13:30": 90} {
		at, err := time.ParseInLocation("2006-01-02 15:04", "2026-11-23 "+clock, Zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := v.Loudness(at.UTC()); got != want {
			t.Errorf("Loudness(%s) = %d, want %d", clock, got, want)
		}
	}
}

func TestVoiceZone(t *testing.T) {
	if all, some := (Voice{}), (Voice{Counters: []CounterID{"3"}}); !all.Speaks("1") || some.Speaks("1") || !some.Speaks("3") {
		t.Error("a voice without counters speaks for all, one with counters for those")
	}
}

func TestVoiceIsADeviceOfItsOwn(t *testing.T) {
	all := (&Center{Voices: []Voice{{ID: "V1"}}}).DeviceKinds()
	if len(all) != 1 || all[0].ID != "V1" || all[0].Kind != "voice" || all[0].Bridged() {
		t.Errorf("DeviceKinds() = %+v", all)
	}
}

func TestValidateVoice(t *testing.T) {
	whole := func() Voice {
		v := Voice{ID: "V1", Output: "plughw:CARD=Device,DEV=0", Four: "bốn", Letters: map[string]string{"K": "ca"}, Quiet: []Window{{690, 810}}}
		v.Default()
		return v
	}
	for name, c := range map[string]struct {
		change func(*Voice)
		want   string
	}{
		"whole":          {func(*Voice) {}, ""},
		"both languages": {func(v *Voice) { v.Languages = []i18n.Lang{i18n.VI, i18n.EN} }, ""},
		"id":             {func(v *Voice) { v.ID = "loa" }, "center-id"},
		"counter":        {func(v *Voice) { v.Counters = []CounterID{"99"} }, "center-unknown"},
		"counter twice":  {func(v *Voice) { v.Counters = []CounterID{"1", "1"} }, "center-repeated"},
		"language":       {func(v *Voice) { v.Languages = []i18n.Lang{"fr"} }, "center-unknown"},
		"language twice": {func(v *Voice) { v.Languages = []i18n.Lang{i18n.VI, i18n.VI} }, "center-repeated"},
		"region":         {func(v *Voice) { v.Region = "west" }, "center-unknown"},
		"reads":          {func(v *Voice) { v.Reads = "aloud" }, "center-unknown"},
		"four":           {func(v *Voice) { v.Four = "tứ" }, "center-unknown"},
		"letter":         {func(v *Voice) { v.Letters = map[string]string{"k": "ca"} }, "center-unknown"},
		"letter's name":  {func(v *Voice) { v.Letters = map[string]string{"K": "7"} }, "center-unknown"},
		"repeat":         {func(v *Voice) { v.Repeat = 4 }, "center-range"},
		"volume":         {func(v *Voice) { v.Volume = 101 }, "center-range"},
		"by the hour":    {func(v *Voice) { v.Volumes = []Volume{{Window{420, 480}, -1}} }, "center-range"},
		"output":         {func(v *Voice) { v.Output = "plughw:0\n" }, "center-unknown"},
		"an option":      {func(v *Voice) { v.Output = "-q" }, "center-unknown"},
	} {
		v := whole()
		c.change(&v)
		x := &validation{c: &Center{Voices: []Voice{v}, Counters: []Counter{{ID: "1"}}}, seen: map[string]bool{}}
		x.voices()
		if got := len(x.faults); got > 1 || (got == 1) != (c.want != "") || got == 1 && x.faults[0].Code != c.want {
			t.Errorf("%s: voices() = %v, want %q", name, x.faults, c.want)
		}
	}
}
