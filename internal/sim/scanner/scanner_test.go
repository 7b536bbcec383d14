package scanner_test

import (
	"context"
	"encoding/binary"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua/internal/device"
	"motcua/internal/device/scanner"
	simscanner "motcua/internal/sim/scanner"
	"motcua/internal/wire"
)

var forms = map[string]func(*testing.T) (*simscanner.Scanner, error){
	"serial":   func(*testing.T) (*simscanner.Scanner, error) { return simscanner.Serial("S1") },
	"keyboard": func(t *testing.T) (*simscanner.Scanner, error) { return simscanner.Keyboard("S2", t.TempDir()) },
}

// each runs a test with a driver on each form of simulated scanner.
func each(t *testing.T, test func(*testing.T, *simscanner.Scanner, *scanner.Scanner)) {
	for name, open := range forms {
		t.Run(name, func(t *testing.T) {
			sim, err := open(t)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { sim.Close() })
			driver, err := scanner.Open(sim.Port(), 9600)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { driver.Close() })
			test(t, sim, driver)
		})
	}
}

// read wants the next code to be want.
func read(t *testing.T, s *scanner.Scanner, want string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if got, err := s.Read(ctx); got != want || err != nil {
		t.Errorf("Read = %q, %v, want %q", got, err, want)
	}
}

func TestCodesArrive(t *testing.T) {
	each(t, func(t *testing.T, sim *simscanner.Scanner, driver *scanner.Scanner) {
		for _, code := range []string{
			"https://mc.example.gov.vn/t/abcdefghjkmnpqrstuvw?x=1&y=2", "H19.26.1-251123-0012",
			"075164012345||NGUYEN THI A|23/11/1966|Nu", "`1234567890-=[]\\;',./~!@#$%^&*()_+{}|:\"<>? zZ",
		} {
			if err := sim.Scan(code); err != nil {
				t.Fatal(err)
			}
			read(t, driver, code)
		}
		if got, want := driver.State(), (device.State{Presence: wire.Present}); got != want {
			t.Errorf("State = %v, want %v", got, want)
		}
	})
}

func TestRepeatedReadingIsOneScan(t *testing.T) {
	each(t, func(t *testing.T, sim *simscanner.Scanner, driver *scanner.Scanner) {
		for _, code := range []string{"A012", "A012", "A012", "B013"} {
			if err := sim.Scan(code); err != nil {
				t.Fatal(err)
			}
		}
		read(t, driver, "A012")
		read(t, driver, "B013")
	})
}

func TestReadEndsWithItsContext(t *testing.T) {
	each(t, func(t *testing.T, sim *simscanner.Scanner, driver *scanner.Scanner) {
		ctx, cancel := context.WithCancel(t.Context())
		go cancel()
		if _, err := driver.Read(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("Read = %v, want context.Canceled", err)
		}
		if err := sim.Scan("A012"); err != nil {
			t.Fatal(err)
		}
		read(t, driver, "A012") // the scanner lives on
	})
}

func TestPauseEndsACode(t *testing.T) {
	sim, err := simscanner.Serial("S1")
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	driver, err := scanner.Open(sim.Port(), 9600)
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close()
	if err := sim.Send([]byte("A012")); err != nil {
		t.Fatal(err)
	}
	read(t, driver, "A012")
}

func TestLostKeysDropTheCode(t *testing.T) {
	sim, err := simscanner.Keyboard("S2", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	driver, err := scanner.Open(sim.Port(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close()
	overflow := make([]byte, binary.Size([2]uint64{})) // the time of a 64-bit machine
	overflow = binary.NativeEndian.AppendUint16(overflow, 0)
	overflow = binary.NativeEndian.AppendUint16(overflow, 3) // SYN_DROPPED
	overflow = binary.NativeEndian.AppendUint32(overflow, 0)
	for _, err := range []error{sim.Send(overflow), sim.Scan("A012"), sim.Scan("B013")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	read(t, driver, "B013")
}

func TestUnplugged(t *testing.T) {
	sim, err := simscanner.Serial("S1")
	if err != nil {
		t.Fatal(err)
	}
	driver, err := scanner.Open(sim.Port(), 9600)
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close()
	if _, err := scanner.Open(sim.Port(), 9600); device.CauseOf(err) != wire.PortBusy {
		t.Errorf("Open of a port in use = %v, want port-busy", err)
	}
	sim.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if _, err := driver.Read(ctx); device.CauseOf(err) != wire.Unreachable || ctx.Err() != nil {
		t.Errorf("Read of an unplugged scanner = %v, want unreachable", err)
	}
}

func TestOpenTellsWhy(t *testing.T) {
	for _, port := range []string{"/dev/input/event-of-nobody", "/dev/serial/by-id/nobody"} {
		if _, err := scanner.Open(port, 9600); device.CauseOf(err) != wire.Unreachable {
			t.Errorf("Open(%s) = %v, want unreachable", port, err)
		}
	}
	plain := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(plain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := scanner.Open(plain, 9600); err == nil {
		t.Error("Open of a plain file succeeded")
	}
}

func TestHandler(t *testing.T) {
	sim, err := simscanner.Serial("S1")
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	driver, err := scanner.Open(sim.Port(), 9600)
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close()
	for _, test := range []struct {
		path, body string
		want       int
	}{
		{"/sim/scanner/S1/scan", `{"code":"A012"}`, http.StatusNoContent},
		{"/sim/scanner/S9/scan", `{"code":"A012"}`, http.StatusNotFound},
		{"/sim/scanner/S1/scan", `{"code":""}`, http.StatusBadRequest},
		{"/sim/scanner/S1/scan", `A012`, http.StatusBadRequest},
	} {
		w := httptest.NewRecorder()
		simscanner.Handler(sim).ServeHTTP(w, httptest.NewRequest("POST", test.path, strings.NewReader(test.body)))
		if w.Code != test.want {
			t.Errorf("POST %s %s = %d, want %d", test.path, test.body, w.Code, test.want)
		}
	}
	read(t, driver, "A012")
}
