package bus

import (
	"context"
	"errors"
	"net"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"motcua/internal/center"
	"motcua/internal/device"
	"motcua/internal/device/serial"
	wires "motcua/internal/wire"
)

// gateway tells a line that is reached over the network.
func gateway(port string) bool { return strings.HasPrefix(port, "tcp://") }

// Open opens the line of a bus: its serial port, or a connection to its
// gateway. Errors are fault.Unavailable; device.CauseOf tells why.
func Open(ctx context.Context, c center.Bus) (Line, error) {
	if host, ok := strings.CutPrefix(c.Port, "tcp://"); ok {
		d := net.Dialer{Timeout: 3 * time.Second, Control: impatient}
		conn, err := d.DialContext(ctx, "tcp", host)
		if err != nil {
			return nil, device.Fail(wires.Unreachable, err)
		}
		return conn.(*net.TCPConn), nil
	}
	p, err := serial.Open(serial.Config{Name: c.Port, Baud: c.Baud, Parity: c.Parity})
	if err != nil {
		return nil, device.Fail(serial.Cause(err), err)
	}
	return p, nil
}

// lostAfter is how long a gateway may leave what was sent unconfirmed. One that
// lost its power says nothing, and the system alone would try it for a quarter
// of an hour, at last every two minutes.
const lostAfter = 5 * time.Second

func impatient(_, _ string, c syscall.RawConn) error {
	var failed error
	err := c.Control(func(fd uintptr) {
		failed = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(lostAfter.Milliseconds()))
	})
	return errors.Join(err, failed)
}
