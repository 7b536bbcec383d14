package search

import "strings"

// grade says how well a word of an entry is what was typed; lower is better.
type grade int8

const (
	same     grade = iota // with all marks, or typed without any
	begins                // the typed word is its beginning
	unmarked              // the same letters, other marks than typed
	unmarkedBegins
	mistyped // one letter wrong, missing, too many, or two exchanged
	no       // another word
)

const (
	least   = 5 // letters of a typed word in which one mistake is forgiven
	longest = 40
)

// compare grades a word of an entry against a typed one.
func compare(typed, have word) grade {
	if len(typed.folded) > longest {
		return no
	}
	bare := typed.marked == typed.folded // no marks were typed, so none are missed
	switch {
	case typed.marked == have.marked, bare && typed.folded == have.folded:
		return same
	case strings.HasPrefix(have.marked, typed.marked), bare && strings.HasPrefix(have.folded, typed.folded):
		return begins
	case typed.folded == have.folded:
		return unmarked
	case strings.HasPrefix(have.folded, typed.folded):
		return unmarkedBegins
	case len(typed.folded) >= least && near(typed.folded, have.folded):
		return mistyped
	}
	return no
}

// near tells whether one mistake lies between a typed word and the beginning or whole of another.
func near(typed, have string) bool {
	i := 0
	for i < len(typed) && i < len(have) && typed[i] == have[i] {
		i++
	}
	if i == 0 || len(have) < len(typed)-1 { // who misses the first letter starts anew
		return false
	}
	t, h := typed[i:], have[i:]
	switch {
	case len(t) > 0 && len(t) <= len(h) && h[1:len(t)] == t[1:]: // another letter
		return true
	case len(h) > len(t) && h[1:len(t)+1] == t: // one missing
		return true
	case len(t) > 0 && len(t)-1 <= len(h) && h[:len(t)-1] == t[1:]: // one too many
		return true
	}
	return len(t) > 1 && len(t) <= len(h) && t[0] == h[1] && t[1] == h[0] && t[2:] == h[2:len(t)]
}
