package controller

import (
	"context"
	"slices"
	"time"

	"motcua/internal/cases"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/rating"
	"motcua/internal/store"
	"motcua/internal/wire"
)

const (
	mostListed     = 500 // cases of a list, those that wait first
	leastCaseShare = 5   // cases that a share is told of
)

// feedback is what everybody may know of complaints here.
func (c *Controller) feedback() wire.Feedback {
	site := c.site()
	f := site.Feedback
	v := wire.Feedback{Takes: !f.Off, URL: site.FeedbackURL(), Hotline: f.Hotline, Portal: f.Portal, Days: f.Days, Quiet: f.Quiet, Matters: cases.Matters}
	v.Official = i18n.Text{VI: official1022(i18n.VI, f), EN: official1022(i18n.EN, f)}
	return v
}

// official1022 says where an official complaint goes.
func official1022(lang i18n.Lang, f center.Feedback) string {
	return i18n.T(lang, "feedback.official", "hotline", f.Hotline, "portal", f.Portal)
}

// ownCase is a case as its citizen sees it.
func (e *Engine) ownCase(ctx context.Context, secret string) (wire.FeedbackCase, error) {
	e.mu.RLock()
	x, ok := e.cases.all[e.cases.secrets[secret]]
	var v wire.FeedbackCase
	if ok {
		v = e.ownCaseView(x)
	}
	log := e.store
	e.mu.RUnlock()
	if !ok {
		return v, fault.New(fault.NotFound, "case-unknown")
	}
	texts, err := log.CaseTexts(ctx, x.ID)
	v.Texts = []wire.CaseText{}
	for _, t := range texts {
		if slices.Contains([]string{store.CaseQuestion, store.CaseObjection, store.CaseAnswer}, t.Kind) {
			v.Texts = append(v.Texts, wire.CaseText{Kind: t.Kind, At: time.Unix(t.At, 0).In(center.Zone), Text: t.Text})
		}
	}
	return v, err
}

func (e *Engine) ownCaseView(x store.Case) wire.FeedbackCase {
	now, site := center.DayOf(e.opts.Clock().Wall), e.state.center
	v := wire.FeedbackCase{State: x.State, Opened: x.Opened, Due: x.Due, Overdue: x.Overdue(now), Route: e.caseRoute(x), Matter: x.Matter,
		Counter: x.Counter, Day: x.Day, Reference: x.Reference, Shown: caseMasked(e.cases.contacts[x.ID]), Satisfied: verdict(x.Case)}
	v.Moved = v.Route != x.Route
	v.MayJudge = x.State == cases.Answered && x.Verdict == cases.Unasked
	v.MayObject = x.State == cases.Answered && !x.Reopened
	if x.State == cases.Answered {
		v.Until = cases.Due(&site.Hours, x.Answered, site.Feedback.Quiet)
	}
	return v
}

func verdict(c cases.Case) *bool {
	if c.Verdict == cases.Unasked {
		return nil
	}
	return new(c.Verdict == cases.Satisfied)
}

// caseList is what somebody may see of the cases, and the figures of all that
// they may know of.
func (e *Engine) caseList(who caller) wire.Cases {
	e.mu.RLock()
	defer e.mu.RUnlock()
	today := center.DayOf(e.opts.Clock().Wall)
	v := wire.Cases{Cases: []wire.CaseLine{}}
	var known []cases.Case
	for _, x := range e.cases.inOrder() {
		if e.apart(x, who.id) || e.fresh(x) {
			continue
		}
		known = append(known, x.Case)
		route := e.caseRoute(x)
		if who.may(caseRoles[route]) {
			v.Cases = append(v.Cases, e.caseLine(x, who, today))
		} else if x.Waits() && !e.anybody(route, x) && !slices.Contains(v.Stuck, route) {
			v.Stuck = append(v.Stuck, route)
		}
	}
	slices.SortStableFunc(v.Cases, urgent)
	v.Cases = v.Cases[:min(len(v.Cases), mostListed)]
	for _, p := range periodsOf(today) {
		v.Figures = append(v.Figures, periodView(p, cases.Sum(known, p.From, p.To, today)))
	}
	return v
}

