package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"motcua/controller"
	"motcua/controller/web"
	"motcua/deploy/slides"
	bridge "motcua/firmware-bridge"
	"motcua/internal/app"
	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/config"
	"motcua/internal/i18n"
	"motcua/internal/sim/day"
	"motcua/province"
	"motcua/provisioning"
)

type demoCommand struct {
	Listen   string  `default:"127.0.0.1:8080" help:"Address of every page and the interface."`
	MQTT     string  `name:"mqtt" default:"127.0.0.1:1883" help:"Address of the province's broker."`
	Data     string  `default:"data" type:"path" help:"Directory of the demo center; made at the first start."`
	Visitors float64 `default:"0" help:"Simulated visitors an hour, with simulated staff; 0: nobody acts by himself."`
	Speed    float64 `default:"1" help:"How much faster the simulated people are; never the clock."`
	Bus      string  `type:"path" help:"Serial port of a real RS-485 line with counter unit 1, instead of the simulated one."`
	History  int     `default:"0" help:"Days of simulated people that a new demo center has behind it, for reports to look at."`
	Seed     uint64  `default:"0" help:"Seed of the simulated day; 0: another one each time."`
}

// Validate refuses what kong's types let through.
func (c *demoCommand) Validate() error {
	if !(c.Visitors >= 0 && c.Visitors <= 100_000) || !(c.Speed > 0 && c.Speed <= 1000) {
		return errors.New("--visitors is 0 to 100000 and --speed above 0 to 1000")
	}
	if c.History < 0 || c.History > mostPast {
		return fmt.Errorf("--history is 0 to %d days", mostPast)
	}
	return nil
}

// Run runs a whole center on this machine: the parts as they are, each device
// simulated behind its real protocol.
func (c *demoCommand) Run(p *program) error {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(demoMemory)
	}
	d, err := c.open(p)
	if err != nil {
		return err
	}
	defer d.close()
	return app.Run(p.ctx, p.log, append(d.parts, app.Part{Name: "welcome", Run: func(ctx context.Context) error { return d.welcome(ctx, p) }})...)
}

// demoMemory is what the garbage collector aims to stay below, in bytes: the
// whole demo then stays below 150 MB resident.
const demoMemory = 90 << 20

// demo is the whole center in one process.
type demo struct {
	url, token string
	mqtt, dir  string
	site       *center.Center
	ctl        *controller.Controller
	prov       *province.Province
	hardware   *hardware
	bridge     func(context.Context) error // follows the configuration
	parts      []app.Part
	closers    []func()
}

func (d *demo) close() {
	for _, c := range slices.Backward(d.closers) {
		c()
	}
}

// open makes everything ready to run.
func (c *demoCommand) open(p *program) (*demo, error) {
	listener, err := app.Listen(p.ctx, c.Listen)
	if err != nil {
		return nil, err
	}
	d := &demo{url: localURL(listener), mqtt: c.MQTT, dir: c.Data, closers: []func(){func() { listener.Close() }}}
	if err := c.fill(p, d); err != nil {
		d.close()
		return nil, err
	}
	server := &app.Server{Listener: listener, Handler: guard(nil, d.handler(p)), Log: p.log}
	d.parts = append(d.hardware.parts,
		app.Part{Name: "controller", Run: d.linked}, app.Part{Name: "province", Run: d.prov.Run},
		app.Part{Name: "bridge", Run: d.bridge}, app.Part{Name: "http", Run: server.Run})
	d.parts = append(d.parts, d.voices(p)...)
	if c.Visitors > 0 {
		d.parts = append(d.parts, app.Part{Name: "people", Run: c.people(p, d)})
	}
	return d, nil
}

func (c *demoCommand) fill(p *program, d *demo) (err error) {
	if err := c.provision(); err != nil {
		return err
	}
	if d.token, err = config.ReadSecret(filepath.Join(c.Data, provisioning.DemoToken)); err != nil {
		return err
	}
	if err := d.openProvince(p, c); err != nil {
		return err
	}
	if err := d.openCenter(p, c); err != nil {
		return err
	}
	return d.openBridge(p)
}

