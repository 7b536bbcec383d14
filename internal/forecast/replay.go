package forecast

// replay lives a day through again.
type replay struct {
	day   *past
	hall  *Hall
	phase Minutes                       // polls happen at phase, phase+5, ...
	desk  map[string]map[string]Minutes // queue, counter: its last call

	onIssue func(p *place, now Minutes)              // after the ticket took its place
	onCall  func(p *place, t *Ticket, quiet Minutes) // before it is told
	onPoll  func(p *place, now Minutes)              // every queue in which somebody waits
	onPass  func(p *place, from, to Minutes)         // somebody waited from, to
}

// run feeds the hall every event of the day. A poll sees what happened up to and at its moment.
func (r *replay) run() {
	r.desk = map[string]map[string]Minutes{}
	poll := Minutes(-1)
	for _, e := range r.day.events {
		if poll < 0 {
			poll = firstPoll(e.at, r.phase)
		}
		for ; poll < e.at; poll += pollEvery {
			r.poll(poll)
		}
		r.tell(e)
	}
	if poll >= 0 {
		r.poll(poll)
	}
}

// firstPoll is the first poll after at.
func firstPoll(at, phase Minutes) Minutes {
	p := float64(int(at/pollEvery))*pollEvery + phase
	for p > at {
		p -= pollEvery
	}
	return p + pollEvery
}

func (r *replay) poll(now Minutes) {
	if r.onPoll == nil {
		return
	}
	for _, p := range r.hall.order {
		p.seen = false
	}
	for _, p := range r.hall.order {
		if p.Waiting() > 0 {
			r.onPoll(p, now)
		}
	}
}

func (r *replay) tell(e event) {
	t := &r.day.Tickets[e.ticket]
	p := r.hall.at(t.Queue, e.at)
	if r.onPass != nil && p.Waiting() > 0 {
		r.onPass(p, p.now, e.at)
	}
	switch e.kind {
	case issued:
		p.Issue(int64(e.ticket), e.at)
		if r.onIssue != nil {
			r.onIssue(p, e.at)
		}
	case called:
		r.counter(p, t)
		p.Pass(e.at)
		if r.onCall != nil {
			r.onCall(p, t, p.quiet())
		}
		p.Call(int64(e.ticket), e.at)
	case finished:
		p.Pass(e.at)
	}
}

// deskOpen is for how long a counter counts as open for a queue after it called from it.
const deskOpen Minutes = 60

// counter learns from a call which counters serve the queue, where the log names them.
func (r *replay) counter(p *place, t *Ticket) {
	if t.Counter == "" {
		return
	}
	desks := r.desk[t.Queue]
	if desks == nil {
		desks = map[string]Minutes{}
		r.desk[t.Queue] = desks
	}
	desks[t.Counter] = t.Called
	n := 0
	for _, at := range desks {
		if t.Called-at <= deskOpen {
			n++
		}
	}
	p.Line.Counters(n)
}

// sum is what a day says about its queues.
func (d *past) sum() dayStats {
	stats := dayStats{}
	r := replay{day: d, hall: NewHall(nil, d.Office, d.Date.Weekday())}
	r.onPass = func(p *place, from, to Minutes) {
		q := stats.queue(p.queue.Name)
		q.Total.Busy += to - from
		for from < to {
			hour := min(int(from/60), hours-1)
			end := min(to, float64(hour+1)*60)
			if hour == hours-1 {
				end = to
			}
			q.Hours[hour].Busy += end - from
			from = end
		}
	}
	r.onCall = func(p *place, t *Ticket, quiet Minutes) {
		q := stats.queue(p.queue.Name)
		q.Wait.add(mean{t.Called - t.Issued, 1}, 1)
		q.Halves[min(int(t.Issued/30), halves-1)].add(mean{t.Called - t.Issued, 1}, 1)
		if t.Finished < Never {
			q.Service.add(mean{t.Finished - t.Called, 1}, 1)
		}
		if p.counters > 0 {
			q.Open.add(mean{float64(p.counters), 1}, 1)
		}
		if t.Called <= t.Issued {
			return
		}
		q.Total.Calls++
		q.Hours[min(int(t.Called/60), hours-1)].Calls++
		q.Gaps.count(quiet)
	}
	r.run()
	for _, p := range r.hall.order {
		if p.lastCall >= 0 {
			stats.queue(p.queue.Name).Ends[d.Date.Weekday()] = mean{p.lastCall, 1}
		}
	}
	return stats
}