// urgent puts those that wait first, by their due day, then the newest.
func urgent(a, b wire.CaseLine) int {
	waits := func(x wire.CaseLine) bool { return x.State == cases.Opened || x.State == cases.Assigned }
	switch wa, wb := waits(a), waits(b); {
	case wa && !wb:
		return -1
	case wb && !wa:
		return 1
	case wa && a.Due != b.Due:
		if a.Due < b.Due {
			return -1
		}
		return 1
	case !wa && a.Opened != b.Opened:
		if a.Opened > b.Opened {
			return -1
		}
		return 1
	}
	return 0
}

func (e *Engine) caseLine(x store.Case, who caller, today center.Day) wire.CaseLine {
	v := wire.CaseLine{ID: x.ID, State: x.State, Opened: x.Opened, Due: x.Due, Overdue: x.Overdue(today), Late: x.Late, Route: e.caseRoute(x), Matter: x.Matter,
		Counter: x.Counter, Day: x.Day, Reference: x.Reference, Mine: x.Handler == who.id, Reopened: x.Reopened, Satisfied: verdict(x.Case),
		Days: cases.Left(&e.state.center.Hours, today, x.Due)}
	v.Moved = v.Route != x.Route
	if x.Handler != "" {
		v.Handler = e.nameOf(x.Handler)
	}
	return v
}

// oneCase is one case for who works on it.
func (e *Engine) oneCase(ctx context.Context, who caller, id cases.ID) (wire.Case, error) {
	e.mu.RLock()
	x, ok := e.cases.all[id]
	if ok = ok && e.knowsCase(who, x); !ok {
		e.mu.RUnlock()
		return wire.Case{}, fault.New(fault.NotFound, "case-unknown")
	}
	to := e.cases.contacts[id]
	v := wire.Case{CaseLine: e.caseLine(x, who, center.DayOf(e.opts.Clock().Wall)), To: to.Address, Channel: to.Channel, Told: to.Told, Desk: x.Desk, Texts: []wire.CaseText{}}
	log := e.store
	e.mu.RUnlock()
	texts, err := log.CaseTexts(ctx, id)
	e.mu.RLock()
	defer e.mu.RUnlock()
	for _, t := range texts {
		y := wire.CaseText{Kind: t.Kind, At: time.Unix(t.At, 0).In(center.Zone), Text: t.Text}
		if t.Author != "" {
			y.By = e.nameOf(t.Author)
		}
		if t.Kind == store.CasePassed {
			y.Route, y.Text = cases.Route(t.Text), ""
		}
		v.Texts = append(v.Texts, y)
	}
	return v, err
}

// casePeriod is a period that figures are of.
type casePeriod struct {
	Name     string
	From, To center.Day
}

// periodsOf are this quarter and this year, up to today.
func periodsOf(today center.Day) []casePeriod {
	start, err := today.Start()
	if err != nil {
		return nil
	}
	quarter := time.Date(start.Year(), (start.Month()-1)/3*3+1, 1, 0, 0, 0, 0, center.Zone)
	year := time.Date(start.Year(), 1, 1, 0, 0, 0, 0, center.Zone)
	return []casePeriod{{"quarter", center.DayOf(quarter), today}, {"year", center.DayOf(year), today}}
}

func periodView(p casePeriod, f cases.Figures) wire.CasePeriod {
	return wire.CasePeriod{Name: p.Name, From: p.From, To: p.To, Opened: f.Opened, Withdrawn: f.Withdrawn, Waiting: f.Waiting, Late: f.Late, Answered: f.Answered,
		Referred: f.Referred.Opened, OnTime: caseShare(f.Referred.OnTime, f.Referred.Settled), Satisfied: caseShare(f.Referred.Satisfied, f.Referred.Judged)}
}

func caseShare(part, n int) wire.CaseShare {
	v := wire.CaseShare{N: n}
	if n >= leastCaseShare {
		v.Share = new(float64(part) / float64(n))
		v.Low, v.High = rating.Interval(part, n)
	}
	return v
}

// hidesCase tells whether an entry of the log is about a case that somebody may
// not know of, for the day book.
func (e *Engine) hidesCase(who string, b wire.Body, id cases.ID) bool {
	e.mu.RLock()
	defer e.mu.RUnlock()
	x, ok := e.cases.all[id]
	return ok && slices.Contains(wire.CaseEvents, b.Type) && e.apart(x, who)
}
