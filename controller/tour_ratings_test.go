package controller

import (
	"strings"
	"time"

	"motcua/internal/center"
)

// spoken is a questionnaire that takes everything that one can.
func spoken() center.Questionnaire {
	q := center.ReadyQuestionnaires()[3]
	q.Comment = true
	return q
}

func (o *tour) ratings() {
	o.want(204, "", testToken, "GET /counters/2/survey", "")
	o.want(403, "counter-other", "tablet", "GET /counters/2/survey", "")
	o.want(404, "counter-unknown", testToken, "GET /counters/99/survey", "")
	asked := spoken()
	full := `","questionnaire":"` + asked.Version() + `","helped":true,"channel":"terminal","answers":{"overall":2,"items":{"result":1},"comment":"<b>lâu</b> quá"}}`
	var token string
	for i := range 5 { // so many that figures appear
		token = o.finish()
		said := []string{anAnswer, full}[i%2]
		o.want(403, "rating-staff", "staff", "POST /ratings", `{"token":"`+token+anAnswer)
		o.once(201, "tablet", "POST /ratings", `{"token":"`+token+said, `{"token":"other`+said)
		o.want(409, "rating-spent", "", "POST /ratings", `{"token":"`+token+anAnswer)
	}
	spent := token
	token = o.finish()
	for code, body := range map[string]string{
		"rating-level": `"answers":{"overall":6}`, "rating-reason": `"answers":{"overall":1,"reasons":["mood"]}`,
		"rating-item": `"answers":{"overall":1,"items":{"mood":1}}`, "rating-comment": `"answers":{"overall":1,"comment":"a"}`,
		"text-empty":     `"questionnaire":"` + asked.Version() + `","answers":{"overall":1,"comment":"\u200b"}`,
		"text-long":      `"questionnaire":"` + asked.Version() + `","answers":{"overall":1,"comment":"` + strings.Repeat("a", 1001) + `"}`,
		"rating-version": `"questionnaire":"hai-long@00000000","answers":{"overall":1}`, "rating-channel": `"channel":"paper","answers":{"overall":1}`,
	} {
		o.want(422, code, "tablet", "POST /ratings", `{"token":"`+token+`",`+body+`}`)
	}
	o.want(404, "rating-unknown", "", "POST /ratings", `{"token":"guess`+anAnswer)
	o.tooOften(&o.h.rating, "127.0.0.1", func() {
		o.want(429, "too-often", "", "POST /ratings", `{"token":"guess`+anAnswer)
		o.want(404, "rating-unknown", "tablet", "POST /ratings", `{"token":"guess`+anAnswer)
		o.want(409, "rating-spent", "", "POST /ratings", `{"token":"`+spent+anAnswer) // who has a token is not held up
	})
	o.want(403, "counter-other", "tablet", "POST /ratings", `{"counter":"2`+anAnswer)
	o.want(201, "", "tablet", "POST /ratings", `{"token":"`+token+anAnswer, "Idempotency-Key: first")
	o.want(201, "", "tablet", "POST /ratings", `{"corrects":"first","token":"`+token+anAnswer, "Idempotency-Key: second")
	late := o.finish()
	o.h.now.pass(time.Hour + time.Minute)
	o.want(410, "rating-late", "", "POST /ratings", `{"token":"`+late+anAnswer)
	o.want(409, "rating-sealed", "tablet", "POST /ratings", `{"corrects":"second","token":"`+token+anAnswer)
	if a := o.want(200, "", "manager", "GET /reports/day", ""); !strings.Contains(string(a.body), `"ratings":{"n":5`) { // the first leg is of another service, and waits for others
		o.Errorf("report after six answers = %s", a.body)
	}
	o.want(403, "role", "manager", "GET /comments", "")
	o.want(422, "day-form", "handler", "GET /comments?from=x", "")
	if a := o.want(200, "", "handler", "GET /comments", ""); strings.Count(string(a.body), `"\u003cb\u003elâu\u003c/b\u003e quá"`) != 2 {
		o.Errorf("comments = %s, want two, as they were typed", a.body)
	}
}
