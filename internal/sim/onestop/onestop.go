// Package onestop is a one-stop information system without the ministry: it
// answers for a few dossiers over HTTP as docs/onestop.md describes, tells more
// about them than it is asked as real ones do, and fails when it is told to.
package onestop

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"motcua/internal/center"
	"motcua/internal/wire"
)

// Mode is how the system behaves.
type Mode string

// The modes.
const (
	On     Mode = "on"
	Slow   Mode = "slow"   // it never answers within anybody's patience
	Down   Mode = "down"   // 503
	Broken Mode = "broken" // what it answers is no JSON
)

// Dossier is what the system tells of one dossier.
type Dossier struct {
	Code     string `json:"code"`
	Status   string `json:"status"`
	Received string `json:"received,omitempty"`
	Due      string `json:"due,omitempty"`
	Finished string `json:"finished,omitempty"`
}

// System is a simulated system. Its methods may be called from any goroutine.
type System struct {
	token string

	mu       sync.Mutex
	mode     Mode
	dossiers []Dossier
	asked    int
}

// New returns a system with one dossier in each state, received by the agency
// in the days before now. token is what it wants to be shown; empty: nothing.
func New(agency, token string, now time.Time) *System {
	s := &System{token: token, mode: On}
	day := func(offset int) string { return string(center.DayOf(now.AddDate(0, 0, offset))) }
	for i, state := range wire.DossierStates {
		received := now.AddDate(0, 0, -i)
		d := Dossier{Code: fmt.Sprintf("%s-%s-%04d", agency, received.In(center.Zone).Format("060102"), 12+i), Status: string(state),
			Received: string(center.DayOf(received)), Due: day(5 - i)}
		switch state {
		case wire.DossierReady, wire.DossierReturned, wire.DossierRefused, wire.DossierWithdrawn:
			d.Finished = day(-1)
		case wire.DossierOther:
			d.Status = "cho-ky-so" // a word that nobody has agreed on
		}
		s.dossiers = append(s.dossiers, d)
	}
	return s
}

// Dossiers returns what the system knows.
func (s *System) Dossiers() []Dossier {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.dossiers)
}

// Set changes or adds a dossier.
func (s *System) Set(d Dossier) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.find(d.Code); i >= 0 {
		s.dossiers[i] = d
		return
	}
	s.dossiers = append(s.dossiers, d)
}

// Be changes how the system behaves.
func (s *System) Be(m Mode) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mode = m
}

// Asked returns how often the system was asked for a dossier.
func (s *System) Asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

func (s *System) find(code string) int {
	return slices.IndexFunc(s.dossiers, func(d Dossier) bool { return strings.EqualFold(d.Code, code) })
}

// Serve answers on ln until ctx ends.
func (s *System) Serve(ctx context.Context, ln net.Listener) error {
	server := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 5 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	if err := server.Serve(ln); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return ctx.Err()
}

// Handler is the interface itself: GET /dossiers/{code}.
func (s *System) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /dossiers/{code}", func(w http.ResponseWriter, r *http.Request) {
		bearer, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if subtle.ConstantTimeCompare([]byte(bearer), []byte(s.token)) != 1 {
			http.Error(w, `{"error":"unauthorized"}`, http.StatusUnauthorized)
			return
		}
		s.answer(w, r)
	})
	return mux
}

func (s *System) answer(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked++
	mode, at := s.mode, s.find(r.PathValue("code"))
	var d Dossier
	if at >= 0 {
		d = s.dossiers[at]
	}
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	switch {
	case mode == Slow:
		<-r.Context().Done()
	case mode == Down:
		http.Error(w, `{"error":"maintenance"}`, http.StatusServiceUnavailable)
	case mode == Broken:
		fmt.Fprint(w, `<html>Service Temporarily `)
	case at < 0:
		http.Error(w, `{"error":"not found"}`, http.StatusNotFound)
	default:
		_ = json.NewEncoder(w).Encode(struct { // it fails only when the asker has gone
			Dossier
			Applicant map[string]string `json:"applicant"` // nobody asked for it: readers must drop it
		}{d, map[string]string{"name": "Nguyễn Văn A", "phone": "0900000000"}})
	}
}
