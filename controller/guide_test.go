package controller

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// example is a block of commands of docs/api.md and the answer that follows it.
type example struct{ script, form, answer string }

func readGuide(t *testing.T) []example {
	t.Helper()
	raw, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```sh\n(.*?)```\n(?:```(json|text)\n(.*?)```\n)?")
	var all []example
	for _, m := range block.FindAllStringSubmatch(string(raw), -1) {
		all = append(all, example{m[1], m[2], m[3]})
	}
	return all
}

// TestGuide runs every example of docs/api.md in one shell, as a reader would.
func TestGuide(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil && os.Getenv("CI") != "true" {
		t.Skip("curl is not installed: apt-get install curl")
	}
	h := openHall(t, nil)
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "data", "demo-token"), []byte(testToken), 0o600); err != nil {
		t.Fatal(err)
	}
	const end = "=== end of the example ==="
	examples := readGuide(t)
	var script strings.Builder
	for _, x := range examples {
		script.WriteString(strings.ReplaceAll(x.script, "http://127.0.0.1:8080", h.url) + "echo; echo '" + end + "'\n")
	}
	cmd := exec.CommandContext(t.Context(), "sh", "-eu", "-c", script.String())
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	answers := strings.Split(string(out), "\n"+end+"\n")
	if len(answers) != len(examples)+1 || len(examples) < 10 {
		t.Fatalf("%d answers to %d examples: %s", len(answers), len(examples), out)
	}
	for i, x := range examples {
		if !x.like(answers[i]) {
			t.Errorf("%s answers\n%s\nwant\n%s", x.script, answers[i], x.answer)
		}
	}
}

// like tells whether got is the answer that the guide shows.
func (x example) like(got string) bool {
	switch x.form {
	case "json":
		var want, have any
		return json.Unmarshal([]byte(x.answer), &want) == nil && json.Unmarshal([]byte(got), &have) == nil && resembles(want, have)
	case "text":
		wants, lines := strings.Split(strings.TrimSpace(x.answer), "\n"), strings.Split(strings.TrimSpace(got), "\n")
		if len(wants) != len(lines) {
			return false
		}
		for i := range wants {
			if !written(wants[i], lines[i]) {
				return false
			}
		}
		return true
	}
	return strings.TrimSpace(got) == ""
}

// written tells whether text is as the guide writes it: … stands for anything.
func written(want, text string) bool {
	parts := strings.Split(want, "…")
	for i, p := range parts {
		parts[i] = regexp.QuoteMeta(p)
	}
	return regexp.MustCompile(`\A(?s:` + strings.Join(parts, `.*`) + `)\z`).MatchString(text)
}

// resembles compares values of JSON: … as a field or at the end of a list stands for more.
func resembles(want, have any) bool {
	switch w := want.(type) {
	case string:
		h, ok := have.(string)
		return ok && written(w, h)
	case []any:
		h, ok := have.([]any)
		more := len(w) > 0 && w[len(w)-1] == "…"
		if more {
			w = w[:len(w)-1]
		}
		if !ok || len(h) < len(w) || !more && len(h) != len(w) {
			return false
		}
		for i := range w {
			if !resembles(w[i], h[i]) {
				return false
			}
		}
		return true
	case map[string]any:
		h, ok := have.(map[string]any)
		if _, more := w["…"]; !ok || !more && len(h) != len(w) {
			return false
		}
		for k, v := range w {
			if x, ok := h[k]; k != "…" && (!ok || !resembles(v, x)) {
				return false
			}
		}
		return true
	}
	return reflect.DeepEqual(want, have)
}

func TestTheGuideIsComparedStrictly(t *testing.T) {
	good := `{"a":1,"b":["x",{"c":null}]}`
	for want, fits := range map[string]bool{
		good: true, `{"a":1,"…":""}`: true, `{"a":1,"b":["x","…"]}`: true, `{"a":1,"b":["…",{"c":null}]}`: true,
		`{"a":1}`: false, `{"a":2,"…":""}`: false, `{"z":1,"…":""}`: false, `{"a":1,"b":["x"]}`: false, `{"a":1,"b":["y","…"]}`: false, `{`: false,
	} {
		if got := (example{form: "json", answer: want}).like(good); got != fits {
			t.Errorf("%s like %s = %t", good, want, got)
		}
	}
	if (example{form: "text", answer: "200\n20…"}).like("200\n404") {
		t.Error("404 passes for 20…")
	}
}
