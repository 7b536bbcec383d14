package controller

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/store"
	"motcua/internal/wire"
)

const (
	mostSettings = 1 << 20 // bytes of a configuration, as a form or as a file
	mostVersions = 50      // listed at once
)

// Who may look at the configuration, and who may change it.
var (
	mayLook   = []string{"manager", "technician", "inspector"}
	mayChange = []string{"manager", "technician"}
)

func getSettings(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	s := c.settings
	v, values, err := s.newest(r.Context())
	if err != nil {
		return err
	}
	x, err := s.read(v.Text)
	if err != nil {
		return err
	}
	about, err := s.about(r.Context(), v)
	if err != nil {
		return err
	}
	a := wire.Settings{SettingsVersion: about[0], Values: values, Usual: config.ValuesOf(&x.Center), Waits: v.Since == 0}
	for _, key := range restart(c.opts.Center, &x.Center) {
		a.Restart = append(a.Restart, i18n.T(language(r), key))
	}
	if err := s.blamed(); err != nil {
		a.File = wire.Sentence(language(r), err)
	}
	return send(w, a)
}

func (s *settings) blamed() error {
	s.c.engine.mu.RLock()
	defer s.c.engine.mu.RUnlock()
	return s.refused
}

// about tells of versions, each with the name of who saved it and how it stands.
func (s *settings) about(ctx context.Context, all ...store.Version) ([]wire.SettingsVersion, error) {
	inForce, _, err := s.versions().VersionInForce(ctx)
	if err != nil {
		return nil, err
	}
	newest, _, err := s.versions().NewestVersion(ctx)
	if err != nil {
		return nil, err
	}
	told := make([]wire.SettingsVersion, 0, len(all))
	for _, v := range all {
		x := wire.SettingsVersion{Version: v.N, At: time.UnixMilli(v.At).In(center.Zone), By: v.By, Name: s.c.nameOf(v.By), SHA256: v.SHA256, Effective: v.Effective, State: "past"}
		if v.Since > 0 {
			at := time.UnixMilli(v.Since).In(center.Zone)
			x.Since = &at
		}
		switch {
		case v.N == inForce.N:
			x.State = "in-force"
		case v.Since < 0:
			x.State = "refused"
		case v.Since == 0 && v.N == newest.N:
			x.State = "waiting"
		case v.Since == 0:
			x.State = "replaced"
		}
		told = append(told, x)
	}
	return told, nil
}

// nameOf is the name of who acted, empty where nobody has it any more.
func (c *Controller) nameOf(id string) string {
	name, _, _ := c.engine.person(id)
	return name
}

// body reads what may be as large as a configuration.
func body(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostSettings))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, fault.New(fault.TooLarge, "body-large", "most", mostSettings>>10)
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Malformed, "body-cut")
	}
	return raw, nil
}

// wish is what saving and checking are asked with.
type settingsWish struct {
	Base      int64           `json:"base"`
	Values    json.RawMessage `json:"values"`
	Effective string          `json:"effective"`
}

func readWish(w http.ResponseWriter, r *http.Request) (q settingsWish, err error) {
	raw, err := body(w, r)
	if err == nil {
		err = checkKey(r.Header.Get("Idempotency-Key"))
	}
	if err != nil {
		return q, err
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&q); err != nil {
		return q, fault.Wrap(err, fault.Malformed, "json")
	}
	return q, nil
}

func putSettings(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	q, err := readWish(w, r)
	if err != nil {
		return err
	}
	return c.saved(w, r, q.Base, q.Effective, who, nil, func(v store.Version, _ config.Values) (config.Values, []byte, error) {
		values, faults := config.FormValues(q.Values)
		if faults != nil {
			return nil, nil, &wrong{faults}
		}
		return values, config.Rewrite(v.Text, values), nil
	})
}

// putSettingsFile takes a whole file; its comments are kept.
func putSettingsFile(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	raw, err := body(w, r)
	if err != nil {
		return err
	}
	base, err := baseOf(r)
	if err != nil {
		return err
	}
	return c.savedFile(w, r, base, r.URL.Query().Get("effective"), who, raw)
}

// postSettingsRestore makes an old version the newest again.
func postSettingsRestore(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	q, v, err := c.settings.readRestore(w, r)
	if err != nil {
		return err
	}
	return c.savedFile(w, r, q.Base, q.Effective, who, v.Text)
}

// readRestore reads which old version is to be the newest again, and over which one.
func (s *settings) readRestore(w http.ResponseWriter, r *http.Request) (q settingsWish, v store.Version, err error) {
	if q, err = readWish(w, r); err == nil {
		_, _, err = s.newest(r.Context()) // whether the configuration can be changed here at all
	}
	if err == nil {
		v, err = s.version(r)
	}
	return q, v, err
}

