package controller

import (
	"bytes"
	"crypto/rand"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/store"
	"motcua/internal/wire"
)

const (
	settling  = queue.UndoFor + 5*time.Second // an hour is over when nobody can take its finishes back any more
	waitsLong = 7 * 24 * time.Hour            // after which a leg no longer waits for others of its counter
)

// sealHour lets answers into the log when an hour is over. Whoever gave one
// meanwhile, nothing was heard of it before.
func (t *tx) sealHour() {
	hour := rating.Hour(t.now.Wall.Add(-settling))
	if hour == t.e.sealed || !t.open && center.DayOf(t.now.Wall) > t.day.Date { // nothing enters the log of a day that is published
		return
	}
	first := t.e.sealed == ""
	t.e.sealed = hour
	t.remember(sealedKey, hour)
	if !first {
		t.seal(false)
	}
}

// seal settles what the log may tell of the legs of hours that are over, and
// lets answers in. At closing everything is over.
func (t *tx) seal(closing bool) {
	t.settleLegs(closing)
	t.settlePaper(closing)
	t.admit(closing)
	t.countRefused()
}

// settleLegs gives each leg the label that enough others share with it, and so
// each answer that waits. It never looks at who has answered.
func (t *tx) settleLegs(closing bool) {
	var open []store.RatingToken
	for _, x := range t.e.tokens {
		if x.Label == nil && x.State != store.TokenTaken && (closing || legOf(x).Hour < t.hour()) {
			open = append(open, x)
		}
	}
	labels := map[rating.Leg]rating.Leg{}
	open = t.label(open, closing, false, labels)
	if late := t.now.Wall.Add(-waitsLong).Unix(); closing && slices.ContainsFunc(open, func(x store.RatingToken) bool { return x.Opened < late }) {
		t.label(open, true, true, labels)
	}
	for _, p := range t.waiting() {
		if l, ok := labels[p.Leg]; ok && p.Label == nil {
			p.Label = &l
			t.wait(p)
		}
	}
}

// hour is the one that goes on.
func (t *tx) hour() string { return rating.Hour(t.now.Wall.Add(-settling)) }

// label labels legs and returns those that still have to wait.
func (t *tx) label(open []store.RatingToken, closing, exhausted bool, labels map[rating.Leg]rating.Leg) (left []store.RatingToken) {
	legs := make([]rating.Leg, len(open))
	for i, x := range open {
		legs[i] = legOf(x)
	}
	told, placed := rating.Partition(legs, closing, exhausted)
	for i, x := range open {
		if !placed[i] {
			left = append(left, x)
			continue
		}
		x.Label = &told[i]
		labels[legs[i]] = told[i]
		t.keep(x)
		t.e.gaming.Seal(legName(x.Hash), told[i].Counter, told[i].Official)
	}
	t.keepCount(told, placed)
	return left
}

// waiting is every answer that waits, in an order that says nothing.
func (t *tx) waiting() []store.Pending {
	all := make([]store.Pending, 0, len(t.e.pending))
	for _, p := range t.e.pending {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b store.Pending) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	return all
}

// admit moves the answers whose legs have a label into the log when there are
// enough, in random order.
func (t *tx) admit(closing bool) {
	ready := slices.DeleteFunc(t.waiting(), func(p store.Pending) bool { return p.Label == nil })
	if !rating.Batch(len(ready), closing) {
		return
	}
	shuffle := mathrand.New(t.e.opts.Random).Shuffle
	shuffle(len(ready), func(i, j int) { ready[i], ready[j] = ready[j], ready[i] })
	data, today := &wire.RatingsData{}, center.DayOf(t.now.Wall)
	for _, p := range ready {
		p.Answer.Show(*p.Label)
		data.Answers = append(data.Answers, p.Answer)
		if p.Comment != "" {
			t.batch.Comments = append(t.batch.Comments, store.Comment{ID: rand.Text(), Day: today, Label: *p.Label, Text: p.Comment})
		}
		t.leave(p.ID)
	}
	slices.SortFunc(t.batch.Comments, func(a, b store.Comment) int { return strings.Compare(a.ID, b.ID) })
	t.emit(wire.RatingsAdmitted, data)
}
