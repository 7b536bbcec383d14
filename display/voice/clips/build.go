package clips

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/unicode/norm"

	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/speech"
)

// Building is what a stop-gap pack is made of.
type Building struct {
	Dir      string // to be made; it may exist if it is empty
	Name     string
	License  string
	Language i18n.Lang
	Region   string // of Vietnamese
	Words    []string
	Synth    speech.Synth
	Progress func(done int, word string) // nil: nobody looks
}

// Build lets a speech program say each word and keeps the clips as a pack. The
// pack appears whole or not at all, and never over anything that is there.
func Build(ctx context.Context, b Building) error {
	if err := free(b.Dir); err != nil {
		return err
	}
	fresh, err := os.MkdirTemp(filepath.Dir(filepath.Clean(b.Dir)), ".voice-")
	if err != nil {
		return cannot(err, b.Dir)
	}
	defer os.RemoveAll(fresh)
	m := manifest{Name: b.Name, License: b.License, Language: b.Language, Region: b.Region, Clips: map[string]string{}}
	for i, word := range b.Words {
		if b.Progress != nil {
			b.Progress(i, word)
		}
		sound, err := b.Synth.Sound(ctx, word, b.Language)
		if err != nil {
			return err
		}
		if m.Rate == 0 {
			m.Rate = sound.Rate
		}
		m.Clips[word] = fmt.Sprintf("%03d-%s.wav", i+1, asciiName(word))
		if err := os.WriteFile(filepath.Join(fresh, m.Clips[word]), Level(sound).WAV(), 0o644); err != nil {
			return cannot(err, b.Dir)
		}
	}
	m.Chime = "chime.wav"
	if err := os.WriteFile(filepath.Join(fresh, m.Chime), Chime(m.Rate).WAV(), 0o644); err != nil {
		return cannot(err, b.Dir)
	}
	if err := writeManifest(filepath.Join(fresh, Manifest), m); err != nil {
		return cannot(err, b.Dir)
	}
	if _, err := Load(fresh); err != nil { // what is written can be read
		return err
	}
	return put(fresh, b.Dir)
}

func cannot(err error, dir string) error {
	return fault.Wrap(err, fault.Unavailable, "voice-pack-write", "dir", dir)
}

// free refuses a folder that holds anything: recordings are not made again by a command.
func free(dir string) error {
	names, err := os.ReadDir(dir)
	switch {
	case len(names) > 0:
		return fault.New(fault.Conflict, "voice-pack-other", "dir", dir)
	case errors.Is(err, fs.ErrNotExist):
		err = os.MkdirAll(filepath.Dir(filepath.Clean(dir)), 0o755)
	}
	if err != nil {
		return cannot(err, dir)
	}
	return nil
}

func writeManifest(path string, m manifest) error {
	var b strings.Builder
	b.WriteString("# One voice: each word and the file that says it. docs/voice.md says more.\n\n")
	if err := toml.NewEncoder(&b).Encode(m); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(b.String()), 0o644)
}

// put moves the fresh folder to its place.
func put(fresh, dir string) error {
	err := os.Chmod(fresh, 0o755)
	if gone := os.Remove(dir); err == nil && gone != nil && !errors.Is(gone, fs.ErrNotExist) { // an empty folder
		err = gone
	}
	if err == nil {
		err = os.Rename(fresh, dir)
	}
	if err != nil {
		return cannot(err, dir)
	}
	return nil
}

// asciiName is what of a word every file system can keep.
func asciiName(word string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		case r == 'đ':
			return 'd'
		case r == ' ':
			return '-'
		}
		return -1 // marks of accents among them
	}, norm.NFD.String(Key(word))), "-")
}
