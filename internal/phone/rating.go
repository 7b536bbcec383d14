package phone

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// answerCookie holds the key of the answer that this phone gave on a page, so
// that it may be corrected. The center keeps its hash alone.
const answerCookie = "answer"

// answerFor is how long a phone knows that it has answered.
const answerFor = 24 * time.Hour

// Rated tells that an answer was just given.
func (v *view) Rated() bool { return v.query.Has("rated") }

// ByLink tells that a message with a link led here.
func (v *view) ByLink() bool {
	return v.query.Get("via") == wire.ByLink || v.form.Get("via") == wire.ByLink
}

// Correcting tells that this phone has answered and may change its answer.
func (v *view) Correcting() bool { return v.answer != "" }

// Ask is the question to this citizen. It stays as long as it may be answered:
// were it gone after an answer, whoever watches the pages would know of it.
func (v *view) Ask() *wire.Survey {
	if v.Survey == nil || v.Now.After(v.Survey.Expires) || v.Form() == nil {
		return nil
	}
	return v.Survey
}

// Form is what the question asks, nil where the center has not told it.
func (v *view) Form() *center.Questionnaire {
	if v.Center == nil || v.Survey == nil {
		return nil
	}
	return v.Center.Questionnaires[v.Survey.Questionnaire]
}

// level is one answer to a question.
type level struct {
	Value, Face int
	Text        i18n.Text
}

// Levels are the answers, the best first. Faces go evenly from 1 to 5.
func (v *view) Levels() []level {
	q := v.Form()
	all := make([]level, 0, len(q.Levels))
	for i := len(q.Levels); i > 0; i-- {
		face := 1 + math.Round(float64(i-1)*4/float64(max(len(q.Levels)-1, 1)))
		all = append(all, level{i, int(face), q.Levels[i-1]})
	}
	return all
}

// Options are the answers to a further question.
func (v *view) Options(x center.Item) []level {
	if len(x.Options) == 0 {
		return v.Levels()
	}
	all := make([]level, 0, len(x.Options))
	for i, o := range x.Options {
		all = append(all, level{Value: i + 1, Text: o.Text})
	}
	return all
}

// answerIn reads an answer. The center judges it once more: it knows what it
// asked before.
func (p *Pages) answerIn(r *http.Request) (wire.PhoneAction, error) {
	a := wire.PhoneAction{Do: wire.PhoneRate, Token: r.FormValue("token"), Version: r.FormValue("version"), Corrects: answerOf(r)}
	if r.FormValue("via") == wire.ByLink {
		a.Channel = wire.ByLink
	}
	a.Answers.Overall, _ = strconv.Atoi(r.FormValue("overall")) // 0 is no level
	if why, _ := strconv.Atoi(r.FormValue("why")); a.Answers.Overall <= why {
		a.Answers.Reasons = r.Form["reason"]
	}
	for name, values := range r.Form {
		code, ok := strings.CutPrefix(name, "item-")
		n, err := strconv.Atoi(values[0])
		if !ok || err != nil {
			continue
		}
		if a.Answers.Items == nil {
			a.Answers.Items = map[string]int{}
		}
		a.Answers.Items[code] = n
	}
	a.Answers.Comment = strings.TrimSpace(r.FormValue("comment"))
	page, err := p.Backend.Page(r.PathValue("secret"))
	if err != nil {
		return a, err
	}
	said, usual := rating.Answer(a.Answers), center.UsualQuestionnaire()
	if page.Center != nil && page.Center.Questionnaires[a.Version] != nil {
		return a, rating.Check(page.Center.Questionnaires[a.Version], said)
	}
	return a, rating.Check(&usual, rating.Answer{Overall: said.Overall}) // of a version that is asked no more
}

// answerOf is the key of the answer that this phone gave on this page.
func answerOf(r *http.Request) string {
	c, err := r.Cookie(answerCookie)
	if err != nil || len(c.Value) < 16 || len(c.Value) > 64 {
		return ""
	}
	return c.Value
}

// remember lets this phone alone correct the answer it has just given.
func (p *Pages) remember(w http.ResponseWriter, r *http.Request, key string) {
	http.SetCookie(w, &http.Cookie{Name: answerCookie, Value: key, Path: p.Base + r.PathValue("secret"), MaxAge: int(answerFor.Seconds()),
		HttpOnly: true, SameSite: http.SameSiteLaxMode})
}
