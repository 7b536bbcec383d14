package queue

import (
	"time"

	"motcua/internal/center"
)

// UndoLeft is how much longer undo may take back the last step at a counter,
// zero when there is nothing to take back.
func (d *Day) UndoLeft(id center.CounterID, now Moment) time.Duration {
	if d.Undoable(id, now) == "" {
		return 0
	}
	return d.counters[id].last.at + UndoFor - d.Now(now) + time.Millisecond // at the very end it may still
}
