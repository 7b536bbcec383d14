package controller

import (
	"context"
	"crypto/sha256"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/store"
	"motcua/internal/wire"
)

const (
	tokenKept  = 8 * 24 * time.Hour // a rating token is remembered that long: tablets may be offline for days
	answerKept = 30                 // days in which a repeated answer is known again
	sealedKey  = "sealed"           // of the hour up to which answers were let into the log
)

// question is the survey that a finish opened.
type question struct {
	ticket queue.TicketID
	leg    int
	at     time.Time
}

// askSurvey opens the question about a leg that has just been finished.
func (t *tx) askSurvey(q queue.Event) {
	ticket, ok := t.day.Ticket(q.Ticket)
	if !ok {
		return
	}
	leg := answeredLeg(ticket)
	now := t.now.Wall
	token := store.RatingToken{
		Hash:    sha256.Sum256([]byte(rating.Token(t.key, string(ticket.ID), leg))),
		Counter: q.Counter, Official: q.Official, Service: ticket.Legs[leg].Service, Purpose: ticket.Purpose,
		Opened: now.Unix(), Expires: now.Add(time.Duration(t.center.Rating.TokenMinutes) * time.Minute).Unix(),
	}
	if old, ok := t.e.tokens[token.Hash]; ok && (old.State == store.TokenSpent || old.Label != nil) {
		return // finished again after an undo: the answer given stays the only one
	}
	t.keep(token)
	t.seeFinish(token)
}

// answeredLeg is the leg of a visit that was finished last, -1 for none: a
// visit may go on with another leg.
func answeredLeg(t *queue.Ticket) int {
	for i := len(t.Legs) - 1; i >= 0; i-- {
		if l := &t.Legs[i]; !l.Open && l.End == queue.TicketFinished {
			return i
		}
	}
	return -1
}

// takeSurveyBack withdraws the question about the leg that undo has opened
// again. What an answer may be of already, stays.
func (t *tx) takeSurveyBack(id queue.TicketID) {
	ticket, ok := t.day.Ticket(id)
	if !ok {
		return
	}
	hash := sha256.Sum256([]byte(rating.Token(t.key, string(id), len(ticket.Legs)-1)))
	if token, ok := t.e.tokens[hash]; ok && token.State == store.TokenOpen && token.Label == nil {
		token.State = store.TokenTaken
		t.keep(token)
		t.e.gaming.Undo(legName(hash))
	}
}

func (t *tx) keep(token store.RatingToken) {
	t.e.tokens[token.Hash] = token
	t.batch.Tokens = append(t.batch.Tokens, token)
}

// purgeRatings forgets, as a day opens, tokens and keys that nobody needs any more.
func (t *tx) purgeRatings() {
	before := t.now.Wall.Add(-tokenKept)
	t.batch.Purge = store.Purge{Tokens: before.Unix(), Keys: center.DayOf(t.now.Wall.AddDate(0, 0, -answerKept))}
	for hash, x := range t.e.tokens {
		if x.Opened < before.Unix() && x.Expires < before.Unix() && (x.Label != nil || x.State == store.TokenTaken) {
			delete(t.e.tokens, hash)
		}
	}
}

// legOf is what an answer would tell of the leg of a token, were there enough like it.
func legOf(t store.RatingToken) rating.Leg {
	return rating.Leg{Counter: t.Counter, Official: t.Official, Service: t.Service, Purpose: t.Purpose, Hour: rating.Hour(time.Unix(t.Opened, 0))}
}

// surveyNow is the question about a leg while it may be answered, and whether
// nobody has answered yet. The engine's lock is held.
func (e *Engine) surveyNow(q question) (s wire.Survey, unspent, ok bool) {
	token := rating.Token(e.state.key, string(q.ticket), q.leg)
	known, ok := e.tokens[sha256.Sum256([]byte(token))]
	if !ok || known.State == store.TokenTaken || e.opts.Clock().Wall.Unix() >= known.Expires {
		return wire.Survey{}, false, false
	}
	return wire.Survey{Token: token, Questionnaire: e.site().QuestionnaireFor(known.Service, known.Purpose).Version(),
		Expires: time.Unix(known.Expires, 0).In(center.Zone)}, known.State == store.TokenOpen, true
}

// survey is the question about a leg that nobody has answered.
func (e *Engine) survey(q question) (wire.Survey, bool) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	s, unspent, _ := e.surveyNow(q)
	return s, unspent
}

// atCounter is the question that a counter's last finish opened.
func (e *Engine) atCounter(id center.CounterID) (wire.Survey, bool) {
	q := view(e, func(s *state, _ queue.Moment) question { return s.asked[id] })
	if q.ticket == "" {
		return wire.Survey{}, false
	}
	return e.survey(q)
}

// rated counts an answer that is in the log.
func (s *state) rated(a wire.RatingData) {
	levels, satisfied := a.Scale()
	if a.Apart || a.Overall < 1 || a.Overall > levels {
		return
	}
	s.ratings.N++
	if levels == len(s.ratings.Counts) {
		s.ratings.Counts[a.Overall-1]++
	}
	if a.Overall >= satisfied {
		s.ratings.Satisfied++
	}
	if slices.Contains(a.Reasons, center.Harassment) {
		s.ratings.Harassment++
	}
}

// recallRatings reads what the survey keeps beside the log.
func (e *Engine) recallRatings(ctx context.Context) error {
	tokens, err := e.store.Tokens(ctx)
	if err != nil {
		return err
	}
	waiting, err := e.store.PendingAnswers(ctx)
	if err != nil {
		return err
	}
	if e.sealed, err = e.store.Meta(ctx, sealedKey); err != nil {
		return err
	}
	e.tokens, e.pending = map[[sha256.Size]byte]store.RatingToken{}, map[store.AnswerID]store.Pending{}
	for _, x := range tokens {
		e.tokens[x.Hash] = x
	}
	for _, p := range waiting {
		e.pending[p.ID] = p
	}
	if e.gaming == nil {
		e.gaming = rating.NewWatch()
	}
	if e.refused == nil {
		e.refused = map[string]int{}
	}
	return nil
}
