// Package alert decides when the manager has to know of something, and when
// that is over: one alert a thing, raised when its cause has lasted, taken back
// when it has been gone for a while, told to a second level when nobody sees to
// it. It is pure: it is told what is seen and what time it is, and says what is
// to be written into the log; what the log holds, it folds again.
package alert

import (
	"cmp"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// The kinds of alerts, the most urgent first. The subject is what each is about.
const (
	Alarm      = "alarm"      // an official presses the quiet alarm; a counter
	Harassment = "harassment" // answers tell of harassment; the center
	Power      = "power"      // it works on its battery; the power supply
	Late       = "late"       // somebody is about to wait longer than promised; a service
	Unserved   = "unserved"   // people wait and no open counter gives it; a service
	Idle       = "idle"       // a free counter leaves people waiting; a counter
	Device     = "device"     // it is away or broken; a device
	Camera     = "camera"     // its picture is dark; a device
	Paper      = "paper"      // little or none is left; a printer
)

// Kinds lists them.
var Kinds = []string{Alarm, Harassment, Power, Late, Unserved, Idle, Device, Camera, Paper}

// Why an alert was taken back.
const (
	Gone   = "gone"   // its cause is
	Read   = "read"   // it was about something that is past, and somebody has read it
	Closed = "closed" // the service day ends
)

const mostPatience = 4 // times Gone that a cause which comes again and again must be away

// Key names a thing that there may be an alert about.
type Key struct{ Kind, Subject string }

// Alert is one that is open.
type Alert struct {
	ID int64
	Key
	N            int
	Since        time.Time
	By           string            // who acknowledged it
	Acknowledged *time.Time        // nil: nobody sees to it
	Escalated    *time.Time        // nil: the second level is not told
	Told         map[string]string // cause by channel; empty: the message went out
	raised       queue.Moment      // when this day's entries first told of it
}

// Event is one entry for the log.
type Event struct {
	Type string
	Data wire.AlertData
}

// Book is what is known of the alerts of a service day, folded from its entries,
// and, in memory alone, since when each thing is as it is. It is not safe for
// concurrent use.
type Book struct {
	open   []*Alert    // as they were raised
	times  map[Key]int // raised today
	counts map[Key]int // the highest N raised today
	began  map[Key]queue.Moment
	ended  map[Key]queue.Moment
}

// NewBook returns the book of a day without alerts.
func NewBook() *Book {
	return &Book{times: map[Key]int{}, counts: map[Key]int{}, began: map[Key]queue.Moment{}, ended: map[Key]queue.Moment{}}
}

// Apply folds one entry.
func (b *Book) Apply(kind string, d wire.AlertData, m queue.Moment) {
	at := m.Wall
	if d.Since != nil {
		at = *d.Since
	}
	if kind == wire.AlertRaised {
		b.raise(d, at, m)
		return
	}
	i := slices.IndexFunc(b.open, func(a *Alert) bool { return a.ID == d.Alert })
	if i < 0 {
		return
	}
	a := *b.open[i] // views may still read the old one
	switch kind {
	case wire.AlertAcknowledged:
		a.By, a.Acknowledged = d.By, &at
	case wire.AlertEscalated:
		a.Escalated = &at
	case wire.AlertTold:
		told := map[string]string{d.Channel: d.Cause}
		for k, v := range a.Told {
			if k != d.Channel {
				told[k] = v
			}
		}
		a.Told = told
	case wire.AlertCleared:
		b.open = slices.Delete(slices.Clone(b.open), i, i+1)
		delete(b.ended, a.Key)
		return
	}
	b.open = slices.Clone(b.open)
	b.open[i] = &a
}

func (b *Book) raise(d wire.AlertData, at time.Time, m queue.Moment) {
	k := Key{d.Kind, d.Subject}
	if d.Since == nil { // what an earlier day left over counts there
		b.times[k]++
		b.counts[k] = max(b.counts[k], d.N)
	}
	delete(b.began, k)
	b.open = append(slices.Clone(b.open), &Alert{ID: d.Alert, Key: k, N: d.N, Since: at, raised: m})
}

// Open returns the open alerts: those that nobody sees to first, then by
// urgency, then the oldest. Nobody may change them.
func (b *Book) Open() []*Alert {
	all := slices.Clone(b.open)
	slices.SortStableFunc(all, func(x, y *Alert) int {
		return cmp.Or(order(x.Acknowledged != nil)-order(y.Acknowledged != nil), slices.Index(Kinds, x.Kind)-slices.Index(Kinds, y.Kind), x.Since.Compare(y.Since))
	})
	return all
}

func order(last bool) int {
	if last {
		return 1
	}
	return 0
}

// Find returns an open alert.
func (b *Book) Find(id int64) (*Alert, bool) {
	i := slices.IndexFunc(b.open, func(a *Alert) bool { return a.ID == id })
	if i < 0 {
		return nil, false
	}
	return b.open[i], true
}

// of returns the open alert about a thing, nil where there is none.
func (b *Book) of(k Key) *Alert {
	if i := slices.IndexFunc(b.open, func(a *Alert) bool { return a.Key == k }); i >= 0 {
		return b.open[i]
	}
	return nil
}

// Look compares what is seen with what is known and returns what has to be
// told. Whoever calls it writes the events and applies them; the ID of one that
// is raised is 0 until the log gives it its number.
func (b *Book) Look(seen []Sight, c *center.Alerts, open bool, now queue.Moment) (all []Event) {
	known := map[Key]bool{}
	for _, s := range seen {
		known[s.Key] = true
		if a := b.of(s.Key); a != nil {
			if b.over(s, c, now) {
				all = append(all, b.clear(a, Gone))
			}
			continue
		}
		if b.lasts(s, now) {
			all = append(all, Event{wire.AlertRaised, wire.AlertData{Kind: s.Kind, Subject: s.Subject, N: s.N}})
		}
	}
	for _, a := range b.open {
		switch {
		case !known[a.Key] && a.Kind != Harassment: // the configuration no longer has it
			all = append(all, b.clear(a, Gone))
		case open && a.Acknowledged == nil && a.Escalated == nil && since(a.raised, now) >= time.Duration(c.Escalate)*time.Minute:
			all = append(all, Event{wire.AlertEscalated, wire.AlertData{Alert: a.ID, Kind: a.Kind, Subject: a.Subject}})
		}
	}
	return all
}

func (b *Book) clear(a *Alert, reason string) Event {
	return Event{wire.AlertCleared, wire.AlertData{Alert: a.ID, Kind: a.Kind, Subject: a.Subject, Reason: reason}}
}

// lasts tells whether the trouble of a thing without an alert has lasted long enough.
func (b *Book) lasts(s Sight, now queue.Moment) bool {
	if !s.Trouble || s.Kind == Harassment && s.N <= b.counts[s.Key] {
		delete(b.began, s.Key)
		return false
	}
	first, ok := b.began[s.Key]
	if !ok {
		first, b.began[s.Key] = now, now
	}
	return since(first, now) >= s.Lasts
}

// over tells whether the cause of an alert has been away long enough: the
// longer, the oftener it has come back today.
func (b *Book) over(s Sight, c *center.Alerts, now queue.Moment) bool {
	if !s.Fine {
		delete(b.ended, s.Key)
		return false
	}
	first, ok := b.ended[s.Key]
	if !ok {
		first, b.ended[s.Key] = now, now
	}
	if s.AtOnce {
		return true
	}
	times := min(max(b.times[s.Key], 1), mostPatience)
	return since(first, now) >= time.Duration(c.Gone*times)*time.Minute
}

// Close returns what the end of the service day takes back: all but what
// somebody still has to read.
func (b *Book) Close() (all []Event) {
	for _, a := range b.open {
		if a.Kind != Harassment {
			all = append(all, b.clear(a, Closed))
		}
	}
	return all
}

// Retell returns the open alerts as a new day tells them, so that its entries stand alone.
func (b *Book) Retell() (all []Event) {
	for _, a := range b.open {
		since := a.Since
		d := wire.AlertData{Alert: a.ID, Kind: a.Kind, Subject: a.Subject}
		again := d
		again.N, again.Since = a.N, &since
		all = append(all, Event{wire.AlertRaised, again})
		if a.Escalated != nil {
			d.Since = a.Escalated
			all = append(all, Event{wire.AlertEscalated, d})
		}
	}
	return all
}

// Acknowledge returns what it tells that somebody sees to an alert. What is past is then over.
func (b *Book) Acknowledge(a *Alert, by string) []Event {
	all := []Event{{wire.AlertAcknowledged, wire.AlertData{Alert: a.ID, Kind: a.Kind, Subject: a.Subject, By: by}}}
	if a.Kind == Harassment {
		all = append(all, b.clear(a, Read))
	}
	return all
}

// since is how much time has passed between two moments, by the clock that does
// not jump where it is the same machine's.
func since(from, to queue.Moment) time.Duration {
	if from.Boot == to.Boot {
		return to.Up - from.Up
	}
	return to.Wall.Sub(from.Wall)
}
