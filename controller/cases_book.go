package controller

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"motcua/controller/web"
	"motcua/internal/cases"
	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// caseBook is every case and where its answer goes. The engine's lock guards it.
type caseBook struct {
	all      map[cases.ID]store.Case
	contacts map[cases.ID]store.CaseContact
	secrets  map[string]cases.ID

	tokens func(role string) []string // ids of the credentials of people with a role; nil: none
}

// recallCases reads them.
func (e *Engine) recallCases(ctx context.Context) error {
	rows, err := e.store.Cases(ctx)
	if err != nil {
		return err
	}
	contacts, err := e.store.CaseContacts(ctx)
	if err != nil {
		return err
	}
	b := &e.cases
	b.all, b.contacts, b.secrets = map[cases.ID]store.Case{}, map[cases.ID]store.CaseContact{}, map[string]cases.ID{}
	for _, x := range rows {
		b.all[x.ID] = x
		b.secrets[e.state.caseSecret(x.ID)] = x.ID
	}
	for _, x := range contacts {
		b.contacts[x.Case] = x
	}
	return nil
}

// caseSecret opens the citizen's own page of a case.
func (s *state) caseSecret(id cases.ID) string { return rating.Secret(s.key, "case", string(id)) }

// caseURL is where that page is.
func (s *state) caseURL(id cases.ID) string { return s.center.FeedbackURL() + "/" + s.caseSecret(id) }

// inOrder lists the cases by the hour in which they were opened.
func (b *caseBook) inOrder() []store.Case {
	return slices.SortedFunc(maps.Values(b.all), func(x, y store.Case) int {
		return cmp.Or(strings.Compare(x.Hour, y.Hour), strings.Compare(string(x.ID), string(y.ID)))
	})
}

// worked says who worked at which counter: the opaque ids of officials and of
// who pressed.
type worked map[center.CounterID]map[string]bool

// see notes what an event says of it. Who only seats somebody else does not work there.
func (w worked) see(e queue.Event) {
	if e.Counter == "" {
		return
	}
	by := e.By
	if e.Type == queue.CounterStaffed {
		by = ""
	}
	for _, id := range []string{by, e.Official} {
		if id == "" {
			continue
		}
		if w[e.Counter] == nil {
			w[e.Counter] = map[string]bool{}
		}
		w[e.Counter][id] = true
	}
}

// workedOn lists who worked at a counter on a day that is over, from its log.
func (e *Engine) workedOn(ctx context.Context, counter center.CounterID, day center.Day) ([]string, error) {
	w, err := e.workedAt(ctx, day)
	return slices.Sorted(maps.Keys(w[counter])), err
}

// workedAt says from the log who worked where on a day.
func (e *Engine) workedAt(ctx context.Context, day center.Day) (worked, error) {
	w := worked{}
	err := e.entriesOf(ctx, day, day, func(x wire.Entry) {
		if b, err := x.Decode(); err == nil && b.Day == day {
			if q, ok, err := b.Queue(); ok && err == nil {
				w.see(q)
			}
		}
	})
	return w, err
}

// apart tells whether somebody may not know of a case: whoever worked at the
// counter that it names, on the day that it names, and whose desk it is. The
// lock is held.
func (e *Engine) apart(x store.Case, id string) bool {
	if x.Counter == "" {
		return false
	}
	if slices.Contains(x.Apart, id) || x.Day == e.state.day.Date && e.state.worked[x.Counter][id] {
		return true
	}
	a, ok := e.accountByID(id)
	return ok && a.Counter == x.Counter
}

// keepApart notes beside the cases of the day that ends who worked where.
func (t *tx) keepApart() {
	for _, x := range t.e.cases.inOrder() {
		if x.Counter == "" || x.Day != t.day.Date {
			continue
		}
		ids := slices.Clone(x.Apart)
		for id := range t.worked[x.Counter] {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		if len(ids) > len(x.Apart) {
			slices.Sort(ids)
			x.Apart = ids
			t.putCase(x)
		}
	}
}

// caseRoles are whose cases a route brings.
var caseRoles = map[cases.Route]string{cases.ToHandler: web.RoleHandler, cases.ToManager: web.RoleManager, cases.ToProvince: web.RoleMonitor}

// caseRoute is who answers a case now: those the configuration says, or the next
// above them where all of them worked at its counter, or there is nobody. The
// lock is held.
func (e *Engine) caseRoute(x store.Case) cases.Route {
	chain := x.Route.Chain()
	for _, r := range chain {
		if e.anybody(r, x) {
			return r
		}
	}
	return chain[len(chain)-1]
}

// anybody tells whether somebody is left on a route who may know of a case.
func (e *Engine) anybody(r cases.Route, x store.Case) bool {
	role := caseRoles[r]
	for _, a := range e.people {
		if !a.Off && slices.Contains(a.Roles, role) && !e.apart(x, a.ID) {
			return true
		}
	}
	return e.cases.tokens != nil && slices.ContainsFunc(e.cases.tokens(role), func(id string) bool { return !e.apart(x, id) })
}

// fresh tells that the hour goes on in which a case was opened: nobody hears of
// it, as its time beside a finish would say whose it is.
func (e *Engine) fresh(x store.Case) bool { return x.Hour == rating.Hour(e.opts.Clock().Wall) }

// knowsCase tells whether somebody may see a case and work on it. The lock is held.
func (e *Engine) knowsCase(who caller, x store.Case) bool {
	return who.may(caseRoles[e.caseRoute(x)]) && !e.apart(x, who.id) && !e.fresh(x)
}

// tokensOf lists the credentials with a role that stand for no device.
func (c *Controller) tokensOf(role string) (ids []string) {
	for _, x := range c.opts.Credentials.Credentials {
		if x.Device == "" && slices.Contains(x.Roles, role) {
			ids = append(ids, x.ID)
		}
	}
	return ids
}

// putCase keeps a case as it is now.
func (t *tx) putCase(x store.Case) {
	t.e.cases.all[x.ID] = x
	t.e.cases.secrets[t.caseSecret(x.ID)] = x.ID
	t.batch.Cases.Rows = append(t.batch.Cases.Rows, x)
}

// writeCase keeps what somebody wrote in a case.
func (t *tx) writeCase(id cases.ID, kind, author, text string) {
	at := t.now.Wall
	if author == "" {
		at = at.Truncate(wholeHour)
	}
	t.batch.Cases.Texts = append(t.batch.Cases.Texts, store.CaseText{ID: newID(), Case: id, Kind: kind, Author: author, At: at.Unix(), Text: text})
}

// forgetCaseContact deletes where the answer of a case goes.
func (t *tx) forgetCaseContact(id cases.ID) int {
	if _, ok := t.e.cases.contacts[id]; !ok {
		return 0
	}
	delete(t.e.cases.contacts, id)
	t.batch.Cases.Contacts = append(t.batch.Cases.Contacts, store.CaseContact{Case: id})
	t.e.unscrubbed = true
	return 1
}
