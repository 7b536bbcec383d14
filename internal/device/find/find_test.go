package find_test

import (
	"context"
	"flag"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"

	"motcua/internal/center"
	"motcua/internal/device/find"
	"motcua/internal/device/modbus"
	"motcua/internal/device/pty"
	"motcua/internal/fault"
	"motcua/internal/sim/printer"
	"motcua/internal/sim/unit"
	"motcua/internal/wire"
)

// patience is enough for simulated devices on a busy machine.
const patience = 500 * time.Millisecond

var update = flag.Bool("update", false, "write the golden files anew")

const (
	busPort    = "/dev/serial/by-id/usb-FTDI_USB-RS485_Cable_FT1ABCDE-if00-port0"
	sharedPort = "/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0"
	slipPort   = "/dev/serial/by-id/usb-Prolific_Technology_Inc._USB-Serial_Controller-if00-port0"
	cdcScanner = "/dev/serial/by-id/usb-Honeywell_Honeywell_1900_SERIAL-if00"
	keyScanner = "/dev/input/by-id/usb-SM_SM-2D_PRODUCT_HID_KBW_Barcode_Reader-event-kbd"
	keyboard   = "/dev/input/by-id/usb-Logitech_USB_Keyboard-event-kbd"
)

// world is a directory that stands for the root of a file system.
type world struct {
	t    *testing.T
	root string
}

func newWorld(t *testing.T) world { return world{t, t.TempDir()} }

