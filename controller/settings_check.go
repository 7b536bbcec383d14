package controller

import (
	"net/http"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// postSettingsCheck tells what is wrong with a form, or what saving it would change.
func postSettingsCheck(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	q, err := readWish(w, r)
	if err != nil {
		return err
	}
	newest, old, err := c.settings.newest(r.Context())
	if err != nil {
		return err
	}
	x := foresight{old: old}
	if x.now, x.faults = config.FormValues(q.Values); x.faults == nil {
		x.text = config.Rewrite(newest.Text, x.now)
	}
	return c.foresee(w, r, x)
}

// postSettingsFileCheck does so with a whole file.
func postSettingsFileCheck(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	raw, err := body(w, r)
	if err != nil {
		return err
	}
	base, err := baseOf(r)
	if err != nil {
		return err
	}
	return c.foreseeFile(w, r, base, raw)
}

// postSettingsVersionCheck does so with an old version.
func postSettingsVersionCheck(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	q, v, err := c.settings.readRestore(w, r)
	if err != nil {
		return err
	}
	return c.foreseeFile(w, r, q.Base, v.Text)
}

// baseOf is the version that a file is to take the place of.
func baseOf(r *http.Request) (int64, error) {
	base, err := strconv.ParseInt(r.URL.Query().Get("base"), 10, 64)
	if err != nil {
		return 0, fault.New(fault.Malformed, "settings-base")
	}
	return base, nil
}

// foresight is a configuration that nobody has decided upon yet.
type foresight struct {
	old, now config.Values
	text     []byte
	faults   []config.Placed
	file     []byte // where faults are told by their line, too: the text as somebody wrote it
}

// foreseeFile looks at a file that is to take the place of version base, which
// must still be the newest one.
func (c *Controller) foreseeFile(w http.ResponseWriter, r *http.Request, base int64, text []byte) error {
	newest, old, err := c.settings.newest(r.Context())
	if err != nil {
		return err
	}
	if base != newest.N {
		return c.notSaved(w, r, nil, c.settings.stale(r.Context(), base, newest, old))
	}
	x := foresight{old: old, text: text, file: text}
	if x.now, err = config.ReadValues("center.toml", text); err != nil {
		x.faults = placed(config.ProblemsOf(err), nil)
	}
	return c.foresee(w, r, x)
}

// foresee answers what saving a configuration would do. It changes nothing.
func (c *Controller) foresee(w http.ResponseWriter, r *http.Request, x foresight) error {
	lang := language(r)
	a := wire.SettingsCheck{Faults: []wire.SettingsFault{}, Days: []wire.SettingsDay{}, Changes: []wire.SettingsChange{}, Effects: []string{}, Restart: []string{}}
	if x.faults == nil {
		var site *config.Center
		site, x.faults = c.settings.check(x.old, x.now, x.text)
		a.Changes = changesOf(config.Diff(x.old, x.now))
		if x.faults == nil {
			a.Days = c.settings.days(&site.Hours)
			a.Effects = append(a.Effects, c.effects(&site.Center, lang)...)
			for _, key := range restart(c.opts.Center, &site.Center) {
				a.Restart = append(a.Restart, i18n.T(lang, key))
			}
		}
	}
	a.Faults = append(a.Faults, faultsOf(lang, x.faults, x.file)...)
	return send(w, a)
}

// placed finds the keys that faults are about.
func placed(faults []*fault.Error, now config.Values) (all []config.Placed) {
	for _, f := range faults {
		all = append(all, config.Placed{Path: config.Place(f, now), Fault: f})
	}
	return all
}

// faultsOf tells faults, each at its key, or of a file at its line.
func faultsOf(lang i18n.Lang, faults []config.Placed, file []byte) (all []wire.SettingsFault) {
	for _, f := range faults {
		x := wire.SettingsFault{Path: f.Path, Code: f.Fault.Code, Detail: wire.Sentence(lang, f.Fault)}
		here := file == nil && f.Path != "" && strings.HasPrefix(x.Detail, "[")
		if file != nil {
			x.Line, here = f.Line(file)
		}
		if here {
			x.Detail = withoutPlace(x.Detail)
		}
		all = append(all, x)
	}
	return all
}

// withoutPlace is a sentence without the name of the place at which it is shown.
func withoutPlace(said string) string {
	_, rest, ok := strings.Cut(said, ": ")
	if !ok {
		return said
	}
	first, n := utf8.DecodeRuneInString(rest)
	return string(unicode.ToUpper(first)) + rest[n:]
}
