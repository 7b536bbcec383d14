package voice

import (
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"motcua/internal/center"
	"motcua/internal/speech"
)

// TestVoiceThroughALSA plays a call with the real aplay through the real ALSA,
// whose sound device is a file, and reads the file back.
func TestVoiceThroughALSA(t *testing.T) {
	if _, err := exec.LookPath("aplay"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("aplay is missing: sh tools/need")
		}
		t.Skip("aplay is missing: sh tools/need")
	}
	x, library := hall(t)
	dir := t.TempDir()
	conf, out := filepath.Join(dir, "asound.conf"), filepath.Join(dir, "out")
	text := fmt.Sprintf("pcm.hall {\n type file\n slave.pcm { type null }\n file %q\n format \"raw\"\n}\n", out)
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ALSA_CONFIG_PATH", conf)
	v := New(Options{Packs: library, Player: speech.Program{Output: "hall"}, Voice: center.Voice{Chime: true}})
	if err := v.Say(t.Context(), "K24", "21"); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	s := speech.Sound{Rate: toneRate, Samples: make([]int16, len(raw)/2)}
	for i := range s.Samples {
		s.Samples[i] = int16(binary.LittleEndian.Uint16(raw[2*i:]))
	}
	want := "gong (350) mời công dân có số ca hai bốn (150) đến quầy số hai mươi mốt"
	if got := x.read(t, s); got != want {
		t.Errorf("the sound device got %q, want %q", got, want)
	}
	v.opts.Player = speech.Program{Output: "nobody"}
	if err := v.Say(t.Context(), "K24", "21"); err == nil {
		t.Error("a sound device that is not there has played")
	}
}
