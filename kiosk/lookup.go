package kiosk

import (
	"strings"

	"motcua/internal/center"
	"motcua/internal/i18n"
)

// lookUp opens what can be looked up, or one of it.
func (f *Flow) lookUp(what string) {
	switch {
	case what == "" && (f.Step() == Attract || f.Step() == Closed):
		f.seeking = seeking{steps: []Step{Attract}}
		f.enter(Lookup)
	case f.step == Lookup && what == "fields":
		f.goOn(Fields)
	case f.step == Lookup && what == "dossier" && f.shelf.Dossiers:
		f.seeking.code, f.seeking.figures = f.shelf.Agency+"-", true
		f.goOn(Receipt)
	case f.step == Receipt && what == "ask":
		f.askCode()
	}
}

// typeCode takes a key of the keyboard as part of a dossier's code. The dash
// before its serial number comes by itself.
func (f *Flow) typeCode(key string) {
	s := &f.seeking
	switch {
	case key == "figures" || key == "letters":
		s.figures = key == "figures"
	case key == "erase":
		s.code = strings.TrimSuffix(s.code, "-")
		s.code = s.code[:max(0, len(s.code)-1)]
	case len(key) == 1 && strings.Contains(letterKeys+figureKeys, key) && len(s.code) < longestCode:
		if _, day, ok := strings.Cut(s.code, "-"); ok && len(day) == len("251123") && isDigits(day+key) {
			s.code += "-"
		}
		s.code += strings.ToUpper(key)
	}
}

func isDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// served are the services that have procedures, in their order.
func (f *Flow) served() (list []center.Service) {
	for _, s := range f.about.Services {
		if len(f.proceduresOf(s.Code)) > 0 {
			list = append(list, s)
		}
	}
	return list
}

func (f *Flow) proceduresOf(code center.ServiceCode) (list []*center.Procedure) {
	all := f.shelf.Procedures.Procedures
	for i := range all {
		if all[i].Service == code {
			list = append(list, &all[i])
		}
	}
	return list
}

// fee says what a procedure costs.
func (f *Flow) fee(p *center.Procedure) string {
	switch {
	case p.Fee == nil:
		return f.l("unsure")
	case *p.Fee == 0:
		return withNote(f.l("free"), p.FeeNote.In(f.Lang))
	}
	return withNote(f.l("dong", "sum", i18n.Int(f.Lang, int(*p.Fee))), p.FeeNote.In(f.Lang))
}

// days says how long a procedure takes.
func (f *Flow) days(p *center.Procedure) string {
	note := p.DaysNote.In(f.Lang)
	switch {
	case p.Days == nil:
		return f.l("unsure")
	case *p.Days == 0:
		return sentence(f.l("same-day"), note)
	case *p.Days == 1:
		return sentence(f.l("one-day"), note)
	}
	return sentence(f.l("days", "n", *p.Days), note)
}

// withNote puts what an amount is for behind it.
func withNote(amount, note string) string {
	if note == "" {
		return amount
	}
	return amount + ", " + note
}

// sentence puts a second sentence behind a first.
func sentence(first, second string) string {
	if second == "" {
		return first
	}
	return first + ". " + second
}

// link is what the QR code of a procedure opens, and what that is: its form, else its page here.
func (f *Flow) link(p *center.Procedure) (address, word string) {
	if p.Form != "" {
		return p.Form, f.l("qr-form")
	}
	if f.shelf.Pages == "" {
		return "", ""
	}
	return f.shelf.Pages + p.Code, f.l("qr-page")
}

// host is the name of a site, as a person reads it.
func host(link string) string {
	_, rest, _ := strings.Cut(link, "://")
	name, _, _ := strings.Cut(rest, "/")
	return strings.TrimPrefix(name, "www.")
}

// openNow tells whether the center gives numbers now, whatever is looked up meanwhile.
func (f *Flow) openNow() bool {
	start := *f
	start.step = Attract
	return start.beneath() == Attract
}
