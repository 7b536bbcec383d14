package web

import (
	"net/http"
	"slices"
	"strings"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// action is one key of the console: its name in the API, the keys that press it
// (KeyboardEvent.code) and the dialog it opens first, if any.
type action struct {
	Name, Keys, Key, Dialog string
}

// The console's keys. Their places never move. F1, F5, F6, F11 and F12 belong to the browser.
var (
	majorKeys = []action{
		{Name: "next", Keys: "F2 Space", Key: "F2"},
		{Name: "recall", Keys: "F3", Key: "F3"},
		{Name: "start", Keys: "F4", Key: "F4"},
		{Name: "finish", Keys: "F8", Key: "F8", Dialog: "finish"},
		{Name: "no-show", Keys: "F9", Key: "F9"},
		{Name: "transfer", Keys: "KeyC", Key: "C", Dialog: "transfer"},
		{Name: "park", Keys: "KeyB", Key: "B"},
		{Name: "return", Keys: "KeyH", Key: "H"},
	}
	minorKeys = []action{
		{Name: "open", Keys: "KeyM", Key: "M"},
		{Name: "pause", Keys: "KeyT", Key: "T", Dialog: "pause"},
		{Name: "ready", Keys: "KeyR", Key: "R"},
		{Name: "close", Keys: "KeyD", Key: "D"},
		{Name: "incident", Keys: "KeyS", Key: "S", Dialog: "incident"},
		{Name: "undo", Keys: "KeyZ", Key: "Z"},
		{Name: "call", Keys: "KeyG", Key: "G", Dialog: "call"},
		{Name: "add", Keys: "KeyV", Key: "V", Dialog: "add"},
		{Name: "note", Keys: "KeyN", Key: "N", Dialog: "note"},
		{Name: "alarm", Keys: "KeyA", Key: "A"},
	}
)

type consoleView struct {
	Counter      wire.Counter
	Desk         Desk
	Waiting      func() []wire.Ticket // whom the counter could call by hand
	Major, Minor []action
	Suggest      string         // the action that usually comes now
	Can          string         // names of the actions that are possible now
	Undo         string         // what undo takes back, in words
	Dossiers     int            // filled in at the finish
	Away         []wire.Counter // other counters that pause now
	Minutes      []int          // that a pause may be announced for
	Transfers    []string       // reasons of a transfer
	Services     []center.Service
	Counters     []wire.Counter // where a ticket may be sent
	Pauses       []string
	Incidents    []string
	Reasons      []string // of a call by hand
	Query        string   // a number that is looked up
	Looked       []wire.Ticket
	Seat         seat
}

func (p *pages) chooseCounter(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "staff.choose")
	if c := pg.Who.Counter; c != "" {
		http.Redirect(w, r, "/staff/"+string(c), http.StatusSeeOther)
		return
	}
	p.show(w, r, http.StatusOK, "counters.html", pg)
}

