package search

import (
	_ "embed" // the everyday names
	"slices"
	"strings"
	"sync"
)

// everyday.txt says what people call things. A line is
//
//	everyday name, another = official words | other official words
//
// and whatever is named with those official words is found by the everyday names
// too. The line that begins with "-" lists words that say nothing about what is wanted.
//
//go:embed everyday.txt
var everydayText string

type everyday struct {
	names     [][]word
	officials []string // folded phrases
}

type vocabulary struct {
	everyday []everyday
	empty    map[string]bool // in both forms
}

var vocabularyOf = sync.OnceValue(func() vocabulary { return readVocabulary(everydayText) })

func readVocabulary(text string) vocabulary {
	v := vocabulary{empty: map[string]bool{}}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if rest, ok := strings.CutPrefix(line, "-"); ok {
			for _, w := range words(rest) {
				v.empty[w.folded], v.empty[w.marked] = true, true
			}
			continue
		}
		left, right, ok := strings.Cut(line, "=")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		var e everyday
		for name := range strings.SplitSeq(left, ",") {
			e.names = append(e.names, words(name))
		}
		for official := range strings.SplitSeq(right, "|") {
			e.officials = append(e.officials, phrase(words(official)))
		}
		v.everyday = append(v.everyday, e)
	}
	return v
}

// everydayNames are what people call something with these folded names.
func everydayNames(names []string) (found [][]word) {
	for _, e := range vocabularyOf().everyday {
		if slices.ContainsFunc(e.officials, func(o string) bool {
			return slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, o) })
		}) {
			found = append(found, e.names...)
		}
	}
	return found
}

// telling leaves out what says nothing, unless nothing else was typed.
func telling(typed []word) []word {
	empty := vocabularyOf().empty
	told := slices.DeleteFunc(slices.Clone(typed), func(w word) bool { return empty[w.marked] })
	if len(told) == 0 {
		told = typed
	}
	return told[:min(len(told), mostTyped)]
}
