package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
)

// Inspection is somebody's right to look at everything, for a stated time.
type Inspection struct {
	ID      string
	Account string
	Name    string // of the inspector
	Opened  time.Time
	Until   time.Time // or when it was closed
	Open    bool
	Samples []Sample // newest first
}

// Sample is visits drawn at random.
type Sample struct {
	First, Last center.Day
	Choice      int64 // the inspector's own number
	Of          int   // visits there were
	Tickets     []queue.TicketID
	Drawn       time.Time
}

// Inspections are what managers open and inspectors use. Errors are faults.
type Inspections interface {
	// List lists the newest inspections, those of one account or all with "".
	List(ctx context.Context, account string) ([]Inspection, error)
	Open(ctx context.Context, by Who, account string, until time.Time) error
	Close(ctx context.Context, by Who, id string) error
	// Draw draws n visits of some service days; nobody chooses which.
	Draw(ctx context.Context, by Who, id string, first, last center.Day, n int, choice int64) error
	// Record writes the entries of some service days with what verifies them. An
	// error is told before anything is written.
	Record(w http.ResponseWriter, r *http.Request, by Who, id string, first, last center.Day) error
}

type inspectView struct {
	All        []Inspection
	Inspectors []Person // who may be let look
	May        bool     // open and end
	First      center.Day
	Last       center.Day
	Until      string // for the form
}

func (p *pages) inspect(w http.ResponseWriter, r *http.Request) { p.showInspect(w, r, nil) }

func (p *pages) showInspect(w http.ResponseWriter, r *http.Request, tried error) {
	pg := p.page(w, r, "inspect.title")
	now := p.Now().In(center.Zone)
	v := inspectView{May: pg.Who.has(RoleManager), First: center.DayOf(now.AddDate(0, 0, -30)), Last: center.DayOf(now.AddDate(0, 0, -1)),
		Until: now.AddDate(0, 0, 5).Format("2006-01-02") + "T17:00"}
	account := pg.Who.ID
	if v.May {
		account = ""
		v.Inspectors = slices.DeleteFunc(p.People.People(r.Context()), func(x Person) bool { return x.Off || !x.Has(RoleInspector) })
	}
	all, err := p.Inspections.List(r.Context(), account)
	if tried == nil {
		tried = err
	}
	v.All = all
	pg.Data = v
	notice := ""
	if what := r.URL.Query().Get("done"); slices.Contains([]string{"open", "close", "draw"}, what) {
		notice = "inspect.done-" + what
	}
	p.told(w, r, pg, "inspect.html", notice, tried)
}

// changeInspect opens, ends, or draws.
func (p *pages) changeInspect(w http.ResponseWriter, r *http.Request) {
	who, _ := p.Access.Who(r)
	do, id := r.FormValue("do"), r.FormValue("id")
	var err error
	switch {
	case (do == "open" || do == "close") && !who.has(RoleManager):
		err = fault.New(fault.Forbidden, "forbidden")
	case do == "open":
		until, e := time.ParseInLocation("2006-01-02T15:04", r.FormValue("until"), center.Zone)
		if err = p.Inspections.Open(r.Context(), who, r.FormValue("account"), until); e != nil {
			err = fault.New(fault.Invalid, "inspection-until")
		}
	case do == "close":
		err = p.Inspections.Close(r.Context(), who, id)
	case do == "draw":
		n, e1 := strconv.Atoi(r.FormValue("n"))
		choice, e2 := strconv.ParseInt(r.FormValue("choice"), 10, 64)
		if err = fault.New(fault.Invalid, "inspection-sample", "most", 200); e1 == nil && e2 == nil {
			err = p.Inspections.Draw(r.Context(), who, id, center.Day(r.FormValue("first")), center.Day(r.FormValue("last")), n, choice)
		}
	default:
		err = fault.New(fault.Malformed, "form-unknown")
	}
	if err != nil {
		p.showInspect(w, r, err)
		return
	}
	done(w, r, "/inspections", do)
}

// giveRecord gives a record out.
func (p *pages) giveRecord(w http.ResponseWriter, r *http.Request) {
	who, _ := p.Access.Who(r)
	q := r.URL.Query()
	if err := p.Inspections.Record(w, r, who, r.PathValue("id"), center.Day(q.Get("first")), center.Day(q.Get("last"))); err != nil {
		p.showInspect(w, r, err)
	}
}
