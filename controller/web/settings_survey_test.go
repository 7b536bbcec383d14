package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// frame stands for the tablet's page: it says what it was told last.
const frame = `<!doctype html><html lang="vi"><title>x</title><body><main><h1>x</h1></main><script>
	addEventListener("message", (e) => e.data.questionnaire && (document.querySelector("h1").textContent = JSON.stringify(e.data.questionnaire)));
	parent.postMessage("ready", location.origin);</script>`

// TestQuestionnairesAreEdited begins with a ready questionnaire, changes a word
// that the tablet's frame then shows, sees what is wrong at its field, and saves.
func TestQuestionnairesAreEdited(t *testing.T) {
	api := &settingsAPI{}
	mux := http.NewServeMux()
	mux.Handle("/api/v1/settings", api)
	mux.Handle("/api/v1/settings/", api)
	mux.HandleFunc("GET /api/v1/questionnaires", func(w http.ResponseWriter, _ *http.Request) {
		all := wire.Questionnaires{}
		for i, q := range center.ReadyQuestionnaires()[2:4] {
			all.Questionnaires = append(all.Questionnaires, wire.Questionnaire{QuestionnaireData: wire.QuestionnaireData{ID: q.ID, Version: q.Version(), Content: q.Asked()}, Since: at, InForce: i == 0})
		}
		_ = json.NewEncoder(w).Encode(all)
	})
	mux.HandleFunc("GET /survey/preview", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, frame) })
	mux.Handle("/", scene{}.handler())
	b := newBrowser(t, mux, "manager")
	const told = `document.querySelector("iframe").contentDocument.querySelector("h1").textContent`
	for _, lang := range i18n.Langs {
		b.open("/settings?lang="+string(lang)+"#questionnaire", 1280, 900)
		b.until(`document.querySelectorAll("#asked-versions > ol > li").length === 2 && ` + told + `.includes("Rất hài lòng")`)
		eval[bool](b, `(document.querySelectorAll("#asked-versions details").forEach((d) => (d.open = true)), true)`)
		eval[bool](b, `(document.querySelectorAll(".ready button")[3].click(), true)`)
		b.until(`document.activeElement.id === "f-questionnaire-0-id" && document.getElementById("count").textContent !== ""`)
		for _, line := range b.broken() {
			t.Errorf("%s: %s", lang, line)
		}
	}
	for _, size := range []int64{360, 1920} {
		b.do("resize", chromedp.EmulateViewport(size, 900))
		if over := eval[int](b, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
			t.Errorf("at %d it is %d pixels too wide", size, over)
		}
	}
	eval[bool](b, `(document.getElementById("f-questionnaire-0-question-en").select(), document.getElementById("f-questionnaire-0-question-en").focus(), true)`)
	b.do("type", chromedp.KeyEvent("How was it?"))
	b.until(told + `.includes("How was it?") && !document.getElementById("review").disabled`)
	eval[bool](b, `(document.getElementById("f-questionnaire-0-levels-0-en").select(), document.getElementById("f-questionnaire-0-levels-0-en").focus(), true)`)
	b.do("erase", chromedp.KeyEvent("\b"))
	b.until(`document.querySelector("[data-path='questionnaire.0.levels.0'] [aria-invalid], [data-path='questionnaire.0.levels.0'][aria-invalid]") && document.getElementById("review").disabled`)
	eval[bool](b, `(document.getElementById("undo").click(), true)`)
	b.until(`!document.getElementById("review").disabled`)
	eval[bool](b, `(document.getElementById("review").click(), true)`)
	b.until(`document.querySelector("dialog[open] .main")`)
	eval[bool](b, `(document.querySelector("dialog .main").click(), true)`)
	b.until(`!document.getElementById("notice").hidden`)
	api.mu.Lock()
	defer api.mu.Unlock()
	saved, _ := api.saved.Values["questionnaire"].([]any)
	if len(saved) != 2 || saved[0].(map[string]any)["id"] != "ket-qua" || saved[1].(map[string]any)["id"] != "hai-long" {
		t.Errorf("saved %v, want the one for results and then the usual one", saved)
	}
}
