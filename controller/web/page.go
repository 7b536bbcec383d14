package web

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/wire"
)

// page is what every template sees: who reads it, in which language, and when it was true.
type page struct {
	Lang    i18n.Lang
	Title   string
	URL     *url.URL
	Who     *Who // nil without a session
	Center  *center.Center
	Board   wire.Board
	Now     time.Time
	Theme   string
	StaleMS int    // the stream may be silent this long before the page turns gray
	Problem string // one sentence, shown near what caused it
	Notice  string // one sentence after something was done
	Data    any

	pass *pass // nil in the answer to a request
}

// page collects what all pages have. title is a catalog key.
func (p *pages) page(w http.ResponseWriter, r *http.Request, title string) *page {
	pg := &page{URL: r.URL, Center: p.Source.Center(), Now: p.Now(), StaleMS: 10_000, Theme: "default", pass: passOf(r)}
	if pg.pass != nil {
		pg.Lang, pg.Board = pg.pass.lang, pg.pass.board
	} else {
		pg.Lang, pg.Board = language(w, r), p.Source.Board()
	}
	if c, err := r.Cookie("theme"); err == nil && c.Value == "night" {
		pg.Theme = c.Value
	}
	pg.Title = pg.T(title)
	if who, ok := p.who(r); ok {
		pg.Who = &who
	}
	return pg
}

// language is that of ?lang, which is kept in a cookie, or of the cookie; Vietnamese else.
func language(w http.ResponseWriter, r *http.Request) i18n.Lang {
	if q := r.URL.Query().Get("lang"); q != "" {
		lang := i18n.Parse(q)
		http.SetCookie(w, &http.Cookie{Name: "lang", Value: string(lang), Path: "/", MaxAge: 365 * 24 * 3600, SameSite: http.SameSiteLaxMode})
		return lang
	}
	if c, err := r.Cookie("lang"); err == nil {
		return i18n.Parse(c.Value)
	}
	return i18n.VI
}

// T is the text of a key in the page's language.
func (p *page) T(key string, args ...any) string { return i18n.T(p.Lang, key, args...) }

// Name is a configured name in the page's language.
func (p *page) Name(t i18n.Text) string { return t.In(p.Lang) }

// Service is a service's name, its code where the configuration no longer has it.
func (p *page) Service(code center.ServiceCode) string {
	if s, ok := p.Center.Service(code); ok {
		return s.Name.In(p.Lang)
	}
	return string(code)
}

// Purpose is a purpose's name.
func (p *page) Purpose(c center.Purpose) string { return p.T("purpose." + string(c)) }

// State is the word of a ticket's, counter's or device's state.
func (p *page) State(s any) string { return p.T(fmt.Sprintf("state.%v", s)) }

// Trouble is the sentence of a fault code.
func (p *page) Trouble(code string) string { return known(p.Lang, "fault."+code, code) }

// Day is the date of a moment.
func (p *page) Day(t time.Time) string { return i18n.Date(p.Lang, t.In(center.Zone)) }

// Cause is the sentence of a device's trouble, the code itself where it is unknown here.
func (p *page) Cause(code string) string { return known(p.Lang, "cause."+code, code) }

// Int, Percent, Clock, Date, Seconds and Since write values the way the language does.
func (p *page) Int(n int) string             { return i18n.Int(p.Lang, n) }
func (p *page) Percent(share float64) string { return i18n.Percent(p.Lang, share) }
func (p *page) Clock(t time.Time) string     { return i18n.Clock(t.In(center.Zone)) }
func (p *page) Date() string                 { return i18n.Date(p.Lang, p.Now.In(center.Zone)) }
func (p *page) Exact() string                { return p.Now.In(center.Zone).Format("15:04:05") }
func (p *page) Seconds(s int) string         { return i18n.Duration(p.Lang, time.Duration(s)*time.Second) }
func (p *page) Since(t time.Time) string     { return i18n.Duration(p.Lang, p.Now.Sub(t)) }

// In links to this page in another language.
func (p *page) In(lang i18n.Lang) string {
	q := p.URL.Query()
	q.Set("lang", string(lang))
	q.Del("live")
	return "?" + q.Encode()
}

// Icon is a line pictogram; the word beside it carries the meaning.
func (p *page) Icon(name string) template.HTML { return ui.IconSVG(name) }

// Mark is a state as every screen shows it: color, icon and word.
func (p *page) Mark(state any) template.HTML {
	s := fmt.Sprint(state)
	sign := ui.SignOf(s)
	return template.HTML(`<span class="state tone-`+string(sign.Tone)+`">`) + ui.IconSVG(sign.Icon) +
		template.HTML(template.HTMLEscapeString(p.State(s))+`</span>`)
}

// Langs lists the languages; Language is a language's own name.
func (p *page) Langs() []i18n.Lang             { return i18n.Langs }
func (p *page) Tongues() []i18n.Lang           { return i18n.Offered() } // on pages of citizens
func (p *page) Language(lang i18n.Lang) string { return i18n.T(lang, "common.language") }

// Pending says in Vietnamese that nobody has approved the translation yet, "" where somebody has.
func (p *page) Pending() string {
	if !i18n.Pending(p.Lang) {
		return ""
	}
	return i18n.T(i18n.VI, "ui.pack-pending")
}

func known(lang i18n.Lang, key, otherwise string) string {
	if i18n.Has(key) {
		return i18n.T(lang, key)
	}
	return otherwise
}

// loginFor is the log-in page that leads back to r's page.
func loginFor(r *http.Request) string {
	if r.Method != http.MethodGet || r.URL.Path == "/" {
		return "/login"
	}
	return "/login?next=" + url.QueryEscape(r.URL.Path)
}

// local is next where it is a path of this address, else "/".
func local(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n") {
		return "/"
	}
	return next
}
