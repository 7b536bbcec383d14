package provisioning

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// TestCheckVoice: a voice lacks its programs loudly, but a speech program only
// mildly where a clip pack lies ready.
func TestCheckVoice(t *testing.T) {
	t.Setenv("STATE_DIRECTORY", "")
	controller := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer controller.Close()
	dir := initialized(t, Options{Controller: controller.URL})
	file, packs := PartFile(dir, "voice", "V1"), t.TempDir()
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	with := func(lines string) []string {
		t.Helper()
		if err := os.WriteFile(file, []byte(string(before)+"packs = '"+packs+"'\n"+lines), 0o600); err != nil {
			t.Fatal(err)
		}
		return check(t, CheckOptions{Config: file})
	}
	if got := with("play = ['true']\nspeak = ['true']\n"); len(got) > 0 {
		t.Errorf("Check(voice) with its programs = %q", got)
	}
	if got := with("play = ['/none']\nspeak = ['/none']\n"); !slices.Equal(got, []string{"voice-missing", "voice-missing"}) {
		t.Errorf("Check(voice) without its programs = %q", got)
	}
	if err := os.Mkdir(filepath.Join(packs, "vi"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(packs, "vi", "manifest.toml"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	found, err := Check(t.Context(), CheckOptions{Config: file, Now: func() time.Time { return today }, Built: built})
	if err != nil {
		t.Fatal(err)
	}
	var severities []string
	for _, c := range found {
		if c.Code == "voice-missing" {
			severities = append(severities, string(c.Severity))
		}
	}
	if !slices.Equal(severities, []string{"warning", "notice"}) {
		t.Errorf("Check(voice) with a pack and no programs = %v, want a warning and a notice", severities)
	}
}
