package kiosk_test

import (
	"encoding/json"
	"net/http"
	"slices"

	"motcua/internal/queue"
	"motcua/internal/wire"
)

// visits are the routes of what a citizen does beside taking a number.
func (c *controller) visits(mux *http.ServeMux) {
	mux.HandleFunc("POST /api/v1/tickets/{id}/cancel", func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		id := queue.TicketID(r.PathValue("id"))
		c.canceled = append(c.canceled, id)
		t := ticket()
		t.ID, t.State = id, queue.Canceled
		answer(w, 200, wire.TicketAnswer{Ticket: t})
	})
	mux.HandleFunc("POST /api/v1/help", func(w http.ResponseWriter, r *http.Request) {
		var in wire.HelpRequest
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil || in.Device != "K1" {
			answer(w, 422, wire.Problem{Type: wire.ProblemType + "device-unknown", Status: 422})
			return
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		call := wire.HelpCall{Device: "K1", Kind: "kiosk", At: start}
		c.board.Help = []wire.HelpCall{call}
		c.append(wire.HelpAsked, wire.HelpData{Device: "K1"})
		answer(w, 201, call)
	})
	mux.HandleFunc("POST /api/v1/help/K1/done", func(w http.ResponseWriter, _ *http.Request) {
		c.helped()
		w.WriteHeader(204)
	})
}

// helped is a greeter who takes the call.
func (c *controller) helped() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.board.Help = nil
	c.append(wire.HelpAnswered, wire.HelpData{Device: "K1"})
}

func (c *controller) givenBack() []queue.TicketID {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.canceled)
}
