package controller

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/fonts"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

const packsCheck = 5 * time.Second // between looks into the folder of packs

// PackOptions say where language packs are found.
type PackOptions struct {
	Dir string // beside the log; empty: the center has none

	// Fits lays a pack's texts out on the screens, with its font where it has
	// one, and returns an *i18n.PackError for the first that finds no room. nil:
	// nobody looks.
	Fits func(p *i18n.Pack, font []byte) error
}

// shelf holds the packs that the center offers. One goroutine reads the
// folder; anybody may look at what it has found.
type shelf struct {
	opts  PackOptions
	site  func() *center.Center
	log   *slog.Logger
	state string         // of the folder, when it was last read
	read  *center.Center // the configuration in force then

	mu      sync.RWMutex
	packs   []shelved // in the order of the configuration
	refused []refused
}

// shelved is one pack in force.
type shelved struct {
	pack      *i18n.Pack
	raw, font []byte
	about     wire.Language
}

// refused is a file that is not used.
type refused struct {
	name string
	err  error
}

func newShelf(o PackOptions, site func() *center.Center, log *slog.Logger) *shelf {
	return &shelf{opts: o, site: site, log: log}
}

// run keeps the shelf as the folder is, until ctx ends.
func (s *shelf) run(ctx context.Context) {
	if s.opts.Dir == "" {
		return
	}
	tick := time.NewTicker(packsCheck)
	defer tick.Stop()
	for {
		s.look()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// look reads the folder anew where something in it, or the configuration, has changed.
func (s *shelf) look() {
	f := openFolder(s.opts.Dir)
	defer f.close()
	state, site := f.state(), s.site()
	if state == s.state && site == s.read {
		return
	}
	s.state, s.read = state, site
	var packs []shelved
	var no []refused
	for _, l := range site.Languages {
		p, err := s.load(f, l)
		if err != nil {
			no = append(no, refused{packFile(l.Lang), err})
			s.log.Warn("language pack refused", "lang", string(l.Lang), "code", fault.CodeOf(err))
		}
		if p != nil {
			packs = append(packs, *p)
		}
	}
	no = append(no, f.strangers(site)...)
	s.mu.Lock()
	s.packs, s.refused = packs, no
	s.mu.Unlock()
	install(packs, site)
}

// install lets the pages of this process speak the packs.
func install(packs []shelved, site *center.Center) {
	names := map[string]string{}
	for _, x := range site.Services {
		names[string(x.Code)] = x.Name.VI
	}
	var all []*i18n.Pack
	for _, p := range packs {
		all = append(all, p.pack)
	}
	i18n.Install(all, names)
}

// load reads one pack. With an error comes the last good one, where there is
// one: a broken file takes no language away.
func (s *shelf) load(f *folder, l center.Language) (*shelved, error) {
	raw, font, err := f.read(l.Lang)
	if err == nil {
		var p *shelved
		if p, err = s.open(f, l, raw, font); err == nil {
			return p, nil
		}
	}
	if fault.CodeOf(err) == "pack-absent" || fault.CodeOf(err) == "pack-unreviewed" {
		return nil, err // taken away on purpose
	}
	s.mu.RLock()
	i := slices.IndexFunc(s.packs, func(p shelved) bool { return p.pack.Lang == l.Lang })
	s.mu.RUnlock()
	if i >= 0 {
		return &s.packs[i], err
	}
	return s.salvage(f, l), err
}

// salvage takes what is kept of a language, as far as it is still right: this
// program may know other texts than the one that kept it.
func (s *shelf) salvage(f *folder, l center.Language) *shelved {
	raw, font, ok := f.kept(l.Lang)
	if !ok {
		return nil
	}
	p, err := i18n.SalvagePack(raw)
	if err != nil || p.Lang != l.Lang || p.Pending() && !l.Unreviewed {
		return nil
	}
	return shelve(p, raw, font)
}

// open reads the bytes of a pack. What fits the screens is kept, so that it is
// laid out only once and is there when its file breaks.
func (s *shelf) open(f *folder, l center.Language, raw, font []byte) (*shelved, error) {
	name := packFile(l.Lang)
	drawn, err := fonts.Letters(font)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "pack-font", "file", fontFile(l.Lang))
	}
	p, err := i18n.ReadPack(raw, drawn)
	switch {
	case err != nil:
		return nil, PackFault(name, err)
	case p.Lang != l.Lang:
		return nil, fault.New(fault.Invalid, "pack-name", "file", name)
	case p.Pending() && !l.Unreviewed:
		return nil, fault.New(fault.Invalid, "pack-unreviewed", "file", name)
	}
	if !f.isKept(l.Lang, raw, font) {
		if s.opts.Fits != nil {
			if err := s.opts.Fits(p, font); err != nil {
				return nil, PackFault(name, err)
			}
		}
		if err := f.keep(l.Lang, raw, font); err != nil {
			s.log.Warn("language pack not kept", "lang", string(l.Lang), "error", err)
		}
	}
	return shelve(p, raw, font), nil
}

