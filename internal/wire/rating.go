package wire

import "motcua/internal/center"

// RatingsData is a shuffled batch of answers, none of which can be traced to a ticket.
type RatingsData struct {
	Answers []RatingData `json:"answers"`
}

// RatingData is one answer: no ticket, no minute.
type RatingData struct {
	Counter       center.CounterID   `json:"counter"`
	Service       center.ServiceCode `json:"service"`
	Purpose       center.Purpose     `json:"purpose"`
	Hour          string             `json:"hour"` // "2026-11-23T09", local
	Questionnaire string             `json:"questionnaire"`
	Overall       int                `json:"overall"`
	Reasons       []string           `json:"reasons,omitempty"`
}
