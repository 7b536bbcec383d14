package provisioning

import (
	"crypto/x509"
	"encoding/pem"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/i18n"
)

func initialized(t *testing.T, o Options) string {
	t.Helper()
	o.Dir = filepath.Join(t.TempDir(), "center")
	if err := Init(o); err != nil {
		t.Fatal(err)
	}
	return o.Dir
}

func TestInitWritesAWorkingCenter(t *testing.T) {
	dir := initialized(t, Options{Agency: "H19.31.2", Name: i18n.Text{VI: `Trung tâm "Long Bình"`, EN: "Long Binh"},
		URL: "https://mc.example.gov.vn", Listen: ":8443", Province: &Province{}})
	f, err := config.LoadController(ControllerFile(dir))
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.LoadCenter(f.Center)
	if err != nil {
		t.Fatal(err)
	}
	if f.Listen != ":8443" || c.Agency != "H19.31.2" || c.Name.VI != `Trung tâm "Long Bình"` || c.Demo || c.Hours.Always ||
		c.Uplink.Broker != "tcp://127.0.0.1:1883" || c.Uplink.Username != "h19-31-2" {
		t.Errorf("Init wrote %+v, %+v", f, c.Center)
	}
	all, err := config.LoadCredentials(f.Credentials, &c.Center)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct{ file, id, role string }{
		{"kiosk-K1/token", "kiosk-K1", "kiosk"}, {"display-D2/token", "display-D2", "display"}, {"voice-V1/token", "voice-V1", "display"}, {"tablet-T8/token", "tablet-T8", "tablet"},
		{"bridge/token", "bridge", "bridge"}, {"counter-3/token", "counter-3", "staff"}, {"greeter/token", "greeter", "greeter"},
		{"technician/token", "technician", "technician"},
	} {
		token, err := config.ReadSecret(filepath.Join(dir, want.file))
		if err != nil {
			t.Fatal(err)
		}
		x, ok := all.Find(token)
		if !ok || x.ID != want.id || !slices.Equal(x.Roles, []string{want.role}) || len(token) < 26 {
			t.Errorf("the token of %s opens %+v, want %s as %s", want.file, x, want.id, want.role)
		}
	}
	for _, kind := range []string{"kiosk K1", "kiosk K2", "display D1", "voice V1", "tablet T1", "bridge "} {
		kind, id, _ := strings.Cut(kind, " ")
		p, err := config.LoadPart(PartFile(dir, kind, center.DeviceID(id)))
		if err != nil || p.Controller != "http://127.0.0.1:8443" || string(p.Device) != id {
			t.Errorf("LoadPart(%s %s) = %+v, %v", kind, id, p, err)
		}
	}
	p, err := config.LoadProvince(ProvinceFile(dir))
	if err != nil {
		t.Fatal(err)
	}
	ours, err := config.ReadSecret(c.Uplink.Secret)
	if err != nil {
		t.Fatal(err)
	}
	if theirs, err := config.ReadSecret(p.Points[0].Secret); err != nil || ours != theirs || p.Points[0].Agency != c.Agency {
		t.Errorf("the point's password differs between center and province (%v)", err)
	}
	checkRequest(t, filepath.Join(dir, "controller", "uplink.csr"))
}

func checkRequest(t *testing.T, path string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(raw)
	if block == nil {
		t.Fatal("uplink.csr is no PEM")
	}
	r, err := x509.ParseCertificateRequest(block.Bytes)
	if err != nil || r.CheckSignature() != nil || r.Subject.CommonName != "h19-31-2" {
		t.Errorf("uplink.csr asks for %v, %v, want h19-31-2", r.Subject, err)
	}
}

