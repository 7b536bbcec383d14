package center

import (
	"strconv"

	"motcua/internal/i18n"
)

// Title is how people call the period: "tháng 11 năm 2026", "quarter 4 of 2026".
func (p Period) Title(lang i18n.Lang) string {
	t, err := p.From.Start()
	if err != nil {
		return ""
	}
	year := strconv.Itoa(t.Year())
	switch p.Kind {
	case OneDay:
		return i18n.Date(lang, t)
	case Week:
		y, w := t.ISOWeek()
		return i18n.T(lang, "period.week", "n", w, "year", y, "from", short(p.From), "to", short(p.To))
	case Month:
		if lang == i18n.EN {
			return t.Format("January 2006")
		}
		return i18n.T(lang, "period.month", "n", int(t.Month()), "year", year)
	case Quarter:
		return i18n.T(lang, "period.quarter", "n", []string{"I", "II", "III", "IV"}[(int(t.Month())-1)/3], "year", year)
	case HalfYear:
		return i18n.T(lang, "period.half-"+strconv.Itoa((int(t.Month())+5)/6), "year", year)
	case Year:
		return i18n.T(lang, "period.year", "year", year)
	}
	return p.Stretch(lang)
}

// Stretch is the period by its first and last day.
func (p Period) Stretch(lang i18n.Lang) string {
	if p.From == p.To {
		return short(p.From)
	}
	return i18n.T(lang, "period.stretch", "from", short(p.From), "to", short(p.To))
}

func short(d Day) string {
	t, err := d.Start()
	if err != nil {
		return string(d)
	}
	return t.Format("02/01/2006")
}
