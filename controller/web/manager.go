package web

import (
	"fmt"
	"net/http"
	"time"

	"motcua/internal/queue"
	"motcua/internal/wire"
)

// Watch is what the manager has to know of now, beside the board. It answers at
// once from memory and may be called from many goroutines.
type Watch interface{ Watched() Watched }

// Watched is the open alerts and what is known of the rest of the day.
type Watched struct {
	Alerts []wire.Alert // those that nobody sees to first
	Rated  time.Time    // when the last answers came into the log; zero: none today
	Ahead  *Ahead       // nil: nothing is known
}

// Ahead is when the last of those who wait now is called, as far as can be told.
type Ahead struct {
	At       time.Time // when it was reckoned
	Waiting  int       // people it was reckoned with
	From, To time.Time // four in five simulations lie between; zero: nobody waits, or it cannot be told
}

// managerView is the manager's console: what matters now, and nothing else.
type managerView struct {
	Tiles  []tile
	Alerts []wire.Alert
	Seen   []wire.Alert // that somebody sees to
	Advice *Advice
	Bars   []queueBar
	Scale  int // minutes at the right end of the bars
	May    bool

	Devices devicesView
}

// queueBar is one service's queue; the bar is the longest wait now.
type queueBar struct {
	serviceNow
	Width int  // 0 to 1000
	Late  bool // somebody has waited longer than the promise
}

func (p *pages) lead(mux *http.ServeMux) {
	mux.HandleFunc("GET /manager", p.need(p.manager, RoleManager, RoleInspector))
	mux.HandleFunc("GET /manager/more", p.need(p.more, RoleManager, RoleInspector))
	mux.HandleFunc("GET /daybook", p.need(p.dayBook, RoleManager, RoleInspector))
	mux.HandleFunc("GET /wall", p.need(p.wall, RoleManager, RoleInspector, RoleDisplay))
}

func (p *pages) manager(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "page.manager")
	pg.Data = p.managerNow(pg)
	p.show(w, r, http.StatusOK, "manager.html", pg)
}

func (p *pages) managerNow(pg *page) managerView {
	watched := p.watched()
	v := managerView{Advice: p.Rules.Advice(), May: pg.Who.has(RoleManager), Devices: pg.devices()}
	for _, a := range watched.Alerts {
		if a.Acknowledged != nil {
			v.Seen = append(v.Seen, a)
		} else {
			v.Alerts = append(v.Alerts, a)
		}
	}
	v.Tiles = pg.tiles(p.Source.Today(), watched, &v.Devices)
	v.Bars, v.Scale = bars(services(pg))
	return v
}

func (p *pages) watched() Watched {
	if p.Watch == nil {
		return Watched{}
	}
	return p.Watch.Watched()
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
