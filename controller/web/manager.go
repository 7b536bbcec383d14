package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

type managerView struct {
	Today    wire.Today
	Within   share
	Happy    share // of the answers, "satisfied" and better
	Harassed share
	Bars     []queueBar
	Scale    int // minutes at the right end of the bars
	Link     Link
	Accounts []Account
	May      bool // change accounts
	Roles    []string

	Advice      *Advice
	Book        Book
	Latest      []wire.BookedCall // newest first
	Calls       int               // that were not taken back
	ByHand      int               // of these
	Books       bool              // appointments can be booked
	Contingents []contingent
	Policies    []policy
	Notices     *noticeLog // nil: none are sent
	Devices     devicesView
}

// share is a part with its denominator; a share of too few is not shown.
type share struct {
	Of    float64
	N     int
	Shown bool
}

// queueBar is one service's queue; the bar is the longest wait now.
type queueBar struct {
	serviceNow
	Width int  // 0 to 1000
	Late  bool // somebody has waited longer than the promise
}

func (p *pages) manager(w http.ResponseWriter, r *http.Request) {
	p.showManager(w, r, http.StatusOK, "", nil)
}

func (p *pages) showManager(w http.ResponseWriter, r *http.Request, code int, notice string, err error) {
	pg := p.page(w, r, "page.manager")
	today := p.Source.Today()
	v := managerView{Today: today, Link: p.Source.Link(), Accounts: p.Access.Accounts(), May: pg.Who.has(RoleManager),
		Roles: []string{RoleStaff, RoleGreeter, RoleManager, RoleInspector, RoleTechnician}}
	v.Within = shareOf(today.Within15, today.Legs+today.LeftAfter, 1)
	if f := today.Ratings; f != nil {
		v.Happy = shareOf(f.Counts[3]+f.Counts[4], f.N, rating.LeastBatch)
		v.Harassed = shareOf(f.Harassment, f.N, rating.LeastBatch)
	}
	v.Bars, v.Scale = bars(services(pg))
	p.ruled(pg, &v)
	v.Devices = pg.devices()
	pg.Data = v
	if notice != "" {
		pg.Notice = pg.T(notice)
	}
	if err != nil {
		pg.Problem = wire.Sentence(pg.Lang, err)
	}
	p.show(w, r, code, "manager.html", pg)
}

func shareOf(part, n, least int) share {
	if n < least {
		return share{N: n}
	}
	return share{float64(part) / float64(n), n, true}
}

// bars scales the longest waits so that the promise's line is always inside.
func bars(list []serviceNow) ([]queueBar, int) {
	promise := int(queue.Promise.Minutes())
	scale := 2 * promise
	for _, s := range list {
		scale = max(scale, s.Queue.LongestS/60+promise/3)
	}
	out := make([]queueBar, len(list))
	for i, s := range list {
		out[i] = queueBar{s, min(s.Queue.LongestS*1000/(scale*60), 1000), s.Queue.LongestS > promise*60}
	}
	return out, scale
}

// quietFor is how long a device may be silent: each reports once a minute.
const quietFor = 3 * time.Minute

// Presence is a device's state, "stale" when nothing was heard of it lately.
func (p *page) Presence(d wire.DeviceStatus) string {
	if d.At != nil && d.State != wire.Absent && p.Now.Sub(*d.At) > quietFor {
		return "stale"
	}
	return string(d.State)
}

// At is the place of a minute on a scale, in per mille of its length; Left is the same in percent.
func (p *page) At(minute, scale int) int { return minute * 1000 / scale }
func (p *page) Left(minute, scale int) string {
	return fmt.Sprintf("%.1f%%", float64(minute)*100/float64(scale))
}

// Int64 writes a sequence number.
func (p *page) Int64(n int64) string { return p.Int(int(n)) }

// Backlog is how many events the province has not committed yet.
func (l Link) Backlog() int64 { return max(l.Head-l.Acked, 0) }

// Promise is the wait promised to a citizen, in minutes.
func (p *page) Promise() int { return int(queue.Promise.Minutes()) }

// accounts adds a person or gives one a new password.
func (p *pages) accounts(w http.ResponseWriter, r *http.Request) {
	who, _ := p.Access.Who(r)
	name, password := strings.TrimSpace(r.FormValue("name")), r.FormValue("password")
	var err error
	notice := "manager.added"
	switch r.FormValue("do") {
	case "add":
		a := Account{Name: name, Counter: center.CounterID(r.FormValue("counter")), Roles: r.Form["role"]}
		if len(a.Roles) == 0 || slices.Contains(a.Roles, "") {
			err = fault.New(fault.Invalid, "account-roles")
		} else {
			err = p.Access.AddAccount(r.Context(), who, a, password)
		}
	case "password":
		notice, err = "manager.password-set", p.Access.SetPassword(r.Context(), who, name, password)
	default:
		err = fault.New(fault.Malformed, "form-unknown")
	}
	if err != nil {
		p.showManager(w, r, wire.Status(err), "", err)
		return
	}
	p.showManager(w, r, http.StatusOK, notice, nil)
}
