package provisioning

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/internal/fault"
	"motcua/internal/health"
	"motcua/internal/i18n"
)

var (
	built = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	today = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
)

// check returns the codes found, the worst first, and sees that each has its sentence.
func check(t *testing.T, o CheckOptions) []string {
	t.Helper()
	if o.Now == nil {
		o.Now = func() time.Time { return today }
	}
	o.Built = built
	found, err := Check(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, c := range found {
		if c.Code == "disk-low" { // the disk of whoever runs this test, see TestRoom
			continue
		}
		codes = append(codes, c.Code)
		for _, lang := range i18n.Langs {
			if s := c.Text(lang); strings.ContainsAny(s, "⟦{}") {
				t.Errorf("%s in %s = %q, want a whole sentence", c.Code, lang, s)
			}
		}
	}
	return codes
}

// quietCenter is a new center in which nothing is wrong: its printers answer and its port is free.
func quietCenter(t *testing.T) (dir string) {
	t.Helper()
	printer, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { printer.Close() })
	dir = initialized(t, Options{URL: "https://mc.example.gov.vn", Broker: "tls://mqtt.example.gov.vn:8883", Listen: "127.0.0.1:0"})
	edit(t, filepath.Join(dir, "controller", "center.toml"), "tcp://192.168.1.21:9100", "tcp://"+printer.Addr().String(),
		"tcp://192.168.1.22:9100", "/dev/null", "/dev/serial/by-id/usb-motcua-bus-1", "/dev/zero")
	return dir
}

