// Package phone is the citizen's own page of a number, behind the secret of the
// slip's QR code. It is one page served from two places: the center itself and,
// for phones that cannot reach the center, the province, which the center feeds.
// It works without a script and weighs less than 30 KB with all it loads.
package phone

import (
	"bytes"
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// Backend knows the pages. It is safe for concurrent use.
type Backend interface {
	// Page is the page of a secret as it is known here; fault.NotFound for an
	// unknown secret.
	Page(secret string) (Page, error)
	// Do does what a citizen asks for and returns once the center has stored it,
	// or with the reason why not. The same key is the same wish, done once.
	Do(ctx context.Context, secret, key string, a wire.PhoneAction) error
}

// Page is what is known of one number.
type Page struct {
	wire.PhonePage
	Center *wire.PhoneCenter
	Heard  time.Time // when the center last said that it is so
	Fed    bool      // the center is elsewhere: Heard is an age
}

// Silence is how long the center may say nothing before a page that it feeds
// no longer counts as true.
const Silence = 45 * time.Second

// lost tells that the center has not been heard for too long.
func (p *Page) lost(now time.Time) bool { return p.Fed && now.Sub(p.Heard) > Silence }

// Taker gives numbers to phones.
type Taker interface {
	// Take gives a number with the secret of an entry page and returns the
	// secret of its own page, once the center has stored it.
	Take(ctx context.Context, secret, key string, a wire.PhoneAction) (string, error)
	// Entry is the secret behind a code in an address.
	Entry(code string) string
}

// Options make the pages.
type Options struct {
	Take    string // path below which phones take numbers, such as /q/; "" for nowhere
	Taker   Taker
	Base    string // path below which they are, such as /t/
	Backend Backend
	Now     func() time.Time // nil: time.Now
	NewKey  func() string    // of a form that is sent once; nil: crypto/rand
	Proxies []netip.Prefix   // whose word on a visitor's address counts
	// Entry is the code of the center that this visitor has opened, "" where it knows none.
	Entry func(*http.Request) string
	// MayRate refuses the answer of a request; nil: whoever has the page may answer.
	MayRate func(*http.Request) error
	Log     *slog.Logger
}

// Pages is the server of the citizens' pages.
type Pages struct {
	Options
	limit limit
}

// New makes the pages.
func New(o Options) *Pages {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewKey == nil {
		o.NewKey = rand.Text
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Entry == nil {
		o.Entry = func(*http.Request) string { return "" }
	}
	return &Pages{Options: o}
}

// Handler serves the pages and what they load.
func (p *Pages) Handler() http.Handler {
	mux := http.NewServeMux()
	for name, a := range assets() {
		mux.Handle("GET "+p.Base+name, a)
	}
	mux.HandleFunc("GET "+p.Base+"{secret}", func(w http.ResponseWriter, r *http.Request) { p.Show(w, r, nil) })
	for _, do := range []string{wire.PhoneCancel, wire.PhoneLate, wire.PhoneCheckIn, wire.PhoneRate, wire.PhoneNotice, wire.PhoneForget} {
		mux.HandleFunc("POST "+p.Base+"{secret}/"+do, func(w http.ResponseWriter, r *http.Request) { p.do(w, r, do) })
		mux.HandleFunc("GET "+p.Base+"{secret}/"+do, p.back)
	}
	if p.Taker != nil {
		mux.HandleFunc("GET "+p.Take+"{code}", func(w http.ResponseWriter, r *http.Request) { p.showTake(w, r, nil) })
		mux.HandleFunc("POST "+p.Take+"{code}", p.take)
	}
	crossing := http.NewCrossOriginProtection()
	crossing.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secret, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, p.Base), "/")
		p.write(w, p.view(w, r, p.Base+secret), "page", fault.New(fault.Forbidden, "cross-origin"), nil)
	}))
	return headers(crossing.Handler(mux))
}

func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin") // the address is a secret; with "no-referrer" a browser hides the origin of its own forms, too
		h.Set("X-Robots-Tag", "noindex")
		r.Body = http.MaxBytesReader(w, r.Body, 16<<10)
		next.ServeHTTP(w, r)
	})
}

// Show writes the citizen's page, with the fault of what the citizen just tried;
// with ?live only what changes by itself. The request's path has the {secret}.
func (p *Pages) Show(w http.ResponseWriter, r *http.Request, tried error) {
	secret := r.PathValue("secret")
	v := p.view(w, r, p.Base+secret)
	err := p.open(v, r, secret)
	if err == nil && v.Ticket.Number == "" {
		err = fault.New(fault.NotFound, "slip-unknown")
	}
	if tried != nil && r.Method == http.MethodPost {
		v.form = r.PostForm
	}
	block := "page"
	if r.URL.Query().Has("live") && err == nil {
		block = "live"
	}
	p.write(w, v, block, err, tried)
}

