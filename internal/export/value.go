package export

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"motcua/internal/i18n"
)

// Show writes a cell for people, in the way of the language.
func (k Kind) Show(lang i18n.Lang, c Cell) string {
	if k == Words || !c.Known {
		return Clean(c.Text)
	}
	switch k {
	case Count:
		return i18n.Int(lang, int(math.Round(c.Value)))
	case Seconds:
		return decimal(lang, c.Value/60)
	case Share:
		return i18n.Percent(lang, c.Value)
	}
	return decimal(lang, c.Value)
}

// decimal writes a number with one decimal.
func decimal(lang i18n.Lang, v float64) string {
	s := strconv.FormatFloat(math.Abs(v), 'f', 1, 64)
	whole, rest, _ := strings.Cut(s, ".")
	n, err := strconv.Atoi(whole)
	if err != nil {
		return s
	}
	mark := "."
	if lang != i18n.EN {
		mark = ","
	}
	sign := ""
	if v < 0 && s != "0.0" {
		sign = "-"
	}
	return sign + i18n.Int(lang, n) + mark + rest
}

// plain writes a number for machines: a point, no thousands mark. Seconds are whole.
func (k Kind) plain(v float64) string {
	switch k {
	case Count, Seconds:
		return strconv.FormatInt(int64(math.Round(v)), 10)
	case Share:
		return strconv.FormatFloat(v, 'f', 4, 64)
	}
	return strconv.FormatFloat(v, 'f', 1, 64)
}

// Unit is what the numbers of a column are in, "" where that is clear. Machines
// read seconds.
func (k Kind) Unit(lang i18n.Lang, machine bool) string {
	switch {
	case k == Seconds && machine:
		return i18n.T(lang, "export.seconds")
	case k == Seconds:
		return i18n.T(lang, "export.minutes")
	case k == Share && machine:
		return i18n.T(lang, "export.share")
	}
	return ""
}

// Heading is a column's title with its unit.
func (c Column) Heading(lang i18n.Lang, machine bool) string {
	if u := c.Kind.Unit(lang, machine); u != "" {
		return Clean(c.Title) + " (" + u + ")"
	}
	return Clean(c.Title)
}

// whole is the heading with its group before it, where it stands alone.
func (c Column) whole(lang i18n.Lang, machine bool) string {
	if c.Group == "" {
		return c.Heading(lang, machine)
	}
	return Clean(c.Group) + ": " + c.Heading(lang, machine)
}

const longestWord = 300 // characters of a cell

// Clean takes out of a word what could change how its surroundings read: marks
// of direction, controls, line breaks, bytes that are no text. What is long is cut.
func Clean(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Cs, r), r == '\ufffe', r == '\uffff':
			return -1
		}
		return r
	}, s)
	if utf8.RuneCountInString(s) > longestWord {
		s = string([]rune(s)[:longestWord-1]) + "…"
	}
	return s
}
