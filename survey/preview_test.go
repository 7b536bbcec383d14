package survey_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"motcua/internal/center"
	"motcua/survey"
)

// TestADraftIsAskedAsCitizensWouldBe goes through the pages of a questionnaire
// that nobody is asked yet; what changes meanwhile shows at once, and nothing is sent.
func TestADraftIsAskedAsCitizensWouldBe(t *testing.T) {
	c := newController()
	b := newTablet(t, c)
	pages := survey.Handler(survey.Options{Center: ward, Drafts: func(*http.Request) bool { return true }})
	b.gate(func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/survey/preview" {
			return true
		}
		pages.ServeHTTP(w, r)
		return false
	})
	draft := center.ReadyQuestionnaires()[3]
	tell := func() {
		t.Helper()
		raw, err := json.Marshal(draft)
		if err != nil {
			t.Fatal(err)
		}
		b.run(`postMessage({questionnaire: ` + string(raw) + `}, location.origin)`)
	}
	b.open("/survey/preview")
	tell()
	b.shows("question")
	b.until(`document.querySelectorAll("#levels button").length === 5`)
	b.click("#levels [value='2']")
	b.shows("more")
	b.click("#choices [value='waiting']")
	draft.Reasons[1].Text.VI = "Phải chờ quá lâu"
	tell()
	b.until(`document.querySelector("#choices [value='waiting'][aria-pressed=true]")?.textContent === "Phải chờ quá lâu"`)
	for range 3 {
		b.click("#more .send")
	}
	b.until(`document.querySelector("#choices").textContent.includes("Không")`)
	draft.Items, draft.Reasons = nil, nil
	tell()
	b.shows("question")
	b.click("#levels [value='4']")
	b.shows("thanks")
	b.click("#thanks h1")
	b.shows("question")
	if got := c.got(); len(got) > 0 {
		t.Errorf("the preview sent %v", got)
	}
}

// TestDraftsAreForThoseWhoMaySeeThem, and only in a frame of the center's own.
func TestDraftsAreForThoseWhoMaySeeThem(t *testing.T) {
	for _, may := range []func(*http.Request) bool{nil, func(*http.Request) bool { return false }} {
		if w := get(survey.Handler(survey.Options{Center: ward, Drafts: may}), "/survey/preview"); w.Code != http.StatusNotFound {
			t.Errorf("GET /survey/preview = %d, want 404", w.Code)
		}
	}
	w := get(survey.Handler(survey.Options{Center: ward, Drafts: func(*http.Request) bool { return true }}), "/survey/preview")
	if policy := w.Header().Get("Content-Security-Policy"); w.Code != http.StatusOK || !strings.Contains(policy, "frame-ancestors 'self'") || !strings.Contains(w.Body.String(), "/survey/static/preview.js") {
		t.Errorf("GET /survey/preview = %d, policy %q", w.Code, policy)
	}
}
