package center

import (
	"fmt"
	"time"
)

// Zone is the time zone of every Vietnamese center: UTC+7, no daylight saving.
// It is fixed here so that a box without a zone database still opens on time.
var Zone = time.FixedZone("+07", 7*60*60)

// Day is a service day: a local date, "2026-11-23".
type Day string

// DayOf returns the service day that t falls on.
func DayOf(t time.Time) Day { return Day(t.In(Zone).Format(time.DateOnly)) }

// Holds tells whether t falls on the day.
func (d Day) Holds(t time.Time) bool {
	var b [len(time.DateOnly)]byte
	return string(t.In(Zone).AppendFormat(b[:0], time.DateOnly)) == string(d)
}

// Start returns the first moment of the day; it fails on anything that is not a date.
func (d Day) Start() (time.Time, error) { return time.ParseInLocation(time.DateOnly, string(d), Zone) }

// Hours says when tickets are issued.
type Hours struct {
	Always     bool     `toml:"always"` // open at any hour: the demo center
	Monday     []Window `toml:"monday"`
	Tuesday    []Window `toml:"tuesday"`
	Wednesday  []Window `toml:"wednesday"`
	Thursday   []Window `toml:"thursday"`
	Friday     []Window `toml:"friday"`
	Saturday   []Window `toml:"saturday"`
	Sunday     []Window `toml:"sunday"`
	Closed     []Day    `toml:"closed"`      // holidays
	Extra      []Day    `toml:"extra"`       // make-up working days (làm bù): they have Monday's hours
	CloseAfter int      `toml:"close_after"` // minutes after the last window at which waiting tickets expire
}

// Window is a stretch of a day, "07:30-11:30", in minutes after midnight.
type Window struct{ From, To int }

// UnmarshalText reads "07:30-11:30".
func (w *Window) UnmarshalText(b []byte) error {
	var h1, m1, h2, m2 int
	if n, err := fmt.Sscanf(string(b), "%02d:%02d-%02d:%02d", &h1, &m1, &h2, &m2); n != 4 || err != nil || len(b) != 11 {
		return fmt.Errorf("%q is not a time window such as \"07:30-11:30\"", b)
	}
	if h1 > 23 || h2 > 24 || m1 > 59 || m2 > 59 || h1*60+m1 >= h2*60+m2 || h2*60+m2 > 24*60 {
		return fmt.Errorf("%q does not run forward within one day", b)
	}
	*w = Window{h1*60 + m1, h2*60 + m2}
	return nil
}

// MarshalText writes the form that UnmarshalText reads.
func (w Window) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%02d:%02d-%02d:%02d", w.From/60, w.From%60, w.To/60, w.To%60), nil
}

// On returns the windows of a day, in order; none when the center stays closed.
func (h *Hours) On(day Day) []Window {
	if h.Always {
		return []Window{{0, 24 * 60}}
	}
	start, err := day.Start()
	if err != nil {
		return nil
	}
	for _, d := range h.Closed {
		if d == day {
			return nil
		}
	}
	for _, d := range h.Extra {
		if d == day {
			return h.Monday
		}
	}
	return [...][]Window{h.Sunday, h.Monday, h.Tuesday, h.Wednesday, h.Thursday, h.Friday, h.Saturday}[start.Weekday()]
}

// Open tells whether tickets are issued at t.
func (h *Hours) Open(t time.Time) bool {
	if h.Always {
		return true
	}
	t = t.In(Zone)
	minute := t.Hour()*60 + t.Minute()
	for _, w := range h.On(DayOf(t)) {
		if w.From <= minute && minute < w.To {
			return true
		}
	}
	return false
}

// Opened returns when the window that holds t began; false while the center is closed.
func (h *Hours) Opened(t time.Time) (time.Time, bool) {
	t = t.In(Zone)
	midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, Zone)
	for _, w := range h.On(DayOf(t)) {
		from, to := midnight.Add(time.Duration(w.From)*time.Minute), midnight.Add(time.Duration(w.To)*time.Minute)
		if !t.Before(from) && t.Before(to) {
			return from, true
		}
	}
	return time.Time{}, false
}

// Next returns the next moment at or after t at which the center opens, false
// when there is none within 60 days.
func (h *Hours) Next(t time.Time) (time.Time, bool) {
	t = t.In(Zone)
	for i := range 60 {
		day := time.Date(t.Year(), t.Month(), t.Day()+i, 0, 0, 0, 0, Zone)
		for _, w := range h.On(DayOf(day)) {
			if open := day.Add(time.Duration(w.From) * time.Minute); !open.Before(t) {
				return open, true
			}
		}
	}
	return time.Time{}, false
}

// Last returns the moment the day's last window closes; the day's first moment
// where it has none.
func (h *Hours) Last(day Day) time.Time {
	start, err := day.Start()
	windows := h.On(day)
	if err != nil || len(windows) == 0 {
		return start
	}
	return start.Add(time.Duration(windows[len(windows)-1].To) * time.Minute)
}

// End returns the moment the service day ends and its open tickets expire:
// CloseAfter minutes after the last window, midnight at the latest. A day
// without windows ends at once.
func (h *Hours) End(day Day) time.Time {
	start, err := day.Start()
	if err != nil {
		return time.Time{}
	}
	windows := h.On(day)
	if len(windows) == 0 {
		return start
	}
	last := windows[len(windows)-1].To + h.CloseAfter
	return start.Add(time.Duration(min(last, 24*60)) * time.Minute)
}
