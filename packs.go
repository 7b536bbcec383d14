package main

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"

	"motcua/controller"
	"motcua/deploy/packs"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/fonts"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/kiosk"
)

// Folders beside the log.
const (
	packsDir  = "packs"
	slidesDir = "slides"
)

type packCommand struct {
	Check packCheckCommand `cmd:"" help:"Say what is wrong with a language pack, what it lacks, and whether it fits the screens."`
	Keys  packKeysCommand  `cmd:"" help:"List the texts that a language pack holds, with the Vietnamese, as a pack to fill in."`
}

type packCheckCommand struct {
	File string `arg:"" type:"existingfile" help:"Language pack, such as rad.json. Its font is rad.ttf beside it."`
}

// Run reads the pack as a controller does and lays its texts out. It fails for
// a pack that a controller would refuse; one that lacks texts may be used.
func (c *packCheckCommand) Run(p *program) error {
	pack, err := openPack(c.File)
	if err != nil {
		return err
	}
	lacks := pack.Missing()
	for _, key := range lacks {
		fmt.Printf("  %-28s %s\n", key, oneLine(i18n.T(i18n.VI, key)))
	}
	if len(lacks) > 0 {
		fmt.Println(i18n.T(p.lang, "terminal.pack-lacks", "n", len(lacks), "share", i18n.Percent(p.lang, pack.Complete())))
	}
	say := "terminal.pack-reviewed"
	if pack.Pending() {
		say = "terminal.pack-pending"
	}
	fmt.Println(i18n.T(p.lang, say, "name", pack.Name, "n", len(pack.Texts), "by", pack.Review.By, "date", pack.Review.Date, "doubts", len(pack.Uncertain)))
	return nil
}

// openPack reads a pack with its font, and lays it out.
func openPack(path string) (*i18n.Pack, error) {
	raw, err := readFile(path, i18n.MaxPack)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "pack-unread", "file", path)
	}
	font, err := readFile(strings.TrimSuffix(path, ".json")+".ttf", controller.MaxPackFont)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fault.Wrap(err, fault.Invalid, "pack-font", "file", strings.TrimSuffix(path, ".json")+".ttf")
	}
	pack, err := readPack(path, raw, font)
	if err == nil {
		err = controller.PackFault(filepath.Base(path), fits(pack, font))
	}
	return pack, err
}

func readPack(path string, raw, font []byte) (*i18n.Pack, error) {
	name := filepath.Base(path)
	drawn, err := fonts.Letters(font)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "pack-font", "file", name)
	}
	pack, err := i18n.ReadPack(raw, drawn)
	if err != nil {
		return nil, controller.PackFault(name, err)
	}
	if name != string(pack.Lang)+".json" {
		return nil, fault.New(fault.Invalid, "pack-name", "file", name)
	}
	return pack, nil
}

// readFile reads most bytes of a file and one more.
func readFile(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most+1))
}

type packKeysCommand struct{}

// Run prints a line of JSON for each text.
func (c *packKeysCommand) Run() error {
	for _, key := range i18n.Needed() {
		fmt.Printf("    %q: %q,\n", key, i18n.T(i18n.VI, key))
	}
	return nil
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// kiosks are the screens on which a pack must find room.
var kiosks = []struct {
	name     string
	geometry kit.Geometry
}{
	{`21.5" 1080×1920`, kit.NewGeometry(1080, 1920, 21.5, 0.6)}, {`15.6" 1920×1080`, kit.NewGeometry(1920, 1080, 15.6, 0.6)},
}

// fits lays out every state of the kiosk in a pack's language, and returns an
// *i18n.PackError for the first text of the file that finds no room.
func fits(p *i18n.Pack, font []byte) error {
	defer debug.FreeOSMemory() // it leaves 40 MB behind, once in months, in a program that runs for years
	faces, err := kit.NewFonts()
	if err == nil && len(font) > 0 {
		err = faces.Add(font)
	}
	if err != nil {
		return &i18n.PackError{Code: "font"}
	}
	var worst error
	i18n.Trial(p, func(lang i18n.Lang) {
		for _, k := range kiosks {
			for _, s := range kiosk.States() {
				for _, text := range s.View(k.geometry, faces, ui.Default, lang).Cut {
					worst = earlier(worst, p, text, k.name)
				}
			}
		}
	})
	return worst
}

// earlier finds the text of the pack that was cut, the one with the most words
// of its own where several may be meant, and keeps the first of the file.
func earlier(worst error, p *i18n.Pack, cut, screen string) error {
	found, most := "", 0
	for key, text := range p.Texts {
		if own := len(braces.ReplaceAllString(text, "")); own > most && shows(cut, text) {
			found, most = key, own
		}
	}
	bad, ok := errors.AsType[*i18n.PackError](worst)
	if line := p.Line(found); found != "" && (!ok || line < bad.Line) {
		return &i18n.PackError{Code: "fit", Line: line, Key: found, Value: screen}
	}
	return worst
}

// braces are the places of a text; holes are the same, quoted for a pattern.
var (
	braces = regexp.MustCompile(`\{[^{}]*\}`)
	holes  = regexp.MustCompile(`\\\{[^{}]*\\\}`)
)

// shows tells whether what a screen shows is that text with its places filled.
func shows(shown, text string) bool {
	form, err := regexp.Compile(`^` + holes.ReplaceAllString(regexp.QuoteMeta(text), `.*`) + `$`)
	return err == nil && form.MatchString(shown)
}

// layPacks puts the sample packs into a center's folder, where it has none of
// that name, and has the center offer them.
func layPacks(dir string, c *center.Center) error {
	names, err := lay(dir, packs.Files)
	for _, name := range names {
		lang := i18n.Lang(strings.TrimSuffix(name, ".json"))
		if !slices.ContainsFunc(c.Languages, func(l center.Language) bool { return l.Lang == lang }) {
			c.Languages = append(c.Languages, center.Language{Lang: lang, Unreviewed: true})
		}
	}
	return err
}

// lay writes files into a directory, but over none that is there.
func lay(dir string, files embed.FS) (names []string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "data-dir", "dir", dir)
	}
	all, err := files.ReadDir(".")
	for _, e := range all {
		raw, err := files.ReadFile(e.Name())
		if err != nil {
			return nil, err
		}
		names = append(names, e.Name())
		path := filepath.Join(dir, e.Name())
		if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			return nil, fault.Wrap(err, fault.Unavailable, "data-dir", "dir", dir)
		}
	}
	return names, err
}
