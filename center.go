package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"motcua/controller"
	"motcua/controller/web"
	"motcua/display"
	"motcua/internal/app"
	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/link"
	"motcua/internal/store"
	"motcua/internal/ui"
	"motcua/internal/ui/screens"
	"motcua/internal/wire"
	"motcua/survey"
)

type configFile struct {
	Config string `required:"" type:"path" help:"Configuration file."`
}

type controllerCommand struct{ configFile }

// Run runs a center's controller until it is told to stop.
func (c *controllerCommand) Run(p *program) error {
	conf, err := config.LoadController(c.Config)
	if err != nil {
		return err
	}
	site, file, err := ownCenter(conf, writable(filepath.Dir(conf.Center)))
	if err != nil {
		return err
	}
	who, err := config.LoadCredentials(conf.Credentials, nil)
	if err != nil {
		return err
	}
	listener, err := app.Listen(p.ctx, conf.Listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	uplink, err := uplinkOptions(&site.Center, filepath.Dir(conf.Center), p.log)
	if err != nil {
		return err
	}
	ctl, err := openController(p, conf, site, file, who, uplink, web.Options{})
	if err != nil {
		return err
	}
	defer closeLog(p.log, ctl)
	if code := ctl.SetupCode(); code != "" {
		fmt.Println(i18n.T(p.lang, "terminal.setup", "url", "http://"+listener.Addr().String()+"/setup", "code", code))
	}
	server := &app.Server{
		Listener: listener, Cert: conf.Cert, Key: conf.Key, Log: p.log,
		Handler: guard(app.Hosts(site.URL, conf.Hosts), pages(ctl, &site.Center, p.log)),
	}
	return app.Run(p.ctx, p.log,
		app.Part{Name: "controller", Run: ctl.Run},
		app.Part{Name: "http", Run: server.Run},
		app.Part{Name: "watchdog", Run: func(ctx context.Context) error { return app.Watchdog(ctx, p.log, ctl.Alive) }})
}

func openController(p *program, conf *config.Controller, site *config.Center, file string, who *config.Credentials, uplink *link.Options, pages web.Options) (*controller.Controller, error) {
	o, err := controllerOptions(p, conf.Data, site, who, uplink, pages)
	if err != nil {
		return nil, err
	}
	o.Settings.File, o.Settings.Folders = file, reportFolders(conf)
	return controller.New(p.ctx, o)
}

func controllerOptions(p *program, data string, site *config.Center, who *config.Credentials, uplink *link.Options, pages web.Options) (o controller.Options, err error) {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return o, fault.Wrap(err, fault.Unavailable, "data-dir", "dir", data)
	}
	others, err := outside(p.log)(&site.Center)
	if err != nil {
		return o, err
	}
	pages.Tokens = []byte(ui.CSS())
	return controller.Options{
		Engine: controller.EngineOptions{
			Config: site.SHA256, Text: site.Text, Store: store.Options{Path: filepath.Join(data, "log.db")}, Clock: controller.MachineClock(), Synced: controller.Synced, Built: built(),
		},
		Packs:  controller.PackOptions{Dir: filepath.Join(data, packsDir), Fits: fits},
		Center: &site.Center, Credentials: who, Link: uplink, Web: pages, Version: app.NewVersion().Version, Log: p.log, Senders: others.Senders, OneStop: others.OneStop,
		Settings: controller.SettingsOptions{File: site.Path, Beside: site.Path, Outside: outside(p.log)},
	}, nil
}

// reportFolders are the directories where browsers may have reports laid.
func reportFolders(conf *config.Controller) (all []string) {
	for _, dir := range append([]string{filepath.Join(conf.Data, "reports")}, conf.Reports...) {
		if whole, err := filepath.Abs(dir); err == nil {
			all = append(all, whole)
		}
	}
	return all
}

func closeLog(log *slog.Logger, c *controller.Controller) {
	if err := c.Close(); err != nil {
		log.Error("log not closed", "error", err)
	}
}

