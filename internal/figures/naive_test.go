package figures_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/wire"

	. "motcua/internal/figures"
)

// This is an independent reading of docs/figures.md: it knows nothing of the
// rules' state. It first strikes out of a day's log whatever was taken back,
// then reads what is left of each number from its issue to its end, and keeps a
// flat list of observations: this figure, this value, in these rows.

// lived is an entry of a day with its time since the first one, in milliseconds.
type lived struct {
	queue.Event
	ms   int64
	wall time.Time
}

// observation is one value of one figure.
type observation struct {
	figure string
	value  int64 // milliseconds, or a count
	keys   map[Dim]string
}

// reading is what the naive fold has read of one day.
type reading struct {
	date    center.Day
	windows []center.Window
	zero    time.Time
	end     int64
	names   Names
	log     []lived // as it stands
	clean   []lived // without what was taken back
	out     []observation
}

func read(date center.Day, windows []center.Window, names Names, events []queue.Event, at []queue.Moment) *reading {
	r := &reading{date: date, windows: windows, names: names}
	var ms int64
	for i, m := range at {
		if i > 0 {
			step := m.Up - at[i-1].Up
			if m.Boot != at[i-1].Boot {
				step = m.Wall.Sub(at[i-1].Wall)
			}
			ms += max(0, step.Milliseconds())
		} else {
			r.zero = m.Wall
		}
		r.log = append(r.log, lived{events[i], ms, m.Wall})
	}
	r.end = ms
	r.clean = strike(r.log)
	return r
}

// strike removes what was taken back, and the taking back.
func strike(log []lived) []lived {
	gone := make([]bool, len(log))
	for i, e := range log {
		if e.Type != queue.CounterUndone {
			continue
		}
		gone[i] = true
		for want := e.Undone; want != ""; {
			j := i - 1
			for j >= 0 && (gone[j] || log[j].Counter != e.Counter || log[j].Type != want) {
				j--
			}
			if j < 0 {
				break
			}
			gone[j], want = true, ""
			if log[j].Together {
				want = queue.TicketFinished
			}
		}
	}
	var kept []lived
	for i, e := range log {
		if !gone[i] {
			kept = append(kept, e)
		}
	}
	return kept
}

// note adds an observation.
func (r *reading) note(figure string, value int64, keys map[Dim]string) {
	r.out = append(r.out, observation{figure, value, keys})
}

func (r *reading) clock(ms int64) time.Time {
	return r.zero.Add(time.Duration(ms) * time.Millisecond).In(center.Zone)
}

// whereabouts are the rows that something belongs to.
func (r *reading) whereabouts(t *number, service center.ServiceCode, counter center.CounterID, official string, ms int64) map[Dim]string {
	k := r.times()
	k[Service], k[Purpose], k[Procedure] = string(service), string(t.purpose), t.procedure
	r.desk(k, counter, official)
	k[Hour] = r.clock(ms).Format("15")
	return k
}

func (r *reading) desk(k map[Dim]string, counter center.CounterID, official string) {
	if strings.HasPrefix(official, "N") { // a keypad
		official = ""
	}
	k[Counter], k[Official], k[Agency], k[Employer] = string(counter), official, "", ""
	if counter != "" {
		k[Agency] = r.names.Agency(counter)
	}
	if official != "" {
		k[Employer] = r.names.Employer(official)
	}
}

func (r *reading) times() map[Dim]string {
	d, _ := time.ParseInLocation(time.DateOnly, string(r.date), center.Zone)
	y, w := d.ISOWeek()
	week := strconv.Itoa(w)
	if w < 10 {
		week = "0" + week
	}
	quarter := map[time.Month]string{1: "1", 2: "1", 3: "1", 4: "2", 5: "2", 6: "2", 7: "3", 8: "3", 9: "3", 10: "4", 11: "4", 12: "4"}[d.Month()]
	half := "1"
	if d.Month() > time.June {
		half = "2"
	}
	monday := map[string]string{"Mon": "1", "Tue": "2", "Wed": "3", "Thu": "4", "Fri": "5", "Sat": "6", "Sun": "7"}
	return map[Dim]string{
		Point: r.names.Point, ByDay: string(r.date), Month: d.Format("2006-01"), Year: d.Format("2006"), Week: strconv.Itoa(y) + "-W" + week,
		Quarter: d.Format("2006") + "-Q" + quarter, Half: d.Format("2006") + "-H" + half, Weekday: monday[d.Format("Mon")],
	}
}

