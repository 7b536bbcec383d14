package province

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"motcua/internal/config"
)

// block returns the first fenced block of docs/mqtt.md in that language.
func block(t *testing.T, language string) string {
	t.Helper()
	raw, err := os.ReadFile("../docs/mqtt.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(raw), "\n```"+language+"\n")
	text, _, end := strings.Cut(rest, "\n```\n")
	if !ok || !end {
		t.Fatalf("docs/mqtt.md has no block of %s", language)
	}
	return text + "\n"
}

// debian returns the path of a program of a Debian package; without it the test is skipped, in CI it fails.
func debian(t *testing.T, program, pkg string) string {
	t.Helper()
	for _, name := range []string{program, "/usr/sbin/" + program} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("the Debian package %s is missing", pkg)
	}
	t.Skipf("the Debian package %s is missing", pkg)
	return ""
}

// TestAuditorsRecipe runs the documented Python program against a sound log, one
// with a changed body, and one with an entry taken out.
func TestAuditorsRecipe(t *testing.T) {
	python := debian(t, "python3", "python3")
	recipe := block(t, "python")
	if n := strings.Count(recipe, "\n"); n > 50 {
		t.Errorf("the recipe has %d lines, want at most 50", n)
	}
	file := filepath.Join(t.TempDir(), "verify.py")
	if err := os.WriteFile(file, []byte(recipe), 0o600); err != nil {
		t.Fatal(err)
	}
	p := sample(t, "a token")
	tests := map[string]struct {
		change func([]byte) []byte
		want   string
		sound  bool
	}{
		"sound": {func(b []byte) []byte { return b }, "1000 entries, unbroken; entry 1000 has the hash ", true},
		"changed": {func(b []byte) []byte {
			return bytes.Replace(b, []byte(`"seq":500,"type":"c`), []byte(`"seq":500,"type":"C`), 1)
		}, "entry 500 does not follow from the one before", false},
		"removed": {func(b []byte) []byte {
			from := bytes.Index(b, []byte("\n500 "))
			to := bytes.Index(b, []byte("\n501 "))
			if from < 0 {
				return b
			}
			return append(bytes.Clone(b[:from]), b[to:]...)
		}, "1 entries are missing after 499", false},
	}
	for name, tt := range tests {
		server := httptest.NewServer(tampered(p.Handler(), tt.change))
		out, err := exec.Command(python, file, server.URL+"/province", "h19-27", "a token").CombinedOutput()
		server.Close()
		if !strings.HasPrefix(string(out), tt.want) || (err == nil) != tt.sound {
			t.Errorf("%s log: %s(%v), want %q", name, out, err, tt.want)
		}
	}
}

func TestDocumentedConfigurationIsRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "province.toml")
	if err := os.WriteFile(file, []byte(block(t, "toml")), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := config.LoadProvince(file)
	if err != nil || len(c.Points) != 1 || c.Points[0].Agency != "H19.26.1" || c.MQTT != "0.0.0.0:8883" {
		t.Errorf("LoadProvince = %+v, %v", c, err)
	}
}

// tampered changes every answer on its way.
func tampered(h http.Handler, change func([]byte) []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		w.WriteHeader(rec.Code)
		fmt.Fprintf(w, "%s", change(rec.Body.Bytes()))
	})
}
