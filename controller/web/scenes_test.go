package web_test

import (
	"net/http"

	"motcua/controller/web"
	"motcua/internal/advice"
	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// scene is one page in one state.
type scene struct {
	name, path, session string
	status              int
	setup               func(*fake)
}

var scenes = append([]scene{
	{"home", "/", everyRole, 200, nil},
	{"home-staff", "/", "staff@1", 200, nil},
	{"login", "/login", "", 200, nil},
	{"setup", "/setup", "", 200, func(f *fake) { f.setup = true }},
	{"counters", "/staff", "staff", 200, nil},
	{"staff-called", "/staff/1", "staff", 200, nil},
	{"staff-open", "/staff/2", "staff", 200, nil},
	{"staff-serving", "/staff/3", "staff", 200, nil},
	{"staff-paused", "/staff/4", "staff", 200, nil},
	{"staff-wrap-up", "/staff/5", "staff", 200, nil},
	{"staff-closed", "/staff/6", "staff", 200, nil},
	{"staff-nobody", "/staff/7", "staff", 200, nil},
	{"staff-small", "/staff/3/small", "staff", 200, nil},
	{"staff-unknown", "/staff/99", "staff", 404, nil},
	{"staff-other", "/staff/2", "staff@1", 403, nil},
	{"staff-paper", "/staff/2", "staff", 200, func(f *fake) { f.desks["2"].Next.Number, f.desks["2"].Next.Taken = "P017", ptr(ago(40)) }},
	{"staff-looked", "/staff/2?q=A015", "staff", 200, nil},
	{"staff-looked-none", "/staff/2?q=Z9", "staff", 200, nil},
	{"greeter", "/greeter", "greeter", 200, nil},
	{"greeter-found", "/greeter?q=015", "greeter", 200, nil},
	{"greeter-copies", "/greeter?q=015", "greeter", 200, func(f *fake) {
		t := f.tickets["waiting"]
		t.Number, t.Series, t.Taken, t.Copy = "P015", "paper", ptr(ago(35)), 2
		f.tickets["waiting"] = t
	}},
	{"greeter-lost", "/greeter?of=HT&at=8h40", "greeter", 200, nil},
	{"greeter-lost-none", "/greeter?of=&at=15:00", "greeter", 200, nil},
	{"greeter-away", "/greeter?q=A033", "greeter", 200, nil},
	{"greeter-missed", "/greeter?q=A005", "greeter", 200, nil},
	{"greeter-called", "/greeter?q=A012", "greeter", 200, nil},
	{"greeter-none", "/greeter?q=999", "greeter", 200, nil},
	{"greeter-battery", "/greeter", "greeter", 200, (*fake).dark},
	{"paper-ratings", "/paper-ratings", "greeter", 200, nil},
	{"paper-sheets", "/paper-ratings/sheets?n=2", "greeter", 200, nil},
	{"paper-staff", "/paper-ratings", "staff", 403, nil},
	{"greeter-closed", "/greeter", "greeter", 200, func(f *fake) { f.board.Open, f.board.NextOpen = false, ptr(at.Add(4*3600e9)) }},
	{"manager", "/manager", "manager", 200, nil},
	{"manager-inspector", "/manager", "inspector", 200, nil},
	{"manager-calm", "/manager", "manager", 200, func(f *fake) {
		f.well()
		f.watched.Alerts, f.today.LongestS = nil, 7*60
	}},
	{"manager-old", "/manager", "manager", 200, func(f *fake) {
		f.watched.Ahead.At = ago(6)
		for i := range f.board.Devices {
			f.board.Devices[i].At = ptr(ago(9))
		}
	}},
	{"manager-empty", "/manager", "manager", 200, (*fake).empty},
	{"more", "/manager/more", "manager", 200, nil},
	{"more-inspector", "/manager/more", "inspector", 200, nil},
	{"more-empty", "/manager/more", "manager", 200, (*fake).empty},
	{"more-scored", "/manager/more", "manager", 200, func(f *fake) {
		f.today.Forecast = &wire.ForecastScores{All: wire.ForecastScore{N: 96, MAE: 4.1, HOL: 6.3, Average: 7.25, Configured: 8},
			Ordinary: wire.ForecastScore{N: 96, Kept: 79, Early: 9, MedianAE: 2.5, Bias: -.3, Over10: 5, Cover50: 50, Cover80: 78, Cover90: 88, Untold: 7}}
	}},
	{"more-well", "/manager/more", "manager", 200, (*fake).well},
	{"more-battery", "/manager/more", "manager", 200, func(f *fake) {
		f.dark()
		f.today.Reprints, f.today.OnPaper, f.today.PaperServed = 3, 4, 9
	}},
	{"daybook", "/daybook", "manager", 200, nil},
	{"daybook-looked", "/daybook?ticket=20261123-A012&person=lan&marked=1&page=2", "inspector", 200, func(f *fake) { f.leaf.Total, f.leaf.Page, f.leaf.Pages = 230, 2, 3 }},
	{"daybook-none", "/daybook?from=2026-11-01&to=2026-11-23&counter=3&group=counter", "manager", 200, func(f *fake) { f.leaf.Entries, f.leaf.Total = nil, 0 }},
	{"daybook-empty", "/daybook?empty", "manager", 200, func(f *fake) { f.leaf = web.Leaf{Page: 1, Pages: 1} }},
	{"daybook-wrong", "/daybook?from=heute", "manager", 422, nil},
	{"daybook-staff", "/daybook", "staff", 403, nil},
	{"wall", "/wall", "display", 200, nil},
	{"wall-calm", "/wall?calm", "manager", 200, func(f *fake) {
		f.well()
		f.watched.Alerts, f.today.LongestS = nil, 7*60
	}},
	{"wall-many", "/wall?many", "inspector", 200, func(f *fake) {
		f.watched.Alerts = append(f.watched.Alerts, f.watched.Alerts...)
		f.watched.Ahead.At = ago(6)
	}},
	{"wall-empty", "/wall?empty", "display", 200, (*fake).empty},
	{"wall-staff", "/wall", "staff", 403, nil},
	{"manager-advised", "/manager", "manager", 200, func(f *fake) {
		f.board.Waiting[3].Stalled = ptr(ago(6))
		f.rules.advice = &web.Advice{At: at, Pieces: []web.Piece{{What: i18n.Text{VI: "Mở quầy 6 lúc 09:15.", EN: "Open counter 6 at 09:15."},
			Because: i18n.Text{VI: "8 trên 10 lần tính thử, lĩnh vực Hộ tịch chờ quá 15 phút.", EN: "in 8 of 10 simulations Civil status waits over 15 minutes."}}}}
	}},
	{"staffing-none", "/manager/staffing", "inspector", 200, nil},
	{"staffing", "/manager/staffing", "manager", 200, func(f *fake) {
		group := advice.Group{Services: []center.ServiceCode{"HT", "CT"}, Counters: []center.CounterID{"1", "2"}}
		needs := []advice.Need{{Slot: 15, People: 4, Counters: 1}, {Slot: 16, People: 14, Load: 2.4, Counters: 3, Short: 1}, {Slot: 18, People: 6, Counters: 2}}
		f.staffing = &web.Staffing{At: at, Until: "2026-11-20", Today: []advice.Staffing{{Group: group, Needs: needs}},
			Hours:  []web.HourAhead{{Service: "HT", People: 12, MeanS: 1140, Miss: .62}, {Service: "CT", People: 7, MeanS: 240, Miss: .02}, {Service: "DD"}},
			Roster: []advice.RosterDay{{Date: "2026-11-24", N: 9, Enough: true, Busy: 1.2, Groups: []advice.Staffing{{Group: group, Needs: needs}}}, {Date: "2026-11-25", N: 2}},
			Output: []advice.Output{
				{Received: advice.Received{Official: "a-7", Since: "2026-01-05", Dossiers: 1410}, Days: 221, Projected: 1627, Target: 1600, Standing: advice.Met},
				{Received: advice.Received{Official: "a-9", Since: "2026-11-09", Dossiers: 61}, Days: 11, Target: 1600, Standing: advice.TooEarly},
			}}
	}},
	{"slip", "/manager/slip", "technician", 200, nil},
	{"slip-own", "/manager/slip?service=HT&say=en&dots=384&copy=1", "manager", 200, func(f *fake) {
		bold := true
		f.config.Services[0].Slip = center.Slip{Text: i18n.Text{VI: "Chỉ nhận hồ sơ bản giấy vào buổi sáng.", EN: "Paper dossiers in the morning only."}, Blocks: []center.SlipBlock{
			{Kind: "header", Align: "center"}, {Kind: "number", Size: "large"}, {Kind: "wait", When: "wait"},
			{Kind: "text", Size: "large", Bold: &bold, When: "priority", Text: i18n.Text{VI: "Mời ông/bà ngồi ghế ưu tiên.", EN: "Please take a priority seat."}}, {Kind: "qr"}}}
	}},
	{"slip-unknown", "/manager/slip?service=XX", "manager", 404, nil},
	{"manager-cut", "/manager", "manager", 200, func(f *fake) { f.link.Connected, f.board.Trouble = false, "disk-full" }},
	{"manager-clock", "/manager", "manager", 200, func(f *fake) { f.board.Trouble = "clock-ahead" }},
	{"manager-battery", "/manager", "manager", 200, (*fake).dark},
	{"technician", "/technician", "technician", 200, nil},
	{"technician-testing", "/technician", "manager", 200, func(f *fake) {
		f.dark()
		f.board.Power.Low, f.board.SelfTest = true, &wire.SelfTest{At: ago(0), Running: true}
	}},
	{"technician-well", "/technician", "technician", 200, (*fake).well},
	{"technician-empty", "/technician", "technician", 200, (*fake).deviceless},
	{"technician-wrong", "/technician/X9", "technician", 404, nil},
	{"labels", "/technician/labels", "technician", 200, nil},
	{"label", "/technician/labels?device=P1", "technician", 200, nil},
	{"phone-waiting", "/t/waiting", "", 200, nil},
	{"phone-no-estimate", "/t/unknown", "", 200, nil},
	{"phone-called", "/t/called", "", 200, nil},
	{"phone-parked", "/t/parked", "", 200, nil},
	{"phone-missed", "/t/missed", "", 200, nil},
	{"phone-finished", "/t/finished", "", 200, nil},
	{"phone-rated", "/t/finished?rated", "", 200, nil},
	{"phone-canceled", "/t/canceled", "", 200, nil},
	{"phone-wrong", "/t/nobody", "", 404, nil},
	{"phone-away", "/t/away", "", 200, nil},
	{"phone-priority", "/t/called", "", 200, func(f *fake) {
		t := f.tickets["called"]
		t.Priority, t.Why = true, &wire.CallReason{Why: queue.Due, Due: at, Over: "A010", OverDue: ptr(at), Passes: 2}
		f.tickets["called"] = t
	}},
	{"phone-by-hand", "/t/called", "", 200, func(f *fake) {
		f.tickets["called"].Why.Why, f.tickets["called"].Why.Reason = queue.ByHand, "needs-help"
	}},
	{"phone-missed-over", "/t/missed", "", 200, func(f *fake) { *f.tickets["missed"].ReturnBy = ago(2) }},
	{"phone-stalled", "/t/waiting", "", 200, func(f *fake) {
		t := f.tickets["waiting"]
		t.Wait, t.Stalled = nil, ptr(ago(6))
		f.tickets["waiting"] = t
	}},
	{"phone-take", "/q/", "", 200, nil},
	{"phone-take-away", "/q/", "", 200, func(f *fake) { f.visits.phone = web.Phone{} }},
	{"phone-take-scan", "/q/", "", 200, func(f *fake) { f.visits.phone, f.config.Remote.Away = web.Phone{}, false }},
	{"phone-take-off", "/q/", "", 200, func(f *fake) { f.config.Remote.On = false }},
	{"phone-book", "/book", "", 200, nil},
	{"phone-book-times", "/book?service=HT&purpose=submit&day=2026-11-24", "", 200, nil},
	{"phone-book-full", "/book?service=HT&purpose=submit&day=2026-11-25", "", 200, nil},
	{"phone-book-none", "/book", "", 200, func(f *fake) { f.config.Appointments.Slots = nil }},
	{"phone-appointment", "/a/KM4TQ7RX", "", 200, nil},
	{"phone-appointment-arrived", "/a/arrived", "", 200, nil},
	{"phone-appointment-wrong", "/a/nothing", "", 404, nil},
	{"demo", "/demo", everyRole, 200, nil},
	{"unknown", "/nothing", everyRole, 404, nil},
	{"forbidden", "/manager", "greeter", 403, nil},
}, append(append(append(append(noticeScenes, lookupScenes...), peopleScenes...), append(reportScenes, satisfactionScenes...)...), append(append(append(ownScenes, seatScenes...), recordScenes...), append(caseScenes, publicScenes...)...)...)...)

// empty is a center on the morning of its first day.
func (f *fake) empty() {
	f.today, f.link, f.watched = wire.Today{}, web.Link{}, web.Watched{}
	f.rules.book, f.rules.services = web.Book{}, wire.Services{}
	for i := range f.board.Waiting {
		f.today.Waiting, f.board.Waiting[i] = 0, wire.QueueState{Service: f.board.Waiting[i].Service}
	}
}

func (s scene) handler() http.Handler {
	f := newFake()
	if s.setup != nil {
		s.setup(f)
	}
	return web.Handler(f.options())
}