// number is one visit as the naive fold writes it down.
type number struct {
	service             center.ServiceCode
	purpose             center.Purpose
	procedure           string
	priority, away      bool
	paper               bool
	told                *queue.Told
	issued              int64
	plan                []center.ServiceCode
	last                string // what happened last: waiting, called, serving, parked, or how it ended
	turns               []*turn
	printed             bool
	everFirst, everLast int64
}

// turn is one leg.
type turn struct {
	service                      center.ServiceCode
	counter                      center.CounterID
	people, officials            []string // who acted, in turn
	begin, called, start, finish int64
	calls                        int
	came, guessed, resumed, hand bool
	paper, over, pressed         bool
	how                          queue.Type
	dossiers, outside            int
	wrapped                      bool
	wrap                         int64
}

// official is who acted last: a person who had signed on, if one did.
func (x *turn) official() string {
	all := x.people
	if len(x.officials) > 0 {
		all = x.officials
	}
	if len(all) == 0 || x.counter == "" {
		return ""
	}
	return all[len(all)-1]
}

func (t *number) now() *turn { return t.turns[len(t.turns)-1] }

// visits reads every number of the day.
func (r *reading) visits() {
	byTicket := map[queue.TicketID][]int{}
	var order []queue.TicketID
	for i, e := range r.clean {
		if e.Ticket != "" {
			if e.Type == queue.TicketIssued {
				order = append(order, e.Ticket)
			}
			byTicket[e.Ticket] = append(byTicket[e.Ticket], i)
		}
	}
	for _, id := range order {
		t := &number{}
		for _, i := range byTicket[id] {
			r.step(t, i)
		}
		r.tell(t)
	}
}

func (r *reading) step(t *number, i int) {
	e := r.clean[i]
	leg := func() *turn { return t.now() }
	who := func() {
		if e.Counter != "" && e.By != "" && e.By != "controller" {
			leg().people = append(leg().people, e.By)
		}
		if e.Counter != "" && e.Official != "" {
			leg().officials = append(leg().officials, e.Official)
		}
	}
	switch e.Type {
	case queue.TicketIssued:
		begin := e.ms
		if e.Slot != nil && e.Slot.After(e.wall) {
			begin += e.Slot.Sub(e.wall).Milliseconds()
		}
		*t = number{service: e.Service, purpose: e.Purpose, procedure: e.Procedure, priority: e.Priority, away: e.Away, paper: e.Taken != nil,
			told: e.Told, issued: e.ms, plan: e.Also, last: "waiting", turns: []*turn{{service: e.Service, begin: begin, paper: e.Taken != nil}}}
	case queue.TicketCheckedIn:
		t.away = false
		leg().begin = e.ms
	case queue.TicketReclassed:
		t.priority = false
	case queue.TicketCalled:
		x := leg()
		x.begin, x.called, x.counter, x.hand = min(x.begin, e.ms), e.ms, e.Counter, e.Why == queue.ByHand
		x.people, x.officials = nil, nil
		who()
		x.calls++
		t.last = "called"
	case queue.TicketRecalled:
		leg().calls++
	case queue.TicketStarted:
		leg().came, leg().start = true, e.ms
		who()
		t.last = "serving"
	case queue.TicketReturned:
		leg().came, leg().start, leg().called = false, 0, 0
		t.last = "waiting"
	case queue.TicketResumed:
		t.turns = append(t.turns, &turn{service: t.service, counter: e.Counter, begin: e.ms, called: e.ms, start: e.ms, came: true, resumed: true})
		who()
		t.last = "serving"
	case queue.TicketRejoined:
		t.turns = append(t.turns, &turn{service: t.service, begin: e.ms})
		t.last = "waiting"
	case queue.TicketTransferred:
		if e.Service != "" {
			t.service = e.Service
		}
		if t.last == "waiting" {
			leg().service = t.service
			return
		}
		who()
		r.endOf(t, e)
		t.turns = append(t.turns, &turn{service: t.service, begin: e.ms})
		t.last = "waiting"
	case queue.TicketFinished:
		who()
		r.endOf(t, e)
		leg().pressed = e.Reason == ""
		t.last = "finished"
		x := leg()
		r.after(x, i)
		if e.Then != "" {
			t.service = e.Then
		}
		if e.Then != "" || e.Back != "" {
			t.turns = append(t.turns, &turn{service: t.service, begin: x.finish})
			t.last = "waiting"
		}
	case queue.TicketParked, queue.TicketNoShow, queue.TicketCanceled, queue.TicketExpired:
		who()
		r.endOf(t, e)
		t.last = map[queue.Type]string{queue.TicketParked: "parked", queue.TicketNoShow: "no-show", queue.TicketCanceled: "canceled", queue.TicketExpired: "expired"}[e.Type]
	}
}