// put makes a file, or with a target a link.
func (w world) put(path, target string) {
	w.t.Helper()
	at := filepath.Join(w.root, path)
	err := os.MkdirAll(filepath.Dir(at), 0o755)
	if err == nil && target != "" {
		err = os.Symlink(target, at)
	} else if err == nil {
		err = os.WriteFile(at, nil, 0o600)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// plug puts a device on a pseudo terminal under a name.
func (w world) plug(path string, serve func(context.Context, io.ReadWriteCloser) error) {
	w.t.Helper()
	pair, err := pty.Open()
	if err != nil {
		w.t.Fatal(err)
	}
	w.put(path, pair.Name)
	var wg sync.WaitGroup
	ctx, cancel := context.WithCancel(w.t.Context())
	if serve != nil {
		wg.Go(func() { _ = serve(ctx, pair.Master) })
	}
	w.t.Cleanup(func() {
		cancel()
		pair.Close()
		wg.Wait()
	})
}

func want(t *testing.T, got, want []find.Found) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
}

func TestWhatIsPluggedIn(t *testing.T) {
	w := newWorld(t)
	w.put("/dev/ttyUSB0", "")
	w.put("/dev/ttyUSB1", "")
	w.put("/dev/ttyACM0", "")
	w.put("/dev/ttyS0", "") // every PC has four, mostly without a socket
	w.put(busPort, "../../ttyUSB0")
	w.put(cdcScanner, "../../ttyACM0")
	w.put("/dev/usb/lp0", "")
	w.put("/sys/class/usbmisc/lp0/device/ieee1284_id", "")
	if err := os.WriteFile(filepath.Join(w.root, "sys/class/usbmisc/lp0/device/ieee1284_id"), []byte("MFG:EPSON;CMD:ESC/POS;MDL:TM-T82;CLS:PRINTER;\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{keyScanner, keyboard, "/dev/input/by-id/usb-Logitech_Mouse-event-mouse", "/dev/gpiochip0", "/dev/spidev0.0", "/dev/i2c-1"} {
		w.put(path, "")
	}
	got, err := find.Run(t.Context(), find.Search{Root: w.root})
	if err != nil {
		t.Fatal(err)
	}
	want(t, got, []find.Found{
		{Kind: find.Printer, Port: "/dev/usb/lp0", Driver: "epson-tm-t82", Note: "EPSON TM-T82"},
		{Kind: find.Scanner, Port: keyboard, Note: "Logitech USB Keyboard"},
		{Kind: find.Scanner, Port: keyScanner, Note: "SM SM-2D PRODUCT HID KBW Barcode Reader"},
		{Kind: find.Scanner, Port: cdcScanner, Note: "Honeywell Honeywell 1900 SERIAL"},
		{Kind: find.Port, Port: busPort, Note: "FTDI USB-RS485 Cable FT1ABCDE"},
		{Kind: find.Port, Port: "/dev/ttyUSB1"},
		{Kind: find.Board, Port: "/dev/gpiochip0", Driver: "gpio", Note: "gpiochip0"},
		{Kind: find.Board, Port: "/dev/i2c-1", Driver: "i2c", Note: "1"},
		{Kind: find.Board, Port: "/dev/spidev0.0", Driver: "spi", Note: "SPI0.0"},
	})
}

// plugged is a world with a bus of units, a line with a doubled address, a
// printer on a serial port and one on USB.
func plugged(t *testing.T) (world, *unit.LED) {
	w := newWorld(t)
	led := unit.NewLED("N2", 2, 4)
	w.plug(busPort, unit.NewLine(19200, unit.New("N1", 1), led, meter{t}).Serve)
	w.plug(sharedPort, unit.NewLine(19200, unit.New("N3", 1), second{}).Serve)
	w.plug(slipPort, printer.New("P1", 576, 0).ServeLine)
	w.plug("/dev/usb/lp0", printer.New("P2", 384, 0).ServeLine)
	return w, led
}

// meter is somebody else's unit at address 3, which can be read and must not be written to.
type meter struct{ t *testing.T }

func (m meter) Hear(frame []byte) []byte {
	if len(frame) != 8 || frame[0] != 3 {
		return nil
	}
	if frame[1] != 4 {
		m.t.Errorf("function %d asked of a unit that is not ours", frame[1])
		return nil
	}
	answer := append([]byte{3, 4, 12}, make([]byte, 12)...)
	sum := modbus.Checksum(answer)
	return append(answer, byte(sum), byte(sum>>8))
}

// second is a unit that has address 1 too. Its bits pull every other one down, so
// that what both say together is never by chance an answer.
type second struct{}

func (second) Hear(frame []byte) []byte {
	if len(frame) < 8 || frame[0] != 1 {
		return nil
	}
	return make([]byte, 17)
}

func TestProbe(t *testing.T) {
	t.Parallel()
	w, led := plugged(t)
	last, steps := find.Progress{}, 0
	got, err := find.Run(t.Context(), find.Search{Root: w.root, Probe: true, Units: 3, Patience: patience, Progress: func(p find.Progress) {
		steps++
		if p.Done < last.Done || p.Done > p.Total || p.What == "" {
			t.Errorf("after step %+v came %+v", last, p)
		}
		last = p
	}})
	if err != nil {
		t.Fatal(err)
	}
	if steps == 0 || last.Done != last.Total {
		t.Errorf("the last of %d steps is %+v, want all done", steps, last)
	}
	want(t, got, []find.Found{
		{Kind: find.Printer, Port: slipPort, Baud: 115200, Note: "Prolific Technology Inc. USB-Serial Controller"},
		{Kind: find.Printer, Port: "/dev/usb/lp0"},
		{Kind: find.Unit, Port: sharedPort, Address: 1, Baud: 19200, Parity: "even", Cause: wire.SameAddress},
		{Kind: find.Unit, Port: busPort, Driver: "motcua", Address: 1, Baud: 19200, Parity: "even", Note: "motcua 1.0"},
		{Kind: find.Unit, Port: busPort, Driver: "led-485", Address: 2, Baud: 19200, Parity: "even"},
		{Kind: find.Unit, Port: busPort, Address: 3, Baud: 19200, Parity: "even", Cause: wire.Foreign},
	})
	if got := strings.TrimSpace(led.Display()); got != "2" {
		t.Errorf("the display shows %q, want its address", got)
	}
}

func TestNobodyThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.plug("/dev/ttyUSB7", nil)
	w.put("/dev/ttyACM3", "gone")
	got, err := find.Run(t.Context(), find.Search{Root: w.root, Probe: true, Units: 2})
	if err != nil {
		t.Fatal(err)
	}
	want(t, got, []find.Found{{Kind: find.Port, Port: "/dev/ttyACM3", Cause: wire.Unreachable}, {Kind: find.Port, Port: "/dev/ttyUSB7"}})
}

func TestHosts(t *testing.T) {
	t.Parallel()
	serve := func(f func(net.Conn)) string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		go func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				f(conn)
				conn.Close()
			}
		}()
		return l.Addr().String()
	}
	real := serve(func(c net.Conn) { _ = printer.New("P1", 576, 0).ServeLine(t.Context(), c) })
	named := serve(func(c net.Conn) {
		buf := make([]byte, 3)
		_, _ = io.ReadFull(c, buf)
		_, _ = c.Write([]byte{0x11, 0xFF, 0x12})
		_, _ = io.ReadFull(c, buf)
		_, _ = c.Write([]byte{0x12})
		_, _ = io.ReadFull(c, buf)
		_, _ = c.Write([]byte("\x5fTM-T88VI\x00"))
		_, _ = io.ReadFull(c, buf[:2])
	})
	foreign := serve(func(c net.Conn) { _, _ = c.Write([]byte("\xff\xfb\x01 login: ")) })
	gateway := serve(func(c net.Conn) { _ = unit.NewLine(19200, unit.New("N7", 2)).Serve(t.Context(), c) })
	behind := find.Found{Kind: find.Unit, Port: "tcp://" + gateway, Driver: "motcua", Address: 2, Note: "motcua 1.0"}
	ports := []string{"tcp://" + named, "tcp://" + real}
	found := []find.Found{{Kind: find.Printer, Port: ports[0], Driver: "epson-tm-t82", Note: "TM-T88VI"}, {Kind: find.Printer, Port: ports[1]}}
	if real < named {
		slices.Reverse(found)
	}
	got, err := find.Run(t.Context(), find.Search{Root: t.TempDir(), Units: 2, Patience: patience, Hosts: []string{real, named, foreign, gateway, "127.0.0.1:1"}})
	if err != nil {
		t.Fatal(err)
	}
	want(t, got, append(found, behind))
	for _, host := range []string{"", "10.0.0.0/8", "a b", "http://x/", "fe80::/10"} {
		if _, err := find.Run(t.Context(), find.Search{Root: t.TempDir(), Hosts: []string{host}}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("host %q: %v, want fault.Invalid", host, err)
		}
	}
}