func edit(t *testing.T, path string, oldnew ...string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(oldnew); i += 2 {
		if !strings.Contains(string(raw), oldnew[i]) {
			t.Fatalf("%s has no %q", filepath.Base(path), oldnew[i])
		}
	}
	if err := os.WriteFile(path, []byte(strings.NewReplacer(oldnew...).Replace(string(raw))), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestCheckController(t *testing.T) {
	t.Setenv("STATE_DIRECTORY", "")
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	own := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	defer own.Close()
	chain := func(n int64, err error) func(context.Context, string) (int64, error) {
		return func(context.Context, string) (int64, error) { return n, err }
	}
	tests := []struct {
		name   string
		change func(t *testing.T, dir string, o *CheckOptions)
		want   []string
	}{
		{"nothing wrong", func(*testing.T, string, *CheckOptions) {}, nil},
		{"port in use", func(t *testing.T, dir string, o *CheckOptions) {
			edit(t, o.Config, "127.0.0.1:0", busy.Addr().String())
		}, []string{"port-in-use"}},
		{"already running", func(t *testing.T, dir string, o *CheckOptions) {
			edit(t, o.Config, "127.0.0.1:0", own.Listener.Addr().String())
		}, []string{"port-own"}},
		{"printer away", func(t *testing.T, dir string, o *CheckOptions) {
			edit(t, dir+"/controller/center.toml", "/dev/null", "/dev/none")
		}, []string{"printer-away"}},
		{"bus away", func(t *testing.T, dir string, o *CheckOptions) {
			edit(t, dir+"/controller/center.toml", "/dev/zero", "/dev/none")
		}, []string{"device-away"}},
		{"kiosk without printer", func(t *testing.T, dir string, o *CheckOptions) {
			edit(t, dir+"/controller/center.toml", `printer = "P2"`, "")
		}, []string{"kiosk-no-printer"}},
		{"device without a credential", func(t *testing.T, dir string, o *CheckOptions) {
			edit(t, dir+"/controller/center.toml", `id = "D2"`, `id = "D3"`)
		}, []string{"credential-unknown"}},
		{"device added", func(t *testing.T, dir string, o *CheckOptions) {
			edit(t, dir+"/controller/center.toml", "[[bus]]", "[[kiosk]]\nid = \"K3\"\nprinter = \"P1\"\n[[bus]]")
		}, []string{"credential-missing"}},
		{"phones cannot come", func(t *testing.T, dir string, o *CheckOptions) {
			edit(t, dir+"/controller/center.toml", "https://mc.example.gov.vn", "http://127.0.0.1:8080")
		}, []string{"url-local"}},
		{"certificate not there", func(t *testing.T, dir string, o *CheckOptions) {
			edit(t, dir+"/controller/center.toml", "\ncert = \"\"\nkey = \"\"", "\ncert = \"uplink.crt\"\nkey = \"uplink.key\"")
		}, []string{"uplink-file"}},
		{"key open to others", func(t *testing.T, dir string, o *CheckOptions) {
			edit(t, dir+"/controller/center.toml", "\ncert = \"\"\nkey = \"\"", "\ncert = \"uplink.csr\"\nkey = \"uplink.key\"")
			chmod(t, dir+"/controller/uplink.key", 0o644)
		}, []string{"file-open"}},
		{"data open to others", func(t *testing.T, dir string, o *CheckOptions) {
			if err := os.Mkdir(dir+"/controller/data", 0o700); err != nil {
				t.Fatal(err)
			}
			chmod(t, dir+"/controller/data", 0o755)
		}, []string{"dir-open"}},
		{"clock before the program", func(t *testing.T, dir string, o *CheckOptions) {
			o.Now = func() time.Time { return built.Add(-time.Hour) }
		}, []string{"clock-early"}},
		{"clock in another life", func(t *testing.T, dir string, o *CheckOptions) {
			o.Now = func() time.Time { return built.AddDate(30, 0, 0) }
		}, []string{"clock-late"}},
		{"chain whole", func(t *testing.T, dir string, o *CheckOptions) {
			o.Chain = chain(7, nil)
			if err := os.Mkdir(dir+"/controller/data", 0o700); err != nil {
				t.Fatal(err)
			}
		}, []string{"chain-checked"}},
		{"chain not asked for before there is a log", func(t *testing.T, dir string, o *CheckOptions) { o.Chain = chain(0, errors.New("x")) }, nil},
		{"chain broken", func(t *testing.T, dir string, o *CheckOptions) {
			o.Chain = chain(0, fault.New(fault.Unavailable, "config-missing", "file", "log"))
			if err := os.Mkdir(dir+"/controller/data", 0o700); err != nil {
				t.Fatal(err)
			}
		}, []string{"config-missing"}},
		{"two faults at once", func(t *testing.T, dir string, o *CheckOptions) {
			edit(t, dir+"/controller/center.toml", "/dev/null", "/dev/none", "/dev/zero", "/dev/none0")
			edit(t, o.Config, "127.0.0.1:0", busy.Addr().String())
		}, []string{"port-in-use", "device-away", "printer-away"}},
		{"no such file", func(t *testing.T, dir string, o *CheckOptions) { o.Config = dir + "/none.toml" }, []string{"config-missing"}},
		{"a contradiction", func(t *testing.T, dir string, o *CheckOptions) {
			edit(t, dir+"/controller/center.toml", `id = "K2"`, `id = "K1"`)
		}, []string{"center-duplicate"}},
		{"the center file alone", func(t *testing.T, dir string, o *CheckOptions) {
			o.Config = dir + "/controller/center.toml"
			edit(t, o.Config, "tls://mqtt.example.gov.vn:8883", "")
		}, []string{"uplink-none"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := quietCenter(t)
			o := CheckOptions{Config: ControllerFile(dir)}
			test.change(t, dir, &o)
			if got := check(t, o); !slices.Equal(got, test.want) {
				t.Errorf("Check() = %q, want %q", got, test.want)
			}
		})
	}
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func TestCheckPart(t *testing.T) {
	t.Setenv("STATE_DIRECTORY", "")
	status := http.StatusOK
	controller := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") || r.URL.Path != "/api/v1/board" {
			w.WriteHeader(http.StatusTeapot)
			return
		}
		w.WriteHeader(status)
	}))
	defer controller.Close()
	dir := initialized(t, Options{Controller: controller.URL})
	file := PartFile(dir, "kiosk", "K1")
	for _, test := range []struct {
		status int
		want   string
	}{{200, ""}, {401, "token-refused"}, {403, "token-refused"}, {503, "controller-away"}} {
		status = test.status
		if got := strings.Join(check(t, CheckOptions{Config: file}), " "); got != test.want {
			t.Errorf("Check(kiosk) = %q when the controller answers %d, want %q", got, test.status, test.want)
		}
	}
	controller.Close()
	if got := check(t, CheckOptions{Config: file}); !slices.Equal(got, []string{"controller-away"}) {
		t.Errorf("Check(kiosk) = %q without a controller", got)
	}
	chmod(t, filepath.Join(filepath.Dir(file), "token"), 0o640)
	if got := check(t, CheckOptions{Config: file}); !slices.Equal(got, []string{"controller-away", "file-open"}) {
		t.Errorf("Check(kiosk) = %q with an open token", got)
	}
	if err := os.Remove(filepath.Join(filepath.Dir(file), "token")); err != nil {
		t.Fatal(err)
	}
	if got := check(t, CheckOptions{Config: file}); len(got) == 0 || got[0] != "config-missing" {
		t.Errorf("Check(kiosk) = %q without its token", got)
	}
}

