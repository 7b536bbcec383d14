package speech

import (
	"bytes"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/spell"
)

// need skips where a Debian program is missing, but not where everything is checked.
func need(t *testing.T, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing: sh tools/need", program)
		}
		t.Skipf("%s is missing: sh tools/need", program)
	}
}

// script writes a shell program that finds $out, a path in a directory of the test's own.
func script(t *testing.T, body string) (program, out string) {
	t.Helper()
	dir := t.TempDir()
	program, out = filepath.Join(dir, "program"), filepath.Join(dir, "out")
	if err := os.WriteFile(program, []byte("#!/bin/sh\nout="+out+"\n"+body), 0o700); err != nil {
		t.Fatal(err)
	}
	return program, out
}

func read(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

var wave = Sound{Rate: 8000, Samples: []int16{0, 1, -1, 32767, -32768, 258}}

func TestWAV(t *testing.T) {
	got, err := ParseWAV(wave.WAV())
	if err != nil || got.Rate != wave.Rate || !slices.Equal(got.Samples, wave.Samples) {
		t.Errorf("ParseWAV(WAV()) = %+v, %v, want %+v", got, err, wave)
	}
}

func TestParseWAVRefuses(t *testing.T) {
	changed := func(at int, values ...byte) []byte {
		raw := wave.WAV()
		copy(raw[at:], values)
		return raw
	}
	for name, c := range map[string]struct {
		raw  []byte
		want string
	}{
		"empty":         {nil, "no WAV"},
		"an MP3":        {[]byte("ID3\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00"), "no WAV"},
		"only a header": {wave.WAV()[:12], "no WAV"},
		"no data":       {wave.WAV()[:36], "no WAV"},
		"data first":    {append([]byte("RIFF\x00\x00\x00\x00WAVE"), wave.WAV()[36:]...), "no WAV"},
		"short format":  {[]byte("RIFF\x00\x00\x00\x00WAVEfmt \x04\x00\x00\x00\x01\x00\x01\x00"), "no WAV"},
		"stereo":        {changed(22, 2), "2 channels"},
		"8 bits":        {changed(34, 8), "8 bits"},
		"float":         {changed(20, 3), "format 3"},
		"extensible":    {changed(20, 0xfe, 0xff), "format 65534"},
		"96 kHz":        {changed(24, 0, 0x77, 1, 0), "96000 samples"},
		"rate 0":        {changed(24, 0, 0, 0, 0), "0 samples"},
	} {
		if s, err := ParseWAV(c.raw); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: ParseWAV() = %d samples, %v, want %q", name, len(s.Samples), err, c.want)
		}
	}
}

// TestParseWAVReadsWhatRecordersWrite: other chunks before the sound, an odd size, a size that nobody knew.
func TestParseWAVReadsWhatRecordersWrite(t *testing.T) {
	raw := wave.WAV()
	odd := append(append(slices.Clone(raw[:36]), "LIST\x03\x00\x00\x00abc\x00"...), raw[36:]...)
	piped := slices.Clone(raw)
	binary.LittleEndian.PutUint32(piped[40:], 0x7ffff000)
	for name, raw := range map[string][]byte{"a list": odd, "from a pipe": piped, "a byte too many": append(slices.Clone(piped), 7)} {
		if got, err := ParseWAV(raw); err != nil || !slices.Equal(got.Samples, wave.Samples) {
			t.Errorf("%s: ParseWAV() = %+v, %v, want %+v", name, got, err, wave)
		}
	}
}

func FuzzParseWAV(f *testing.F) {
	f.Add(wave.WAV())
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVEfmt \xff\xff\xff\xff"))
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVEdata\x02\x00\x00\x00ab"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := ParseWAV(raw)
		if err != nil {
			return
		}
		if 2*len(s.Samples) > len(raw) || s.Rate < LeastRate || s.Rate > MostRate {
			t.Errorf("%d bytes are %d samples at %d", len(raw), len(s.Samples), s.Rate)
		}
		if again, err := ParseWAV(s.WAV()); err != nil || !slices.Equal(again.Samples, s.Samples) {
			t.Errorf("written again it reads as %v", err)
		}
	})
}

func TestLength(t *testing.T) {
	if got := Silence(22050, 1500*time.Millisecond).Length(); got != 1500*time.Millisecond {
		t.Errorf("Length() = %v, want 1.5 s", got)
	}
	if got := (Sound{}).Length(); got != 0 {
		t.Errorf("Length() of nothing = %v", got)
	}
}

func TestCommand(t *testing.T) {
	program, out := script(t, `{ echo "$1"; cat; } > $out`)
	if err := (Command{program, "-v{lang}"}).Say(t.Context(), "mời công dân", i18n.VI); err != nil {
		t.Fatal(err)
	}
	if got, want := read(t, out), "-vvi\nmời công dân\n"; got != want {
		t.Errorf("the program got %q, want %q", got, want)
	}
}

