package kiosk

import (
	"slices"
	"strings"
	"unicode/utf8"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/search"
	"motcua/internal/telex"
	"motcua/internal/wire"
)

// The steps of looking up.
const (
	Search     Step = "search"     // what is typed, and what that finds
	Lookup     Step = "lookup"     // what can be looked up
	Fields     Step = "fields"     // services, to see their procedures
	Procedures Step = "procedures" // of one service
	Procedure  Step = "procedure"  // one of them
	Receipt    Step = "receipt"    // the code of a dossier is typed
)

const (
	mostFound   = 30 // entries a search shows
	longestCode = 40 // signs of a dossier's code
)

// shelf is what a kiosk knows of procedures. It is replaced, never changed.
type shelf struct {
	wire.Procedures
	catalog *search.Catalog
}

// seeking is what somebody looks up. It ends with the conversation.
type seeking struct {
	text    telex.Text
	found   []search.Found
	figures bool // the keys are digits
	code    string
	from    Step   // where the search was begun
	steps   []Step // the way back
	field   center.ServiceCode
	about   *center.Procedure
	wanted  center.ServiceCode // a number is wanted for it; the purpose is asked
	named   *center.Procedure  // what the number is for, where that is known
}

// Shelve takes the procedures that citizens look up, and the services they belong to.
func (f *Flow) Shelve(p wire.Procedures, services []center.Service) {
	f.shelf = &shelf{p, search.NewCatalog(services, p.Procedures)}
}

// searches tells whether there is something to search in.
func (f *Flow) searches() bool { return f.shelf != nil }

// seek takes a press that is about looking up.
func (f *Flow) seek(what, value string) {
	s := &f.seeking
	switch {
	case f.shelf == nil:
	case what == "lookup":
		f.lookUp(value)
	case what == "search" && (f.step == Service || f.step == Lookup):
		*s = seeking{from: f.step, steps: append(s.steps, f.step), wanted: s.wanted}
		f.enter(Search)
	case what == "type" && f.step == Search:
		f.typeText(value)
	case what == "type" && f.step == Receipt:
		f.typeCode(value)
	case what == "found" && f.step == Search:
		f.pick(value)
	case what == "field" && f.step == Fields:
		s.field = center.ServiceCode(value)
		f.goOn(Procedures)
	case what == "procedure" && f.step == Procedures:
		f.open(value)
	case what == "number" && f.step == Procedure && f.openNow():
		f.number(s.about.Service, s.about)
	}
}

// goOn enters a step from which the way back leads here.
func (f *Flow) goOn(to Step) {
	f.seeking.steps = append(slices.Clone(f.seeking.steps), f.step)
	f.enter(to)
}

// seekBack goes one step back among those of looking up.
func (f *Flow) seekBack() {
	n := len(f.seeking.steps)
	if n == 0 {
		f.restart()
		return
	}
	to := f.seeking.steps[n-1]
	f.seeking.steps = f.seeking.steps[:n-1]
	if to == Attract {
		f.restart()
		return
	}
	f.enter(to)
}

// typeText takes a key of the keyboard and finds what is typed by now.
func (f *Flow) typeText(key string) {
	s := &f.seeking
	switch key {
	case "figures", "letters":
		s.figures = key == "figures"
		return
	case "erase":
		s.text = s.text.Erase()
	case "space":
		if s.text.String() != "" {
			s.text = s.text.Type(' ')
		}
	default:
		r, n := utf8.DecodeRuneInString(key)
		if n != len(key) || !strings.ContainsRune(letterKeys+figureKeys, r) {
			return
		}
		s.text = s.text.Type(r)
	}
	s.found, f.Page = f.shelf.catalog.Find(s.text.String(), mostFound), 0
}

// pick takes what was found: a service goes on to its number where one was
// about to be chosen, a procedure shows itself otherwise.
func (f *Flow) pick(value string) {
	kind, code, _ := strings.Cut(value, ":")
	switch {
	case kind == "procedure" && f.seeking.from != Service:
		f.open(code)
	case kind == "procedure":
		if p := f.procedure(code); p != nil {
			f.number(p.Service, p)
		}
	case f.seeking.from == Service:
		f.number(center.ServiceCode(code), nil)
	default:
		f.seeking.field = center.ServiceCode(code)
		f.goOn(Procedures)
	}
}

func (f *Flow) procedure(code string) *center.Procedure {
	for i := range f.shelf.Procedures.Procedures {
		if p := &f.shelf.Procedures.Procedures[i]; p.Code == code {
			return p
		}
	}
	return nil
}

func (f *Flow) open(code string) {
	if f.seeking.about = f.procedure(code); f.seeking.about != nil {
		f.goOn(Procedure)
	}
}

// number goes on to a number for a service; the purpose is asked where nobody has.
func (f *Flow) number(service center.ServiceCode, p *center.Procedure) {
	f.seeking = seeking{named: p}
	if f.Wish.Request.Purpose == "" {
		f.seeking.wanted = service
		f.enter(Purpose)
		return
	}
	f.enter(Service)
	f.choose("service", string(service))
}

// wanted goes on to the service that was looked up, once the purpose is chosen
// for which it is given.
func (f *Flow) wanted() {
	want := f.seeking.wanted
	f.seeking.wanted = ""
	if slices.ContainsFunc(f.Offers(), func(s center.Service) bool { return s.Code == want }) {
		f.choose("service", string(want))
	}
}

// papers are what to bring for a number of that service: those of the procedure, where it is known.
func (f *Flow) papers(s center.Service) string {
	p := f.seeking.named
	if p == nil || p.Service != s.Code || len(p.Papers) == 0 {
		return s.Papers.In(f.Lang)
	}
	var list []string
	for _, paper := range p.Papers {
		list = append(list, paper.In(f.Lang))
	}
	return strings.Join(list, "; ")
}

// sought is what the steps of looking up show that changes while they are looked at.
func (f *Flow) sought() string {
	s := f.seeking
	switch f.step {
	case Search:
		return s.text.String() + layer(s.figures)
	case Receipt:
		return s.code + layer(s.figures)
	case Procedure:
		return s.about.Code
	case Procedures:
		return string(s.field)
	}
	return ""
}

func layer(figures bool) string {
	if figures {
		return "\x00"
	}
	return ""
}

func (f *Flow) l(name string, args ...any) string { return i18n.T(f.Lang, "lookup."+name, args...) }

// named is the code of the procedure that the number is taken for, where that is known.
func (f *Flow) named() string {
	if p := f.seeking.named; p != nil && p.Service == f.Wish.Request.Service {
		return p.Code
	}
	return ""
}
