package telex

import "slices"

// hook is the key w: it makes ă, ơ, ư, of "uo" both at once, and by itself an ư.
func (w *word) hook(key rune, lone bool) (word, effect) {
	from, to := w.nucleus()
	n := len(w.letters)
	if lone && n > 0 && w.letters[n-1].mark == horn {
		plain := word{slices.Clone(w.letters[:n-1]), w.tone}
		return plain.add(key), undone
	}
	if slices.Contains(finals, w.plain(to, n)) {
		if made, ok := w.hooked(from, to); ok {
			return made, composed
		}
		if plain, ok := w.unhooked(from, to); ok {
			return plain.add(key), undone
		}
	}
	if from < n { // there is a vowel, and w changes none
		return *w, asItIs
	}
	made := w.add(key)
	made.letters[n] = letter{'u', horn, made.letters[n].upper}
	return made, alone
}

// hooked tries what w may change, the likeliest first.
func (w *word) hooked(from, to int) (word, bool) {
	for i := from; i+1 < to; i++ {
		u, o := w.letters[i], w.letters[i+1]
		if u.base != 'u' || o.base != 'o' || u.mark == horn && o.mark == horn {
			continue
		}
		made := w.changed(i+1, horn)
		if !w.thuo(i, to) {
			made.letters[i].mark = horn
		}
		if made.letters[i] != u || made.letters[i+1] != o {
			return made, made.syllable()
		}
	}
	for _, base := range []rune{'u', 'a', 'o'} {
		for i := from; i < to; i++ {
			if w.letters[i].base != base || w.letters[i].mark == hookOf[base] {
				continue
			}
			if made := w.changed(i, hookOf[base]); made.syllable() {
				return made, true
			}
		}
	}
	return word{}, false
}

var hookOf = map[rune]rune{'u': horn, 'o': horn, 'a': breve}

// thuo tells whether "uo" at i ends the word behind h, th or kh: thuở and huơ keep their u.
func (w *word) thuo(i, to int) bool {
	return i > 0 && i+2 == len(w.letters) && to == len(w.letters) && w.letters[i-1].base == 'h' && w.letters[i].mark == none &&
		(i == 1 || w.letters[i-2].base == 't' || w.letters[i-2].base == 'k')
}

// unhooked takes back what w did.
func (w *word) unhooked(from, to int) (word, bool) {
	plain, any := word{slices.Clone(w.letters), w.tone}, false
	for i := from; i < to; i++ {
		if l := &plain.letters[i]; l.mark != none && l.mark == hookOf[l.base] {
			l.mark, any = none, true
		}
	}
	return plain, any
}