// TestInitKeepsSecrets looks at every file: closed to others, and no token twice.
func TestInitKeepsSecrets(t *testing.T) {
	dir := initialized(t, Options{Demo: true, Province: &Province{}})
	seen := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if perm := info.Mode().Perm(); perm&0o077 != 0 {
			t.Errorf("%s has the rights %o, want none for others", path, perm)
		}
		if d.IsDir() {
			return nil
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if name := filepath.Base(path); name == "token" || name == DemoToken || strings.HasSuffix(name, ".password") {
			seen[string(raw)] += " " + strings.TrimPrefix(path, dir)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	hashes, err := os.ReadFile(filepath.Join(dir, "controller", "credentials.toml"))
	if err != nil {
		t.Fatal(err)
	}
	for secret, where := range seen {
		if strings.Count(where, " ") > 1 && !strings.Contains(where, "uplink.password") {
			t.Errorf("one secret for%s", where)
		}
		if strings.Contains(string(hashes), strings.TrimSpace(secret)) {
			t.Errorf("the token of%s stands in credentials.toml", where)
		}
	}
	if len(seen) < 20 {
		t.Errorf("%d secrets found, want one for each part and place", len(seen))
	}
	demo, err := config.ReadSecret(filepath.Join(dir, DemoToken))
	if err != nil {
		t.Fatal(err)
	}
	all, err := config.LoadCredentials(filepath.Join(dir, "controller", "credentials.toml"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if x, ok := all.Find(demo); !ok || !slices.Equal(x.Roles, config.Roles) {
		t.Errorf("the demo token opens %v, want every role", x.Roles)
	}
}

// TestInitFillsAnEmptyDirectory is what a technician has who made it first.
func TestInitFillsAnEmptyDirectory(t *testing.T) {
	dir := t.TempDir()
	if err := Init(Options{Dir: dir}); err != nil {
		t.Fatal(err)
	}
	if _, err := config.LoadController(ControllerFile(dir)); err != nil {
		t.Error(err)
	}
}

func TestInitRefuses(t *testing.T) {
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "kept"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(full, "kept")
	for name, test := range map[string]struct {
		o    Options
		want string
	}{
		"a directory with something in it": {Options{Dir: full}, "provision-exists"},
		"a file":                           {Options{Dir: file}, "provision-dir"},
		"below a file":                     {Options{Dir: filepath.Join(file, "a")}, "provision-dir"},
		"a wrong agency":                   {Options{Dir: filepath.Join(full, "a"), Agency: "Đồng Nai"}, "center-agency"},
		"a wrong url":                      {Options{Dir: filepath.Join(full, "a"), URL: "mc"}, "center-url"},
		"a wrong broker":                   {Options{Dir: filepath.Join(full, "a"), Broker: "mqtt"}, "center-broker"},
		"a center file without an agency":  {Options{Dir: filepath.Join(full, "a"), Agency: "H19.1", Center: []byte("x = 1")}, "config-edit"},
	} {
		err := Init(test.o)
		if got := fault.CodeOf(err); got != test.want {
			t.Errorf("Init(%s) = %v, want %s", name, err, test.want)
		}
		if names, _ := os.ReadDir(full); len(names) != 1 {
			t.Errorf("Init(%s) leaves %v", name, names)
		}
	}
}

// TestUnitsNameWhatInitWrites holds the systemd units against the directories of a new center.
func TestUnitsNameWhatInitWrites(t *testing.T) {
	dir := initialized(t, Options{Province: &Province{}})
	units, err := filepath.Glob("../deploy/systemd/*.service")
	if err != nil || len(units) < 5 {
		t.Fatalf("%d units found, %v", len(units), err)
	}
	credential := regexp.MustCompile(`(?m)^LoadCredential=([\w.]+):/etc/motcua/(\S+)$`)
	started := regexp.MustCompile(`(?m)^ExecStart=.* --config %d/(\S+)$`)
	devices := strings.NewReplacer("kiosk-%i", "kiosk-K1", "display-%i", "display-D1", "voice-%i", "voice-V1", "tablet-%i", "tablet-T1")
	for _, unit := range units {
		raw, err := os.ReadFile(unit)
		if err != nil {
			t.Fatal(err)
		}
		handed := map[string]bool{}
		for _, m := range credential.FindAllStringSubmatch(string(raw), -1) {
			handed[m[1]] = true
			if _, err := os.Stat(filepath.Join(dir, devices.Replace(m[2]))); err != nil {
				t.Errorf("%s hands over a file that Init does not write: %v", filepath.Base(unit), err)
			}
		}
		if m := started.FindStringSubmatch(string(raw)); m == nil || !handed[m[1]] {
			t.Errorf("%s starts with a configuration it was not handed: %v", filepath.Base(unit), m)
		}
	}
}
