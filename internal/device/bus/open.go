package bus

import (
	"context"
	"net"
	"strings"
	"time"

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
		d := net.Dialer{Timeout: 3 * time.Second}
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
