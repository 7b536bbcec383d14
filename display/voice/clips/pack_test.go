package clips

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/speech"
)

const rate = 8000

// tone is a word: a sine of so many hertz and dB below full scale, with silence around it.
func tone(hertz, level float64, long time.Duration) speech.Sound {
	n, lead := speech.Count(rate, long), speech.Count(rate, 200*time.Millisecond)
	s := speech.Sound{Rate: rate, Samples: make([]int16, n+2*lead)}
	for i := range n {
		x := factor(level) * math.Sqrt2 * math.Sin(2*math.Pi*hertz*float64(i)/rate)
		s.Samples[lead+i] = int16(math.Round(max(-1, min(1, x)) * math.MaxInt16))
	}
	return s
}

// head is a manifest without clips.
const head = "name = \"Lan\"\nlanguage = \"vi\"\nregion = \"north\"\nlicense = \"CC0\"\nrate = 8000\n"

// folder writes a pack's files.
func folder(t testing.TB, manifest string, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	files[Manifest] = []byte(manifest)
	for name, raw := range files {
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func good(t testing.TB) string {
	return folder(t, head+"[clips]\n\"một\" = \"mot.wav\"\n\"hai\" = \"hai.wav\"\n\"Mời công dân có số\" = \"moi.wav\"\n", map[string][]byte{
		"mot.wav": tone(400, -30, 300*time.Millisecond).WAV(), "hai.wav": tone(500, -12, 300*time.Millisecond).WAV(),
		"moi.wav": tone(300, -20, time.Second).WAV(),
	})
}

func TestLoad(t *testing.T) {
	p, err := Load(good(t))
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "Lan" || p.Language != i18n.VI || p.Region != "north" || p.License != "CC0" || p.Rate != rate || p.Words() != 3 {
		t.Errorf("Load() = %+v", p)
	}
	for _, word := range []string{"một", "MỘT", norm.NFD.String("một"), "mời công dân, có số"} {
		if !p.Says([]Unit{{Word: word}}) {
			t.Errorf("the pack does not say %q", word)
		}
	}
	if got := fmt.Sprint(p.Lacks([]Unit{{Word: "một"}, {Word: "ba"}, {Word: ""}})); got != "[ba ]" {
		t.Errorf("Lacks() = %s, want [ba ]", got)
	}
}

// TestLoadRefuses: each is refused by name and line, and nothing hangs or is read from elsewhere.
func TestLoadRefuses(t *testing.T) {
	wav := tone(400, -20, 300*time.Millisecond).WAV()
	clip := func(name string) string { return head + "[clips]\n\"một\" = \"" + name + "\"\n" }
	stereo := append([]byte(nil), wav...)
	stereo[22] = 2
	for name, c := range map[string]struct {
		manifest string
		wav      []byte
		want     string
	}{
		"syntax":         {head + "[clips\n", wav, "config-syntax 7"},
		"unknown key":    {"lizenz = \"x\"\n" + head, wav, "config-unknown-key 1"},
		"no license":     {strings.Replace(head, "CC0", " ", 1) + "[clips]\n\"một\" = \"a.wav\"\n", wav, "voice-pack-value 4"},
		"language":       {strings.Replace(head, "\"vi\"", "\"fr\"", 1) + "[clips]\n\"một\" = \"a.wav\"\n", wav, "voice-pack-value 2"},
		"region":         {strings.Replace(head, "north", "west", 1) + "[clips]\n\"một\" = \"a.wav\"\n", wav, "voice-pack-value 3"},
		"rate":           {strings.Replace(head, "8000", "96000", 1) + "[clips]\n\"một\" = \"a.wav\"\n", wav, "voice-pack-value 5"},
		"no clips":       {head, wav, "voice-pack-clips ?"},
		"empty clips":    {head + "[clips]\n", wav, "voice-pack-clips 6"},
		"twice":          {head + "[clips]\n\"một\" = \"a.wav\"\n\"Một\" = \"a.wav\"\n", wav, "voice-clip-word 7"},
		"only signs":     {head + "[clips]\n\"một\" = \"a.wav\"\n\"...\" = \"a.wav\"\n", wav, "voice-clip-word 8"},
		"missing":        {clip("b.wav"), wav, "voice-clip-missing 7"},
		"above":          {clip("../a.wav"), wav, "voice-clip-name 7"},
		"absolute":       {clip("/etc/passwd"), wav, "voice-clip-name 7"},
		"a folder down":  {clip("x/a.wav"), wav, "voice-clip-name 7"},
		"hidden":         {clip(".a.wav"), wav, "voice-clip-name 7"},
		"an escape":      {clip("a\\u001b[2J.wav"), wav, "voice-clip-name 7"},
		"two lines":      {clip("a\\n.wav"), wav, "voice-clip-name 7"},
		"an option":      {clip(strings.Repeat("a", 90)), wav, "voice-clip-name 7"},
		"turned writing": {clip("a\\u202egpj.wav"), wav, "voice-clip-name 7"},
		"empty name":     {clip(""), wav, "voice-clip-name 7"},
		"the folder":     {clip("."), wav, "voice-clip-name 7"},
		"a pipe":         {clip("pipe"), wav, "voice-clip-missing 7"},
		"a way out":      {clip("link"), wav, "voice-clip-missing 7"},
		"no WAV":         {clip("a.wav"), []byte("OggS"), "voice-clip-form 7"},
		"stereo":         {clip("a.wav"), stereo, "voice-clip-form 7"},
		"another rate":   {clip("a.wav"), speech.Sound{Rate: 16000, Samples: make([]int16, 9)}.WAV(), "voice-clip-rate 7"},
		"silence":        {clip("a.wav"), speech.Silence(rate, time.Second).WAV(), "voice-clip-silent 7"},
		"no sound":       {clip("a.wav"), speech.Sound{Rate: rate}.WAV(), "voice-clip-silent 7"},
		"11 seconds":     {clip("a.wav"), tone(400, -20, 11*time.Second).WAV(), "voice-clip-long 7"},
		"3 hours":        {clip("long.wav"), wav, "voice-clip-long 7"},
		"broken chime":   {head + "chime = \"b.wav\"\n[clips]\n\"một\" = \"a.wav\"\n", wav, "voice-clip-missing 6"},
	} {
		dir := folder(t, c.manifest, map[string][]byte{"a.wav": c.wav, "long.wav": wav})
		if err := errors.Join(syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600), os.Symlink("/etc/passwd", filepath.Join(dir, "link")),
			os.Truncate(filepath.Join(dir, "long.wav"), 3*3600*2*rate)); err != nil { // a file with a hole
			t.Fatal(err)
		}
		_, err := Load(dir)
		var got []string
		for _, f := range config.ProblemsOf(err) {
			line := any("?")
			for i := 0; i+1 < len(f.Args); i += 2 {
				if f.Args[i] == "line" {
					line = f.Args[i+1]
				}
			}
			got = append(got, fmt.Sprint(f.Code, " ", line))
			if s := i18n.T(i18n.VI, "fault."+f.Code, f.Args...); strings.ContainsAny(s, "⟦{\x1b\n") {
				t.Errorf("%s: a person would read %q", name, s)
			}
		}
		if len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: Load() = %q, want %q", name, got, c.want)
		}
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none")); fault.CodeOf(config.ProblemsOf(err)[0]) != "voice-pack-missing" {
		t.Errorf("Load() of no folder = %v", err)
	}
}

