package forecast

import "math"

// The features of a prediction: logarithms and shares. Those
// before fDay differ from ticket to ticket, the others are of its queue. Rates
// are calls a busy minute.
const (
	fOne        = iota
	fAhead                                         // tickets ahead, and bent
	fAhead2                                        //
	fAhead3                                        //
	fMedian                                        // median of the closed formula; the regression corrects it
	fOwn                                           // waited already
	fAheadDay                                      // tickets ahead × ...
	fAheadShort                                    //
	fAheadHOL                                      //
	fAheadQuiet                                    //
	fAheadLES                                      //
	fAheadPace                                     //
	fPlace                                         // place among those who wait
	fHourly                                        // minutes at the learned rates of the coming hours
	fEndShare                                      // the closed formula's median against the usual end of the queue's day
	fDay                                           // learned rate
	fNow                                           // learned rate of this hour against it
	fShort                                         // today's rates, half-lives 10, 20, 40 and 120 minutes
	fMiddle                                        //
	fLong                                          //
	fAllDay                                        //
	fHOL                                           // wait of the head of the line
	fLES                                           // wait of the last called
	fMA60                                          // mean wait of those called in the last hour
	fQuiet                                         // since the last call
	fQuietRate                                     //
	fHOLRate                                       //
	fLESRate                                       //
	fHOLPace                                       // pace at which the head of the line moved up
	fLESPace                                       // pace at which the last called moved up
	fCounters                                      // open counters
	fWaiting                                       // tickets waiting in the queue
	fOffice                                        // in the office
	fLines                                         // queues in which somebody waits
	fOfficePace                                    // the office's calls against what its queues usually do
	fIssues                                        // tickets issued in 30 minutes
	fCalls30                                       // calls in 30 minutes
	fOpened                                        // minutes since the office's first ticket
	fOpened2                                       // minutes since the queue's
	fEnd                                           // minutes to the usual end of the queue's day
	fNeed                                          // pace needed to be done by then
	fNoCall                                        // 1 before the first call of the day
	fHour                                          // 1 in the hour, from 8 to 17
	fWeekday    = fHour + lastHour - firstHour + 1 // 1 on the weekday, Monday to Saturday
	nFeatures   = fWeekday + 6
)

const firstHour, lastHour = 8, 17

type features [nFeatures]float64

// scene is a queue at one moment: all that its waiting tickets' predictions share.
type scene struct {
	at      Minutes
	belief  gammaPoisson
	rates   [len(halfLives)]float64
	day     float64 // learned rate
	now     float64 // learned rate of this hour
	waiting float64
	end     Minutes // minutes to the usual end
	base    features
}

// look takes in a queue at now.
func (h *Hall) look(p *place, now Minutes) *scene {
	p.Pass(now)
	now = p.now // time never runs back
	if p.seen && p.scene.at == now {
		return &p.scene
	}
	s := scene{at: now, waiting: float64(p.Waiting())}
	s.day, s.now = h.model.Stats.rates(p.queue, int(now/60), p.promised)
	weight := h.model.weight()
	for i := range s.rates {
		s.rates[i] = believe(weight/4, s.now, p.counts.calls[i], p.counts.busy[i]).rate()
	}
	memory := middle
	if h.model.Stats.queue(p.queue).Total.Calls < 1 {
		memory = longest // a promise is no experience: let the day itself count for longer
	}
	s.belief = believe(weight, s.day, p.counts.calls[memory], p.counts.busy[memory])
	s.end = max(h.model.Stats.queue(p.queue).end(h.weekday)-now, endSoon)
	p.scene, p.seen = s, true
	if h.model.learned() {
		p.line(&p.scene, now)
		h.around(&p.scene.base, now)
	}
	return &p.scene
}

// endSoon is the least time to the end of a day that is told apart, in minutes.
const endSoon Minutes = 10

