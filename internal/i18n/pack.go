package i18n

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxPack is how many bytes the file of a language pack may have.
const MaxPack = 256 << 10

// Pack is one more language for what citizens read: a file that a center lays
// beside its log. What a pack lacks is told in Vietnamese.
type Pack struct {
	Lang       Lang   // BCP 47, such as rad
	Name       string // of the language, in itself
	Vietnamese string // of the language, in Vietnamese
	Review     Review
	Uncertain  []string          // keys whose text the author doubts; "services.<code>" for a service
	Weekdays   []string          // seven, Sunday first, or none: dates then come without
	Texts      map[string]string // by key; the same {placeholders} as in Vietnamese
	Services   map[string]string // names by service code

	lines map[string]int // of each text in the file
}

// Review says who has read a pack whose mother tongue it is. A pack without By is pending.
type Review struct {
	By   string // name and office of the native speaker
	Date string // 2026-11-23
	Note string // what the reviewer must look at
}

// Pending tells that no native speaker has approved the pack yet.
func (p *Pack) Pending() bool { return p.Review.By == "" }

// Line is the line of the file that holds the text of that key, 0 where none does.
func (p *Pack) Line(key string) int { return p.lines[key] }

// PackError says what is wrong with a pack and where. Code is the end of a
// fault code: "pack-" + Code has a sentence in the catalog.
type PackError struct {
	Code  string
	Line  int    // from 1
	Key   string // of the text or field; may be empty
	Value string // what is wrong about it; may be empty
}

// Error is for logs; people read the sentence of the code.
func (e *PackError) Error() string {
	return fmt.Sprintf("line %d: pack-%s %s %q", e.Line, e.Code, e.Key, e.Value)
}

