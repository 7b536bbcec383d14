package simulate

import (
	"os"
	"reflect"
	"regexp"
	"testing"
)

// TestDocsNameEveryKey holds docs/simulate.md against the scenario and the output.
func TestDocsNameEveryKey(t *testing.T) {
	raw, err := os.ReadFile("../../docs/simulate.md")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for tag, types := range map[string][]any{
		"toml": {Scenario{}, Service{}, Arrivals{}, Law{}, Booked{}, Transfer{}, Counter{}},
		"json": {Result{}, Row{}, Waits{}, Overtakes{}, CounterResult{}},
	} {
		for _, v := range types {
			for f := range reflect.TypeOf(v).Fields() {
				name := f.Tag.Get(tag)
				if name == "" {
					continue
				}
				n++
				if !regexp.MustCompile("`[^`]*\\b" + name + "\\b[^`]*`").Match(raw) {
					t.Errorf("docs/simulate.md does not name %s.%s", reflect.TypeOf(v).Name(), name)
				}
			}
		}
	}
	if n < 40 {
		t.Errorf("only %d keys were seen: this test looks at nothing", n)
	}
}
