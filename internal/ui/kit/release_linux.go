package kit

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"syscall"
)

const dontNeed = 4 // MADV_DONTNEED of madvise(2)

// release gives back the pages of machine code that starting up has touched: half
// of Mesa's compiler among them. Code is never written to, so what is needed
// again comes back from the file, a page at a time.
func release() error {
	f, err := os.Open("/proc/self/maps")
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var from, to uintptr
		var mode string
		if n, _ := fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &mode); n < 3 || mode != "r-xp" || !strings.Contains(lines.Text(), " /") {
			continue
		}
		if _, _, errno := syscall.Syscall(syscall.SYS_MADVISE, from, to-from, dontNeed); errno != 0 {
			return errno
		}
	}
	return lines.Err()
}
