package house

import (
	"encoding/json"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"motcua/internal/i18n"
)

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	said := map[string]bool{}
	for _, s := range sources(t) {
		key := s.dir + " package " + s.ast.Name.Name
		if s.test {
			continue
		}
		doc := ""
		if s.ast.Doc != nil {
			doc = strings.TrimSpace(s.ast.Doc.Text())
		}
		said[key] = said[key] || len(doc) > 40
	}
	for key, ok := range said {
		if !ok {
			t.Errorf("%s has no package comment that says what it is for", key)
		}
	}
}

// TestEveryFaultHasItsSentence looks for fault.New and fault.Wrap with a literal code.
func TestEveryFaultHasItsSentence(t *testing.T) {
	found := map[string]bool{}
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			code, ok := faultCode(call)
			if !ok || found[code] {
				return true
			}
			found[code] = true
			if !i18n.Has("fault." + code) {
				t.Errorf("%s: fault %q has no sentence in catalog/fault.vi.json", s.name, code)
			}
			return true
		})
	}
	if len(found) < 10 {
		t.Errorf("only %d faults were seen: this test looks at nothing", len(found))
	}
}

// faultCode returns the code of fault.New(kind, code, ...) and fault.Wrap(err, kind, code, ...).
func faultCode(call *ast.CallExpr) (string, bool) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return "", false
	}
	if pkg, ok := sel.X.(*ast.Ident); !ok || pkg.Name != "fault" {
		return "", false
	}
	at, ok := map[string]int{"New": 1, "Wrap": 2}[sel.Sel.Name]
	if !ok || len(call.Args) <= at {
		return "", false
	}
	lit, ok := call.Args[at].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	code, err := strconv.Unquote(lit.Value)
	return code, err == nil
}

// machine finds absolute paths of a developer's machine: its home, its scratch
// directory, and where this tree happens to be. Written so that it does not find itself.
func machine(t *testing.T) *regexp.Regexp {
	here, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"/roo" + "t/", "/tm" + "p/", "/home/[a-z]", "/wor" + "k/", regexp.QuoteMeta(here) + "/"}
	return regexp.MustCompile(`(^|[^\w./-])(` + strings.Join(names, "|") + `)`)
}

func TestNoPathsOfThisMachine(t *testing.T) {
	find := machine(t)
	for _, name := range files(t) {
		switch filepath.Ext(name) {
		case ".png", ".ttf", ".wasm", ".gz", ".sum", ".new":
			continue
		}
		if name == "LICENSE" {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(root, name))
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(raw), "\n") {
			if find.MatchString(line) {
				t.Errorf("%s:%d names a path of the machine it was written on", name, i+1)
			}
		}
	}
	if !find.MatchString(`open "/ho`+`me/nga/motcua"`) || find.MatchString("docs/wor"+"k/plan") {
		t.Error("the pattern does not know a machine's path from a relative one")
	}
}

// TestCatalogsSayTheSameInBothLanguages holds the languages of each room against each other.
func TestCatalogsSayTheSameInBothLanguages(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(root, "internal/i18n/catalog/*.vi.json"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no catalogs found: %v", err)
	}
	for _, name := range names {
		room := strings.TrimSuffix(filepath.Base(name), ".vi.json")
		vi, en := catalog(t, name), catalog(t, strings.TrimSuffix(name, "vi.json")+"en.json")
		for key, text := range vi {
			other, ok := en[key]
			if a, b := placeholders(text), placeholders(other); !ok || a != b {
				t.Errorf("%s.%s: vi has placeholders [%s], en has [%s] (exists: %v)", room, key, a, b, ok)
			}
		}
		for key, text := range en {
			if _, ok := vi[key]; !ok {
				t.Errorf("%s.%s exists in English only", room, key)
			}
			if strings.TrimSpace(text) == "" || strings.TrimSpace(vi[key]) == "" {
				t.Errorf("%s.%s is empty", room, key)
			}
		}
	}
}

func catalog(t *testing.T, name string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]string
	if err := json.Unmarshal(raw, &texts); err != nil {
		t.Fatalf("%s: %v", filepath.Base(name), err)
	}
	return texts
}

var placeholderForm = regexp.MustCompile(`\{\w+\}`)

// placeholders returns the names in braces, each once, sorted.
func placeholders(text string) string {
	all := placeholderForm.FindAllString(text, -1)
	slices.Sort(all)
	return strings.Join(slices.Compact(all), " ")
}

// TestNobodyIsACustomer keeps the words that no civil servant would sign out of the texts.
func TestNobodyIsACustomer(t *testing.T) {
	for _, key := range i18n.Keys("") {
		text := strings.ToLower(i18n.T(i18n.VI, key))
		for _, word := range []string{"khách hàng", "quý khách", "tạm giữ", "!"} {
			if strings.Contains(text, word) {
				t.Errorf("%s says %q: citizens are công dân or ông/bà, and nobody shouts", key, word)
			}
		}
	}
}
