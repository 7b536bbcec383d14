// Package spell turns numbers, letters and the numbers of tickets into words,
// because speech programs read some Vietnamese numbers wrongly: 15 becomes
// "mười năm". Whatever is spoken anywhere is made of these words, never of digits.
package spell

import (
	"strings"

	"motcua/internal/i18n"
)

// The regions of spoken Vietnamese, as the configuration names them.
const (
	North = "north" // một trăm linh năm, một nghìn
	South = "south" // một trăm lẻ năm, một ngàn
)

// How the digits of a ticket are read.
const (
	AsDigits = "digits" // A125: A, một, hai, năm
	AsNumber = "number" // A125: A, một trăm hai mươi lăm
)

// Most is the largest number that has words here.
const Most = 999_999

const pause = ", " // between two things said one by one, for the ear

// Style is how somebody speaks. The zero of each but Lang is the usual.
type Style struct {
	Lang    i18n.Lang         // any but English is read as Vietnamese
	Region  string            // North or South, of Vietnamese; empty: North
	Reads   string            // AsDigits or AsNumber, of tickets; empty: AsDigits
	Four    string            // how a last digit 4 behind mươi is read: tư or bốn; empty: tư
	Letters map[string]string // names of letters that differ from the usual: K is "ca"
}

// Group is words said in one breath. A unit may be two words that belong
// together, such as the letter "vê kép".
type Group []string

// Number returns the words of n, from 0 to Most, in lang; region matters to
// Vietnamese. It is empty for any other number.
func Number(lang i18n.Lang, region string, n int) string {
	return join(lang, Style{Lang: lang, Region: region}.Number(n))
}

// Digits names each digit of s and passes over all else: không, một, hai.
func Digits(lang i18n.Lang, s string) string {
	return phrase(lang, Style{Lang: lang}.characters(s, isDigit))
}

// Letters names each letter A to Z of s and passes over all else: a, bê, xê.
func Letters(lang i18n.Lang, s string) string {
	return phrase(lang, Style{Lang: lang}.characters(s, isLetter))
}

// Ticket returns how the number of a ticket is said, such as A125: its letters
// by name, its digits one by one or as a number. Signs are passed over.
func Ticket(lang i18n.Lang, region, reads, number string) string {
	return phrase(lang, Style{Lang: lang, Region: region, Reads: reads}.Ticket(number))
}

// Counter returns how the id of a counter is said, such as 12 or 3B: always as a number.
func Counter(lang i18n.Lang, region, id string) string {
	return phrase(lang, Style{Lang: lang, Region: region}.Counter(id))
}

// Text writes groups as a speech program reads them.
func Text(lang i18n.Lang, groups []Group) string { return phrase(lang, groups) }

// Number returns the words of n, none if it is not from 0 to Most.
func (s Style) Number(n int) Group {
	switch {
	case n < 0 || n > Most:
		return nil
	case s.Lang == i18n.EN:
		return english(n)
	}
	return s.vietnamese(n)
}

// Ticket returns the groups of a ticket's number.
func (s Style) Ticket(number string) []Group {
	if s.Reads != AsNumber {
		return s.characters(number, func(r rune) bool { return isDigit(r) || isLetter(r) })
	}
	return s.mixed(number)
}

// Counter returns the groups of a counter's id.
func (s Style) Counter(id string) []Group { return s.mixed(id) }

// mixed names letters and reads each run of digits as one number; a run too
// long for that is read digit by digit.
func (s Style) mixed(text string) (groups []Group) {
	run := ""
	end := func() {
		switch n := value(run); {
		case run == "":
		case n > Most:
			groups = append(groups, s.characters(run, isDigit)...)
		default:
			groups = append(groups, s.Number(n))
		}
		run = ""
	}
	for _, r := range strings.ToUpper(text) {
		if isDigit(r) {
			run += string(r)
			continue
		}
		end()
		groups = append(groups, s.characters(string(r), isLetter)...)
	}
	end()
	return groups
}

// characters names the characters that are wanted, each a group of its own.
func (s Style) characters(text string, wanted func(rune) bool) (groups []Group) {
	for _, r := range strings.ToUpper(text) {
		switch {
		case !wanted(r):
		case isDigit(r):
			groups = append(groups, Group{digits(s.Lang)[r-'0']})
		default:
			groups = append(groups, Group{s.letter(r)})
		}
	}
	return groups
}

func (s Style) letter(r rune) string {
	if name := s.Letters[string(r)]; name != "" {
		return name
	}
	if s.Lang == i18n.EN {
		return string(r)
	}
	return lettersVI[r-'A']
}

// value is the number a run of digits writes, more than Most if it is too long.
func value(run string) (n int) {
	for _, r := range run {
		if n = n*10 + int(r-'0'); n > Most {
			return n
		}
	}
	return n
}

func isDigit(r rune) bool  { return r >= '0' && r <= '9' }
func isLetter(r rune) bool { return r >= 'A' && r <= 'Z' }

// join writes one group: English ties tens and units with a hyphen.
func join(lang i18n.Lang, g Group) string {
	text := strings.Join(g, " ")
	if lang == i18n.EN {
		for _, ten := range tensEN[2:] {
			for _, unit := range onesEN[1:10] {
				text = strings.ReplaceAll(text, ten+" "+unit, ten+"-"+unit)
			}
		}
	}
	return text
}

func phrase(lang i18n.Lang, groups []Group) string {
	said := make([]string, len(groups))
	for i, g := range groups {
		said[i] = join(lang, g)
	}
	return strings.Join(said, pause)
}
