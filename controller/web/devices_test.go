package web_test

import (
	"regexp"
	"strings"
	"testing"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// TestEveryCauseSaysWhatToDo: a name, and one instruction, in both languages.
func TestEveryCauseSaysWhatToDo(t *testing.T) {
	for _, cause := range wire.Causes {
		for _, lang := range i18n.Langs {
			name, todo := i18n.T(lang, "cause."+cause), i18n.T(lang, "devices.todo-"+cause)
			if strings.Contains(name, "⟦") || strings.HasSuffix(name, ".") || len([]rune(name)) > 60 {
				t.Errorf("cause.%s (%s) is %q, want a short name", cause, lang, name)
			}
			if strings.Contains(todo, "⟦") || !strings.HasSuffix(todo, ".") {
				t.Errorf("devices.todo-%s (%s) is %q, want a sentence", cause, lang, todo)
			}
		}
	}
	for _, what := range wire.Checks {
		if !i18n.Has("selftest." + what) {
			t.Errorf("selftest.%s has no words", what)
		}
	}
	for _, count := range wire.Counts {
		if !i18n.Has("devices.count-" + count) {
			t.Errorf("devices.count-%s has no words", count)
		}
	}
}

// TestEveryDeviceHasAPlace: no device of the configuration is missing from a page, whatever was heard of it.
func TestEveryDeviceHasAPlace(t *testing.T) {
	f := newFake()
	f.config.Digits = []center.Digits{{ID: "G1", Counter: "4", Driver: "ht16k33", I2C: "1", Address: 0x70}}
	f.config.Buttons = []center.Button{{ID: "H1", Counter: "9", Pin: "GPIO27", Action: "next"}} // a counter that is gone
	f.board.Devices = nil
	for _, path := range []string{"/manager/more", "/technician", "/technician/labels"} {
		r := text(t, get(t, web.Handler(f.options()), path, everyRole, i18n.VI))
		for _, k := range f.config.DeviceKinds() {
			if n := len(regexp.MustCompile(`>`+string(k.ID)+`<`).FindAllString(r, -1)); n == 0 {
				t.Errorf("%s does not show %s", path, k.ID)
			}
		}
	}
}

// TestWhatIsWrongComesFirst: broken before silent before soon, and the battery above them all.
func TestWhatIsWrongComesFirst(t *testing.T) {
	f := newFake()
	f.dark()
	r := text(t, get(t, web.Handler(f.options()), "/manager/more", "manager", i18n.VI))
	var got []string
	for _, m := range regexp.MustCompile(`<p class="code"[^>]*>([^<]+)<`).FindAllStringSubmatch(r, -1) {
		got = append(got, m[1])
	}
	if want := "UPS-41 P2-11 T1-21 N2-22 L1 P1-12"; strings.Join(got, " ") != want {
		t.Errorf("codes %q, want %q", got, want)
	}
}