// line writes the features of the queue itself.
func (p *place) line(s *scene, now Minutes) {
	x, quiet := &s.base, p.quiet()
	average, ok := p.waits60.mean(now)
	if !ok {
		average = p.hol()
	}
	x[fOne], x[fDay], x[fNow] = 1, math.Log(s.day), math.Log(s.now/s.day)
	x[fShort], x[fMiddle] = math.Log(s.rates[0]), math.Log(s.rates[1])
	x[fLong], x[fAllDay] = math.Log(s.rates[2]), math.Log(s.rates[3])
	x[fHOL], x[fLES], x[fMA60], x[fQuiet] = math.Log1p(p.hol()), math.Log1p(p.les), math.Log1p(average), math.Log1p(quiet)
	x[fQuietRate] = math.Log1p(quiet * s.rates[middle])
	x[fHOLRate] = math.Log1p(p.hol() * s.rates[middle])
	x[fLESRate] = math.Log1p(p.les * s.rates[middle])
	if len(p.waiting) > 0 {
		x[fHOLPace] = pace(p.waiting[0].ahead, p.hol(), s.rates[middle])
	}
	x[fLESPace] = pace(p.lesAhead, p.les, s.rates[middle])
	x[fCounters], x[fWaiting] = math.Log1p(float64(p.counters)), math.Log1p(s.waiting)
	x[fIssues] = math.Log1p(float64(p.issues.count(now)))
	x[fCalls30] = math.Log1p(float64(p.calls30.count(now)))
	x[fOpened2] = math.Log1p(now - p.opened)
	x[fEnd], x[fNeed] = math.Log(s.end), math.Log1p(s.waiting/s.end/s.rates[middle])
	if p.calls == 0 {
		x[fNoCall] = 1
	}
}

// around writes the features of the office and of the time.
func (h *Hall) around(x *features, now Minutes) {
	hour := int(now / 60)
	waiting, lines, calls, expected := 0.0, 0.0, 0.0, 0.0
	for _, p := range h.order {
		p.Pass(now)
		if n := p.Waiting(); n > 0 {
			waiting += float64(n)
			lines++
		}
		calls += p.counts.calls[middle]
		expected += h.model.Stats.day(p.queue, p.promised) * p.counts.busy[middle]
	}
	x[fOffice], x[fLines] = math.Log1p(waiting), math.Log1p(lines)
	x[fOfficePace] = math.Log((calls + paceWorth) / (expected + paceWorth))
	x[fOpened] = math.Log1p(now - h.opened)
	if hour >= firstHour && hour <= lastHour {
		x[fHour+hour-firstHour] = 1
	}
	if h.weekday > 0 {
		x[fWeekday+int(h.weekday)-1] = 1
	}
}

// paceWorth is the calls that the usual pace of an office is worth.
const paceWorth = 5

// pace is the logarithm of the calls a minute that one ticket lived through
// against rate, pulled towards it as if by two calls.
func pace(ahead int, waited Minutes, rate float64) float64 {
	return math.Log((float64(ahead) + 2) / (waited + 2/rate) / rate)
}

// features returns the features of one ticket.
func (m *Model) features(p *place, s *scene, a Ask) features {
	x := s.base
	ahead := math.Log(float64(a.Ahead + 1))
	median := s.belief.median(a.Ahead)
	x[fAhead], x[fAhead2], x[fAhead3] = ahead, ahead*ahead, max(0, ahead-math.Log(8))
	x[fMedian] = math.Log(median)
	x[fOwn] = math.Log1p(min(a.Waited, pollEvery))
	x[fAheadDay] = ahead * x[fDay]
	x[fAheadShort] = ahead * (x[fShort] - x[fDay])
	x[fAheadHOL], x[fAheadQuiet] = ahead*x[fHOL], ahead*x[fQuiet]
	x[fAheadLES], x[fAheadPace] = ahead*x[fLES], ahead*x[fHOLPace]
	x[fPlace] = math.Log(float64(a.Ahead+1) / max(s.waiting, float64(a.Ahead+1)))
	x[fHourly] = math.Log(m.Stats.take(p.queue, s, float64(a.Ahead+1)))
	x[fEndShare] = math.Log1p(median / s.end)
	return x
}
