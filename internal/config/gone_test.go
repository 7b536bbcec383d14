package config

import (
	"strings"
	"testing"
)

// TestAnOldFileStillLoads: what means nothing any more is told and does no
// harm; the next change leaves it out.
func TestAnOldFileStillLoads(t *testing.T) {
	old := strings.Replace(string(Example()), "[rating]\n", "[rating]\nquestionnaire = \"2026-1\"\n", 1)
	c, err := ParseCenter("center.toml", []byte(old))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Outdated) != 1 || c.Outdated[0].Code != "config-gone-questionnaire" {
		t.Errorf("Outdated = %v, want the version of the questions", c.Outdated)
	}
	for _, said := range codes(t, Problems(c.Outdated)) {
		if !strings.HasPrefix(said, "config-gone-questionnaire file=center.toml line=") {
			t.Errorf("it is told as %q", said)
		}
	}
	v := through(t, values(t, []byte(old)))
	v["demo"] = true
	if text := string(Rewrite([]byte(old), v)); strings.Contains(text, "2026-1\"") || !strings.Contains(text, "token_minutes = 60") {
		t.Errorf("written anew it keeps the old key, or loses another:\n%s", text)
	}
	if c, err := ParseCenter("center.toml", Example()); err != nil || c.Outdated != nil {
		t.Errorf("the example: %v, %v", c.Outdated, err)
	}
}
