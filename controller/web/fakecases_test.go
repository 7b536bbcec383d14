package web_test

import (
	"net/http"
	"strings"
	"time"

	"motcua/controller/web"
	"motcua/internal/cases"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// requestDesk is what the pages know of requests of citizens.
type requestDesk struct {
	feedback wire.Feedback
	own      wire.FeedbackCase
	list     wire.Cases
	one      wire.Case
	comments wire.Comments
	hidden   bool // every entry is about a request that the reader may not know of
	did      []string
}

const hostile = `<script>alert("x")</script> ‮=HYPERLINK("https://evil.example")`

func newDesk() requestDesk {
	asked := time.Date(2026, 11, 20, 9, 0, 0, 0, center.Zone)
	line := wire.CaseLine{ID: "7MKQ2VX4TN3C5RWD", State: cases.Assigned, Opened: "2026-11-20", Due: "2026-11-27", Days: 4, Route: cases.ToHandler, Matter: cases.AboutService,
		Counter: "3", Day: "2026-11-20", Handler: "Nguyễn Thị Lan", Mine: true}
	late, done := line, line
	late.ID, late.State, late.Due, late.Days, late.Overdue, late.Handler, late.Mine = "late", cases.Opened, "2026-11-19", -2, true, "", false
	late.Matter, late.Moved, late.Counter, late.Reopened = cases.AboutOther, true, "", true
	done.ID, done.State, done.Satisfied, done.Reference, done.Late = "done", cases.Settled, ptr(true), "PAKN-2026.1187", true
	share := wire.CaseShare{N: 34, Share: ptr(.971), Low: .851, High: .995}
	return requestDesk{
		feedback: wire.Feedback{Takes: true, URL: "https://mc.example.gov.vn/y-kien", Hotline: "1022", Portal: "https://dichvucong.gov.vn", Days: 5, Quiet: 5, Matters: cases.Matters},
		own: wire.FeedbackCase{State: cases.Assigned, Opened: "2026-11-20", Due: "2026-11-27", Route: cases.ToHandler, Matter: cases.AboutService, Counter: "3", Day: "2026-11-20",
			Shown: "0••••••678", Texts: []wire.CaseText{{Kind: "question", At: asked, Text: "Tôi chờ hai giờ mà không ai giải thích vì sao."}}},
		list: wire.Cases{Cases: []wire.CaseLine{late, line, done}, Figures: []wire.CasePeriod{
			{Name: "quarter", From: "2026-10-01", To: "2026-11-23", Opened: 12, Waiting: 2, Late: 1, Answered: 9, Withdrawn: 1, Referred: 4, OnTime: wire.CaseShare{N: 4}, Satisfied: wire.CaseShare{N: 2}},
			{Name: "year", From: "2026-01-01", To: "2026-11-23", Opened: 71, Waiting: 2, Late: 1, Answered: 66, Withdrawn: 3, Referred: 36, OnTime: share, Satisfied: wire.CaseShare{N: 28, Share: ptr(.929), Low: .774, High: .98}}}},
		one: wire.Case{CaseLine: line, To: "84912345678", Channel: "sms", Texts: []wire.CaseText{
			{Kind: "question", At: asked, Text: "Tôi chờ hai giờ mà không ai giải thích vì sao."}, {Kind: "pass", By: "Trần Mỹ Hoa", At: asked.Add(25 * time.Hour), Route: cases.ToHandler},
			{Kind: "take", By: "Nguyễn Thị Lan", At: asked.Add(26 * time.Hour)}, {Kind: "note", By: "Nguyễn Thị Lan", At: asked.Add(27 * time.Hour), Text: "Ngày 20 máy in hỏng từ 8 giờ đến 10 giờ."}}},
	}
}

func (d *requestDesk) Feedback() wire.Feedback { return d.feedback }

func (d *requestDesk) Open(_ *http.Request, by *web.Who, key string, q wire.FeedbackRequest) (wire.FeedbackOpened, error) {
	if strings.TrimSpace(q.Text) == "" {
		return wire.FeedbackOpened{}, fault.New(fault.Invalid, "text-empty")
	}
	d.did = append(d.did, "open "+key+" "+q.To)
	return wire.FeedbackOpened{URL: "https://mc.example.gov.vn/y-kien/own", Due: "2026-11-27"}, nil
}

func (d *requestDesk) Own(_ *http.Request, secret string) (wire.FeedbackCase, error) {
	if secret != "own" {
		return wire.FeedbackCase{}, fault.New(fault.NotFound, "case-unknown")
	}
	return d.own, nil
}

func (d *requestDesk) Mind(_ *http.Request, secret, key, verb string, a wire.FeedbackAct) error {
	if d.own.State != cases.Answered {
		return fault.New(fault.Conflict, "case-state")
	}
	d.did = append(d.did, verb+" "+key)
	return nil
}

func (d *requestDesk) List(web.Who) wire.Cases { return d.list }

func (d *requestDesk) Case(_ *http.Request, _ web.Who, id cases.ID) (wire.Case, error) {
	if id != d.one.ID {
		return wire.Case{}, fault.New(fault.NotFound, "case-unknown")
	}
	return d.one, nil
}

func (d *requestDesk) Act(_ *http.Request, by web.Who, id cases.ID, key, verb string, a wire.CaseAct) error {
	if verb == "reference" && a.Reference == "?" {
		return fault.New(fault.Invalid, "case-reference")
	}
	d.did = append(d.did, verb+" "+string(id)+" "+a.Text)
	return nil
}

func (d *requestDesk) Comments(*http.Request, web.Who, center.Day, center.Day) (wire.Comments, error) {
	return d.comments, nil
}

func (d *requestDesk) Hides(web.Who, wire.Body) bool { return d.hidden }

// answered is a request with its answer.
func (f *fake) answered() {
	f.requests.own.State, f.requests.own.MayJudge, f.requests.own.MayObject, f.requests.own.Until = cases.Answered, true, true, "2026-12-01"
	f.requests.own.Texts = append(f.requests.own.Texts, wire.CaseText{Kind: "answer", At: at, Text: "Xin lỗi ông/bà. Máy in hỏng từ 8 giờ. Trung tâm đã thay máy và phân công cán bộ giải thích khi chờ lâu."})
}

var caseScenes = []scene{
	{"feedback", "/y-kien?counter=3", "", 200, nil},
	{"feedback-behalf", "/y-kien", "greeter", 200, nil},
	{"feedback-off", "/y-kien", "", 200, func(f *fake) { f.requests.feedback.Takes = false }},
	{"feedback-new", "/y-kien/own?new", "", 200, nil},
	{"feedback-late", "/y-kien/own", "", 200, func(f *fake) {
		f.requests.own.Overdue, f.requests.own.Route, f.requests.own.Moved, f.requests.own.Shown = true, cases.ToProvince, true, ""
	}},
	{"feedback-answered", "/y-kien/own", "", 200, (*fake).answered},
	{"feedback-settled", "/y-kien/own", "", 200, func(f *fake) {
		f.answered()
		f.requests.own.State, f.requests.own.MayJudge, f.requests.own.MayObject, f.requests.own.Satisfied, f.requests.own.Reference = cases.Settled, false, false, ptr(true), "PAKN-2026.1187"
	}},
	{"feedback-withdrawn", "/y-kien/own", "", 200, func(f *fake) {
		f.requests.own.State, f.requests.own.Texts, f.requests.own.Shown = cases.Withdrawn, nil, ""
	}},
	{"feedback-wrong", "/y-kien/guess", "", 404, nil},
	{"cases", "/cases", "handler", 200, nil},
	{"cases-all", "/cases?show=all", "handler", 200, nil},
	{"cases-none", "/cases?show=mine", "handler", 200, func(f *fake) { f.requests.list.Cases = nil }},
	{"cases-counts", "/cases", "manager", 200, func(f *fake) { f.requests.list.Cases, f.requests.list.Stuck = nil, []cases.Route{cases.ToProvince} }},
	{"cases-staff", "/cases", "staff", 403, nil},
	{"case", "/cases/7MKQ2VX4TN3C5RWD", "handler", 200, nil},
	{"case-hostile", "/cases/7MKQ2VX4TN3C5RWD", "handler", 200, func(f *fake) {
		f.requests.one.Texts[0].Text, f.requests.one.Handler, f.requests.one.Mine = hostile, "", false
	}},
	{"case-answered", "/cases/7MKQ2VX4TN3C5RWD?done=answer", "handler", 200, func(f *fake) {
		f.requests.one.State, f.requests.one.Told, f.requests.one.Satisfied = cases.Answered, "unreachable", ptr(false)
		f.requests.one.Texts = append(f.requests.one.Texts, wire.CaseText{Kind: "answer", By: "Nguyễn Thị Lan", At: at, Text: "Xin lỗi ông/bà."})
	}},
	{"case-comments", "/comments", "handler", 200, func(f *fake) {
		f.requests.comments.Comments = []wire.Comment{{ID: "1", Day: "2026-11-20", Text: "Chị ở quầy 3 hướng dẫn rất rõ.", Counter: "3", Service: "CU"}, {ID: "2", Day: "2026-11-19", Text: hostile}}
	}},
	{"case-comments-none", "/comments", "handler", 200, nil},
	{"case-unknown", "/cases/none", "handler", 404, nil},
}
