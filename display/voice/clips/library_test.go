package clips

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/speech"
)

// shelve puts a pack into a library's folder under a name.
func shelve(t *testing.T, dir, name, region string) {
	t.Helper()
	pack := good(t)
	raw, err := os.ReadFile(filepath.Join(pack, Manifest))
	if err != nil {
		t.Fatal(err)
	}
	raw = []byte(strings.NewReplacer("north", region, "Lan", name).Replace(string(raw)))
	if err := errors.Join(os.WriteFile(filepath.Join(pack, Manifest), raw, 0o600), os.Rename(pack, filepath.Join(dir, name))); err != nil {
		t.Fatal(err)
	}
}

func names(packs []*Pack) (all []string) {
	for _, p := range packs {
		all = append(all, p.Name)
	}
	return all
}

func TestLibraryKeepsTheLastGood(t *testing.T) {
	dir := t.TempDir()
	shelve(t, dir, "a", "north")
	l := NewLibrary(dir)
	if changed, broken := l.Refresh(); !changed || len(broken) > 0 {
		t.Fatalf("Refresh() = %v, %v", changed, broken)
	}
	if changed, _ := l.Refresh(); changed {
		t.Error("nothing has changed, and yet it was read again")
	}
	manifest := filepath.Join(dir, "a", Manifest)
	if err := os.WriteFile(manifest, []byte("name = \"broken\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if changed, broken := l.Refresh(); !changed || broken["a"] == nil {
		t.Errorf("Refresh() of a broken pack = %v, %v", changed, broken)
	}
	if got := names(l.For(i18n.VI, "north")); fmt.Sprint(got) != "[a]" {
		t.Errorf("For() = %v, want the last good pack", got)
	}
	if _, broken := l.Refresh(); len(broken) > 0 || !l.Refused() {
		t.Error("what is broken is told again and again, or forgotten")
	}
	if err := os.RemoveAll(filepath.Join(dir, "a")); err != nil {
		t.Fatal(err)
	}
	if changed, _ := l.Refresh(); !changed || l.Refused() || len(l.For(i18n.VI, "north")) > 0 {
		t.Error("a pack whose folder is gone still speaks")
	}
}

func TestLibraryChooses(t *testing.T) {
	dir := t.TempDir()
	for name, region := range map[string]string{"any": "", "north": "north", "south": "south", ".hidden": "north"} {
		shelve(t, dir, name, region)
	}
	if err := os.Mkdir(filepath.Join(dir, "no-pack"), 0o700); err != nil {
		t.Fatal(err)
	}
	l := NewLibrary(dir)
	if _, broken := l.Refresh(); len(broken) > 0 {
		t.Fatal(broken)
	}
	for region, want := range map[string]string{"north": "[north any]", "south": "[south any]"} {
		if got := fmt.Sprint(names(l.For(i18n.VI, region))); got != want {
			t.Errorf("For(vi, %s) = %s, want %s", region, got, want)
		}
	}
	if got := l.For(i18n.EN, "north"); len(got) > 0 {
		t.Errorf("For(en) = %v, want none", names(got))
	}
	if changed, broken := NewLibrary(filepath.Join(dir, "none")).Refresh(); changed || len(broken) > 0 {
		t.Error("a folder that is not there is an empty library")
	}
}

func TestCheck(t *testing.T) {
	cut := tone(400, 6, 300*time.Millisecond)
	dir := folder(t, head+"[clips]\n\"một\" = \"a.wav\"\n\"hai\" = \"b.wav\"\n\"ba\" = \"c.wav\"\n\"mời công dân\" = \"d.wav\"\n\"bốn\" = \"e.wav\"\n", map[string][]byte{
		"a.wav": tone(400, -50, 300*time.Millisecond).WAV(), "b.wav": cut.WAV(),
		"c.wav": tone(400, -20, 3*time.Second).WAV(), "d.wav": tone(400, -20, 2*time.Second).WAV(), "e.wav": tone(400, -20, time.Second).WAV(),
	})
	p, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range p.Check([]string{"một", "hai", "ba", "Mời công dân", "năm", "năm"}) {
		got = append(got, fmt.Sprint(f.Code, " ", f.Word, " ", f.Line))
		if s := i18n.T(i18n.VI, "voice.found-"+f.Code, "word", f.Word, "line", f.Line, "level", f.Level, "length", f.Length); strings.ContainsAny(s, "⟦{") {
			t.Errorf("a person would read %q", s)
		}
	}
	want := "missing năm <nil>|long ba 9|loud hai 8|quiet một 7|unused bốn 11"
	if strings.Join(got, "|") != want {
		t.Errorf("Check() = %s, want %s", strings.Join(got, "|"), want)
	}
}

// TestBuild makes a pack with a program that hums, and holds it against its words.
func TestBuild(t *testing.T) {
	hum := filepath.Join(t.TempDir(), "hum.wav")
	if err := os.WriteFile(hum, tone(300, -25, 400*time.Millisecond).WAV(), 0o600); err != nil {
		t.Fatal(err)
	}
	dir, words := filepath.Join(t.TempDir(), "voice", "vi"), []string{"một", "Mời công dân có số", "đê", "vê kép"}
	var told []string
	b := Building{
		Dir: dir, Name: "hum", License: "CC0", Language: i18n.VI, Region: "south", Words: words,
		Synth:    speech.Synth{Command: []string{"sh", "-c", "cat >/dev/null; cat " + hum}},
		Progress: func(done int, word string) { told = append(told, fmt.Sprint(done, word)) },
	}
	if err := Build(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	p, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if found := p.Check(words); len(found) > 0 || p.Region != "south" || len(told) != 4 {
		t.Errorf("Check() = %v, region %s, progress %v", found, p.Region, told)
	}
	for _, name := range []string{"002-moi-cong-dan-co-so.wav", "003-de.wav", "chime.wav"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	if err := Build(t.Context(), b); fault.CodeOf(err) != "voice-pack-other" {
		t.Errorf("Build() over a pack = %v, want voice-pack-other", err)
	}
	b.Dir, b.Synth = filepath.Join(filepath.Dir(dir), "en"), speech.Synth{Command: []string{"false"}}
	if err := Build(t.Context(), b); fault.CodeOf(err) != "voice-failed" {
		t.Errorf("Build() without sound = %v, want voice-failed", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Build(ended, b); err == nil {
		t.Error("Build() goes on when nobody waits")
	}
	if left, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(left) != 1 {
		t.Errorf("%d folders are left behind, %v, want the pack alone", len(left), err)
	}
}
