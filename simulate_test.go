package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"motcua/internal/app"
	"motcua/internal/i18n"
	"motcua/internal/simulate"
)

// played prints what a scenario gives, as the command does.
func played(t *testing.T, scenario string, asJSON bool, lang i18n.Lang) string {
	t.Helper()
	s, err := loadScenario(scenario)
	if err != nil {
		t.Fatal(err)
	}
	s.Replications = min(s.Replications, 5)
	r, err := simulate.Run(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := (&simulateCommand{JSON: asJSON}).print(&b, r, lang); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestSimulatePrints(t *testing.T) {
	const monday = "docs/scenarios/monday.toml"
	first := played(t, monday, true, i18n.VI)
	if again := played(t, monday, true, i18n.EN); again != first {
		t.Error("the same scenario and seed gave another JSON")
	}
	dec := json.NewDecoder(strings.NewReader(first))
	dec.DisallowUnknownFields()
	var r simulate.Result
	if err := dec.Decode(&r); err != nil {
		t.Fatal(err)
	}
	if len(r.Rows) != 14 || len(r.Counters) != 6 || r.Rows[0].N < 400 || r.Rows[0].Waits.CI95 == nil || r.Rows[0].Overtakes.Max > 3 {
		t.Errorf("Rows[0] of %d = %+v, want all visits with an interval and at most 3 overtakes", len(r.Rows), r.Rows[0])
	}
	for _, lang := range i18n.Langs {
		table := played(t, monday, false, lang)
		if strings.Contains(table, "⟦") || strings.Count(table, "\n") != 2+1+14+1+1+6 {
			t.Errorf("table in %s:\n%s", lang, table)
		}
	}
	if r := played(t, "docs/scenarios/trace.toml", true, i18n.VI); !strings.Contains(r, `"n": 8`) {
		t.Errorf("the trace of 8 visits gave %s", r)
	}
}

// TestSimulateRefuses checks what a person reads who made a mistake in a scenario.
func TestSimulateRefuses(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("t.csv", "arrived_s,service,class,service_s\n9,A,ordinary,60\n3,A,ordinary,60\n")
	const rest = "[[service]]\ncode = \"A\"\n[[counter]]\nid = \"1\"\nservices = [\"A\"]\n"
	for _, test := range []struct{ file, want string }{
		{filepath.Join(dir, "none.toml"), "none.toml cannot be read"},
		{write("a.toml", "trace = \"t.csv\"\n"+rest), "t.csv, line 3, column 1: 3 is earlier"},
		{write("b.toml", "trace = \"none.csv\"\n"+rest), "none.csv cannot be read"},
		{write("c.toml", "length = -1\n"+rest), "c.toml, line 1, column 1: length = -1"},
	} {
		_, err := loadScenario(test.file)
		if got := strings.Join(app.Sentences(i18n.EN, err), "\n"); !strings.Contains(got, test.want) {
			t.Errorf("loadScenario(%s) says %q, want %q", test.file, got, test.want)
		}
	}
}
