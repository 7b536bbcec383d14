package main

import (
	"crypto/x509"
	"time"

	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/notice"
)

// noticeSenders are the channels by which the center's file lets citizens be
// told. A secret that cannot be read now is refused; from then on it is read
// anew for each message, so that a new one needs no restart.
func noticeSenders(n *center.Notices) (map[string]notice.Sender, error) {
	all := map[string]notice.Sender{}
	for channel, g := range map[string]center.Gateway{center.BySMS: n.SMS, center.ByZNS: n.ZNS} {
		if g.URL == "" {
			continue
		}
		secret, err := secretFile(g.Secret)
		if err != nil {
			return nil, err
		}
		all[channel] = notice.Gateway(g, secret)
	}
	if n.Email.Host == "" {
		return all, nil
	}
	secret, err := secretFile(n.Email.Secret)
	if err != nil {
		return nil, err
	}
	var roots *x509.CertPool
	if n.Email.CA != "" {
		if roots, err = authority(n.Email.CA); err != nil {
			return nil, err
		}
	}
	all[center.ByEmail], err = notice.SMTP(n.Email, secret, roots, time.Now)
	return all, err
}

// secretFile reads a secret whenever it is asked, and once now. An empty path is
// a secret that nothing asks for.
func secretFile(path string) (func() (string, error), error) {
	read := func() (string, error) { return config.ReadSecret(path) }
	if path == "" {
		return read, nil
	}
	_, err := read()
	return read, err
}
