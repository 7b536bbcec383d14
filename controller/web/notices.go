package web

import (
	"bytes"
	"context"
	_ "embed"
	"html/template"
	"net/http"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/health"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/ui"
)

// Notices is what citizens leave an address for, and how the channels are.
type Notices interface {
	// Contact is the address left for the ticket behind a secret, false where there is none.
	Contact(secret string) (Contact, bool)
	// Keeps is until when an address that is left now is kept at the latest.
	Keeps() time.Time
	// Leave takes what a citizen typed as an address of a channel, instead of
	// what was left before. It fails with a fault, which holds nothing of it.
	Leave(r *http.Request, secret, channel, typed string, lang i18n.Lang) error
	// Forget deletes the address; there need be none.
	Forget(ctx context.Context, secret string) error
	// Conditions is what is wrong with the channels.
	Conditions() []health.Condition
}

// Contact is an address as its owner sees it.
type Contact struct {
	Channel string
	Shown   string // enough to recognize it
	Until   time.Time
}

//go:embed parts/notice.html
var noticeHTML string

var noticePart = template.Must(template.New("notice").Parse(noticeHTML))

// noticeForm is the part of a ticket's page where an address is left.
type noticeForm struct {
	Lang     i18n.Lang
	Typed    string // what was refused
	Self     string
	Number   string
	Open     bool
	Channels []string
	Chosen   string
	After    int // minutes after the ticket's end
	Keeps    time.Time
	Left     bool
	Contact  Contact
}

// T, Clock and Icon are those of every page.
func (f *noticeForm) T(key string, args ...any) string { return i18n.T(f.Lang, key, args...) }
func (f *noticeForm) Clock(t time.Time) string {
	if t = t.In(center.Zone); t.Hour() == 0 && t.Minute() == 0 {
		return "24:00" // of today, which is what it is the end of
	}
	return i18n.Clock(t)
}
func (f *noticeForm) Icon(name string) template.HTML { return ui.IconSVG(name) }

// Field, Type and Complete say what is typed, by the channels that there are.
func (f *noticeForm) Field() string {
	switch {
	case !slices.Contains(f.Channels, center.ByEmail):
		return f.T("notice.phone")
	case len(f.Channels) == 1:
		return f.T("notice.email")
	}
	return f.T("notice.phone-or-email")
}
func (f *noticeForm) Type() string {
	return map[string]string{f.T("notice.phone"): "tel", f.T("notice.email"): "email"}[f.Field()]
}
func (f *noticeForm) Complete() string {
	return map[string]string{"tel": "tel", "email": "email", "": "off"}[f.Type()]
}

// morePhone is what the page of a secret shows beside the ticket: the form that
// takes an address, or that one is left; empty where no channel is configured
// or the number is over.
func (p *pages) morePhone(r *http.Request, lang i18n.Lang, secret string) template.HTML {
	c := p.Source.Center()
	t, err := p.Citizens.Page(secret)
	f := &noticeForm{Lang: lang, Self: "/t/" + secret, Number: t.Ticket.Number, Channels: c.Notices.Channels(), After: c.Notices.After}
	if err != nil || len(f.Channels) == 0 {
		return ""
	}
	over := slices.Contains([]queue.State{queue.Finished, queue.Canceled, queue.Expired}, t.Ticket.State)
	if f.Contact, f.Left = p.Notices.Contact(secret); over && !f.Left {
		return ""
	}
	f.Keeps, f.Chosen = p.Notices.Keeps(), f.Channels[0]
	if r.Method == http.MethodPost && slices.Contains(f.Channels, r.FormValue("channel")) { // it was refused
		f.Open, f.Chosen, f.Typed = true, r.FormValue("channel"), r.FormValue("to")
	}
	var b bytes.Buffer
	if err := noticePart.Execute(&b, f); err != nil {
		p.Log.Error("page not written", "page", "notice", "err", err)
		return ""
	}
	return template.HTML(b.String())
}

// noticeLeave takes the address typed on a ticket's page.
func (p *pages) noticeLeave(w http.ResponseWriter, r *http.Request) {
	if r.FormValue("agreed") == "" {
		p.showPhone(w, r, fault.New(fault.Invalid, "notice-agree"))
		return
	}
	p.noticeDone(w, r, p.Notices.Leave(r, r.PathValue("secret"), r.FormValue("channel"), r.FormValue("to"), i18n.Parse(r.FormValue("lang"))))
}

// noticeForget deletes it.
func (p *pages) noticeForget(w http.ResponseWriter, r *http.Request) {
	p.noticeDone(w, r, p.Notices.Forget(r.Context(), r.PathValue("secret")))
}

func (p *pages) noticeDone(w http.ResponseWriter, r *http.Request, err error) {
	if err != nil {
		p.showPhone(w, r, err)
		return
	}
	w.Header().Set("Referrer-Policy", "no-referrer") // the address is a secret
	http.Redirect(w, r, "/t/"+r.PathValue("secret")+"#notice", http.StatusSeeOther)
}
