package controller

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"motcua/internal/alert"
	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/waits"
	"motcua/internal/wire"
)

const shownCalls = 12

// state is all that the controller knows of now, folded from the log of the
// current service day. The engine's lock guards it.
type state struct {
	center  *center.Center
	key     []byte // derives ticket secrets and rating tokens
	day     *queue.Day
	open    bool              // a service day is open
	last    center.Day        // the newest day there was
	seq     int64             // newest entry folded
	calls   []call            // newest first
	book    []wire.BookedCall // every call of the day, as they happened
	aside   []*queue.Ticket   // parked or not come when called, as they were issued
	slips   map[wire.SlipKey]slip
	copies  map[queue.TicketID]int // reprints ordered
	again   []wire.BookedReprint   // of the day
	served  []wire.PaperServedData // on paper numbers, of the day
	devices map[center.DeviceID]device
	rolls   map[center.DeviceID]*roll // of the printers
	alerts  *alert.Book               // of the day
	power   *wire.Power               // nil: on the mains, or nobody knows
	letters letterBox
	worked  worked          // of the day
	alarms  []wire.Alarm    // that nobody has answered, the oldest first
	help    []wire.HelpCall // who waits for a greeter, the longest first
	test    selfTest        // the last one of the day
	secrets map[string]queue.TicketID
	ratings wire.RatingFigures // of the day
	ratedAt time.Time          // when its last answers came in
	facts   *figures.Folder    // of the day
	asked   map[center.CounterID]question
	offset  time.Duration // wall clock minus uptime, to notice a jump
	boot    string
	lived   string // boot in which something last happened in the day's queue
	closed  closed // the newest day that is over
	learned waits.Learned
	waits   *waits.Reckoner
	clock   func() queue.Moment

	questionnaires []published // that were ever asked here, the oldest first; replaced, never changed
}

type call struct {
	seq     int64
	ticket  queue.TicketID
	counter center.CounterID
	at      time.Time
}

func newState(c *center.Center, key []byte, clock func() queue.Moment, l waits.Learned) *state {
	s := &state{center: c, key: key, clock: clock, learned: l, devices: map[center.DeviceID]device{}, rolls: map[center.DeviceID]*roll{}}
	s.begin("")
	return s
}

// begin starts over for a service day.
func (s *state) begin(day center.Day) {
	s.day, s.waits = queue.NewDay(s.center, day), waits.New(s.center, day, s.learned)
	s.facts = figures.Follow(s.center, s.day)
	s.open = day != ""
	if s.open {
		s.last = day
	}
	s.calls, s.book, s.aside, s.ratings, s.lived = nil, nil, nil, wire.RatingFigures{}, ""
	s.ratedAt = time.Time{}
	s.slips, s.copies, s.again, s.served = map[wire.SlipKey]slip{}, map[queue.TicketID]int{}, nil, nil
	s.test, s.help, s.alarms, s.letters = selfTest{}, nil, nil, newLetterBox()
	s.alerts, s.worked = alert.NewBook(), worked{}
	s.secrets, s.asked = map[string]queue.TicketID{}, map[center.CounterID]question{}
}

func momentOf(b wire.Body) queue.Moment {
	return queue.Moment{Wall: b.At, Up: time.Duration(b.Up) * time.Millisecond, Boot: b.Boot}
}

// fold applies one entry that is in the log.
func (s *state) fold(e wire.Entry) error {
	b, err := e.Decode()
	if err != nil {
		return err
	}
	m := momentOf(b)
	if q, ok, err := b.Queue(); ok || err != nil {
		if err == nil {
			s.queue(b.Seq, q, m)
		}
		return err
	}
	data := dataOf(b.Type)
	if err := json.Unmarshal(b.Data, data); err != nil {
		return err
	}
	s.apply(b.Seq, b.Type, b.Day, data, m)
	return nil
}

// dataOf is what the data of an event that is not the queue's is read into.
func dataOf(kind string) any {
	switch kind {
	case wire.SlipClaimed, wire.SlipPrinted, wire.SlipFailed, wire.SlipReordered, wire.SlipOrdered:
		return &wire.SlipData{}
	case wire.DayClosed:
		return &wire.DayClosedData{}
	case wire.PaperCounted, wire.PaperChanged:
		return &wire.PaperData{}
	case wire.PaperServed:
		return &wire.PaperServedData{}
	case wire.SelfTestBegan, wire.SelfTestEnded:
		return &wire.SelfTestData{}
	case wire.DeviceState:
		return &wire.DeviceData{}
	case wire.HelpAsked, wire.HelpAnswered:
		return &wire.HelpData{}
	case wire.CounterAlarmed, wire.AlarmAnswered:
		return &wire.AlarmData{}
	case wire.RatingsAdmitted:
		return &wire.RatingsData{}
	case wire.QuestionnairePublished:
		return &wire.QuestionnaireData{}
	case wire.NoticeClaimed, wire.NoticeSent, wire.NoticeFailed:
		return &wire.NoticeData{}
	case wire.AlertRaised, wire.AlertAcknowledged, wire.AlertEscalated, wire.AlertTold, wire.AlertCleared:
		return &wire.AlertData{}
	}
	return &struct{}{}
}

