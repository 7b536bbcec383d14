package controller

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"motcua/internal/wire"
)

// eventFields are the fields of an event's data as docs/events.md lists them.
type eventFields struct{ always, maybe []string }

// readEvents reads the tables of docs/events.md. internal/wire holds their
// form; here what really happens is held against them.
func readEvents(t *testing.T) map[string]eventFields {
	t.Helper()
	raw, err := os.ReadFile("../docs/events.md")
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile("(?m)^\\| `([a-z]+\\.[a-z-]+)` \\|[^|]*\\|([^|]*)\\|$")
	field := regexp.MustCompile("`([a-z0-9_]+)`(\\??)")
	all := map[string]eventFields{}
	for _, m := range row.FindAllStringSubmatch(string(raw), -1) {
		var f eventFields
		for _, x := range field.FindAllStringSubmatch(m[2], -1) {
			if x[2] == "" {
				f.always = append(f.always, x[1])
			} else {
				f.maybe = append(f.maybe, x[1])
			}
		}
		all[m[1]] = f
	}
	return all
}

// compare says what data has and the page does not, and the other way round.
func (f eventFields) compare(data json.RawMessage) (wrong []string) {
	var got map[string]any
	if err := json.Unmarshal(data, &got); err != nil {
		return []string{err.Error()}
	}
	for name := range got {
		if !slices.Contains(f.always, name) && !slices.Contains(f.maybe, name) {
			wrong = append(wrong, fmt.Sprintf("%s is not listed: %s", name, data))
		}
	}
	for _, name := range f.always {
		if _, ok := got[name]; !ok {
			wrong = append(wrong, fmt.Sprintf("%s is missing: %s", name, data))
		}
	}
	return wrong
}

// TestRolesSeeWhatTheyNeed follows the log as each role.
func TestRolesSeeWhatTheyNeed(t *testing.T) {
	o := openTour(t, nil)
	id := o.ticket("greeter", toPrint)
	o.want(200, "", "bridge", "POST /slips/"+id+"/claim", "")
	o.want(200, "", testToken, "POST /counters/2/open", "")
	o.want(200, "", "staff", "POST /counters/1/open", "")
	o.want(201, "", "manager", "POST /selftest", "")
	entries, _, err := o.h.engine.behind(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for token, want := range map[string]string{
		"display": "ticket.issued counter.opened counter.opened selftest.began", "tablet": "counter.opened selftest.began",
		"kiosk":  "ticket.issued slip.claimed counter.opened counter.opened selftest.began",
		"bridge": "paper.counted ticket.issued slip.claimed counter.opened counter.opened selftest.began",
		"staff":  "paper.counted ticket.issued slip.claimed counter.staffed counter.opened counter.staffed counter.opened selftest.began",
	} {
		who, err := o.h.byToken(token)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range entries {
			if kind, _, _ := strings.Cut(e.Type, "."); who.sees(e) && slices.Contains([]string{"ticket", "slip", "counter", "paper", "selftest"}, kind) {
				got = append(got, e.Type)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s sees %v, want %s", token, got, want)
		}
		if who.sees(wire.Entry{Type: wire.RatingsAdmitted}) {
			t.Errorf("%s sees citizens' answers one by one", token)
		}
	}
}
