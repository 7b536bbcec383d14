package day

import (
	"context"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// arrive lets one citizen come and says when the next one does.
func (d *Day) arrive(context.Context) time.Duration {
	d.sum.Arrived++
	at := d.mind.pick(d.weights)
	if at < 0 {
		return d.mind.gap(d.o.Visitors)
	}
	s := &d.services[at]
	r := wire.IssueRequest{Service: s.Code, Purpose: d.mind.purpose(s), Priority: d.mind.chance(0.12)}
	if n := len(d.o.Kiosks); n > 0 {
		r.Kiosk = d.o.Kiosks[d.mind.r.IntN(n)]
	}
	v := &visitor{day: d, key: d.key(), request: r}
	d.later(d.mind.about(25*time.Second, 0.4), v.take)
	return d.mind.gap(d.o.Visitors)
}

// visitor is a citizen between the door and the call.
type visitor struct {
	day     *Day
	key     string
	request wire.IssueRequest
	tries   int
}

// take asks the kiosk for a number, and again while the kiosk cannot answer.
func (v *visitor) take(ctx context.Context) time.Duration {
	d := v.day
	t, err := d.o.Center.Issue(ctx, v.key, v.request)
	switch {
	case err == nil:
		d.sum.Issued++
		d.waits[t.ID] = true
		stays := 70 * time.Minute
		if d.mind.chance(0.07) { // came only to ask when to come
			stays = 6 * time.Minute
		}
		d.later(d.mind.about(stays, 0.5), func(ctx context.Context) time.Duration { return d.leave(ctx, t.ID) })
		return 0
	case ctx.Err() != nil:
		return 0
	case fault.KindOf(err) == fault.Unavailable && v.tries < 3:
		v.tries++
		d.sum.Failures++
		return d.clocked(patience)
	}
	d.sum.Refused++
	d.o.Log.Debug("no number for a simulated citizen", "service", v.request.Service, "error", err)
	return 0
}

// leave is the end of a citizen's patience: who still waits goes home, one in
// three with a word. Who has been called by then is not there to leave.
func (d *Day) leave(ctx context.Context, id queue.TicketID) time.Duration {
	if !d.waits[id] {
		return 0
	}
	delete(d.waits, id)
	if !d.mind.chance(1.0 / 3) {
		if len(d.gone) > mostGone {
			clear(d.gone) // numbers of earlier days, which nobody calls any more
		}
		d.gone[id] = true
		return 0
	}
	if d.o.Center.Cancel(ctx, d.key(), id) == nil {
		d.sum.GaveUp++
		d.sum.Canceled++
	}
	return 0
}

const mostGone = 20_000

// rate lets the citizen who has just been served look at the tablet of the
// counter, and perhaps touch it.
func (d *Day) rate(ctx context.Context, counter center.CounterID, waited time.Duration) time.Duration {
	s, open, err := d.o.Center.Survey(ctx, counter)
	if err != nil || !open {
		return 0
	}
	d.sum.Asked++
	if d.mind.chance(0.4) {
		return 0
	}
	q, known := d.asked[s.Questionnaire]
	if !known {
		if q, err = d.o.Center.Questionnaire(ctx, s.Questionnaire); err != nil {
			return 0
		}
		d.asked[s.Questionnaire] = q
	}
	r := wire.RatingRequest{Token: s.Token, Questionnaire: s.Questionnaire, Answers: d.mind.answer(&q, waited)}
	if d.o.Center.Rate(ctx, d.key(), r) == nil {
		d.sum.Rated++
	}
	return 0
}
