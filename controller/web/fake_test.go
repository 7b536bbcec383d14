package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// at is the moment of every golden page: 09:12:40 local.
var at = time.Date(2026, 11, 23, 9, 12, 40, 0, center.Zone)

func ago(minutes int) time.Time { return at.Add(-time.Duration(minutes) * time.Minute) }

// fake is a center in memory, as the pages see one.
type fake struct {
	record    *soundness
	mu        sync.Mutex
	config    center.Center
	board     wire.Board
	today     wire.Today
	desks     map[center.CounterID]web.Desk
	tickets   map[string]wire.Ticket // by secret
	surveys   map[string]wire.Survey
	rated     []wire.RatingRequest
	link      web.Link
	setup     bool
	rules     *rules
	staffing  *web.Staffing
	visits    *visits
	notices   letters
	refused   []wire.Refusal
	watched   web.Watched
	leaf      web.Leaf
	reports   reported
	readers   web.Reports // nil: reports
	folk      folk
	requests  requestDesk
	published publication
	papers    papers
}

func (f *fake) Center() *center.Center { return &f.config }

func (f *fake) Board() wire.Board {
	f.mu.Lock()
	defer f.mu.Unlock()
	return clone(f.board)
}

// clone keeps what a page reads apart from what a test changes meanwhile.
func clone[T any](v T) (out T) {
	raw, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	if err != nil {
		panic(err)
	}
	return out
}

func (f *fake) Today() wire.Today { return f.today }
func (f *fake) Link() web.Link    { return f.link }

func (f *fake) Desk(id center.CounterID) (web.Desk, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	d, ok := f.desks[id]
	return clone(d), ok
}

// Callable is the desk's next and two others.
func (f *fake) Callable(id center.CounterID) []wire.Ticket {
	d, _ := f.Desk(id)
	if d.Next == nil {
		return nil
	}
	second, third := ticket("A031", "HT", queue.Waiting, 9), ticket("A032", "HT", queue.Waiting, 4)
	second.Priority, third.Slot = true, ptr(ago(-5))
	return []wire.Ticket{*d.Next, second, third}
}

// Lost is one ticket of the service, whatever the time.
func (f *fake) Lost(service center.ServiceCode, from, _ time.Time) []wire.Ticket {
	t := f.tickets["waiting"]
	if service != "" && t.Service != service || !from.IsZero() && from.Hour() > 9 {
		return nil
	}
	t.URL = "/t/waiting"
	return []wire.Ticket{t}
}

func (f *fake) Find(query string) []wire.Ticket {
	var found []wire.Ticket
	for _, secret := range []string{"waiting", "called", "missed", "parked", "away"} {
		if t := f.tickets[secret]; strings.HasSuffix(t.Number, query) {
			t.URL = "/t/" + secret
			found = append(found, t)
		}
	}
	return found
}

func (f *fake) Ticket(secret string) (wire.Ticket, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	t, ok := f.tickets[secret]
	t = clone(t)
	if !ok {
		return t, fault.New(fault.NotFound, "page-unknown")
	}
	return t, nil
}

func (f *fake) Page(secret string) (wire.PhonePage, error) {
	t, err := f.Ticket(secret)
	p := wire.PhonePage{V: 1, At: at, Ticket: t, Contact: f.notices.left[secret]}
	if q, ok := f.surveys[secret]; ok {
		p.Survey = &q
	}
	return p, err
}

func (f *fake) MayRate(*http.Request) error { return nil }

func (f *fake) Do(_ context.Context, secret, _ string, a wire.PhoneAction) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	t, ok := f.tickets[secret]
	switch {
	case !ok:
		return fault.New(fault.NotFound, "slip-unknown")
	case a.Do == wire.PhoneNotice || a.Do == wire.PhoneForget:
		return f.notices.do(secret, a)
	case a.Do == wire.PhoneRate:
		f.rated = append(f.rated, wire.RatingRequest{Token: a.Token, Answers: a.Answers})
	case a.Do == wire.PhoneCancel:
		t.State = queue.Canceled
	case a.Do == wire.PhoneLate:
		t.State = queue.Waiting
	case a.Do == wire.PhoneCheckIn && !t.Away:
		return fault.New(fault.Conflict, "ticket-state", "number", t.Number, "state", t.State)
	}
	f.tickets[secret] = t
	return nil
}

// Who is everybody who sends a cookie "session" that lists roles.
func (f *fake) Who(r *http.Request) (web.Who, bool) {
	c, err := r.Cookie("session")
	if err != nil || c.Value == "" {
		return web.Who{}, false
	}
	roles, counter, _ := strings.Cut(c.Value, "@")
	ids := map[string]string{"manager": "P1", "staff": "P2", "technician": "P3"}
	first, _, _ := strings.Cut(roles, ".")
	return web.Who{ID: ids[first], Session: "S2", Name: "lan.nt", Roles: strings.Split(roles, "."), Counter: center.CounterID(counter)}, true
}

const everyRole = "staff.greeter.manager.inspector.technician.kiosk.display.tablet"

