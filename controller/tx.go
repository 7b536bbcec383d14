package controller

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/store"
	"motcua/internal/wire"
)

const (
	jump      = 2 * time.Second // the wall clock may drift this far from the uptime between events
	farAhead  = 31              // days a clock may be ahead of the last service day unasked
	roomCheck = 10 * time.Second

	lapseCheck = time.Minute // between looks for numbers that nobody checked in, or nobody may call
)

// tx is one batch's view of the day: what it emits is applied at once and
// stored with the batch.
type tx struct {
	*state
	e     *Engine
	now   queue.Moment
	batch *store.Batch
}

func (t *tx) draft(kind string, day center.Day, data any) int64 {
	t.batch.Drafts = append(t.batch.Drafts, store.Draft{Type: kind, At: t.now, Day: day, Data: data})
	return t.e.store.Head().Seq + int64(len(t.batch.Drafts))
}

// emit adds an event that is not the queue's and applies it.
func (t *tx) emit(kind string, data any) { t.emitOn(t.day.Date, kind, data) }

func (t *tx) emitOn(day center.Day, kind string, data any) {
	t.apply(t.draft(kind, day, data), kind, day, data, t.now)
}

// happen adds events of the queue and applies them.
func (t *tx) happen(events []queue.Event) {
	for _, q := range events {
		t.queue(t.draft(string(q.Type), t.day.Date, q), q, t.now)
		t.follow(q)
		t.given(q)
		switch {
		case q.Type == queue.TicketStarted:
			t.e.gaming.Begin(q.Counter, t.now.Wall)
		case q.Type == queue.TicketFinished && q.Reason == "":
			t.askSurvey(q)
		case q.Type == queue.CounterUndone && q.Undone == queue.TicketFinished:
			t.takeSurveyBack(q.Ticket)
		}
	}
}

// roll looks at the clock: it reports a jump, and closes and opens service days.
func (t *tx) roll() {
	if off := time.Duration(t.now.Wall.UnixNano()) - t.now.Up; t.boot == t.now.Boot && (off-t.offset).Abs() > jump {
		t.doubt(off - t.offset)
		t.emit(wire.ClockJumped, &wire.ClockJumpedData{ByMS: (off - t.offset).Milliseconds()})
	}
	if t.e.doubted != center.DayOf(t.now.Wall) { // the clock was set again
		t.e.doubted = ""
	}
	t.room()
	t.timeTest()
	if t.e.plausible(t.now) != nil {
		return
	}
	today := center.DayOf(t.now.Wall)
	hours := &t.center.Hours
	if t.open && (today > t.day.Date || !t.now.Wall.Before(hours.End(t.day.Date))) {
		t.closeDay()
	}
	if !t.open && (!t.e.awaits || t.e.postponed) && len(hours.On(today)) > 0 && t.now.Wall.Before(hours.End(today)) {
		t.openDay(today)
	}
	t.sealHour()
	t.morningTest(today)
	t.watch()
	if t.now.Up-t.e.lapsed >= lapseCheck {
		t.e.lapsed = t.now.Up
		t.lapse()
	}
}

// lapse gives up what nobody comes for any more. Who called a greeter just
// before closing may still stand there.
func (t *tx) lapse() {
	t.lapseHelp()
	t.lapseInspections()
	t.passCases()
	t.retain()
	if t.open {
		t.happen(t.day.Lapse(t.now))
		t.happen(t.day.Stranded(t.now))
		t.happen(t.day.Overlooked(t.now))
		t.forgetContacts()
	}
}

// doubt looks at a jump that would end the open day: where people have been
// issued and called since the machine started, its date needs a person's word.
func (t *tx) doubt(by time.Duration) {
	before := center.DayOf(t.now.Wall.Add(-by))
	if by > time.Hour && t.open && t.lived == t.now.Boot && before == t.day.Date && before < center.DayOf(t.now.Wall) {
		t.e.doubted = center.DayOf(t.now.Wall)
	}
}

