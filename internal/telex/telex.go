// Package telex writes Vietnamese with the 26 keys of the Latin alphabet, as
// Telex does: dd gives đ; aa, ee, oo give â, ê, ô; aw, ow, uw give ă, ơ, ư and a
// lone w gives ư; s, f, r, x, j after a vowel set the tone wherever it belongs in
// the word, z takes it away; the same key again undoes. It is a pure state.
package telex

import (
	"slices"
	"unicode"
)

// Most is how many letters a text holds; more are not taken.
const Most = 60

// Text is what has been typed. The zero value is empty. Texts compare.
type Text struct {
	text string // composed, NFC
	raw  bool   // something was undone in this word: its keys mean themselves
	lone bool   // the last key was a w that stands for ư by itself
}

// String is the text, in NFC.
func (t Text) String() string { return t.text }

// Start returns a text that goes on behind s.
func Start(s string) Text { return Text{text: s} }

// Type returns the text after one more key. Keys that Telex does not know are
// written as they are; control characters are not.
func (t Text) Type(key rune) Text {
	all := []rune(t.text)
	if len(all) >= Most || !unicode.IsPrint(key) {
		return t
	}
	if !unicode.IsLetter(key) {
		return Text{text: t.text + string(key)}
	}
	begin := wordStart(all)
	if begin == len(all) {
		t.raw = false
	}
	if !t.raw {
		w := readWord(all[begin:])
		if made, how := w.key(key, t.lone); how != asItIs {
			return Text{text: string(all[:begin]) + string(made.text()), raw: how == undone, lone: how == alone}
		}
	}
	return Text{text: t.text + string(key), raw: t.raw}
}

// Erase returns the text without its last letter.
func (t Text) Erase() Text {
	all := []rune(t.text)
	if len(all) == 0 {
		return Text{}
	}
	all = all[:len(all)-1]
	begin := wordStart(all)
	if begin < len(all) { // the tone may stand elsewhere now
		w := readWord(all[begin:])
		return Text{text: string(all[:begin]) + string(w.text()), raw: t.raw}
	}
	return Text{text: string(all)}
}

// wordStart is where the last word of a text begins.
func wordStart(text []rune) int {
	return len(text) - slices.IndexFunc(append(slices.Clone(reversed(text)), ' '), func(r rune) bool { return !unicode.IsLetter(r) })
}

func reversed(text []rune) []rune {
	back := slices.Clone(text)
	slices.Reverse(back)
	return back
}

// effect is what a key did to a word.
type effect int

const (
	asItIs   effect = iota // it means itself
	composed               // it changed the word
	alone                  // it became ư by itself
	undone                 // it took back what the same key had done
)

// key works one key into the word.
func (w *word) key(key rune, lone bool) (word, effect) {
	lower := unicode.ToLower(key)
	switch lower {
	case 's', 'f', 'r', 'x', 'j', 'z':
		return w.setTone(key, lower)
	case 'd':
		return w.strike(key)
	case 'a', 'e', 'o':
		if made, how := w.double(key, lower); how != asItIs {
			return made, how
		}
	case 'w':
		return w.hook(key, lone)
	}
	return w.add(key), composed
}

// add puts a letter at the end.
func (w *word) add(key rune) word {
	l, tone := parse(key)
	d := word{append(slices.Clone(w.letters), l), w.tone}
	if tone != none {
		d.tone = tone
	}
	if from, to := d.nucleus(); to-from > 0 { // "uơ" with anything behind it is "ươ"
		n := len(d.letters)
		if n > 2 && d.letters[n-2] == (letter{'o', horn, d.letters[n-2].upper}) && d.letters[n-3].base == 'u' && from <= n-3 {
			d.letters[n-3].mark = horn
		}
	}
	return d
}

var toneOf = map[rune]rune{'s': acute, 'f': grave, 'r': hook, 'x': tilde, 'j': dot, 'z': none}

func (w *word) setTone(key, lower rune) (word, effect) {
	tone := toneOf[lower]
	switch {
	case !w.syllable() || tone == w.tone && tone == none:
		return *w, asItIs
	case tone == w.tone:
		plain := word{w.letters, none}
		return plain.add(key), undone
	}
	return word{w.letters, tone}, composed
}

// strike makes the d that begins a word a đ.
func (w *word) strike(key rune) (word, effect) {
	if len(w.letters) == 0 || w.letters[0].base != 'd' {
		return *w, asItIs
	}
	if w.letters[0].mark == stroke {
		plain := w.changed(0, none)
		return plain.add(key), undone
	}
	if len(w.letters) > 1 && !w.syllable() {
		return *w, asItIs
	}
	return w.changed(0, stroke), composed
}

// double makes â of aa, also when other letters of the syllable stand between.
func (w *word) double(key, lower rune) (word, effect) {
	from, to := w.nucleus()
	if !slices.Contains(finals, w.plain(to, len(w.letters))) {
		return *w, asItIs
	}
	for i := to - 1; i >= from; i-- {
		if w.letters[i].base != lower {
			continue
		}
		if w.letters[i].mark == circumflex {
			plain := w.changed(i, none)
			return plain.add(key), undone
		}
		made := w.changed(i, circumflex)
		if lower == 'o' && i > from && w.letters[i-1].base == 'u' && w.letters[i-1].mark == horn { // ươ becomes uô
			made.letters[i-1].mark = none
		}
		if made.syllable() {
			return made, composed
		}
	}
	return *w, asItIs
}
