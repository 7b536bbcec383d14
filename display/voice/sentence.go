// Package voice speaks calls in the hall, and corrects aloud a call that was
// taken back. Sentences are made of words, never of digits, since speech
// programs read some Vietnamese numbers wrongly: 15 becomes "mười năm".
package voice

import (
	"strconv"
	"strings"

	"motcua/internal/center"
	"motcua/internal/i18n"
)

// Kind is what a sentence is for.
type Kind string

// The kinds of sentences.
const (
	Call       Kind = "call"  // asks the holder of a number to a counter
	Correction Kind = "sorry" // takes a call back
	Test       Kind = "test"  // the morning's test of the loudspeaker
)

const pause = ", " // between two characters, for the ear

// Sentence returns the words of a call or a correction: the number letter by
// letter and digit by digit, the counter as a number. A correction names no counter.
func Sentence(lang i18n.Lang, kind Kind, number string, counter center.CounterID) string {
	return i18n.T(lang, "voice."+string(kind), "number", spell(lang, number), "counter", counterWords(lang, string(counter)))
}

// spell names each letter and digit; anything else is a pause.
func spell(lang i18n.Lang, s string) string {
	letters, digits := words(lang, "letters"), words(lang, "digits")
	var said []string
	for _, r := range strings.ToUpper(s) {
		switch {
		case r >= '0' && r <= '9':
			said = append(said, digits[r-'0'])
		case r >= 'A' && r <= 'Z':
			said = append(said, letters[r-'A'])
		}
	}
	return strings.Join(said, pause)
}

func words(lang i18n.Lang, name string) []string {
	return strings.Split(i18n.T(lang, "voice."+name), pause)
}

// counterWords says a counter of up to two digits as one Vietnamese number, and
// any other (3A, 105, English) character by character.
func counterWords(lang i18n.Lang, id string) string {
	n, err := strconv.Atoi(id)
	if lang != i18n.VI || err != nil || n < 1 || n > 99 {
		return spell(lang, id)
	}
	digits := words(lang, "digits")
	tens, unit := n/10, n%10
	var said []string
	switch tens {
	case 0:
	case 1:
		said = append(said, "mười")
	default:
		said = append(said, digits[tens], "mươi")
	}
	switch {
	case unit == 0:
	case unit == 1 && tens > 1:
		said = append(said, "mốt")
	case unit == 4 && tens > 1:
		said = append(said, "tư")
	case unit == 5 && tens > 0:
		said = append(said, "lăm")
	default:
		said = append(said, digits[unit])
	}
	return strings.Join(said, " ")
}
