package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua/internal/app"
	"motcua/internal/forecast"
	"motcua/internal/i18n"
)

// smallTrace is two days of one counter that needs ten minutes for each of the
// people who come every eight.
func smallTrace() string {
	var b strings.Builder
	b.WriteString("queue,date,ticket,issued_min,called_min,class\n")
	for _, day := range []string{"2026-01-05", "2026-01-06"} {
		for i := range 40 {
			fmt.Fprintf(&b, "HT,%s,A%03d,%d,%d,ordinary\n", day, i+1, 480+8*i, 480+10*i)
		}
	}
	return b.String()
}

func TestPredict(t *testing.T) {
	name := filepath.Join(t.TempDir(), "trace.csv")
	if err := os.WriteFile(name, []byte(smallTrace()), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	h, err := forecast.ReadTrace("trace.csv", f)
	if err != nil {
		t.Fatal(err)
	}
	r, err := forecast.Backtest(h, time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC), 0)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*bytes.Buffer{}
	for form, c := range map[string]predictCommand{"json": {JSON: true}, "csv": {CSV: true}, "table": {}} {
		out[form] = &bytes.Buffer{}
		if err := c.write(out[form], i18n.EN, r); err != nil {
			t.Fatal(form, err)
		}
	}
	var back forecast.Report
	strict := json.NewDecoder(out["json"])
	strict.DisallowUnknownFields()
	if err := strict.Decode(&back); err != nil || len(back.Moments) != 3 || back.Moments[0].N != 40 || back.Moments[1].Scores[0].MAE > 10 {
		t.Errorf("JSON: %v, %+v", err, back)
	}
	rows, err := csv.NewReader(out["csv"]).ReadAll()
	if err != nil || len(rows) < 1+3*len(forecast.Predictors) || rows[1][0] != "issue" || rows[1][2] != "motcua" || rows[1][3] != "40" {
		t.Errorf("CSV: %v, %v", err, rows)
	}
	for _, want := range []string{"80 tickets of 1 queues", "At issue: 40 predictions", "head of the line (HOL)"} {
		if !strings.Contains(out["table"].String(), want) {
			t.Errorf("the table does not say %q:\n%s", want, out["table"])
		}
	}
}

func TestPredictExitStatus(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	good := write("good.csv", smallTrace())
	for _, test := range []struct {
		name string
		args []string
		want int
	}{
		{"as documented", []string{"--trace", good, "--train-until", "2026-01-05"}, app.ExitDone},
		{"no such file", []string{"--trace", filepath.Join(dir, "none"), "--train-until", "2026-01-05"}, app.ExitFailed},
		{"a directory", []string{"--trace", dir, "--train-until", "2026-01-05"}, app.ExitFailed},
		{"an unknown column", []string{"--trace", write("bad.csv", "queue,mood\n"), "--train-until", "2026-01-05"}, app.ExitFailed},
		{"no day left", []string{"--trace", good, "--train-until", "2026-01-06"}, app.ExitFailed},
		{"no date", []string{"--trace", good, "--train-until", "yesterday"}, exitUsage},
		{"two forms", []string{"--trace", good, "--train-until", "2026-01-05", "--json", "--csv"}, exitUsage},
		{"polls out of step", []string{"--trace", good, "--train-until", "2026-01-05", "--poll-offset", "5"}, exitUsage},
		{"polls nowhere", []string{"--trace", good, "--train-until", "2026-01-05", "--poll-offset", "NaN"}, exitUsage},
	} {
		if got := run(t.Context(), append([]string{"predict"}, test.args...)); got != test.want {
			t.Errorf("%s: exit status %d, want %d", test.name, got, test.want)
		}
	}
}