func (r *reading) endOf(t *number, e lived) {
	x := t.now()
	if x.over {
		return
	}
	x.begin = min(x.begin, e.ms)
	x.over, x.finish, x.how, x.pressed, x.dossiers, x.outside = true, e.ms, e.Type, true, e.Dossiers, e.Outside
	if e.Reason == queue.Forgotten {
		x.finish = max(e.ms-int64(e.Silent)*1000, x.begin, x.called, x.start)
	}
	if e.Inferred {
		x.came, x.guessed, x.start = true, true, min(x.called+30_000, x.finish)
	}
}

// after finds when the counter went on after a finish.
func (r *reading) after(x *turn, i int) {
	if r.clean[i].Reason == queue.Forgotten {
		return
	}
	for _, e := range r.clean[i+1:] {
		if e.Counter != x.counter || e.Type == queue.TicketIssued {
			continue
		}
		switch e.Type {
		case queue.CounterReady, queue.TicketCalled, queue.TicketResumed, queue.CounterPaused, queue.CounterClosed, queue.CounterOpened:
			x.wrap = e.ms - r.clean[i].ms
			x.wrapped = e.Type == queue.CounterReady || e.Type == queue.TicketCalled && r.givenBefore(e.Ticket, r.clean[i].ms)
			return
		}
	}
}

// givenBefore tells whether a number had been given by then.
func (r *reading) givenBefore(id queue.TicketID, ms int64) bool {
	return slices.ContainsFunc(r.clean, func(e lived) bool { return e.Type == queue.TicketIssued && e.Ticket == id && e.ms <= ms })
}

// shut is how much of a stretch the center was closed, minute by minute of its hours.
func (r *reading) shut(from, to int64) int64 {
	if len(r.windows) == 0 || to <= from {
		return 0
	}
	day, _ := time.ParseInLocation(time.DateOnly, string(r.date), center.Zone)
	left := to - from
	for _, w := range r.windows {
		opens, closes := day.Add(time.Duration(w.From)*time.Minute), day.Add(time.Duration(w.To)*time.Minute)
		a, b := r.clock(from), r.clock(to)
		if a.Before(opens) {
			a = opens
		}
		if b.After(closes) {
			b = closes
		}
		if b.After(a) {
			left -= b.Sub(a).Milliseconds()
		}
	}
	return left
}

// tell turns a number into observations.
func (r *reading) tell(t *number) {
	var home *turn
	for _, x := range t.turns {
		if x.came {
			home = x
		}
	}
	k := r.whereabouts(t, t.turns[0].service, "", "", t.issued)
	if home != nil {
		r.desk(k, home.counter, home.official())
	}
	r.note("issued", 0, k)
	switch {
	case home != nil:
		r.note("visits", 0, k)
	}
	if t.paper {
		r.note("on_paper", 0, k)
	}
	if name, ok := map[string]string{"finished": "finished", "no-show": "no_shows", "canceled": "canceled", "expired": "expired"}[t.last]; ok {
		r.note(name, 0, k)
	}
	if t.last == "waiting" && !t.away {
		r.note("waiting", r.end-t.now().begin, k)
	}
	r.tellVisit(t, k)
	for i, x := range t.turns {
		r.tellTurn(t, x, i)
	}
}