func (p *pages) console(w http.ResponseWriter, r *http.Request) {
	id := center.CounterID(r.PathValue("counter"))
	pg := p.page(w, r, "page.staff")
	desk, ok := p.Source.Desk(id)
	i := slices.IndexFunc(pg.Board.Counters, func(c wire.Counter) bool { return c.ID == id })
	if !ok || i < 0 {
		p.fail(w, r, fault.New(fault.NotFound, "counter-unknown", "counter", id))
		return
	}
	if own := pg.Who.Counter; own != "" && own != id && !seated(desk.Staff, pg.Who.ID) {
		p.fail(w, r, fault.New(fault.Forbidden, "counter-other", "counter", own))
		return
	}
	if to := p.secondSeat(pg, r, id); to != "" {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	c := pg.Board.Counters[i]
	pg.Again(desk.Undo)
	waiting := func() []wire.Ticket { return p.Source.Callable(id) }
	if c.Staff == nil {
		c.Staff = desk.Staff
	}
	v := consoleView{Counter: c, Desk: desk, Waiting: waiting, Major: majorKeys, Minor: minorKeys, Can: strings.Join(possible(c), " "), Suggest: suggested(c, desk.Next != nil),
		Minutes: []int{5, 10, 15, 30, 60}, Transfers: queue.TransferReasons,
		Services: pg.Center.Services, Pauses: pg.Center.PauseReasons, Incidents: queue.IncidentReasons, Reasons: queue.CallReasons}
	v.Seat = p.seat(pg, id)
	if c.Undo != "" {
		v.Undo = pg.T("staff.did-" + c.Undo)
	}
	if c.Ticket != nil && c.Ticket.Purpose == center.Submit {
		v.Dossiers = 1
	}
	for _, o := range pg.Board.Counters {
		if o.ID != id {
			v.Counters = append(v.Counters, o)
			if o.State == wire.Paused {
				v.Away = append(v.Away, o)
			}
		}
	}
	if v.Query = asked(r); v.Query != "" {
		v.Looked = p.Source.Find(v.Query)
	}
	pg.Title, pg.StaleMS, pg.Data = pg.T("staff.title", "counter", id), 2600, v // with a beat each second, gray within 3 s
	p.show(w, r, http.StatusOK, "staff.html", pg)
}

// slipOf is a ticket on its page.
type slipOf struct {
	Page   *page
	Ticket wire.Ticket
}

// Slip hands a ticket to its button and its words.
func (p *page) Slip(t wire.Ticket) slipOf { return slipOf{p, t} }

// possible lists the actions the rules would take now; the rules themselves decide.
func possible(c wire.Counter) []string {
	can := []string{"incident", "alarm"}
	if c.Undo != "" || c.Lost != "" {
		can = append(can, "undo")
	}
	switch {
	case c.Ticket != nil && c.Ticket.State == queue.Called:
		return append(can, "next", "recall", "start", "finish", "no-show", "transfer", "park", "return", "add", "note")
	case c.Ticket != nil:
		return append(can, "next", "finish", "transfer", "park", "return", "add", "note")
	}
	switch c.State {
	case wire.Closed:
		return append(can, "open")
	case wire.Paused:
		return append(can, "open", "pause", "close")
	case wire.WrapUp:
		return append(can, "next", "call", "resume", "ready", "pause", "close")
	}
	return append(can, "next", "call", "resume", "pause", "close")
}

// suggested is the action that usually comes now; its key stands out.
func suggested(c wire.Counter, waits bool) string {
	switch {
	case c.Ticket != nil && c.Ticket.State == queue.Called:
		return "start"
	case c.Ticket != nil && waits:
		return "next"
	case c.Ticket != nil:
		return "finish"
	case c.State == wire.Closed || c.State == wire.Paused:
		return "open"
	}
	return "next"
}

// Why says in one sentence why a ticket is, or was, called.
func (p *page) Why(r *wire.CallReason) string {
	if r == nil {
		return ""
	}
	return r.Sentence(p.Lang)
}

// Overdue tells that a parked number has been parked for longer than agreed.
func (p *page) Overdue(t wire.Ticket) bool { return t.RemindAt != nil && !t.RemindAt.After(p.Now) }

// Gone tells that a missed number may no longer come back by itself.
func (p *page) Gone(t wire.Ticket) bool { return t.ReturnBy != nil && t.ReturnBy.Before(p.Now) }

// OnWay says where a visit goes on after its present service, empty for nowhere.
func (p *page) OnWay(t wire.Ticket) string {
	switch {
	case t.Back != "" && len(t.Plan) > 0:
		return p.T("staff.back-then", "counter", t.Back, "services", p.Services(t.Plan))
	case t.Back != "":
		return p.T("staff.back-to", "counter", t.Back)
	case len(t.Plan) > 0:
		return p.T("staff.then", "services", p.Services(t.Plan))
	}
	return ""
}

// Services names the services of a list, the longest list cut to fit a line by the style.
func (p *page) Services(codes []center.ServiceCode) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = p.Service(c)
	}
	return strings.Join(names, ", ")
}

// Reason is the word of a pause or an incident.
func (p *page) Reason(room, code string) string { return known(p.Lang, room+"."+code, code) }

// Waited is how long a held ticket had waited when it was called.
func (p *page) Waited(t wire.Ticket) string {
	if t.CalledAt == nil {
		return p.Since(t.IssuedAt)
	}
	return i18n.Duration(p.Lang, t.CalledAt.Sub(t.IssuedAt))
}

type keyView struct {
	action
	URL, Text, Hint string
}

// Key is a button of the console.
func (p *page) Key(a action, counterURL string) keyView {
	hint := a.Key
	if a.Name == "next" {
		hint = p.T("staff.key-next")
	}
	return keyView{a, counterURL + a.Name, p.T("staff." + a.Name), hint}
}

type backView struct {
	Page    *page
	Kind    string
	Title   string
	Tickets []wire.Ticket
	URL     string
	Can     bool // take one up now
}

// Back is a list of tickets the console may take up again, or send back to wait.
func (p *page) Back(kind string, tickets []wire.Ticket) backView {
	v := p.Data.(consoleView)
	return backView{p, kind, p.T("staff." + kind), tickets, "/api/v1/counters/" + string(v.Counter.ID) + "/resume",
		slices.Contains(strings.Fields(v.Can), "resume")}
}

// Of is one ticket of the list.
func (v backView) Of(t wire.Ticket) struct {
	backView
	Ticket wire.Ticket
} {
	return struct {
		backView
		Ticket wire.Ticket
	}{v, t}
}

// Next is the number after i.
func (p *page) Next(i int) int { return i + 1 }

type buttonsView struct{ Do, Close string }

// Buttons ends a dialog: do it, or not.
func (p *page) Buttons(key string) buttonsView { return buttonsView{p.T(key), p.T("page.back")} }
