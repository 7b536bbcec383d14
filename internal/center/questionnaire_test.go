package center

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"motcua/internal/fault"
	"motcua/internal/i18n"
)

// TestUsualVersionStays: answers name this version in logs. Who changes a word
// of the usual questionnaire makes another, on purpose.
func TestUsualVersionStays(t *testing.T) {
	q := UsualQuestionnaire()
	if got, want := q.Version(), "hai-long@4e5e587a"; got != want {
		t.Errorf("Version() = %s, want %s", got, want)
	}
}

// TestVersionNamesWhatIsAsked: every word counts, where it is asked does not.
func TestVersionNamesWhatIsAsked(t *testing.T) {
	was := versionOf(resultQuestionnaire())
	for name, change := range map[string]func(*Questionnaire){
		"title": func(q *Questionnaire) { q.Title.EN += "." }, "question": func(q *Questionnaire) { q.Question.VI += " " },
		"level": func(q *Questionnaire) { q.Levels[0].EN = "Bad" }, "order": func(q *Questionnaire) { slices.Reverse(q.Levels) },
		"satisfied": func(q *Questionnaire) { q.Satisfied = 3 }, "why": func(q *Questionnaire) { q.WhyUpTo = 1 },
		"reason": func(q *Questionnaire) { q.Reasons[0].Text.VI = "x" }, "item": func(q *Questionnaire) { q.Items[0].AskUpTo = 2 },
		"points": func(q *Questionnaire) { q.Items[2].Options[0].Points = 1 }, "comment": func(q *Questionnaire) { q.Comment = true },
	} {
		q := resultQuestionnaire()
		change(&q)
		if q.Version() == was {
			t.Errorf("%s: a change leaves the version", name)
		}
	}
	q := resultQuestionnaire()
	q.Services, q.Purposes = []ServiceCode{"HT"}, nil
	if q.Version() != was {
		t.Error("asked at another service it is another version")
	}
	raw, err := json.Marshal(q.Asked())
	if err != nil || strings.Contains(string(raw), "services") {
		t.Errorf("Asked() = %s, %v", raw, err)
	}
	var again Questionnaire
	if err := json.Unmarshal(raw, &again); err != nil || again.Version() != was {
		t.Errorf("the content read back is version %s, %v, want %s", again.Version(), err, was)
	}
}

func versionOf(q Questionnaire) string { return q.Version() }

func TestQuestionnaireFor(t *testing.T) {
	c := small()
	land := UsualQuestionnaire()
	land.ID, land.Services = "dat-dai", []ServiceCode{c.Services[0].Code}
	c.Questionnaires = []Questionnaire{land, resultQuestionnaire(), UsualQuestionnaire()}
	for _, x := range []struct {
		service ServiceCode
		purpose Purpose
		want    string
	}{
		{c.Services[0].Code, Collect, "dat-dai"}, {c.Services[1].Code, Collect, "ket-qua"}, {c.Services[1].Code, Submit, "hai-long"}, {"", "", "hai-long"},
	} {
		if got := c.QuestionnaireFor(x.service, x.purpose).ID; got != x.want {
			t.Errorf("QuestionnaireFor(%s, %s) = %s, want %s", x.service, x.purpose, got, x.want)
		}
	}
	if got := new(Center).QuestionnaireFor("HT", Submit); got.ID != "hai-long" {
		t.Errorf("without any it is %+v", got)
	}
}

// TestReadyQuestionnairesAreRight: each can be taken as it is, before the usual one.
func TestReadyQuestionnairesAreRight(t *testing.T) {
	for _, q := range ReadyQuestionnaires() {
		c := small()
		c.Questionnaires = []Questionnaire{q}
		if q.Purposes != nil {
			c.Questionnaires = append(c.Questionnaires, UsualQuestionnaire())
		}
		if faults := Validate(c); len(faults) > 0 {
			t.Errorf("%s: %v", q.ID, faults)
		}
		for _, text := range textsOf(&q) {
			if strings.ContainsAny(text.VI+text.EN, "⟦{}!") || strings.Contains(text.VI, "khách") {
				t.Errorf("%s says %q, %q", q.ID, text.VI, text.EN)
			}
		}
	}
}

