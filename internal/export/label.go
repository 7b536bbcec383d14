package export

import (
	"strings"

	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/i18n"
)

// Label is the name of a row, as people call it.
func (s *Source) Label(by figures.Dim, key string) string {
	if key == "" {
		if k := "export.none-" + string(by); i18n.Has(k) {
			return i18n.T(s.Lang, k)
		}
		return i18n.T(s.Lang, "export.unknown")
	}
	switch by {
	case figures.Service:
		if x, ok := s.Center.Service(center.ServiceCode(key)); ok {
			return x.Name.In(s.Lang)
		}
	case figures.Purpose:
		if i18n.Has("purpose." + key) {
			return i18n.T(s.Lang, "purpose."+key)
		}
	case figures.Counter:
		return s.counter(key)
	case figures.Procedure:
		for i := range s.Center.Procedures {
			if p := &s.Center.Procedures[i]; p.Code == key {
				return key + " · " + p.Name.In(s.Lang)
			}
		}
	case figures.Official:
		if s.Person != nil {
			if name := s.Person(key); name != "" {
				return name
			}
		}
	case figures.Point:
		if strings.EqualFold(key, s.Center.Agency) {
			return strings.Join(office(s.Center, s.Lang), " · ")
		}
	case figures.Hour:
		return key + ":00–" + key + ":59"
	}
	return s.timeLabel(by, key)
}

func (s *Source) counter(key string) string {
	name := i18n.T(s.Lang, "export.counter", "n", key)
	x, ok := s.Center.Counter(center.CounterID(key))
	if !ok {
		return name
	}
	if n := x.Name.In(s.Lang); n != "" && n != key {
		return key + " · " + n
	}
	return name
}

// timeLabel names a stretch of time, anything else by its key.
func (s *Source) timeLabel(by figures.Dim, key string) string {
	switch by {
	case figures.Weekday:
		if len(key) == 1 && key >= "1" && key <= "7" {
			return i18n.T(s.Lang, "export.weekday-"+key)
		}
	case figures.ByDay, figures.Week, figures.Month, figures.Quarter, figures.Half, figures.Year:
		if p, err := center.ReadPeriod(key); err == nil {
			return p.Title(s.Lang)
		}
	}
	return key
}

// Short is a label where there is little room: below a bar.
func (s *Source) Short(by figures.Dim, key string) string {
	switch by {
	case figures.ByDay:
		if len(key) == len("2026-11-23") {
			return key[8:] + "/" + key[5:7]
		}
	case figures.Week:
		if _, w, ok := strings.Cut(key, "-W"); ok {
			return i18n.T(s.Lang, "export.short-week", "n", strings.TrimLeft(w, "0"))
		}
	case figures.Month:
		if y, m, ok := strings.Cut(key, "-"); ok {
			return m + "/" + y
		}
	case figures.Hour:
		return key + ":00"
	}
	return s.Label(by, key)
}

// Flows tells that rows follow each other in time.
func Flows(by figures.Dim) bool {
	switch by {
	case figures.Hour, figures.Weekday, figures.ByDay, figures.Week, figures.Month, figures.Quarter, figures.Half, figures.Year:
		return true
	}
	return false
}
