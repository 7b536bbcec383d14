package web_test

import (
	"context"
	"fmt"
	"time"

	"motcua/internal/center"
	"motcua/internal/export"
	"motcua/internal/figures"
	"motcua/internal/i18n"
	"motcua/internal/rating"
	"motcua/internal/satisfaction"
	"motcua/internal/wire"
)

// answeredDays are days with answers: two versions of a questionnaire, an official
// whose answers come before anybody reads, one with too few of them.
func answeredDays(q *center.Questionnaire, hostile bool) (days []*figures.Day) {
	start := time.Date(2026, 11, 2, 7, 30, 0, 0, center.Zone)
	for i := range 20 {
		at := start.AddDate(0, 0, i)
		d := &figures.Day{Date: center.DayOf(at), Start: at, Head: int64(1000 + i), Hash: "0a1b2c3d0a1b2c3d0a1b2c3d"}
		for k := range 40 {
			a := wire.RatingData{Counter: center.CounterID(fmt.Sprint(1 + k%3)), Official: []string{"a-7", "a-9", "a-11"}[k%3], Service: []center.ServiceCode{"HT", "CT", "DD"}[k%3],
				Hour: fmt.Sprintf("%sT%02d", d.Date, 8+k%4), Questionnaire: "2026-1", Overall: 5 - k%7/5, Channel: []string{"", "", "phone"}[k%3]}
			if i >= 8 {
				a.Questionnaire, a.Levels, a.Satisfied = q.Version(), len(q.Levels), q.Satisfied
				a.Items = map[string]int{"ket-qua": 5 - k%9/8, "can-bo": 5 - k%5/4, "lan-lien-he": 1 + k%11/10}
			}
			if k%3 == 1 && i > 12 {
				a.Overall = 2 + k%4
			}
			if a.Overall < 3 {
				a.Reasons = []string{"waiting", []string{"attitude", "harassment", "trips"}[k%3]}
			}
			d.Answers = append(d.Answers, a)
			leg := figures.Leg{Service: a.Service, Counter: a.Counter, Official: a.Official, Answered: true, Started: time.Minute, Ended: 2 * time.Minute, Calls: 1, End: "ticket.finished"}
			for n := range 2 + k%3 {
				d.Visits = append(d.Visits, figures.Visit{Number: fmt.Sprintf("A%03d", 10*k+n), Service: a.Service, State: "finished", Issued: time.Duration(k) * time.Minute, Legs: []figures.Leg{leg}})
			}
		}
		if hostile {
			d.Answers[0].Counter = "<script>alert(1)</script>"
		}
		for k, official := range []string{"a-7", "a-9", "a-11"} {
			o := rating.Observed{Counter: center.CounterID(fmt.Sprint(1 + k)), Official: official, Day: d.Date, Legs: 40, Woken: 40, Answers: 25, Timed: 22}
			if k == 1 {
				o.Fast = 12
			}
			d.Observed = append(d.Observed, o)
		}
		days = append(days, d)
	}
	return days
}

func asking() *center.Questionnaire {
	q := center.UsualQuestionnaire()
	q.Items = []center.Item{
		{Code: "ket-qua", Measures: "result", Text: i18n.Text{VI: "Kết quả"}}, {Code: "can-bo", Measures: "official", Text: i18n.Text{VI: "Cán bộ"}},
		{Code: "lan-lien-he", Measures: "tt01-3", Text: i18n.Text{VI: "Số lần"}, Options: []center.Option{{Points: 2}, {Points: 1}}},
	}
	return &q
}

func (r reported) Satisfaction(_ context.Context, lang i18n.Lang, p center.Period, q figures.Query) (*export.Report, error) {
	asked, usual := asking(), center.UsualQuestionnaire()
	known := func(version string) (*center.Questionnaire, time.Time) {
		if version == asked.Version() {
			return asked, time.Date(2026, 11, 10, 0, 0, 0, 0, center.Zone)
		}
		return &usual, time.Time{}
	}
	days := func(yield func(*figures.Day, error) bool) {
		if r.empty {
			return
		}
		for _, d := range answeredDays(asked, r.hostile) {
			if !yield(d, nil) {
				return
			}
		}
	}
	o := satisfaction.Options{Known: func(v string) *center.Questionnaire { x, _ := known(v); return x }, Limit: .01, Detail: true}
	report, err := satisfaction.Of(days, q, o)
	if err != nil {
		return nil, err
	}
	return satisfaction.Words(satisfaction.Source{Report: report, Asked: known, Source: export.Source{Lang: lang, Center: &newFake().config, Period: p, Until: r.Newest(), Person: r.Person}}), nil
}

var satisfactionScenes = []scene{
	{"satisfaction", "/satisfaction/2026-11?by=counter", "manager", 200, nil},
	{"satisfaction-official", "/satisfaction/2026-Q4?by=official", "inspector", 200, nil},
	{"satisfaction-empty", "/satisfaction/2025?by=week", "manager", 200, func(f *fake) { f.reports.empty = true }},
	{"satisfaction-hostile", "/satisfaction/2026-11?by=counter&service=HT", "manager", 200, func(f *fake) { f.reports.hostile = true }},
	{"satisfaction-wrong", "/satisfaction/2026-13", "manager", 422, nil},
	{"satisfaction-forbidden", "/satisfaction/2026-11", "staff", 403, nil},
	{"satisfaction-handler", "/satisfaction/2026-11", "handler", 403, nil},
}