func textsOf(q *Questionnaire) []i18n.Text {
	all := append([]i18n.Text{q.Title, q.Question, q.Why}, q.Levels...)
	for _, r := range q.Reasons {
		all = append(all, r.Text)
	}
	for _, x := range q.Items {
		all = append(all, x.Text)
		for _, o := range x.Options {
			all = append(all, o.Text)
		}
	}
	return all
}

func TestQuestionnaireDefaults(t *testing.T) {
	for n, want := range map[int][2]int{3: {2, 1}, 4: {3, 2}, 5: {4, 3}} {
		q := UsualQuestionnaire()
		q.Levels, q.Satisfied, q.WhyUpTo, q.Why = q.Levels[5-n:], 0, 0, i18n.Text{}
		c := &Center{Questionnaires: []Questionnaire{q}}
		c.defaultQuestionnaires()
		got := c.Questionnaires[0]
		if got.Satisfied != want[0] || got.WhyUpTo != want[1] || got.Why.VI == "" {
			t.Errorf("of %d levels: satisfied from %d, why up to %d, %q", n, got.Satisfied, got.WhyUpTo, got.Why.VI)
		}
	}
	q := UsualQuestionnaire()
	q.Reasons, q.WhyUpTo = nil, 0
	c := &Center{Questionnaires: []Questionnaire{q}}
	if c.defaultQuestionnaires(); c.Questionnaires[0].WhyUpTo != 0 {
		t.Error("without reasons somebody is asked for reasons")
	}
}

