package ups_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"testing"
	"time"

	"motcua/internal/device"
	"motcua/internal/device/ups"
	"motcua/internal/wire"
)

// Where Debian keeps them; what is in the path is a script that asks whether NUT is enabled.
const daemon, dummy = "/lib/nut/upsd", "/lib/nut/dummy-ups"

// TestRealDaemon asks Debian's upsd, whose UPS is the driver dummy-ups: the
// simulated daemon must not be the only one that the client understands.
func TestRealDaemon(t *testing.T) {
	for _, program := range []string{daemon, dummy} {
		if _, err := os.Stat(program); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("%v: install nut-server", err)
			}
			t.Skipf("%v: install nut-server", err)
		}
	}
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	at := freeAddress(t)
	host, port, _ := net.SplitHostPort(at)
	write("ups.conf", fmt.Sprintf("maxretry = 1\n[ups]\ndriver = dummy-ups\nport = %s/now.dev\nmode = dummy-loop\npollinterval = 1\n", dir))
	write("upsd.conf", fmt.Sprintf("LISTEN %s %s\nMAXAGE 5\n", host, port))
	write("upsd.users", "")
	write("now.dev", "ups.status: OL CHRG\nbattery.charge: 93\nbattery.runtime: 1620\n")
	driver := start(t, dir, dummy, "-a", "ups", "-F", "-u")
	start(t, dir, daemon, "-F", "-u")

	c := ups.New(at, "ups")
	defer c.Close()
	waitFor(t, c, device.Power{State: state(wire.Present, ""), Charge: 93, Runtime: 27 * time.Minute})
	write("now.dev", "ups.status: OB DISCHRG\nbattery.charge: 80\nbattery.runtime: 1200\n")
	waitFor(t, c, device.Power{State: state(wire.Broken, wire.MainsLost), Charge: 80, Runtime: 20 * time.Minute})
	write("now.dev", "ups.status: OB DISCHRG LB\nbattery.charge: 8\nbattery.runtime: 60\n")
	waitFor(t, c, device.Power{State: state(wire.Broken, wire.BatteryLow), Charge: 8, Runtime: time.Minute})
	if got := ups.New(at, "other").Look(t.Context()); got.State != state(wire.Broken, wire.Foreign) {
		t.Errorf("Look at a UPS of another name = %+v, want foreign", got)
	}
	if err := driver.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, c, device.Power{State: state(wire.Absent, wire.Unreachable), Charge: -1, Runtime: -1})
}

// start runs a program of NUT, as the user who runs the test, until the test ends.
func start(t *testing.T, dir, program string, args ...string) *exec.Cmd {
	t.Helper()
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, append(args, me.Username)...)
	cmd.Env = append(os.Environ(), "NUT_CONFPATH="+dir, "NUT_STATEPATH="+dir, "NUT_ALTPIDPATH="+dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return cmd
}

// freeAddress returns an address that nobody listens at: upsd cannot choose one itself.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// waitFor looks until the UPS tells want.
func waitFor(t *testing.T, c *ups.Client, want device.Power) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(30 * time.Second)
	for {
		got := c.Look(t.Context())
		if got == want {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("Look = %+v, want %+v", got, want)
		}
	}
}
