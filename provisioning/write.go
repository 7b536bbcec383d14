package provisioning

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"

	"github.com/BurntSushi/toml"

	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/i18n"
)

// writer fills one directory and collects the credentials it hands out.
type writer struct {
	dir         string
	credentials []config.Credential
}

func (w *writer) center(o *Options, c *config.Center) error {
	if err := w.parts(o, c); err != nil {
		return err
	}
	if o.Demo {
		token := w.grant(config.Credential{ID: "demo", Roles: config.Roles})
		if err := w.file(DemoToken, token+"\n"); err != nil {
			return err
		}
	}
	if err := w.uplink(o, c); err != nil {
		return err
	}
	var hashes bytes.Buffer
	hashes.WriteString("# Who may do what. Only the SHA-256 of each token is kept here; the tokens are with their parts.\n\n")
	if err := toml.NewEncoder(&hashes).Encode(config.Credentials{Credentials: w.credentials}); err != nil {
		return err
	}
	for name, text := range map[string]string{
		"controller/credentials.toml": hashes.String(),
		"controller/center.toml":      string(o.Center),
		"controller/controller.toml":  fill(controllerText, o.Listen),
		"README.txt":                  i18n.T(i18n.VI, "provisioning.readme") + "\n\n" + i18n.T(i18n.EN, "provisioning.readme") + "\n",
	} {
		if err := w.file(name, text); err != nil {
			return err
		}
	}
	if len(o.procedures) == 0 {
		return nil
	}
	return w.file("controller/"+config.ProceduresFile, string(o.procedures))
}

const controllerText = `# The controller. Paths are relative to this file; without data the log is kept in $STATE_DIRECTORY, or in data beside this file.
center = "center.toml"
credentials = "credentials.toml"
listen = %s

# Names it is reached by, beside the one in url of the center file. Plain addresses need not be named.
hosts = []

# TLS certificate and key (PEM): with them browsers speak HTTPS and HTTP/2.
cert = ""
key = ""
`

const partText = `# One part and the controller it speaks to. Paths are relative to this file.
controller = %s
token = "token"
device = %s
`

// parts writes a directory for each part and each place where somebody works.
func (w *writer) parts(o *Options, c *config.Center) error {
	counters := map[center.DeviceID]center.CounterID{}
	for _, d := range c.Displays {
		counters[d.ID] = d.Counter
	}
	for _, t := range c.Tablets {
		counters[t.ID] = t.Counter
	}
	part := func(kind string, id center.DeviceID) error {
		dir := filepath.Base(filepath.Dir(PartFile("", kind, id)))
		role := config.Credential{ID: dir, Roles: []string{kind}, Device: id, Counter: counters[id]}
		if kind == "voice" { // it hears what a display sees
			role.Roles = []string{"display"}
		}
		if err := w.file(dir+"/token", w.grant(role)+"\n"); err != nil {
			return err
		}
		return w.file(PartFile("", kind, id), fill(partText, o.Controller, string(id)))
	}
	if err := part("bridge", ""); err != nil {
		return err
	}
	for _, d := range c.DeviceKinds() {
		if d.Kind == "kiosk" || d.Kind == "display" || d.Kind == "tablet" || d.Kind == "voice" {
			if err := part(d.Kind, d.ID); err != nil {
				return err
			}
		}
	}
	for _, x := range c.Counters {
		id := "counter-" + string(x.ID)
		if err := w.file(id+"/token", w.grant(config.Credential{ID: id, Roles: []string{"staff"}, Counter: x.ID})+"\n"); err != nil {
			return err
		}
	}
	for _, role := range []string{"greeter", "technician"} {
		if err := w.file(role+"/token", w.grant(config.Credential{ID: role, Roles: []string{role}})+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// grant notes a credential and returns its token, which is kept nowhere else.
func (w *writer) grant(x config.Credential) (token string) {
	token = config.NewToken()
	x.SHA256 = config.HashToken(token)
	w.credentials = append(w.credentials, x)
	return token
}

// uplink writes the point's key and the request for its certificate, and the
// province beside it where one is asked for.
func (w *writer) uplink(o *Options, c *config.Center) error {
	_, point, err := center.Slugs(c.Agency)
	if err != nil {
		return err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	request, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: pkix.Name{CommonName: point}}, key)
	if err != nil {
		return err
	}
	if err := w.file("controller/uplink.key", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))); err != nil {
		return err
	}
	if err := w.file("controller/uplink.csr", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: request}))); err != nil {
		return err
	}
	if o.Province == nil {
		return nil
	}
	return w.province(o, c, point)
}

const provinceText = `# The provincial side. Paths are relative to this file.
listen = %s
mqtt = %s
token = "token"
reader = "reader.password"

# The reception points that may send. With certificates a point needs no password.
[[point]]
agency = %s
name = { vi = %s, en = %s }
secret = %s
`

func (w *writer) province(o *Options, c *config.Center, point string) error {
	password := config.NewToken()
	for name, text := range map[string]string{
		"controller/uplink.password":      password,
		"province/" + point + ".password": password,
		"province/token":                  config.NewToken(),
		"province/reader.password":        config.NewToken(),
	} {
		if err := w.file(name, text+"\n"); err != nil {
			return err
		}
	}
	return w.file("province/province.toml", fill(provinceText, o.Province.Listen, o.Province.MQTT,
		c.Agency, c.Name.VI, c.Name.EN, point+".password"))
}

// fill puts values into a template as TOML strings.
func fill(template string, values ...string) string {
	quoted := make([]any, len(values))
	for i, v := range values {
		quoted[i] = config.Quote(v)
	}
	return fmt.Sprintf(template, quoted...)
}

// file writes a file that must not exist yet and brings it to the disk.
func (w *writer) file(name, text string) error {
	path := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
