package config

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"motcua/internal/center"
	"motcua/internal/fault"
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
}

// Part is the file of a kiosk, a display, the bridge, the survey or the voice.
type Part struct {
	Controller string          `toml:"controller"` // URL, such as http://192.168.1.10:8080
	Token      string          `toml:"token"`      // file that holds this part's token; empty: token
	Device     center.DeviceID `toml:"device"`     // which kiosk, display or tablet this is; empty for the bridge
	Data       string          `toml:"data"`       // directory of what the part must remember; empty: $STATE_DIRECTORY, else data
	Listen     string          `toml:"listen"`     // address of the part's own page; empty: none
}

// Province is the file of the provincial side.
type Province struct {
	Data     string `toml:"data"`      // directory of the store; empty: $STATE_DIRECTORY, else data
	Listen   string `toml:"listen"`    // address of the province's page; empty: 127.0.0.1:8090
	MQTT     string `toml:"mqtt"`      // address of the embedded broker; empty: 127.0.0.1:1883
	Broker   string `toml:"broker"`    // URL of another broker; then none is embedded
	Username string `toml:"username"`  // of the collector at that broker
	Secret   string `toml:"secret"`    // file that holds its password
	Points   string `toml:"points"`    // file of the points that may connect; empty: points.toml
	CA       string `toml:"ca"`        // file: the authority that signs the points' certificates
	Cert     string `toml:"cert"`      // file: the broker's own certificate
	Key      string `toml:"key"`       // file: its key
	PageAuth string `toml:"page_auth"` // file of who may read the page; empty: credentials.toml
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
	return c, nil
}

// LoadPart reads the file of a part that speaks to the controller.
func LoadPart(path string) (*Part, error) {
	p := &Part{Token: "token"}
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
	p.Data = dataDir(path, p.Data)
	whole(path, &p.Token)
	return p, nil
}

// LoadProvince reads the file of the provincial side.
func LoadProvince(path string) (*Province, error) {
	p := &Province{Listen: "127.0.0.1:8090", MQTT: "127.0.0.1:1883", Points: "points.toml", PageAuth: "credentials.toml"}
	if err := load(path, p); err != nil {
		return nil, err
	}
	if err := required(path, "listen", p.Listen); err != nil {
		return nil, err
	}
	p.Data = dataDir(path, p.Data)
	whole(path, &p.Secret, &p.Points, &p.PageAuth, &p.CA, &p.Cert, &p.Key)
	return p, nil
}

// ReadSecret returns the one line that a token or password file holds.
func ReadSecret(path string) (string, error) {
	raw, err := read(path)
	if err != nil {
		return "", err
	}
	secret := strings.TrimSpace(string(raw))
	if secret == "" || len(secret) > 512 || strings.ContainsAny(secret, "\r\n") {
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