// apply changes the state by an event that is not the queue's.
func (s *state) apply(seq int64, kind string, day center.Day, data any, m queue.Moment) {
	s.seq = seq
	switch kind {
	case wire.DayOpened:
		if day == s.day.Date {
			s.open = true
			break
		}
		s.begin(day)
	case wire.DayClosed:
		s.open = false
		s.shut(seq, day, data.(*wire.DayClosedData), m)
	case wire.SlipClaimed, wire.SlipPrinted, wire.SlipFailed, wire.SlipReordered, wire.SlipOrdered:
		s.slipped(kind, data.(*wire.SlipData), m)
	case wire.PaperCounted:
		d := data.(*wire.PaperData)
		s.rolls[d.Printer] = &roll{PaperData: *d}
	case wire.PaperChanged:
		d := data.(*wire.PaperData)
		s.paperOf(d.Printer).change(d.LastMM)
	case wire.PaperServed:
		s.served = append(s.served, *data.(*wire.PaperServedData))
	case wire.SelfTestBegan, wire.SelfTestEnded:
		d := data.(*wire.SelfTestData)
		s.test.apply(kind, d, m)
		for _, c := range d.Checks {
			if c.MM > 0 {
				s.paperOf(c.Device).print(c.MM)
			}
		}
	case wire.DeviceState:
		s.changed(data.(*wire.DeviceData), m)
	case wire.HelpAsked, wire.HelpAnswered:
		s.helped(kind, data.(*wire.HelpData), m)
	case wire.CounterAlarmed, wire.AlarmAnswered:
		s.onAlarm(kind, data.(*wire.AlarmData), m)
	case wire.NoticeClaimed, wire.NoticeSent, wire.NoticeFailed:
		s.noticed(kind, data.(*wire.NoticeData), m)
	case wire.AlertRaised, wire.AlertAcknowledged, wire.AlertEscalated, wire.AlertTold, wire.AlertCleared:
		s.alerts.Apply(kind, *data.(*wire.AlertData), m)
	case wire.QuestionnairePublished:
		s.publishes(data.(*wire.QuestionnaireData), m)
	case wire.RatingsAdmitted:
		s.ratedAt = m.Wall
		for _, a := range data.(*wire.RatingsData).Answers {
			s.rated(a)
		}
	}
	s.facts.Note(kind, data)
	s.tick(m)
}

// tick remembers how the wall clock stands against the uptime.
func (s *state) tick(m queue.Moment) {
	s.offset, s.boot = time.Duration(m.Wall.UnixNano())-m.Up, m.Boot
}

// queue changes the state by an event of the queue.
func (s *state) queue(seq int64, e queue.Event, m queue.Moment) {
	s.seq = seq
	s.day.Apply(e, m)
	s.setAside(e.Ticket)
	s.facts.See(e, m)
	s.worked.see(e)
	s.enter(e, m)
	s.revoke(e)
	s.waits.See(s.day, e, m)
	s.tick(m)
	if e.Ticket != "" || e.Counter != "" { // rules and appointments come with the day by themselves
		s.lived = m.Boot
	}
	switch e.Type {
	case queue.TicketIssued:
		s.secrets[s.secret(e.Ticket)] = e.Ticket
	case queue.TicketCalled, queue.TicketRecalled, queue.TicketResumed:
		s.addCall(seq, e, m)
	case queue.CounterUndone:
		switch e.Undone {
		case queue.TicketCalled, queue.TicketResumed:
			s.dropCall(e.Ticket)
		case queue.TicketReturned: // it is called again
			s.addCall(seq, e, m)
		case queue.TicketFinished:
			delete(s.asked, e.Counter)
		}
	case queue.TicketReturned, queue.TicketRejoined:
		s.dropCall(e.Ticket)
	case queue.TicketFinished:
		if t, ok := s.day.Ticket(e.Ticket); ok && e.Reason == "" {
			s.asked[e.Counter] = question{e.Ticket, answeredLeg(t), m.Wall}
		}
	}
}

// setAside notes whether a ticket is parked or did not come, so that nobody has
// to look for those few among all tickets of the day.
func (s *state) setAside(id queue.TicketID) {
	t, ok := s.day.Ticket(id)
	if !ok {
		return
	}
	i, is := slices.BinarySearchFunc(s.aside, t, func(a, b *queue.Ticket) int { return cmp.Or(a.IssuedAt.Compare(b.IssuedAt), cmp.Compare(a.ID, b.ID)) })
	switch away := t.State == queue.Parked || t.State == queue.NoShow; {
	case away && !is:
		s.aside = slices.Insert(s.aside, i, t)
	case is && !away:
		s.aside = slices.Delete(s.aside, i, i+1)
	}
}

func (s *state) addCall(seq int64, e queue.Event, m queue.Moment) {
	s.dropCall(e.Ticket)
	s.calls = slices.Insert(s.calls, 0, call{seq, e.Ticket, e.Counter, m.Wall})
	s.calls = s.calls[:min(len(s.calls), shownCalls)]
}

func (s *state) dropCall(id queue.TicketID) {
	s.calls = slices.DeleteFunc(s.calls, func(c call) bool { return c.ticket == id })
}

// secret is what the ticket's QR code carries.
func (s *state) secret(id queue.TicketID) string { return rating.Secret(s.key, "ticket", string(id)) }
