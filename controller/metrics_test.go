package controller

import (
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oasdiff/yaml"

	"motcua/internal/center"
	"motcua/internal/link"
	"motcua/internal/notice"
)

// metric is one line of the table in docs/metrics.md.
type metric struct {
	kind   string
	labels []string
}

func documentedMetrics(t *testing.T) map[string]metric {
	t.Helper()
	raw, err := os.ReadFile("../docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]metric{}
	for _, m := range regexp.MustCompile("(?m)^\\| `(motcua_[a-z_]+)` \\| (\\w+) \\| ([^|]*)\\|").FindAllStringSubmatch(string(raw), -1) {
		labels := strings.FieldsFunc(m[3], func(r rune) bool { return r == ',' || r == ' ' })
		all[m[1]] = metric{m[2], slices.Sorted(slices.Values(labels))}
	}
	if len(all) < 25 {
		t.Fatalf("docs/metrics.md lists only %d metrics: this test reads it wrongly", len(all))
	}
	return all
}

var sampleForm = regexp.MustCompile(`(?m)^(motcua_[a-z_]+)(?:\{([^}]*)\})? `)

// scrape reads what a controller tells: kinds, and the labels of each metric.
func scrape(t *testing.T, h *hall) (all map[string]metric, text string) {
	t.Helper()
	resp, err := http.Get(h.url + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var b strings.Builder
	if err := resp.Write(&b); err != nil {
		t.Fatal(err)
	}
	text, all = b.String(), map[string]metric{}
	for _, m := range regexp.MustCompile(`(?m)^# TYPE (motcua_[a-z_]+) (\w+)`).FindAllStringSubmatch(text, -1) {
		all[m[1]] = metric{kind: m[2]}
	}
	for _, m := range sampleForm.FindAllStringSubmatch(text, -1) {
		name := m[1]
		if _, ok := all[name]; !ok { // a part of a histogram
			name = name[:strings.LastIndex(name, "_")]
		}
		x, labels := all[name], []string{}
		for _, l := range regexp.MustCompile(`(\w+)="`).FindAllStringSubmatch(m[2], -1) {
			if l[1] != "le" {
				labels = append(labels, l[1])
			}
		}
		x.labels = slices.Sorted(slices.Values(labels))
		all[name] = x
	}
	return all, text
}

// busyHall is a center in which everything happens that a metric is about.
func busyHall(t *testing.T) *hall {
	t.Helper()
	o := openTour(t, func(x *Options) {
		tells(x, &notice.Fake{})
		x.Center.Hooks = []center.Hook{hookTo(t, "ioc", "http://127.0.0.1:1")}
		x.Link = &link.Options{Broker: "tcp://127.0.0.1:1", Prov: "h19", Point: "h19-26-1"}
	})
	o.want(200, "", "staff", "POST /counters/1/open", "")
	for range 5 {
		token := o.finish()
		o.want(201, "", "tablet", "POST /ratings", `{"token":"`+token+anAnswer)
		o.want(200, "", "staff", "POST /counters/1/ready", "")
	}
	o.h.now.pass(time.Hour) // the answers come with the end of theirs
	o.ticket("greeter", toPrint)
	o.ticket("greeter", toPrint)
	o.want(200, "", "staff", "POST /counters/1/next", "")
	o.h.now.pass(20 * time.Minute)
	o.want(200, "", "staff", "POST /counters/1/start", "")
	o.h.now.pass(5 * time.Minute)
	o.want(200, "", "staff", "POST /counters/1/finish", "")
	o.want(204, "", "bridge", "POST /devices/P1/state", `{"state":"present","counts":{"jobs":2}}`)
	o.want(201, "", "manager", "POST /selftest", "")
	o.h.now.pass(2 * time.Minute)
	o.h.verified(t)
	return o.h
}

// TestMetricsAreDocumented holds docs/metrics.md and a running controller together, both ways.
func TestMetricsAreDocumented(t *testing.T) {
	h, said := busyHall(t), documentedMetrics(t)
	var told map[string]metric
	soon(t, "every metric", func() bool {
		told, _ = scrape(t, h)
		return len(told) >= len(said)
	})
	for _, name := range slices.Sorted(maps.Keys(said)) {
		if got := told[name]; got.kind != said[name].kind || !slices.Equal(got.labels, said[name].labels) {
			t.Errorf("%s is a %s with labels %v, docs/metrics.md says %s %v", name, got.kind, got.labels, said[name].kind, said[name].labels)
		}
	}
	for name := range told {
		if _, ok := said[name]; !ok {
			t.Errorf("docs/metrics.md does not say what %s is", name)
		}
	}
}

// TestWaitsAreCountedOnce knows each wait, whatever is pressed and taken back.
func TestWaitsAreCountedOnce(t *testing.T) {
	o := openTour(t, nil)
	o.want(200, "", "staff", "POST /counters/1/open", "")
	o.ticket("greeter", aTicket)
	o.h.now.pass(10 * time.Minute)
	o.want(200, "", "staff", "POST /counters/1/next", "")
	o.h.now.pass(time.Minute)
	o.want(200, "", "staff", "POST /counters/1/start", "")
	o.h.now.pass(4 * time.Minute)
	o.want(200, "", "staff", "POST /counters/1/finish", "")
	o.want(200, "", "staff", "POST /counters/1/undo", "")
	o.want(200, "", "staff", "POST /counters/1/finish", "")
	for _, line := range []string{
		`motcua_wait_seconds_sum{service="HT"} 600`, `motcua_wait_seconds_count{service="HT"} 1`, `motcua_wait_seconds_bucket{service="HT",le="900"} 1`,
		`motcua_service_seconds_sum{service="HT"} 240`, `motcua_tickets_issued_total{service="HT"} 1`, `motcua_events_total{type="counter.undone"} 1`,
		`motcua_within_promise_ratio 1`, `motcua_counters{state="wrap-up"} 1`,
		`motcua_http_request_seconds_count{method="POST",route="/tickets",status="2xx"} 1`,
	} {
		soon(t, line, func() bool {
			_, text := scrape(t, o.h)
			return strings.Contains(text, "\n"+line+"\n") || strings.Contains(text, "\n"+line+"\r\n")
		})
	}
}

var (
	nameForm  = regexp.MustCompile(`\bmotcua_[a-z_]+`)
	labelForm = regexp.MustCompile(`(\w+)\s*(?:=~|!~|!=|=)\s*"`)
	byForm    = regexp.MustCompile(`\bby\s*\(([^)]*)\)`)
	shownForm = regexp.MustCompile(`\{\{\s*\$?(?:labels\.)?(\w+)\s*\}\}`)
)

// TestGrafanaAsksForWhatThereIs reads every question of dashboard and rules.
func TestGrafanaAsksForWhatThereIs(t *testing.T) {
	said := documentedMetrics(t)
	asked := map[string]bool{}
	check := func(where, expr, shown string) {
		labels := []string{"instance", "job", "le"}
		names := nameForm.FindAllString(expr, -1)
		for _, name := range names {
			m, ok := said[name]
			for _, part := range []string{"_bucket", "_sum", "_count"} {
				if base, is := strings.CutSuffix(name, part); is && said[base].kind == "histogram" {
					m, ok, name = said[base], true, base
				}
			}
			if !ok {
				t.Errorf("%s asks for %s, which does not exist: %s", where, name, expr)
			}
			asked[name] = true
			labels = append(labels, m.labels...)
		}
		var used []string
		for _, m := range labelForm.FindAllStringSubmatch(expr, -1) {
			used = append(used, m[1])
		}
		for _, m := range byForm.FindAllStringSubmatch(expr, -1) {
			used = append(used, strings.FieldsFunc(m[1], func(r rune) bool { return r == ',' || r == ' ' })...)
		}
		for _, m := range shownForm.FindAllStringSubmatch(shown, -1) {
			used = append(used, m[1])
		}
		for _, l := range used {
			if !slices.Contains(labels, l) {
				t.Errorf("%s names the label %s, which %v do not have", where, l, names)
			}
		}
		if strings.Count(expr, "(") != strings.Count(expr, ")") || strings.Count(expr, "{") != strings.Count(expr, "}") {
			t.Errorf("%s: brackets do not match: %s", where, expr)
		}
	}
	for _, p := range dashboard(t).Panels {
		for _, q := range p.Targets {
			check("panel "+p.Title, q.Expr, q.Legend)
		}
	}
	for _, g := range alertRules(t).Groups {
		for _, r := range g.Rules {
			check("alert "+r.Alert, r.Expr, r.Annotations.Summary)
		}
	}
	for _, name := range []string{"motcua_queue_length", "motcua_wait_seconds", "motcua_device_up", "motcua_log_whole", "motcua_hook_up", "motcua_commit_seconds"} {
		if !asked[name] {
			t.Errorf("neither dashboard nor rules ask for %s", name)
		}
	}
}

const grafana = "../deploy/grafana"

func dashboard(t *testing.T) (d struct {
	UID    string
	Panels []struct {
		ID      int
		Title   string
		Type    string
		Grid    struct{ H, W, X, Y int } `json:"gridPos"`
		Targets []struct {
			Expr   string
			Legend string `json:"legendFormat"`
		}
	}
}) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(grafana, "dashboards", "motcua.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func alertRules(t *testing.T) (r struct {
	Groups []struct {
		Rules []struct {
			Alert, Expr string
			Annotations struct{ Summary string }
		}
	}
}) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(grafana, "motcua.rules.yml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := readYAML(raw, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func readYAML(raw []byte, into any) error {
	text, err := yaml.YAMLToJSON(raw)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

// TestGrafanaPanelsLieSideBySide: a dashboard whose panels lie on one another is torn apart when it is opened.
func TestGrafanaPanelsLieSideBySide(t *testing.T) {
	d, taken, ids := dashboard(t), map[[2]int]string{}, map[int]bool{}
	for _, p := range d.Panels {
		if ids[p.ID] || p.ID == 0 {
			t.Errorf("panel %s has the id %d twice or not at all", p.Title, p.ID)
		}
		ids[p.ID] = true
		for x := p.Grid.X; x < p.Grid.X+p.Grid.W; x++ {
			for y := p.Grid.Y; y < p.Grid.Y+p.Grid.H; y++ {
				if other := taken[[2]int{x, y}]; other != "" || x >= 24 {
					t.Fatalf("%s lies on %q or beyond the edge", p.Title, other)
				}
				taken[[2]int{x, y}] = p.Title
			}
		}
		if p.Type != "row" && len(p.Targets) == 0 {
			t.Errorf("panel %s asks for nothing", p.Title)
		}
	}
	if d.UID != "motcua" || len(d.Panels) < 20 {
		t.Errorf("the dashboard %s has %d panels", d.UID, len(d.Panels))
	}
}

// TestGrafanaIsProvisioned reads the files that Grafana and Prometheus read first.
func TestGrafanaIsProvisioned(t *testing.T) {
	for name, wants := range map[string][]string{
		"provisioning/dashboards/motcua.yaml":  {"apiVersion: 1", "path: /etc/grafana/motcua"},
		"provisioning/datasources/motcua.yaml": {"apiVersion: 1", "type: prometheus"},
		"prometheus.yml":                       {"motcua.rules.yml", "job_name: motcua"},
	} {
		raw, err := os.ReadFile(filepath.Join(grafana, name))
		if err != nil {
			t.Fatal(err)
		}
		var any map[string]any
		if err := readYAML(raw, &any); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, want := range wants {
			if !strings.Contains(string(raw), want) {
				t.Errorf("%s does not say %s", name, want)
			}
		}
	}
}
