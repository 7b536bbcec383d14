package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// takeView is the page behind the code that the center shows for phones.
type takeView struct {
	Phone    Phone
	Offers   []offer
	Purposes []center.Purpose
	Groups   []string
	Remote   center.Remote
	Gives    bool // numbers are given to this phone now
	Away     bool // the number waits from its check-in on
	Key      string
	Service  center.ServiceCode // as chosen so far
	Purpose  center.Purpose
	Priority bool
	Also     []string
}

// Chosen tells that a further service was ticked.
func (v takeView) Chosen(c center.ServiceCode) bool { return slices.Contains(v.Also, string(c)) }

// offer is a service, its queue, and why it gives no number.
type offer struct {
	serviceNow
	Full string // a sentence; empty: it gives numbers
}

func (p *pages) visits(mux *http.ServeMux) {
	mux.HandleFunc("GET /q/{$}", func(w http.ResponseWriter, r *http.Request) { p.showTake(w, r, nil) })
	mux.HandleFunc("POST /q/{$}", p.take)
	mux.HandleFunc("GET /book", func(w http.ResponseWriter, r *http.Request) { p.showBook(w, r, nil) })
	mux.HandleFunc("POST /book", p.book)
	mux.HandleFunc("GET /a/{code}", func(w http.ResponseWriter, r *http.Request) { p.showAppointment(w, r, nil) })
	mux.HandleFunc("POST /a/{code}/cancel", p.dropAppointment)
	mux.HandleFunc("GET /a/{code}/cancel", func(w http.ResponseWriter, r *http.Request) {
		backTo("/a/"+url.PathEscape(r.PathValue("code")))(w, r)
	})
}

// backTo leads on from the path of a form, where its answer stood, to the page it belongs to.
func backTo(path string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		to := path
		if r.URL.RawQuery != "" {
			to += "?" + r.URL.RawQuery
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
	}
}

// offers lists the services with their queues and those that are full.
func (p *pages) offers(pg *page) []offer {
	full := p.Rules.Services().Full
	list := make([]offer, 0, len(pg.Center.Services))
	for _, s := range services(pg) {
		o := offer{serviceNow: s}
		if f, ok := full[s.Code]; ok {
			o.Full = pg.FullUntil(f)
		}
		list = append(list, o)
	}
	return list
}

// FullUntil says when a full service gives numbers again.
func (p *page) FullUntil(f wire.Full) string {
	if f.Until == nil {
		return p.T("visit.full")
	}
	return p.T("visit.full-until", "time", p.Clock(*f.Until), "date", i18n.Date(p.Lang, f.Until.In(center.Zone)))
}

// showTake writes the page that gives a phone its number, with the fault of what was just tried.
func (p *pages) showTake(w http.ResponseWriter, r *http.Request, tried error) {
	pg := p.page(w, r, "visit.take")
	v := takeView{Phone: p.Visits.Phone(r), Offers: p.offers(pg), Purposes: center.Purposes, Groups: pg.Center.Priority.Groups,
		Remote: pg.Center.Remote, Key: p.NewKey(), Service: center.ServiceCode(r.FormValue("service")), Purpose: center.Purpose(r.FormValue("purpose"))}
	v.Away, v.Priority, v.Also = !v.Phone.Fresh, r.FormValue("priority") != "", r.Form["also"]
	v.Gives = v.Remote.On && pg.Board.Open && pg.Board.Trouble == "" && (v.Phone.Fresh || v.Remote.Away)
	pg.Data = v
	p.showTried(w, r, "take.html", pg, tried)
}

// showTried writes a page with the sentence of what went wrong.
func (p *pages) showTried(w http.ResponseWriter, r *http.Request, file string, pg *page, tried error) {
	code := http.StatusOK
	if tried != nil {
		pg.Problem, code = wire.Sentence(pg.Lang, tried), wire.Status(tried)
	}
	p.show(w, r, code, file, pg)
}

func (p *pages) take(w http.ResponseWriter, r *http.Request) {
	q := wire.PhoneRequest{Service: center.ServiceCode(r.FormValue("service")), Purpose: center.Purpose(r.FormValue("purpose")),
		Priority: r.FormValue("priority") != "", Away: r.FormValue("away") != ""}
	for _, s := range r.Form["also"] {
		if s := center.ServiceCode(s); s != q.Service && !slices.Contains(q.Also, s) {
			q.Also = append(q.Also, s)
		}
	}
	t, err := p.Visits.Take(w, r, q, r.FormValue("key"))
	if err != nil {
		p.showTake(w, r, err)
		return
	}
	http.Redirect(w, r, pathOf(t.URL), http.StatusSeeOther)
}

