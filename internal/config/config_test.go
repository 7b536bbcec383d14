package config

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"motcua/internal/fault"
	"motcua/internal/i18n"
)

func codes(t *testing.T, err error) []string {
	t.Helper()
	var all []string
	for _, f := range ProblemsOf(err) {
		all = append(all, f.Error())
		for _, lang := range i18n.Langs {
			if s := i18n.T(lang, "fault."+f.Code, f.Args...); strings.ContainsAny(s, "⟦{}") {
				t.Errorf("T(%s, fault.%s) = %q, want a whole sentence", lang, f.Code, s)
			}
		}
	}
	return all
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestParseCenterRefuses(t *testing.T) {
	change := func(old, new string) string { return strings.Replace(string(Example()), old, new, 1) }
	tests := []struct {
		name, text string
		want       []string // beginnings
	}{
		{"unknown keys, each with its line", "colour = 1\n[hours]\nmondays = []\n[[service]]\ncode = \"HT\"\n[[service]]\nprefx = \"A\"\n", []string{
			"config-unknown-key file=c.toml line=1 key=colour", "config-unknown-key file=c.toml line=3 key=hours.mondays",
			"config-unknown-key file=c.toml line=7 key=service.prefx"}},
		{"the same unknown key twice", "[[kiosk]]\nx = 1\n[[kiosk]]\nx = 2\n", []string{
			"config-unknown-key file=c.toml line=2 key=kiosk.x", "config-unknown-key file=c.toml line=4 key=kiosk.x"}},
		{"unknown key inside an inline table", "name = { vi = \"a\", fr = \"b\" }", []string{"config-unknown-key file=c.toml line=1 key=name.fr"}},
		{"wrong type", "demo = true\nname = 3\n", []string{"config-syntax file=c.toml line=2"}},
		{"no TOML", "this is prose\n", []string{"config-syntax file=c.toml line=1"}},
		{"window", change(`saturday = ["07:30-11:30"]`, `saturday = ["11:30-07:30"]`), []string{"config-syntax file=c.toml line="}},
		{"key twice", "demo = true\ndemo = true\n", []string{"config-syntax file=c.toml line=2"}},
		{"contradictions, all of them", change(`id = "T2"`, `id = "T1"`) + "\n[[lamp]]\nid = \"L2\"\ncounter = \"9\"\npin = \"GPIO17\"\n", []string{
			"center-duplicate place=[[tablet]] T1", "center-unknown place=[[lamp]] L2", "center-taken place=[[lamp]] L2"}},
		{"bytes that are no text", "\xff\xfe\x00", []string{"config-syntax file=c.toml"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := ParseCenter("c.toml", []byte(test.text))
			got := codes(t, err)
			if !slices.EqualFunc(got, test.want, strings.HasPrefix) {
				t.Errorf("ParseCenter() = %q, want %q", got, test.want)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	large := write(t, "large.toml", strings.Repeat("#", most+1))
	for path, want := range map[string]string{
		filepath.Join(t.TempDir(), "none.toml"): "config-missing",
		t.TempDir():                             "config-unreadable",
		large:                                   "config-large",
	} {
		_, err := LoadCenter(path)
		if got := fault.CodeOf(err); got != want {
			t.Errorf("LoadCenter(%s) = %q, want %q", filepath.Base(path), got, want)
		}
		codes(t, err)
	}
}

func TestParts(t *testing.T) {
	t.Setenv("STATE_DIRECTORY", "")
	path := write(t, "kiosk.toml", "controller = \"http://127.0.0.1:8080\"\ndevice = \"K1\"\nspeak = [\"cat\", \"-\"]\n")
	p, err := LoadPart(path)
	if want := (Part{"http://127.0.0.1:8080", filepath.Join(filepath.Dir(path), "token"), "K1", filepath.Join(filepath.Dir(path), "data"), "", []string{"cat", "-"}, nil, "/usr/local/share/motcua/voice", 0, nil}); err != nil || !reflect.DeepEqual(*p, want) {
		t.Errorf("LoadPart() = %+v, %v, want %+v", p, err, want)
	}
	t.Setenv("STATE_DIRECTORY", "/var/lib/motcua")
	c, err := LoadController(write(t, "controller.toml", "cert = \"c.pem\"\nkey = \"/k.pem\"\n"))
	if err != nil || c.Data != "/var/lib/motcua" || c.Listen != "127.0.0.1:8080" || !filepath.IsAbs(c.Center) || !filepath.IsAbs(c.Cert) || c.Key != "/k.pem" {
		t.Errorf("LoadController() = %+v, %v", c, err)
	}
	v, err := LoadProvince(write(t, "province.toml", "data = \"store\"\n[[point]]\nagency = \"H19.26.1\"\nname.vi = \"Trung tâm\"\nsecret = \"p\"\n"))
	if err != nil || filepath.Base(v.Data) != "store" || v.MQTT == "" || v.CA != "" || !filepath.IsAbs(v.Points[0].Secret) {
		t.Errorf("LoadProvince() = %+v, %v", v, err)
	}
	for text, want := range map[string]string{
		"device = \"K1\"": "config-empty", "controller = \"127.0.0.1:8080\"": "config-controller", "server = 1": "config-unknown-key",
		"controller = \"http://127.0.0.1\"\nspeak = [\"\"]": "config-empty",
	} {
		if _, err := LoadPart(write(t, "p.toml", text)); fault.CodeOf(err) != want {
			t.Errorf("LoadPart(%q) = %v, want %s", text, err, want)
		}
	}
	twice := "[[point]]\nagency = \"H19.26.1\"\nname.vi = \"A\"\n"
	for text, want := range map[string]string{
		twice + twice: "center-duplicate", "[[point]]\nagency = \"H19\"\nname.vi = \"A\"": "center-agency",
		"[[point]]\nagency = \"H19.1\"": "center-name", "key = \"k\"": "center-uplink-pair", "points = 1": "config-unknown-key",
		"[phones]\nproxies = [\"10.0.0.300\"]": "config-proxy", "[phones]\ncert = \"c\"": "center-uplink-pair",
	} {
		if _, err := LoadProvince(write(t, "p.toml", text)); fault.CodeOf(err) != want {
			t.Errorf("LoadProvince(%q) = %v, want %s", text, err, want)
		}
	}
	if _, err := LoadController(write(t, "c.toml", "cert = \"c.pem\"")); fault.CodeOf(err) != "center-uplink-pair" {
		t.Errorf("LoadController(certificate without key) = %v", err)
	}
}

func TestReadSecret(t *testing.T) {
	for text, want := range map[string]string{"abc\n": "abc", "": "", "a\nb\n": "", strings.Repeat("x", longestSecret+1): ""} {
		got, err := ReadSecret(write(t, "token", text))
		if got != want || (err == nil) != (want != "") {
			t.Errorf("ReadSecret(%.10q) = %q, %v, want %q", text, got, err, want)
		}
	}
}

func TestCredentials(t *testing.T) {
	c, err := ParseCenter("center.toml", Example())
	if err != nil {
		t.Fatal(err)
	}
	token := NewToken()
	good := "[[credential]]\nid = \"kiosk-K1\"\nsha256 = \"" + HashToken(token) + "\"\nroles = [\"kiosk\"]\ndevice = \"K1\"\n"
	all, err := LoadCredentials(write(t, "credentials.toml", good), &c.Center)
	if err != nil {
		t.Fatal(err)
	}
	if x, ok := all.Find(token); !ok || x.ID != "kiosk-K1" || !x.May("manager", "kiosk") || x.May("manager") {
		t.Errorf("Find(token) = %+v, %v", x, ok)
	}
	if x, ok := all.Find(token + "x"); ok {
		t.Errorf("Find(another token) = %+v, want none", x)
	}
	for bad, want := range map[string]string{
		strings.Replace(good, "K1\"\nsha", "K 1\"\nsha", 1):         "credential-form",
		strings.Replace(good, "[\"kiosk\"]", "[\"root\"]", 1):       "credential-role",
		strings.Replace(good, "[\"kiosk\"]", "[]", 1):               "credential-role",
		strings.Replace(good, "\"K1\"", "\"K7\"", 1):                "credential-unknown",
		good + strings.Replace(good, "kiosk-K1", "another-one", 1):  "credential-twice",
		strings.Replace(good, HashToken(token), "of the token", -1): "credential-form",
	} {
		_, err := LoadCredentials(write(t, "credentials.toml", bad), &c.Center)
		if got := fault.CodeOf(err); got != want {
			t.Errorf("LoadCredentials(%q) = %v, want %s", bad, err, want)
		}
		codes(t, err)
	}
}

func TestApply(t *testing.T) {
	text, err := Apply(Example(), []Edit{{"demo", 0, true}, {"hours.always", 0, true}, {"rating.token_minutes", 0, 5},
		{"name", 0, i18n.Text{VI: `Trung tâm "A"`, EN: `C:\A`}}, {"printer.address", 1, "tcp://127.0.0.1:9100"}})
	if err != nil {
		t.Fatal(err)
	}
	c, err := ParseCenter("center.toml", text)
	if err != nil {
		t.Fatal(err)
	}
	if !c.Demo || !c.Hours.Always || c.Rating.TokenMinutes != 5 || c.Name.VI != `Trung tâm "A"` || c.Name.EN != `C:\A` ||
		c.Printers[1].Address != "tcp://127.0.0.1:9100" || c.Printers[0].Address != "tcp://192.168.1.21:9100" {
		t.Errorf("Apply() gives %+v", c.Center)
	}
	if before, after := strings.Count(string(Example()), "\n# "), strings.Count(string(text), "\n# "); before != after {
		t.Errorf("Apply() leaves %d comments of %d", after, before)
	}
	if _, err := Apply(Example(), []Edit{{"no.such", 0, true}}); fault.CodeOf(err) != "config-edit" {
		t.Errorf("Apply(unknown key) = %v, want config-edit", err)
	}
}

func TestProblemsOf(t *testing.T) {
	if got := ProblemsOf(nil); got != nil {
		t.Errorf("ProblemsOf(nil) = %v, want none", got)
	}
	if got := ProblemsOf(errors.New("x")); len(got) != 1 || got[0].Code != "internal" {
		t.Errorf("ProblemsOf(plain error) = %v, want internal", got)
	}
}

func FuzzParseCenter(f *testing.F) {
	f.Add(Example())
	f.Add([]byte("[[service]]\ncode = \"HT\"\nname.vi = \"x\"\n"))
	f.Add([]byte("a.b = {c=1}\n[[a]]"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := ParseCenter("center.toml", raw)
		if (c == nil) == (err == nil) {
			t.Errorf("ParseCenter() = %v, %v: want one of the two", c, err)
		}
		if err != nil && len(ProblemsOf(err)) == 0 {
			t.Error("ParseCenter() refuses without a problem")
		}
	})
}

// TestScreens reads the file of a machine with several displays.
func TestScreens(t *testing.T) {
	const head = "controller = \"http://127.0.0.1:8080\"\n"
	screen := func(device, more string) string {
		return "[[screen]]\ndevice = \"" + device + "\"\n" + more + "\n"
	}
	for _, c := range []struct{ name, file, want string }{
		{"two", head + screen("D1", "") + screen("D2", "monitor = 1"), ""},
		{"beside device", head + "device = \"D1\"\n" + screen("D2", "monitor = 1"), "config-screens-both"},
		{"without a device", head + screen("", ""), "config-screen-device"},
		{"a device that is a path", head + screen("../D1", ""), "config-screen-device"},
		{"one monitor twice", head + screen("D1", "") + screen("D2", ""), "config-screen-twice"},
		{"one device twice", head + screen("D1", "") + screen("D1", "monitor = 1"), "config-screen-twice"},
		{"monitor beyond", head + screen("D1", "monitor = 9"), "config-screen-monitor"},
	} {
		path := write(t, "display.toml", c.file)
		p, err := LoadPart(path)
		code := ""
		if err != nil {
			code = ProblemsOf(err)[0].Code
		}
		if code != c.want {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
		if err == nil && p.Screens[1].Token != filepath.Join(filepath.Dir(path), "token-D2") {
			t.Errorf("%s: token %s", c.name, p.Screens[1].Token)
		}
	}
}
