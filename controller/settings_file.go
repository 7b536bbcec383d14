package controller

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/store"
)

// stamp tells the center's files when one of them has changed.
func (s *settings) stamp() string {
	all := ""
	for _, file := range []string{s.File, filepath.Join(filepath.Dir(cmp.Or(s.Beside, s.File)), config.ProceduresFile)} {
		if info, err := os.Stat(file); err == nil {
			all += fmt.Sprintln(file, info.Size(), info.ModTime().UnixNano())
		}
	}
	return all
}

// look follows the file where somebody has written it. What cannot be used is
// told, and what is in force stays.
func (s *settings) look(ctx context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.stamp()
	if now == s.seen {
		return
	}
	s.seen = now
	err := s.byFile(ctx)
	if err != nil {
		s.c.log.Warn("configuration file refused", "code", fault.CodeOf(err))
	}
	s.blame(err)
}

// byFile puts in force what somebody wrote into the file, as a version of its own.
func (s *settings) byFile(ctx context.Context) error {
	text, err := config.ReadFile(s.File)
	if err != nil {
		return err
	}
	c, err := s.read(text)
	if err != nil {
		return err
	}
	e := s.c.engine
	if c.SHA256 == e.config() {
		return nil
	}
	newest, _, err := s.versions().NewestVersion(ctx)
	if err != nil {
		return err
	}
	inForce, _, err := s.versions().VersionInForce(ctx)
	if err != nil {
		return err
	}
	outside, err := s.outside(&c.Center)
	if err != nil {
		return err
	}
	x := reform{center: &c.Center, config: c.SHA256}
	if sha := mark(c.Text); sha != inForce.SHA256 {
		x.version = &store.Version{N: newest.N + 1, At: s.c.Now().UnixMilli(), By: store.ByFile, SHA256: sha, Text: c.Text, Effective: store.Now}
	}
	if err := e.replace(ctx, x); err != nil {
		return err
	}
	s.adopted(outside)
	return nil
}

// config is the mark of the files in force.
func (e *Engine) config() string {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.opts.Config
}

// writeBeside puts a text in a file's place so that a power cut leaves the one
// or the other, whole. The one before stays beside it, as .before; undo brings it back.
func writeBeside(file string, text []byte) (undo func(), err error) {
	mode := fs.FileMode(0o640)
	if info, err := os.Stat(file); err == nil {
		mode = info.Mode().Perm()
	}
	before := file + ".before"
	fail := func(err error) (func(), error) {
		return nil, fault.Wrap(err, fault.Unavailable, "settings-file", "file", file)
	}
	if err := os.Remove(before); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fail(err)
	}
	if err := os.Link(file, before); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fail(err)
	}
	if err := place(file, text, mode); err != nil {
		return fail(err)
	}
	return func() { _ = os.Rename(before, file) }, nil // with the store gone nothing more can be done
}

// place writes a file whole and durably, then gives it its name.
func place(file string, text []byte, mode fs.FileMode) error {
	dir := filepath.Dir(file)
	f, err := os.CreateTemp(dir, "."+filepath.Base(file)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // does nothing once it has its name
	_, err = f.Write(text)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	if err := os.Rename(f.Name(), file); err != nil {
		return err
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
