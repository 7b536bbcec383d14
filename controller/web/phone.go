package web

import (
	"context"
	"net/http"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/phone"
	"motcua/internal/wire"
)

// phoneHandler serves the citizens' pages at the center itself.
func (p *pages) phoneHandler() http.Handler {
	p.citizens = phone.New(phone.Options{Base: "/t/", Backend: &phones{p}, Entry: p.Visits.Entry, MayRate: p.Citizens.MayRate, Now: p.Now, NewKey: p.NewKey, Log: p.Log})
	return p.citizens.Handler()
}

// showPhone writes a citizen's page, with the fault of what the citizen just tried.
func (p *pages) showPhone(w http.ResponseWriter, r *http.Request, tried error) {
	p.citizens.Show(w, r, tried)
}

// phones knows the citizens' pages at first hand.
type phones struct{ *pages }

func (p *phones) Page(secret string) (phone.Page, error) {
	known := wire.NewPhoneCenter(p.Source.Center())
	if p.Cases != nil && known.Complaints != nil && !p.Source.Center().Feedback.Off {
		known.Complaints.Request = center.FeedbackPath
	}
	v := phone.Page{Center: &known, Heard: p.Now()}
	page, err := p.Citizens.Page(secret)
	v.PhonePage = page
	return v, err
}

// Do checks in only for a phone that has opened the center's code.
func (p *phones) Do(ctx context.Context, secret, key string, a wire.PhoneAction) error {
	if a.Do == wire.PhoneCheckIn && a.Entry == "" {
		return fault.New(fault.Gone, "entry-old")
	}
	return p.Citizens.Do(ctx, secret, key, a)
}