func (r *reading) tellVisit(t *number, k map[Dim]string) {
	if first := t.turns[0]; t.told != nil && first.came {
		class := map[bool]string{true: "_priority", false: "_ordinary"}[t.priority]
		s := int((first.called - t.issued) / 1000)
		r.note("told"+class, 0, k)
		if s <= t.told.HighS {
			r.note("told_kept"+class, 0, k)
		}
		if s < t.told.LowS {
			r.note("told_early"+class, 0, k)
		}
	}
	if t.last != "finished" {
		return
	}
	wait, open, paper, all := int64(0), int64(0), false, true
	for _, x := range t.turns {
		paper = paper || x.paper
		if x.came && !x.resumed {
			wait += x.called - x.begin
			open += x.called - x.begin - r.shut(x.begin, x.called)
		}
		if x.came && x.over && (x.guessed || !x.pressed) {
			all = false
		}
	}
	r.note("over", 0, k)
	if all {
		r.note("pressed", 0, k)
	}
	if !paper {
		if t.away {
			wait, open = 0, 0
		}
		r.note("visit_wait", wait, k)
		r.note("visit_wait_open", open, k)
		if last := t.now(); last.pressed {
			r.note("visit", last.finish-t.turns[0].begin, k)
		}
	}
}

func (r *reading) tellTurn(t *number, x *turn, i int) {
	k := r.whereabouts(t, x.service, x.counter, x.official(), x.begin)
	yes := func(figure string, when bool) {
		if when {
			r.note(figure, 0, k)
		}
	}
	yes("called", x.calls > 0)
	yes("served", x.came)
	yes("resumed", x.resumed)
	yes("left", !x.came && x.over)
	yes("transfer", x.how == queue.TicketTransferred)
	yes("by_hand", x.hand)
	for range x.dossiers {
		r.note("dossiers", 0, k)
	}
	for range x.outside {
		r.note("outside", 0, k)
	}
	r.tellWait(t, x, k)
	if x.came && !x.resumed && !x.guessed {
		r.note("walk", x.start-x.called, k)
		yes("came_60", x.start-x.called <= 60_000)
	}
	if x.wrapped {
		r.note("wrap_up", x.wrap, k)
	}
	if !x.came || !x.over {
		return
	}
	yes("quality", true)
	yes("pressed_start", !x.guessed)
	yes("pressed_finish", x.pressed)
	yes("forgotten", !x.pressed)
	yes("instant", x.how == queue.TicketFinished && x.pressed && x.finish-x.start < 15_000)
	if x.pressed {
		r.note("service", x.finish-x.start, k)
	}
	if x.how == queue.TicketParked && !x.resumed && x.finish-x.called < 60_000 {
		until := r.end
		if i+1 < len(t.turns) {
			until = t.turns[i+1].begin
		}
		yes("clock_stop", until-x.finish > 300_000)
	}
}

func (r *reading) tellWait(t *number, x *turn, k map[Dim]string) {
	if t.away || x.paper || x.resumed {
		return
	}
	if x.came {
		w, open := x.called-x.begin, x.called-x.begin-r.shut(x.begin, x.called)
		r.note("wait", w, k)
		r.note("wait_open", open, k)
		r.note(map[bool]string{true: "wait_priority", false: "wait_ordinary"}[t.priority], w, k)
		for name, limit := range map[string]int64{"within_15": 900_000, "within_30": 1800_000} {
			if w <= limit {
				r.note(name, 0, k)
			}
		}
		if open <= 900_000 {
			r.note("open_15", 0, k)
		}
		return
	}
	until := x.finish
	if !x.over {
		if t.last != "waiting" {
			return
		}
		until = r.end
	}
	for name, minutes := range map[string]int64{"15": 15, "30": 30, "open_15": 15} {
		w := until - x.begin
		if name == "open_15" {
			w -= r.shut(x.begin, until)
		}
		switch {
		case w > minutes*60_000:
			r.note("left_after_"+name, 0, k)
		case x.over:
			r.note("left_before_"+name, 0, k)
		}
	}
}