func (p *Pages) view(w http.ResponseWriter, r *http.Request, self string) *view {
	return &view{Lang: language(w, r), Now: p.Now(), Self: self, Base: p.Base, query: r.URL.Query(), Key: p.NewKey(), Present: p.Entry(r) != "", answer: answerOf(r)}
}

// open looks a page up, and counts who looks for what does not exist.
func (p *Pages) open(v *view, r *http.Request, secret string) error {
	who := visitor(r, p.Proxies)
	err := p.limit.check(v.Now, who, misses)
	if err == nil {
		v.Page, err = p.Backend.Page(secret)
		if fault.KindOf(err) == fault.NotFound {
			p.limit.count(v.Now, who, misses)
		}
	}
	return err
}

// write writes a block; err says that there is no page, tried what just failed on it.
func (p *Pages) write(w http.ResponseWriter, v *view, block string, err, tried error) {
	status := http.StatusOK
	if err != nil {
		v.Page, tried = Page{Center: v.Center}, err
	}
	if tried != nil {
		v.Problem, status = sentence(v.Lang, tried), wire.Status(tried)
	}
	var b bytes.Buffer
	if err := tmpl.ExecuteTemplate(&b, block, v); err != nil {
		p.Log.Error("page not written", "page", "phone", "err", err)
		http.Error(w, i18n.T(v.Lang, "page.defect"), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write(b.Bytes()) //nolint:errcheck // the reader has gone
}

// do does what a form asks for. Nobody is told that it is done before the
// center has stored it.
func (p *Pages) do(w http.ResponseWriter, r *http.Request, what string) {
	now, who := p.Now(), visitor(r, p.Proxies)
	err := p.limit.check(now, who, wishes)
	if err == nil {
		p.limit.count(now, who, wishes)
		err = p.ask(r, what)
	}
	if err != nil {
		p.Show(w, r, err)
		return
	}
	to := p.Base + r.PathValue("secret")
	switch what {
	case wire.PhoneRate:
		p.remember(w, r, keyOf(r))
		to += "?rated"
	case wire.PhoneNotice, wire.PhoneForget:
		to += "#notice"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// back leads to the page of the number from where a wish was refused: the page
// that says so stands there, and keeps itself fresh.
func (p *Pages) back(w http.ResponseWriter, r *http.Request) {
	to := url.URL{Path: p.Base + r.PathValue("secret"), RawQuery: r.URL.RawQuery}
	http.Redirect(w, r, to.String(), http.StatusSeeOther)
}

func (p *Pages) ask(r *http.Request, what string) error {
	a := wire.PhoneAction{Do: what}
	switch what {
	case wire.PhoneRate:
		var err error
		if a, err = p.answerIn(r); err == nil && p.MayRate != nil {
			err = p.MayRate(r)
		}
		if err != nil {
			return err
		}
	case wire.PhoneCheckIn:
		a.Entry = p.Entry(r)
	case wire.PhoneNotice:
		if r.FormValue("agreed") == "" {
			return fault.New(fault.Invalid, "notice-agree")
		}
		a.Channel, a.To, a.Lang = r.FormValue("channel"), r.FormValue("to"), i18n.Parse(r.FormValue("lang"))
		if len(a.To) > longestTyped || len(a.Channel) > longestTyped {
			return fault.New(fault.Invalid, "notice-channel")
		}
	}
	return p.Backend.Do(r.Context(), r.PathValue("secret"), keyOf(r), a)
}

// keyOf is the key of a form, a new one where it has none.
func keyOf(r *http.Request) string {
	if key := r.FormValue("key"); len(key) >= 16 && len(key) <= 64 {
		return key
	}
	return rand.Text()
}

// language is that of ?lang, which is kept in a cookie, of the cookie, or of the
// phone where it is English; Vietnamese else.
func language(w http.ResponseWriter, r *http.Request) i18n.Lang {
	if q := r.URL.Query().Get("lang"); q != "" {
		lang := i18n.Parse(q)
		http.SetCookie(w, &http.Cookie{Name: "lang", Value: string(lang), Path: "/", MaxAge: 365 * 24 * 3600, SameSite: http.SameSiteLaxMode})
		return lang
	}
	if c, err := r.Cookie("lang"); err == nil {
		return i18n.Parse(c.Value)
	}
	first, _, _ := strings.Cut(r.Header.Get("Accept-Language"), ",")
	return i18n.Parse(first)
}
