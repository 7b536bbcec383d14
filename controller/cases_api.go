package controller

import (
	"net/http"

	"motcua/internal/cases"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

func getFeedback(c *Controller, w http.ResponseWriter, _ *http.Request, _ caller) error {
	return send(w, c.feedback())
}

// postFeedback opens a case: a citizen's, or with a session one for somebody
// who cannot do it.
func postFeedback(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.FeedbackRequest
	wish, err := read(w, r, who, &q)
	if err != nil {
		return err
	}
	if wish.Key == "" {
		return fault.New(fault.Malformed, "key-missing")
	}
	wish.Scope = "case " + who.id
	return answer(w, c.openCase(r, wish, who, q))
}

// openCase opens a case for whoever asks, a while after the last one from the same address.
func (c *Controller) openCase(r *http.Request, wish memo, who caller, q wire.FeedbackRequest) outcome {
	if err := foreign(r); err != nil {
		return outcome{err: err}
	}
	if err := c.opening.pass(c.clock().Up, site(r.RemoteAddr)); err != nil {
		return outcome{err: err}
	}
	x, err := c.readCase(r.Context(), who, q)
	if err != nil {
		return outcome{err: err}
	}
	return c.engine.openCase(r.Context(), wish, x)
}

func getOwnCase(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	v, err := c.ownCase(r, r.PathValue("secret"))
	if err != nil {
		return err
	}
	return send(w, v)
}

// ownCase is the case behind a secret; who guesses is slowed down.
func (c *Controller) ownCase(r *http.Request, secret string) (wire.FeedbackCase, error) {
	up, from := c.clock().Up, site(r.RemoteAddr)
	if err := c.guessing.check(up, from); err != nil {
		return wire.FeedbackCase{}, err
	}
	v, err := c.engine.ownCase(r.Context(), secret)
	if fault.KindOf(err) == fault.NotFound {
		c.guessing.count(up, from)
	}
	return v, err
}

func postOwnCase(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	var a wire.FeedbackAct
	wish, err := read(w, r, caller{}, &a)
	if err != nil {
		return err
	}
	secret := r.PathValue("secret")
	wish.Scope = "case" // the hash of the path is part of what is remembered, the secret is not
	return answer(w, c.mindCase(r, wish, secret, r.PathValue("verb"), a))
}

func (c *Controller) mindCase(r *http.Request, wish memo, secret, verb string, a wire.FeedbackAct) outcome {
	if err := foreign(r); err != nil {
		return outcome{err: err}
	}
	up, from := c.clock().Up, site(r.RemoteAddr)
	if err := c.guessing.check(up, from); err != nil {
		return outcome{err: err}
	}
	o := c.engine.mindCase(r.Context(), wish, secret, verb, a)
	if fault.CodeOf(o.err) == "case-unknown" {
		c.guessing.count(up, from)
	}
	return o
}

func getCases(c *Controller, w http.ResponseWriter, _ *http.Request, who caller) error {
	return send(w, c.engine.caseList(who))
}

func getCase(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	v, err := c.engine.oneCase(r.Context(), who, cases.ID(r.PathValue("case")))
	if err != nil {
		return err
	}
	return send(w, v)
}

func postCase(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var a wire.CaseAct
	wish, err := read(w, r, who, &a)
	if err != nil {
		return err
	}
	return answer(w, c.engine.actCase(r.Context(), wish, who, cases.ID(r.PathValue("case")), r.PathValue("verb"), a))
}
