package health

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"motcua/internal/fault"
	"motcua/internal/i18n"
)

var start = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

func TestRegister(t *testing.T) {
	now := start
	r := NewRegister(func() time.Time { return now })
	r.Raise("P1", "printer-away", Warning, "device", "P1", "address", "tcp://a:1")
	now = now.Add(time.Minute)
	r.Raise("P2", "printer-away", Warning, "device", "P2", "address", "tcp://b:1")
	r.Raise("P1", "printer-away", Warning, "device", "P1", "address", "tcp://a:1")
	r.Raise("", "disk-low", Fault, "free", "10 MB")
	r.Raise("", "clock-early", Fault)
	r.Clear("", "clock-early")
	r.Clear("", "never raised")
	var got []string
	for _, c := range r.List() {
		got = append(got, c.Code+" "+string(c.Severity)+" "+c.Since.Format("15:04"))
	}
	want := "disk-low fault 08:01, printer-away warning 08:00, printer-away warning 08:01"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("List() = %s, want %s", s, want)
	}
	if got := Worst(r.List()); got != Fault {
		t.Errorf("Worst() = %s, want fault", got)
	}
	if got := Worst(nil); got != "" {
		t.Errorf("Worst(nil) = %s, want nothing", got)
	}
}

func TestConditionJSON(t *testing.T) {
	c := Of(fault.New(fault.Unavailable, "port-in-use", "address", "127.0.0.1:1"), Fault, start)
	raw, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Code, Severity string
		Text           i18n.Text
		Since          time.Time
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if got.Code != "port-in-use" || got.Severity != "fault" || !got.Since.Equal(start) ||
		!strings.Contains(got.Text.EN, "127.0.0.1:1 is in use") || !strings.Contains(got.Text.VI, "127.0.0.1:1 đang được") {
		t.Errorf("Condition as JSON = %s", raw)
	}
}

// TestEveryConditionIsWhole reads the sentences as a person gets them.
func TestEveryConditionIsWhole(t *testing.T) {
	keys := i18n.Keys("health.")
	if len(keys) == 0 {
		t.Fatal("the catalog has no conditions")
	}
	for _, key := range keys {
		c := Condition{Code: strings.TrimPrefix(key, "health.")}
		for _, lang := range i18n.Langs {
			if s := c.Text(lang); !strings.HasSuffix(s, ".") || strings.Count(s, ". ") < 1 {
				t.Errorf("%s in %s = %q, want what is wrong, then what to do", key, lang, s)
			}
		}
	}
}
