package telex

import (
	"slices"
	"strings"
)

// word is what is typed since the last space: its letters and the one tone of a syllable.
type word struct {
	letters []letter
	tone    rune
}

// nuclei are the vowels that Vietnamese puts together, without their tone.
var nuclei = strings.Fields(`
	a ă â e ê i o ô ơ u ư y
	ai ao au ay âu ây eo êu ia iê iu oa oă oe oi oo ôi ơi ua uâ uê ui uo uô uơ uy ưa ưi ươ ưu yê ie ue ye uu eu
	iêu ieu oai oao oay oeo uây uay uôi uoi uya uye uyê uyu ươi ươu uou yêu yeu uêu uao`)

// finals are the consonants that end a syllable, and their beginnings.
var finals = []string{"", "c", "ch", "m", "n", "ng", "nh", "p", "t"}

func readWord(text []rune) word {
	var w word
	for _, r := range text {
		l, tone := parse(r)
		if tone != none {
			w.tone = tone
		}
		w.letters = append(w.letters, l)
	}
	return w
}

// nucleus finds the vowels that carry the tone; the u of "qu" and the i of "gi" before another vowel belong to
// what comes before. It is empty, from the end, in a word without a vowel.
func (w *word) nucleus() (from, to int) {
	n := len(w.letters)
	from = slices.IndexFunc(w.letters, letter.vowel)
	if from < 0 {
		return n, n
	}
	for to = from; to < n && w.letters[to].vowel(); to++ {
	}
	if from > 0 && to-from > 1 {
		before, first := w.letters[from-1], w.letters[from]
		if before.base == 'q' && first.base == 'u' || before.base == 'g' && first.base == 'i' && from == 1 {
			from++
		}
	}
	return from, to
}

func (w *word) plain(from, to int) string {
	var b strings.Builder
	for _, l := range w.letters[from:to] {
		b.WriteRune(l.plain())
	}
	return b.String()
}

// syllable tells whether the word can be a Vietnamese one as far as it is typed.
func (w *word) syllable() bool {
	from, to := w.nucleus()
	return from < to && slices.Contains(nuclei, w.plain(from, to)) && slices.Contains(finals, w.plain(to, len(w.letters)))
}

// bearer is the letter that carries the tone, in the modern way: hoà, thuỷ, but của, mía.
func (w *word) bearer() int {
	from, to := w.nucleus()
	for i := to - 1; i >= from; i-- {
		if w.letters[i].mark != none {
			return i
		}
	}
	switch n := to - from; {
	case n == 3:
		return from + 1
	case n == 2 && to < len(w.letters), n == 2 && slices.Contains([]string{"oa", "oe", "uy", "ue"}, w.plain(from, to)):
		return from + 1
	}
	return from
}

// text writes the word.
func (w *word) text() []rune {
	at := w.bearer()
	var text []rune
	for i, l := range w.letters {
		tone := none
		if i == at {
			tone = w.tone
		}
		text = append(text, l.with(tone, l.upper))
	}
	return text
}

// changed returns the word with one letter's mark changed.
func (w *word) changed(at int, mark rune) word {
	d := word{slices.Clone(w.letters), w.tone}
	d.letters[at].mark = mark
	return d
}
