package provisioning

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
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

// TestAddSectionsKeepsTheOwner where whoever adds them may give files away.
func TestAddSectionsKeepsTheOwner(t *testing.T) {
	file := filepath.Join(initialized(t, Options{}), "controller", "center.toml")
	before, uid := os.Chown(file, 12345, 12345), uint32(12345)
	if before != nil { // not root
		uid = uint32(os.Getuid())
	}
	if err := AddSections(file, "[[printer]]\nid = \"P3\"\naddress = \"tcp://192.168.1.30:9100\"\n"); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Sys().(*syscall.Stat_t).Uid != uid {
		t.Errorf("the file = %+v, error %v; want it to belong to %d", info, err, uid)
	}
}

// TestAddSectionsToALink leaves the link one, and writes the file behind it.
func TestAddSectionsToALink(t *testing.T) {
	file := filepath.Join(initialized(t, Options{}), "controller", "center.toml")
	link := filepath.Join(t.TempDir(), "center.toml")
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	if err := AddSections(link, "[[printer]]\nid = \"P3\"\naddress = \"tcp://192.168.1.30:9100\"\n"); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v (error %v), want a link", info, err)
	}
	if c, err := config.LoadCenter(file); err != nil || len(c.Printers) != 3 {
		t.Errorf("the file behind the link has no third printer (error %v)", err)
	}
}
