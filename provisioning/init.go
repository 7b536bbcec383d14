// Package provisioning sets a center up and says what is wrong with it: it
// writes the configuration, keys and tokens of a new center, one directory per
// part, and checks an existing configuration against the machine it runs on.
package provisioning

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/i18n"
)

// Options say what the new center is. The zero of each but Dir has a meaning.
type Options struct {
	Dir        string    // to be made; it may exist if it is empty
	Center     []byte    // the center file to start from; empty: the example of a ward center
	Agency     string    // code of the reception point, H19.26.1; empty: as in Center
	Name       i18n.Text // of the center; empty: as in Center
	Point      i18n.Text // of the reception point; empty: as in Center
	URL        string    // where phones find the center; empty: as in Center
	Listen     string    // address the controller listens on; empty: 127.0.0.1:8080
	Controller string    // URL by which the other parts find the controller; empty: from Listen
	Broker     string    // URL of the province's broker; empty: no province link
	Demo       bool      // open at any hour, says so on every screen, and has a token with every role
	Province   *Province // also set up a province on this machine; nil: no

	procedures []byte // beside the center file; empty: none
}

// Province says what the province of Options is.
type Province struct {
	Listen string // address of its page; empty: 127.0.0.1:8090
	MQTT   string // address of its broker; empty: 127.0.0.1:1883
}

// DemoToken is the file in Options.Dir that holds the token with every role.
const DemoToken = "demo-token"

// ControllerFile returns the controller's configuration file inside dir.
func ControllerFile(dir string) string { return filepath.Join(dir, "controller", "controller.toml") }

// PartFile returns the configuration file of a part inside dir: kiosk, display
// voice or tablet with the device's id, bridge without.
func PartFile(dir, kind string, id center.DeviceID) string {
	name := map[string]string{"tablet": "survey"}[kind]
	if name == "" {
		name = kind
	}
	return filepath.Join(dir, strings.TrimSuffix(kind+"-"+string(id), "-"), name+".toml")
}

// ProvinceFile returns the province's configuration file inside dir.
func ProvinceFile(dir string) string { return filepath.Join(dir, "province", "province.toml") }

// Init writes everything a new center needs into o.Dir: directories 0700, files
// 0600, tokens of 128 random bits, of which the controller keeps only hashes.
// It writes all or nothing, and never over something that is there: then it
// reports fault.Conflict. Contradictory options come back as config.Problems.
func Init(o Options) error {
	o = withDefaults(o)
	c, err := centerFile(&o)
	if err != nil {
		return err
	}
	if names, err := os.ReadDir(o.Dir); err == nil && len(names) > 0 {
		return fault.New(fault.Conflict, "provision-exists", "dir", o.Dir)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return cannot(err, o.Dir)
	}
	parent := filepath.Dir(filepath.Clean(o.Dir))
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return cannot(err, o.Dir)
	}
	fresh, err := os.MkdirTemp(parent, ".provision-")
	if err != nil {
		return cannot(err, o.Dir)
	}
	defer os.RemoveAll(fresh)
	w := &writer{dir: fresh}
	if err := w.center(&o, c); err != nil {
		return cannot(err, o.Dir)
	}
	if err := os.Remove(o.Dir); err != nil && !errors.Is(err, fs.ErrNotExist) { // it is empty: os.Rename replaces no directory
		return cannot(err, o.Dir)
	}
	if err := os.Rename(fresh, o.Dir); err != nil {
		return cannot(err, o.Dir)
	}
	return syncDir(parent)
}

func cannot(err error, dir string) error {
	return fault.Wrap(err, fault.Unavailable, "provision-dir", "dir", dir)
}

func withDefaults(o Options) Options {
	if len(o.Center) == 0 {
		o.Center, o.procedures = config.Example(), config.ExampleProcedures()
	}
	if o.Listen == "" {
		o.Listen = "127.0.0.1:8080"
	}
	if o.Controller == "" {
		o.Controller = "http://" + reachable(o.Listen)
	}
	if o.Province != nil {
		p := *o.Province
		if p.Listen == "" {
			p.Listen = "127.0.0.1:8090"
		}
		if p.MQTT == "" {
			p.MQTT = "127.0.0.1:1883"
		}
		if o.Broker == "" {
			o.Broker = "tcp://" + reachable(p.MQTT)
		}
		o.Province = &p
	}
	return o
}

// reachable turns an address to listen on into one to connect to on the same machine.
func reachable(listen string) string {
	host, port, _ := strings.Cut(listen, ":")
	if host == "" || host == "0.0.0.0" {
		host = "127.0.0.1"
	}
	return host + ":" + port
}

// centerFile makes o.Center the file of the new center and returns its content, validated.
func centerFile(o *Options) (*config.Center, error) {
	var edits []config.Edit
	if o.Agency != "" {
		province, _, err := center.Slugs(o.Agency)
		if err != nil {
			return nil, fault.New(fault.Invalid, "center-agency", "place", "agency", "value", o.Agency)
		}
		edits = append(edits, config.Edit{Key: "agency", Value: o.Agency}, config.Edit{Key: "province", Value: strings.ToUpper(province)})
	}
	for key, text := range map[string]i18n.Text{"name": o.Name, "point": o.Point} {
		if text != (i18n.Text{}) {
			edits = append(edits, config.Edit{Key: key, Value: text})
		}
	}
	if o.URL != "" {
		edits = append(edits, config.Edit{Key: "url", Value: o.URL})
	}
	if o.Demo {
		edits = append(edits, config.Edit{Key: "demo", Value: true}, config.Edit{Key: "hours.always", Value: true}, config.Edit{Key: "access.totp", Value: "optional"})
	}
	if o.Broker != "" {
		edits = append(edits, config.Edit{Key: "uplink.broker", Value: o.Broker})
	}
	if o.Demo {
		asked, err := config.Asking(o.Center, "ket-qua", "hai-long")
		if err != nil {
			return nil, err
		}
		o.Center = asked
	}
	text, err := config.Apply(o.Center, edits)
	if err != nil {
		return nil, err
	}
	c, err := config.ParseCenter("center.toml", text)
	if err != nil {
		return nil, err
	}
	if o.Province != nil {
		_, point, err := center.Slugs(c.Agency)
		if err != nil {
			return nil, fmt.Errorf("a validated agency code: %w", err)
		}
		edits = append(edits, config.Edit{Key: "uplink.username", Value: point}, config.Edit{Key: "uplink.secret", Value: "uplink.password"})
		if text, err = config.Apply(o.Center, edits); err != nil {
			return nil, err
		}
	}
	o.Center = text
	return c, nil
}
