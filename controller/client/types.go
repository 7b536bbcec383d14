package client

import (
	"encoding/json"
	"time"
)

// Text is a text in both languages.
type Text struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}

// Services is what the center offers. New fields may come; ignore what you do not know.
type Services struct {
	Center   Text      `json:"center"`
	Open     bool      `json:"open"` // numbers are given now
	Services []Service `json:"services"`
}

// Service is what a citizen picks.
type Service struct {
	Code     string   `json:"code"`
	Name     Text     `json:"name"`
	Prefix   string   `json:"prefix"`
	Purposes []string `json:"purposes"` // empty: all
}

// Request asks for a number.
type Request struct {
	Service  string `json:"service"`
	Purpose  string `json:"purpose"` // submit, collect, supplement, advice, online-help, fee
	Priority bool   `json:"priority,omitempty"`
	Kiosk    string `json:"kiosk,omitempty"`   // as which it asks; a kiosk's own token needs none
	Printer  string `json:"printer,omitempty"` // who prints the slip; empty: nobody
}

// Ticket is a number with where it stands.
type Ticket struct {
	ID       string    `json:"id"`
	Number   string    `json:"number"`
	Service  string    `json:"service"`
	Purpose  string    `json:"purpose"`
	Priority bool      `json:"priority"`
	State    string    `json:"state"` // waiting, called, serving, parked, finished, no-show, canceled, expired
	Counter  string    `json:"counter"`
	Issued   time.Time `json:"issued_at"`
	Ahead    int       `json:"ahead"` // people
	Wait     *Range    `json:"wait"`  // nil: there is too little to go by
	URL      string    `json:"url"`   // the citizen's own page, told once to who took the number
}

// Range is a wait in seconds.
type Range struct {
	Low  int `json:"low_s"`
	High int `json:"high_s"`
}

// Action is what some actions of a counter need.
type Action struct {
	Ticket   string `json:"ticket,omitempty"`   // resume, call
	Service  string `json:"service,omitempty"`  // transfer, add
	Counter  string `json:"counter,omitempty"`  // transfer
	Reason   string `json:"reason,omitempty"`   // pause, incident, call
	Dossiers int    `json:"dossiers,omitempty"` // finish
	Outside  int    `json:"outside,omitempty"`  // of Dossiers: received regardless of boundaries
}

// Board is the live state.
type Board struct {
	Seq     int64     `json:"seq"` // the state is true behind this entry
	At      time.Time `json:"at"`
	Day     string    `json:"day"` // service day, 2026-11-23
	Open    bool      `json:"open"`
	Longest int       `json:"longest_s"` // longest wait now
	Calls   []Call    `json:"calls"`     // newest first
	Waiting []Queue   `json:"waiting"`
}

// Call is a call on the board.
type Call struct {
	Ticket  string    `json:"ticket"`
	Number  string    `json:"number"`
	Service string    `json:"service"`
	Counter string    `json:"counter"`
	State   string    `json:"state"`
	At      time.Time `json:"at"`
}

// Queue is who waits for a service.
type Queue struct {
	Service string `json:"service"`
	Waiting int    `json:"waiting"`
	Longest int    `json:"longest_s"`
}

// Event is one entry of the log; docs/events.md lists the types and their data.
type Event struct {
	Seq  int64           `json:"seq"`
	Type string          `json:"type"`
	At   time.Time       `json:"at"`    // wall clock as it was read; order is Seq, never this
	Up   int64           `json:"up_ms"` // since the start Boot of the machine: durations come from these
	Boot string          `json:"boot"`
	Day  string          `json:"day"`
	Data json.RawMessage `json:"data"`

	// Raw is the entry byte for byte, as the chain hashes it.
	Raw []byte `json:"-"`
}
