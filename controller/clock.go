package controller

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// MachineClock reads the machine's wall clock, its time since boot (suspend
// included) and the boot's id. Without a boot id the process stands for the boot.
func MachineClock() func() queue.Moment {
	raw, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	boot := strings.ReplaceAll(strings.TrimSpace(string(raw)), "-", "")
	if err != nil || len(boot) < 12 {
		boot = "process-" + time.Now().UTC().Format("20060102150405")
	} else {
		boot = boot[:12]
	}
	return func() queue.Moment {
		var up unix.Timespec
		_ = unix.ClockGettime(unix.CLOCK_BOOTTIME, &up) // cannot fail on a kernel that runs this program
		return queue.Moment{Wall: time.Now().In(center.Zone), Up: time.Duration(up.Nano()), Boot: boot}
	}
}

// Synced tells whether the machine's clock follows a better one. Where the
// kernel may not be asked, as in a hardened unit, systemd-timesyncd is; known is
// false where nobody tells.
func Synced() (synced, known bool) {
	state, err := unix.Adjtimex(&unix.Timex{})
	if err == nil {
		return state != unix.TIME_ERROR, true
	}
	return followed("/run/systemd/timesync")
}

// followed reads what systemd-timesyncd leaves in its directory.
func followed(dir string) (synced, known bool) {
	if _, err := os.Stat(dir); err != nil {
		return false, false
	}
	_, err := os.Stat(filepath.Join(dir, "synchronized"))
	return err == nil, true
}