// answers reads the survey.
func (r *reading) answers(all []wire.RatingData) {
	for _, a := range all {
		if a.Apart {
			continue
		}
		k := r.times()
		k[Service], k[Purpose], k[Counter], k[Agency] = string(a.Service), string(a.Purpose), string(a.Counter), ""
		if a.Counter != "" {
			k[Agency] = r.names.Agency(a.Counter)
		}
		k[Official] = a.Official
		if k[Employer] = ""; a.Official != "" {
			k[Employer] = r.names.Employer(a.Official)
		}
		if k[Hour] = ""; strings.Contains(a.Hour, "T") {
			k[Hour] = a.Hour[11:]
		}
		r.note("answer", int64(a.Overall), k)
		if levels := cmp.Or(a.Levels, 5); a.Overall > levels-2 { // in the tests the top two
			r.note("satisfied", 0, k)
		}
		if a.Helped {
			r.note("helped", 0, k)
		}
		r.note("by_"+cmp.Or(a.Channel, "tablet"), 0, k)
		r.note(fmt.Sprintf("version %s level %d", a.Questionnaire, a.Overall), 0, k)
		for code, option := range a.Items {
			r.note(fmt.Sprintf("version %s item %s/%s option %d", a.Questionnaire, code, a.Due, option), 0, k)
		}
		for _, reason := range []string{"harassment", "waiting", "attitude"} {
			if slices.Contains(a.Reasons, reason) {
				r.note("named_"+reason, 0, k)
			}
		}
	}
}

// state is what a counter did, as far as its time goes.
type state struct {
	open, paused, wrap bool
	reason             string
	held               queue.TicketID
}

func (s state) kind() string {
	switch {
	case s.held != "":
		return "serving"
	case !s.open:
		return ""
	case s.paused:
		return "paused"
	case s.wrap:
		return "wrap-up"
	}
	return "idle"
}

// seats are who sits at a counter.
type seats struct {
	signed, gone []string // the last one acted last; who was there when the counter closed
	by           string
}

func (s *seats) first() string {
	if len(s.signed) > 0 {
		return s.signed[len(s.signed)-1]
	}
	return s.by
}

func (s *seats) sit(e lived) {
	others := slices.DeleteFunc(slices.Clone(s.signed), func(x string) bool { return x == e.Official })
	switch {
	case e.Type == queue.CounterClosed:
		s.gone, s.signed = s.signed, nil
	case e.Type == queue.CounterUndone && e.Undone == queue.CounterClosed:
		for _, x := range s.signed {
			if !slices.Contains(s.gone, x) {
				s.gone = append(slices.Clone(s.gone), x)
			}
		}
		s.signed = s.gone
	case e.Type == queue.CounterStaffed && !e.Present:
		s.signed = others
	case e.Type == queue.CounterStaffed, len(others) < len(s.signed) && e.Reason != queue.Closing:
		s.signed = append(others, e.Official)
	}
	if e.Official == "" && e.By != "" && e.By != "controller" {
		s.by = e.By
	}
}

