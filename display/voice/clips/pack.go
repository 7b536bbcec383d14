// Package clips speaks with recordings: a folder with a clip for each word and
// a manifest that says which is which. A pack is loaded whole or not at all,
// and a sentence is spoken by one pack alone, never by mixed voices.
package clips

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/speech"
)

// Manifest is the name of the file that says which clip is which word.
const Manifest = "manifest.toml"

const (
	longest      = 10 * time.Second // a clip
	mostClips    = 4000
	maxManifest  = 256 << 10 // bytes
	maxPack      = 64 << 20  // bytes of all clips
	longestName  = 80        // bytes, of a file
	headroom     = 64 << 10  // bytes of a file beside its samples
	mostProblems = 40        // that are told of one pack
)

// manifest is the content of Manifest.
type manifest struct {
	Name     string            `toml:"name"`     // of the voice, for people
	Language i18n.Lang         `toml:"language"` // vi or en
	Region   string            `toml:"region"`   // of Vietnamese: north or south; empty: either
	License  string            `toml:"license"`  // under which the recordings may be used, and whose they are
	Rate     int               `toml:"rate"`     // samples a second of every clip
	Chime    string            `toml:"chime"`    // file of the gong; empty: the usual one
	Clips    map[string]string `toml:"clips"`    // word or phrase: file
}

// Pack is one voice. It does not change once it is loaded.
type Pack struct {
	Name, License string
	Language      i18n.Lang
	Region        string
	Rate          int
	chime         speech.Sound
	clips         map[string]clip
}

// clip is a word, trimmed and leveled, and what was measured before.
type clip struct {
	samples []int16
	measure
	line any
}

// Key is what a word or phrase is looked up by: neither case nor signs nor the
// form of its accents make a difference.
func Key(word string) string {
	words := strings.FieldsFunc(strings.ToLower(norm.NFC.String(word)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	return strings.Join(words, " ")
}

// Load reads the pack in dir. Every error is a config.Problems that names file
// and line; nothing outside the folder is read.
func Load(dir string) (*Pack, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, one(err, "voice-pack-missing", "file", filepath.Join(dir, Manifest))
	}
	defer root.Close()
	raw, err := readFile(root, Manifest, maxManifest)
	if err != nil {
		return nil, one(err, "voice-pack-missing", "file", filepath.Join(dir, Manifest))
	}
	var m manifest
	if err := config.Decode(Manifest, raw, &m); err != nil {
		return nil, err
	}
	l := &loader{root: root, raw: raw, m: &m, clips: map[string]clip{}}
	l.head()
	l.body()
	if l.problems != nil {
		return nil, l.problems
	}
	return &Pack{m.Name, m.License, m.Language, m.Region, m.Rate, l.gong, l.clips}, nil
}

func one(err error, code string, args ...any) error {
	return config.Problems{fault.Wrap(err, fault.Invalid, code, args...)}
}

// loader reads one pack and collects what is wrong with it.
type loader struct {
	root     *os.Root
	raw      []byte
	m        *manifest
	clips    map[string]clip
	gong     speech.Sound
	problems config.Problems
}

func (l *loader) add(code, key string, args ...any) {
	if len(l.problems) < mostProblems {
		l.problems = append(l.problems, fault.New(fault.Invalid, code, append(args, "line", lineOf(l.raw, key))...))
	}
}

// head checks what the manifest says of the voice.
func (l *loader) head() {
	m := l.m
	for _, x := range []struct{ key, value string }{{"name", m.Name}, {"license", m.License}} {
		if strings.TrimSpace(x.value) == "" {
			l.add("voice-pack-value", x.key, "key", x.key, "value", x.value)
		}
	}
	if !slices.Contains(i18n.Langs, m.Language) {
		l.add("voice-pack-value", "language", "key", "language", "value", m.Language)
	}
	if !slices.Contains([]string{"", "north", "south"}, m.Region) || m.Region != "" && m.Language == i18n.EN {
		l.add("voice-pack-value", "region", "key", "region", "value", m.Region)
	}
	if m.Rate < speech.LeastRate || m.Rate > speech.MostRate {
		l.add("voice-pack-value", "rate", "key", "rate", "value", m.Rate)
	}
	if len(m.Clips) == 0 || len(m.Clips) > mostClips {
		l.add("voice-pack-clips", "clips", "n", len(m.Clips), "most", mostClips)
	}
}

// largest is how many bytes the file of a clip may have.
func (l *loader) largest() int { return 2*speech.Count(l.m.Rate, longest) + headroom }

// room adds up the files before any is read. One that is too large by itself is told later.
func (l *loader) room() {
	total := int64(0)
	for _, word := range slices.Sorted(maps.Keys(l.m.Clips)) {
		if file := l.m.Clips[word]; plain(file) {
			if info, err := l.root.Stat(file); err == nil && info.Size() <= int64(l.largest()) {
				total += info.Size()
			}
		}
		if total > maxPack {
			l.add("voice-pack-large", word, "most", maxPack>>20)
			return
		}
	}
}

// body reads the clips.
func (l *loader) body() {
	l.room()
	if l.problems != nil {
		return
	}
	l.gong = Chime(l.m.Rate)
	if l.m.Chime != "" {
		if c, ok := l.clip("chime", l.m.Chime); ok {
			l.gong = speech.Sound{Rate: l.m.Rate, Samples: c.samples}
		}
	}
	for _, word := range slices.Sorted(maps.Keys(l.m.Clips)) {
		key := Key(word)
		if _, twice := l.clips[key]; twice || key == "" || len(key) > 2*longestName {
			l.add("voice-clip-word", word, "word", fmt.Sprintf("%.80q", word))
			continue
		}
		if c, ok := l.clip(word, l.m.Clips[word]); ok {
			l.clips[key] = c
		}
	}
}

// clip reads one file. word is the key in the manifest that names it.
func (l *loader) clip(word, file string) (clip, bool) {
	name := fmt.Sprintf("%.90q", file)
	if !plain(file) {
		l.add("voice-clip-name", word, "name", name)
		return clip{}, false
	}
	raw, err := readFile(l.root, file, l.largest())
	if errors.Is(err, errLarge) {
		l.add("voice-clip-long", word, "name", name, "seconds", int(longest.Seconds()))
		return clip{}, false
	}
	if err != nil {
		l.add("voice-clip-missing", word, "name", name)
		return clip{}, false
	}
	sound, err := speech.ParseWAV(raw)
	switch {
	case err != nil:
		l.add("voice-clip-form", word, "name", name, "detail", err)
		return clip{}, false
	case sound.Rate != l.m.Rate:
		l.add("voice-clip-rate", word, "name", name, "value", sound.Rate, "rate", l.m.Rate)
		return clip{}, false
	case sound.Length() > longest:
		l.add("voice-clip-long", word, "name", name, "seconds", int(longest.Seconds()))
		return clip{}, false
	}
	c := clip{measure: measured(sound), line: lineOf(l.raw, word)}
	if c.samples = leveled(sound, c.measure); len(c.samples) == 0 {
		l.add("voice-clip-silent", word, "name", name)
		return clip{}, false
	}
	return c, true
}
