package center

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"motcua/internal/fault"
	"motcua/internal/i18n"
)

// Procedure is an administrative procedure as the look-up screens show it. What
// nobody is certain of is left out; the screens then name the national portal.
type Procedure struct {
	Code     string      `toml:"code" json:"code"` // national code: 1.001193
	Service  ServiceCode `toml:"service" json:"service"`
	Name     i18n.Text   `toml:"name" json:"name"`
	Papers   []i18n.Text `toml:"papers" json:"papers,omitempty"`    // to bring, one text a paper
	Fee      *Dong       `toml:"fee" json:"fee,omitempty"`          // nil: not known here
	FeeNote  i18n.Text   `toml:"fee_note" json:"fee_note,omitzero"` // for what: a page, a contract
	Days     *int        `toml:"days" json:"days,omitempty"`        // working days at most; 0: the same day; nil: not known here
	DaysNote i18n.Text   `toml:"days_note" json:"days_note,omitzero"`
	Basis    string      `toml:"basis" json:"basis,omitempty"`   // the law that fee and days come from, as it is cited
	Form     string      `toml:"form" json:"form,omitempty"`     // address of the form to fill in
	Online   string      `toml:"online" json:"online,omitempty"` // address where it is submitted without coming
	Place    string      `toml:"-" json:"-"`                     // where its file has it, for faults; empty: unknown
}

// Dong is an amount of money in đồng. A file writes it as a number, or "không" where
// nothing is to be paid.
type Dong int

// UnmarshalTOML reads a fee.
func (f *Dong) UnmarshalTOML(v any) error {
	switch v := v.(type) {
	case int64:
		if v < 0 || v > mostFee {
			return fmt.Errorf("fee = %d is no amount in đồng", v)
		}
		*f = Dong(v)
		return nil
	case string:
		if strings.EqualFold(v, "không") {
			*f = 0
			return nil
		}
	}
	return fmt.Errorf(`fee is an amount in đồng, such as 8000, or "không"`)
}

// OneStop is the one-stop information system that knows the state of dossiers.
type OneStop struct {
	URL    string `toml:"url"`    // of its interface, docs/onestop.md; empty: there is none
	Secret string `toml:"secret"` // file that holds the bearer token; empty: none is sent
}

// Limits that keep a list readable on a kiosk and a center's file in memory.
const (
	mostProcedures = 3000
	mostPapers     = 20
	mostName       = 300 // characters
	mostPaper      = 400
	mostLink       = 500
	mostFee        = 1_000_000_000 // đồng
)

var procedureForm = regexp.MustCompile(`^\d\.\d{6}(\.\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2}|\.[A-Y]\d{2})?$`)

// Procedure returns the procedure of that code.
func (c *Center) Procedure(code string) (*Procedure, bool) {
	for i := range c.Procedures {
		if c.Procedures[i].Code == code {
			return &c.Procedures[i], true
		}
	}
	return nil, false
}

// place names the procedure as its file does.
func (p *Procedure) place() string {
	return strings.TrimSpace(p.Place + " [[procedure]] " + p.Code)
}

// ValidateProcedures returns everything that is wrong with the procedures alone.
func ValidateProcedures(c *Center) []*fault.Error {
	v := &validation{c: c, seen: map[string]bool{}}
	v.procedures()
	return v.faults
}

func (v *validation) procedures() {
	v.within("[[procedure]]", "[[procedure]]", float64(len(v.c.Procedures)), 0, mostProcedures)
	services := map[ServiceCode]bool{}
	for _, s := range v.c.Services {
		services[s.Code] = true
	}
	for i := range v.c.Procedures {
		p := &v.c.Procedures[i]
		place := p.place()
		if !procedureForm.MatchString(p.Code) {
			v.add("center-procedure-code", "place", place, "value", p.Code)
		} else if v.seen["procedure"+p.Code] {
			v.add("center-duplicate", "place", place)
		}
		v.seen["procedure"+p.Code] = true
		if !services[p.Service] {
			v.add("center-unknown", "place", place, "key", "service", "value", p.Service)
		}
		v.name(place, p.Name)
		v.procedure(place, p)
	}
}

func (v *validation) procedure(place string, p *Procedure) {
	v.short(place, "name", mostName, p.Name)
	v.short(place, "fee_note", mostPaper, p.FeeNote)
	v.short(place, "days_note", mostPaper, p.DaysNote)
	v.short(place, "basis", mostPaper, i18n.Text{VI: p.Basis})
	v.within(place, "papers", float64(len(p.Papers)), 0, mostPapers)
	for i, paper := range p.Papers {
		v.short(place, "papers", mostPaper, paper)
		if strings.TrimSpace(paper.VI) == "" {
			v.add("center-empty", "place", place, "key", "papers["+strconv.Itoa(i+1)+"]")
		}
	}
	if p.Days != nil {
		v.within(place, "days", float64(*p.Days), 0, 365)
	}
	v.link(place, "form", p.Form)
	v.link(place, "online", p.Online)
}

func (v *validation) short(place, key string, most int, t i18n.Text) {
	if n := max(utf8.RuneCountInString(t.VI), utf8.RuneCountInString(t.EN)); n > most {
		v.add("center-slip-long", "place", place, "key", key, "value", n, "most", most)
	}
}

// link checks an address that citizens open; empty is none.
func (v *validation) link(place, key, link string) {
	if u, err := url.Parse(link); link != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || len(link) > mostLink) {
		v.add("center-link", "place", place, "key", key, "value", link[:min(len(link), mostLink)])
	}
}

func (v *validation) onestop() {
	o := v.c.OneStop
	u, err := url.Parse(o.URL)
	if o.URL != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "") {
		v.add("center-link", "place", "[onestop]", "key", "url", "value", o.URL)
	}
	if o.URL == "" && o.Secret != "" {
		v.add("center-empty", "place", "[onestop]", "key", "url")
	}
}