// desks reads what the counters did with their time, from the log as it
// stands: ten seconds of a call that was taken back were spent all the same.
func (r *reading) desks() {
	now, since, who := map[center.CounterID]state{}, map[center.CounterID]int64{}, map[center.CounterID]*seats{}
	for _, c := range []center.CounterID{"1", "2", "10"} {
		who[c] = &seats{}
	}
	kept := map[center.CounterID][]state{} // before each action
	spend := func(id center.CounterID, ms int64) {
		if kind := now[id].kind(); kind != "" && ms > since[id] {
			k := r.times()
			r.desk(k, id, who[id].first())
			r.note("time_"+kind, (ms-since[id])/1000, k)
		}
		since[id] = ms
	}
	// leaves is when somebody left: by the closing time, where only the end of the day closed the counter.
	leaves := func(id center.CounterID, e lived) int64 {
		if e.Reason != queue.Closing || len(r.windows) == 0 {
			return e.ms
		}
		day, _ := time.ParseInLocation(time.DateOnly, string(r.date), center.Zone)
		closes := day.Add(time.Duration(r.windows[len(r.windows)-1].To) * time.Minute)
		return max(since[id], min(e.ms, e.ms-r.clock(e.ms).Sub(closes).Milliseconds()))
	}
	for _, e := range r.log {
		id, s := e.Counter, now[e.Counter]
		if w := who[id]; w != nil {
			before := w.first()
			after := *w
			if after.sit(e); after.first() != before {
				spend(id, leaves(id, e))
				since[id] = e.ms
			}
			*w = after
		}
		if e.Type == queue.TicketCanceled || e.Type == queue.TicketExpired || e.Type == queue.TicketIssued || id == "" {
			for c, x := range now { // a number that is called may expire at closing
				if x.held == e.Ticket && e.Ticket != "" {
					spend(c, e.ms)
					x.held, x.wrap = "", false
					now[c] = x
				}
			}
			continue
		}
		before := s
		switch e.Type {
		case queue.CounterOpened:
			s.open, s.paused, s.wrap, s.reason = true, false, false, ""
		case queue.CounterClosed:
			s.open, s.paused, s.wrap, s.reason = false, false, false, ""
		case queue.CounterPaused:
			s.paused, s.wrap, s.reason = true, false, e.Reason
		case queue.CounterReady:
			s.wrap = false
		case queue.TicketCalled, queue.TicketResumed:
			s.held, s.wrap = e.Ticket, false
		case queue.TicketFinished:
			s.held, s.wrap = "", e.Reason != queue.Forgotten
		case queue.TicketNoShow, queue.TicketParked, queue.TicketTransferred, queue.TicketReturned:
			s.held, s.wrap = "", false
		case queue.TicketStarted, queue.CounterIncident, queue.CounterRecovered:
		case queue.CounterUndone:
			if all := kept[id]; len(all) > 0 {
				s, kept[id] = all[len(all)-1], all[:len(all)-1]
			}
		default:
			continue
		}
		if e.Type != queue.CounterUndone {
			if e.Together && len(kept[id]) > 0 { // both are taken back at once
				before = kept[id][len(kept[id])-1]
			}
			kept[id] = append(kept[id], before)
		}
		if s.kind() != before.kind() || s.reason != before.reason || now[id].kind() != s.kind() {
			spend(id, leaves(id, e))
			since[id] = e.ms
		}
		now[id] = s
	}
	for _, id := range slices.Sorted(maps.Keys(now)) {
		spend(id, r.end)
	}
}

// dist sums values up the slow way.
func dist(ms []int64) Dist {
	if len(ms) == 0 {
		return Dist{}
	}
	slices.Sort(ms)
	total := int64(0)
	for _, x := range ms {
		total += x
	}
	rank := func(percent int) int { // the smallest value with at least so many percent at or below it
		for i, x := range ms {
			if (i+1)*100 >= percent*len(ms) {
				return int(x / 1000)
			}
		}
		return 0
	}
	return Dist{N: len(ms), MeanS: int(total / int64(len(ms)) / 1000), P50S: rank(50), P90S: rank(90), MaxS: int(ms[len(ms)-1] / 1000)}
}

