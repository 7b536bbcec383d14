package kiosk

import (
	"regexp"
	"strconv"
	"strings"

	"motcua/internal/i18n"
	"motcua/internal/spell"
)

// What a screen writes that a voice must say in other words. An earlier kind wins.
var (
	codes  = `(?P<code>\b(?:\d+[A-Z]|[A-Z]+\d)[A-Z\d]*(?:[.\-][A-Z\d]+)*\b|\b[A-Z\d]+(?:[.\-][A-Z\d]+){2,}\b)`
	dates  = `(?P<date>\b\d{1,2}/\d{1,2}(?:/\d{4})?\b)`
	clocks = `(?P<clock>\b\d{1,2}:\d{2}\b)`
	ranges = `(?P<range>\b\d+-\d+\b)`
	sums   = `(?P<sum>\b\d{1,3}(?:[.,]\d{3})+\b)`
	plains = `(?P<number>\d+)`
	single = `(?P<letter>^[A-Z]$)`

	written = regexp.MustCompile(strings.Join([]string{dates, clocks, sums, codes, ranges, plains, single}, "|"))
	// counted is a place among several, which looks like a date.
	counted = regexp.MustCompile(`(?i)\b(trang|bước|page|step) (\d+)/(\d+)`)
	between = regexp.MustCompile(`(\d)\s?–\s?(\d)`)
	mins    = regexp.MustCompile(`(\d) min\b`)
	secs    = regexp.MustCompile(`(\d) s\b`)
	slashed = regexp.MustCompile(`(\pL)/(\pL)`)
	paused  = regexp.MustCompile(`\s*[\x{b7}·]\s*|\s+[–-]\s+`)
	blank   = regexp.MustCompile(`[\s\x{a0}]+`)
	stops   = regexp.MustCompile(`([.,:?])(?:\s*[.,])+`)
)

// reader says what is written.
type reader struct {
	lang   i18n.Lang
	region string
}

// words returns a text of the screen as it is said: numbers, times, dates and
// codes in words, since speech programs read some of them wrongly.
func (r reader) words(text string) string {
	text = strings.ReplaceAll(text, "\n", ". ")
	text = blank.ReplaceAllString(text, " ")
	text = between.ReplaceAllString(text, "$1 "+i18n.T(r.lang, "guidance.to")+" $2")
	text = slashed.ReplaceAllString(text, "$1 $2")
	text = counted.ReplaceAllString(text, "$1 $2 "+i18n.T(r.lang, "guidance.of")+" $3")
	text = paused.ReplaceAllString(text, ", ")
	if r.lang == i18n.EN {
		text = mins.ReplaceAllString(secs.ReplaceAllString(text, "$1 seconds"), "$1 minutes")
	}
	names := written.SubexpNames()
	text = written.ReplaceAllStringFunc(text, func(s string) string {
		for i, part := range written.FindStringSubmatch(s) {
			if i > 0 && part != "" {
				return r.say(names[i], part)
			}
		}
		return r.digits(s) // a code that only its surroundings make one
	})
	text = stops.ReplaceAllString(text, "$1")
	return strings.Trim(blank.ReplaceAllString(text, " "), " ,")
}

func (r reader) say(kind, s string) string {
	switch kind {
	case "date":
		return r.date(strings.Split(s, "/"))
	case "clock":
		return r.clock(s)
	case "sum":
		return r.number(strings.NewReplacer(".", "", ",", "").Replace(s))
	case "range":
		ends := strings.FieldsFunc(s, func(c rune) bool { return c < '0' || c > '9' })
		return r.number(ends[0]) + " " + i18n.T(r.lang, "guidance.to") + " " + r.number(ends[1])
	case "number":
		return r.number(s)
	}
	return spell.Ticket(r.lang, r.region, spell.AsDigits, s)
}

// number says a number, and one that is none but a row of digits digit by digit.
func (r reader) number(s string) string {
	n, err := strconv.Atoi(s)
	if err != nil || n > spell.Most || len(s) > 1 && s[0] == '0' {
		return r.digits(s)
	}
	return spell.Number(r.lang, r.region, n)
}

func (r reader) digits(s string) string { return spell.Ticket(r.lang, r.region, spell.AsDigits, s) }

// plain says a number whose first digit may be 0, such as a day's.
func (r reader) plain(s string) string {
	return r.number(strings.TrimLeft(s[:len(s)-1], "0") + s[len(s)-1:])
}

func (r reader) date(parts []string) string {
	day, _ := strconv.Atoi(parts[0])
	month, _ := strconv.Atoi(parts[1])
	months := strings.Split(i18n.T(r.lang, "guidance.months"), ", ")
	if day < 1 || day > 31 || month < 1 || month > len(months) {
		return r.plain(parts[0]) + " " + i18n.T(r.lang, "guidance.of") + " " + r.plain(parts[1])
	}
	if len(parts) < 3 {
		return i18n.T(r.lang, "guidance.day", "day", r.plain(parts[0]), "month", months[month-1])
	}
	return i18n.T(r.lang, "guidance.date", "day", r.plain(parts[0]), "month", months[month-1], "year", r.number(parts[2]))
}

func (r reader) clock(s string) string {
	hour, minute, _ := strings.Cut(s, ":")
	if r.lang == i18n.EN {
		return r.half(hour, minute)
	}
	if minute == "00" {
		return i18n.T(r.lang, "guidance.hour", "hour", r.plain(hour))
	}
	return i18n.T(r.lang, "guidance.clock", "hour", r.plain(hour), "minute", r.plain(minute))
}

// half is a time as English says it, by halves of the day.
func (r reader) half(hour, minute string) string {
	n, _ := strconv.Atoi(hour)
	part := "a m"
	if n%24 >= 12 {
		part = "p m"
	}
	words := spell.Number(r.lang, r.region, (n+11)%12+1)
	if minute != "00" {
		words += " " + r.plain(minute)
	}
	return words + " " + part
}
