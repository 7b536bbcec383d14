package web_test

import (
	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/i18n"
	"motcua/internal/rating"
	"motcua/internal/satisfaction"
	"motcua/internal/wire"
)

// publication is what the fake center publishes: nothing where it is empty.
type publication struct{ state satisfaction.Published }

func (p publication) Published() (satisfaction.Published, bool) { return p.state, p.state.V > 0 }

var _ web.Publication = publication{}

// openQuestions is a questionnaire that asks for everything that is published.
func openQuestions() *center.Questionnaire {
	q := center.UsualQuestionnaire()
	q.Items = []center.Item{
		{Code: "kq", Measures: "result", Text: i18n.Text{VI: "Kết quả giải quyết", EN: "The result"}},
		{Code: "cb", Measures: "official", Text: i18n.Text{VI: "Sự phục vụ của công chức", EN: "The service"}},
		{Code: "lan", Measures: "tt01-3", Text: i18n.Text{VI: "Số lần phải đến thêm", EN: "Further visits"}, Options: []center.Option{{Points: 2}, {Points: 1}, {Points: 0}}},
	}
	return &q
}

// newPublication makes what a center publishes of its answers: n for each
// service on each of ten days, in two versions of the questionnaire at the end.
func newPublication(n int) publication {
	ledger, asked := satisfaction.NewLedger(), openQuestions()
	usual := center.UsualQuestionnaire()
	versions := map[string]*center.Questionnaire{asked.Version(): asked, usual.Version(): &usual}
	known := func(version string) *center.Questionnaire { return versions[version] }
	from, _ := center.Day("2026-11-09").Start()
	version, old := asked.Version(), usual.Version()
	for day := range 10 {
		d := &figures.Day{Date: center.DayOf(from.AddDate(0, 0, day))}
		for i, s := range serviceNames {
			for k := range n + max(5-i, 0) {
				a := wire.RatingData{Service: s.code, Questionnaire: version, Levels: 5, Satisfied: 4, Overall: 5 - (day+i+k)%7/4 - (day*k+i)%31/30*2,
					Items: map[string]int{"kq": 5 - (day+k)%5/3, "cb": 5 - (day+k)%9/8*3, "lan": 1 + (day+k)%6/5}}
				if day == 0 {
					a.Questionnaire, a.Items = old, nil
				}
				if (day*7+i*3+k)%220 == 9 {
					a.Reasons = []string{center.Harassment}
				}
				d.Answers = append(d.Answers, a)
				d.Visits = append(d.Visits, figures.Visit{Legs: []figures.Leg{{Service: s.code, Answered: true}, {Service: s.code, Answered: true}}})
			}
		}
		ledger.Add(d, known)
	}
	p := satisfaction.Published{V: 1, Until: "2026-11-20", Hotline: "1022", Portal: "https://dichvucong.gov.vn", Licence: "CC BY 4.0",
		LicenceURL: "https://creativecommons.org/licenses/by/4.0/", Contact: "motcua@example.gov.vn"}
	p.Periods = ledger.Periods("2026-11-23", known, .01)
	share := rating.ShareOf(35, 36)
	answer := rating.ShareOf(26, 28)
	p.Periods[2].Complaints = &satisfaction.Complaints{OnTime: &share, Satisfied: &answer}
	for i := range p.Periods {
		for j := range p.Periods[i].Services {
			x := &p.Periods[i].Services[j]
			for _, s := range serviceNames {
				if s.code == x.Service {
					x.Name = &i18n.Text{VI: s.vi, EN: s.en}
				}
			}
		}
	}
	p.Words(known)
	return publication{p}
}

// publicScenes are the page in its states.
var publicScenes = []scene{
	{"public", "/public/satisfaction", "", 200, nil},
	{"public-year", "/public/satisfaction?period=year", "", 200, nil},
	{"public-few", "/public/satisfaction?period=last-quarter", "", 200, nil},
	{"public-one", "/public/satisfaction?one", "", 200, func(f *fake) { f.published = newPublication(0) }},
	{"public-soon", "/public/satisfaction?soon", "", 503, func(f *fake) { f.published = publication{} }},
	{"public-off", "/public/satisfaction?off", "", 404, func(f *fake) { f.published, f.config.Publish.Off = publication{}, true }},
}
