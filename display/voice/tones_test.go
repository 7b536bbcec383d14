package voice

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua/display/voice/clips"
	"motcua/internal/i18n"
	"motcua/internal/speech"
	"motcua/internal/spell"
)

const (
	toneRate = 16000
	toneLong = 120 * time.Millisecond
)

// tones is a voice that hums: each word is a pitch of its own, so that what was
// rendered can be read back.
type tones struct {
	words []string
	at    map[string]float64 // hertz
}

func newTones(words []string) *tones {
	x := &tones{words: words, at: map[string]float64{}}
	for i, w := range words {
		x.at[clips.Key(w)] = 400 + 80*float64(i)
	}
	return x
}

func (x *tones) sound(word string) speech.Sound {
	s := speech.Silence(toneRate, toneLong)
	for i := range s.Samples {
		s.Samples[i] = int16(6000 * math.Sin(2*math.Pi*x.at[clips.Key(word)]*float64(i)/toneRate))
	}
	return s
}

// pack writes the voice as a clip pack into a library's folder. Its gong is a pitch below all words.
func (x *tones) pack(t *testing.T, library, name, lang, region string) {
	t.Helper()
	dir := filepath.Join(library, name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "name = %q\nlanguage = %q\nregion = %q\nlicense = \"CC0\"\nrate = %d\nchime = \"gong.wav\"\n[clips]\n", name, lang, region, toneRate)
	write := func(name string, s speech.Sound) {
		if err := os.WriteFile(filepath.Join(dir, name), s.WAV(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i, w := range x.words {
		fmt.Fprintf(&b, "%q = \"%d.wav\"\n", w, i)
		write(fmt.Sprintf("%d.wav", i), x.sound(w))
	}
	x.at["gong"] = 250
	write("gong.wav", x.sound("gong"))
	if err := os.WriteFile(filepath.Join(dir, clips.Manifest), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// hall writes a Vietnamese pack of every word, and returns it with its library.
func hall(t *testing.T) (x *tones, library string) {
	library = t.TempDir()
	x = newTones(Everywhere().Words(spell.Style{Lang: i18n.VI}))
	x.pack(t, library, "vi", "vi", "north")
	return x, library
}

const frame = 10 * time.Millisecond

// read tells which words are in a rendered sound, in order, with the pauses
// between them in milliseconds, to the nearest 50. It fails where two words are
// heard at once for longer than a join.
func (x *tones) read(t *testing.T, s speech.Sound) string {
	t.Helper()
	n := speech.Count(s.Rate, frame)
	var said []string
	last, silent, both := "", 0, 0
	for i := 0; i+2*n <= len(s.Samples); i += n {
		heard := x.heard(speech.Sound{Rate: s.Rate, Samples: s.Samples[i : i+2*n]})
		switch len(heard) {
		case 0:
			silent, both = silent+1, 0
			if silent == 2 {
				last = ""
			}
			continue
		case 1:
			both = 0
		default:
			if both++; both > 2 {
				t.Errorf("%v are heard at once after %q", heard, strings.Join(said, " "))
			}
			continue
		}
		if silent >= 8 && len(said) > 0 {
			said = append(said, fmt.Sprintf("(%d)", (time.Duration(silent)*frame).Round(50*time.Millisecond).Milliseconds()))
		}
		if heard[0] != last {
			said = append(said, heard[0])
		}
		last, silent = heard[0], 0
	}
	return strings.Join(said, " ")
}

// heard are the words whose pitch is in a short stretch of sound, by Goertzel's filter.
func (x *tones) heard(s speech.Sound) (words []string) {
	var power float64
	in := make([]float64, len(s.Samples))
	for i, v := range s.Samples {
		in[i] = float64(v) * (1 - math.Cos(2*math.Pi*float64(i)/float64(len(in))))
		power += in[i] * in[i]
	}
	if power < float64(len(in))*100*100 {
		return nil
	}
	for word, hertz := range x.at {
		k := 2 * math.Cos(2*math.Pi*hertz/float64(s.Rate))
		var a, b float64
		for _, v := range in {
			a, b = v+k*a-b, a
		}
		if level := math.Sqrt(a*a+b*b-k*a*b) / float64(len(in)); level > 500 {
			words = append(words, word)
		}
	}
	return words
}