// openDay begins today, or goes on with it where a clock that was wrong had closed it.
func (t *tx) openDay(today center.Day) {
	if today > t.last {
		t.batch.Forget = true
		t.purgeRatings()
		t.e.replies = map[replyKey]store.Reply{}
		t.e.phones = map[phoneKey]int{}
	}
	fresh, left := today > t.last, t.alerts.Retell()
	if fresh {
		t.abandonTest()
		t.keepApart() // of the day before, beside cases that came after it was closed
	}
	t.emitOn(today, wire.DayOpened, nil)
	if fresh {
		t.retell()
		t.countPaper()
		t.alert(left)
	}
	t.happen(t.day.Policy())
	t.due()
}

func (t *tx) closeDay() {
	events := t.day.Close()
	expired := 0
	for _, q := range events {
		if q.Type == queue.TicketExpired {
			expired++
		}
	}
	t.happen(events)
	t.seal(true)
	t.observe()
	scores := t.waits.Scores(t.day)
	t.emit(wire.ForecastScored, &scores)
	t.loseNotices()
	t.closeAlerts()
	t.emit(wire.DayClosed, &wire.DayClosedData{Expired: expired})
	t.orderClosing("")
	t.forgetContacts()
	t.keepApart()
}

// plausible tells whether the wall clock can be believed enough to change the day.
func (e *Engine) plausible(now queue.Moment) error {
	today, last := center.DayOf(now.Wall), e.state.last
	if now.Wall.Before(e.opts.Built) || today < last {
		return fault.New(fault.Unavailable, "clock-behind")
	}
	start, err := last.Start()
	far := last != "" && err == nil && today > center.DayOf(start.AddDate(0, 0, farAhead))
	if (far || today == e.doubted) && today != e.allowed && today != last {
		return fault.New(fault.Unavailable, "clock-ahead")
	}
	return nil
}

// room tries, while the disk is full, to set room aside again.
func (t *tx) room() {
	if t.e.checked != 0 && t.now.Up-t.e.checked < roomCheck {
		return
	}
	t.e.checked = t.now.Up
	kept := t.e.store.KeepBallast()
	if t.e.full && kept {
		t.e.full = false
	}
}

func (t *tx) issue(w queue.Wish) (queue.TicketID, error) {
	if t.e.full {
		return "", fault.New(fault.Unavailable, "disk-full")
	}
	if err := t.e.plausible(t.now); err != nil {
		return "", err
	}
	events, err := t.day.Issue(w, t.now)
	if err != nil {
		return "", err
	}
	if !t.open { // nobody could call it
		return "", fault.New(fault.Conflict, "day-closed")
	}
	if w.Paper != nil && t.onPaper(events[0].Service, events[0].Number) {
		return "", fault.New(fault.Conflict, "paper-known", "number", events[0].Number)
	}
	events[0].Told = t.told(events[0], t.now)
	t.happen(events)
	return events[0].Ticket, nil
}

func (t *tx) act(action string, a queue.Act) (nobody bool, err error) {
	if !t.open {
		return false, fault.New(fault.Conflict, "day-closed")
	}
	events, err := t.day.Do(action, a, t.now)
	if err != nil {
		return false, err
	}
	t.happen(events)
	return len(events) == 0, nil
}

// remember keeps a value beside the log, in the same transaction.
func (t *tx) remember(key, value string) {
	if t.batch.Meta == nil {
		t.batch.Meta = map[string]string{}
	}
	t.batch.Meta[key] = value
}

// setEpoch tells the log from first on under a new epoch.
func (t *tx) setEpoch(first int64) {
	t.e.epoch = wire.EpochOpenedData{Epoch: newEpoch(), First: first}
	raw, _ := json.Marshal(t.e.epoch) // two plain fields: it cannot fail
	t.remember("epoch", string(raw))
}

func newEpoch() string {
	var b [8]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
