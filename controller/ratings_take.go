package controller

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/rating"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// answering is an answer on its way in.
type answering struct {
	wire.RatingRequest
	key    string // names it; empty: it has no name
	tablet bool   // a tablet of the center sends it: its word on the time counts
	helper string // who works here and passes on what a citizen says; empty: nobody
}

// id names the answer of a key to this one's token.
func (a *answering) id(key string) store.AnswerID {
	return sha256.Sum256([]byte("answer\x00" + key + "\x00" + a.Token))
}

// rate takes an answer. It goes past the memory of commands, which would tell
// whose answer came when.
func (e *Engine) rate(ctx context.Context, a answering) outcome {
	if a.key == "" {
		a.key = rand.Text()
	}
	return e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		if err := t.rate(&a); err != nil {
			return 0, nil, err
		}
		return http.StatusCreated, struct{}{}, nil
	})
}

// rate takes one answer. Nobody learns of it before its batch.
func (t *tx) rate(a *answering) error {
	id, key := a.id(a.key), sha256.Sum256([]byte(a.key))
	switch known, ok, err := t.answerOf(key); {
	case err != nil:
		return err
	case ok && known == id:
		return nil // said again
	case ok:
		return fault.New(fault.Invalid, "key-reused")
	}
	p := store.Pending{ID: id}
	replaced, corrects, err := t.corrected(a)
	if err != nil {
		return err
	}
	var spent *store.RatingToken
	if corrects {
		p = replaced
		p.ID, p.Answer.Helped = id, false
	} else if spent, err = t.token(a); err != nil {
		return err
	} else if spent != nil {
		p.Leg, p.Label = legOf(*spent), spent.Label
	} else {
		p.Label, p.Answer.Apart = &rating.Leg{}, true
	}
	if err := t.fill(&p, a); err != nil {
		return err
	}
	if corrects {
		t.leave(replaced.ID)
	}
	if spent != nil {
		spent.State = store.TokenSpent
		t.keep(*spent)
		t.seeAnswer(*spent, a, t.givenAt(a))
	}
	t.wait(p)
	t.batch.Answers = append(t.batch.Answers, store.AnswerKey{Key: key, ID: id, Day: center.DayOf(t.now.Wall)})
	return nil
}

// answerOf finds the answer that came with a key.
func (t *tx) answerOf(key [sha256.Size]byte) (store.AnswerID, bool, error) {
	for _, k := range t.batch.Answers {
		if k.Key == key {
			return k.ID, true, nil
		}
	}
	return t.e.store.Answered(context.Background(), key)
}

// corrected is the answer that a corrects, as long as it waits for its batch.
// What was never heard of cannot be corrected: then a is the first.
func (t *tx) corrected(a *answering) (store.Pending, bool, error) {
	if a.Corrects == "" {
		return store.Pending{}, false, nil
	}
	old := a.id(a.Corrects)
	if p, ok := t.e.pending[old]; ok {
		return p, true, nil
	}
	known, ok, err := t.answerOf(sha256.Sum256([]byte(a.Corrects)))
	if err == nil && ok && known == old {
		err = fault.New(fault.Conflict, "rating-sealed")
	}
	return store.Pending{}, false, err
}

// token is what admits a: its own token, or the newest one that was open at the
// tablet's counter when it was given; nil where there was none.
func (t *tx) token(a *answering) (*store.RatingToken, error) {
	at := t.givenAt(a)
	if a.Token == "" {
		return t.unspent(a.Counter, at), nil
	}
	token, ok := t.e.tokens[sha256.Sum256([]byte(a.Token))]
	switch {
	case !ok:
		return nil, fault.New(fault.NotFound, "rating-unknown")
	case token.State == store.TokenSpent:
		return nil, fault.New(fault.Conflict, "rating-spent")
	case token.State == store.TokenTaken || at.Unix() >= token.Expires:
		return nil, fault.New(fault.Gone, "rating-late")
	case a.helper != "":
		if err := t.e.apartFrom(a.helper, token.Counter, center.DayOf(time.Unix(token.Opened, 0))); err != nil {
			return nil, err
		}
	}
	return &token, nil
}

// givenAt is when an answer was given. A tablet says how long ago by its own
// clock, which may be days off; where the clock was set meanwhile and would make
// the answer come from the future, it was given in time.
func (t *tx) givenAt(a *answering) time.Time {
	if !a.tablet || a.At == nil || a.Sent == nil {
		return t.now.Wall
	}
	switch age := a.Sent.Sub(*a.At); {
	case age >= 0:
		return t.now.Wall.Add(-age)
	case a.Token != "":
		return time.Time{}
	}
	return t.now.Wall
}

// unspent is the newest question that was open at a counter and nobody answered.
func (t *tx) unspent(counter center.CounterID, at time.Time) *store.RatingToken {
	var found *store.RatingToken
	for _, x := range t.e.tokens {
		if x.Counter == counter && x.State == store.TokenOpen && x.Opened <= at.Unix() && at.Unix() < x.Expires && (found == nil || x.Opened > found.Opened) {
			found = &x
		}
	}
	return found
}

// fill puts what was said into an answer that waits.
func (t *tx) fill(p *store.Pending, a *answering) error {
	q, ok := t.answeredBy(a.Questionnaire, p.Leg)
	if !ok {
		return fault.New(fault.Invalid, "rating-version", "version", fmt.Sprintf("%.48s", a.Questionnaire))
	}
	if err := rating.Check(q, rating.Answer(a.Answers)); err != nil {
		return err
	}
	p.Comment = ""
	if strings.TrimSpace(a.Answers.Comment) != "" {
		var err error
		if p.Comment, err = plain(a.Answers.Comment, rating.LongestComment); err != nil {
			return err
		}
	}
	reasons := slices.Sorted(slices.Values(a.Answers.Reasons)) // the order of touches is nobody's business
	p.Answer = wire.RatingData{Questionnaire: q.Version(), Levels: len(q.Levels), Satisfied: q.Satisfied, Overall: a.Answers.Overall,
		Reasons: reasons, Items: a.Answers.Items, Channel: a.Channel, Helped: a.Helped, Apart: p.Answer.Apart}
	return nil
}

// answeredBy is the questionnaire of an answer: a version that the center asks
// or ever asked, or the one in force at a leg.
func (t *tx) answeredBy(version string, l rating.Leg) (*center.Questionnaire, bool) {
	if version == "" {
		return t.center.QuestionnaireFor(l.Service, l.Purpose), true
	}
	if !strings.Contains(version, "@") { // of before there were others: nobody asks it now
		return nil, false
	}
	return t.questionnaire(version)
}

// wait keeps an answer until its batch.
func (t *tx) wait(p store.Pending) {
	t.e.pending[p.ID] = p
	t.batch.Pending = append(t.batch.Pending, p)
}

// leave forgets an answer that waits no longer.
func (t *tx) leave(id store.AnswerID) {
	delete(t.e.pending, id)
	t.batch.Admitted = append(t.batch.Admitted, id)
	t.e.unscrubbed = true
}