func TestProgramsThatFail(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "none")
	for _, check := range []error{Command{missing}.Check(), Program{Command: []string{missing}}.Check(), Synth{Command: []string{missing}}.Check()} {
		if code := fault.CodeOf(check); code != "voice-missing" {
			t.Errorf("Check() without the program = %q, want voice-missing", code)
		}
	}
	dumb, _ := script(t, "cat >/dev/null; echo 'cannot find card\naudio  open error' >&2; exit 1")
	for _, program := range []string{missing, dumb} {
		aloud := Aloud{Synth{Command: []string{"cat"}}, Program{Command: []string{program}}}
		for name, err := range map[string]error{
			"Command": Command{program}.Say(t.Context(), "một", i18n.VI),
			"Program": aloud.Player.Play(t.Context(), wave),
			"Aloud":   aloud.Say(t.Context(), "một", i18n.VI), // cat gives no WAV
		} {
			if code := fault.CodeOf(err); code != "voice-failed" || fault.KindOf(err) != fault.Unavailable {
				t.Errorf("%s with %s = %v, want voice-failed", name, program, err)
			}
		}
	}
	if err := (Command{dumb}).Say(t.Context(), "một", i18n.VI); !strings.HasSuffix(err.Error(), ": audio open error") {
		t.Errorf("Say() = %v, want what the program complains of", err)
	}
}

func TestProgramPlays(t *testing.T) {
	program, out := script(t, `echo "$1 $2" > $out; cat >> $out`)
	err := Aloud{
		Synth:  Synth{Command: writes(t, wave.WAV()), Region: spell.South},
		Player: Program{Command: []string{program, "{rate}", "{output}"}, Output: "plughw:1"},
	}.Say(t.Context(), "một", i18n.VI)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := read(t, out), "8000 plughw:1\n"+string(wave.PCM()); got != want {
		t.Errorf("the player got %q, want %q", got, want)
	}
}

// writes is a program that writes raw and reads what it gets.
func writes(t *testing.T, raw []byte) []string {
	path := filepath.Join(t.TempDir(), "raw")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	program, _ := script(t, `cat >/dev/null; cat `+path)
	return []string{program}
}

// TestProgramEnds: a player on a card that hangs does not keep the next call from being spoken.
func TestProgramEnds(t *testing.T) {
	program, _ := script(t, "exec sleep 600")
	began := time.Now()
	if _, err := run(t.Context(), 50*time.Millisecond, []string{program}, bytes.NewReader(nil)); fault.CodeOf(err) != "voice-failed" {
		t.Errorf("a program that hangs = %v, want voice-failed", err)
	}
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("it took %v to give up", took)
	}
}

// TestBoundedOutput: a program that never stops writing fills no memory.
func TestBoundedOutput(t *testing.T) {
	program, _ := script(t, "head -c 9000000 /dev/zero")
	raw, err := run(t.Context(), time.Minute, []string{program}, bytes.NewReader(nil))
	if err != nil || len(raw) != maxOutput {
		t.Errorf("%d bytes kept, %v, want %d", len(raw), err, maxOutput)
	}
}

// TestEspeak: the real program makes a sound of each region and language, and the regions differ.
func TestEspeak(t *testing.T) {
	need(t, "espeak-ng")
	said := map[string]Sound{}
	for _, c := range []struct {
		lang   i18n.Lang
		region string
	}{{i18n.VI, spell.North}, {i18n.VI, spell.South}, {i18n.EN, ""}} {
		s, err := Synth{Region: c.region}.Sound(t.Context(), spell.Number(c.lang, c.region, 125), c.lang)
		if err != nil || s.Length() < time.Second/2 || s.Length() > 5*time.Second {
			t.Fatalf("%s %s: %v of sound, %v", c.lang, c.region, s.Length(), err)
		}
		said[string(c.lang)+c.region] = s
	}
	if slices.Equal(said["vinorth"].Samples, said["visouth"].Samples) {
		t.Error("north and south sound the same")
	}
}

// TestAplay: the real player plays to the device that is always there, and fails without a card of that name.
func TestAplay(t *testing.T) {
	need(t, "aplay")
	if err := (Program{Output: "null"}).Play(t.Context(), Silence(22050, 50*time.Millisecond)); err != nil {
		t.Errorf("Play() to null = %v", err)
	}
	if err := (Program{Output: "plughw:CARD=none"}).Play(t.Context(), wave); fault.CodeOf(err) != "voice-failed" {
		t.Errorf("Play() without a card = %v, want voice-failed", err)
	}
}
