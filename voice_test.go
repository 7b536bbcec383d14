package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua/internal/app"
	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/speech"
	"motcua/internal/wire"
)

// TestVoicePack makes a stop-gap pack for a center, breaks it, and speaks with it.
func TestVoicePack(t *testing.T) {
	if _, err := exec.LookPath("espeak-ng"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("espeak-ng is missing: sh tools/need")
		}
		t.Skip("espeak-ng is missing: sh tools/need")
	}
	dir := t.TempDir()
	site, pack, wav := filepath.Join(dir, "center.toml"), filepath.Join(dir, "voice", "vi"), filepath.Join(dir, "call.wav")
	if err := os.WriteFile(site, config.Example(), 0o600); err != nil {
		t.Fatal(err)
	}
	does := func(status int, args ...string) {
		t.Helper()
		if got := run(t.Context(), append([]string{"voice"}, args...)); got != status {
			t.Errorf("motcua voice %q = %d, want %d", args, got, status)
		}
	}
	does(exitUsage, "build", pack, "--language", "fr")
	does(exitUsage, "check", pack) // there is none yet
	does(app.ExitDone, "words", "--language", "en")
	does(app.ExitDone, "build", pack, "--region", "south", "--center", site)
	does(app.ExitFailed, "build", pack)                 // it is there already
	does(app.ExitDone, "check", pack, "--center", site) // all that the center needs
	does(app.ExitFailed, "check", pack)                 // but not every letter
	say := []string{"say", "A105", "3", "--packs", filepath.Dir(pack), "--region", "south", "--reads", "number", "--chime", "-o", wav}
	does(app.ExitDone, say...)
	raw, err := os.ReadFile(wav)
	if err != nil {
		t.Fatal(err)
	}
	if s, err := speech.ParseWAV(raw); err != nil || s.Length().Seconds() < 3 || s.Length().Seconds() > 12 {
		t.Errorf("the call takes %v, %v", s.Length(), err)
	}
	if err := os.WriteFile(filepath.Join(pack, "manifest.toml"), []byte("name = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	does(app.ExitConfig, "check", pack)
	does(app.ExitConfig, say...)
}

// TestACallThatCannotBeWrittenIsExplained in both languages, like every refusal.
func TestACallThatCannotBeWrittenIsExplained(t *testing.T) {
	r := &recorder{path: filepath.Join(t.TempDir(), "call.wav")}
	if err := r.Play(t.Context(), speech.Silence(22050, time.Second)); err != nil {
		t.Fatal(err)
	}
	nowhere := &recorder{path: filepath.Join(r.path, "call.wav")}
	for want, err := range map[string]error{
		"voice-rates": r.Play(t.Context(), speech.Silence(16000, time.Second)), "voice-file": nowhere.Play(t.Context(), speech.Silence(16000, time.Second)),
	} {
		if fault.CodeOf(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
		for _, lang := range i18n.Langs {
			if s := wire.Sentence(lang, err); strings.Contains(s, "{") || s == wire.Sentence(lang, errors.New("anything")) {
				t.Errorf("%s says %q", want, s)
			}
		}
	}
}

// TestVoiceOfOldConfiguration: a voice that was set up with the file of a display goes on speaking.
func TestVoiceOfOldConfiguration(t *testing.T) {
	known := wire.Devices{Displays: []center.Display{{ID: "D1"}}, Voices: []center.Voice{{ID: "V1", Reads: "number"}}}
	for id, want := range map[center.DeviceID]center.Voice{"V1": known.Voices[0], "D1": {}, "": {}} {
		if got, err := voiceOf(known, id); err != nil || got.ID != want.ID || got.Reads != want.Reads {
			t.Errorf("voiceOf(%q) = %+v, %v, want %+v", id, got, err, want)
		}
	}
	if _, err := voiceOf(known, "V2"); fault.CodeOf(err) != "device-unknown" {
		t.Errorf("voiceOf(V2) = %v, want device-unknown", err)
	}
}
