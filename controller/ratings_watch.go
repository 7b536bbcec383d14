package controller

import (
	"crypto/sha256"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/rating"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// What the log cannot tell, because it would lead from an answer to a ticket:
// how soon after a finish answers came, and who was still there. The watch
// counts it in memory; classes of legs alone leave it (rating.Watch).

// legName is how the watch calls a leg: by its token's hash.
func legName(hash [sha256.Size]byte) string { return string(hash[:]) }

// seeFinish tells the watch of the leg whose question has been opened.
func (t *tx) seeFinish(x store.RatingToken) {
	tablet := slices.ContainsFunc(t.center.Tablets, func(d center.Tablet) bool { return d.Counter == x.Counter })
	t.e.gaming.Finish(legName(x.Hash), x.Counter, x.Official, t.now.Wall, tablet)
}

// seeAnswer tells the watch that a token was answered. Who is no tablet of the
// center answers by phone, whatever is claimed.
func (t *tx) seeAnswer(x store.RatingToken, a *answering, at time.Time) {
	if at.IsZero() {
		at = t.now.Wall
	}
	g := rating.Given{Leg: legName(x.Hash), Counter: x.Counter, Channel: a.Channel, Finished: time.Unix(x.Opened, 0), At: at}
	if x.Label != nil {
		g.Official = x.Label.Official
	}
	if g.Channel == wire.ByTablet && !a.tablet {
		g.Channel = wire.ByPhone
	}
	t.e.gaming.Answer(g)
}

// observe logs what was seen of the legs whose classes are complete.
func (t *tx) observe() {
	if seen := t.e.gaming.Close(t.day.Date); len(seen) > 0 {
		t.emit(wire.RatingsObserved, &wire.ObservedData{Observed: seen})
	}
}

// keepCount logs how many of the legs that have just come together keep their
// service and their hour. It is what answers that tell these are answers of.
func (t *tx) keepCount(labels []rating.Leg, placed []bool) {
	d := &wire.ObservedData{Services: map[string]int{}, Hours: map[string]int{}}
	for i, l := range labels {
		if placed[i] && l.Service != "" {
			d.Services[string(l.Service)]++
		}
		if _, hour, ok := strings.Cut(l.Hour, "T"); placed[i] && ok {
			d.Hours[hour]++
		}
	}
	if len(d.Services)+len(d.Hours) > 0 {
		t.emit(wire.RatingsObserved, d)
	}
}

// woke tells the watch that a tablet has taken the question of a counter's last finish.
func (e *Engine) woke(id center.CounterID) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if q := e.state.asked[id]; q.ticket != "" {
		e.gaming.Wake(legName(sha256.Sum256([]byte(rating.Token(e.state.key, string(q.ticket), q.leg)))))
	}
}
