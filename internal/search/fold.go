package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold writes a text as it is typed without tone and other marks: lower case, đ as d. It takes NFC and NFD.
func Fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(foldRune(r))
		}
	}
	return b.String()
}

func foldRune(r rune) rune {
	if r = unicode.ToLower(r); r == 'đ' {
		return 'd'
	}
	return r
}

const mostWords = 400 // of one text; a list of papers is shorter

// word is a word in both of its forms. Marked holds its tone behind its letters,
// so that hòa and hoà are one word.
type word struct{ marked, folded string }

// words takes a text apart, in NFC or NFD. What is neither letter nor digit parts words.
func words(s string) (list []word) {
	var marked, folded strings.Builder
	var tone []rune
	end := func() {
		if folded.Len() > 0 && len(list) < mostWords {
			list = append(list, word{marked.String() + string(tone), folded.String()})
		}
		marked.Reset()
		folded.Reset()
		tone = tone[:0]
	}
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			marked.WriteRune(unicode.ToLower(r))
			folded.WriteRune(foldRune(r))
		case !unicode.Is(unicode.Mn, r):
			end()
		case folded.Len() == 0: // a mark upon nothing
		case strings.ContainsRune("\u0300\u0301\u0303\u0309\u0323", r):
			tone = append(tone, r)
		default:
			marked.WriteRune(r)
		}
	}
	end()
	return list
}
