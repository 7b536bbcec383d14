package forecast

// moment is when in its wait a ticket is predicted. The first two have a
// regression each; the second serves the third too.
type moment int

const (
	atIssue moment = iota // when it is issued
	atPoll                // within the first five minutes: at the first poll after
	atLater               // after that, at every poll
	nMoments
	nRegressions = atLater
)

// moment tells at which kind of moment is asked.
func (a Ask) moment() moment {
	switch {
	case a.Waited <= 0:
		return atIssue
	case a.Waited <= pollEvery:
		return atPoll
	}
	return atLater
}

// visit is one ticket of a replayed day at a moment at which it waits.
type visit struct {
	hall   *Hall
	place  *place
	ask    Ask
	now    Minutes
	wait   Minutes // what it still waited from now
	ticket int     // its index in the day
}

// visit replays a day and shows every ticket that is called in the end, at its
// issue, or at every poll of the moment asked for while it waits; atLater shows
// those of atPoll too. The hall knows only what happened by then.
func (m *Model) visit(d *past, phase Minutes, when moment, see func(visit)) {
	r := replay{day: d, hall: NewHall(m, d.Office, d.Date.Weekday()), phase: phase}
	show := func(p *place, i int, now Minutes) {
		w := p.waiting[i]
		if called := d.Tickets[w.id].Called; called < Never {
			see(visit{r.hall, p, Ask{Ahead: i, Waited: now - w.issued}, now, called - now, int(w.id)})
		}
	}
	if when == atIssue {
		r.onIssue = func(p *place, now Minutes) { show(p, len(p.waiting)-1, now) }
	} else {
		r.onPoll = func(p *place, now Minutes) {
			for i := len(p.waiting) - 1; i >= 0 && (when == atLater || p.waiting[i].issued >= now-pollEvery); i-- {
				if p.waiting[i].issued < now {
					show(p, i, now)
				}
			}
		}
	}
	r.run()
}
