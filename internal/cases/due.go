package cases

import (
	"slices"
	"time"

	"motcua/internal/center"
)

// mostAhead bounds the search for working days: a calendar may have none.
const mostAhead = 400

// Due is the last of so many working days after a day. Without any working day
// in the calendar it is the day so many days later.
func Due(hours *center.Hours, from center.Day, days int) center.Day {
	start, err := from.Start()
	if err != nil {
		return from
	}
	left := days
	for i := 1; i <= mostAhead && left > 0; i++ {
		day := center.DayOf(start.AddDate(0, 0, i))
		if working(hours, day) {
			if left--; left == 0 {
				return day
			}
		}
	}
	return center.DayOf(start.AddDate(0, 0, days))
}

// working tells whether people work on a day. A center that is open at any hour
// counts Monday to Friday as everybody does.
func working(h *center.Hours, day center.Day) bool {
	if !h.Always {
		return len(h.On(day)) > 0
	}
	start, err := day.Start()
	if err != nil || slices.Contains(h.Closed, day) {
		return false
	}
	w := start.Weekday()
	return w != time.Saturday && w != time.Sunday || slices.Contains(h.Extra, day)
}

// Left is how many working days there are from today to the due day, which is
// one of them; below zero so many have passed since.
func Left(hours *center.Hours, today, due center.Day) int {
	from, err := today.Start()
	_, err2 := due.Start()
	if err != nil || err2 != nil {
		return 0
	}
	n, sign := 0, 1
	if today > due {
		sign = -1
	}
	for i := 1; i <= mostAhead; i++ {
		day := center.DayOf(from.AddDate(0, 0, sign*i))
		switch {
		case sign > 0 && day > due, sign < 0 && day < due:
			return sign * n
		case sign > 0 && working(hours, day), sign < 0 && working(hours, center.DayOf(from.AddDate(0, 0, sign*(i-1)))):
			n++
		}
	}
	return sign * n
}
