package controller

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"motcua/internal/alert"
	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/notice"
	"motcua/internal/wire"
)

// alertPosts tells the second level of the alerts that nobody sees to. A
// message that was on its way when the program ended is sent once more: better
// told twice than never.
type alertPosts struct {
	e       *Engine
	senders map[string]notice.Sender // by channel
	log     *slog.Logger
}

// alertPost is one message to everybody of a channel.
type alertPost struct {
	alert   int64
	kind    string
	subject string
	channel string
	to      []string
	message notice.Message // without who it goes to
}

// run looks every second for who has to be told, until ctx ends.
func (p *alertPosts) run(ctx context.Context) {
	if len(p.senders) == 0 {
		return
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	var under sync.Map // messages on their way
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for _, x := range p.e.alertPosts() {
			key := strconv.FormatInt(x.alert, 10) + x.channel
			if _, already := under.LoadOrStore(key, true); already {
				continue
			}
			wg.Go(func() {
				defer under.Delete(key)
				p.send(ctx, x)
			})
		}
	}
}

// send tells everybody of the channel, and the log how it went: well if anybody was reached.
func (p *alertPosts) send(ctx context.Context, x alertPost) {
	cause := notice.Setup
	if s := p.senders[x.channel]; s != nil {
		cause = p.each(ctx, s, x)
	}
	if ctx.Err() != nil && cause != "" {
		return
	}
	d := wire.AlertData{Alert: x.alert, Kind: x.kind, Subject: x.subject, Channel: x.channel, Cause: cause}
	if err := p.e.alertTold(ctx, d); err != nil {
		p.log.Warn("outcome of an alert's message not stored", "channel", x.channel, "kind", x.kind)
	}
}

func (p *alertPosts) each(ctx context.Context, s notice.Sender, x alertPost) (cause string) {
	ctx, cancel := context.WithTimeout(ctx, postLong)
	defer cancel()
	cause = notice.Setup
	reached := false
	for i, to := range x.to {
		address, err := notice.Address(x.channel, to)
		if err != nil { // the configuration has been checked
			continue
		}
		m := x.message
		m.To, m.ID = address, m.ID+"-"+strconv.Itoa(i)
		err = notice.Deliver(ctx, s, m, func(error) {}, func() bool { return p.e.stillUnseen(x.alert) })
		if err == nil {
			reached = true
			continue
		}
		cause = notice.CauseOf(err)
		p.log.Warn("message about an alert not sent", "channel", x.channel, "kind", x.kind, "cause", cause)
	}
	if reached {
		return ""
	}
	return cause
}

// alertChannel is the channel of the second level's phones.
func alertChannel(n *center.Notices) string {
	for _, channel := range []string{center.BySMS, center.ByZNS} {
		if slices.Contains(n.Channels(), channel) && n.Sends(channel, center.NoticeAlert) {
			return channel
		}
	}
	return ""
}

// alertPosts lists the messages that are owed.
func (e *Engine) alertPosts() (all []alertPost) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	s, c := e.state, e.state.center
	to := map[string][]string{}
	if channel := alertChannel(&c.Notices); channel != "" && len(c.Alerts.Phones) > 0 {
		to[channel] = c.Alerts.Phones
	}
	if c.Notices.Sends(center.ByEmail, center.NoticeAlert) && len(c.Alerts.Email) > 0 {
		to[center.ByEmail] = c.Alerts.Email
	}
	for _, a := range s.alerts.Open() {
		if a.Escalated == nil || a.Acknowledged != nil {
			continue
		}
		for channel, people := range to {
			if _, told := a.Told[channel]; !told {
				all = append(all, alertPost{a.ID, a.Kind, a.Subject, channel, people, s.alertMessage(a)})
			}
		}
	}
	return all
}

// alertMessage is what the second level is told, in Vietnamese.
func (s *state) alertMessage(a *alert.Alert) notice.Message {
	f := notice.Fields{
		"name": s.center.Notices.Name.In(i18n.VI), "time": i18n.Clock(a.Since.In(center.Zone)),
		"text": s.alertText(a, i18n.VI, s.clock()),
	}
	args := []any{"name", f["name"], "time", f["time"], "text", f["text"], "todo", s.alertTodo(a, i18n.VI)}
	return notice.Message{ID: "alert-" + strconv.FormatInt(a.ID, 10), Kind: center.NoticeAlert, Fields: f,
		Subject: i18n.T(i18n.VI, "alert.subject", args...), Text: i18n.T(i18n.VI, "alert.message", args...)}
}

// stillUnseen tells whether an alert is open and nobody sees to it.
func (e *Engine) stillUnseen(id int64) bool {
	e.mu.RLock()
	defer e.mu.RUnlock()
	a, ok := e.state.alerts.Find(id)
	return ok && a.Acknowledged == nil
}

// alertTold logs what became of a message.
func (e *Engine) alertTold(ctx context.Context, d wire.AlertData) error {
	return e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		if a, ok := t.alerts.Find(d.Alert); ok {
			if _, told := a.Told[d.Channel]; !told {
				t.emit(wire.AlertTold, &d)
			}
		}
		return http.StatusNoContent, nil, nil
	}).err
}