func shelve(p *i18n.Pack, raw, font []byte) *shelved {
	return &shelved{p, raw, font, wire.Language{Code: p.Lang, Name: p.Name, Reviewed: !p.Pending(), SHA256: mark(raw), Font: mark(font)}}
}

// mark names bytes, "" where there are none.
func mark(raw []byte) string {
	if len(raw) == 0 {
		return ""
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// PackFault is what is wrong with the file of that name, for a person.
func PackFault(name string, err error) error {
	bad, ok := errors.AsType[*i18n.PackError](err)
	if !ok {
		return err
	}
	return fault.Wrap(err, fault.Invalid, "pack-"+bad.Code, "file", name, "line", bad.Line, "key", bad.Key, "value", bad.Value)
}

// languages is what citizens may choose.
func (s *shelf) languages() []wire.Language {
	var all []wire.Language
	for _, l := range i18n.Langs {
		all = append(all, wire.Language{Code: l, Name: i18n.T(l, "common.language"), Reviewed: true})
	}
	return append(all, s.offered()...)
}

func (s *shelf) offered() []wire.Language {
	s.mu.RLock()
	defer s.mu.RUnlock()
	all := make([]wire.Language, 0, len(s.packs))
	for _, p := range s.packs {
		all = append(all, p.about)
	}
	return all
}

func (s *shelf) find(lang i18n.Lang) (shelved, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	i := slices.IndexFunc(s.packs, func(p shelved) bool { return p.pack.Lang == lang })
	if i < 0 {
		return shelved{}, false
	}
	return s.packs[i], true
}

func getPacks(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	say := func(err error) string { return wire.Sentence(language(r), err) }
	return send(w, wire.Packs{Packs: c.packs.offered(), Refused: c.packs.refusals(say)})
}

// refusals are the files that are not used, and why.
func (s *shelf) refusals(say func(error) string) []wire.Refusal {
	s.mu.RLock()
	defer s.mu.RUnlock()
	all := []wire.Refusal{}
	for _, x := range s.refused {
		all = append(all, wire.Refusal{Name: x.name, Problem: say(x.err)})
	}
	return all
}

func getPack(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	p, ok := c.packs.find(i18n.Lang(r.PathValue("lang")))
	if !ok {
		return fault.New(fault.NotFound, "pack-unknown", "lang", r.PathValue("lang"))
	}
	return writeJSON(w, http.StatusOK, p.raw)
}

func getPackFont(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	p, ok := c.packs.find(i18n.Lang(r.PathValue("lang")))
	if !ok || len(p.font) == 0 {
		return fault.New(fault.NotFound, "pack-unknown", "lang", r.PathValue("lang"))
	}
	w.Header().Set("Content-Type", "font/ttf")
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(p.font) // it fails only when the asker has gone
	return nil
}
