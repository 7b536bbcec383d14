package notice

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/url"
	"os"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// Open returns a sender for each channel that is configured. secret reads a
// file; one that cannot be read now is refused. From then on it is read anew
// for each message, so that a secret that is renewed needs no restart.
func Open(n *center.Notices, secret func(path string) (string, error)) (map[string]Sender, error) {
	all := map[string]Sender{}
	for channel, g := range map[string]center.Gateway{center.BySMS: n.SMS, center.ByZNS: n.ZNS} {
		if g.URL == "" {
			continue
		}
		read, err := reader(g.Secret, secret)
		if err != nil {
			return nil, err
		}
		all[channel] = Gateway(g, read)
	}
	if n.Email.Host == "" {
		return all, nil
	}
	read, err := reader(n.Email.Secret, secret)
	if err != nil {
		return nil, err
	}
	roots, err := authority(n.Email.CA)
	if err != nil {
		return nil, err
	}
	all[center.ByEmail], err = SMTP(n.Email, read, roots, time.Now)
	return all, err
}

// reader reads a secret whenever it is asked, and once now. An empty path is a
// secret that nothing asks for.
func reader(path string, secret func(string) (string, error)) (func() (string, error), error) {
	read := func() (string, error) { return secret(path) }
	if path == "" {
		return read, nil
	}
	_, err := read()
	return read, err
}

// authority reads who vouches for a mail server, nil for those of the machine.
func authority(path string) (*x509.CertPool, error) {
	if path == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(path)
	pool := x509.NewCertPool()
	if err != nil || !pool.AppendCertsFromPEM(raw) {
		return nil, fault.Wrap(err, fault.Invalid, "config-certificate", "file", path)
	}
	return pool, nil
}

// Probe goes as far as it can without sending anything: a mail server is logged
// in to, a gateway is connected to. Its errors are those of Send. A sender that
// cannot be tried is fine.
func Probe(ctx context.Context, s Sender) error {
	if p, ok := s.(interface{ probe(context.Context) error }); ok {
		return p.probe(ctx)
	}
	return nil
}

func (s *mailer) probe(ctx context.Context) error {
	c, done, err := s.session(ctx)
	if err != nil {
		return err
	}
	defer done()
	_ = c.Quit() // it knows us
	return nil
}

func (g *gateway) probe(ctx context.Context) error {
	u, err := url.Parse(placeholder.ReplaceAllString(g.URL, "x"))
	if err != nil {
		return Failure(Setup)
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	at := net.JoinHostPort(u.Hostname(), port)
	var conn net.Conn
	if u.Scheme == "https" {
		conn, err = (&tls.Dialer{}).DialContext(ctx, "tcp", at)
	} else {
		conn, err = (&net.Dialer{}).DialContext(ctx, "tcp", at)
	}
	if err != nil {
		return lost(err, false)
	}
	return conn.Close()
}
