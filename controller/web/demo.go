package web

import (
	"net"
	"net/http"
	"slices"

	"motcua/internal/center"
)

// demoView is what the demo's page shows beside the links.
type demoView struct {
	*Demo
	Screens        []screens
	Host, Port     string // of the MQTT broker
	Keypads, Lamps []atCounter
	Desks          []center.Scanner
}

type atCounter struct {
	ID      center.DeviceID
	Counter center.CounterID // empty: the whole center's
	Help    bool             // a lamp that says that somebody waits for a greeter
}

func (p *pages) demo(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "page.demo-page")
	v := demoView{Demo: p.Demo, Screens: p.screens(pg, "/demo")}
	if host, port, err := net.SplitHostPort(p.Demo.MQTT); err == nil {
		v.Host, v.Port = host, port
	}
	for _, k := range pg.Center.Units {
		if slices.Contains(p.Demo.Keypads, k.ID) {
			v.Keypads = append(v.Keypads, atCounter{ID: k.ID, Counter: k.Counter})
		}
	}
	for _, l := range pg.Center.Lamps {
		if slices.Contains(p.Demo.Lamps, l.ID) {
			v.Lamps = append(v.Lamps, atCounter{l.ID, l.Counter, l.Shows == center.ShowsHelp})
		}
	}
	for _, s := range pg.Center.Scanners {
		if slices.Contains(p.Demo.Scanners, s.ID) {
			v.Desks = append(v.Desks, s)
		}
	}
	pg.Data = v
	p.show(w, r, http.StatusOK, "demo.html", pg)
}

// Switches are the troubles a simulated printer can be given.
func (p *page) Switches() []string {
	return []string{"paper_out", "paper_low", "cover_open", "cutter_error", "head_hot", "noise", "unplugged", "offline"}
}

// Keys are the keys of a simulated unit, Digits those before a key.
func (p *page) Keys() []string {
	return []string{"next", "recall", "start", "finish", "no-show", "transfer", "pause", "incident"}
}
func (p *page) Digits() []string {
	return []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "0"}
}

// ScansAt is where a scanner stands.
func (p *page) ScansAt(s center.Scanner) string {
	return p.Place(p.deviceRow(center.DeviceKind{ID: s.ID, Kind: "scanner", Counter: s.Counter, Kiosk: s.Kiosk}))
}
