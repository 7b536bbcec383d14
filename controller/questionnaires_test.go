package controller

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/wire"
)

// TestEachVersionIsPublishedOnce: at the first start, when a word changes, and
// never again, over new days and other starts; what was asked before stays readable.
func TestEachVersionIsPublishedOnce(t *testing.T) {
	o := openConfigured(t)
	usual := center.UsualQuestionnaire()
	o.published(t, usual.Version())
	s := o.newest(t)
	s.Values["questionnaire"] = []any{asValues(t, center.ReadyQuestionnaires()[3]), asValues(t, changed(usual))}
	var check wire.SettingsCheck
	if o.ask(t, "POST", "/check", wire.SettingsRequest{Base: 1, Values: s.Values, Effective: "now"}, &check); len(check.Effects) != 1 || !strings.Contains(check.Effects[0], "counted apart") {
		t.Errorf("before saving the page says %v, %v", check.Effects, check.Faults)
	}
	if status := o.ask(t, "PUT", "", wire.SettingsRequest{Base: 1, Values: s.Values, Effective: "now"}, &wire.SettingsAnswer{}); status != http.StatusOK {
		t.Fatalf("PUT = %d", status)
	}
	result, other := center.ReadyQuestionnaires()[3], changed(usual)
	all := []string{usual.Version(), result.Version(), other.Version()}
	o.published(t, all...)
	o.now.pass(24 * time.Hour)
	o.heartbeat(t)
	o.published(t, all...)
	o.again(t)
	o.published(t, all...)

	var list wire.Questionnaires
	o.read(t, "/questionnaires", &list)
	var told []string
	for _, q := range list.Questionnaires {
		told = append(told, q.Version)
		if q.InForce != (q.Version != usual.Version()) || q.Since.IsZero() || (len(q.Purposes) > 0) != (q.ID == result.ID) {
			t.Errorf("%s: in force %v since %v for %v", q.Version, q.InForce, q.Since, q.Purposes)
		}
	}
	if want := []string{result.Version(), other.Version(), usual.Version()}; !slices.Equal(told, want) {
		t.Errorf("GET /questionnaires = %v, want %v", told, want)
	}
	var one center.Questionnaire
	h := o.read(t, "/questionnaires/"+usual.Version(), &one)
	if one.Version() != usual.Version() || one.Levels[4].VI != "Rất hài lòng" {
		t.Errorf("the old version says %+v", one)
	}
	if h.Get("ETag") != `"`+usual.Version()+`"` || !strings.Contains(h.Get("Cache-Control"), "immutable") {
		t.Errorf("its headers are %v", h)
	}
}

// changed is a questionnaire with another word.
func changed(q center.Questionnaire) center.Questionnaire {
	q.Question.EN = "How was it?"
	return q
}

// asValues are a questionnaire as a form has it.
func asValues(t *testing.T, q center.Questionnaire) map[string]any {
	t.Helper()
	raw, err := json.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	v := map[string]any{}
	if err := json.Unmarshal([]byte(strings.NewReplacer(`"reasons":`, `"reason":`, `"items":`, `"item":`, `"options":`, `"option":`).Replace(string(raw))), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// published holds the versions in the log against those wanted.
func (o *configured) published(t *testing.T, want ...string) {
	t.Helper()
	entries, err := o.engine.store.Read(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		b, err := e.Decode()
		var d wire.QuestionnaireData
		if e.Type != wire.QuestionnairePublished || err != nil || json.Unmarshal(b.Data, &d) != nil {
			continue
		}
		got = append(got, d.Version)
		if d.Content.Version() != d.Version || d.ID != d.Content.ID {
			t.Errorf("the content of %s is version %s", d.Version, d.Content.Version())
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("the log publishes %v, want %v", got, want)
	}
}

// heartbeat lets the engine look at the clock.
func (o *configured) heartbeat(t *testing.T) {
	t.Helper()
	if err := o.Alive(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// again starts the center once more over the same log.
func (o *configured) again(t *testing.T) {
	t.Helper()
	path := o.opts.Engine.Store.Path
	o.stop()
	o.hall = openHall(t, func(x *Options) {
		fromFile(t, o.file)(x)
		x.Engine.Store.Path = path
	})
}

func (o *configured) read(t *testing.T, path string, v any) http.Header {
	t.Helper()
	a, err := http.Get(o.url + "/api/v1" + path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	raw, err := io.ReadAll(a.Body)
	if err != nil || a.StatusCode != http.StatusOK || json.Unmarshal(raw, v) != nil {
		t.Fatalf("GET %s = %d, %s, %v", path, a.StatusCode, raw, err)
	}
	return a.Header
}

// TestOldVersionsOfLogs had five levels, whatever they were called.
func TestOldVersionsOfLogs(t *testing.T) {
	s := &state{}
	if q, ok := s.questionnaire("2026-1"); !ok || len(q.Levels) != 5 || q.Satisfied != 4 {
		t.Errorf("questionnaire(2026-1) = %+v, %v", q, ok)
	}
	for _, version := range []string{"", "hai-long@00000000"} {
		if _, ok := s.questionnaire(version); ok {
			t.Errorf("questionnaire(%q) was never asked", version)
		}
	}
}