// provision makes the center at the first start, by the code of motcua provision init.
func (c *demoCommand) provision() error {
	if _, err := os.Stat(provisioning.ControllerFile(c.Data)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return provisioning.Init(provisioning.Options{Dir: c.Data, Demo: true, Listen: c.Listen, Province: &provisioning.Province{MQTT: c.MQTT}})
}

func (d *demo) openProvince(p *program, c *demoCommand) error {
	path := provisioning.ProvinceFile(d.dir)
	conf, err := config.LoadProvince(path)
	if err != nil {
		return err
	}
	o, err := provinceOptions(conf, filepath.Dir(path), p.log)
	if err != nil {
		return err
	}
	o.Listen, o.Reader, o.Demo = c.MQTT, d.token, true
	if d.prov, err = province.New(o); err != nil {
		return err
	}
	d.closers = append(d.closers, func() { closeProvince(p.log, d.prov) })
	return nil
}

// openCenter opens the controller with the simulated devices' addresses.
func (d *demo) openCenter(p *program, c *demoCommand) error {
	conf, err := config.LoadController(provisioning.ControllerFile(d.dir))
	if err != nil {
		return err
	}
	site, err := config.LoadCenter(conf.Center)
	if err != nil {
		return err
	}
	site.URL = d.url
	for i := range site.Services { // who lives faster is served faster: the first estimates must know it
		site.Services[i].Minutes = max(1, int(float64(site.Services[i].Minutes)/c.Speed))
	}
	offerAll(&site.Center)
	if err := layPacks(filepath.Join(conf.Data, packsDir), &site.Center); err != nil {
		return err
	}
	if _, err := lay(filepath.Join(conf.Data, slidesDir), slides.Files); err != nil {
		return err
	}
	plugIn(&site.Center)
	if d.hardware, err = openHardware(p.ctx, &site.Center, c.Bus); err != nil {
		return err
	}
	d.closers = append(d.closers, d.hardware.close)
	who, err := config.LoadCredentials(conf.Credentials, nil)
	if err != nil {
		return err
	}
	muteVoices(&site.Center)
	site.Phone.Province = true
	uplink, err := uplinkOptions(&site.Center, filepath.Dir(conf.Center), p.log)
	if err != nil {
		return err
	}
	uplink.Broker, d.site = "tcp://"+d.mqtt, &site.Center
	o, err := controllerOptions(p, conf.Data, site, who, uplink, web.Options{Province: true, Demo: d.page()})
	if err != nil {
		return err
	}
	if err := live(p, d.token, c.History, c.Seed, o); err != nil {
		return err
	}
	o.Settings.Folders = []string{filepath.Join(filepath.Dir(o.Engine.Store.Path), "reports")}
	o.Settings.Adapt = d.adapt(&site.Center, c.Speed)
	if d.ctl, err = controller.New(p.ctx, o); err != nil {
		return err
	}
	d.closers = append(d.closers, func() { closeLog(p.log, d.ctl) })
	return nil
}

// offerAll lets the demo show what a new center has switched off: numbers by
// phone, and appointments for land at any hour.
func offerAll(c *center.Center) {
	c.Remote.On, c.Remote.Window = true, center.Window{From: 0, To: 24 * 60}
	c.Appointments.Slots = []center.Slots{{
		Service: "DD", Window: center.Window{From: 0, To: 24 * 60}, Every: 20, Places: 2,
		Days: []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"},
	}}
}

// page is what the demo's own page tells.
func (d *demo) page() *web.Demo {
	page := &web.Demo{MQTT: d.mqtt, Topic: "motcua/v1/#", Phones: provincePages, TokenFile: filepath.Join(d.dir, provisioning.DemoToken)}
	for _, x := range d.site.Printers {
		page.Printers = append(page.Printers, x.ID)
	}
	for _, x := range d.hardware.units {
		page.Keypads = append(page.Keypads, center.DeviceID(x.ID()))
	}
	for _, x := range d.site.Scanners {
		page.Scanners = append(page.Scanners, x.ID)
	}
	for _, x := range d.site.Buttons {
		page.Buttons = append(page.Buttons, x.ID)
	}
	for _, x := range d.site.Voices {
		page.Voices = append(page.Voices, x.ID)
	}
	page.UPS, page.Messages = d.site.UPS.Name, true
	for _, x := range d.site.Lamps {
		page.Lamps = append(page.Lamps, x.ID)
	}
	return page
}

func (d *demo) openBridge(p *program) error {
	conf, err := config.LoadPart(provisioning.PartFile(d.dir, "bridge", ""))
	if err != nil {
		return err
	}
	token, err := config.ReadSecret(conf.Token)
	if err != nil {
		return err
	}
	ctl := client.New(d.url, token)
	d.bridge = func(ctx context.Context) error {
		q := *p
		q.ctx = ctx
		return whileSame(&q, ctl, func(ctx context.Context) (*center.Center, error) { return deviceSite(ctx, ctl) }, func(ctx context.Context, site *center.Center) error {
			b, err := bridge.New(bridge.Options{Client: ctl, Center: site, Log: p.log, Pins: d.hardware.pin})
			if err != nil {
				return err
			}
			return b.Run(ctx)
		})
	}
	return nil
}

// linked runs the controller once the province listens, so that its link finds it at once.
func (d *demo) linked(ctx context.Context) error {
	select {
	case <-d.prov.Ready():
	case <-ctx.Done():
	}
	return d.ctl.Run(ctx)
}

// provincePages is where the demo's province serves the pages that the center feeds.
const provincePages = "/province/t/"

// handler mounts every part on one address. What only a demo has is for the
// demo's own token.
func (d *demo) handler(p *program) http.Handler {
	mux := pages(d.ctl, d.site, p.log)
	may := func(next http.Handler, roles ...string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !d.ctl.Known(r, roles...) {
				http.Redirect(w, r, "/login", http.StatusSeeOther)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
	mux.Handle("/province/", may(d.prov.Handler(), web.RoleManager, web.RoleInspector))
	public := d.prov.Phones("/province/") // a page opens only with its secret
	mux.Handle(provincePages, public)
	mux.Handle("/province/q/", public)
	states := may(statesHandler(), web.RoleManager, web.RoleTechnician)
	mux.Handle("/states", states)
	mux.Handle("/states/", states)
	mux.Handle("/sim/", may(d.hardware.handler(), web.RoleTechnician))
	return mux
}

// welcome prints the one address once the center answers.
func (d *demo) welcome(ctx context.Context, p *program) error {
	select {
	case <-d.prov.Ready():
	case <-ctx.Done():
		return nil
	}
	fmt.Println(i18n.T(p.lang, "terminal.welcome", "url", d.url+"/login?next=/demo#"+d.token))
	<-ctx.Done()
	return nil
}

// people are the simulated visitors and staff.
func (c *demoCommand) people(p *program, d *demo) func(context.Context) error {
	o := day.Options{Center: client.New(d.url, d.token), Visitors: c.Visitors, Speed: c.Speed, Seed: c.Seed, Log: p.log}
	if o.Seed == 0 {
		o.Seed = uint64(time.Now().UnixNano())
	}
	for _, k := range d.site.Kiosks {
		o.Kiosks = append(o.Kiosks, k.ID)
	}
	return day.New(o).Run
}
