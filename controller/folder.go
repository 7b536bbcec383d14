package controller

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
)

// MaxPackFont is how many bytes the font of a pack may have.
const MaxPackFont = 16 << 20

const (
	mostPacks    = 64     // files looked at in the folder of packs
	keptPacks    = "kept" // folder of the last good packs, below it
	packMode     = 0o600
	packDirsMode = 0o700
)

func packFile(lang i18n.Lang) string { return string(lang) + ".json" }
func fontFile(lang i18n.Lang) string { return string(lang) + ".ttf" }

// folder is the folder of packs. It opens nothing outside: no name that climbs
// and no link that leaves. A folder that is not there is empty.
type folder struct{ root *os.Root }

func openFolder(dir string) *folder {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return &folder{}
	}
	return &folder{root}
}

func (f *folder) close() {
	if f.root != nil {
		f.root.Close()
	}
}

// entries lists the files, some where there are too many.
func (f *folder) entries() []fs.DirEntry {
	if f.root == nil {
		return nil
	}
	all, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return nil
	}
	return all[:min(len(all), mostPacks)]
}

// state changes whenever a file does.
func (f *folder) state() string {
	var b strings.Builder
	fmt.Fprintln(&b, f.root != nil)
	for _, e := range f.entries() {
		if info, err := e.Info(); err == nil && !e.IsDir() {
			fmt.Fprintln(&b, e.Name(), info.Size(), info.ModTime().UnixNano(), info.Mode())
		}
	}
	return b.String()
}

// strangers are files that no configured language explains.
func (f *folder) strangers(site *center.Center) (no []refused) {
	for _, e := range f.entries() {
		name := e.Name()
		known := e.IsDir() && name == keptPacks || slices.ContainsFunc(site.Languages, func(l center.Language) bool {
			return !e.IsDir() && (name == packFile(l.Lang) || name == fontFile(l.Lang))
		})
		if !known {
			no = append(no, refused{strings.ToValidUTF8(name, "?"), fault.New(fault.Invalid, "pack-stranger", "file", strings.ToValidUTF8(name, "?"))})
		}
	}
	return no
}

// read returns a pack and its font, which may be nil.
func (f *folder) read(lang i18n.Lang) (raw, font []byte, err error) {
	raw, err = f.file(packFile(lang), i18n.MaxPack)
	if err != nil {
		return nil, nil, unread(err, lang)
	}
	font, err = f.file(fontFile(lang), MaxPackFont)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return raw, nil, nil
	case err == nil && len(font) > MaxPackFont:
		err = errors.New("too large")
	}
	if err != nil {
		return nil, nil, fault.Wrap(err, fault.Invalid, "pack-font", "file", fontFile(lang))
	}
	return raw, font, nil
}

// unread is why a pack was not read: it was taken away, or nobody here may read
// it. The second takes no language away.
func unread(err error, lang i18n.Lang) error {
	if errors.Is(err, fs.ErrPermission) {
		return fault.Wrap(err, fault.Invalid, "pack-unread", "file", packFile(lang))
	}
	return fault.Wrap(err, fault.NotFound, "pack-absent", "lang", lang, "file", packFile(lang))
}

// file reads most bytes of a regular file and one more.
func (f *folder) file(name string, most int64) ([]byte, error) {
	if f.root == nil {
		return nil, fs.ErrNotExist
	}
	if info, err := f.root.Stat(name); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, fs.ErrNotExist)
	}
	file, err := f.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, most+1))
}

// kept returns the last good pack of a language.
func (f *folder) kept(lang i18n.Lang) (raw, font []byte, ok bool) {
	raw, err := f.file(keptPacks+"/"+packFile(lang), i18n.MaxPack)
	if err != nil {
		return nil, nil, false
	}
	font, _ = f.file(keptPacks+"/"+fontFile(lang), MaxPackFont) // most packs have none
	return raw, font, true
}

func (f *folder) isKept(lang i18n.Lang, raw, font []byte) bool {
	r, t, ok := f.kept(lang)
	return ok && bytes.Equal(r, raw) && bytes.Equal(t, font)
}

// keep remembers a good pack beyond its file.
func (f *folder) keep(lang i18n.Lang, raw, font []byte) error {
	if err := f.root.MkdirAll(keptPacks, packDirsMode); err != nil {
		return err
	}
	if err := f.root.WriteFile(keptPacks+"/"+packFile(lang), raw, packMode); err != nil {
		return err
	}
	if len(font) == 0 {
		if err := f.root.Remove(keptPacks + "/" + fontFile(lang)); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	return f.root.WriteFile(keptPacks+"/"+fontFile(lang), font, packMode)
}
