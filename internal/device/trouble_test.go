package device

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"sync"
	"testing"
	"testing/synctest"

	"golang.org/x/sys/unix"

	"motcua/internal/device/escpos"
	"motcua/internal/device/pty"
	"motcua/internal/device/serial"
	"motcua/internal/wire"
)

// talker is something at the far end of a line: it says a greeting, and an answer to whatever it reads.
func talker(conn io.ReadWriteCloser, greeting string, answer func([]byte) []byte) {
	defer conn.Close()
	_, _ = io.WriteString(conn, greeting) // whoever has gone does not hear it
	buf := make([]byte, 64)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return
		}
		if _, err := conn.Write(answer(buf[:n])); err != nil {
			return
		}
	}
}

func mute([]byte) []byte { return nil }

func TestWhatIsNoPrinterIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		greeting string
		answer   func([]byte) []byte
		tcp, tty string // the cause over the network, on a serial line
	}{
		"a remote shell":     {"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", mute, wire.Foreign, wire.Garbled},
		"a mail server":      {"220 mail.example.gov.vn ready\r\n", func([]byte) []byte { return []byte("500 what?\r\n") }, wire.Foreign, wire.Garbled},
		"an echo":            {"", func(b []byte) []byte { return b }, wire.Foreign, wire.Garbled},
		"the wrong speed":    {"", func(b []byte) []byte { return []byte{0xFE, 0x80, 0x98, 0xFC}[:len(b)%4+1] }, wire.Foreign, wire.Garbled},
		"one that is silent": {"", mute, wire.TimedOut, wire.TimedOut},
	} {
		t.Run(name, func(t *testing.T) {
			for baud, cause := range map[int]string{0: c.tcp, usualBaud: c.tty} {
				synctest.Test(t, func(t *testing.T) {
					var wg sync.WaitGroup
					p := PrinterOver(func(context.Context) (io.ReadWriteCloser, error) {
						host, far := net.Pipe()
						wg.Go(func() { talker(far, c.greeting, c.answer) })
						return host, nil
					}, escpos.ProfileFor(576)).(*receipt)
					p.way.baud = baud
					want := State{wire.Broken, cause}
					if got := p.State(t.Context()); got != want {
						t.Errorf("at %d baud: State = %v, want %v", baud, got, want)
					}
					if _, err := p.print(t.Context(), stormSlip(1)); CauseOf(err) != cause {
						t.Errorf("at %d baud: print = %v, want cause %q", baud, err, cause)
					}
					p.Close()
					wg.Wait()
				})
			}
		})
	}
}

func TestPortThatDoesNotOpenIsNamed(t *testing.T) {
	pair, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer pair.Close()
	owner, err := serial.Open(serial.Config{Name: pair.Name, Baud: usualBaud})
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close()
	p, err := NewPrinter(pair.Name, 0, escpos.ProfileFor(576))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.State(t.Context()), (State{wire.Broken, wire.PortBusy}); got != want {
		t.Errorf("a port with another owner: State = %v, want %v", got, want)
	}
	for err, want := range map[error]State{
		fs.ErrPermission:                    {wire.Broken, wire.NoPermission},
		fmt.Errorf("open: %w", unix.EACCES): {wire.Broken, wire.NoPermission},
		fmt.Errorf("open: %w", unix.EBUSY):  {wire.Broken, wire.PortBusy},
		fmt.Errorf("open: %w", unix.ENOENT): {wire.Absent, wire.Unreachable},
		errors.New("connection refused"):    {wire.Absent, wire.Unreachable},
	} {
		if got := openState(err); got != want {
			t.Errorf("openState(%v) = %v, want %v", err, got, want)
		}
	}
}

// FuzzTalk lets anything answer a printer's driver: each call ends, with a cause of the list, and leaves nothing behind.
func FuzzTalk(f *testing.F) {
	f.Add([]byte{1, 0x12}, byte(4))
	f.Add([]byte{1, 0x12, 2, 0x12, 0x00, 3, 0x10, 0x00, 0x0C}, byte(9))
	f.Add([]byte{4, 0x38, 0x00, 0x0C, 0x0F, 1, 0x72}, byte(3))
	f.Fuzz(func(t *testing.T, script []byte, times byte) {
		synctest.Test(t, func(t *testing.T) {
			var wg sync.WaitGroup
			left := int(times)
			p := PrinterOver(func(context.Context) (io.ReadWriteCloser, error) {
				if left--; left < 0 {
					return nil, errors.New("gone")
				}
				host, far := net.Pipe()
				rest := script
				wg.Go(func() {
					talker(far, "", func([]byte) []byte {
						if len(rest) == 0 {
							rest = script
						}
						if len(rest) == 0 {
							return nil
						}
						n := min(int(rest[0])%8, len(rest)-1)
						said := rest[1 : 1+n]
						rest = rest[1+n:]
						return said
					})
				})
				return host, nil
			}, escpos.Profiles["epson-tm-t82"]).(*receipt)
			for range 2 {
				if s := p.State(t.Context()); s.Cause != "" && !wire.IsCause(s.Cause) {
					t.Errorf("State = %v, want a cause of the list", s)
				}
				if _, err := p.print(t.Context(), stormSlip(1)); err != nil && !wire.IsCause(CauseOf(err)) {
					t.Errorf("print = %v, want a cause of the list", err)
				}
			}
			p.Close()
			wg.Wait()
		})
	})
}
