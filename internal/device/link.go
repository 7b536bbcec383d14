package device

import (
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"motcua/internal/device/serial"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// Opener opens the way to a device.
type Opener func(ctx context.Context) (io.ReadWriteCloser, error)

// The speeds of serial printers, in baud: a slip of 18 kB takes 1.6 s at the
// usual one, and 5 s at the slowest that is accepted.
const (
	usualBaud = 115200
	leastBaud = 38400
)

// way is how a printer is reached.
type way struct {
	open   Opener
	baud   int  // of a serial line, 0 of any other
	shared bool // it may open a second time while it is open
}

// wayTo returns the way to tcp://host:port, to a printer device such as
// /dev/usb/lp0, or to a serial port, whose baud is the usual one where it is 0.
func wayTo(address string, baud int) (way, error) {
	if host, ok := strings.CutPrefix(address, "tcp://"); ok && host != "" {
		return way{open: tcp(host), shared: true}, nil
	}
	if !filepath.IsAbs(address) {
		return way{}, fault.New(fault.Invalid, "center-printer-address", "place", "[[printer]]", "value", address)
	}
	if strings.Contains(filepath.Base(address), "lp") && !strings.HasPrefix(address, "/dev/serial/") { // Alps makes adapters too
		return way{open: character(address)}, nil
	}
	if baud == 0 {
		baud = usualBaud
	}
	return way{open: line(address, baud), baud: baud}, nil
}

// tcp reaches a printer over the network; port 9100 by custom.
func tcp(host string) Opener {
	return func(ctx context.Context) (io.ReadWriteCloser, error) {
		d := net.Dialer{Timeout: 3 * time.Second}
		return d.DialContext(ctx, "tcp", host)
	}
}

// character reaches a printer through the node of its own driver, which opens for one program at a time.
func character(path string) Opener {
	return func(context.Context) (io.ReadWriteCloser, error) {
		return os.OpenFile(path, os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	}
}

// line reaches a printer over a serial port: 8 data bits, no parity, 1 stop bit.
func line(path string, baud int) Opener {
	return func(context.Context) (io.ReadWriteCloser, error) {
		return serial.Open(serial.Config{Name: path, Baud: baud})
	}
}

// openState says what a device is that does not open.
func openState(err error) State {
	if cause := serial.Cause(err); cause == wire.PortBusy || cause == wire.NoPermission {
		return State{wire.Broken, cause}
	}
	return State{wire.Absent, wire.Unreachable}
}
