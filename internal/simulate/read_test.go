package simulate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"motcua/internal/fault"
	"motcua/internal/i18n"
)

const small = `seed = 7
replications = 3
length = 480

[policy]
preset = "fair"

[[service]]
code = "HT"
priority = 0.2
arrivals = { per_hour = 12 }
time = { law = "exp", mean = 8 }

[[service]]
code = "DD"
arrivals = { steps = [6, 12, 6], every = 160 }
transfer = { to = "HT", share = 0.1 }
time = { law = "lognormal", mean = 12, scv = 0.5 }

[[counter]]
id = "1"
services = ["HT", "DD"]
breaks = ["02:00-02:15"]

[[counter]]
id = "2"
services = ["DD", "HT"]
`

// arg returns one argument of a fault.
func arg(f *fault.Error, name string) any {
	for i := 0; i+1 < len(f.Args); i += 2 {
		if f.Args[i] == name {
			return f.Args[i+1]
		}
	}
	return nil
}

// said fails where a fault has no sentence, or one that leaves something open.
func said(t *testing.T, f *fault.Error) {
	t.Helper()
	for _, lang := range i18n.Langs {
		if s := i18n.T(lang, "fault."+f.Code, f.Args...); strings.ContainsAny(s, "⟦{") {
			t.Errorf("%s is said as %q", f.Code, s)
		}
	}
}

// TestReadRefuses breaks one line of a good scenario at a time.
func TestReadRefuses(t *testing.T) {
	if _, faults := Read("small.toml", []byte(small)); faults != nil {
		t.Fatalf("Read(small) = %v, want no fault", faults)
	}
	for _, test := range []struct {
		old, new     string
		code         string
		line, column int
	}{
		{"seed = 7", "seed = ", "scenario-syntax", 1, 8},
		{"seed = 7", "seed = 7\nsede = 8", "scenario-unknown-key", 2, 1},
		{"priority = 0.2", "priority = -0.2", "scenario-range", 10, 1},
		{"priority = 0.2", "priority = nan", "scenario-range", 10, 1},
		{"priority = 0.2", "priority = \"many\"", "scenario-syntax", 10, 1},
		{"priority = 0.2", "prioriti = 0.2", "scenario-unknown-key", 10, 1},
		{"per_hour = 12", "per_hour = -12", "scenario-range", 11, 14},
		{"per_hour = 12", "per_hour = nan", "scenario-range", 11, 14},
		{"per_hour = 12", "per_hour = inf", "scenario-range", 11, 14},
		{"mean = 8", "mean = 0", "scenario-range", 12, 23},
		{`law = "exp"`, `law = "gauss"`, "scenario-unknown", 12, 10},
		{`law = "exp", mean = 8`, `law = "empirical", values = []`, "scenario-missing", 12, 29},
		{`law = "exp", mean = 8`, `law = "empirical", values = [1, -1]`, "scenario-range", 12, 29},
		{"[6, 12, 6]", "[6, nan, 6]", "scenario-range", 16, 14},
		{", every = 160", "", "scenario-range", 16, 1},
		{"arrivals = { steps", "arrivals = { per_hour = 1, steps", "scenario-either", 16, 28},
		{`to = "HT"`, `to = "XX"`, "scenario-unknown", 17, 14},
		{"arrivals = { per_hour = 12 }", "arrivals = { per_hour = 12 }\nappointments = { every = 10, places = 1, early = -1, window = \"08:00-09:00\" }", "scenario-missing", 1, 1},
		{`services = ["HT", "DD"]`, `services = []`, "scenario-missing", 22, 1},
		{`services = ["HT", "DD"]`, `services = ["HT", "XX"]`, "scenario-unknown", 22, 1},
		{`services = ["HT", "DD"]`, `services = ["HT", "HT"]`, "scenario-repeated", 22, 1},
		{`breaks = ["02:00-02:15"]`, `breaks = ["02:00-02:15", "01:00-01:15"]`, "scenario-windows", 23, 1},
		{`breaks = ["02:00-02:15"]`, `breaks = ["00:00-24:00"]`, "scenario-never-open", 20, 3},
		{`breaks = ["02:00-02:15"]`, `breaks = ["02:15-02:00"]`, "scenario-syntax", 23, 11},
		{`id = "2"`, `id = "1"`, "scenario-repeated", 26, 1},
		{`id = "2"`, `id = "two"`, "scenario-id", 26, 1},
		{`code = "DD"`, `code = "HT"`, "scenario-repeated", 15, 1},
		{`preset = "fair"`, `preset = "unfair"`, "scenario-unknown", 6, 1},
		{`preset = "fair"`, `cap = -1`, "scenario-range", 6, 1},
		{`preset = "fair"`, `weight = nan`, "scenario-range", 6, 1},
		{`time = { law = "exp", mean = 8 }`, "", "scenario-unknown", 8, 3},
		{"length = 480", "", "scenario-missing", 1, 1},
		{"length = 480", "visits = 10\nlength = 480", "scenario-either", 3, 1},
		{"length = 480", "length = 480\nwarm_up = 480", "scenario-range", 4, 1},
		{"replications = 3", "replications = 0", "scenario-range", 2, 1},
	} {
		text := strings.Replace(small, test.old, test.new, 1)
		if text == small {
			t.Fatalf("%q is not in the scenario", test.old)
		}
		_, faults := Read("small.toml", []byte(text))
		if len(faults) == 0 {
			t.Errorf("Read with %q = no fault, want %s", test.new, test.code)
			continue
		}
		f := faults[0]
		if f.Code != test.code || arg(f, "line") != test.line || arg(f, "column") != test.column {
			t.Errorf("Read with %q = %v, want %s line=%d column=%d", test.new, f, test.code, test.line, test.column)
		}
		said(t, f)
	}
}

