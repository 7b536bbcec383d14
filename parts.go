package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httputil"
	"net/url"
	"time"

	"motcua/controller/web"
	bridge "motcua/firmware-bridge"
	"motcua/internal/app"
	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/health"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/wire"
	"motcua/provisioning"
	"motcua/survey"
)

// part reads a part's file and returns the controller it speaks to.
func part(path string) (*config.Part, *client.Client, error) {
	conf, err := config.LoadPart(path)
	if err != nil {
		return nil, nil, err
	}
	token, err := config.ReadSecret(conf.Token)
	if err != nil {
		return nil, nil, err
	}
	return conf, client.New(conf.Controller, token), nil
}

// whenThere asks the controller what it says of the devices, and goes on asking
// while it is not there yet: after a power cut the parts start in any order.
func whenThere[T any](p *program, ask func(context.Context) (T, error)) (T, error) {
	const pause = 2 * time.Second
	for told := false; ; told = true {
		v, err := ask(p.ctx)
		if err == nil || fault.KindOf(err) != fault.Unavailable {
			return v, err
		}
		if !told {
			p.log.Warn("controller away", "error", err)
		}
		select {
		case <-p.ctx.Done():
			return v, p.ctx.Err()
		case <-time.After(pause):
		}
	}
}

type bridgeCommand struct{ configFile }

// Run drives the center's printers, counter units, lamps and scanners.
func (c *bridgeCommand) Run(p *program) error {
	_, ctl, err := part(c.Config)
	if err != nil {
		return err
	}
	return whileSame(p, ctl, func(ctx context.Context) (*center.Center, error) { return deviceSite(ctx, ctl) }, func(ctx context.Context, site *center.Center) error {
		b, err := bridge.New(bridge.Options{Client: ctl, Center: site, Log: p.log})
		if err != nil {
			return err
		}
		return b.Run(ctx)
	})
}

// deviceSite is as much of a center as its controller tells of the devices, and
// of the counters at which they stand: the transfer key names one.
func deviceSite(ctx context.Context, ctl *client.Client) (*center.Center, error) {
	known, err := ctl.Devices(ctx)
	if err != nil {
		return nil, err
	}
	all, err := ctl.Counters(ctx)
	if err != nil {
		return nil, err
	}
	site := &center.Center{
		Counters: countersOf(all), Kiosks: known.Kiosks, Printers: known.Printers, Displays: known.Displays, Tablets: known.Tablets,
		Buses: known.Buses, Units: known.Units, Lamps: known.Lamps, Buttons: known.Buttons, Digits: known.Digits, Scanners: known.Scanners,
		PauseReasons: known.PauseReasons,
	}
	if known.UPS != nil {
		site.UPS = *known.UPS
	}
	return site, nil
}

func countersOf(all wire.Counters) (counters []center.Counter) {
	for _, c := range all.Counters {
		counters = append(counters, center.Counter{ID: c.ID, Name: c.Name, Agency: c.Agency, Services: c.Services})
	}
	return counters
}

type surveyCommand struct{ configFile }

// Run serves a tablet's page on an address of its own, and carries what it asks
// to the controller with the tablet's token, so that the tablet holds no secret.
func (c *surveyCommand) Run(p *program) error {
	conf, ctl, err := part(c.Config)
	if err != nil {
		return err
	}
	token, err := config.ReadSecret(conf.Token)
	if err != nil {
		return err
	}
	target, err := url.Parse(conf.Controller)
	if err != nil {
		return err
	}
	site, err := whenThere(p, func(ctx context.Context) (*center.Center, error) { return tabletSite(ctx, ctl) })
	if err != nil {
		return err
	}
	listener, err := app.Listen(p.ctx, conf.Listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	mux := http.NewServeMux()
	mux.Handle("/survey/", survey.Handler(survey.Options{Center: func() *center.Center { return site }, Shared: web.Sum([]byte(ui.CSS())), Log: p.log}))
	proxy := carry(target, token)
	mux.Handle("/api/v1/", proxy)
	mux.Handle("GET /static/", proxy)
	mux.Handle("GET /live", proxy)
	mux.Handle("GET /{$}", http.RedirectHandler("/survey/"+string(conf.Device), http.StatusSeeOther))
	server := &app.Server{Listener: listener, Handler: guard(nil, mux), Log: p.log}
	return app.Run(p.ctx, p.log, app.Part{Name: "survey", Run: server.Run})
}

// carry passes requests that Guard has let in on to the controller, under a
// token. To the controller's own guard the page's origin would be another site.
func carry(target *url.URL, token string) http.Handler {
	return &httputil.ReverseProxy{FlushInterval: -1, Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		for _, h := range []string{"Cookie", "Origin", "Sec-Fetch-Site"} {
			r.Out.Header.Del(h)
		}
		r.Out.Header.Set("Authorization", "Bearer "+token)
	}}
}

// tabletSite asks the controller for the names that the tablet's page shows.
func tabletSite(ctx context.Context, ctl *client.Client) (*center.Center, error) {
	s, err := ctl.Services(ctx)
	if err != nil {
		return nil, err
	}
	all, err := ctl.Counters(ctx)
	if err != nil {
		return nil, err
	}
	known, err := ctl.Devices(ctx)
	if err != nil {
		return nil, err
	}
	asked, err := ctl.Questionnaires(ctx)
	if err != nil {
		return nil, err
	}
	return &center.Center{
		Questionnaires: asked,

		Name: s.Center, Point: s.Point, Demo: s.Demo, Services: s.Services, Counters: countersOf(all), Tablets: known.Tablets,
	}, nil
}

type initCommand struct {
	Dir    string `required:"" type:"path" help:"Directory to make."`
	Agency string `help:"Code of the reception point, such as H19.26.1."`
	Name   string `help:"Vietnamese name of the center."`
	NameEn string `help:"English name of the center."`
	URL    string `name:"url" help:"Address at which citizens' phones find the center."`
	Listen string `help:"Address the controller listens on." default:"127.0.0.1:8080"`
	Broker string `help:"URL of the province's broker."`
}

// Run writes a new center and says what to do next.
func (c *initCommand) Run(p *program) error {
	err := provisioning.Init(provisioning.Options{
		Dir: c.Dir, Agency: c.Agency, Name: i18n.Text{VI: c.Name, EN: c.NameEn}, URL: c.URL, Listen: c.Listen, Broker: c.Broker,
	})
	if err != nil {
		return err
	}
	fmt.Println(i18n.T(p.lang, "terminal.provisioned", "file", provisioning.ControllerFile(c.Dir)))
	return nil
}

type checkCommand struct{ configFile }

// Run prints each known trouble as a sentence; any error among them fails the command.
func (c *checkCommand) Run(p *program) error {
	found, err := provisioning.Check(p.ctx, provisioning.CheckOptions{Config: c.Config, Now: time.Now, Built: built(), Chain: verifyLog})
	if err != nil {
		return err
	}
	for _, x := range found {
		fmt.Printf("%-7s %s\n", x.Severity, x.Text(p.lang))
	}
	if health.Worst(found) == health.Fault {
		return fault.New(fault.Conflict, "check-failed")
	}
	if len(found) == 0 {
		fmt.Println(i18n.T(p.lang, "terminal.fine"))
	}
	return nil
}
