package controller

import (
	"context"
	"net/http"
	"strings"

	"motcua/internal/cases"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// caseVerbs are what those who work on a case may do.
var caseVerbs = map[string]func(*tx, *store.Case, caller, wire.CaseAct) error{
	"take": (*tx).takeCase, "pass": (*tx).passCase, "answer": (*tx).answerCase, "note": (*tx).noteCase, "reference": (*tx).referCase,
}

// mindVerbs are what a citizen may do to the own case.
var mindVerbs = map[string]func(*tx, *store.Case, wire.FeedbackAct) error{
	"judge": (*tx).judgeCase, "reopen": (*tx).reopenCase, "withdraw": (*tx).withdrawCase,
}

// actCase does what somebody who works here wants of a case. A case that the
// asker may not know of is not there.
func (e *Engine) actCase(ctx context.Context, w memo, who caller, id cases.ID, verb string, a wire.CaseAct) outcome {
	return e.ask(ctx, w, func(t *tx) (int, any, error) {
		do, ok := caseVerbs[verb]
		if !ok {
			return 0, nil, fault.New(fault.NotFound, "call-unknown")
		}
		x, ok := t.e.cases.all[id]
		if !ok || !t.e.knowsCase(who, x) {
			return 0, nil, fault.New(fault.NotFound, "case-unknown")
		}
		return http.StatusNoContent, nil, do(t, &x, who, a)
	})
}

// mindCase does what the citizen behind a secret wants of the own case.
func (e *Engine) mindCase(ctx context.Context, w memo, secret, verb string, a wire.FeedbackAct) outcome {
	return e.ask(ctx, w, func(t *tx) (int, any, error) {
		do, ok := mindVerbs[verb]
		if !ok {
			return 0, nil, fault.New(fault.NotFound, "call-unknown")
		}
		x, ok := t.e.cases.all[t.e.cases.secrets[secret]]
		if !ok {
			return 0, nil, fault.New(fault.NotFound, "case-unknown")
		}
		return http.StatusNoContent, nil, do(t, &x, a)
	})
}

func (t *tx) takeCase(x *store.Case, who caller, _ wire.CaseAct) error {
	after, err := x.Take(who.id)
	if err != nil || after == x.Case { // it is theirs already
		return err
	}
	x.Case = after
	t.announce(x)
	t.putCase(*x)
	t.writeCase(x.ID, store.CaseTaken, who.id, "")
	t.step(*x, wire.CaseAssigned, wire.CaseData{By: who.id})
	return nil
}

func (t *tx) passCase(x *store.Case, who caller, a wire.CaseAct) error {
	if a.Route == t.e.caseRoute(*x) {
		return fault.New(fault.Invalid, "case-route")
	}
	after, err := x.Pass(a.Route)
	if err != nil {
		return err
	}
	x.Case = after
	t.announce(x)
	t.putCase(*x)
	t.writeCase(x.ID, store.CasePassed, who.id, string(a.Route))
	t.step(*x, wire.CaseAssigned, wire.CaseData{By: who.id, Route: a.Route})
	return nil
}

func (t *tx) answerCase(x *store.Case, who caller, a wire.CaseAct) error {
	text, err := plain(a.Text, mostCaseText)
	if err != nil {
		return err
	}
	late := x.Overdue(center.DayOf(t.now.Wall))
	after, err := x.Answer(who.id, center.DayOf(t.now.Wall))
	if err != nil {
		return err
	}
	x.Case = after
	t.announce(x)
	t.putCase(*x)
	t.writeCase(x.ID, store.CaseAnswer, who.id, text)
	t.step(*x, wire.CaseAnswered, wire.CaseData{By: who.id, Late: late})
	if to, ok := t.e.cases.contacts[x.ID]; ok && to.Channel != store.CaseByCall {
		to.Told = store.CaseOwed
		t.putCaseContact(to)
	}
	return nil
}

func (t *tx) noteCase(x *store.Case, who caller, a wire.CaseAct) error {
	text, err := plain(a.Text, mostCaseText)
	if err == nil {
		t.writeCase(x.ID, store.CaseNote, who.id, text)
	}
	return err
}

func (t *tx) referCase(x *store.Case, who caller, a wire.CaseAct) error {
	after, err := x.Refer(strings.TrimSpace(a.Reference), center.DayOf(t.now.Wall))
	if err != nil || after == x.Case {
		return err
	}
	x.Case = after
	t.putCase(*x)
	t.writeCase(x.ID, store.CaseReferred, who.id, x.Reference)
	return nil
}

func (t *tx) judgeCase(x *store.Case, a wire.FeedbackAct) error {
	after, err := x.Judge(a.Satisfied, center.DayOf(t.now.Wall))
	if err != nil {
		return err
	}
	x.Case = after
	if x.Over() {
		t.closeCase(*x)
		return nil
	}
	t.putCase(*x)
	return nil
}

func (t *tx) reopenCase(x *store.Case, a wire.FeedbackAct) error {
	text, err := plain(a.Text, mostCaseText)
	if err != nil {
		return err
	}
	after, err := x.Reopen(center.DayOf(t.now.Wall), &t.center.Hours, t.center.Feedback.Days)
	if err != nil {
		return err
	}
	x.Case = after
	t.putCase(*x)
	t.writeCase(x.ID, store.CaseObjection, "", text)
	t.step(*x, wire.CaseReopened, wire.CaseData{Due: x.Due})
	return nil
}

// withdrawCase ends a case by its citizen's wish: what was written goes with it.
func (t *tx) withdrawCase(x *store.Case, _ wire.FeedbackAct) error {
	after, err := x.Withdraw(center.DayOf(t.now.Wall))
	if err != nil {
		return err
	}
	x.Case = after
	t.withdrawn(*x, "")
	t.eraseCase(x.ID)
	return nil
}

// withdrawn keeps a case that was withdrawn. Where the log has not heard of the
// case it never does.
func (t *tx) withdrawn(x store.Case, by string) {
	t.putCase(x)
	if x.Told {
		t.step(x, wire.CaseWithdrawn, wire.CaseData{By: by})
	}
}

// eraseCase deletes what was written in a case, and where its answer goes.
func (t *tx) eraseCase(id cases.ID) int {
	rows := 1 + t.forgetCaseContact(id)
	t.batch.Cases.Erased = append(t.batch.Cases.Erased, id)
	t.e.unscrubbed = true
	return rows
}