func traced(t *testing.T) *Scenario {
	t.Helper()
	text := strings.NewReplacer("arrivals = { per_hour = 12 }\n", "", "arrivals = { steps = [6, 12, 6], every = 160 }\n", "",
		`time = { law = "exp", mean = 8 }`, "", `transfer = { to = "HT", share = 0.1 }`, "", "seed = 7", "trace = \"arrivals.csv\"").Replace(small)
	s, faults := Read("traced.toml", []byte(text))
	if faults != nil {
		t.Fatal(faults)
	}
	return s
}

func TestTraceRefuses(t *testing.T) {
	const head = "arrived_s,service,class,service_s\n"
	for _, test := range []struct {
		text         string
		code         string
		line, column int
	}{
		{"", "scenario-trace-empty", 1, 1},
		{head, "scenario-trace-empty", 1, 1},
		{"arrived_s,service,class,minutes\n", "scenario-trace-column", 1, 25},
		{"arrived_s,service,class,class\n", "scenario-trace-column", 1, 25},
		{"arrived_s,service,class\n", "scenario-trace-column-missing", 1, 1},
		{strings.Repeat("x,", 1_000_000) + "x\n", "scenario-trace-line", 1, 4096},
		{head + "1,HT,ordinary\n", "scenario-trace-fields", 2, 1},
		{head + "1,HT,ordinary,60,5\n", "scenario-trace-fields", 2, 1},
		{head + "-1,HT,ordinary,60\n", "scenario-trace-seconds", 2, 1},
		{head + "1,HT,ordinary,NaN\n", "scenario-trace-seconds", 2, 15},
		{head + "1,HT,ordinary,-3\n", "scenario-trace-seconds", 2, 15},
		{head + "1,HT,ordinary,\n", "scenario-trace-seconds", 2, 15},
		{head + "5,HT,ordinary,60\n4,HT,ordinary,60\n", "scenario-trace-order", 3, 1},
		{head + "1,XX,ordinary,60\n", "scenario-trace-service", 2, 3},
		{head + "1,HT,vip,60\n", "scenario-trace-class", 2, 6},
		{head + "1,\"HT,vip,60\n", "scenario-trace-syntax", 2, 14},
	} {
		f := traced(t).ReadTrace("arrivals.csv", strings.NewReader(test.text))
		if f == nil {
			t.Errorf("ReadTrace(%.60q) = no fault, want %s", test.text, test.code)
			continue
		}
		if f.Code != test.code || arg(f, "line") != test.line || arg(f, "column") != test.column {
			t.Errorf("ReadTrace(%.60q) = %v, want %s line=%d column=%d", test.text, f, test.code, test.line, test.column)
		}
		said(t, f)
	}
	s := traced(t)
	if f := s.ReadTrace("arrivals.csv", strings.NewReader("class,arrived_s,service_s,service\npriority,1.5,60,HT\nordinary,1.5,,DD\n")); f != nil {
		t.Fatal(f)
	}
	if r, err := Run(t.Context(), s); err != nil || r.Rows[0].N < 6 {
		t.Errorf("Run of a trace of 2 visits, 3 times = %+v, %v", r, err)
	}
}

// TestExamplesRun reads and plays what docs/scenarios shows.
func TestExamplesRun(t *testing.T) {
	names, err := filepath.Glob("../../docs/scenarios/*.toml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no examples found: %v", err)
	}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		s, faults := Read(name, raw)
		if faults != nil {
			t.Errorf("%s: %v", name, faults)
			continue
		}
		if s.Trace != "" {
			f, err := os.Open(filepath.Join(filepath.Dir(name), s.Trace))
			if err != nil {
				t.Fatal(err)
			}
			if fault := s.ReadTrace(s.Trace, f); fault != nil {
				t.Errorf("%s: %v", name, fault)
			}
			f.Close()
		}
		s.Replications, s.Visits = min(s.Replications, 3), min(s.Visits, 5000)
		if r, err := Run(t.Context(), s); err != nil || r.Rows[0].N == 0 {
			t.Errorf("Run(%s) = %+v, %v, want visits", name, r, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(strings.Replace(small, "seed = 7", "hours = [\"00:00-12:00\"]", 1) + "\n[service.appointments]\n"))
	f.Add([]byte("length = 1\n[[service]]\ncode = \"A\"\narrivals = { steps = [1], every = nan }"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, faults := Read("f.toml", raw)
		for _, x := range faults {
			if !i18n.Has("fault." + x.Code) {
				t.Errorf("%s has no sentence", x.Code)
			}
		}
		if s == nil || s.Trace != "" {
			return
		}
		s.Replications, s.Visits, s.Length, s.WarmUp = 1, 50, 0, 0
		if _, err := Run(t.Context(), s); err != nil {
			t.Errorf("Run of a checked scenario = %v", err)
		}
	})
}

func FuzzTrace(f *testing.F) {
	f.Add("arrived_s,service,class,service_s\n1,HT,ordinary,60\n2,DD,priority,\n")
	f.Add("class,arrived_s,service_s,service\npriority,1e300,60,HT\n")
	f.Fuzz(func(t *testing.T, text string) {
		s := traced(t)
		if x := s.ReadTrace("f.csv", strings.NewReader(text)); x != nil {
			if !i18n.Has("fault." + x.Code) {
				t.Errorf("%s has no sentence", x.Code)
			}
			return
		}
		s.Replications = 1
		if _, err := Run(t.Context(), s); err != nil {
			t.Errorf("Run of a checked trace = %v", err)
		}
	})
}
