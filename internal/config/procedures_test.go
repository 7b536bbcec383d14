package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func writeCenter(t *testing.T, procedures string) string {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "center.toml")
	for name, content := range map[string]string{path: string(Example()), filepath.Join(dir, ProceduresFile): procedures} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// TestExampleProcedures reads what a new center starts with.
func TestExampleProcedures(t *testing.T) {
	c, err := LoadCenter(writeCenter(t, string(ExampleProcedures())))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Procedures) < 20 {
		t.Errorf("%d procedures, want at least 20", len(c.Procedures))
	}
	unsure := 0
	for _, p := range c.Procedures {
		if p.Name.EN == "" || len(p.Papers) == 0 {
			t.Errorf("%s has no English name or no papers", p.Code)
		}
		if (p.Fee != nil || p.Days != nil) && p.Basis == "" {
			t.Errorf("%s has a figure and no law that it comes from", p.Code)
		}
		if p.Fee == nil {
			unsure++
		}
	}
	if unsure == 0 {
		t.Error("every fee is known: the screens' way to say that one is not is never seen")
	}
	birth, ok := c.Procedure("1.001193")
	if !ok || birth.Fee == nil || *birth.Fee != 0 || birth.Days == nil || *birth.Days != 0 || !strings.HasPrefix(birth.Place, "procedures.toml:") {
		t.Errorf("birth registration = %+v", birth)
	}
	alone, err := LoadCenter(writeCenter(t, ""))
	if err != nil || alone.SHA256 == c.SHA256 {
		t.Errorf("the configuration has the same mark with and without procedures (%v)", err)
	}
}

func TestProceduresAreRefused(t *testing.T) {
	const good = "[[procedure]]\ncode = \"1.001193\"\nservice = \"HT\"\nname = { vi = \"Khai sinh\" }\n"
	for _, test := range []struct{ name, text, want string }{
		{"unknown key", good + "price = 1\n", "config-unknown-key file=procedures.toml line=5 key=procedure.price"},
		{"twice", good + good, "center-duplicate place=procedures.toml:5 [[procedure]] 1.001193"},
		{"service", strings.Replace(good, "HT", "XX", 1), "center-unknown place=procedures.toml:1 [[procedure]] 1.001193 key=service value=XX"},
		{"fee", good + "fee = \"8.000\"\n", "config-syntax file=procedures.toml"},
		{"fee too large", good + "fee = 99999999999\n", "config-syntax file=procedures.toml"},
		{"syntax", good + "days = \n", "config-syntax file=procedures.toml line=5"},
		{"link", good + "form = \"javascript:1\"\n", "center-link place=procedures.toml:1"},
	} {
		_, err := LoadCenter(writeCenter(t, test.text))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", test.name, err, test.want)
		}
	}
}

func FuzzProcedures(f *testing.F) {
	f.Add(ExampleProcedures())
	f.Add([]byte("[[procedure]]\ncode = \"1.001193\"\nfee = \"không\"\n"))
	f.Add([]byte("procedure = 1"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := parseCenter("center.toml", Example(), raw)
		if err != nil {
			if len(ProblemsOf(err)) == 0 {
				t.Fatalf("%v says nothing", err)
			}
			return
		}
		for _, p := range c.Procedures {
			if _, known := c.Service(p.Service); !known || p.Name.VI == "" {
				t.Fatalf("%+v is accepted", p)
			}
		}
	})
}
