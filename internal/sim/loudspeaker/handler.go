package loudspeaker

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
)

// Shown is what a loudspeaker has played, for a page.
type Shown struct {
	Unplugged bool     `json:"unplugged"`
	Played    []Played `json:"played"`
}

// Handler lets loudspeakers be listened to and unplugged:
//
//	GET  /sim/voice/{id}                       Shown
//	GET  /sim/voice/{id}/sounds/{n}            WAV
//	POST /sim/voice/{id}  {"unplugged":true}   204
func Handler(all ...*Loudspeaker) http.Handler {
	with := func(do func(*Loudspeaker, http.ResponseWriter, *http.Request)) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			i := slices.IndexFunc(all, func(l *Loudspeaker) bool { return l.id == r.PathValue("id") })
			if i < 0 {
				http.NotFound(w, r)
				return
			}
			do(all[i], w, r)
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /sim/voice/{id}", with(func(l *Loudspeaker, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(Shown{l.Unplugged(), l.Played()}) // it fails only when the asker has gone
	}))
	mux.HandleFunc("GET /sim/voice/{id}/sounds/{n}", with(sound))
	mux.HandleFunc("POST /sim/voice/{id}", with(plug))
	return mux
}

func sound(l *Loudspeaker, w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.PathValue("n"))
	played := l.Played()
	i := slices.IndexFunc(played, func(p Played) bool { return p.N == n })
	if err != nil || i < 0 {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "audio/wav")
	_, _ = w.Write(played[i].Sound.WAV())
}

func plug(l *Loudspeaker, w http.ResponseWriter, r *http.Request) {
	var body struct {
		Unplugged bool `json:"unplugged"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<10)).Decode(&body); err != nil {
		http.Error(w, "the body is a JSON object with unplugged", http.StatusBadRequest)
		return
	}
	l.Unplug(body.Unplugged)
	w.WriteHeader(http.StatusNoContent)
}