// TestLoadBoundsThePack: 70 files of a megabyte each, all holes, are refused before one is read.
func TestLoadBoundsThePack(t *testing.T) {
	files := map[string][]byte{}
	b := strings.Builder{}
	b.WriteString(strings.Replace(head, "8000", "48000", 1) + "[clips]\n")
	for i := range 70 {
		name := fmt.Sprintf("w%03d", i)
		fmt.Fprintf(&b, "%s = \"%s.wav\"\n", name, name)
		files[name+".wav"] = nil
	}
	dir := folder(t, b.String(), files)
	for name := range files {
		if err := os.Truncate(filepath.Join(dir, name), 1_000_000); err != nil && name != Manifest {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, Manifest), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Load(dir)
	if all := config.ProblemsOf(err); len(all) != 1 || all[0].Code != "voice-pack-large" {
		t.Errorf("Load() of 70 MB = %v, want voice-pack-large", err)
	}
}

func FuzzManifest(f *testing.F) {
	f.Add([]byte(head + "[clips]\n\"một\" = \"a.wav\"\n"))
	f.Add([]byte(head + "chime = \"../a.wav\"\n[clips]\n\"\" = \"\"\n"))
	f.Add([]byte("rate = 1e9"))
	dir := folder(f, "", map[string][]byte{"a.wav": tone(400, -20, 100*time.Millisecond).WAV()})
	f.Fuzz(func(t *testing.T, raw []byte) {
		if err := os.WriteFile(filepath.Join(dir, Manifest), raw, 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := Load(dir)
		if (p == nil) == (err == nil) {
			t.Fatalf("Load() = %v, %v", p, err)
		}
		for _, problem := range config.ProblemsOf(err) {
			if problem.Code == "internal" {
				t.Errorf("an error without a sentence: %v", problem)
			}
		}
		if p != nil && (p.Words() == 0 || p.Rate < speech.LeastRate) {
			t.Errorf("a pack of %d words at %d", p.Words(), p.Rate)
		}
	})
}
