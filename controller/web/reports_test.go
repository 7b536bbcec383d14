package web_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"motcua/controller/web"
	"motcua/internal/advice"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/figures"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// reported is a month of reports.
type reported struct{ empty, hostile bool }

func figure(n int) figures.Figures {
	d := figures.Dist{N: n, MeanS: 45 * n, P50S: 40 * n, P90S: 95 * n, MaxS: 130 * n}
	return figures.Figures{
		Issued: n + 4, Called: n + 2, Served: n, Visits: n, Finished: n - 1, NoShows: 2, Left: 2, Transfer: 1, Wait: d, WaitOpen: d, VisitWait: d, VisitWaitOpen: d,
		Service: d, Walk: d, Visit: d, Within15: figures.Level{Within: n - 2, Answered: n, LeftAfter: 1}, Within30: figures.Level{Within: n - 1, Answered: n},
		Dossiers: n, Outside: n / 3, Ratings: &figures.Ratings{N: n, Satisfied: n - 4, Versions: []wire.RatingCounts{{Questionnaire: "hai-long@3f2a9c01", Levels: 5, Satisfied: 4, Counts: []int{1, 1, 2, n - 7, 3}}}, Asked: n + 6, Harassment: 1},
		Quality: figures.Quality{Legs: n, Start: n - 1, Finish: n, Visits: figures.Part{Yes: n - 1, N: n}, Instant: 1}, Flags: figures.FlagCounts{Instant: 1},
	}
}

func (r reported) Figures(_ context.Context, q figures.Query) (figures.Table, error) {
	t := figures.Table{Query: q, Head: 123456, Hash: strings.Repeat("0a1b2c3d", 8)}
	if r.empty {
		return t, nil
	}
	t.Days = []center.Day{"2026-11-20", "2026-11-23"}
	keys := map[figures.Dim][]string{figures.ByDay: {"2026-11-20", "2026-11-23"}, figures.Official: {"a-7", "a-9"}, figures.Counter: {"1", "2", "3"}, figures.Service: {"HT", "CT", "DD"}}[q.By]
	if r.hostile {
		keys = append(keys, "<script>alert(1)</script>\u202e", "")
	}
	for i, key := range keys {
		t.Rows = append(t.Rows, figures.Row{Key: key, Figures: figure(12 + 6*i)})
	}
	t.Total = figure(54)
	return t, nil
}

func refOf(number string, leg int, reason string) figures.Ref {
	return figures.Ref{Day: "2026-11-23", Ticket: queue.TicketID("20261123-" + number), Number: number, Leg: leg, Service: "HT", Counter: "3", Official: "a-7", At: at, Value: 740, Reason: reason}
}

func (r reported) Behind(_ context.Context, q figures.Query, figure, row string) (figures.Behind, error) {
	if figure == "satisfied" {
		return figures.Behind{}, fault.New(fault.Invalid, "report-figure")
	}
	b := figures.Behind{Query: q, Figure: figure, Times: true, Row: row}
	if !r.empty {
		b.Counted, b.CountedN = []figures.Ref{refOf("A012", 1, ""), refOf("A013", 2, "")}, 2
		b.Excluded, b.ExcludedN = []figures.Ref{refOf("P004", 1, "paper"), refOf("A019", 1, "left"), refOf("A020", 1, "left")}, 3
	}
	return b, nil
}

func (r reported) Flags(context.Context, figures.Query) ([]figures.Flag, error) {
	if r.empty {
		return nil, nil
	}
	return []figures.Flag{{Kind: figures.Instant, Ref: refOf("A012", 1, ""), Evidence: []figures.Evidence{{What: "served-for", At: at, Seconds: 4}, {What: "dossiers", At: at, N: 1}}}}, nil
}

func (r reported) Exceptions(context.Context, figures.Query) ([]web.MissedRun, error) {
	if r.empty {
		return nil, nil
	}
	said, err := r.Explained(context.Background(), "", "")
	x := figures.Exception{Key: "HT", Target: center.Target{Figure: "wait", Limit: 15, Days: 3}, From: "2026-11-18", To: "2026-11-20", Worst: 22.4,
		Days: []figures.Missed{{Day: "2026-11-18", Value: 22.4, N: 31, Incident: 6}, {Day: "2026-11-19", Value: 17, N: 20}, {Day: "2026-11-20", Value: 16, N: 25}}}
	y := x
	y.Key = ""
	return []web.MissedRun{{Exception: x, Answers: said}, {Exception: y}}, err
}

func (r reported) Explained(context.Context, center.Day, center.Day) ([]wire.Explanation, error) {
	if r.empty {
		return nil, nil
	}
	text := "Cổng dịch vụ công ngừng từ 08:10 đến 09:05."
	if r.hostile {
		text = "<img src=x>\u202e"
	}
	return []wire.Explanation{{ID: "x1", By: wire.Official{ID: "a-7", Name: "Nguyễn Thị Lan"}, Day: "2026-11-18", Figure: "wait", At: at, Text: text}}, nil
}

