package survey

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
	"slices"

	"motcua/internal/center"
	"motcua/internal/i18n"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("survey").Parse(pageText + terminalText))

// view is what the template sees.
type view struct {
	Lang      i18n.Lang // of the page as it comes; the others are in Data
	Center    *center.Center
	Tablet    center.DeviceID
	Counter   *center.Counter // nil for a tablet that the configuration does not know
	Terminal  bool            // it stands at no counter: the counter is an empty one
	Helped    bool            // somebody who is not rated helps with every answer
	Version   string
	Script    string // which of static
	Languages []language
	Usual     []int                 // the five usual levels, best first: they tell which face a wording has
	Asked     *center.Questionnaire // by whom was served while the line was away
	Elsewhere []elsewhere
	Data      data
}

// data is what the page's scripts need of the catalogs.
type data struct {
	Languages []language                      `json:"languages"`
	Texts     map[i18n.Lang]map[string]string `json:"texts"`
}

// language is one that citizens may choose.
type language struct {
	Lang    i18n.Lang `json:"lang"`
	Name    string    `json:"name"`    // its own
	Pending bool      `json:"pending"` // no native speaker has approved it yet
}

// named is a configured name, with its text in the page's language.
type named struct {
	Text  i18n.Text
	Shown string
}

func (s *server) page(w http.ResponseWriter, r *http.Request) {
	if s.May != nil && !s.May(r) {
		http.Redirect(w, r, "/login?next="+url.QueryEscape(r.URL.Path), http.StatusSeeOther)
		return
	}
	v, code := s.view(center.DeviceID(r.PathValue("tablet"))), http.StatusOK
	if v.Counter == nil {
		code = http.StatusNotFound
	}
	s.write(w, v, code)
}

func (s *server) write(w http.ResponseWriter, v *view, code int) {
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, v); err != nil {
		s.Log.Error("page not written", "page", "survey", "err", err)
		http.Error(w, i18n.T(v.Lang, "page.defect"), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	w.Write(b.Bytes()) //nolint:errcheck // the reader has gone
}

func (s *server) view(tablet center.DeviceID) *view {
	c := s.Center()
	v := &view{Lang: i18n.VI, Center: c, Tablet: tablet, Version: s.version, Script: "survey", Usual: []int{5, 4, 3, 2, 1}, Elsewhere: elsewhereOf(c)}
	v.Asked = general(c)
	v.Data = dataOf()
	v.Languages = v.Data.Languages
	if i := slices.IndexFunc(c.Tablets, func(t center.Tablet) bool { return t.ID == tablet }); i >= 0 {
		if counter, ok := c.Counter(c.Tablets[i].Counter); ok {
			v.Counter = counter
		}
		if c.Tablets[i].Shared() {
			v.terminal()
		}
	}
	return v
}

// general is the questionnaire for whoever was served while the tablet could
// not be told of which service: the first that fits every leg, else the first.
func general(c *center.Center) *center.Questionnaire {
	i := slices.IndexFunc(c.Questionnaires, func(q center.Questionnaire) bool { return len(q.Services) == 0 && len(q.Purposes) == 0 })
	if i < 0 && len(c.Questionnaires) > 0 {
		i = 0
	}
	if i < 0 {
		usual := center.UsualQuestionnaire()
		return &usual
	}
	return &c.Questionnaires[i]
}

// dataOf is the page's texts in every language offered.
func dataOf() data {
	d := data{Texts: map[i18n.Lang]map[string]string{}}
	keys := append(i18n.Keys("survey."), "page.demo", "ui.pack-pending")
	for _, lang := range i18n.Offered() {
		d.Languages = append(d.Languages, language{lang, i18n.T(lang, "common.language"), i18n.Pending(lang)})
		d.Texts[lang] = map[string]string{}
		for _, key := range keys {
			d.Texts[lang][key] = i18n.T(lang, key)
		}
	}
	return d
}

// T is the text of a key in the page's language.
func (v view) T(key string, args ...any) string { return i18n.T(v.Lang, key, args...) }

// In is a configured text in the page's language.
func (v view) In(t i18n.Text) string { return t.In(v.Lang) }

// Named is a configured name for the template of that name.
func (v view) Named(t i18n.Text) named { return named{t, t.In(v.Lang)} }
