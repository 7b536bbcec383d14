package controller

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"motcua/internal/cases"
	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/notice"
	"motcua/internal/store"
	"motcua/internal/wire"
)

const caseLook = 5 * time.Second // between looks for answers that nobody has been told of

// casePosts tells citizens that their case has an answer. A message is claimed
// before it goes out, and one of which nobody knows what became is not sent
// again: its page has the answer in any case.
type casePosts struct {
	e       *Engine
	senders map[string]notice.Sender // by channel
	log     *slog.Logger
}

// casePost is one message that was claimed.
type casePost struct {
	id      cases.ID
	channel string
	message notice.Message
}

// run sends what is owed, until ctx ends.
func (p *casePosts) run(ctx context.Context) {
	if err := p.e.loseCasePosts(ctx); err != nil {
		p.log.Warn("messages about cases not looked at", "error", err)
	}
	tick := time.NewTicker(caseLook)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			p.look(ctx)
		}
	}
}

// look sends what is owed now, one after the other.
func (p *casePosts) look(ctx context.Context) {
	if !p.e.owesCase() {
		return
	}
	for _, x := range p.e.claimCases(ctx) {
		cause := notice.Setup
		if s := p.senders[x.channel]; s != nil {
			cause = p.send(ctx, s, x)
		}
		if ctx.Err() != nil && cause != "" {
			return // the next start knows that it is unsure
		}
		if err := p.e.caseTold(ctx, x.id, cause); err != nil {
			p.log.Warn("outcome of a message about a case not stored", "channel", x.channel)
		}
	}
}

func (p *casePosts) send(ctx context.Context, s notice.Sender, x casePost) string {
	ctx, cancel := context.WithTimeout(ctx, postLong)
	defer cancel()
	if err := notice.Deliver(ctx, s, x.message, func(error) {}, func() bool { return true }); err != nil {
		p.log.Warn("message about a case not sent", "channel", x.channel, "cause", notice.CauseOf(err))
		return notice.CauseOf(err)
	}
	return ""
}

// owesCase tells whether anybody is to be told of an answer now.
func (e *Engine) owesCase() bool {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if !e.state.mayWrite(e.opts.Clock().Wall) {
		return false
	}
	for _, x := range e.cases.contacts {
		if x.Told == store.CaseOwed {
			return true
		}
	}
	return false
}

// mayWrite tells whether citizens are written to at this time of the day.
func (s *state) mayWrite(now time.Time) bool {
	at, w := now.In(center.Zone), s.center.Notices.Window
	minute := at.Hour()*60 + at.Minute()
	return w.From <= minute && minute < w.To
}

// claimCases claims, durably, every message that is owed.
func (e *Engine) claimCases(ctx context.Context) (all []casePost) {
	o := e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		all = nil
		for _, x := range t.e.cases.inOrder() {
			to := t.e.cases.contacts[x.ID]
			if to.Told != store.CaseOwed {
				continue
			}
			to.Told = store.CaseClaimed
			t.putCaseContact(to)
			all = append(all, casePost{x.ID, to.Channel, t.caseMessage(to)})
		}
		return http.StatusNoContent, nil, nil
	})
	if o.err != nil { // nothing was claimed, or nobody knows: then it is not sent
		return nil
	}
	return all
}

// caseMessage says that there is an answer, and where. What it says stands on the page alone.
func (s *state) caseMessage(to store.CaseContact) notice.Message {
	f := notice.Fields{"name": s.center.Notices.Name.In(to.Lang), "url": s.caseURL(to.Case)}
	m := notice.Message{ID: "case-" + s.caseSecret(to.Case)[:8], Kind: center.NoticeCase, To: to.Address, Fields: f, Text: notice.Text(to.Lang, center.NoticeCase, f)}
	if to.Channel == center.ByEmail {
		m.Subject = notice.Subject(to.Lang, center.NoticeCase, f)
		m.Text += "\n\n-- \n" + i18n.T(to.Lang, "feedback.letter-foot", "name", f["name"])
	}
	return m
}

// caseTold keeps what became of a claimed message.
func (e *Engine) caseTold(ctx context.Context, id cases.ID, cause string) error {
	return e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		to, ok := t.e.cases.contacts[id]
		if !ok || to.Told != store.CaseClaimed { // the case ended meanwhile
			return http.StatusNoContent, nil, nil
		}
		t.caseToldAs(to, cause)
		return http.StatusNoContent, nil, nil
	}).err
}

func (t *tx) caseToldAs(to store.CaseContact, cause string) {
	if to.Told = cause; cause == "" {
		to.Told = store.CaseSent
	}
	t.putCaseContact(to)
	t.step(t.e.cases.all[to.Case], wire.CaseTold, wire.CaseData{Channel: to.Channel, Cause: cause})
}

// loseCasePosts gives up the claims of a program that ended before it knew what became of them.
func (e *Engine) loseCasePosts(ctx context.Context) error {
	return e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		for _, x := range t.e.cases.inOrder() {
			if to := t.e.cases.contacts[x.ID]; to.Told == store.CaseClaimed {
				t.caseToldAs(to, notice.Unsure)
			}
		}
		return http.StatusNoContent, nil, nil
	}).err
}
