package telex

import (
	"slices"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The marks that make another letter of one, and the tones, as Unicode combines them.
const (
	none       = rune(0)
	circumflex = '\u0302' // â ê ô
	breve      = '\u0306' // ă
	horn       = '\u031b' // ơ ư
	stroke     = '\u0335' // đ, which Unicode does not take apart

	grave = '\u0300'
	acute = '\u0301'
	hook  = '\u0309'
	tilde = '\u0303'
	dot   = '\u0323'
)

var (
	tones  = []rune{grave, acute, hook, tilde, dot}
	vowels = []rune("aeiouy")
)

// letter is one letter of a word, without the word's tone.
type letter struct {
	base  rune // lower case
	mark  rune
	upper bool
}

func (l letter) vowel() bool { return slices.Contains(vowels, l.base) }

// plain is the letter without tone and case, such as ê.
func (l letter) plain() rune { return l.with(none, false) }

// with writes the letter with a tone.
func (l letter) with(tone rune, upper bool) rune {
	if l.mark == stroke {
		return map[bool]rune{false: 'đ', true: 'Đ'}[upper]
	}
	parts := []rune{l.base}
	for _, mark := range []rune{l.mark, tone} {
		if mark != none {
			parts = append(parts, mark)
		}
	}
	r := []rune(norm.NFC.String(string(parts)))
	if upper {
		return unicode.ToUpper(r[0])
	}
	return r[0]
}

// parse takes a letter apart into itself and its tone.
func parse(r rune) (l letter, tone rune) {
	l.upper = unicode.IsUpper(r)
	if r = unicode.ToLower(r); r == 'đ' {
		return letter{'d', stroke, l.upper}, none
	}
	for i, part := range []rune(norm.NFD.String(string(r))) {
		switch {
		case i == 0:
			l.base = part
		case slices.Contains(tones, part):
			tone = part
		default:
			l.mark = part
		}
	}
	return l, tone
}