// TestCheckScreens: each token of a machine with several displays is tried.
func TestCheckScreens(t *testing.T) {
	t.Setenv("STATE_DIRECTORY", "")
	controller := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer first" {
			w.WriteHeader(http.StatusUnauthorized)
		}
	}))
	defer controller.Close()
	file := PartFile(initialized(t, Options{Controller: controller.URL}), "display", "D1")
	raw := "controller = \"" + controller.URL + "\"\n[[screen]]\ndevice = \"D1\"\n[[screen]]\ndevice = \"D2\"\nmonitor = 1\n"
	for name, content := range map[string]string{file: raw, filepath.Join(filepath.Dir(file), "token-D1"): "first", filepath.Join(filepath.Dir(file), "token-D2"): "second"} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := check(t, CheckOptions{Config: file}); !slices.Equal(got, []string{"token-refused"}) {
		t.Errorf("Check(display) = %q with one of two tokens refused", got)
	}
}

func TestCheckProvince(t *testing.T) {
	t.Setenv("STATE_DIRECTORY", "")
	dir := initialized(t, Options{Broker: "tcp://127.0.0.1:1883", Province: &Province{Listen: "127.0.0.1:0", MQTT: "127.0.0.1:0"}})
	if got := check(t, CheckOptions{Config: ProvinceFile(dir)}); got != nil {
		t.Errorf("Check(province) = %q, want nothing", got)
	}
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	edit(t, ProvinceFile(dir), `mqtt = "127.0.0.1:0"`, `mqtt = "`+busy.Addr().String()+`"`)
	if got := check(t, CheckOptions{Config: ProvinceFile(dir)}); !slices.Equal(got, []string{"port-in-use"}) {
		t.Errorf("Check(province) = %q with the broker's port taken", got)
	}
	edit(t, ProvinceFile(dir), busy.Addr().String(), "127.0.0.1:0")
	chmod(t, filepath.Join(dir, "province", "h19-26-1.password"), 0o604)
	if got := check(t, CheckOptions{Config: ProvinceFile(dir)}); !slices.Equal(got, []string{"file-open"}) {
		t.Errorf("Check(province) = %q with an open password", got)
	}
}

func TestCheckEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Check(ctx, CheckOptions{Config: "none", Now: time.Now}); !errors.Is(err, context.Canceled) {
		t.Errorf("Check() = %v with an ended context", err)
	}
}

func TestDataDirectory(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	k := &checker{CheckOptions: CheckOptions{Now: time.Now}}
	k.data(filepath.Join(file, "data"))
	if len(k.found) != 1 || k.found[0].Code != "dir-missing" || k.found[0].Severity != health.Fault {
		t.Errorf("data(below a file) = %v, want dir-missing", k.found)
	}
	chmod(t, dir, 0o500)
	defer chmod(t, dir, 0o700)
	want := os.Getuid() != 0 // root is refused nothing
	k.found = nil
	k.data(filepath.Join(dir, "data"))
	if got := slices.ContainsFunc(k.found, func(c health.Condition) bool { return c.Code == "dir-rights" }); got != want {
		t.Errorf("data(closed directory) finds dir-rights: %v, want %v", got, want)
	}
}

func TestRoom(t *testing.T) {
	for free, want := range map[uint64]health.Severity{0: health.Fault, diskFault - 1: health.Fault, diskFault: health.Warning, diskWarning: ""} {
		k := &checker{CheckOptions: CheckOptions{Now: time.Now}}
		k.room("data", free)
		if got := health.Worst(k.found); got != want {
			t.Errorf("room(%d free) = %q, want %q", free, got, want)
		}
	}
}
