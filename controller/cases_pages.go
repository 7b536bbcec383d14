package controller

import (
	"crypto/sha256"
	"encoding/json"
	"net/http"

	"motcua/controller/web"
	"motcua/internal/cases"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

var _ web.Cases = (*casePages)(nil)

// casePages is what the pages know of cases.
type casePages struct{ c *Controller }

// callerOf is who a page acts for.
func callerOf(w web.Who) caller {
	return caller{id: w.ID, name: w.Name, roles: w.Roles, counter: w.Counter, session: w.Session}
}

// formMemo remembers a form by its key, and by the hash of what was typed.
func formMemo(scope, key, what string, v any) memo {
	if len(key) < 16 || len(key) > 64 || checkKey(key) != nil {
		return memo{}
	}
	raw, _ := json.Marshal(v) // plain fields: it cannot fail
	return memo{Scope: scope, Key: key, Body: sha256.Sum256(append([]byte(what+"\n"), raw...))}
}

// Feedback is what everybody may know.
func (p *casePages) Feedback() wire.Feedback { return p.c.feedback() }

// Open opens a case.
func (p *casePages) Open(r *http.Request, by *web.Who, key string, q wire.FeedbackRequest) (a wire.FeedbackOpened, err error) {
	var who caller
	if by != nil {
		who = callerOf(*by)
	}
	m := formMemo("case "+who.id, key, "open", q)
	if m.Key == "" {
		return a, fault.New(fault.Malformed, "key-form")
	}
	return a, p.c.openCase(r, m, who, q).decode(&a)
}

// Own is the case behind a secret.
func (p *casePages) Own(r *http.Request, secret string) (wire.FeedbackCase, error) {
	return p.c.ownCase(r, secret)
}

// Mind does what its citizen wants.
func (p *casePages) Mind(r *http.Request, secret, key, verb string, a wire.FeedbackAct) error {
	return p.c.mindCase(r, formMemo("case", key, verb+secret, a), secret, verb, a).err
}

// List is what somebody may see of the cases.
func (p *casePages) List(by web.Who) wire.Cases { return p.c.engine.caseList(callerOf(by)) }

// Case is one of them.
func (p *casePages) Case(r *http.Request, by web.Who, id cases.ID) (wire.Case, error) {
	return p.c.engine.oneCase(r.Context(), callerOf(by), id)
}

// Act does something to it.
func (p *casePages) Act(r *http.Request, by web.Who, id cases.ID, key, verb string, a wire.CaseAct) error {
	return p.c.engine.actCase(r.Context(), formMemo(by.ID, key, verb+string(id), a), callerOf(by), id, verb, a).err
}

// Comments lists what somebody may read of what citizens wrote beside their answers.
func (p *casePages) Comments(r *http.Request, by web.Who, from, to center.Day) (wire.Comments, error) {
	return p.c.engine.commentsFor(r.Context(), by.ID, from, to)
}

// Hides tells whether an entry is about a case that somebody may not know of.
func (p *casePages) Hides(by web.Who, b wire.Body) bool {
	var d wire.CaseData
	if json.Unmarshal(b.Data, &d) != nil || d.Case == "" {
		return false
	}
	return p.c.engine.hidesCase(by.ID, b, d.Case)
}
