package printer

import (
	"encoding/json"
	"image/png"
	"net/http"
	"strconv"
)

// State is what GET /sim/printer/{id} answers.
type State struct {
	ID    string `json:"id"`
	Dots  int    `json:"dots"`
	Slips []Slip `json:"slips"` // newest first
	Switches
}

// State returns the switches and the slips that came out.
func (p *Printer) State() State {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := State{ID: p.id, Dots: p.dots, Slips: []Slip{}, Switches: p.switches}
	for i := len(p.slips) - 1; i >= 0; i-- {
		s.Slips = append(s.Slips, p.slips[i])
	}
	return s
}

// Handler shows printers and lets their switches be moved:
//
//	GET  /sim/printer/                       every printer's State, as an array
//	GET  /sim/printer/{id}                   its State
//	POST /sim/printer/{id}/switches          Switches, all of them; answers the State
//	GET  /sim/printer/{id}/slips/{n}         the picture of a slip, image/png
//
// It asks nobody who they are: mount it where only those come who may.
func Handler(printers ...*Printer) http.Handler {
	byID := map[string]*Printer{}
	for _, p := range printers {
		byID[p.id] = p
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /sim/printer/{$}", func(w http.ResponseWriter, _ *http.Request) {
		all := []State{}
		for _, p := range printers {
			all = append(all, p.State())
		}
		reply(w, all)
	})
	on := func(pattern string, h func(*Printer, http.ResponseWriter, *http.Request)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			p, ok := byID[r.PathValue("id")]
			if !ok {
				http.NotFound(w, r)
				return
			}
			h(p, w, r)
		})
	}
	on("GET /sim/printer/{id}", func(p *Printer, w http.ResponseWriter, _ *http.Request) { reply(w, p.State()) })
	on("POST /sim/printer/{id}/switches", setSwitches)
	on("GET /sim/printer/{id}/slips/{n}", showSlip)
	return mux
}

func reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(v) // the asker has gone
}

func setSwitches(p *Printer, w http.ResponseWriter, r *http.Request) {
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4<<10))
	d.DisallowUnknownFields()
	var s Switches
	if err := d.Decode(&s); err != nil {
		http.Error(w, "the body is a JSON object of switches", http.StatusBadRequest)
		return
	}
	p.Set(s)
	reply(w, p.State())
}

func showSlip(p *Printer, w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	for _, s := range p.Slips() {
		if s.N == n {
			w.Header().Set("Content-Type", "image/png")
			w.Header().Set("Cache-Control", "no-store")
			_ = png.Encode(w, s.Picture) // the asker has gone
			return
		}
	}
	http.NotFound(w, r)
}
