package figures

import (
	"time"

	"motcua/internal/queue"
)

// What looks like playing with the queue.
const (
	instantly = 15 * time.Second // a service shorter than that is none
	justParks = time.Minute      // a number parked sooner after its call was hardly served
	parkedFor = 5 * time.Minute  // and lay parked for longer than that, or for good
)

func (l *Leg) instant() bool {
	return l.over() && l.End == queue.TicketFinished && !l.Unpressed && l.Ended-l.Started < instantly
}

// clockStop is a park that looks as if it should stop the clock of a wait.
func clockStop(d *Day, v *Visit, l *Leg) (time.Duration, string) {
	if l.End != queue.TicketParked || l.Resumed || l.Ended-l.Called >= justParks {
		return 0, elsewhere
	}
	until := d.Now
	for i := range v.Legs {
		if begin := v.Legs[i].Begin; begin >= l.Ended && &v.Legs[i] != l {
			until = begin
			break
		}
	}
	if lay := until - l.Ended; lay > parkedFor {
		return lay, counted
	}
	return 0, elsewhere
}
