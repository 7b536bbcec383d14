package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// DayBook is the log, for people to read.
type DayBook interface {
	// Leaf returns a page of what fits, the newest first. A day that never was is
	// an empty page; too many days are fault.Invalid.
	Leaf(context.Context, BookQuery) (Leaf, error)
}

// BookQuery says what somebody looks for. What is empty fits everything.
type BookQuery struct {
	From, To center.Day // both included; empty: the newest service day
	Number   string     // of a ticket: A012
	Counter  center.CounterID
	Group    string               // the part of the types before the point: ticket
	Person   string               // name of an account, or an opaque id
	Marked   bool                 // only what stands out
	Hide     func(wire.Body) bool // entries about cases that the reader may not know of; nil: none
	Page     int                  // from 1
}

// Leaf is one page of the day book.
type Leaf struct {
	From, To center.Day
	Entries  []BookEntry
	Total    int // that fit
	Page     int
	Pages    int
}

// BookEntry is one entry with who is behind it.
type BookEntry struct {
	wire.Body
	Hash wire.Hash
	By   string              // name of who acted, empty where nobody did
	Name func(string) string // of any opaque id
}

// BookPage is how many entries a page has.
const BookPage = 100

type daybookView struct {
	Leaf
	Query  BookQuery
	Groups []string
	Lines  []bookLine
	Days   []center.Day // before and behind, where one day is shown
	Check  string       // sentences for the script, none
}

// bookLine is one entry in words.
type bookLine struct {
	BookEntry
	Text  string
	Mark  string // code of why it stands out, empty where it does not
	Tone  string
	Icon  string
	Short string // the beginning of its hash
}

func (p *pages) dayBook(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "page.daybook")
	q, err := bookQuery(r.URL.Query())
	v := daybookView{Query: q, Groups: groups()}
	if p.Cases != nil {
		q.Hide = func(b wire.Body) bool { return p.Cases.Hides(*pg.Who, b) }
	}
	if err == nil && p.DayBook != nil {
		v.Leaf, err = p.DayBook.Leaf(r.Context(), q)
	}
	code := http.StatusOK
	if err != nil {
		pg.Problem, code = wire.Sentence(pg.Lang, err), wire.Status(err)
	}
	v.Query.From, v.Query.To = cmp.Or(q.From, v.From), cmp.Or(q.To, v.To)
	for _, e := range v.Entries {
		v.Lines = append(v.Lines, pg.line(e))
	}
	if v.Query.From == v.Query.To && v.Query.From != "" {
		v.Days = []center.Day{dayOff(v.Query.From, -1)}
		if v.Query.From < center.DayOf(pg.Now) { // no day is behind today
			v.Days = append(v.Days, dayOff(v.Query.From, 1))
		}
	}
	pg.Data = v
	p.show(w, r, code, "daybook.html", pg)
}

// bookQuery reads the form. The id of a ticket names its day.
func bookQuery(f url.Values) (BookQuery, error) {
	q := BookQuery{From: center.Day(f.Get("from")), To: center.Day(f.Get("to")), Number: strings.ToUpper(strings.TrimSpace(f.Get("ticket"))),
		Counter: center.CounterID(f.Get("counter")), Group: f.Get("group"), Person: strings.TrimSpace(f.Get("person")), Marked: f.Get("marked") != "", Page: 1}
	if day, number, ok := strings.Cut(q.Number, "-"); ok && len(day) == 8 {
		q.Number = number
		q.From = center.Day(day[:4] + "-" + day[4:6] + "-" + day[6:])
		q.To = q.From
	}
	if n, err := strconv.Atoi(f.Get("page")); err == nil && n > 0 {
		q.Page = n
	}
	if q.To == "" {
		q.To = q.From
	}
	for _, d := range []center.Day{q.From, q.To} {
		if _, err := d.Start(); d != "" && err != nil {
			return BookQuery{Page: 1}, fault.New(fault.Invalid, "book-day", "value", string(d[:min(len(d), 20)]))
		}
	}
	return q, nil
}

func dayOff(d center.Day, days int) center.Day {
	t, err := d.Start()
	if err != nil {
		return d
	}
	return center.DayOf(t.AddDate(0, 0, days))
}

// groups lists the parts of the types before the point.
func groups() (all []string) {
	for _, t := range wire.Types() {
		if g, _, _ := strings.Cut(t, "."); !slices.Contains(all, g) {
			all = append(all, g)
		}
	}
	return all
}

// line writes an entry.
func (p *page) line(e BookEntry) bookLine {
	l := bookLine{BookEntry: e, Text: Told(p.Lang, p.Center, e.Body, e.Name), Mark: Mark(e.Body), Short: e.Hash.String()[:8]}
	switch l.Mark {
	case "":
	case "clock", "refused", "erased":
		l.Tone, l.Icon = "fault", "warning"
	case "undone":
		l.Tone, l.Icon = "warn", "back"
	case "hand":
		l.Tone, l.Icon = "warn", "person"
	case "alert", "incident":
		l.Tone, l.Icon = "warn", "bell"
	case "forgotten":
		l.Tone, l.Icon = "warn", "clock"
	default:
		l.Tone, l.Icon = "action", "ticket"
	}
	return l
}

// Leaf links to a page of the same search; Other to the same of another day.
func (p *page) LeafAt(n int) string { return p.with("page", strconv.Itoa(n)) }

// OnDay links to the same search on one day.
func (p *page) OnDay(d center.Day) string {
	q := p.URL.Query()
	q.Set("from", string(d))
	for _, gone := range []string{"to", "page", "live"} {
		q.Del(gone)
	}
	return "?" + q.Encode()
}

func (p *page) with(key, value string) string {
	q := p.URL.Query()
	q.Set(key, value)
	q.Del("live")
	return "?" + q.Encode()
}

// Add adds two numbers; ToTheSecond is the time of an entry to the second.
func (p *page) Add(a, b int) int { return a + b }
func (p *page) ToTheSecond(e BookEntry) string {
	t := e.At.In(center.Zone)
	return t.Format("15:04:05")
}
