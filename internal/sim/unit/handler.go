package unit

import (
	"encoding/json"
	"net/http"
)

// Shown is what a unit shows, for a page that draws it.
type Shown struct {
	Display string `json:"display"`
	Lamp    int    `json:"lamp"`    // 0 off, 1 on, 2 blinking
	Beeps   int    `json:"beeps"`   // since it was made
	Waiting int    `json:"waiting"` // presses that nobody has acknowledged
}

// Handler lets units be touched and looked at; /sim/keypad/ stands for /sim/unit/:
//
//	POST /sim/unit/{id}/press  {"key":"next"}   204; the keys are the counter actions and the digits "0" to "9"
//	GET  /sim/unit/{id}                         Shown
func Handler(units ...*Unit) http.Handler {
	find := func(id string) *Unit {
		for _, u := range units {
			if u.id == id {
				return u
			}
		}
		return nil
	}
	press := func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			Key string `json:"key"`
		}
		u := find(r.PathValue("id"))
		switch err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<10)).Decode(&body); {
		case u == nil:
			http.NotFound(w, r)
		case err != nil:
			http.Error(w, "the body is a JSON object with a key", http.StatusBadRequest)
		case !u.Press(body.Key):
			http.Error(w, "no such key", http.StatusBadRequest)
		default:
			w.WriteHeader(http.StatusNoContent)
		}
	}
	look := func(w http.ResponseWriter, r *http.Request) {
		u := find(r.PathValue("id"))
		if u == nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(Shown{u.Display(), u.Lamp(), u.Beeps(), u.Waiting()}) // it fails only when the asker has gone
	}
	mux := http.NewServeMux()
	for _, at := range []string{"/sim/unit/{id}", "/sim/keypad/{id}"} {
		mux.HandleFunc("POST "+at+"/press", press)
		mux.HandleFunc("GET "+at, look)
	}
	return mux
}