var (
	langForm    = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$`)
	serviceForm = regexp.MustCompile(`^[A-Z][A-Z0-9]{0,7}$`)
	dateForm    = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	holes       = regexp.MustCompile(`\{[^{}]*\}`)
)

// longest is how many letters a text may have whose Vietnamese has that many.
// Whether it fits the screens is seen by laying them out; this bounds what is laid out.
func longest(letters int) int { return max(3*letters, 60) }

// ReadPack reads a pack strictly: a field or key that nobody knows, a text
// twice, a {placeholder} too few or too many, a text of another length than any
// translation has, or a letter that no font here draws refuse the whole file,
// as a *PackError. drawn tells which letters the fonts have; nil: all.
func ReadPack(raw []byte, drawn func(rune) bool) (*Pack, error) {
	return readPack(raw, drawn, (*Pack).checkTexts)
}

// SalvagePack reads a pack that was accepted once, maybe by another version of
// the program: a text that is not right any more is left out, so that it is told
// in Vietnamese, and takes no other with it.
func SalvagePack(raw []byte) (*Pack, error) {
	return readPack(raw, nil, (*Pack).leaveOut)
}

func readPack(raw []byte, drawn func(rune) bool, texts func(*Pack, func(rune) bool) error) (*Pack, error) {
	if len(raw) > MaxPack {
		return nil, &PackError{Code: "size", Line: 1, Value: fmt.Sprint(MaxPack >> 10)}
	}
	if !utf8.Valid(raw) {
		return nil, &PackError{Code: "json", Line: badUTF8(raw)}
	}
	r := newPackReader(raw)
	if err := r.pack(); err != nil {
		return nil, err
	}
	if reviewed := r.state == "reviewed"; reviewed == r.p.Pending() && r.at["review"] > 0 || !reviewed && r.state != "pending" {
		return nil, &PackError{Code: "review", Line: max(r.at["review"], 1), Key: "review", Value: r.state}
	}
	if err := r.p.check(r.at, drawn); err != nil {
		return nil, err
	}
	if err := texts(r.p, drawn); err != nil {
		return nil, err
	}
	return r.p, nil
}

// check holds the fields of a pack against each other and against the catalog.
// at is the line of each field.
func (p *Pack) check(at map[string]int, drawn func(rune) bool) error {
	wrong := func(code, field, value string) error {
		return &PackError{Code: code, Line: max(at[field], 1), Key: field, Value: value}
	}
	for _, field := range []string{"lang", "name", "vietnamese", "direction", "review", "texts"} {
		if at[field] == 0 {
			return wrong("field-missing", field, "")
		}
	}
	switch {
	case !langForm.MatchString(string(p.Lang)) || slices.Contains(Langs, p.Lang):
		return wrong("lang", "lang", string(p.Lang))
	case len(p.Weekdays) != 0 && len(p.Weekdays) != 7:
		return wrong("weekdays", "weekdays", fmt.Sprint(len(p.Weekdays)))
	case p.Review.By != "" && !dateForm.MatchString(p.Review.Date):
		return wrong("review", "review", p.Review.Date)
	}
	for _, field := range []struct{ name, text string }{
		{"name", p.Name}, {"vietnamese", p.Vietnamese}, {"review", p.Review.By}, {"weekdays", strings.Join(p.Weekdays, "")},
	} {
		if err := plain(field.text, drawn); err != "" || len([]rune(field.text)) > 200 || field.text == "" && (field.name == "name" || field.name == "vietnamese") {
			return wrong("letter", field.name, err)
		}
	}
	return nil
}

// leaveOut drops the texts that the program has no place for.
func (p *Pack) leaveOut(drawn func(rune) bool) error {
	maps.DeleteFunc(p.Texts, func(key, text string) bool { return p.checkText(key, text, drawn) != nil })
	return nil
}

func (p *Pack) checkTexts(drawn func(rune) bool) error {
	for _, key := range sortedByLine(p.Texts, p.lines) {
		if err := p.checkText(key, p.Texts[key], drawn); err != nil {
			return err
		}
	}
	for _, key := range p.Uncertain {
		code, service := strings.CutPrefix(key, "services.")
		if _, ok := p.Texts[key]; !ok && (!service || p.Services[code] == "") {
			return &PackError{Code: "key", Line: max(p.lines["uncertain "+key], 1), Key: key}
		}
	}
	for _, code := range sortedByLine(p.Services, p.lines) {
		line, name := p.lines["services."+code], p.Services[code]
		sign := plain(name, drawn)
		switch {
		case !serviceForm.MatchString(code):
			return &PackError{Code: "service", Line: line, Key: code}
		case sign != "":
			return &PackError{Code: "letter", Line: line, Key: code, Value: sign}
		case len([]rune(name)) > 120 || strings.TrimSpace(name) == "":
			return &PackError{Code: "length", Line: line, Key: code, Value: "120"}
		}
	}
	return nil
}

func (p *Pack) checkText(key, text string, drawn func(rune) bool) error {
	line := p.lines[key]
	vi, ok := catalogs()[VI][key]
	if !ok || !Citizen(key) {
		return &PackError{Code: "key", Line: line, Key: key}
	}
	if most := longest(max(len([]rune(vi)), len([]rune(catalogs()[EN][key])))); len([]rune(text)) > most || strings.TrimSpace(text) == "" {
		return &PackError{Code: "length", Line: line, Key: key, Value: fmt.Sprint(most)}
	}
	have, want := holesOf(text), holesOf(vi)
	for _, h := range want {
		if !slices.Contains(have, h) {
			return &PackError{Code: "placeholder", Line: line, Key: key, Value: strings.Trim(h, "{}")}
		}
	}
	if len(have) != len(want) || strings.ContainsAny(holes.ReplaceAllString(text, ""), "{}") {
		return &PackError{Code: "placeholder-more", Line: line, Key: key}
	}
	if sign := plain(text, drawn); sign != "" {
		return &PackError{Code: "letter", Line: line, Key: key, Value: sign}
	}
	return nil
}

// holesOf returns the placeholders of a text, sorted, each as often as it stands there.
func holesOf(s string) []string {
	all := holes.FindAllString(s, -1)
	slices.Sort(all)
	return slices.Compact(all)
}

// plain returns the first sign of a text that must not stand there: a control
// sign, one that turns the direction, or a letter that no font draws.
func plain(s string, drawn func(rune) bool) string {
	for _, c := range s {
		switch {
		case c == '\n' || c == '\u00a0':
		case !unicode.IsPrint(c), drawn != nil && !drawn(c):
			return fmt.Sprintf("%U", c)
		}
	}
	return ""
}

// tidy is how a text of a pack is kept: composed as far as Unicode can.
func tidy(s string) string { return norm.NFC.String(s) }