// sumUp makes figures of observations.
func sumUp(all []observation) Figures {
	values := map[string][]int64{}
	for _, o := range all {
		values[o.figure] = append(values[o.figure], o.value)
	}
	n := func(name string) int { return len(values[name]) }
	d := func(name string) Dist { return dist(values[name]) }
	level := func(within, left, wait string) Level {
		return Level{Within: n(within), Answered: n(wait), LeftAfter: n("left_after_" + left), LeftBefore: n("left_before_" + left)}
	}
	kept := func(classes ...string) (k Kept) {
		for _, c := range classes {
			k.N, k.Kept, k.Early = k.N+n("told"+c), k.Kept+n("told_kept"+c), k.Early+n("told_early"+c)
		}
		return k
	}
	f := Figures{
		Issued: n("issued"), OnPaper: n("on_paper"), Waiting: n("waiting"), LongestS: d("waiting").MaxS, Visits: n("visits"), Finished: n("finished"),
		NoShows: n("no_shows"), Canceled: n("canceled"), Expired: n("expired"), Called: n("called"), Served: n("served"), Resumed: n("resumed"),
		Left: n("left"), Transfer: n("transfer"), ByHand: n("by_hand"),
		Wait: d("wait"), WaitOpen: d("wait_open"), WaitPriority: d("wait_priority"), WaitOrdinary: d("wait_ordinary"),
		VisitWait: d("visit_wait"), VisitWaitOpen: d("visit_wait_open"), Walk: d("walk"), Service: d("service"), WrapUp: d("wrap_up"), Visit: d("visit"),
		Within15: level("within_15", "15", "wait"), Within30: level("within_30", "30", "wait"), Open15: level("open_15", "open_15", "wait"),
		Came60: Part{Yes: n("came_60"), N: n("walk")}, Told: kept("_priority", "_ordinary"), ToldPriority: kept("_priority"), ToldOrdinary: kept("_ordinary"),
		Dossiers: n("dossiers"), Outside: n("outside"),
		Quality: Quality{Legs: n("quality"), Start: n("pressed_start"), Finish: n("pressed_finish"), Visits: Part{Yes: n("pressed"), N: n("over")},
			Forgotten: n("forgotten"), Instant: n("instant"), ClockStop: n("clock_stop")},
	}
	for _, x := range []struct {
		kind string
		s    *int
	}{{"serving", &f.Time.ServingS}, {"wrap-up", &f.Time.WrapUpS}, {"paused", &f.Time.PausedS}, {"idle", &f.Time.IdleS}} {
		for _, v := range values["time_"+x.kind] {
			*x.s += int(v)
			f.Time.OpenS += int(v)
		}
	}
	if n("answer") >= rating.LeastBatch {
		f.Ratings = &Ratings{N: n("answer"), Satisfied: n("satisfied"), Harassment: n("named_harassment"), Helped: n("helped"), Asked: n("quality"), Channels: map[string]int{}}
		for _, c := range []string{"tablet", "phone", "paper"} {
			if n("by_"+c) > 0 {
				f.Ratings.Channels[c] = n("by_" + c)
			}
		}
		f.Ratings.Reasons = map[string]int{}
		for _, reason := range []string{"harassment", "waiting", "attitude"} {
			if n("named_"+reason) > 0 {
				f.Ratings.Reasons[reason] = n("named_" + reason)
			}
		}
		f.Ratings.Versions = versions(n)
	}
	return f
}

// tabulate answers a query from observations.
func tabulate(all []observation, q Query) (total Figures, rows map[string]Figures) {
	var in []observation
	cut := map[string][]observation{}
	for _, o := range all {
		day := center.Day(o.keys[ByDay])
		fits := day >= q.From && day <= q.To
		for d, want := range q.Filter {
			have, ok := o.keys[d]
			fits = fits && ok && have == want
		}
		if !fits {
			continue
		}
		in = append(in, o)
		if key, ok := o.keys[q.By]; ok {
			cut[key] = append(cut[key], o)
		}
	}
	rows = map[string]Figures{}
	for key, x := range cut {
		rows[key] = sumUp(x)
	}
	return sumUp(in), rows
}

// versions are the raw counts, as nobody may see them: see the check of small parts.
func versions(n func(string) int) (all []wire.RatingCounts) {
	for _, v := range []struct {
		name   string
		levels int
	}{{"v1", 5}, {"v2", 4}} {
		x := wire.RatingCounts{Questionnaire: v.name, Levels: v.levels, Satisfied: v.levels - 1}
		sum := 0
		for level := range v.levels {
			x.Counts = append(x.Counts, n(fmt.Sprintf("version %s level %d", v.name, level+1)))
			sum += x.Counts[level]
		}
		for _, code := range []string{"a", "b"} {
			for _, due := range []string{"", "early", "late"} {
				i := wire.ItemCounts{Code: code, Due: due}
				for option := range 3 {
					if k := n(fmt.Sprintf("version %s item %s/%s option %d", v.name, code, due, option+1)); k > 0 {
						for len(i.Counts) <= option {
							i.Counts = append(i.Counts, 0)
						}
						i.Counts[option] = k
					}
				}
				if i.Counts != nil {
					x.Items = append(x.Items, i)
				}
			}
		}
		if sum > 0 {
			all = append(all, x)
		}
	}
	return all
}
