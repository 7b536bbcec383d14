package onestop

import (
	"encoding/json"
	"net/http"
	"slices"
)

// Hook lets a person move the dossiers of a demo:
//
//	GET  /sim/onestop                                  the dossiers
//	POST /sim/onestop          {"mode":"down"}         on, slow, down, broken
//	POST /sim/onestop/dossier  {"code":...,"status":...,"received":...,"due":...,"finished":...}
func (s *System) Hook() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /sim/onestop", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"dossiers": s.Dossiers()}) // it fails only when the asker has gone
	})
	mux.HandleFunc("POST /sim/onestop", func(w http.ResponseWriter, r *http.Request) {
		var body struct{ Mode Mode }
		if !read(w, r, &body) {
			return
		}
		if !slices.Contains([]Mode{On, Slow, Down, Broken}, body.Mode) {
			http.Error(w, "mode is on, slow, down or broken", http.StatusBadRequest)
			return
		}
		s.Be(body.Mode)
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("POST /sim/onestop/dossier", func(w http.ResponseWriter, r *http.Request) {
		var d Dossier
		if !read(w, r, &d) {
			return
		}
		if d.Code == "" || d.Status == "" {
			http.Error(w, "a dossier has a code and a status", http.StatusBadRequest)
			return
		}
		s.Set(d)
		w.WriteHeader(http.StatusNoContent)
	})
	return mux
}

func read(w http.ResponseWriter, r *http.Request, v any) bool {
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4<<10)).Decode(v); err != nil {
		http.Error(w, "the body is a JSON object", http.StatusBadRequest)
		return false
	}
	return true
}
