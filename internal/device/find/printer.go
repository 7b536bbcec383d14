package find

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"motcua/internal/device/escpos"
	"motcua/internal/device/serial"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

const (
	reach   = 700 * time.Millisecond // to connect to a host
	answers = 400 * time.Millisecond // of a printer to one question
	talk    = 8                      // bytes of a printer around its answer
	most    = 1024                   // addresses of one network
)

// asked is an open way to what may be a printer.
type asked interface {
	io.ReadWriteCloser
	SetDeadline(time.Time) error
}

// hosts returns the tasks that ask hosts for printers, and what stands behind
// any port but that of printers for counter units too.
func (s Search) hosts() ([]task, error) {
	var tasks []task
	for _, host := range s.Hosts {
		all, err := addresses(host)
		if err != nil {
			return nil, err
		}
		for _, at := range all {
			t := task{1, func(ctx context.Context, c *steps) []Found { return s.askHost(ctx, at, c) }}
			if !strings.HasSuffix(at, ":9100") {
				t = task{1 + s.units(), func(ctx context.Context, c *steps) []Found { return s.askGateway(ctx, at, c) }}
			}
			tasks = append(tasks, t)
		}
	}
	return tasks, nil
}

// addresses returns host:port of a host, or of every address of a network.
func addresses(host string) ([]string, error) {
	invalid := fault.New(fault.Invalid, "find-host", "value", host)
	if network, err := netip.ParsePrefix(host); err == nil {
		network = network.Masked()
		if network.Addr().BitLen()-network.Bits() > 10 {
			return nil, invalid
		}
		var all []string
		for a := network.Addr(); network.Contains(a) && len(all) < most; a = a.Next() {
			all = append(all, net.JoinHostPort(a.String(), "9100"))
		}
		return all, nil
	}
	if name, number, err := net.SplitHostPort(host); err == nil && name != "" {
		if n, err := strconv.Atoi(number); err == nil && n > 0 && n < 1<<16 {
			return []string{host}, nil
		}
		return nil, invalid
	}
	if host == "" || strings.ContainsAny(host, "/ []") || strings.Contains(host, ":") && net.ParseIP(host) == nil {
		return nil, invalid
	}
	return []string{net.JoinHostPort(host, "9100")}, nil
}

// dial connects to a host.
func dial(ctx context.Context, at string) (net.Conn, error) {
	d := net.Dialer{Timeout: reach}
	return d.DialContext(ctx, "tcp", at)
}

func (s Search) askHost(ctx context.Context, at string, c *steps) []Found {
	c.next(at)
	conn, err := dial(ctx, at)
	if err != nil {
		return nil
	}
	f, ok := askPrinter(ctx, conn, s.patience(answers))
	if !ok {
		return nil
	}
	f.Port = "tcp://" + at
	return []Found{f}
}

// askPrinter asks whoever is at rw whether it is a receipt printer, and closes it.
func askPrinter(ctx context.Context, rw asked, wait time.Duration) (Found, bool) {
	defer rw.Close()
	defer context.AfterFunc(ctx, func() { _ = rw.SetDeadline(time.Unix(1, 0)) })()
	for _, n := range []byte{1, 4} { // twice: one byte of any text may look like an answer
		_ = rw.SetDeadline(time.Now().Add(wait))
		if _, err := rw.Write(escpos.Query(n)); err != nil || !isStatus(rw) {
			return Found{}, false
		}
	}
	_ = rw.SetDeadline(time.Now().Add(wait))
	name := ""
	if _, err := rw.Write([]byte{0x1D, 'I', 67}); err == nil { // GS I: its model; many do not answer
		name = readName(rw)
	}
	_ = rw.SetDeadline(time.Now().Add(wait))
	_, _ = rw.Write([]byte{0x1B, '@'}) // what it took for text is forgotten
	return Found{Kind: Printer, Driver: profile(name), Note: name}, true
}

// isStatus tells whether the answer to a status query comes within the deadline,
// and little else: a status told unasked or flow control, but no greeting.
func isStatus(r io.Reader) bool {
	var d escpos.Decoder
	buf := make([]byte, 64)
	for total := 0; total <= talk; {
		n, err := r.Read(buf)
		if total += n; total > talk {
			return false
		}
		for _, b := range buf[:n] {
			if reply, ok := d.Push(b); ok && reply.Kind == escpos.RealTime {
				return true
			}
		}
		if err != nil {
			return false
		}
	}
	return false
}

// readName reads the answer to GS I: 5F, the name, 00.
func readName(r io.Reader) string {
	var answer []byte
	buf := make([]byte, 64)
	for len(answer) < 128 {
		n, err := r.Read(buf)
		answer = append(answer, buf[:n]...)
		if _, name, begun := strings.Cut(string(answer), "\x5f"); begun {
			if name, _, whole := strings.Cut(name, "\x00"); whole {
				return line(name)
			}
		}
		if err != nil {
			break
		}
	}
	return ""
}

// bauds are the speeds of serial printers, the one that is wanted first.
var bauds = []int{115200, 38400, 19200, 9600}

const leastBaud = 38400 // at which slips are not too slow

// askSerialPrinter asks a serial port for a printer at each speed.
func (s Search) askSerialPrinter(ctx context.Context, p port, c *steps) (Found, bool) {
	for _, baud := range bauds {
		c.next(fmt.Sprintf("%s %d", p.path, baud))
		rw, err := serial.Open(serial.Config{Name: s.at(p.path), Baud: baud})
		if err != nil || ctx.Err() != nil {
			continue
		}
		if f, ok := askPrinter(ctx, rw, s.patience(answers)); ok {
			if f.Port, f.Baud = p.path, baud; baud < leastBaud {
				f.Cause = wire.SlowLine
			}
			return f, true
		}
	}
	return Found{}, false
}

// askNode asks a printer's own node.
func (s Search) askNode(ctx context.Context, p port, c *steps) []Found {
	c.next(p.path)
	silent := Found{Kind: Printer, Port: p.path, Driver: profile(p.note), Note: p.note}
	rw, err := os.OpenFile(s.at(p.path), os.O_RDWR|unix.O_NONBLOCK, 0)
	if err != nil {
		silent.Cause = serial.Cause(err)
		return []Found{silent}
	}
	f, ok := askPrinter(ctx, rw, s.patience(answers))
	if !ok {
		return []Found{silent} // many only print
	}
	f.Port = p.path
	if p.note != "" {
		f.Driver, f.Note = profile(p.note), p.note
	}
	return []Found{f}
}
