package center

import (
	"fmt"
	"slices"
	"time"
)

// Remote is who may take a number with a phone, by the code that the center
// shows (rules as in Hà Nội's iHanoi, 2025: configuration, not law).
type Remote struct {
	On         bool   `toml:"on"`
	Away       bool   `toml:"away"`        // also without being there: such a number waits from its check-in on
	Window     Window `toml:"window"`      // of the day, in which numbers are given
	PerDay     int    `toml:"per_day"`     // numbers one phone may take a day
	PerService int    `toml:"per_service"` // of these, for one service
	Daily      int    `toml:"daily"`       // contingent: numbers for phones a day and service; 0: no limit
	Minutes    int    `toml:"minutes"`     // how long a shown code is good
	Arrive     int    `toml:"arrive"`      // minutes in which who took a number away must check in
}

// Appointments are the times that can be booked.
type Appointments struct {
	Early  int     `toml:"early"`  // minutes before the slot from which a citizen may check in
	Grace  int     `toml:"grace"`  // minutes after the slot until which the appointment holds; later it is a walk-in
	Target int     `toml:"target"` // minutes a citizen with an appointment should wait at most
	Ahead  int     `toml:"ahead"`  // days ahead that can be booked
	Slots  []Slots `toml:"slots"`
}

// Slots are the bookable times of a service at a group of counters on some dayNames.
type Slots struct {
	Service  ServiceCode `toml:"service" json:"service"`
	Counters []CounterID `toml:"counters" json:"counters"` // who receives them; empty: whoever serves the service
	Days     []string    `toml:"days" json:"days"`         // monday ... sunday
	Window   Window      `toml:"window" json:"window"`
	Every    int         `toml:"every" json:"every"`   // minutes between two slots
	Places   int         `toml:"places" json:"places"` // citizens a slot
}

var dayNames = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// On returns the slots' times on a day; none where the center is closed then.
func (s *Slots) On(h *Hours, day Day) []time.Time {
	start, err := day.Start()
	if err != nil || !slices.Contains(s.Days, dayNames[start.Weekday()]) {
		return nil
	}
	var times []time.Time
	for m := s.Window.From; m+s.Every <= s.Window.To; m += s.Every {
		if at := start.Add(time.Duration(m) * time.Minute); h.Open(at) {
			times = append(times, at)
		}
	}
	return times
}

func (v *validation) remote() {
	r, place := &v.c.Remote, "[remote]"
	v.within(place, "per_day", float64(r.PerDay), 1, 100)
	v.within(place, "per_service", float64(r.PerService), 1, 100)
	v.within(place, "daily", float64(r.Daily), 0, 9999)
	v.within(place, "minutes", float64(r.Minutes), 1, 60)
	v.within(place, "arrive", float64(r.Arrive), 5, 8*60)
}

func (v *validation) appointments() {
	a := &v.c.Appointments
	v.within("[appointments]", "early", float64(a.Early), 0, 240)
	v.within("[appointments]", "grace", float64(a.Grace), 0, 240)
	v.within("[appointments]", "target", float64(a.Target), 0, 240)
	v.within("[appointments]", "ahead", float64(a.Ahead), 1, 90)
	for i := range a.Slots {
		s, place := &a.Slots[i], fmt.Sprintf("[[appointments.slots]] %d", i+1)
		if _, ok := v.c.Service(s.Service); !ok {
			v.add("center-unknown", "place", place, "key", "service", "value", s.Service)
		}
		for _, id := range s.Counters {
			if x, ok := v.c.Counter(id); !ok || !x.Serves(s.Service) {
				v.add("center-unknown", "place", place, "key", "counters", "value", id)
			}
		}
		if len(s.Days) == 0 {
			v.add("center-empty", "place", place, "key", "days")
		}
		for _, d := range s.Days {
			if !slices.Contains(dayNames, d) {
				v.add("center-weekday", "place", place, "value", d)
			}
		}
		v.within(place, "every", float64(s.Every), 5, 240)
		v.within(place, "places", float64(s.Places), 1, 100)
		v.overlap(place, a.Slots[:i], s)
	}
}

// overlap refuses two lists of slots that promise the same counters at the same time.
func (v *validation) overlap(place string, before []Slots, s *Slots) {
	for i := range before {
		o := &before[i]
		shared := len(o.Counters) == 0 || len(s.Counters) == 0 ||
			slices.ContainsFunc(s.Counters, func(id CounterID) bool { return slices.Contains(o.Counters, id) })
		sameDay := slices.ContainsFunc(s.Days, func(d string) bool { return slices.Contains(o.Days, d) })
		if o.Service == s.Service && shared && sameDay && o.Window.From < s.Window.To && s.Window.From < o.Window.To {
			v.add("center-slots-overlap", "place", place, "other", i+1)
		}
	}
}
