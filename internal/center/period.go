package center

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"motcua/internal/fault"
)

// PeriodKind is how long a period of reports is.
type PeriodKind string

// The kinds of periods. Span is any other stretch of days.
const (
	OneDay   PeriodKind = "day"
	Week     PeriodKind = "week" // from Monday (ISO 8601)
	Month    PeriodKind = "month"
	Quarter  PeriodKind = "quarter"
	HalfYear PeriodKind = "half-year"
	Year     PeriodKind = "year"
	Span     PeriodKind = "span"
)

// PeriodKinds lists the kinds of the calendar, the shortest first.
var PeriodKinds = []PeriodKind{OneDay, Week, Month, Quarter, HalfYear, Year}

// longestSpan is how many days one report may look at.
const longestSpan = 3660

// Period is the service days From to To, both included.
type Period struct {
	Kind     PeriodKind
	From, To Day
}

// PeriodOf is the period of that kind that day lies in. The day must be a
// date and the kind one of PeriodKinds.
func PeriodOf(kind PeriodKind, day Day) Period {
	t, err := day.Start()
	if err != nil {
		return Period{}
	}
	from, next := t, t.AddDate(0, 0, 1)
	months := map[PeriodKind]int{Month: 1, Quarter: 3, HalfYear: 6, Year: 12}[kind]
	switch {
	case kind == Week:
		from = t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
		next = from.AddDate(0, 0, 7)
	case months > 0:
		first := (int(t.Month())-1)/months*months + 1
		from = time.Date(t.Year(), time.Month(first), 1, 0, 0, 0, 0, Zone)
		next = from.AddDate(0, months, 0)
	}
	return Period{kind, DayOf(from), DayOf(next.AddDate(0, 0, -1))}
}

// Next is the period of the same length that follows, Before the one before.
func (p Period) Next() Period   { return p.move(1) }
func (p Period) Before() Period { return p.move(-1) }

func (p Period) move(by int) Period {
	edge, days := p.To, 1
	if by < 0 {
		edge, days = p.From, -1
	}
	t, err := edge.Start()
	if err != nil {
		return p
	}
	beside := t.AddDate(0, 0, days)
	if p.Kind != Span {
		return PeriodOf(p.Kind, DayOf(beside))
	}
	long := p.Days() - 1
	if by < 0 {
		return Period{Span, DayOf(beside.AddDate(0, 0, -long)), DayOf(beside)}
	}
	return Period{Span, DayOf(beside), DayOf(beside.AddDate(0, 0, long))}
}

// Days is how many days of the calendar it has.
func (p Period) Days() int {
	from, err := p.From.Start()
	to, err2 := p.To.Start()
	if err != nil || err2 != nil {
		return 0
	}
	return int(to.Sub(from).Hours()/24+.5) + 1
}

// Has tells whether a day lies in it.
func (p Period) Has(day Day) bool { return p.From <= day && day <= p.To }

// String names the period in addresses and file names, as ReadPeriod reads it:
// 2026-11-23, 2026-W48, 2026-11, 2026-Q4, 2026-H2, 2026, or 2026-11-02..2026-11-13.
func (p Period) String() string {
	t, err := p.From.Start()
	if err != nil {
		return ""
	}
	year := t.Format("2006")
	switch p.Kind {
	case OneDay:
		return string(p.From)
	case Week:
		y, w := t.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", y, w)
	case Month:
		return t.Format("2006-01")
	case Quarter:
		return fmt.Sprintf("%s-Q%d", year, (int(t.Month())+2)/3)
	case HalfYear:
		return fmt.Sprintf("%s-H%d", year, (int(t.Month())+5)/6)
	case Year:
		return year
	}
	return string(p.From) + ".." + string(p.To)
}

var periodForm = regexp.MustCompile(`^(20\d{2})(?:-(?:Q([1-4])|H([12])|W(\d{2})|(\d{2})(?:-\d{2})?))?$`)

// ReadPeriod reads what String wrote. It reports fault.Invalid for anything else.
func ReadPeriod(s string) (Period, error) {
	wrong := fault.New(fault.Invalid, "report-when", "value", s)
	if from, to, ok := strings.Cut(s, ".."); ok {
		return readSpan(Day(from), Day(to), wrong)
	}
	m := periodForm.FindStringSubmatch(s)
	if m == nil {
		return Period{}, wrong
	}
	year, _ := strconv.Atoi(m[1])
	kind, day := Year, time.Date(year, 1, 1, 0, 0, 0, 0, Zone)
	switch {
	case m[2] != "":
		q, _ := strconv.Atoi(m[2])
		kind, day = Quarter, day.AddDate(0, 3*(q-1), 0)
	case m[3] != "":
		h, _ := strconv.Atoi(m[3])
		kind, day = HalfYear, day.AddDate(0, 6*(h-1), 0)
	case m[4] != "":
		w, _ := strconv.Atoi(m[4])
		kind, day = Week, day.AddDate(0, 0, 3+7*(w-1)) // the 4th of January is in week 1
	case len(s) == len("2026-11"):
		month, err := time.ParseInLocation("2006-01", s, Zone)
		if err != nil {
			return Period{}, wrong
		}
		kind, day = Month, month
	case m[5] != "":
		t, err := Day(s).Start()
		if err != nil {
			return Period{}, wrong
		}
		kind, day = OneDay, t
	}
	p := PeriodOf(kind, DayOf(day))
	if p.String() != s {
		return Period{}, wrong
	}
	return p, nil
}

func readSpan(from, to Day, wrong error) (Period, error) {
	p := Period{Span, from, to}
	a, err := from.Start()
	b, err2 := to.Start()
	if err != nil || err2 != nil || b.Before(a) || a.Year() < 2000 || b.Year() > 2099 || p.Days() > longestSpan {
		return Period{}, wrong
	}
	return p, nil
}
