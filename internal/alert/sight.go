package alert

import (
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// Sight is what is seen of one thing. Between Trouble and Fine lies what is
// neither: there an alert stays as it is, so that it does not flap.
type Sight struct {
	Key
	Trouble bool          // somebody has to know
	Fine    bool          // certainly nothing is the matter
	Lasts   time.Duration // how long the trouble must last
	AtOnce  bool          // fine is fine: a person said so
	N       int           // people or answers
}

// Scene is the center as the rules of alerts see it.
type Scene struct {
	Open     bool // people are served now: only then is there trouble
	Services []Service
	Counters []Counter
	Devices  []Thing
	Harassed int // answers of today that tell of harassment, 0 while they are too few to be shown
}

// Service is the queue of one service.
type Service struct {
	Code     center.ServiceCode
	Waits    []time.Duration // of those who wait, in any order
	Counters int             // that are open for it
}

// Counter is one counter.
type Counter struct {
	ID      center.CounterID
	Idle    time.Duration // for which it has been free while people wait
	Alarmed bool          // its quiet alarm was pressed and not answered
}

// Thing is one device.
type Thing struct {
	ID     center.DeviceID
	Kind   string
	State  wire.Presence
	Cause  string
	Known  bool // it has been heard of
	Silent bool // but not lately
}

// Sights looks at every thing of the scene.
func Sights(c *center.Center, x Scene) (all []Sight) {
	for _, s := range x.Services {
		all = append(all, lateness(c, s, x.Open), unserved(c, s, x.Open))
	}
	for _, n := range x.Counters {
		all = append(all,
			Sight{Key: Key{Alarm, string(n.ID)}, Trouble: n.Alarmed, Fine: !n.Alarmed, AtOnce: true},
			Sight{Key: Key{Idle, string(n.ID)}, Trouble: x.Open && n.Idle >= time.Duration(c.Calling.Idle)*time.Minute, Fine: n.Idle == 0})
	}
	for _, d := range x.Devices {
		all = append(all, thing(c, d, x.Open)...)
	}
	told := c.Alerts.Harassment == center.HarassmentCenter && x.Harassed > 0
	return append(all, Sight{Key: Key{Kind: Harassment}, Trouble: told, N: x.Harassed})
}

// lateness looks for who is about to wait longer than promised. An alert stays
// until the longest wait is well below the line that raises it.
func lateness(c *center.Center, s Service, open bool) Sight {
	near := queue.Promise - time.Duration(c.Alerts.Near)*time.Minute
	x := Sight{Key: Key{Late, string(s.Code)}, Fine: true}
	for _, w := range s.Waits {
		if w >= near {
			x.N++
		}
		if w >= near-time.Duration(c.Alerts.Near)*time.Minute {
			x.Fine = false
		}
	}
	x.Trouble = open && x.N > 0
	return x
}

func unserved(c *center.Center, s Service, open bool) Sight {
	longest := time.Duration(0)
	for _, w := range s.Waits {
		longest = max(longest, w)
	}
	nobody := s.Counters == 0 && len(s.Waits) > 0
	return Sight{Key: Key{Unserved, string(s.Code)}, N: len(s.Waits), Fine: !nobody,
		Trouble: open && nobody && longest >= time.Duration(c.Alerts.Unserved)*time.Minute}
}

// thing looks at a device: at itself and, of a printer, at its paper. One that
// was never heard of is not installed yet: that is no alert.
func thing(c *center.Center, d Thing, open bool) []Sight {
	paper := d.Cause == wire.PaperLow || d.Cause == wire.PaperOut
	mains := d.Cause == wire.MainsLost || d.Cause == wire.BatteryLow
	good := d.Known && !d.Silent && d.State == wire.Present
	kind := Device
	if d.Kind == "camera" {
		kind = Camera
	}
	empty := d.Cause == wire.ChargeLow // it will be away before long
	dark := d.Known && !paper && !mains && (d.Silent || d.State != wire.Present || empty)
	all := []Sight{{Key: Key{kind, string(d.ID)}, Trouble: open && dark, Fine: good && !empty || paper || mains, Lasts: time.Duration(c.Alerts.Dark) * time.Minute}}
	switch d.Kind {
	case "printer":
		all = append(all, Sight{Key: Key{Paper, string(d.ID)}, Trouble: open && paper, Fine: good && !paper})
	case "ups":
		all = append(all, Sight{Key: Key{Power, string(d.ID)}, Trouble: open && mains, Fine: good && !mains})
	}
	return all
}
