package satisfaction

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"motcua/internal/center"
	"motcua/internal/export"
	"motcua/internal/i18n"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// Words adds the wording of every version that the periods count.
func (p *Published) Words(known Known) {
	seen := map[string]bool{}
	for _, x := range p.Periods {
		for _, v := range x.Total.Versions {
			seen[v.Questionnaire] = true
		}
	}
	p.Questionnaires = []PublishedQuestionnaire{}
	for _, version := range slices.Sorted(maps.Keys(seen)) {
		if q := known(version); q != nil {
			p.Questionnaires = append(p.Questionnaires, PublishedQuestionnaire{version, q})
		}
	}
}

// Wording is what a version asked, nil for one that is not told.
func (p *Published) Wording(version string) *center.Questionnaire {
	for _, q := range p.Questionnaires {
		if q.Version == version {
			return q.Content
		}
	}
	return nil
}

var csvHead = []string{"period", "from", "to", "service", "service_name", "figure", "questionnaire", "question", "choice", "wording", "count", "n", "share", "low", "high"}

// CSV is what is published as one line a figure. Names are Vietnamese; service
// is empty in lines of the whole center, "*" in those of services together.
func (p *Published) CSV() ([]byte, error) {
	lines := [][]string{csvHead}
	for i := range p.Periods {
		lines = append(lines, p.lines(&p.Periods[i])...)
	}
	var b bytes.Buffer
	err := export.Plain(&b, lines)
	return b.Bytes(), err
}

func (p *Published) lines(x *PublishedPeriod) (all [][]string) {
	head := []string{x.Period, string(x.From), string(min(x.To, max(p.Until, x.From)))}
	add := func(cells ...string) { all = append(all, append(slices.Clone(head), cells...)) }
	share := func(where [2]string, figure string, s *rating.Share) {
		if s != nil && s.N > 0 {
			add(where[0], where[1], figure, "", "", "", "", strconv.Itoa(s.Yes), strconv.Itoa(s.N), decimal(s.Value), decimal(s.Low), decimal(s.High))
		}
	}
	row := func(where [2]string, r *PublishedRow) {
		share(where, "satisfied", r.Satisfied)
		share(where, "response", r.Response)
		if r.Harassment != nil {
			share(where, "harassment", &r.Harassment.Share)
		}
		for _, v := range r.Versions {
			p.levels(v, func(cells ...string) { add(append(where[:], cells...)...) })
		}
	}
	row([2]string{}, &x.Total)
	if x.Result != nil {
		share([2]string{}, "result", &x.Result.Satisfied)
	}
	if x.Official != nil {
		share([2]string{}, "official", &x.Official.Satisfied)
	}
	for _, i := range x.Score.Indicators {
		if i.Score != nil {
			add("", "", "tt01-"+strconv.Itoa(i.Number), "", "", "", "", strconv.Itoa(i.Sum), strconv.Itoa(i.N), i.Score.String(), "", "")
		}
	}
	if c := x.Complaints; c != nil {
		share([2]string{}, "complaints-on-time", c.OnTime)
		share([2]string{}, "complaints-satisfied", c.Satisfied)
	}
	for i := range x.Services {
		s := &x.Services[i]
		name := ""
		if s.Name != nil {
			name = s.Name.In(i18n.VI)
		}
		row([2]string{cmp.Or(string(s.Service), "*"), name}, s)
	}
	return all
}

// levels are the raw counts of one version.
func (p *Published) levels(v wire.RatingCounts, add func(...string)) {
	q := p.Wording(v.Questionnaire)
	line := func(question string, choice int, wording string, count, n int) {
		add("count", v.Questionnaire, question, strconv.Itoa(choice), wording, strconv.Itoa(count), strconv.Itoa(n), "", "", "")
	}
	total := 0
	for _, n := range v.Counts {
		total += n
	}
	for i, n := range v.Counts {
		wording := ""
		if q != nil && i < len(q.Levels) {
			wording = q.Levels[i].In(i18n.VI)
		}
		line("", i+1, wording, n, total)
	}
	for _, x := range v.Items {
		total := 0
		for _, n := range x.Counts {
			total += n
		}
		for i, n := range x.Counts {
			line(x.Code, i+1, ChoiceOf(q, x.Code, i).In(i18n.VI), n, total)
		}
	}
}

