package house

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryDependencyIsExplained holds docs/dependencies.md against go.mod.
func TestEveryDependencyIsExplained(t *testing.T) {
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile(filepath.Join(root, "docs/dependencies.md"))
	if err != nil {
		t.Fatal(err)
	}
	direct := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\t(?:require )?(\S+) v\S+(.*)$`).FindAllStringSubmatch(string(mod), -1) {
		direct[m[1]] = !strings.Contains(m[2], "// indirect")
	}
	rows := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\| (\S+/\S+) \|`).FindAllStringSubmatch(string(doc), -1) {
		rows[m[1]] = true
		if !direct[m[1]] {
			t.Errorf("docs/dependencies.md explains %s, which go.mod does not require directly", m[1])
		}
	}
	for name, ok := range direct {
		if ok && !rows[name] {
			t.Errorf("docs/dependencies.md does not say why %s is required", name)
		}
	}
}
