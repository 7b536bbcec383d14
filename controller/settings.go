package controller

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/store"
)

const settingsCheck = 2 * time.Second // between looks at the file, and at whether a version's time has come

// SettingsOptions say where the configuration is kept and how it is read.
type SettingsOptions struct {
	File    string               // the center's file; empty: it cannot be changed here
	Beside  string               // the file beside which the files stand that it names; empty: File
	Folders []string             // where browsers may have reports laid
	Adapt   func(*center.Center) // what a demo adds to every configuration; nil: nothing

	// Outside makes anew what speaks to others for a center, as Options have it. nil: it stays.
	Outside func(*center.Center) (Outside, error)
}

// settings keeps the configuration: its versions, its file, and what is in force.
type settings struct {
	SettingsOptions
	c *Controller

	mu      sync.Mutex // one change at a time
	seen    string     // of the files, when they were last looked at; empty: never yet
	refused error      // why what somebody wrote into the file is not in force; under the engine's lock
}

// asked is a configuration that somebody wants.
type asked struct {
	text      []byte
	effective string
	by        string
	center    *config.Center
}

// versions is the store that holds them now.
func (s *settings) versions() *store.Store {
	s.c.engine.mu.RLock()
	defer s.c.engine.mu.RUnlock()
	return s.c.engine.store
}

// newest is the configuration saved last and its values.
func (s *settings) newest(ctx context.Context) (store.Version, config.Values, error) {
	v, ok, err := s.versions().NewestVersion(ctx)
	if err == nil && (!ok || s.File == "") {
		err = fault.New(fault.Conflict, "settings-off")
	}
	if err != nil {
		return v, nil, err
	}
	values, err := config.ReadValues("center.toml", v.Text)
	return v, values, err
}

// read makes of a text the center that it describes, with what a demo adds.
func (s *settings) read(text []byte) (*config.Center, error) {
	c, err := config.CenterOf(cmp.Or(s.Beside, s.File), text)
	if err == nil && s.Adapt != nil {
		s.Adapt(&c.Center)
	}
	return c, err
}

// site is the center that a text describes.
func (s *settings) site(text []byte) (*center.Center, error) {
	c, err := s.read(text)
	if err != nil {
		return nil, err
	}
	return &c.Center, nil
}

// check reads a text that somebody wants, and tells what is wrong with it.
func (s *settings) check(before, now config.Values, text []byte) (*config.Center, []config.Placed) {
	if faults := config.Outward(before, now, s.Folders...); faults != nil {
		return nil, faults
	}
	c, err := s.read(text)
	return c, placed(config.ProblemsOf(err), now)
}

// save keeps a configuration as the newest version, and puts it in force now or
// lets it wait. base is the version that it was made from; make sees its text.
func (s *settings) save(ctx context.Context, base int64, effective, by string, make func(store.Version, config.Values) (config.Values, []byte, error)) (store.Version, []config.Change, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	newest, old, err := s.newest(ctx)
	if err != nil {
		return newest, nil, err
	}
	if effective != store.Now && effective != store.Opening {
		return newest, nil, fault.New(fault.Invalid, "settings-effective", "value", effective)
	}
	now, text, err := make(newest, old)
	if err != nil {
		return newest, nil, err
	}
	changes := config.Diff(old, now)
	switch {
	case string(text) == string(newest.Text) && (newest.Since > 0 || effective == store.Opening):
		return newest, changes, nil // it is there: said twice
	case base != newest.N:
		return newest, nil, s.stale(ctx, base, newest, old)
	}
	c, faults := s.check(old, now, text)
	if faults != nil {
		return newest, nil, &wrong{faults}
	}
	v, err := s.keep(ctx, newest.N+1, asked{text, effective, by, c})
	return v, changes, err
}

// wrong is a configuration that cannot be.
type wrong struct{ faults []config.Placed }

func (w *wrong) Error() string { return w.faults[0].Fault.Error() }
func (w *wrong) Unwrap() error { return w.faults[0].Fault }

// stale is a change of a configuration that somebody else has changed meanwhile.
type stale struct {
	fault   *fault.Error
	newest  store.Version
	changes []config.Change
}

func (s *stale) Error() string { return s.fault.Error() }
func (s *stale) Unwrap() error { return s.fault }

