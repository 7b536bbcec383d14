package web

import (
	"net/http"
	"net/url"
	"slices"

	"motcua/internal/cases"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// Cases is what citizens are not content with, and its answers. Errors are faults.
type Cases interface {
	// Feedback is what everybody may know.
	Feedback() wire.Feedback
	// Open opens a case; the same key is the same case. by is who does it for
	// somebody, nil for a citizen.
	Open(r *http.Request, by *Who, key string, q wire.FeedbackRequest) (wire.FeedbackOpened, error)
	// Own is the case behind a secret, Mind does what its citizen wants: "judge",
	// "reopen" or "withdraw".
	Own(r *http.Request, secret string) (wire.FeedbackCase, error)
	Mind(r *http.Request, secret, key, verb string, a wire.FeedbackAct) error
	// List is what somebody may see of the cases; Case is one of them. One that
	// the asker may not know of is fault.NotFound. Act does a verb to it: "take",
	// "pass", "answer", "note" or "reference".
	List(by Who) wire.Cases
	Case(r *http.Request, by Who, id cases.ID) (wire.Case, error)
	Act(r *http.Request, by Who, id cases.ID, key, verb string, a wire.CaseAct) error
	// Comments lists what citizens wrote beside their answers and somebody may
	// read, the newest day first.
	Comments(r *http.Request, by Who, from, to center.Day) (wire.Comments, error)
	// Hides tells whether an entry of the log is about a case that somebody may
	// not know of.
	Hides(by Who, b wire.Body) bool
}

// settling are the pages of citizens who want an answer and of those who give it.
func (p *pages) settling(mux *http.ServeMux) {
	if p.Cases == nil {
		return
	}
	mux.HandleFunc("GET "+center.FeedbackPath, func(w http.ResponseWriter, r *http.Request) { p.showFeedback(w, r, nil) })
	mux.HandleFunc("POST "+center.FeedbackPath, p.openCase)
	mux.HandleFunc("GET "+center.FeedbackPath+"/{secret}", func(w http.ResponseWriter, r *http.Request) { p.showOwnCase(w, r, nil) })
	mux.HandleFunc("POST /y-kien/{secret}/{verb}", p.mindCase)
	mux.HandleFunc("GET /y-kien/{secret}/{verb}", func(w http.ResponseWriter, r *http.Request) {
		backTo(center.FeedbackPath+"/"+url.PathEscape(r.PathValue("secret")))(w, r)
	})
	mux.HandleFunc("GET /comments", p.need(p.comments, RoleHandler))
	mux.HandleFunc("GET /cases", p.need(p.caseList, CaseRoles...))
	mux.HandleFunc("GET /cases/{case}", p.need(func(w http.ResponseWriter, r *http.Request) { p.showCase(w, r, caseView{}, nil) }, CaseRoles...))
	mux.HandleFunc("POST /cases/{case}", p.need(p.changeCase, CaseRoles...))
}

// CaseRoles may open the list of cases: each sees its own.
var CaseRoles = []string{RoleHandler, RoleManager, RoleMonitor}

// onBehalf are the roles that open a case for somebody else.
var onBehalf = []string{RoleGreeter, RoleHandler, RoleManager, RoleMonitor}

// feedbackView is the page that opens a case.
type feedbackView struct {
	wire.Feedback
	Key      string
	Form     wire.FeedbackRequest // as typed so far
	Behalf   bool
	Counters []center.Counter
	Today    center.Day
}

// showFeedback writes the page that opens a case, with the fault of what was just tried.
func (p *pages) showFeedback(w http.ResponseWriter, r *http.Request, tried error) {
	pg := p.page(w, r, "feedback.title")
	v := feedbackView{Feedback: p.Cases.Feedback(), Key: p.NewKey(), Form: feedbackForm(r), Counters: pg.Center.Counters, Today: center.DayOf(pg.Now)}
	v.Behalf = pg.Who != nil && pg.Who.has(onBehalf...)
	if v.Form.Day == "" {
		v.Form.Day = v.Today
	}
	pg.Data = v
	p.showTried(w, r, "feedback.html", pg, tried)
}

// feedbackForm reads what was typed: in the address only where and when.
func feedbackForm(r *http.Request) wire.FeedbackRequest {
	q := wire.FeedbackRequest{Counter: center.CounterID(r.FormValue("counter")), Day: center.Day(r.FormValue("day")), Matter: r.PostFormValue("matter"),
		Text: r.PostFormValue("text"), To: r.PostFormValue("to"), Agreed: r.PostFormValue("agreed") != "", Reference: r.PostFormValue("reference")}
	if q.Matter == "" {
		q.Matter = cases.AboutService
	}
	return q
}

func (p *pages) openCase(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		p.showFeedback(w, r, fault.New(fault.TooLarge, "body-large", "most", 16))
		return
	}
	var by *Who
	if who, ok := p.who(r); ok && who.has(onBehalf...) {
		by = &who
	}
	q := feedbackForm(r)
	q.Lang = language(w, r)
	opened, err := p.Cases.Open(r, by, r.PostFormValue("key"), q)
	if err != nil {
		p.showFeedback(w, r, err)
		return
	}
	http.Redirect(w, r, pathOf(opened.URL)+"?new", http.StatusSeeOther)
}

// ownCaseView is a case as its citizen sees it.
type ownCaseView struct {
	wire.FeedbackCase
	wire.Feedback
	Self   string // path of the page
	Link   string // its whole address, for the QR code
	Key    string
	New    bool
	Behalf bool   // somebody who works here has opened it: the citizen takes the address along
	Object string // what was typed and refused
}

