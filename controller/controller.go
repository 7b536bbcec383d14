// Package controller owns the log of a center. It decides what happens, tells
// everybody who follows, serves the interface and the pages of staff, greeter,
// manager and citizens, and carries the log to the province.
package controller

import (
	"context"
	_ "embed"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"

	"github.com/alexedwards/scs/v2"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/health"
	"motcua/internal/link"
	"motcua/internal/notice"
	"motcua/internal/onestop"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// Options make a controller.
type Options struct {
	Engine      EngineOptions
	Center      *center.Center
	Credentials *config.Credentials
	Link        *link.Options // nil: no province link
	Web         web.Options   // what main decides: design tokens, demo, province
	Packs       PackOptions
	OneStop     *onestop.Client // nil: no one-stop system is asked about dossiers
	Version     string
	Log         *slog.Logger

	Senders map[string]notice.Sender // of notices, by channel

	HookPace float64 // of pauses between deliveries to web hooks that fail; 0: 1. Tests have less patience

	Settings SettingsOptions
}

// Controller is one center's controller. Run works; Handler answers.
type Controller struct {
	opts      Options
	log       *slog.Logger
	clock     func() queue.Moment
	engine    *Engine
	link      *link.Link
	sessions  *scs.SessionManager
	hashing   hashing
	locks     locks
	seen      lastSeen // when sessions that must not idle were last used
	vault     *vault
	streams   streams
	setup     *setup
	advisor   advisor
	packs     *shelf // languages beside Vietnamese and English
	taking    often  // numbers and times that phones take, by address
	opening   often  // cases opened, by address
	guessing  often  // wrong codes of appointments, by address
	typing    often  // wrong codes of appointments, by the caller who has a name
	scanning  often  // codes, by the scanner or who sends them
	fetching  often  // what is published, by address
	mistyping often  // wrong rating codes, by who sends them
	rating    often  // tokens that nobody has, by address
	live      live   // what is told to the screens of a place alone
	lookup    *lookup
	posting   posting
	reports   *scheduler
	slides    *slideshow
	official  officialSlide
	layouts   *layouts
	pages     *web.Server
	settings  *settings
	outside   outside
	verify    *verifying
	publisher *publisher
	hooks     *hooks
	meters    *meters
}

// New opens the log and gets everything ready. Close releases it.
func New(ctx context.Context, o Options) (*Controller, error) {
	c := &Controller{opts: o, log: o.Log, clock: o.Engine.Clock, hashing: newHashing(), taking: often{most: 120}, opening: often{most: 30}, guessing: often{most: 30}, typing: often{most: 300}, scanning: often{most: mostScans}, fetching: often{most: mostFetched}, mistyping: often{most: mostMistyped}, rating: often{most: 30}}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	o.Engine.Center, o.Engine.Version, o.Engine.Log = o.Center, o.Version, c.log
	c.lookup = newLookup()
	c.settings = &settings{SettingsOptions: o.Settings, c: c}
	c.channels(&o)
	c.packs = newShelf(o.Packs, c.site, c.log)
	beside := filepath.Dir(o.Engine.Store.Path)
	c.slides = newSlideshow(filepath.Join(beside, slidesFolder), c.log)
	c.layouts = newLayouts(filepath.Join(beside, layoutsFolder), c.site, c.log)
	var err error
	if c.engine, err = OpenEngine(ctx, o.Engine); err != nil {
		return nil, err
	}
	if c.vault, err = openVault(beside); err != nil {
		c.Close()
		return nil, err
	}
	c.meters = c.engine.meters
	c.hooks = newHooks(c.engine, c.Now, o, c.log)
	c.sessions, c.advisor.e = newSessions(c.engine), c.engine
	c.engine.staffed, c.engine.cases.tokens = c.staffed, c.tokensOf
	if c.settings.File != "" {
		c.engine.sites.read = c.settings.site
	}
	c.reports, c.publisher = newScheduler(c), newPublisher(c)
	c.posting = posting{e: c.engine, senders: o.Senders, health: health.NewRegister(c.Now), log: c.log}
	if c.verify, err = newVerifying(ctx, c.engine, c.Now, c.log); err != nil {
		c.Close()
		return nil, err
	}
	if c.setup, err = openSetup(ctx, c.engine.store, beside); err == nil && o.Link != nil {
		err = c.uplink(ctx)
	}
	if err != nil {
		c.Close()
		return nil, err
	}
	c.pages = web.New(c.webOptions())
	return c, nil
}

// webOptions is what the pages read, beside what main decides.
func (c *Controller) webOptions() web.Options {
	o := c.opts.Web
	o.Source, o.Citizens, o.Access = &source{c}, &citizens{c}, &access{c}
	o.Sheets = c.engine.Sheets
	o.Rules, o.Visits, o.Notices = &rules{c}, &visits{c}, &letters{c}
	o.Lookup, o.Reports = &lookups{c}, &reports{c}
	o.Record, o.Cases = &records{c}, &casePages{c}
	o.People, o.Personal, o.Inspections = &people{c}, &personal{c}, &inspections{c}
	o.Publication = c.publisher
	o.Watch, o.DayBook = &watcher{c}, &dayBook{c}
	o.Now, o.Log, o.Staffing = c.Now, c.log, c.advisor.staffing
	o.Feed = &pageFeed{c}
	return o
}

// site is the configuration in force.
func (c *Controller) site() *center.Center { return c.engine.site() }

// Center is the configuration in force, for the parts that main mounts beside
// the controller. It is never changed, only replaced.
func (c *Controller) Center() *center.Center { return c.site() }

func (c *Controller) uplink(ctx context.Context) error {
	u, err := newUplink(ctx, c.engine)
	if err != nil {
		return err
	}
	o := *c.opts.Link
	if c.site().Phone.Province {
		o.Phones = &phoneFeed{c.engine, wire.Source(o.Prov, o.Point)}
	}
	if c.link, err = link.New(o, u, u, u.Snap); err != nil {
		return err
	}
	c.engine.linked = func() (bool, bool) { return c.link.Status().Connected, true }
	return nil
}

// Close closes the log. Run must have ended.
func (c *Controller) Close() error { return c.engine.Close() }

// Run decides and carries until ctx ends.
func (c *Controller) Run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	linked := make(chan error, 1)
	go func() {
		if c.link == nil {
			linked <- nil
			return
		}
		linked <- c.link.Run(ctx)
	}()
	var thinking sync.WaitGroup
	thinking.Go(func() { (&learner{e: c.engine}).run(ctx) })
	thinking.Go(func() { c.advisor.run(ctx) })
	thinking.Go(func() { (&factKeeper{e: c.engine}).run(ctx) })
	thinking.Go(func() { c.posting.run(ctx) })
	thinking.Go(func() { (&alertPosts{c.engine, c.opts.Senders, c.log}).run(ctx) })
	thinking.Go(func() { (&casePosts{c.engine, c.opts.Senders, c.log}).run(ctx) })
	thinking.Go(func() { c.verify.run(ctx) })
	thinking.Go(func() { c.hooks.run(ctx) })
	thinking.Go(func() { c.meters.run(ctx, c.engine) })
	thinking.Go(func() { c.reports.run(ctx) })
	thinking.Go(func() { c.publisher.run(ctx) })
	thinking.Go(func() { c.packs.run(ctx) })
	thinking.Go(func() { c.slides.run(ctx) })
	thinking.Go(func() { c.layouts.run(ctx) })
	thinking.Go(func() { _ = c.pages.Run(ctx) }) // it ends with ctx alone
	thinking.Go(func() { c.settings.run(ctx) })
	err := c.engine.Run(ctx)
	stop()
	thinking.Wait()
	if e := <-linked; err == nil {
		err = e
	}
	return err
}