func (c *Controller) savedFile(w http.ResponseWriter, r *http.Request, base int64, effective string, who caller, text []byte) error {
	return c.saved(w, r, base, effective, who, text, func(store.Version, config.Values) (config.Values, []byte, error) {
		values, err := config.ReadValues("center.toml", text)
		return values, text, err
	})
}

// saved saves and answers, or says what is in the way, of a file with its lines.
func (c *Controller) saved(w http.ResponseWriter, r *http.Request, base int64, effective string, who caller, file []byte, make func(store.Version, config.Values) (config.Values, []byte, error)) error {
	v, changes, err := c.settings.save(r.Context(), base, effective, who.id, make)
	if err != nil {
		return c.notSaved(w, r, file, err)
	}
	about, err := c.settings.about(r.Context(), v)
	if err != nil {
		return err
	}
	return send(w, wire.SettingsAnswer{SettingsVersion: about[0], Changes: changesOf(changes)})
}

// notSaved is a problem with the places of what is wrong, of a file also with its
// lines, or with what somebody else has saved.
func (c *Controller) notSaved(w http.ResponseWriter, r *http.Request, file []byte, err error) error {
	p := wire.SettingsProblem{Problem: wire.NewProblem(language(r), err)}
	if x, ok := errors.AsType[*wrong](err); ok {
		p.Faults = faultsOf(language(r), x.faults, file)
	} else if x, ok := errors.AsType[config.Problems](err); ok {
		p.Faults = faultsOf(language(r), placed(x, nil), file)
	} else if x, ok := errors.AsType[*stale](err); ok {
		about, err := c.settings.about(r.Context(), x.newest)
		if err != nil {
			return err
		}
		p.Newest, p.Changes = &about[0], changesOf(x.changes)
	} else {
		return err
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // it fails only when the asker has gone
	return nil
}

func changesOf(changes []config.Change) []wire.SettingsChange {
	all := make([]wire.SettingsChange, 0, len(changes))
	for _, x := range changes {
		all = append(all, wire.SettingsChange(x))
	}
	return all
}

func getSettingsForm(_ *Controller, w http.ResponseWriter, _ *http.Request, _ caller) error {
	return send(w, map[string]any{"fields": config.Form()})
}

// getSettingsFile exports the newest configuration, with its comments.
func getSettingsFile(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	v, _, err := c.settings.newest(r.Context())
	if err != nil {
		return err
	}
	return sendFile(w, v)
}

func sendFile(w http.ResponseWriter, v store.Version) error {
	h := w.Header()
	h.Set("Content-Type", "application/toml; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="center-`+strconv.FormatInt(v.N, 10)+`.toml"`)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write(v.Text) // it fails only when the asker has gone
	return nil
}

func getSettingsVersions(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	before := int64(1) << 62
	if q := r.URL.Query().Get("before"); q != "" {
		var err error
		if before, err = strconv.ParseInt(q, 10, 64); err != nil {
			return fault.New(fault.Malformed, "settings-base")
		}
	}
	all, err := c.settings.versions().Versions(r.Context(), before, mostVersions)
	if err != nil {
		return err
	}
	told, err := c.settings.about(r.Context(), all...)
	if err != nil {
		return err
	}
	return send(w, wire.SettingsVersions{Versions: told})
}

// version is the one that a path names.
func (s *settings) version(r *http.Request) (store.Version, error) {
	n, err := strconv.ParseInt(r.PathValue("version"), 10, 64)
	if err != nil {
		n = -1
	}
	v, ok, err := s.versions().Version(r.Context(), n)
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "settings-version", "version", r.PathValue("version"))
	}
	return v, err
}

func getSettingsVersion(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	v, err := c.settings.version(r)
	if err != nil {
		return err
	}
	return sendFile(w, v)
}

// getSettingsChanges tells how a version differs from the one before it.
func getSettingsChanges(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	v, err := c.settings.version(r)
	if err != nil {
		return err
	}
	before, _, err := c.settings.versions().Version(r.Context(), v.N-1)
	if err != nil {
		return err
	}
	old, err := config.ReadValues("center.toml", before.Text)
	if err != nil {
		return err
	}
	now, err := config.ReadValues("center.toml", v.Text)
	if err != nil {
		return err
	}
	about, err := c.settings.about(r.Context(), v)
	if err != nil {
		return err
	}
	return send(w, wire.SettingsAnswer{SettingsVersion: about[0], Changes: changesOf(config.Diff(old, now))})
}