func TestSearchEndsWithItsContext(t *testing.T) {
	w := newWorld(t)
	w.plug("/dev/ttyUSB7", nil)
	ctx, cancel := context.WithCancel(t.Context())
	began := make(chan struct{})
	var once sync.Once
	go func() {
		<-began
		cancel()
	}()
	limit := time.AfterFunc(30*time.Second, func() { panic("the search goes on for ever") })
	defer limit.Stop()
	if _, err := find.Run(ctx, find.Search{Root: w.root, Probe: true, Units: 247, Progress: func(find.Progress) { once.Do(func() { close(began) }) }}); err == nil {
		t.Error("Run under an ended context = nil, want its error")
	}
}

func TestTOML(t *testing.T) {
	c := &center.Center{
		Counters: []center.Counter{{ID: "1"}, {ID: "2"}, {ID: "3"}},
		Printers: []center.Printer{{ID: "P1", Address: "tcp://192.168.1.21:9100"}},
		Buses:    []center.Bus{{ID: "B1", Port: "/dev/ttyUSB9"}},
		Units:    []center.Unit{{ID: "N1", Counter: "1", Bus: "B1", Address: 1}},
		Scanners: []center.Scanner{{ID: "S2", Port: cdcScanner}},
	}
	got := find.TOML([]find.Found{
		{Kind: find.Printer, Port: "tcp://192.168.1.21:9100"},
		{Kind: find.Printer, Port: "tcp://192.168.1.22:9100", Driver: "epson-tm-t82", Note: "TM-T82"},
		{Kind: find.Printer, Port: slipPort, Baud: 115200, Note: "says \"hello\"\\\n[[x]]"},
		{Kind: find.Printer, Port: "/dev/usb/lp0", Cause: wire.NoPermission},
		{Kind: find.Unit, Port: "/dev/ttyUSB9", Driver: "motcua", Address: 1, Baud: 19200, Parity: "even"},
		{Kind: find.Unit, Port: "/dev/ttyUSB9", Driver: "motcua", Address: 2, Baud: 19200, Parity: "even"},
		{Kind: find.Unit, Port: busPort, Driver: "led-485", Address: 1, Baud: 9600, Parity: "none"},
		{Kind: find.Unit, Port: busPort, Driver: "led-485", Address: 2, Baud: 9600, Parity: "none"},
		{Kind: find.Unit, Port: busPort, Address: 7, Baud: 9600, Parity: "none", Cause: wire.Foreign},
		{Kind: find.Scanner, Port: cdcScanner, Note: "Honeywell"},
		{Kind: find.Scanner, Port: keyScanner, Note: "SM-2D Barcode Reader"},
		{Kind: find.Scanner, Port: keyboard, Note: "Logitech USB Keyboard"},
		{Kind: find.Port, Port: "/dev/ttyUSB3", Cause: wire.PortBusy},
		{Kind: find.Board, Port: "/dev/spidev0.0", Driver: "spi", Note: "SPI0.0"},
	}, c)
	golden := filepath.Join("testdata", "found.toml")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	wanted, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(wanted), got); diff != "" {
		t.Errorf("TOML (-want +got):\n%s", diff)
	}
	var read center.Center
	if meta, err := toml.Decode(got, &read); err != nil || len(meta.Undecoded()) > 0 {
		t.Fatalf("the sections cannot be read back: %v, unknown %v", err, meta.Undecoded())
	}
	if len(read.Printers) != 2 || len(read.Buses) != 1 || len(read.Units) != 2 || len(read.Scanners) != 1 {
		t.Errorf("read back: %d printers, %d buses, %d units, %d scanners; want 2, 1, 2, 1", len(read.Printers), len(read.Buses), len(read.Units), len(read.Scanners))
	}
	if again := find.TOML([]find.Found{{Kind: find.Printer, Port: "tcp://192.168.1.21:9100"}}, c); again != "" {
		t.Errorf("what is known already gives %q", again)
	}
}