func (s *settings) stale(ctx context.Context, base int64, newest store.Version, now config.Values) error {
	x := &stale{fault.New(fault.Conflict, "settings-stale", "version", newest.N), newest, nil}
	if v, ok, err := s.versions().Version(ctx, base); err == nil && ok {
		if old, err := config.ReadValues("center.toml", v.Text); err == nil {
			x.changes = config.Diff(old, now)
		}
	}
	return x
}

// keep stores a version, and puts it in force where it is to be so now.
func (s *settings) keep(ctx context.Context, n int64, a asked) (store.Version, error) {
	v := store.Version{N: n, At: s.c.Now().UnixMilli(), By: a.by, SHA256: mark(a.text), Text: a.text, Effective: a.effective}
	if a.effective == store.Now {
		return v, s.force(ctx, &v, a.center)
	}
	return v, s.c.engine.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		t.batch.Versions = append(t.batch.Versions, v)
		t.e.awaits, t.e.postponed = true, false
		return http.StatusNoContent, nil, nil
	}).err
}

// force writes a version into the file and puts it in force.
func (s *settings) force(ctx context.Context, v *store.Version, c *config.Center) error {
	outside, err := s.outside(&c.Center)
	if err != nil {
		return err
	}
	undo, err := writeBeside(s.File, v.Text)
	if err != nil {
		return err
	}
	if err := s.c.engine.replace(ctx, reform{center: &c.Center, config: c.SHA256, version: v}); err != nil {
		undo()
		return err
	}
	s.adopted(outside)
	return nil
}

// adopted notes that the files are as they are in force.
func (s *settings) adopted(o *Outside) {
	if o != nil {
		s.c.outside.Store(o)
	}
	s.seen = s.stamp()
	s.blame(nil)
}

func (s *settings) outside(c *center.Center) (*Outside, error) {
	if s.Outside == nil {
		return nil, nil
	}
	o, err := s.Outside(c)
	return &o, err
}

func (s *settings) blame(err error) {
	s.c.engine.mu.Lock()
	s.refused = err
	s.c.engine.mu.Unlock()
}

// run puts versions in force whose time has come, and follows the file that
// somebody writes by hand, until ctx ends.
func (s *settings) run(ctx context.Context) {
	if s.File == "" {
		return
	}
	tick := time.NewTicker(settingsCheck)
	defer tick.Stop()
	for {
		s.due(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		s.look(ctx)
	}
}

// due puts the version that waits in force once no service day is open.
func (s *settings) due(ctx context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.c.engine
	e.mu.RLock()
	waits := e.awaits && !e.state.open
	e.mu.RUnlock()
	if !waits {
		return
	}
	v, _, err := s.newest(ctx)
	if err != nil || v.Since != 0 {
		return
	}
	c, err := s.read(v.Text)
	if err == nil {
		err = s.force(ctx, &v, c)
	}
	if err == nil || ctx.Err() != nil {
		return
	}
	if fault.KindOf(err) == fault.Unavailable { // a disk or a folder is away: nobody at the doors waits for that
		s.postpone(err)
		return
	}
	s.c.log.Warn("configuration not put in force", "version", v.N, "code", fault.CodeOf(err))
	v.Since = -1
	_ = e.ask(ctx, memo{}, func(t *tx) (int, any, error) { // asked again with the next look
		t.batch.Versions = append(t.batch.Versions, v)
		t.e.awaits = false
		return http.StatusNoContent, nil, nil
	})
}

// postpone lets the service day open under the configuration in force, and
// tells why. The one that waits is tried again whenever no day is open.
func (s *settings) postpone(err error) {
	e := s.c.engine
	e.mu.Lock()
	told := e.postponed
	e.postponed, s.refused = true, err
	e.mu.Unlock()
	if !told {
		s.c.log.Error("configuration postponed", "code", fault.CodeOf(err))
	}
}

// restart names what differs between two centers that only a start of the
// program takes over.
func restart(a, b *center.Center) (all []string) {
	if a.Uplink != b.Uplink || a.Agency != b.Agency || a.Province != b.Province || a.Phone.Province != b.Phone.Province {
		all = append(all, "config.restart-uplink")
	}
	if !slices.Equal(a.Kiosks, b.Kiosks) {
		all = append(all, "config.restart-kiosk")
	}
	if a.URL != b.URL {
		all = append(all, "config.restart-url")
	}
	return all
}