// showOwnCase writes the citizen's page of a case.
func (p *pages) showOwnCase(w http.ResponseWriter, r *http.Request, tried error) {
	secret := r.PathValue("secret")
	pg := p.page(w, r, "feedback.case")
	own, err := p.Cases.Own(r, secret)
	v := ownCaseView{FeedbackCase: own, Feedback: p.Cases.Feedback(), Self: center.FeedbackPath + "/" + secret, Key: p.NewKey(),
		New: r.URL.Query().Has("new"), Object: r.PostFormValue("text")}
	v.Behalf = pg.Who != nil && pg.Who.has(onBehalf...)
	v.Link = pg.Center.FeedbackURL() + "/" + secret
	if err != nil {
		v.FeedbackCase, tried = wire.FeedbackCase{}, err
	}
	pg.Data = v
	w.Header().Set("X-Robots-Tag", "noindex")
	p.showTried(w, r, "feedback-case.html", pg, tried)
}

func (p *pages) mindCase(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		p.showOwnCase(w, r, fault.New(fault.TooLarge, "body-large", "most", 16))
		return
	}
	a := wire.FeedbackAct{Satisfied: r.PostFormValue("satisfied") == "yes", Text: r.PostFormValue("text")}
	if err := p.Cases.Mind(r, r.PathValue("secret"), r.PostFormValue("key"), r.PathValue("verb"), a); err != nil {
		p.showOwnCase(w, r, err)
		return
	}
	http.Redirect(w, r, center.FeedbackPath+"/"+url.PathEscape(r.PathValue("secret")), http.StatusSeeOther)
}

// caseListView is the list of cases.
type caseListView struct {
	wire.Cases
	Show  string // waiting, late, mine or all
	Shows []string
	N     map[string]int
	Only  bool // the reader sees counts alone
}

// shows are the filters of the list, in the order the page offers them.
var shows = []string{"waiting", "late", "mine", "all"}

func (p *pages) caseList(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "cases.title")
	v := caseListView{Cases: p.Cases.List(*pg.Who), Show: r.URL.Query().Get("show"), Shows: shows, N: map[string]int{}}
	if !slices.Contains(shows, v.Show) {
		v.Show = shows[0]
	}
	v.Only = len(v.Cases.Cases) == 0 && !pg.Who.has(RoleHandler, RoleMonitor)
	all := v.Cases.Cases
	v.Cases.Cases = nil
	for _, c := range all {
		for _, show := range shows {
			if fitsCase(show, c) {
				v.N[show]++
				if show == v.Show {
					v.Cases.Cases = append(v.Cases.Cases, c)
				}
			}
		}
	}
	pg.Data = v
	p.show(w, r, http.StatusOK, "cases.html", pg)
}

func fitsCase(show string, c wire.CaseLine) bool {
	switch show {
	case "waiting":
		return waits(c.State)
	case "late":
		return c.Overdue
	case "mine":
		return c.Mine && waits(c.State)
	}
	return true
}

// caseView is one case for who works on it.
type caseView struct {
	wire.Case
	Key     string
	Answer  string // as typed so far
	Preview bool   // the answer is shown as the citizen will read it
	Note    string
	Routes  []cases.Route
}

// showCase writes a case, with the fault of what was just tried.
func (p *pages) showCase(w http.ResponseWriter, r *http.Request, v caseView, tried error) {
	pg := p.page(w, r, "cases.one")
	c, err := p.Cases.Case(r, *pg.Who, cases.ID(r.PathValue("case")))
	if err != nil {
		p.fail(w, r, err)
		return
	}
	v.Case, v.Key = c, p.NewKey()
	for _, x := range cases.Routes {
		if x != c.Route {
			v.Routes = append(v.Routes, x)
		}
	}
	if done := r.URL.Query().Get("done"); slices.Contains([]string{"take", "pass", "answer", "note", "reference"}, done) {
		pg.Notice = pg.T("cases.done-" + done)
	}
	pg.Data = v
	p.showTried(w, r, "case.html", pg, tried)
}

// changeCase does what a form of the case asks for. An answer is first shown as
// the citizen will read it.
func (p *pages) changeCase(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		p.showCase(w, r, caseView{}, fault.New(fault.TooLarge, "body-large", "most", 16))
		return
	}
	who, _ := p.who(r)
	do, text := r.PostFormValue("do"), r.PostFormValue("text")
	var v caseView
	switch do {
	case "preview", "edit":
		v.Answer, v.Preview = text, do == "preview" && text != ""
		p.showCase(w, r, v, nil)
		return
	case "answer":
		v.Answer = text
	case "note":
		v.Note = text
	case "take", "pass", "reference":
	default:
		p.showCase(w, r, v, fault.New(fault.Malformed, "form-unknown"))
		return
	}
	id := cases.ID(r.PathValue("case"))
	a := wire.CaseAct{Text: text, Route: cases.Route(r.PostFormValue("route")), Reference: r.PostFormValue("reference")}
	if err := p.Cases.Act(r, who, id, r.PostFormValue("key"), do, a); err != nil {
		p.showCase(w, r, v, err)
		return
	}
	to := "/cases/" + url.PathEscape(string(id))
	if do == "pass" { // who passed it on may not see it any more
		to = "/cases"
	}
	http.Redirect(w, r, to+"?done="+do, http.StatusSeeOther)
}

// commentDays is how far back comments are shown.
const commentDays = 30

// comments shows what citizens wrote beside their answers. It is no case:
// nobody asked for an answer, and nobody can be answered.
func (p *pages) comments(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "cases.comments")
	to := center.DayOf(pg.Now)
	all, err := p.Cases.Comments(r, *pg.Who, dayOff(to, -commentDays), to)
	pg.Data = all
	p.showTried(w, r, "comments.html", pg, err)
}
