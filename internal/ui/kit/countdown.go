package kit

import "time"

// Countdown draws how much of a time is left as a bar that shrinks to the left.
// It says nothing by itself: a text beside it tells the seconds.
func (s *Scene) Countdown(r Rect, left, of time.Duration) {
	s.Round(r, s.Theme.Line)
	r.W *= min(max(left.Seconds()/of.Seconds(), 0), 1)
	if r.W > r.H { // narrower than its corners are round it would be a dot
		s.Round(r, s.Theme.Action)
	}
}
