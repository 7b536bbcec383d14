package queue

import "time"

// Promise is the wait of a leg that provinces promise at most, on average (2025 plans).
const Promise = 15 * time.Minute

// State is where a ticket stands in its life.
type State string

// The states. The last four end a ticket, though a no-show may come back the same day.
const (
	Waiting  State = "waiting"
	Called   State = "called"
	Serving  State = "serving"
	Parked   State = "parked"
	Finished State = "finished"
	NoShow   State = "no-show"
	Canceled State = "canceled"
	Expired  State = "expired"
)