func (f *fake) Login(w http.ResponseWriter, _ *http.Request, r wire.SessionRequest) (string, error) {
	if r.Name == "minh.lv" {
		return "enrol", nil
	}
	if r.Token != "every-role" && r.Password != "mật khẩu đúng" {
		return "", fault.New(fault.Unauthorized, "forbidden")
	}
	http.SetCookie(w, &http.Cookie{Name: "session", Value: everyRole, Path: "/", HttpOnly: true})
	return "", nil
}

func (f *fake) Logout(w http.ResponseWriter, _ *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: "session", Path: "/", MaxAge: -1})
}

func (f *fake) NeedsSetup() bool { return f.setup }

func (f *fake) Setup(_ context.Context, code, _, _ string) error {
	if code != "right-code" {
		return fault.New(fault.Forbidden, "forbidden")
	}
	f.setup = false
	return nil
}

// options serves the fake at the fixed moment.
func (f *fake) options() web.Options {
	return web.Options{Source: f, Citizens: f, Access: f, Rules: f.rules, Visits: f.visits, Notices: &f.notices, Lookup: f, Reports: f.reporting(), Record: f.record, Watch: f, DayBook: f, People: &f.folk, Personal: &f.papers, Inspections: &f.papers, Staffing: func() *web.Staffing { return f.staffing }, Cases: &f.requests, Publication: f.published, Sheets: func(n int) []string { return slices.Repeat([]string{"k3n8fzq2m7c4"}, n) }, NewKey: func() string { return "one-key" }, Tokens: tokens, Now: func() time.Time { return at }, Province: true,
		Demo: &web.Demo{MQTT: "127.0.0.1:1883", Topic: "motcua/v1/#", TokenFile: "demo/demo-token",
			Printers: []center.DeviceID{"P1", "P2"}, Keypads: []center.DeviceID{"N1"}, Lamps: []center.DeviceID{"L1", "L2"},
			Scanners: []center.DeviceID{"S1"}, Buttons: []center.DeviceID{"H9"}, Voices: []center.DeviceID{"V1"}, Messages: true, UPS: "ups"}}
}

var serviceNames = []struct {
	code   center.ServiceCode
	vi, en string
}{
	{"HT", "Hộ tịch", "Civil status"}, {"CT", "Chứng thực", "Certification"}, {"CU", "Cư trú", "Residence"}, {"DD", "Đất đai", "Land"},
	{"LD", "Lao động - Xã hội", "Labor and social affairs"}, {"YT", "Y tế", "Health"}, {"GD", "Giáo dục", "Education"},
	{"KD", "Kinh doanh", "Business"}, {"XD", "Xây dựng", "Construction"}, {"MT", "Môi trường", "Environment"}, {"NC", "Người có công", "Persons with merit"},
}

func ticket(number string, service center.ServiceCode, state queue.State, minutes int) wire.Ticket {
	return wire.Ticket{ID: queue.TicketID("20261123-" + number), Number: number, Series: queue.Ordinary, Service: service,
		Purpose: center.Submit, State: state, IssuedAt: ago(minutes)}
}

func ptr[T any](v T) *T { return &v }

// newFake is a ward center in the middle of a morning.
func newFake() *fake {
	f := &fake{requests: newDesk(), published: newPublication(5), record: newSoundness(), rules: newRules(), folk: newFolk(), papers: newPapers(), desks: map[center.CounterID]web.Desk{}, surveys: map[string]wire.Survey{}}
	f.config = center.Center{Name: i18n.Text{VI: "Trung tâm Phục vụ hành chính công phường Trảng Dài", EN: "Trang Dai Ward Public Administration Service Center"}, Demo: true, Questionnaires: []center.Questionnaire{center.UsualQuestionnaire()},
		URL: "https://mc-trangdai.example", Feedback: center.Feedback{Hotline: "1022", Portal: "https://dichvucong.gov.vn", Days: 5}, PauseReasons: []string{"break", "meeting", "paperwork", "support", "technical"}}
	for i, s := range serviceNames {
		f.config.Services = append(f.config.Services, center.Service{Code: s.code, Name: i18n.Text{VI: s.vi, EN: s.en}, Prefix: string(rune('A' + i)), Width: 3, Target: 15})
		q := wire.QueueState{Service: s.code, Counters: 1 - i/6}
		if i < 7 {
			q.Waiting, q.LongestS, q.Wait = 7-i, (19-3*i)*60, &wire.Range{LowS: 600, HighS: 1200}
		}
		f.board.Waiting = append(f.board.Waiting, q)
	}
	f.counters()
	f.devices()
	f.people()
	f.alerts()
	f.remote()
	f.board.Seq, f.board.At, f.board.Day, f.board.Open, f.board.LongestS = 4812, at, "2026-11-23", true, 19*60
	f.board.Center, f.board.Demo = f.config.Name, true
	return f
}

