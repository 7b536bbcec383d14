package controller

import (
	"context"
	"strings"
	"time"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/store"
)

// casesOf lists the cases whose answers go to an address. The engine's lock is held.
func (e *Engine) casesOf(channel, plain string) (all []store.Case) {
	for _, x := range e.cases.inOrder() {
		to, ok := e.cases.contacts[x.ID]
		mail := channel == center.ByEmail
		if ok && (to.Channel == center.ByEmail) == mail && strings.EqualFold(to.Address, plain) {
			all = append(all, x)
		}
	}
	return all
}

// keptCases is what stands under an address, as whoever looks it up for its
// owner sees it: that there is a case, never what is written in it.
func (e *Engine) keptCases(channel, plain string) (all []web.KeptContact) {
	for _, x := range e.casesOf(channel, plain) {
		to := e.cases.contacts[x.ID]
		by := to.Channel
		if by == store.CaseByCall {
			by = center.BySMS
		}
		all = append(all, web.KeptContact{Channel: by, Address: to.Address, Case: x.Opened})
	}
	return all
}

// eraseCasesOf withdraws the cases of an address, with all that was written in them.
func (t *tx) eraseCasesOf(channel, plain, by string) (rows int) {
	for _, x := range t.e.casesOf(channel, plain) {
		if after, err := x.Withdraw(center.DayOf(t.now.Wall)); err == nil {
			x.Case = after
			t.withdrawn(x, by)
		}
		rows += t.eraseCase(x.ID)
	}
	return rows
}

// keptCase is what the owner of an account wrote in a case.
type keptCase struct {
	At   time.Time `json:"at"`
	Kind string    `json:"kind"`
	Text string    `json:"text"`
}

func (p *personal) caseTextsBy(ctx context.Context, id string) ([]keptCase, error) {
	log, _ := view2(p.c.engine, func(*state) bool { return true })
	texts, err := log.CaseTextsBy(ctx, id)
	all := []keptCase{}
	for _, t := range texts {
		if t.Kind == store.CaseAnswer || t.Kind == store.CaseNote {
			all = append(all, keptCase{time.Unix(t.At, 0).In(center.Zone), t.Kind, t.Text})
		}
	}
	return all, err
}
