package clips

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"motcua/internal/i18n"
)

const mostPacks = 16

// Library is the packs in the folders of one folder. A pack that is broken
// stays as it last was. It is not safe for concurrent use.
type Library struct {
	dir   string
	packs map[string]*shelf // by the name of their folder
}

// shelf is the place of one pack.
type shelf struct {
	pack *Pack  // the last good one; nil: there was none
	bad  bool   // what is in the folder now was refused
	seen string // what the folder was like when it was last read
}

// NewLibrary returns the library of a folder, which need not exist. It is empty
// until Refresh.
func NewLibrary(dir string) *Library { return &Library{dir: dir, packs: map[string]*shelf{}} }

// Refresh reads what has changed since the last time, and tells whether
// anything has. The error says which packs are broken now, with their folder's
// name before each; it comes once for each change. A pack whose folder is gone is gone.
func (l *Library) Refresh() (changed bool, broken map[string]error) {
	broken = map[string]error{}
	names := l.folders()
	for name := range l.packs {
		if !slices.Contains(names, name) {
			delete(l.packs, name)
			changed = true
		}
	}
	for _, name := range names {
		place, seen := l.packs[name], look(filepath.Join(l.dir, name))
		if place == nil {
			place = &shelf{}
			l.packs[name] = place
		}
		if place.seen == seen {
			continue
		}
		place.seen, changed = seen, true
		pack, err := Load(filepath.Join(l.dir, name))
		if place.bad = err != nil; place.bad {
			broken[name] = err
			continue
		}
		place.pack = pack
	}
	return changed, broken
}

// Refused tells whether a pack is broken as it lies in its folder now.
func (l *Library) Refused() bool {
	for _, place := range l.packs {
		if place.bad {
			return true
		}
	}
	return false
}

// folders lists the folders that hold a manifest, the first by name at most.
func (l *Library) folders() (names []string) {
	all, err := os.ReadDir(l.dir)
	if err != nil {
		return nil
	}
	for _, e := range all {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if _, err := os.Stat(filepath.Join(l.dir, e.Name(), Manifest)); !errors.Is(err, fs.ErrNotExist) && len(names) < mostPacks {
			names = append(names, e.Name())
		}
	}
	return names
}

// look is a mark of a folder that differs when a file in it does.
func look(dir string) string {
	var b strings.Builder
	all, err := os.ReadDir(dir)
	if err != nil || len(all) > 2*mostClips {
		return fmt.Sprint(len(all), err)
	}
	for _, e := range all {
		if info, err := e.Info(); err == nil {
			fmt.Fprintln(&b, e.Name(), info.Size(), info.ModTime().UnixNano(), info.Mode())
		}
	}
	return b.String()
}

// For returns the packs that speak a language as in a region, those of the very
// region first, then by the name of their folder.
func (l *Library) For(lang i18n.Lang, region string) (packs []*Pack) {
	for _, name := range slices.Sorted(maps.Keys(l.packs)) {
		p := l.packs[name].pack
		if p != nil && p.Language == lang && (p.Region == "" || p.Region == region) {
			packs = append(packs, p)
		}
	}
	slices.SortStableFunc(packs, func(a, b *Pack) int { return cmp.Compare(b.Region, a.Region) })
	return packs
}
