package web

import (
	"html/template"
	"net/http"

	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/ui"
	"motcua/internal/wire"
)

type phoneView struct {
	Ticket  wire.Ticket
	Survey  *wire.Survey // the question open to this citizen
	Rated   bool         // an answer was just given
	Live    bool         // the state may still change: the page keeps itself fresh
	Cancel  bool         // the number may be given back
	CheckIn bool         // taken away from the center: it waits once the citizen says so here
	Self    string       // path of this page
	Levels  []int        // best first
	Reasons []string
}

func (p *pages) phone(w http.ResponseWriter, r *http.Request) {
	p.showPhone(w, r, nil)
}

// showPhone writes the citizen's page, with the fault of what the citizen just tried.
func (p *pages) showPhone(w http.ResponseWriter, r *http.Request, tried error) {
	w.Header().Set("Referrer-Policy", "no-referrer") // the address is a secret
	pg := p.page(w, r, "phone.title")
	secret := r.PathValue("secret")
	v := phoneView{Self: "/t/" + secret, Rated: r.URL.Query().Has("rated"), Levels: []int{5, 4, 3, 2, 1}, Reasons: rating.Reasons}
	t, err := p.Citizens.Ticket(secret)
	if err != nil {
		pg.Problem, pg.Data = wire.Sentence(pg.Lang, err), v
		p.show(w, r, wire.Status(err), "phone.html", pg)
		return
	}
	v.Ticket = t
	switch t.State {
	case queue.Finished, queue.Canceled, queue.Expired:
	default:
		v.Live = true
	}
	v.Cancel = t.State == queue.Waiting || t.State == queue.Parked || t.State == queue.NoShow
	v.CheckIn = t.Away && t.State == queue.Waiting
	if s, ok := p.Citizens.Survey(secret); ok && !v.Rated {
		v.Survey = &s
	}
	pg.Title, pg.Data = pg.T("phone.title-of", "number", t.Number), v
	code := http.StatusOK
	if tried != nil {
		pg.Problem, code = wire.Sentence(pg.Lang, tried), wire.Status(tried)
	}
	p.show(w, r, code, "phone.html", pg)
}

// WhyMe says to the citizen why the number was called when it was. It never
// tells what somebody might guess a person's health from.
func (p *page) WhyMe(t wire.Ticket) string {
	if t.Why == nil || t.State != queue.Called && t.State != queue.Serving {
		return ""
	}
	switch w := t.Why; {
	case w.Why == queue.ByHand:
		return p.T("phone.why-by-hand")
	case t.Priority && w.Passes > 0:
		return p.T("phone.why-priority", "number", t.Number)
	case w.Why == queue.Due && w.OverDue != nil:
		return p.T("phone.why-due", "number", t.Number, "due", p.Clock(w.Due), "over", w.Over, "over_due", p.Clock(*w.OverDue))
	case w.Why == queue.Limit:
		return p.T("phone.why-limit", "number", t.Number, "passed", w.Passed, "over", w.Over)
	}
	return p.Why(t.Why)
}

// Missed says what to do with a missed number, and until when.
func (p *page) Missed(t wire.Ticket) string {
	if p.Gone(t) {
		return p.T("phone.missed-over", "number", t.Number, "time", p.Clock(*t.ReturnBy))
	}
	return p.T("phone.missed-by", "number", t.Number, "time", p.Clock(*t.ReturnBy))
}

// Further says where the visit goes on, empty once it is over.
func (p *page) Further(t wire.Ticket) string {
	switch t.State {
	case queue.Finished, queue.Canceled, queue.Expired:
		return ""
	}
	switch {
	case t.Back != "" && len(t.Plan) > 0:
		return p.T("phone.back-then", "counter", t.Back, "services", p.Services(t.Plan))
	case t.Back != "":
		return p.T("phone.back-to", "counter", t.Back)
	case len(t.Plan) > 0:
		return p.T("phone.then", "services", p.Services(t.Plan))
	}
	return ""
}

// Citizen is a ticket's state in the words a citizen reads.
func (p *page) Citizen(s queue.State) template.HTML {
	if s == queue.NoShow {
		return ui.IconSVG("absent") + template.HTML(template.HTMLEscapeString(" "+p.T("phone.missed")))
	}
	return p.Mark(s)
}

func (p *pages) phoneCancel(w http.ResponseWriter, r *http.Request) {
	if err := p.Citizens.Cancel(r.Context(), r.PathValue("secret")); err != nil {
		p.showPhone(w, r, err)
		return
	}
	http.Redirect(w, r, "/t/"+r.PathValue("secret"), http.StatusSeeOther)
}

func (p *pages) phoneCheckIn(w http.ResponseWriter, r *http.Request) {
	if err := p.Visits.CheckIn(r, r.PathValue("secret")); err != nil {
		p.showPhone(w, r, err)
		return
	}
	http.Redirect(w, r, "/t/"+r.PathValue("secret"), http.StatusSeeOther)
}

func (p *pages) phoneRate(w http.ResponseWriter, r *http.Request) {
	var answers wire.Answers
	if s := r.FormValue("overall"); len(s) == 1 {
		answers.Overall = int(s[0] - '0')
	}
	if answers.Overall <= 3 {
		answers.Reasons = r.Form["reason"]
	}
	err := rating.Check(answers.Overall, answers.Reasons)
	if err == nil {
		err = p.Citizens.Rate(r.Context(), wire.RatingRequest{Token: r.FormValue("token"), Answers: answers})
	}
	if err != nil {
		p.showPhone(w, r, err)
		return
	}
	http.Redirect(w, r, "/t/"+r.PathValue("secret")+"?rated", http.StatusSeeOther)
}
