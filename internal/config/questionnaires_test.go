package config

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/center"
)

// TestAsking writes ready questionnaires into a file: read back they are what
// they were, with every comment of the file in its place.
func TestAsking(t *testing.T) {
	text, err := Asking(Example(), "ket-qua", "hai-long")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(text, bytes.TrimRight(Example(), "\n")) {
		t.Errorf("the file changes before its end")
	}
	c, err := ParseCenter("center.toml", text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	ready := center.ReadyQuestionnaires()
	if diff := cmp.Diff([]center.Questionnaire{ready[3], ready[0]}, c.Questionnaires); diff != "" {
		t.Errorf("the questionnaires differ (-want +got):\n%s", diff)
	}
	if got := c.QuestionnaireFor("HT", center.Collect).Version(); got != ready[3].Version() {
		t.Errorf("who collects is asked %s, want %s", got, ready[3].Version())
	}
	if through := Rewrite(text, through(t, values(t, text))); !bytes.Equal(through, text) {
		t.Errorf("through a form it changes:\n%s", cmp.Diff(string(text), string(through)))
	}
}

// TestPlacesInQuestionnaires: a fault stands at its field, however deep.
func TestPlacesInQuestionnaires(t *testing.T) {
	text, err := Asking(Example(), "ket-qua", "hai-long")
	if err != nil {
		t.Fatal(err)
	}
	for old, want := range map[string]string{
		`text = { vi = "Một lần", en = "Once" }`:                   "questionnaire.0.item.3.option.1.text",
		`text = { vi = "Thái độ phục vụ", en = "Staff attitude" }`: "questionnaire.0.reason.0.text",
		`{ vi = "Không hài lòng", en = "Dissatisfied" }`:           "questionnaire.0.levels.1",
		`points = 2`: "questionnaire.0.item.2.option.0.points",
	} {
		bad := map[bool]string{true: "points = 3", false: `text = { vi = "x" }`}[old == "points = 2"]
		if old[0] == '{' {
			bad = `{ vi = "x" }`
		}
		changed := bytes.Replace(text, []byte(old), []byte(bad), 1)
		_, err := ParseCenter("center.toml", changed)
		faults := ProblemsOf(err)
		if len(faults) != 1 {
			t.Errorf("%s: %v", want, err)
			continue
		}
		if got := Place(faults[0], values(t, changed)); got != want {
			t.Errorf("%v stands at %q, want %q", faults[0], got, want)
		}
	}
}
