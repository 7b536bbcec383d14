package web

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"motcua/internal/wire"
)

// What a screen in the manager's room has room for, to be read from four meters.
const (
	wallAlerts = 5
	wallQueues = 4
)

// wallView is the console for a television: nothing to press.
type wallView struct {
	Tiles  []tile
	Alerts []wire.Alert // those that nobody sees to first
	Others int          // alerts there is no room for
	Bars   []queueBar   // the longest waits
	Scale  int
}

func (p *pages) wall(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "page.wall")
	pg.Theme = "night"
	watched, devices := p.watched(), pg.devices()
	v := wallView{Tiles: pg.tiles(p.Source.Today(), watched, &devices)[:6], Alerts: watched.Alerts}
	if len(v.Alerts) > wallAlerts {
		v.Alerts, v.Others = v.Alerts[:wallAlerts], len(v.Alerts)-wallAlerts
	}
	list := slices.DeleteFunc(services(pg), func(s serviceNow) bool { return s.Queue.Waiting == 0 })
	slices.SortStableFunc(list, func(a, b serviceNow) int { return cmp.Compare(b.Queue.LongestS, a.Queue.LongestS) })
	v.Bars, v.Scale = bars(list[:min(len(list), wallQueues)])
	pg.Data = v
	p.show(w, r, http.StatusOK, "wall.html", pg)
}

// Sum adds two counts; ClockOf is the time of a moment that there is, with its date on another day.
func (p *page) Sum(a, b int) string         { return p.Int(a + b) }
func (p *page) ClockOf(t *time.Time) string { return p.When(*t) }
