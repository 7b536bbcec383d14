package web

import "motcua/internal/health"

// Notices is how the channels are by which citizens are told.
type Notices interface {
	// Conditions is what is wrong with the channels.
	Conditions() []health.Condition
}
