package phone

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// A phone keeps a random name, by which the center counts what it takes, and
// the code of the center that it has opened last. Neither leads to a person.
const (
	nameCookie  = "motcua_name"
	entryCookie = "motcua_entry"
	nameLife    = 24 * time.Hour
	entryLife   = 15 * time.Minute
)

// EntryOf is the center's code that the phone of a request has opened lately.
func EntryOf(r *http.Request) string {
	c, err := r.Cookie(entryCookie)
	if err != nil || len(c.Value) > 64 {
		return ""
	}
	return c.Value
}

// showTake writes the page on which a phone takes a number.
func (p *Pages) showTake(w http.ResponseWriter, r *http.Request, tried error) {
	code := r.PathValue("code")
	v := p.view(w, r, p.Take+code)
	err := p.open(v, r, p.Taker.Entry(code))
	if err == nil && v.Entry == nil {
		err = fault.New(fault.NotFound, "slip-unknown")
	}
	if err == nil && v.Entry.Gives && !v.Entry.Away {
		p.cookie(w, r, entryCookie, code, entryLife)
	}
	p.name(w, r)
	p.write(w, v, "take", err, tried)
}

// take gives a number and leads to its page.
func (p *Pages) take(w http.ResponseWriter, r *http.Request) {
	now, who := p.Now(), visitor(r, p.Proxies)
	err := p.limit.check(now, who, wishes)
	var secret string
	if err == nil {
		p.limit.count(now, who, wishes)
		secret, err = p.Taker.Take(r.Context(), p.Taker.Entry(r.PathValue("code")), keyOf(r), wire.PhoneAction{
			Do: wire.PhoneTake, Service: center.ServiceCode(r.FormValue("service")), Purpose: center.Purpose(r.FormValue("purpose")),
			Priority: r.FormValue("priority") != "", Phone: p.name(w, r),
		})
	}
	if err != nil {
		p.showTake(w, r, err)
		return
	}
	http.Redirect(w, r, p.Base+secret, http.StatusSeeOther)
}

// name is the name of a phone, a new one where it has none.
func (p *Pages) name(w http.ResponseWriter, r *http.Request) string {
	if c, err := r.Cookie(nameCookie); err == nil && len(c.Value) >= 16 && len(c.Value) <= 64 {
		return c.Value
	}
	name := rand.Text()
	p.cookie(w, r, nameCookie, name, nameLife)
	return name
}

func (p *Pages) cookie(w http.ResponseWriter, r *http.Request, name, value string, life time.Duration) {
	secure := r.TLS != nil || len(p.Proxies) > 0 && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: int(life.Seconds()), HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode})
}

// Purposes are those that any of the services offers.
func (v *view) Purposes() []center.Purpose {
	return slices.DeleteFunc(slices.Clone(center.Purposes), func(p center.Purpose) bool {
		return !slices.ContainsFunc(v.Entry.Services, func(s wire.PhoneOffer) bool { return len(s.Purposes) == 0 || slices.Contains(s.Purposes, p) })
	})
}

// Groups names the priority groups in one sentence.
func (v *view) Groups(codes []string) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = v.T("priority." + c)
	}
	return strings.Join(names, ", ")
}
