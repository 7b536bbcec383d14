package controller

import (
	"os"
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

// Synced tells whether the machine's clock follows a better one, by NTP or
// otherwise; known is false where the kernel does not tell.
func Synced() (synced, known bool) {
	state, err := unix.Adjtimex(&unix.Timex{})
	return state != unix.TIME_ERROR, err == nil
}
