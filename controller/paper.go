package controller

import (
	"time"

	"motcua/internal/center"
	"motcua/internal/wire"
)

const (
	// nearEnd is what a roll still holds when the printer first says that little
	// is left, in millimeters: an assumption. The sensors look at the edge of the
	// roll and answer, by their manuals, somewhere between one and several
	// meters; the middle of that corrects what counting has missed.
	nearEnd = 3000
	// usualSlip is a slip's length while none has been printed, in millimeters.
	usualSlip = 120
)

// paperForecast is what a forecast of a roll of paper goes by. Lengths are in millimeters.
type paperForecast struct {
	Used  int         // printed on this roll
	Roll  int         // what a roll gives
	Slip  int         // mean of a slip; 0: none has been printed
	Out   bool        // the printer says that it has none
	Low   bool        // or little
	LowAt int         // what was printed when it first said so
	Rate  [48]float64 // slips an hour that are expected, by half hours of the local day
	Now   time.Time
	Until time.Time // the center closes
}

// left is what the roll still holds.
func (f paperForecast) left() int {
	switch {
	case f.Out:
		return 0
	case f.Low:
		return min(max(0, nearEnd-(f.Used-f.LowAt)), nearEnd)
	}
	return max(0, f.Roll-f.Used)
}

// paper tells how long the roll will last.
func (f paperForecast) paper() wire.Paper {
	length := f.Slip
	if length <= 0 {
		length = usualSlip
	}
	v := wire.Paper{UsedMM: f.Used, RollMM: f.Roll, LeftMM: f.left()}
	v.Slips = v.LeftMM / length
	if at, ok := f.ends(float64(v.LeftMM) / float64(length)); ok && !f.Out {
		v.EndsAt = &at
	}
	return v
}

// ends is when so many slips have been printed at the rates that are expected;
// false where that is not before closing. It goes by half hours.
func (f paperForecast) ends(slips float64) (time.Time, bool) {
	for now := f.Now.In(center.Zone); now.Before(f.Until); {
		slot := now.Hour()*2 + now.Minute()/30
		next := now.Truncate(30 * time.Minute).Add(30 * time.Minute) // the zone is whole hours from UTC
		rate := f.Rate[slot]
		printed := rate * next.Sub(now).Hours()
		if rate > 0 && printed >= slips {
			at := now.Add(time.Duration(slips / rate * float64(time.Hour)))
			return at.Truncate(time.Minute), at.Before(f.Until)
		}
		slips -= printed
		now = next
	}
	return time.Time{}, false
}
