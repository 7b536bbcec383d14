package provisioning

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"motcua/internal/config"
	"motcua/internal/fault"
)

func TestAddSections(t *testing.T) {
	dir := initialized(t, Options{})
	path := filepath.Join(dir, "controller", "center.toml")
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for sections, want := range map[string]string{
		"[[printer]]\nid = \"P1\"\naddress = \"tcp://192.168.1.30:9100\"\n": "center-duplicate", // it is there already
		"[[printer\n": "config-syntax",
	} {
		if err := AddSections(path, sections); fault.CodeOf(err) != want && !strings.Contains(err.Error(), want) {
			t.Errorf("AddSections(%q) = %v, want %s", sections, err, want)
		}
		if now, err := os.ReadFile(path); err != nil || string(now) != string(before) {
			t.Errorf("a refused section changed the file (error %v)", err)
		}
	}
	if err := AddSections(path, "[[printer]]\nid = \"P3\"\naddress = \"tcp://192.168.1.30:9100\"\n"); err != nil {
		t.Fatal(err)
	}
	c, err := config.LoadCenter(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Printer("P3"); !ok {
		t.Error("the new printer is not in the configuration")
	}
	if left, _ := filepath.Glob(path + ".*"); len(left) > 0 {
		t.Errorf("%v is left behind", left)
	}
}
