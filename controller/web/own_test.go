package web_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// team is reports in which officials worked on the same days; P2 reads.
type team struct {
	reported
	colleagues int
	idle       bool // P2 never served
	empty      bool
}

var teamDays = []center.Day{"2026-11-19", "2026-11-20", "2026-11-23"}

func (t team) Figures(_ context.Context, q figures.Query) (figures.Table, error) {
	out := figures.Table{Query: q}
	if t.empty {
		return out, nil
	}
	out.Days = teamDays
	if q.By == figures.Official {
		for i := range t.colleagues {
			out.Rows = append(out.Rows, figures.Row{Key: "Q" + string(rune('1'+i)), Figures: figure(30)})
		}
		out.Rows = append(out.Rows, figures.Row{Key: "", Figures: figure(999)})
	}
	if t.idle || q.By == figures.ByDay && q.Filter[figures.Official] != "P2" {
		return out, nil
	}
	if q.By == figures.Official {
		out.Rows = append(out.Rows, figures.Row{Key: "P2", Figures: figure(20)})
		return out, nil
	}
	for i, d := range teamDays {
		out.Rows = append(out.Rows, figures.Row{Key: string(d), Figures: figure(10 + 4*i)})
	}
	out.Total = figure(42)
	out.Total.WrapUp, out.Total.Quality.Forgotten = figures.Dist{}, 3
	return out, nil
}

func (t team) Explained(_ context.Context, from, to center.Day) ([]wire.Explanation, error) {
	if from != "2026-10-25" || to != "2026-11-23" {
		return nil, nil
	}
	return []wire.Explanation{
		{ID: "x1", By: wire.Official{ID: "P2"}, Day: "2026-11-20", Figure: "service", At: ago(50), Text: "Cổng dịch vụ công ngừng từ 08:10 đến 09:05."},
		{ID: "x2", By: wire.Official{ID: "Q1", Name: "Trần Văn Bình"}, Day: "2026-11-20", Figure: "service", At: ago(70), Text: "Của người khác."},
	}, nil
}

// reporter replaces the reports of a page.
func (f *fake) reporter(r web.Reports) { f.readers, f.config.Retention.Explanations = r, 24 }

func (f *fake) reporting() web.Reports {
	if f.readers != nil {
		return f.readers
	}
	return &f.reports
}

var ownScenes = []scene{
	{"own", "/me/figures", "staff", 200, func(f *fake) { f.reporter(team{colleagues: 4}) }},
	{"own-few", "/me/figures?done", "staff.greeter", 200, func(f *fake) { f.reporter(team{colleagues: 2}) }},
	{"own-empty", "/me/figures?empty", "staff", 200, func(f *fake) { f.reporter(team{empty: true}) }},
	{"own-manager", "/me/figures", "manager", 403, nil},
}

// TestOwnFiguresTellOfNobodyElse looks for names, ratings and colleagues' words,
// and for an average only where nobody can be found behind it.
func TestOwnFiguresTellOfNobodyElse(t *testing.T) {
	for name, test := range map[string]struct {
		reports team
		average bool
	}{
		"alone": {team{}, false}, "two colleagues, six days of work": {team{colleagues: 2}, false},
		"three colleagues, nine days": {team{colleagues: 3}, true}, "never served": {team{colleagues: 5, idle: true}, false},
	} {
		f := newFake()
		f.reporter(test.reports)
		page := text(t, get(t, web.Handler(f.options()), "/me/figures", "staff", i18n.EN))
		if got := strings.Contains(page, "Average of the team"); got != test.average {
			t.Errorf("%s: an average is shown: %v, want %v", name, got, test.average)
		}
		for _, never := range []string{"Q1", "Trần Văn Bình", "Của người khác", "satisf", "999"} {
			if strings.Contains(page, never) {
				t.Errorf("%s: the page has %q", name, never)
			}
		}
		if said := strings.Contains(page, "Cổng dịch vụ công ngừng"); said == test.reports.idle {
			t.Errorf("%s: own words are shown: %v", name, said)
		}
	}
}

// TestTheAverageIsOfAllDaysOfWork: three colleagues and P2, three days each. Times
// weigh by their number, counts by days.
func TestTheAverageIsOfAllDaysOfWork(t *testing.T) {
	f := newFake()
	f.reporter(team{colleagues: 3})
	page := text(t, get(t, web.Handler(f.options()), "/me/figures", "staff", i18n.EN))
	for _, want := range []string{
		"21\u00a0min (n = 12 days of work)", // (3·30·1350 + 20·900) ÷ 110 s = 1268 s: 21 min
		"27.5 (n = 12 days of work)",        // (3·30 + 20) ÷ 4 dossiers a day
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// TestAnExplanationIsSentByKeysAlone opens, writes, sends, and comes back to the figure.
func TestAnExplanationIsSentByKeysAlone(t *testing.T) {
	a := newAPI()
	a.fake.reporter(team{colleagues: 4})
	b := newBrowser(t, a.handler(), "staff")
	b.open("/me/figures?lang=vi", 1280, 900)
	eval[bool](b, "document.querySelector('#service summary').focus(), true")
	b.press("\r")
	b.until("document.querySelector('#service details').open")
	b.press("\t")
	b.press("\t")
	b.until("document.activeElement.name === 'text'")
	b.press("Mất điện từ 9 giờ")
	b.shot("explanation")
	b.press("\t")
	b.press("\r")
	b.until("location.search === '?done' && location.hash === '#service' && document.querySelector('.notice')")
	want := []string{`/api/v1/me/explanations {"day":"2026-11-23","figure":"service","text":"Mất điện từ 9 giờ"}`}
	if got := a.lines(); !slices.Equal(got, want) {
		t.Errorf("sent %q, want %q", got, want)
	}
	b.quiet()
}
