package controller

import (
	"crypto/sha256"
	"maps"
	"net/http"
	"slices"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

func getSurvey(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	counter := center.CounterID(r.PathValue("counter"))
	if who.shared || who.counter != "" && who.counter != counter {
		return fault.New(fault.Forbidden, "counter-other", "counter", counter)
	}
	if _, ok := c.site().Counter(counter); !ok {
		return fault.New(fault.NotFound, "counter-unknown", "counter", counter)
	}
	if s, ok := c.engine.atCounter(counter); ok {
		if who.may("tablet") {
			c.engine.woke(counter)
		}
		return send(w, s)
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// postRating takes an answer: from whoever has a token and does not work here,
// and without a token from a counter's own tablet.
func postRating(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.RatingRequest
	wish, err := read(w, r, who, &q)
	if err != nil {
		return err
	}
	if len(q.Token) > 64 {
		return fault.New(fault.Malformed, "json")
	}
	if err := checkKey(q.Corrects); err != nil {
		return err
	}
	a := answering{RatingRequest: q, key: wish.Key, tablet: who.may("tablet")}
	if err := c.mayAnswer(&a, who); err != nil {
		return err
	}
	if err := a.place(who); err != nil {
		return err
	}
	if err := a.by(); err != nil {
		return err
	}
	if who.id == "" {
		if err := c.guessed(r, &a); err != nil {
			return err
		}
	}
	return answer(w, c.engine.rate(r.Context(), a))
}

// guessed refuses a token that nobody has before it waits for the writer, and
// an address that sends too many of them. An answer that was taken is taken
// when it is said again, though its token is long forgotten.
func (c *Controller) guessed(r *http.Request, a *answering) error {
	if c.engine.admits(a.Token) {
		return nil
	}
	if err := c.rating.pass(c.clock().Up, site(r.RemoteAddr)); err != nil {
		return err
	}
	for _, key := range []string{a.key, a.Corrects} {
		if key == "" {
			continue
		}
		if _, ok, err := c.engine.store.Answered(r.Context(), sha256.Sum256([]byte(key))); ok || err != nil {
			return err
		}
	}
	return fault.New(fault.NotFound, "rating-unknown")
}

// admits tells whether a token is known, whatever has become of it.
func (e *Engine) admits(token string) bool {
	e.mu.RLock()
	defer e.mu.RUnlock()
	_, ok := e.tokens[sha256.Sum256([]byte(token))]
	return ok
}

// mayAnswer refuses who works here: nobody rates the own counter, whatever
// token there is. Each try is counted. A greeter may pass on what a citizen says.
func (c *Controller) mayAnswer(a *answering, who caller) error {
	if who.id == "" || who.may("tablet", "kiosk") {
		return a.atTerminal(who)
	}
	err := a.byHelper(who)
	if err != nil {
		c.engine.refuse(who.id)
	}
	return err
}

// place finds the counter of an answer without a token.
func (a *answering) place(who caller) error {
	switch {
	case a.Token != "":
		a.Counter = ""
	case !a.tablet && who.id == "":
		return fault.New(fault.NotFound, "rating-unknown")
	case !a.tablet:
		return fault.New(fault.Forbidden, "role", "roles", "tablet")
	case a.Counter == "":
		a.Counter = who.counter
	case who.counter != "" && a.Counter != who.counter:
		return fault.New(fault.Forbidden, "counter-other", "counter", a.Counter)
	}
	return nil
}

// by checks the channel: a tablet says tablet or terminal, who has nothing but
// a token says phone or link.
func (a *answering) by() error {
	if a.Channel == "tablet" {
		a.Channel = wire.ByTablet
	}
	may := []string{wire.ByTablet, wire.ByPhone, wire.ByLink}
	if a.tablet || a.helper != "" {
		may = []string{wire.ByTablet, wire.ByTerminal}
	}
	if !slices.Contains(may, a.Channel) {
		return fault.New(fault.Invalid, "rating-channel")
	}
	return nil
}

// refuse counts that somebody who works here tried to answer.
func (e *Engine) refuse(id string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.refused[id]++
}

// countRefused logs how often since the last hour, and who. When exactly is not
// told: it would say when a question was open.
func (t *tx) countRefused() {
	for _, id := range slices.Sorted(maps.Keys(t.e.refused)) {
		t.emit(wire.RatingsRefused, &wire.RefusedData{By: id, N: t.e.refused[id]})
	}
	clear(t.e.refused)
}
