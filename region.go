package main

import (
	"crypto/tls"
	"log/slog"
	"path/filepath"

	"motcua/internal/app"
	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/link"
	"motcua/province"
)

type provinceCommand struct{ configFile }

// Run receives, checks, stores and shows what the points send.
func (c *provinceCommand) Run(p *program) error {
	conf, err := config.LoadProvince(c.Config)
	if err != nil {
		return err
	}
	o, err := provinceOptions(conf, filepath.Dir(c.Config), p.log)
	if err != nil {
		return err
	}
	if o.Token, err = config.ReadSecret(conf.Token); err != nil {
		return err
	}
	listener, err := app.Listen(p.ctx, conf.Listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	prov, err := province.New(o)
	if err != nil {
		return err
	}
	defer closeProvince(p.log, prov)
	server := &app.Server{Listener: listener, Handler: guard(nil, prov.Handler()), Log: p.log}
	parts := []app.Part{{Name: "province", Run: prov.Run}, {Name: "http", Run: server.Run}}
	if conf.Phones.Listen != "" {
		public, err := app.Listen(p.ctx, conf.Phones.Listen)
		if err != nil {
			return err
		}
		defer public.Close()
		pages := &app.Server{Listener: public, Cert: conf.Phones.Cert, Key: conf.Phones.Key, Handler: prov.Phones("/"), Log: p.log}
		parts = append(parts, app.Part{Name: "phones", Run: pages.Run})
	}
	return app.Run(p.ctx, p.log, parts...)
}

func closeProvince(log *slog.Logger, p *province.Province) {
	if err := p.Close(); err != nil {
		log.Error("province not closed", "error", err)
	}
}

func provinceOptions(conf *config.Province, dir string, log *slog.Logger) (province.Options, error) {
	o := province.Options{Data: conf.Data, Listen: conf.MQTT, Logger: log}
	secret := func(path string) (string, error) {
		if path == "" {
			return "", nil
		}
		return config.ReadSecret(beside(dir, path))
	}
	trusted, bad := conf.Phones.Trusted()
	if bad != nil {
		return o, bad
	}
	o.Proxies = trusted
	var err error
	if o.Reader, err = secret(conf.Reader); err != nil {
		return o, err
	}
	for _, x := range conf.Points {
		prov, id, err := center.Slugs(x.Agency)
		if err != nil {
			return o, fault.New(fault.Invalid, "center-agency", "place", "point", "value", x.Agency)
		}
		password, err := secret(x.Secret)
		if err != nil {
			return o, err
		}
		o.Points = append(o.Points, province.Point{Prov: prov, ID: id, Name: x.Name, Password: password})
	}
	if conf.Broker != "" {
		o.Listen, o.Broker = "", link.Broker{URL: conf.Broker, Username: conf.Username}
		if o.Broker.Password, err = secret(conf.Secret); err != nil {
			return o, err
		}
		if conf.CA != "" {
			o.Broker.TLS, err = clientTLS(conf.CA, conf.Cert, conf.Key)
		}
		return o, err
	}
	if conf.Cert != "" {
		o.TLS, err = serverTLS(conf)
	}
	return o, err
}

// serverTLS is TLS 1.3 that lets in only points with a certificate of the province.
func serverTLS(conf *config.Province) (*tls.Config, error) {
	pair, err := tls.LoadX509KeyPair(conf.Cert, conf.Key)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "config-certificate", "file", conf.Cert)
	}
	pool, err := authority(conf.CA)
	if err != nil {
		return nil, err
	}
	return &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{pair}, ClientCAs: pool, ClientAuth: tls.RequireAndVerifyClientCert}, nil
}
