package firmware

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mbpoll runs the Modbus master of the same name, which is built on libmodbus
// and knows nothing of us, and returns the values that it reads.
func mbpoll(t *testing.T, wantError string, arguments ...string) string {
	t.Helper()
	common := []string{"-m", "rtu", "-b", "19200", "-P", "even", "-o", "10", "-1", "-q"}
	out, err := exec.Command("mbpoll", append(common, arguments...)...).CombinedOutput()
	if (err != nil) != (wantError != "") || !strings.Contains(string(out), wantError) {
		t.Fatalf("mbpoll %v: %v, want error %q\n%s", arguments, err, wantError, out)
	}
	var values []string
	for line := range strings.Lines(string(out)) {
		if _, value, ok := strings.Cut(line, "]: \t"); ok {
			values = append(values, strings.Fields(value)[0])
		}
	}
	return strings.Join(values, " ")
}

func TestUnit(t *testing.T) {
	t.Parallel()
	Need(t, "mbpoll")
	u := Build(t).Start(t)

	u.Press("next")
	u.Press("7")
	u.Wait("two presses", func() bool { return mbpoll(t, "", "-t", "3", "-r", "1", u.Port()) == "514" })
	got := mbpoll(t, "", "-t", "3", "-r", "8", "-c", "5", u.Port())
	if f := strings.Fields(got); len(f) != 5 || f[0] != "1" || f[1] != "1" || f[3] != "2" || f[4] != "23" {
		t.Errorf("mbpoll reads presses %s, want 1 1 _ 2 23", got)
	}

	mbpoll(t, "", "-t", "4", "-r", "2", u.Port(), "0x777E", "0x306D")
	u.WaitDisplay("A012")
	mbpoll(t, "", "-t", "4", "-r", "4", u.Port(), "1")
	u.Wait("lamp", u.Lamp)
	mbpoll(t, "", "-t", "4", "-r", "5", u.Port(), "1")
	u.Wait("a beep", func() bool { return slices.Contains(u.Seen(), "buzzer 0") })
	u.Wait("what was written, and no beep left", func() bool {
		return mbpoll(t, "", "-t", "4", "-r", "2", "-c", "5", u.Port()) == "30590 12397 1 0 8"
	})

	mbpoll(t, "Illegal data value", "-t", "4", "-r", "4", u.Port(), "9")
	mbpoll(t, "Illegal data address", "-t", "4", "-r", "10", u.Port(), "9")
	mbpoll(t, "Illegal function", "-t", "0", "-r", "1", u.Port())

	mbpoll(t, "", "-t", "4", "-r", "1", u.Port(), "2")
	if got := mbpoll(t, "", "-t", "3", "-r", "1", u.Port()); got != "512" {
		t.Errorf("acknowledged, but register 0 = %s, want 512", got)
	}

	mbpoll(t, "", "-t", "4", "-r", "9", u.Port(), "0x4D43") // as docs/firmware.md says
	mbpoll(t, "", "-t", "4", "-r", "7", u.Port(), "12")
	if got := mbpoll(t, "", "-a", "12", "-t", "4", "-r", "7", "-c", "2", u.Port()); got != "12 5" {
		t.Errorf("address and baud code = %s, want 12 5", got)
	}

	u.Hang()
	u.Wait("the watchdog's restart", func() bool { return slices.Contains(u.Seen(), "restart") })
	u.Power(false)
	u.Power(true)
	u.WaitDisplay("----")
}