// desk is a counter whose next is due before two others.
func (f *fake) desk(next wire.Ticket) web.Desk {
	due := next.IssuedAt.Add(15 * time.Minute)
	return web.Desk{Next: &next, Reason: &wire.CallReason{Why: queue.Due, Due: due, Over: "A031", OverDue: ptr(due.Add(2 * time.Minute)), Passed: 1}}
}

func (f *fake) counters() {
	states := []string{wire.Open, wire.Open, wire.Open, wire.Paused, wire.WrapUp, wire.Closed, wire.Open, wire.Closed}
	for i, state := range states {
		id := center.CounterID(fmt.Sprint(i + 1))
		c := wire.Counter{ID: id, Name: i18n.Text{VI: "Tiếp nhận " + serviceNames[i].vi, EN: serviceNames[i].en + " reception"}, State: state,
			Services: []center.ServiceCode{serviceNames[i].code, serviceNames[i+1].code}, Since: ptr(ago(40 - i)), Waiting: 9 - i}
		if state == wire.Paused {
			c.Reason = "meeting"
		}
		f.board.Counters = append(f.board.Counters, c)
		next := ticket(fmt.Sprintf("A%03d", 20+i), serviceNames[i].code, queue.Waiting, 12+i)
		f.desks[id] = f.desk(next)
	}
	called := ticket("A012", "HT", queue.Called, 21)
	called.Counter, called.CalledAt, called.Purpose = "1", ptr(ago(1)), center.Collect
	called.Plan = []center.ServiceCode{"CT"}
	called.Why = &wire.CallReason{Why: queue.Limit, Due: ago(-3), Over: "A010", OverDue: ptr(ago(2)), Passed: 3}
	serving := ticket("B004", "CT", queue.Serving, 18)
	serving.Plan, serving.Back, serving.Slot = []center.ServiceCode{"DD", "CU"}, "1", ptr(ago(10))
	serving.Why = &wire.CallReason{Why: queue.ByHand, Due: ago(-3), Over: "B003", OverDue: ptr(ago(2)), Reason: "came-back"}
	serving.Counter, serving.CalledAt, serving.StartedAt = "3", ptr(ago(6)), ptr(ago(5))
	f.board.Counters[0].Ticket, f.board.Counters[0].Undo = &called, "ticket.called"
	f.board.Counters[2].Ticket, f.board.Counters[2].Incident = &serving, "vneid"
	d := f.desks["1"]
	d.Parked, d.Missed = []wire.Ticket{ticket("A003", "HT", queue.Parked, 50), ticket("A004", "HT", queue.Parked, 30)}, []wire.Ticket{ticket("A007", "HT", queue.NoShow, 44), ticket("B001", "CT", queue.NoShow, 90)}
	d.Parked[0].RemindAt, d.Parked[1].RemindAt = ptr(ago(6)), ptr(ago(-9))
	d.Missed[0].ReturnBy, d.Missed[1].ReturnBy = ptr(ago(-16)), ptr(ago(12))
	f.desks["1"] = d
	empty := f.desks["7"]
	empty.Next, empty.Reason = nil, nil
	f.desks["7"] = empty
	first := f.desks["3"]
	first.Next.Priority = true
	first.Reason.Why = queue.Turn
	f.board.Counters[1].IdleS = 4 * 60
	f.board.Counters[6].Waiting = 0
}

func (f *fake) people() {
	waiting := ticket("A015", "HT", queue.Waiting, 8)
	waiting.Priority = true
	waiting.Ahead, waiting.Wait = 4, &wire.Range{LowS: 600, HighS: 1200}
	missed := ticket("A005", "HT", queue.NoShow, 70)
	missed.ReturnBy = ptr(ago(-18))
	away := ticket("A033", "HT", queue.Waiting, 20)
	away.Away, away.CheckInBy, away.URL = true, ptr(ago(-40)), "https://center.example/t/away"
	finished := ticket("B002", "CT", queue.Finished, 40)
	parked := ticket("A003", "HT", queue.Parked, 50)
	parked.Counter = "1"
	unknown := ticket("D001", "DD", queue.Waiting, 2)
	f.tickets = map[string]wire.Ticket{"waiting": waiting, "called": *f.board.Counters[0].Ticket, "missed": missed,
		"finished": finished, "parked": parked, "unknown": unknown, "away": away, "canceled": ticket("C001", "CU", queue.Canceled, 30)}
	f.surveys["finished"] = wire.Survey{Token: "one-time-token", Questionnaire: usualVersion(), Expires: at.Add(time.Hour)}
	f.today = wire.Today{Issued: 186, Waiting: 28, LongestS: 19 * 60, Legs: 143, MeanWaitS: 492, P90WaitS: 871, Within15: 134, LeftAfter: 6,
		Finished: 139, NoShows: 4, Dossiers: 151, Outside: 12, Ratings: &wire.RatingFigures{N: 87, Counts: [5]int{1, 1, 4, 30, 51}, Satisfied: 81, Harassment: 1}}
	f.link = web.Link{Configured: true, Connected: true, Since: ago(95), Acked: 4790, Head: 4812}
}
