package controller

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

const (
	layoutsFolder  = "layouts"
	mostLayoutFile = 64 << 10 // bytes
	mostLayouts    = 50
)

// layouts are those of the configuration, and the files that take their places
// without a restart. One goroutine reads the folder; anybody may look at what it has found.
type layouts struct {
	dir  string
	site func() *center.Center
	log  *slog.Logger
	seen map[string]stamp // of the goroutine that reads
	read *center.Center   // likewise: the configuration in force when it last did

	mu     sync.RWMutex
	good   map[string]center.Layout // by file
	faults map[string]error         // likewise; the last good version is in force still
}

// stamp tells a file that has changed.
type stamp struct {
	size int64
	at   time.Time
}

func newLayouts(dir string, site func() *center.Center, log *slog.Logger) *layouts {
	return &layouts{dir: dir, site: site, log: log, seen: map[string]stamp{}, good: map[string]center.Layout{}, faults: map[string]error{}}
}

// run keeps the layouts as the folder is, until ctx ends.
func (l *layouts) run(ctx context.Context) {
	tick := time.NewTicker(slidesCheck)
	defer tick.Stop()
	for {
		l.look()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// look reads what has changed in the folder.
func (l *layouts) look() {
	now := map[string]stamp{}
	if site := l.site(); site != l.read { // a layout is held against it
		l.seen, l.read = map[string]stamp{}, site
	}
	if root, err := os.OpenRoot(l.dir); err == nil {
		defer root.Close()
		listed, err := fs.ReadDir(root.FS(), ".")
		if err != nil {
			return
		}
		for _, e := range listed[:min(len(listed), mostLayouts)] {
			name := e.Name()
			info, err := root.Lstat(name)
			if err != nil || !strings.HasSuffix(name, ".toml") || !slideName.MatchString(name) {
				continue
			}
			now[name] = stamp{info.Size(), info.ModTime()}
			if now[name] != l.seen[name] || l.unread(name) {
				l.take(root, name, info)
			}
		}
	}
	l.seen = now
	l.mu.Lock()
	defer l.mu.Unlock()
	gone := func(name string) bool { _, there := now[name]; return !there }
	maps.DeleteFunc(l.good, func(name string, _ center.Layout) bool { return gone(name) })
	maps.DeleteFunc(l.faults, func(name string, _ error) bool { return gone(name) })
}

// unread tells a file that could not be read: who may read it now shows in no time.
func (l *layouts) unread(name string) bool {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return fault.CodeOf(l.faults[name]) == "slide-unreadable"
}

// take reads one file. What cannot be used leaves what was in force.
func (l *layouts) take(root *os.Root, name string, info fs.FileInfo) {
	layout, err := l.open(root, name, info)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		if fault.CodeOf(err) != "slide-unreadable" || l.faults[name] == nil { // that is tried again and again
			l.log.Warn("layout refused", "name", name, "code", fault.CodeOf(err))
		}
		l.faults[name] = err
		return
	}
	delete(l.faults, name)
	l.good[name] = layout
}

func (l *layouts) open(root *os.Root, name string, info fs.FileInfo) (center.Layout, error) {
	if !info.Mode().IsRegular() || info.Size() > mostLayoutFile {
		return center.Layout{}, fault.New(fault.Invalid, "config-large", "file", name)
	}
	file, err := root.Open(name)
	if err != nil {
		return center.Layout{}, fault.Wrap(err, fault.Invalid, "slide-unreadable", "file", name)
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, mostLayoutFile))
	if err != nil {
		return center.Layout{}, fault.Wrap(err, fault.Invalid, "slide-unreadable", "file", name)
	}
	layout, err := config.ParseLayout(name, raw, l.site())
	if err != nil {
		return center.Layout{}, config.ProblemsOf(err)[0]
	}
	return layout, nil
}

// all are the layouts in force beside the built-in ones; a file comes before what it replaces.
func (l *layouts) all() []center.Layout {
	l.mu.RLock()
	defer l.mu.RUnlock()
	all := []center.Layout{}
	for _, name := range slices.Sorted(maps.Keys(l.good)) {
		all = append(all, l.good[name])
	}
	for _, x := range l.site().Layouts {
		if !slices.ContainsFunc(all, func(y center.Layout) bool { return x.ID == y.ID }) {
			all = append(all, x)
		}
	}
	return all
}

func (l *layouts) refused(say func(error) string) (all []wire.Refusal) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	for _, name := range slices.Sorted(maps.Keys(l.faults)) {
		all = append(all, wire.Refusal{Name: layoutsFolder + "/" + name, Problem: say(l.faults[name])})
	}
	return all
}
