package config

import (
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
)

// Controller is the file of the controller. Paths are relative to the file's own directory.
type Controller struct {
	Center      string   `toml:"center"`      // the center file; empty: center.toml
	Credentials string   `toml:"credentials"` // who may do what; empty: credentials.toml
	Data        string   `toml:"data"`        // directory of the log; empty: $STATE_DIRECTORY, else data
	Listen      string   `toml:"listen"`      // address of the pages and the interface; empty: 127.0.0.1:8080
	Hosts       []string `toml:"hosts"`       // names it is reached by, beside the center's url and plain addresses
	Cert        string   `toml:"cert"`        // TLS certificate (PEM); with it the browsers speak HTTP/2
	Key         string   `toml:"key"`         // its key
	Reports     []string `toml:"reports"`     // directories where browsers may have reports laid, beside the folder "reports" of data
}

// Part is the file of a kiosk, a display, the bridge, the survey or the voice.
type Part struct {
	Controller string          `toml:"controller"` // URL, such as http://192.168.1.10:8080
	Token      string          `toml:"token"`      // file that holds this part's token; empty: token
	Device     center.DeviceID `toml:"device"`     // which kiosk, display or tablet this is; empty for the bridge
	Data       string          `toml:"data"`       // directory of what the part must remember; empty: $STATE_DIRECTORY, else data
	Listen     string          `toml:"listen"`     // address of the part's own page; empty: none
	Speak      []string        `toml:"speak"`      // the voice's: a program that speaks by itself, for what no clip pack can say; empty: espeak-ng
	Play       []string        `toml:"play"`       // the voice's: a program that plays; empty: aplay
	Packs      string          `toml:"packs"`      // the voice's: folder of its clip packs; empty: /usr/local/share/motcua/voice
	Monitor    int             `toml:"monitor"`    // a display's: which monitor, the first being 0
	Screens    []PartScreen    `toml:"screen"`     // several displays on one machine, instead of device and monitor
}

// PartScreen is one of several displays on one machine.
type PartScreen struct {
	Device  center.DeviceID `toml:"device"`
	Token   string          `toml:"token"`   // file that holds its token; empty: token-DEVICE beside the part's file
	Monitor int             `toml:"monitor"` // the first is 0; no two have the same
}

// Province is the file of the provincial side.
type Province struct {
	Data     string  `toml:"data"`     // directory of the store and the broker; empty: $STATE_DIRECTORY, else data
	Listen   string  `toml:"listen"`   // address of the province's page; empty: 127.0.0.1:8090
	MQTT     string  `toml:"mqtt"`     // address of the embedded broker; empty: 127.0.0.1:1883; unused with broker
	Cert     string  `toml:"cert"`     // file: the embedded broker's certificate; without it the broker speaks no TLS
	Key      string  `toml:"key"`      // file: its key
	CA       string  `toml:"ca"`       // file: the authority that signs the points' certificates
	Broker   string  `toml:"broker"`   // URL of another broker to use instead
	Username string  `toml:"username"` // of the collector there
	Secret   string  `toml:"secret"`   // file: its password
	Token    string  `toml:"token"`    // file: opens the pages; empty: token
	Reader   string  `toml:"reader"`   // file: password of the broker's read-only user "reader"; empty: there is none
	Phones   Phones  `toml:"phones"`
	Points   []Point `toml:"point"`
}

// Phones is where the province serves the citizens' pages to everybody.
type Phones struct {
	Listen  string   `toml:"listen"`  // address; empty: nowhere
	Cert    string   `toml:"cert"`    // file: TLS certificate (PEM); empty: a proxy in front speaks https
	Key     string   `toml:"key"`     // file: its key
	Proxies []string `toml:"proxies"` // addresses or networks of those proxies: their X-Forwarded-For counts; empty: see Trusted
}

// own is this very machine.
var own = []string{"127.0.0.0/8", "::1"}

// Trusted are the networks of the proxies. Where none is named and nobody but
// this machine can ask, it is the proxy: else all citizens would be one
// visitor, and one who guesses would lock out everybody.
func (p *Phones) Trusted() ([]netip.Prefix, *fault.Error) {
	var all []netip.Prefix
	named := p.Proxies
	if at, err := netip.ParseAddrPort(p.Listen); len(named) == 0 && p.Cert == "" && err == nil && at.Addr().IsLoopback() {
		named = own
	}
	for _, s := range named {
		at, err := netip.ParsePrefix(s)
		if one, bad := netip.ParseAddr(s); bad == nil {
			at, err = netip.PrefixFrom(one, one.BitLen()), nil
		}
		if err != nil {
			return nil, fault.New(fault.Invalid, "config-proxy", "value", s)
		}
		all = append(all, at.Masked())
	}
	return all, nil
}

// Point is one reception point that may speak to the province.
type Point struct {
	Agency string    `toml:"agency"` // its code: H19.26.1; its topics, user name and certificate follow from it
	Name   i18n.Text `toml:"name"`
	Secret string    `toml:"secret"` // file: password of its broker user, where it has no certificate
}

