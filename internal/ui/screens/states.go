package screens

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"regexp"
	"strings"

	"motcua/internal/i18n"
	"motcua/internal/ui"
)

// States is what the page of every screen in every state shows.
type States struct {
	Names []string // of the native screens' states, the program first: kiosk-attract
	Pages fs.FS    // web pages as tests hold them: phone-called.vi.html
}

// panelChoice is a screen on which a state can be looked at.
type panelChoice struct {
	ID     string // in the address
	Word   string
	Inches float64
	Wide   bool
}

// panels are the screens to choose from; the first upright one is a kiosk's, the first wide one a hall's.
var panels = []panelChoice{
	{"k21", `21,5" 9:16`, 21.5, false}, {"k15", `15,6" 16:9`, 15.6, true}, {"h55", `55" 16:9`, 55, true}, {"h32", `32" 16:9`, 32, true},
	{"h85", `85" 16:9`, 85, true}, {"p55", `55" 9:16`, 55, false},
}

// group is states that belong together.
type group struct {
	Word  string
	Items []stateLink
}

type stateLink struct{ Name, Word, URL string }

var statesPage = template.Must(template.ParseFS(static, "static/states.html"))

// StatesHandler serves /states, the page, and below it the web pages in their
// states, as tests hold them: what they would do is switched off.
func StatesHandler(s States) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /states", s.index)
	sub, err := fs.Sub(static, "static")
	if err != nil {
		panic(err) // embedded: a defect
	}
	mux.Handle("GET /states/states.js", file(sub, "states.js", "text/javascript; charset=utf-8"))
	mux.Handle("GET /states/states.css", file(sub, "states.css", "text/css; charset=utf-8"))
	mux.HandleFunc("GET /states/page/{name}", s.page)
	return mux
}

func (s States) index(w http.ResponseWriter, r *http.Request) {
	lang := i18n.Parse(cmp.Or(r.URL.Query().Get("lang"), r.Header.Get("Accept-Language")))
	t := func(name string) string { return i18n.T(lang, "states."+name) }
	words := map[string]string{}
	for _, name := range []string{"title", "what", "before", "after", "language", "theme", "panel", "native", "pages", "pages-what", "screen"} {
		words[name] = t(name)
	}
	data := struct {
		Lang   i18n.Lang
		T      map[string]string
		Langs  []stateLink
		Themes []stateLink
		Panels []panelChoice
		Native []group
		Pages  []group
	}{Lang: lang, T: words, Panels: panels, Native: s.native(t), Pages: s.pages()}
	for _, l := range i18n.Offered() {
		data.Langs = append(data.Langs, stateLink{Name: string(l), Word: languageName(l)})
	}
	for _, theme := range ui.Themes {
		data.Themes = append(data.Themes, stateLink{Name: theme.Name, Word: t("theme-" + theme.Name)})
	}
	var b bytes.Buffer
	if err := statesPage.Execute(&b, data); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	secure(w.Header(), "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'")
	_, _ = w.Write(b.Bytes())
}

func languageName(l i18n.Lang) string {
	name := i18n.T(l, "common.language")
	if i18n.Pending(l) {
		name += " (" + i18n.T(i18n.VI, "ui.pack-pending") + ")"
	}
	return name
}

func secure(h http.Header, policy string) {
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Content-Security-Policy", policy)
}

// native groups the native screens' states by program and layout.
func (s States) native(t func(string) string) (all []group) {
	for _, name := range s.Names {
		program, rest, _ := strings.Cut(name, "-")
		word := t(program)
		if program == "display" {
			layout, moment, _ := strings.Cut(rest, "-")
			word, rest = word+": "+layout, moment
		}
		if len(all) == 0 || all[len(all)-1].Word != word {
			all = append(all, group{Word: word})
		}
		g := &all[len(all)-1]
		g.Items = append(g.Items, stateLink{Name: name, Word: rest})
	}
	return all
}

// pageName is a page of a test: name, language, maybe what it is a part of.
var pageName = regexp.MustCompile(`^([a-z0-9-]+)\.(vi|en)\.html$`)

// pages groups the web pages by the first word of their names.
func (s States) pages() (all []group) {
	if s.Pages == nil {
		return nil
	}
	entries, _ := fs.ReadDir(s.Pages, ".") // embedded
	for _, e := range entries {
		m := pageName.FindStringSubmatch(e.Name())
		if m == nil {
			continue
		}
		first, _, _ := strings.Cut(m[1], "-")
		if len(all) == 0 || all[len(all)-1].Word != first {
			all = append(all, group{Word: first})
		}
		g := &all[len(all)-1]
		g.Items = append(g.Items, stateLink{Word: fmt.Sprintf("%s (%s)", m[1], m[2]), URL: "/states/page/" + e.Name()})
	}
	return all
}

// page shows a web page as a test holds it. It is locked in: no script, no form, no way out.
func (s States) page(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if s.Pages == nil || !pageName.MatchString(name) {
		http.NotFound(w, r)
		return
	}
	raw, err := fs.ReadFile(s.Pages, name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	secure(w.Header(), "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin")
	_, _ = w.Write(raw)
}

// statesScreen is the page around the program that paints the state named in its address after the #.
func (o Options) statesScreen(w http.ResponseWriter, r *http.Request) {
	o.show(w, r, Screen{Kind: "states", ID: "states", Diagonal: panels[0].Inches})
}
