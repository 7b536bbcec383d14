package wire

import "motcua/internal/center"

// RatingsData is a shuffled batch of answers, none of which can be traced to a ticket.
type RatingsData struct {
	Answers []RatingData `json:"answers"`
}

// RatingData is one answer: no ticket, no minute. What its class of finished legs
// does not share is empty, so that it may be of any of them (rating.Partition).
type RatingData struct {
	Counter       center.CounterID   `json:"counter,omitempty"`
	Official      string             `json:"official,omitempty"` // opaque id of who finished the leg
	Service       center.ServiceCode `json:"service,omitempty"`
	Purpose       center.Purpose     `json:"purpose,omitempty"`
	Hour          string             `json:"hour,omitempty"`      // of the finish, local: "2026-11-23T09", or its day, "2026-11-23"
	Questionnaire string             `json:"questionnaire"`       // version, "hai-long@3f2a9c01"
	Levels        int                `json:"levels,omitempty"`    // of its scale, 3 to 5; 0 in old entries: 5
	Satisfied     int                `json:"satisfied,omitempty"` // level from which an answer counts as satisfied; 0 in old entries: 4
	Overall       int                `json:"overall"`
	Reasons       []string           `json:"reasons,omitempty"`
	Items         map[string]int     `json:"items,omitempty"`   // code of a further question: option, from 1
	Channel       string             `json:"channel,omitempty"` // phone, link, terminal or paper; empty: tablet
	Helped        bool               `json:"helped,omitempty"`  // somebody who is not the official helped to answer
	Due           string             `json:"due,omitempty"`     // early, on-time or late: the dossier, where the one-stop system tells
	Apart         bool               `json:"apart,omitempty"`   // of no known leg: kept, and in no score
}

// Scale is how many levels an answer could choose from, and from which on it counts as satisfied.
func (a *RatingData) Scale() (levels, satisfied int) {
	if a.Levels == 0 {
		return 5, 4
	}
	return a.Levels, a.Satisfied
}

// RatingFigures counts answers; it exists only from five answers on.
type RatingFigures struct {
	N          int            `json:"n"`
	Counts     [5]int         `json:"counts"`    // of answers on a scale of five; index 0: answer 1, very dissatisfied
	Satisfied  int            `json:"satisfied"` // of N, each by its own scale
	Harassment int            `json:"harassment"`
	Asked      int            `json:"asked,omitempty"`    // finished legs; points of before do not tell
	Versions   []RatingCounts `json:"versions,omitempty"` // raw counts, so that any index can be worked out; absent where one has less than five answers
}

// Pleased is how many of the answers are satisfied. A point of before tells counts alone.
func (r *RatingFigures) Pleased() int {
	if r.Satisfied == 0 && r.Versions == nil {
		return r.Counts[3] + r.Counts[4]
	}
	return r.Satisfied
}

// RatingCounts are the answers to one version of a questionnaire.
type RatingCounts struct {
	Questionnaire string       `json:"questionnaire"`
	Levels        int          `json:"levels"`
	Satisfied     int          `json:"satisfied"` // level from which an answer counts as satisfied
	Counts        []int        `json:"counts"`    // by level, the least satisfied first
	Items         []ItemCounts `json:"items,omitempty"`
}

// ItemCounts are the answers to one further question, of five at least.
type ItemCounts struct {
	Code   string `json:"code"`
	Due    string `json:"due,omitempty"` // early, on-time or late: of the dossiers of these answers, where it is known
	Counts []int  `json:"counts"`        // by option
}