// pathOf is where a link leads on this address: the link itself may name the
// address that phones reach from outside.
func pathOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return "/"
	}
	return local(u.EscapedPath())
}

// bookView is the page that books a time: first for what and when, then which time.
type bookView struct {
	Services []center.Service // that can be booked
	Purposes []center.Purpose
	Days     []center.Day
	Service  center.ServiceCode
	Purpose  center.Purpose
	Day      center.Day
	Slots    []wire.Slot
	Asked    bool // for the times of a day
	Key      string
}

func (p *pages) showBook(w http.ResponseWriter, r *http.Request, tried error) {
	pg := p.page(w, r, "visit.book")
	v := bookView{Purposes: center.Purposes, Key: p.NewKey(), Service: center.ServiceCode(r.FormValue("service")),
		Purpose: center.Purpose(r.FormValue("purpose")), Day: center.Day(r.FormValue("day"))}
	v.Services, v.Days = bookable(pg.Center, pg.Now)
	if v.Asked = v.Service != "" && v.Purpose != "" && v.Day != ""; v.Asked {
		slots, err := p.Visits.Slots(v.Service, v.Day)
		if v.Slots = slots; tried == nil {
			tried = err
		}
	}
	pg.Data = v
	p.showTried(w, r, "book.html", pg, tried)
}

// bookable lists the services that have times to book, and the days that have.
func bookable(c *center.Center, now time.Time) (offers []center.Service, days []center.Day) {
	slots := c.Appointments.Slots
	for _, s := range c.Services {
		if slices.ContainsFunc(slots, func(x center.Slots) bool { return x.Service == s.Code }) {
			offers = append(offers, s)
		}
	}
	for i := range c.Appointments.Ahead + 1 {
		day := center.DayOf(now.AddDate(0, 0, i))
		if slices.ContainsFunc(slots, func(x center.Slots) bool {
			times := x.On(&c.Hours, day)
			return len(times) > 0 && times[len(times)-1].After(now)
		}) {
			days = append(days, day)
		}
	}
	return offers, days
}

// DayName writes a service day.
func (p *page) DayName(d center.Day) string {
	at, err := d.Start()
	if err != nil {
		return string(d)
	}
	return i18n.Date(p.Lang, at)
}

// Exactly writes a time the way a form sends it back.
func (p *page) Exactly(t time.Time) string { return t.Format(time.RFC3339) }

func (p *pages) book(w http.ResponseWriter, r *http.Request) {
	slot, err := time.Parse(time.RFC3339, r.FormValue("slot"))
	if err != nil {
		p.showBook(w, r, fault.New(fault.Invalid, "slot-unknown"))
		return
	}
	a, err := p.Visits.Book(w, r, wire.BookingRequest{Service: center.ServiceCode(r.FormValue("service")),
		Purpose: center.Purpose(r.FormValue("purpose")), Slot: slot}, r.FormValue("key"))
	if err != nil {
		p.showBook(w, r, err)
		return
	}
	http.Redirect(w, r, "/a/"+url.PathEscape(a.Code), http.StatusSeeOther)
}

// Path is a link's place on this address.
func (p *page) Path(link string) string { return pathOf(link) }

// Groups names the priority groups in one sentence.
func (p *page) Groups(codes []string) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = p.T("priority." + c)
	}
	return strings.Join(names, ", ")
}

// Limits says how many numbers a phone may take, and when.
func (p *page) Limits(r center.Remote) string {
	return p.T("visit.limits", "day", r.PerDay, "service", r.PerService, "from", clockOf(r.Window.From), "to", clockOf(r.Window.To))
}

// clockOf writes a minute of the day.
func clockOf(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// Spaced writes a code in groups of four, easier to read out and to type.
func (p *page) Spaced(code string) string {
	var groups []string
	for ; len(code) > 4; code = code[4:] {
		groups = append(groups, code[:4])
	}
	return strings.Join(append(groups, code), " ")
}
