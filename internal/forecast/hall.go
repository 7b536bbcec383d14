package forecast

import "time"

// Hall is one service day of one office: the state of its queues. It is fed the
// day's events in the order of time and asked for predictions at any time after.
// It is not safe for concurrent use.
type Hall struct {
	model   *Model
	office  string
	weekday time.Weekday
	opened  Minutes // first event, −1: none yet
	lines   map[string]*place
	order   []*place
}

// place is a queue in its hall.
type place struct {
	*Line
	queue    Queue
	promised float64
	scene    scene
	seen     bool // nothing happened since the scene
}

// NewHall returns the day of an office of which nothing happened yet. A nil
// model is the first day ever: the closed formula on what configuration promises.
func NewHall(m *Model, office string, weekday time.Weekday) *Hall {
	if m == nil {
		m = &Model{}
	}
	return &Hall{model: m, office: office, weekday: weekday, opened: -1, lines: map[string]*place{}}
}

// place returns the state of a queue, making it at the first mention.
func (h *Hall) place(name string) *place {
	p := h.lines[name]
	if p == nil {
		p = &place{Line: NewLine(), queue: Queue{h.office, name}}
		h.lines[name] = p
		h.order = append(h.order, p)
	}
	return p
}

// at prepares a queue for an event at now.
func (h *Hall) at(name string, now Minutes) *place {
	if h.opened < 0 {
		h.opened = now
	}
	for _, p := range h.order {
		p.seen = false
	}
	return h.place(name)
}

// Issue tells that ticket id was issued for queue at now.
func (h *Hall) Issue(queue string, id int64, now Minutes) { h.at(queue, now).Issue(id, now) }

// Call tells that ticket id was called from queue at now.
func (h *Hall) Call(queue string, id int64, now Minutes) { h.at(queue, now).Call(id, now) }

// Leave tells that ticket id stopped waiting at now without a call: left,
// parked, transferred, expired.
func (h *Hall) Leave(queue string, id int64, now Minutes) { h.at(queue, now).Leave(id, now) }

// Return tells that ticket id, issued earlier, waits again at its old place since now.
func (h *Hall) Return(queue string, id int64, issued, now Minutes) {
	h.at(queue, now).Return(id, issued, now)
}

// Counters tells how many open counters serve queue from now on, and the calls a
// minute that the configuration promises with them: open counters ÷ minutes of
// the service, counters shared with other queues counted in part. 0 is unknown.
func (h *Hall) Counters(queue string, open int, promised float64, now Minutes) {
	p := h.at(queue, now)
	p.Pass(now)
	p.Line.Counters(open)
	p.shut = open <= 0
	p.promised = promised
}

// Waiting is how many tickets of queue wait.
func (h *Hall) Waiting(queue string) int {
	if p := h.lines[queue]; p != nil {
		return p.Waiting()
	}
	return 0
}

// Predict predicts how long a waiting ticket of queue still waits at now. It
// never says that a queue stands still: ask Stalled first.
func (h *Hall) Predict(queue string, a Ask, now Minutes) Quantiles {
	p := h.place(queue)
	return h.model.correct(h.office, a, h.model.predict(p, h.look(p, now), a))
}