// pages mounts the parts that live on the controller's address.
func pages(ctl *controller.Controller, site *center.Center, log *slog.Logger) *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("/survey/", survey.Handler(survey.Options{
		Center: ctl.Center,
		May:    func(r *http.Request) bool { return ctl.Known(r, web.RoleTablet) }, Shared: web.Sum([]byte(ui.CSS())), Log: log,
		Helps: func(r *http.Request) bool { return ctl.Known(r, web.RoleGreeter) },
		Drafts: func(r *http.Request) bool {
			return ctl.Known(r, web.RoleManager, web.RoleTechnician, web.RoleInspector)
		},
	}))
	mux.Handle("/screens/", screens.Handler(screens.Options{
		Screen: func(kind, id string) (screens.Screen, bool) { return screenOf(ctl.Center(), kind, center.DeviceID(id)) }, States: site.Demo,
	}))
	mux.Handle("/", ctl.Handler())
	return mux
}

func screenOf(site *center.Center, kind string, id center.DeviceID) (screens.Screen, bool) {
	if k, ok := site.Kiosk(id); ok && kind == "kiosk" {
		return screens.Screen{Kind: kind, ID: string(id), Diagonal: k.Diagonal}, true
	}
	known := wire.Devices{Displays: site.Displays, Layouts: site.Layouts, Voices: site.Voices}
	if x, ok := display.SetupOf(known, id); ok && kind == "display" {
		raw, err := json.Marshal(x)
		d := x.Display
		return screens.Screen{Kind: kind, ID: string(id), Counter: string(d.Counter), Diagonal: d.Diagonal, Distance: d.Distance, Setup: string(raw)}, err == nil
	}
	return screens.Screen{}, false
}

// guard protects every page and call from what browsers can be made to do.
func guard(hosts []string, next http.Handler) http.Handler {
	return app.Guard(hosts, next, func(w http.ResponseWriter, r *http.Request, code string) {
		problem := wire.NewProblem(i18n.Parse(r.Header.Get("Accept-Language")), fault.New(fault.Forbidden, code))
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(problem.Status)
		_ = json.NewEncoder(w).Encode(problem) // it fails only when the asker has gone
	})
}

// uplinkOptions is the center's way to the province, nil where none is configured.
func uplinkOptions(site *center.Center, dir string, log *slog.Logger) (*link.Options, error) {
	u := site.Uplink
	if u.Broker == "" {
		return nil, nil
	}
	prov, point, err := center.Slugs(site.Agency)
	if err != nil {
		return nil, err
	}
	o := &link.Options{Broker: u.Broker, Username: u.Username, Prov: prov, Point: point, Version: app.NewVersion().Version, Logger: log}
	if u.Secret != "" {
		if o.Password, err = config.ReadSecret(beside(dir, u.Secret)); err != nil {
			return nil, err
		}
	}
	if u.CA != "" || u.Cert != "" {
		o.TLS, err = clientTLS(beside(dir, u.CA), beside(dir, u.Cert), beside(dir, u.Key))
	}
	return o, err
}

func beside(dir, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// clientTLS is TLS 1.3 that trusts one authority only and shows the point's own
// certificate, read anew at each connection so that a renewed one is used.
func clientTLS(ca, cert, key string) (*tls.Config, error) {
	c := &tls.Config{MinVersion: tls.VersionTLS13}
	if ca != "" {
		pool, err := authority(ca)
		if err != nil {
			return nil, err
		}
		c.RootCAs = pool
	}
	if cert != "" {
		if _, err := tls.LoadX509KeyPair(cert, key); err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "config-certificate", "file", cert)
		}
		c.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			pair, err := tls.LoadX509KeyPair(cert, key)
			return &pair, err
		}
	}
	return c, nil
}

func authority(path string) (*x509.CertPool, error) {
	raw, err := os.ReadFile(path)
	pool := x509.NewCertPool()
	if err != nil || !pool.AppendCertsFromPEM(raw) {
		return nil, fault.Wrap(err, fault.Invalid, "config-certificate", "file", path)
	}
	return pool, nil
}

// localURL is where programs on this machine reach a listener.
func localURL(l net.Listener) string {
	a, ok := l.Addr().(*net.TCPAddr)
	if !ok || !a.IP.IsUnspecified() {
		return "http://" + l.Addr().String()
	}
	return fmt.Sprintf("http://127.0.0.1:%d", a.Port)
}
