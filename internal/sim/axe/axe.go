// Package axe runs axe-core, the rules of accessibility that a program can
// check, over pages in a test's browser. axe-core comes by npm with the exact
// version and hash that tools/axe names, and is no part of the product.
package axe

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// rules are WCAG 2.2 A and AA and what axe calls best practice.
const rules = `{runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}, resultTypes: ["violations"]}`

// Script returns axe-core as a script. dir leads from the test's package to the
// root of the module. Where npm cannot reach its registry the proof is missing,
// and the skip says so.
func Script(t testing.TB, dir string) string {
	t.Helper()
	npm, err := exec.LookPath("npm")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("npm is missing: apt-get install npm")
		}
		t.Skip("npm is missing: apt-get install npm")
	}
	into := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json"} {
		raw, err := os.ReadFile(filepath.Join(dir, "tools", "axe", name))
		if err == nil {
			err = os.WriteFile(filepath.Join(into, name), raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	install := exec.CommandContext(ctx, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
	install.Dir = into
	if out, err := install.CombinedOutput(); err != nil {
		t.Skipf("NOT PROVEN HERE: axe-core cannot be installed (npm ci in tools/axe: %v): %s", err, out)
	}
	raw, err := os.ReadFile(filepath.Join(into, "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// Run is an expression whose promise is what axe finds on the page as text that
// Violations reads. The script must have been evaluated in the page.
const Run = `axe.run(document, ` + rules + `).then((found) => JSON.stringify(found.violations.map((v) => ({id: v.id, help: v.help, nodes: v.nodes.map((n) => n.target.join(" ") + " " + n.failureSummary)}))))`

// Violations says what Run found, one line a rule that is broken.
func Violations(found string) ([]string, error) {
	var all []struct {
		ID    string   `json:"id"`
		Help  string   `json:"help"`
		Nodes []string `json:"nodes"`
	}
	if err := json.Unmarshal([]byte(found), &all); err != nil {
		return nil, err
	}
	var lines []string
	for _, v := range all {
		lines = append(lines, fmt.Sprintf("%s (%s): %s", v.ID, v.Help, strings.Join(v.Nodes, " | ")))
	}
	return lines, nil
}
