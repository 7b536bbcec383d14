package controller

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"motcua/internal/cases"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/notice"
	"motcua/internal/rating"
	"motcua/internal/store"
	"motcua/internal/wire"
)

const (
	mostCaseText = 2000      // letters
	mostCasesOf  = 3         // that go on and have one address
	wholeHour    = time.Hour // nothing that a citizen does to a case is told finer
)

// whoSettles are the roles that may see cases, each its own.
var whoSettles = []string{"handler", "manager", "monitor"}

// newCase is what a citizen, or somebody for them, wants an answer to.
type newCase struct {
	store.Case
	text    string
	contact store.CaseContact
}

// readCase checks a wish for a case before anything is decided.
func (c *Controller) readCase(ctx context.Context, who caller, q wire.FeedbackRequest) (newCase, error) {
	site := c.site()
	x := newCase{Case: store.Case{Case: cases.Case{Matter: q.Matter, Counter: q.Counter, Day: q.Day, Route: cases.Route(site.Feedback.Cases)}}}
	if site.Feedback.Off {
		return x, fault.New(fault.Conflict, "case-off")
	}
	var err error
	if x.text, err = plain(q.Text, mostCaseText); err != nil {
		return x, err
	}
	if _, ok := site.Counter(q.Counter); q.Counter != "" && !ok {
		return x, fault.New(fault.Invalid, "counter-unknown", "counter", plainID(string(q.Counter)))
	}
	if q.Matter == cases.AboutHarassment {
		x.Route = cases.Route(site.Feedback.Harassment)
	}
	if x.contact, err = caseContact(&site.Notices, q); err != nil {
		return x, err
	}
	if x.Desk = who.may("greeter", "handler", "manager", "monitor"); x.Desk {
		x.Reference = strings.TrimSpace(q.Reference)
	}
	today := center.DayOf(c.Now())
	if _, err := q.Day.Start(); q.Counter != "" && q.Day != "" && q.Day < today && err == nil {
		x.Apart, err = c.engine.workedOn(ctx, q.Counter, q.Day)
		return x, err
	}
	return x, nil
}

// plainID is what is shown of a name that nobody knows.
func plainID(s string) string {
	if t, err := plain(s, 20); err == nil {
		return t
	}
	return "?"
}

// caseContact reads where the answer goes: by the first channel that there is,
// else somebody calls.
func caseContact(n *center.Notices, q wire.FeedbackRequest) (store.CaseContact, error) {
	if strings.TrimSpace(q.To) == "" {
		return store.CaseContact{}, nil
	}
	channel, to, err := address(q.To)
	switch {
	case err != nil:
		return store.CaseContact{}, err
	case !q.Agreed:
		return store.CaseContact{}, fault.New(fault.Invalid, "case-agree")
	case channel == center.ByEmail && !n.Sends(center.ByEmail, center.NoticeCase):
		return store.CaseContact{}, fault.New(fault.Invalid, "case-no-email")
	}
	if channel != center.ByEmail {
		channel = store.CaseByCall
		for _, by := range []string{center.ByZNS, center.BySMS} {
			if slices.Contains(n.Channels(), by) && n.Sends(by, center.NoticeCase) {
				channel = by
				break
			}
		}
	}
	return store.CaseContact{Channel: channel, Address: to, Lang: i18n.Parse(string(q.Lang))}, nil
}

// openCase keeps a case. The log hears of it in a later hour.
func (e *Engine) openCase(ctx context.Context, w memo, x newCase) outcome {
	return e.ask(ctx, w, func(t *tx) (int, any, error) {
		if err := t.roomForCase(x); err != nil {
			return 0, nil, err
		}
		x.ID = cases.ID(newID())
		opened, err := cases.Open(x.Case.Case, rating.Hour(t.now.Wall), &t.center.Hours, t.center.Feedback.Days)
		if err != nil {
			return 0, nil, err
		}
		x.Case.Case = opened
		t.putCase(x.Case)
		t.writeCase(x.ID, store.CaseQuestion, "", x.text)
		if x.contact.Address != "" {
			x.contact.Case = x.ID
			t.putCaseContact(x.contact)
		}
		return http.StatusCreated, wire.FeedbackOpened{URL: t.caseURL(x.ID), Due: x.Due}, nil
	})
}

// roomForCase refuses more cases than people can answer.
func (t *tx) roomForCase(x newCase) error {
	today, same := 0, 0
	for id, y := range t.e.cases.all {
		if y.Opened == center.DayOf(t.now.Wall) {
			today++
		}
		if to, ok := t.e.cases.contacts[id]; ok && x.contact.Address != "" && strings.EqualFold(to.Address, x.contact.Address) {
			same++
		}
	}
	switch {
	case t.e.full:
		return fault.New(fault.Unavailable, "disk-full")
	case today >= t.center.Feedback.PerDay:
		return fault.New(fault.TooMany, "case-full", "hotline", t.center.Feedback.Hotline)
	case same >= mostCasesOf:
		return fault.New(fault.Conflict, "case-many", "most", mostCasesOf)
	}
	return nil
}

func (t *tx) putCaseContact(x store.CaseContact) {
	t.e.cases.contacts[x.Case] = x
	t.batch.Cases.Contacts = append(t.batch.Cases.Contacts, x)
}

// step logs a step of a case, behind its opening.
func (t *tx) step(x store.Case, event string, d wire.CaseData) {
	d.Case, d.Referred = x.ID, x.Reference != ""
	t.emit(event, &d)
}

// announce logs that a case was opened, where the log has not heard of it yet.
func (t *tx) announce(x *store.Case) {
	if !x.Told {
		x.Told = true
		t.step(*x, wire.CaseOpened, wire.CaseData{Route: x.Route, Due: x.Due})
	}
}

// passCases logs the cases of hours that are over, and settles those whose
// citizens have said nothing for long enough.
func (t *tx) passCases() {
	hour, today := rating.Hour(t.now.Wall), center.DayOf(t.now.Wall)
	for _, x := range t.e.cases.inOrder() {
		if !x.Told && x.Hour != hour && x.State != cases.Withdrawn {
			t.announce(&x)
			t.putCase(x)
		}
		if x.Silent(today, &t.center.Hours, t.center.Feedback.Quiet) {
			if after, err := x.Settle(today); err == nil {
				x.Case = after
				t.announce(&x)
				t.closeCase(x)
			}
		}
	}
}

// closeCase keeps a case that is settled, and deletes where its answer went.
func (t *tx) closeCase(x store.Case) {
	d := wire.CaseData{}
	if x.Verdict != cases.Unasked {
		d.Satisfied = new(x.Verdict == cases.Satisfied)
	}
	t.putCase(x)
	t.step(x, wire.CaseSettled, d)
	if n := t.forgetCaseContact(x.ID); n > 0 {
		t.erased("contact", n, 0, "")
	}
}

// caseMasked is an address as its owner recognizes it.
func caseMasked(x store.CaseContact) string {
	if x.Address == "" {
		return ""
	}
	channel := x.Channel
	if channel == store.CaseByCall {
		channel = center.BySMS
	}
	return notice.Mask(channel, x.Address)
}