// ChoiceOf is the wording of an answer to a further question, counted from 0.
func ChoiceOf(q *center.Questionnaire, code string, i int) i18n.Text {
	if q == nil {
		return i18n.Text{}
	}
	switch item, ok := q.Item(code); {
	case !ok:
	case i < len(item.Options):
		return item.Options[i].Text
	case len(item.Options) == 0 && i < len(q.Levels):
		return q.Levels[i]
	}
	return i18n.Text{}
}

func decimal(share float64) string { return strconv.FormatFloat(share, 'f', 4, 64) }

type object = map[string]any

// Catalog describes what is published as open data: one dataset in two forms
// (W3C DCAT 3 as JSON-LD). URL is the center's address.
func (p *Published) Catalog(url string) map[string]any {
	url = strings.TrimRight(url, "/")
	feed := url + "/api/v1/public/satisfaction"
	publisher := object{"@type": "foaf:Organization", "foaf:name": both(p.Name), "dct:identifier": p.Center}
	form := func(address, kind string) object {
		return object{"@type": "dcat:Distribution", "@id": address, "dct:title": kind, "dcat:accessURL": object{"@id": url + center.PublishPath},
			"dcat:downloadURL": object{"@id": address}, "dcat:mediaType": object{"@id": "https://www.iana.org/assignments/media-types/" + kind}}
	}
	dataset := object{
		"@type": "dcat:Dataset", "@id": feed, "dct:identifier": p.Center + "-satisfaction",
		"dct:title": both(said("public.title")), "dct:description": both(said("public.about")),
		"dct:publisher": publisher, "dct:language": []string{"vi", "en"}, "dcat:landingPage": object{"@id": url + center.PublishPath},
		"dct:accrualPeriodicity": object{"@id": "http://publications.europa.eu/resource/authority/frequency/DAILY"},
		"dcat:distribution":      []object{form(feed, "application/json"), form(feed+"?format=csv", "text/csv")},
	}
	if p.Until != "" {
		dataset["dct:modified"] = object{"@type": "xsd:date", "@value": p.Until}
		dataset["dct:temporal"] = object{"@type": "dct:PeriodOfTime", "dcat:startDate": object{"@type": "xsd:date", "@value": PublishedSince(p.Until)},
			"dcat:endDate": object{"@type": "xsd:date", "@value": p.Until}}
	}
	if p.LicenceURL != "" {
		dataset["dct:license"] = object{"@id": p.LicenceURL}
	} else if p.Licence != "" {
		dataset["dct:license"] = object{"@type": "dct:LicenseDocument", "dct:title": p.Licence}
	}
	if p.Contact != "" {
		dataset["dcat:contactPoint"] = object{"@type": "vcard:Organization", "vcard:fn": both(p.Name), "vcard:note": p.Contact}
	}
	return object{
		"@context": object{"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
			"vcard": "http://www.w3.org/2006/vcard/ns#", "xsd": "http://www.w3.org/2001/XMLSchema#"},
		"@type": "dcat:Catalog", "@id": url + "/api/v1/public/catalog", "dct:title": both(said("public.title")), "dct:publisher": publisher,
		"dcat:dataset": []object{dataset},
	}
}

// both is a text in its languages as JSON-LD writes it.
func both(t i18n.Text) []object {
	return []object{{"@value": t.In(i18n.VI), "@language": "vi"}, {"@value": t.In(i18n.EN), "@language": "en"}}
}

// said is a text of the catalog in its languages.
func said(key string) i18n.Text { return i18n.Text{VI: i18n.T(i18n.VI, key), EN: i18n.T(i18n.EN, key)} }
