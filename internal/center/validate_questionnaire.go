package center

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"motcua/internal/i18n"
)

// Limits that keep a question readable on a tablet and answered by many.
const (
	mostQuestionnaires = 20
	mostReasonsAsked   = 12
	mostFurther        = 8
	longestQuestion    = 160 // characters in each language
	longestAnswer      = 60
	longestLevel       = 40
	mostPoints         = 2 // of an indicator of TT 01/2018
)

func (v *validation) questionnaires() {
	v.within("[[questionnaire]]", "[[questionnaire]]", float64(len(v.c.Questionnaires)), 1, mostQuestionnaires)
	for i := range v.c.Questionnaires {
		q := &v.c.Questionnaires[i]
		place := "[[questionnaire]] " + q.ID
		v.id("questionnaire", place, q.ID, reportForm)
		v.asked(place, "title", longestQuestion, q.Title)
		v.asked(place, "question", longestQuestion, q.Question)
		v.levels(place, q)
		v.reasons(place, q)
		v.items(place, q)
		v.where(place, q)
	}
	v.reached()
}

// asked checks a text that citizens read: both languages, of one line.
func (v *validation) asked(place, key string, most int, t i18n.Text) {
	switch n := max(utf8.RuneCountInString(t.VI), utf8.RuneCountInString(t.EN)); {
	case strings.TrimSpace(t.VI) == "" || strings.TrimSpace(t.EN) == "":
		v.add("questionnaire-text", "place", place, "key", key)
	case n > most:
		v.add("center-slip-long", "place", place, "key", key, "value", n, "most", most)
	case unprintable(t.VI) || unprintable(t.EN):
		v.add("questionnaire-line", "place", place, "key", key)
	}
}

func (v *validation) levels(place string, q *Questionnaire) {
	n := len(q.Levels)
	if n < 3 || n > 5 {
		v.add("questionnaire-levels", "place", place, "value", n)
		return
	}
	for i, l := range q.Levels {
		v.asked(place, numbered("levels", i), longestLevel, l)
		v.twice(place, "levels", l, q.Levels[:i])
	}
	v.within(place, "satisfied", float64(q.Satisfied), 2, float64(n))
	if q.WhyUpTo < 0 || q.WhyUpTo >= q.Satisfied {
		v.add("questionnaire-why", "place", place, "value", q.WhyUpTo, "satisfied", q.Satisfied)
	}
}

// twice checks that no two answers have the same words.
func (v *validation) twice(place, key string, t i18n.Text, before []i18n.Text) {
	if slices.ContainsFunc(before, func(o i18n.Text) bool { return t.VI != "" && o.VI == t.VI || t.EN != "" && o.EN == t.EN }) {
		v.add("questionnaire-twice", "place", place, "key", key, "value", t.VI)
	}
}

func (v *validation) reasons(place string, q *Questionnaire) {
	if len(q.Reasons) == 0 {
		if q.WhyUpTo > 0 {
			v.add("center-empty", "place", place, "key", "reason")
		}
		return
	}
	v.within(place, "reason", float64(len(q.Reasons)), 2, mostReasonsAsked)
	v.asked(place, "why", longestQuestion, q.Why)
	var texts []i18n.Text
	for i, r := range q.Reasons {
		at := numbered("reason", i)
		v.code(place, at, r.Code, slices.ContainsFunc(q.Reasons[:i], func(o Reason) bool { return o.Code == r.Code }))
		v.asked(place, at+".text", longestAnswer, r.Text)
		v.twice(place, at+".text", r.Text, texts)
		texts = append(texts, r.Text)
	}
}

func (v *validation) code(place, key, code string, taken bool) {
	if !reportForm.MatchString(code) || taken {
		v.add("questionnaire-code", "place", place, "key", key+".code", "value", code)
	}
}

func (v *validation) items(place string, q *Questionnaire) {
	v.within(place, "item", float64(len(q.Items)), 0, mostFurther)
	for i, x := range q.Items {
		at, before := numbered("item", i), q.Items[:i]
		v.code(place, at, x.Code, slices.ContainsFunc(before, func(o Item) bool { return o.Code == x.Code }))
		v.asked(place, at+".text", longestQuestion, x.Text)
		v.within(place, at+".ask_up_to", float64(x.AskUpTo), 0, float64(max(len(q.Levels), 1)))
		if x.Measures != "" {
			v.oneOf(place, at+".measures", x.Measures, Measures)
			if slices.ContainsFunc(before, func(o Item) bool { return o.Measures == x.Measures }) {
				v.add("questionnaire-measured", "place", place, "key", at+".measures", "value", x.Measures)
			}
		}
		v.options(place, at, &x)
	}
}

func (v *validation) options(place, at string, x *Item) {
	if n := len(x.Options); n > 0 || x.Pointed() {
		v.within(place, at+".option", float64(n), 2, 5)
	}
	var texts []i18n.Text
	for i, o := range x.Options {
		key := numbered(at+".option", i)
		v.asked(place, key+".text", longestAnswer, o.Text)
		v.twice(place, key+".text", o.Text, texts)
		texts = append(texts, o.Text)
		if x.Pointed() {
			v.within(place, key+".points", float64(o.Points), 0, mostPoints)
		} else if o.Points != 0 {
			v.add("questionnaire-points", "place", place, "key", key+".points")
		}
	}
}

// where checks where a questionnaire is asked.
func (v *validation) where(place string, q *Questionnaire) {
	for i, s := range q.Services {
		if _, ok := v.c.Service(s); !ok || slices.Contains(q.Services[:i], s) {
			v.add("center-unknown", "place", place, "key", "services", "value", s)
		}
	}
	for i, p := range q.Purposes {
		if !slices.Contains(Purposes, p) || slices.Contains(q.Purposes[:i], p) {
			v.add("center-purpose", "place", place, "value", p)
		}
	}
}

// reached checks that the last questionnaire is asked wherever no other is, and
// each of them somewhere.
func (v *validation) reached() {
	all := v.c.Questionnaires
	if n := len(all) - 1; n >= 0 && len(all[n].Services)+len(all[n].Purposes) > 0 {
		v.add("questionnaire-rest", "place", "[[questionnaire]] "+all[n].ID)
	}
	asked := make([]bool, len(all))
	for _, s := range v.c.Services {
		for _, p := range Purposes {
			if i := slices.IndexFunc(all, func(q Questionnaire) bool { return s.Offers(p) && q.Fits(s.Code, p) }); i >= 0 {
				asked[i] = true
			}
		}
	}
	for i, q := range all {
		if !asked[i] && len(v.c.Services) > 0 {
			v.add("questionnaire-never", "place", "[[questionnaire]] "+q.ID)
		}
	}
}

// numbered is a key of the place i in a list, counted from 1 as people do.
func numbered(key string, i int) string { return fmt.Sprintf("%s[%d]", key, i+1) }