func (r reported) Ticket(_ context.Context, id queue.TicketID) (string, []wire.Body, error) {
	if id != "20261123-A012" {
		return "", nil, fault.New(fault.NotFound, "report-ticket", "ticket", id)
	}
	event := func(seq int64, kind string, minute int, data map[string]any) wire.Body {
		data["ticket"] = id
		raw, err := json.Marshal(data)
		if err != nil {
			panic(err)
		}
		return wire.Body{Seq: seq, Type: kind, At: at.Add(time.Duration(minute) * time.Minute), Day: "2026-11-23", Data: raw}
	}
	return "A012", []wire.Body{
		event(101, "ticket.issued", 0, map[string]any{"number": "A012", "source": "kiosk", "service": "HT"}), event(104, "ticket.called", 12, map[string]any{"counter": "3", "by": "a-7", "reason": "came-back"}),
		event(105, "ticket.started", 13, map[string]any{"counter": "3", "by": "a-7"}), event(110, "ticket.finished", 21, map[string]any{"counter": "3", "by": "a-9", "dossiers": 3, "outside": 1}),
	}, nil
}

func (r reported) Output(_ context.Context, p center.Period, _ figures.Query) ([]advice.Output, error) {
	if r.empty || p.Kind != center.Quarter {
		return nil, nil
	}
	return []advice.Output{
		{Received: advice.Received{Official: "a-7", Since: "2026-01-05", Dossiers: 1480}, Days: 231, Projected: 1602, Target: 1600, Standing: advice.Met},
		{Received: advice.Received{Official: "a-9", Since: "2026-11-16", Dossiers: 60}, Days: 6, Target: 1600, Standing: advice.TooEarly},
	}, nil
}

func (reported) Newest() center.Day { return "2026-11-23" }

func (reported) Person(id string) string { return map[string]string{"a-7": "Nguyễn Thị Lan"}[id] }

var reportScenes = []scene{
	{"report", "/reports/2026-11", "manager", 200, (*fake).targets},
	{"report-days", "/reports/2026-Q4?by=day&sort=wait_mean", "inspector", 200, nil},
	{"report-filtered", "/reports/2026-11-23?by=official&service=HT&hour=09", "manager", 200, nil},
	{"report-empty", "/reports/2025", "manager", 200, func(f *fake) { f.reports.empty = true }},
	{"report-hostile", "/reports/2026-W48", "manager", 200, func(f *fake) { f.reports.hostile = true }},
	{"report-wrong", "/reports/2026-13", "manager", 422, nil},
	{"report-query", "/reports/2026?by=name", "manager", 422, nil},
	{"report-behind", "/reports/2026-11/behind?figure=wait&row=HT", "manager", 200, nil},
	{"report-behind-empty", "/reports/2026-11/behind?figure=wait&all=1", "manager", 200, func(f *fake) { f.reports.empty = true }},
	{"report-behind-none", "/reports/2026-11/behind?figure=satisfied", "manager", 422, nil},
	{"report-ticket", "/reports/2026-11/tickets/20261123-A012", "inspector", 200, nil},
	{"report-ticket-none", "/reports/2026-11/tickets/20261123-Z999", "manager", 404, nil},
	{"report-flags", "/reports/2026-11/flags", "manager", 200, nil},
	{"report-flags-empty", "/reports/2026-11/flags", "manager", 200, func(f *fake) { f.reports.empty = true }},
	{"report-forbidden", "/reports/2026-11", "staff", 403, nil},
}

func (f *fake) targets() {
	f.config.Targets = []center.Target{{Figure: "wait", Limit: 15, Days: 3, Basis: "Kế hoạch năm 2025"}, {Figure: "satisfied", Limit: 95, From: "2026-11-15", Days: 3}, {Figure: "harassment", Limit: 1, Days: 3}}
}

// TestReportsLeadToTheirPeriod walks from the form to an address.
func TestReportsLeadToTheirPeriod(t *testing.T) {
	h := scene{}.handler()
	for ask, want := range map[string]string{
		"/reports": "/reports/2026-11",
		"/reports?kind=quarter&day=2026-05-09&by=day&service=": "/reports/2026-Q2?by=day",
		"/reports?kind=half-year&day=2026-07-01&service=HT":    "/reports/2026-H2?service=HT",
		"/reports?kind=never&day=never":                        "/reports/2026-11",
	} {
		if got := get(t, h, ask, "manager", i18n.VI).Header.Get("Location"); got != want {
			t.Errorf("%s leads to %q, want %q", ask, got, want)
		}
	}
}

// TestReportsTakeNothingForMarkup looks at names that mean no good.
func TestReportsTakeNothingForMarkup(t *testing.T) {
	h := scene{setup: func(f *fake) { f.reports.hostile = true }}.handler()
	body := text(t, get(t, h, "/reports/2026-11", "manager", i18n.VI))
	for _, bad := range []string{"<script>alert", "<img src=x"} {
		if strings.Contains(body, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
}