// LinkStatus is how the link to the province stands, the zero value without one.
func (c *Controller) LinkStatus() link.Status {
	if c.link == nil {
		return link.Status{}
	}
	return c.link.Status()
}

// SetupCode is what whoever sets the first manager's password must know, ""
// once there is a manager.
func (c *Controller) SetupCode() string {
	if !c.setup.open(c.engine) {
		return ""
	}
	return c.setup.code
}

// Known tells whether a request comes with a valid token or session that has
// one of the roles, for the parts that main mounts beside the controller.
func (c *Controller) Known(r *http.Request, roles ...string) bool {
	who, err := c.who(r)
	return err == nil && who.may(roles...)
}

// Handler serves the interface, the pages and the health of the controller.
func (c *Controller) Handler() http.Handler {
	mux := http.NewServeMux()
	c.api(mux)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("GET /readyz", c.ready)
	mux.Handle("GET /metrics", c.metrics())
	mux.HandleFunc("GET /q/{token}", c.openCode)
	mux.Handle("/", c.pages)
	for _, page := range []string{"GET /q/{$}", "GET /book"} { // what a phone sends twice is then known for the same
		mux.HandleFunc(page, func(w http.ResponseWriter, r *http.Request) {
			c.setPhone(w, r, c.known(r))
			c.pages.ServeHTTP(w, r)
		})
	}
	return mux
}

// ready answers 200 while events can be stored, else 503 with the reason.
func (c *Controller) ready(w http.ResponseWriter, r *http.Request) {
	if code := view(c.engine, func(*state, queue.Moment) string { return c.engine.unstored() }); code != "" {
		c.problem(w, r, fault.New(fault.Unavailable, code))
		return
	}
	_ = writeJSON(w, http.StatusOK, []byte(`{"ready":true}`)) // it never returns an error
}

//go:embed openapi.json
var openAPI []byte

func getOpenAPI(_ *Controller, w http.ResponseWriter, _ *http.Request, _ caller) error {
	return writeJSON(w, http.StatusOK, openAPI)
}

// Alive returns once the engine has decided something, or with ctx's error: a
// controller that hangs does not.
func (c *Controller) Alive(ctx context.Context) error {
	return c.engine.ask(ctx, memo{}, func(*tx) (int, any, error) { return http.StatusNoContent, nil, nil }).err
}
