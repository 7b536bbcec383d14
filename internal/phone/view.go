package phone

import (
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/ui"
	"motcua/internal/wire"
)

// view is what the template sees.
type view struct {
	Page
	Lang    i18n.Lang
	Now     time.Time
	Self    string // path of this page
	Base    string
	Key     string     // of a form that is sent once
	Present bool       // this phone has opened the center's code lately
	Problem string     // one sentence about what was just tried
	answer  string     // key of the answer that this phone has given
	form    url.Values // what was just refused
	query   url.Values
}

// T is the text of a key in the page's language.
func (v *view) T(key string, args ...any) string { return i18n.T(v.Lang, key, args...) }

// Clock, Exact and Int write values the way the language does.
func (v *view) Clock(t time.Time) string { return i18n.Clock(t.In(center.Zone)) }
func (v *view) Exact() string            { return v.Heard.In(center.Zone).Format("15:04:05") }
func (v *view) Int(n int) string         { return i18n.Int(v.Lang, n) }

// Icon is a line pictogram; the word beside it carries the meaning.
func (v *view) Icon(name string) template.HTML { return ui.IconSVG(name) }

// Name is a configured name in the page's language.
func (v *view) Name(t i18n.Text) string { return t.In(v.Lang) }

// Title names the page in the list of a phone's tabs: the news first.
func (v *view) Title() string {
	switch n := v.Ticket.Number; {
	case v.Entry != nil:
		return v.T("visit.take")
	case n == "":
		return v.T("phone.title")
	case v.Alert() == called:
		return v.T("phone.title-called", "number", n)
	case v.Alert() == near:
		return v.T("phone.title-near", "number", n)
	default:
		return v.T("phone.title-of", "number", n)
	}
}

// Langs lists the languages; Language is a language's own name, In this page in it.
func (v *view) Langs() []i18n.Lang             { return i18n.Offered() }
func (v *view) Language(lang i18n.Lang) string { return i18n.T(lang, "common.language") }

// Pending says in Vietnamese that nobody has approved the translation yet, "" where somebody has.
func (v *view) Pending() string {
	if !i18n.Pending(v.Lang) {
		return ""
	}
	return i18n.T(i18n.VI, "ui.pack-pending")
}

func (v *view) In(lang i18n.Lang) string {
	q := url.Values{"lang": {string(lang)}}
	if v.Rated() {
		q.Set("rated", "")
	}
	if v.ByLink() {
		q.Set("via", wire.ByLink)
	}
	return v.Self + "?" + q.Encode()
}

// Service is a service's name, its code where the center no longer has it.
func (v *view) Service(code center.ServiceCode) string {
	if t, ok := v.Center.Services[code]; ok {
		return t.In(v.Lang)
	}
	return string(code)
}

func (v *view) services(codes []center.ServiceCode) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = v.Service(c)
	}
	return strings.Join(names, ", ")
}

// Purpose is a purpose's name.
func (v *view) Purpose(c center.Purpose) string { return v.T("purpose." + string(c)) }

// Live tells that the state may still change: the page keeps itself fresh.
func (v *view) Live() bool { return !v.over() && v.Ticket.Number != "" }

func (v *view) over() bool {
	return slices.Contains([]queue.State{queue.Finished, queue.Canceled, queue.Expired}, v.Ticket.State)
}

// Lost tells that the center has not been heard for too long.
func (v *view) Lost() bool { return v.lost(v.Now) }

// Cancel, Late, Again and CheckIn tell what the citizen may do now.
func (v *view) Cancel() bool {
	return slices.Contains([]queue.State{queue.Waiting, queue.Parked, queue.NoShow}, v.Ticket.State)
}
func (v *view) Late() bool  { return v.Ticket.State == queue.Called }
func (v *view) Again() bool { return v.Ticket.State == queue.NoShow && !v.gone() }
func (v *view) CheckIn() bool {
	return v.Ticket.Away && v.Ticket.State == queue.Waiting && (!v.Fed || v.Present)
}

// Alerts tells that a script may still call out that the turn is near.
func (v *view) Alerts() bool { return v.Ticket.State == queue.Waiting && !v.Ticket.Away }

// gone tells that a missed number may no longer come back by itself.
func (v *view) gone() bool { return v.Ticket.ReturnBy != nil && v.Ticket.ReturnBy.Before(v.Now) }

// Kept is until when a number that is called now would be kept.
func (v *view) Kept() string {
	if v.Center.Grace == 0 {
		return v.T("phone.kept-today")
	}
	return v.T("phone.kept-until", "time", v.Clock(v.Now.Add(time.Duration(v.Center.Grace)*time.Minute)))
}

// IfLate says, while waiting, what happens to who misses the call.
func (v *view) IfLate() string {
	switch {
	case v.Ticket.State != queue.Waiting || v.Ticket.Away:
		return ""
	case v.Center.Grace == 0:
		return v.T("phone.if-late-today")
	}
	return v.T("phone.if-late", "n", v.Int(v.Center.Grace))
}

// Range is the wait that is left, or that nobody can tell it.
func (v *view) Range() string {
	low, high, ok := v.left()
	switch {
	case !ok:
		return v.T("page.no-estimate")
	case high <= 1:
		return v.T("page.estimate-soon")
	case low == 0: // nobody is told that the wait may be none
		return v.T("page.estimate-within", "high", high)
	}
	return v.T("page.estimate", "low", low, "high", high)
}

// left is the wait from now on, in minutes. What the center has told holds until
// it was last heard: it tells what changes.
func (v *view) left() (low, high int, ok bool) {
	if v.Ticket.Wait == nil {
		return 0, 0, false
	}
	gone := max(0, int(v.Now.Sub(v.Heard).Seconds()))
	return max(0, v.Ticket.Wait.LowS-gone) / 60, (max(0, v.Ticket.Wait.HighS-gone) + 59) / 60, true
}

// State is the ticket's state in the words a citizen reads.
func (v *view) State() template.HTML {
	s := v.Ticket.State
	if s == queue.NoShow {
		return ui.IconSVG("absent") + template.HTML(template.HTMLEscapeString(" "+v.T("phone.missed")))
	}
	sign := ui.SignOf(string(s))
	return template.HTML(`<span class="state tone-`+string(sign.Tone)+`">`) + ui.IconSVG(sign.Icon) +
		template.HTML(template.HTMLEscapeString(v.T(fmt.Sprintf("state.%v", s)))+`</span>`)
}