// LoadController reads the controller's file, with every path made whole.
func LoadController(path string) (*Controller, error) {
	c := &Controller{Center: "center.toml", Credentials: "credentials.toml", Listen: "127.0.0.1:8080"}
	if err := load(path, c); err != nil {
		return nil, err
	}
	if err := required(path, "center", c.Center, "credentials", c.Credentials, "listen", c.Listen); err != nil {
		return nil, err
	}
	if (c.Cert == "") != (c.Key == "") {
		return nil, Problems{fault.New(fault.Invalid, "center-uplink-pair", "key", "cert", "other", "key")}
	}
	c.Data = dataDir(path, c.Data)
	whole(path, &c.Center, &c.Credentials, &c.Cert, &c.Key)
	for i := range c.Reports {
		whole(path, &c.Reports[i])
	}
	return c, nil
}

// LoadPart reads the file of a part that speaks to the controller.
func LoadPart(path string) (*Part, error) {
	p := &Part{Token: "token", Packs: "/usr/local/share/motcua/voice"}
	if err := load(path, p); err != nil {
		return nil, err
	}
	if err := required(path, "controller", p.Controller, "token", p.Token); err != nil {
		return nil, err
	}
	u, err := url.Parse(p.Controller)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return nil, Problems{fault.New(fault.Invalid, "config-controller", "file", filepath.Base(path), "value", p.Controller)}
	}
	for key, program := range map[string][]string{"speak": p.Speak, "play": p.Play} {
		if len(program) > 0 && program[0] == "" {
			return nil, required(path, key, "")
		}
	}
	if err := p.screens(path); err != nil {
		return nil, err
	}
	p.Data = dataDir(path, p.Data)
	whole(path, &p.Token, &p.Packs)
	return p, nil
}

const mostMonitors = 8

// screens checks the displays of a machine that has several.
func (p *Part) screens(path string) error {
	var problems Problems
	add := func(code string, args ...any) {
		problems = append(problems, fault.New(fault.Invalid, code, append([]any{"file", filepath.Base(path)}, args...)...))
	}
	if len(p.Screens) > 0 && p.Device != "" {
		add("config-screens-both")
	}
	for i := range p.Screens {
		s := &p.Screens[i]
		if s.Device == "" || strings.ContainsAny(string(s.Device), `/\`) {
			add("config-screen-device", "n", i+1)
			continue
		}
		if s.Monitor < 0 || s.Monitor >= mostMonitors {
			add("config-screen-monitor", "n", i+1, "value", s.Monitor, "most", mostMonitors-1)
		}
		if slices.ContainsFunc(p.Screens[:i], func(o PartScreen) bool { return o.Device == s.Device || o.Monitor == s.Monitor }) {
			add("config-screen-twice", "n", i+1)
		}
		if s.Token == "" {
			s.Token = "token-" + string(s.Device)
		}
		whole(path, &s.Token)
	}
	if problems != nil {
		return problems
	}
	return nil
}

// LoadProvince reads the file of the provincial side, with every path made whole.
func LoadProvince(path string) (*Province, error) {
	p := &Province{Listen: "127.0.0.1:8090", MQTT: "127.0.0.1:1883", Token: "token"}
	if err := load(path, p); err != nil {
		return nil, err
	}
	if err := required(path, "listen", p.Listen, "token", p.Token); err != nil {
		return nil, err
	}
	var problems Problems
	if (p.Cert == "") != (p.Key == "") {
		problems = append(problems, fault.New(fault.Invalid, "center-uplink-pair", "key", "cert", "other", "key"))
	}
	if (p.Phones.Cert == "") != (p.Phones.Key == "") {
		problems = append(problems, fault.New(fault.Invalid, "center-uplink-pair", "key", "cert", "other", "key"))
	}
	if _, bad := p.Phones.Trusted(); bad != nil {
		problems = append(problems, bad)
	}
	for i := range p.Points {
		x := &p.Points[i]
		place := "[[point]] " + x.Agency
		if _, _, err := center.Slugs(x.Agency); err != nil {
			problems = append(problems, fault.New(fault.Invalid, "center-agency", "place", place, "value", x.Agency))
		}
		if slices.ContainsFunc(p.Points[:i], func(y Point) bool { return y.Agency == x.Agency }) {
			problems = append(problems, fault.New(fault.Invalid, "center-duplicate", "place", place))
		}
		if x.Name.VI == "" {
			problems = append(problems, fault.New(fault.Invalid, "center-name", "place", place))
		}
		whole(path, &x.Secret)
	}
	if problems != nil {
		return nil, problems
	}
	p.Data = dataDir(path, p.Data)
	whole(path, &p.Cert, &p.Key, &p.CA, &p.Secret, &p.Token, &p.Reader, &p.Phones.Cert, &p.Phones.Key)
	return p, nil
}

// longestSecret is in bytes; the tokens of Zalo have hundreds.
const longestSecret = 4096

// ReadSecret returns the one line that a token or password file holds.
func ReadSecret(path string) (string, error) {
	raw, err := read(path)
	if err != nil {
		return "", err
	}
	secret := strings.TrimSpace(string(raw))
	if secret == "" || len(secret) > longestSecret || strings.ContainsAny(secret, "\r\n") {
		return "", Problems{fault.New(fault.Invalid, "config-secret", "file", path)}
	}
	return secret, nil
}

func whole(file string, paths ...*string) {
	for _, p := range paths {
		*p = beside(file, *p)
	}
}

// dataDir prefers what the file says, then the directory systemd made for the unit.
func dataDir(file, data string) string {
	if data != "" {
		return beside(file, data)
	}
	if dir, _, _ := strings.Cut(os.Getenv("STATE_DIRECTORY"), ":"); dir != "" {
		return dir
	}
	return beside(file, "data")
}