func TestValidateQuestionnaires(t *testing.T) {
	one := func(q *Questionnaire) *Item { return &q.Items[0] }
	tests := []struct {
		name   string
		change func(*Center, *Questionnaire) // of "ket-qua", which stands before the usual one
		want   string                        // code, place and key
	}{
		{"none is wrong", func(*Center, *Questionnaire) {}, ""},
		{"id", func(_ *Center, q *Questionnaire) { q.ID = "Kết quả" }, "center-id [[questionnaire]] Kết quả"},
		{"id twice", func(_ *Center, q *Questionnaire) { q.ID = "hai-long" }, "center-duplicate [[questionnaire]] hai-long"},
		{"no title", func(_ *Center, q *Questionnaire) { q.Title = i18n.Text{VI: "x"} }, "questionnaire-text [[questionnaire]] ket-qua title"},
		{"no English", func(_ *Center, q *Questionnaire) { q.Question.EN = " " }, "questionnaire-text [[questionnaire]] ket-qua question"},
		{"long", func(_ *Center, q *Questionnaire) { q.Question.VI = strings.Repeat("ờ", 161) }, "center-slip-long [[questionnaire]] ket-qua question"},
		{"two lines", func(_ *Center, q *Questionnaire) { q.Question.VI = "a\nb" }, "questionnaire-line [[questionnaire]] ket-qua question"},
		{"two levels", func(_ *Center, q *Questionnaire) { q.Levels = q.Levels[:2] }, "questionnaire-levels [[questionnaire]] ket-qua"},
		{"six levels", func(_ *Center, q *Questionnaire) { q.Levels = append(q.Levels, q.Question) }, "questionnaire-levels [[questionnaire]] ket-qua"},
		{"a level twice", func(_ *Center, q *Questionnaire) { q.Levels[1].VI = q.Levels[0].VI }, "questionnaire-twice [[questionnaire]] ket-qua levels"},
		{"a long level", func(_ *Center, q *Questionnaire) { q.Levels[2].EN = strings.Repeat("x", 41) }, "center-slip-long [[questionnaire]] ket-qua levels[3]"},
		{"all are satisfied", func(_ *Center, q *Questionnaire) { q.Satisfied = 1 }, "center-range [[questionnaire]] ket-qua satisfied"},
		{"nobody can be", func(_ *Center, q *Questionnaire) { q.Satisfied = 6 }, "center-range [[questionnaire]] ket-qua satisfied"},
		{"why of the satisfied", func(_ *Center, q *Questionnaire) { q.WhyUpTo = 4 }, "questionnaire-why [[questionnaire]] ket-qua"},
		{"a reason twice", func(_ *Center, q *Questionnaire) { q.Reasons[1].Code = "attitude" }, "questionnaire-code [[questionnaire]] ket-qua reason[2].code"},
		{"a reason without words", func(_ *Center, q *Questionnaire) { q.Reasons[1].Text = i18n.Text{} }, "questionnaire-text [[questionnaire]] ket-qua reason[2].text"},
		{"one reason", func(_ *Center, q *Questionnaire) { q.Reasons = q.Reasons[:1] }, "center-range [[questionnaire]] ket-qua reason"},
		{"why without reasons", func(_ *Center, q *Questionnaire) { q.Reasons = nil }, "center-empty [[questionnaire]] ket-qua reason"},
		{"many items", func(_ *Center, q *Questionnaire) {
			for _, code := range []string{"a", "b", "c"} {
				q.Items = append(q.Items, Item{Code: code, Text: q.Question})
			}
		}, "center-range [[questionnaire]] ket-qua item"},
		{"an item twice", func(_ *Center, q *Questionnaire) { one(q).Code = "official" }, "questionnaire-code [[questionnaire]] ket-qua item[2].code"},
		{"what it measures", func(_ *Center, q *Questionnaire) { one(q).Measures = "mood" }, "notice-choice [[questionnaire]] ket-qua item[1].measures"},
		{"measured twice", func(_ *Center, q *Questionnaire) { one(q).Measures = "official" }, "questionnaire-measured [[questionnaire]] ket-qua item[2].measures"},
		{"asked of whom", func(_ *Center, q *Questionnaire) { one(q).AskUpTo = 6 }, "center-range [[questionnaire]] ket-qua item[1].ask_up_to"},
		{"one option", func(_ *Center, q *Questionnaire) { q.Items[2].Options = q.Items[2].Options[:1] }, "center-range [[questionnaire]] ket-qua item[3].option"},
		{"an indicator without options", func(_ *Center, q *Questionnaire) { q.Items[2].Options = nil }, "center-range [[questionnaire]] ket-qua item[3].option"},
		{"an option twice", func(_ *Center, q *Questionnaire) { o := q.Items[2].Options; o[1].Text = o[0].Text }, "questionnaire-twice [[questionnaire]] ket-qua item[3].option[2].text"},
		{"three points", func(_ *Center, q *Questionnaire) { q.Items[2].Options[0].Points = 3 }, "center-range [[questionnaire]] ket-qua item[3].option[1].points"},
		{"points of no indicator", func(_ *Center, q *Questionnaire) { q.Items[2].Measures = "" }, "questionnaire-points [[questionnaire]] ket-qua item[3].option[1].points"},
		{"a service", func(_ *Center, q *Questionnaire) { q.Services = []ServiceCode{"ZZ"} }, "center-unknown [[questionnaire]] ket-qua services"},
		{"a purpose", func(_ *Center, q *Questionnaire) { q.Purposes = []Purpose{"party"} }, "center-purpose [[questionnaire]] ket-qua"},
		{"for all and not the last", func(_ *Center, q *Questionnaire) { q.Purposes = nil }, "questionnaire-never [[questionnaire]] hai-long"},
		{"none for the rest", func(c *Center, q *Questionnaire) { c.Questionnaires = c.Questionnaires[:1] }, "questionnaire-rest [[questionnaire]] ket-qua"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := small()
			c.Questionnaires = []Questionnaire{resultQuestionnaire(), UsualQuestionnaire()}
			test.change(c, &c.Questionnaires[0])
			c.defaultQuestionnaires()
			var all []string
			for _, f := range Validate(c) {
				all = append(all, codeOf(f))
			}
			if (test.want == "") != (len(all) == 0) || test.want != "" && !slices.Contains(all, test.want) {
				t.Errorf("Validate() = %q, want %q", all, test.want)
			}
		})
	}
}

// codeOf is the code of a fault with its place and key.
func codeOf(f *fault.Error) string {
	s := f.Code
	for _, name := range []string{"place", "key"} {
		for i := 0; i+1 < len(f.Args); i += 2 {
			if text, ok := f.Args[i+1].(string); ok && f.Args[i] == name {
				s += " " + text
			}
		}
	}
	return s
}
