package house

import (
	"strconv"
	"strings"
	"testing"
)

// TestTheClientForOthersStandsAlone: its folder can be copied into any program,
// so it imports the standard library alone.
func TestTheClientForOthersStandsAlone(t *testing.T) {
	seen := 0
	for _, s := range sources(t) {
		if s.dir != "controller/client" {
			continue
		}
		seen++
		for _, i := range s.ast.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if first, _, _ := strings.Cut(name, "/"); strings.Contains(first, ".") || first == module {
				t.Errorf("%s imports %s", s.name, name)
			}
		}
	}
	if seen < 3 {
		t.Errorf("only %d files of the client were seen: this test looks at nothing", seen)
	}
}
