// Package search finds services and procedures by what a citizen types: with or
// without tone marks, the beginnings of words, everyday names, one letter wrong.
// An index is made once and then only read; it does no I/O and ranks the same way each time.
package search

import (
	"cmp"
	"slices"
	"strings"
)

// Field is where in an entry a word stands. A hit in a lower one comes first.
type Field int8

// The fields.
const (
	Service Field = iota // name of a service
	Name                 // name of a procedure
	Also                 // other names it goes by
	Papers               // what is to be brought
	fields
)

// Entry is something to be found.
type Entry struct {
	Code  string           // finds it alone, by its beginning; empty: it has none
	Texts [fields][]string // in any language, NFC or NFD
}

// Index finds entries. It is safe for concurrent use.
type Index struct {
	entries []entry
	words   []posted
}

type entry struct {
	code   string
	names  []string // folded, a blank at both ends
	length int      // words of the shortest name
}

// posted is a word with where it stands.
type posted struct {
	word
	in []place
}

type place struct {
	entry int32
	field Field
}

// New makes an index. Entries are known by their place in the list.
func New(entries []Entry) *Index {
	x := &Index{entries: make([]entry, len(entries))}
	at := map[word]int{} // in x.words
	for i, e := range entries {
		known := &x.entries[i]
		known.code, known.length = strings.ToLower(e.Code), mostWords
		for f := range fields {
			for _, text := range e.Texts[f] {
				list := words(text)
				x.post(at, list, place{int32(i), f})
				if f <= Name && len(list) > 0 {
					known.names, known.length = append(known.names, phrase(list)), min(known.length, len(list))
				}
			}
		}
		for _, name := range everydayNames(known.names) {
			x.post(at, name, place{int32(i), Also})
		}
	}
	return x
}

func (x *Index) post(at map[word]int, list []word, where place) {
	for _, w := range list {
		n, known := at[w]
		if !known {
			n = len(x.words)
			at[w], x.words = n, append(x.words, posted{word: w})
		}
		if p := &x.words[n]; len(p.in) == 0 || p.in[len(p.in)-1] != where {
			p.in = append(p.in, where)
		}
	}
}

func phrase(list []word) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, w := range list {
		b.WriteString(w.folded)
		b.WriteByte(' ')
	}
	return b.String()
}

const mostTyped = 12 // words of a query; more are not looked at

// hit is an entry that was found.
type hit struct {
	entry   int
	missing int // typed words it does not have
	cost    int
	apart   bool // the typed words do not stand together in a name
	length  int
}

// Find returns the entries that have all words of the query, the best first, at
// most most of them. Where no entry has all, it returns those that have most of
// them. It takes any bytes.
func (x *Index) Find(query string, most int) []int {
	if codes := x.byCode(query); len(codes) > 0 {
		return codes[:min(most, len(codes))]
	}
	typed := telling(words(query))
	if len(typed) == 0 {
		return nil
	}
	hits := x.hits(typed)
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.missing, b.missing), cmp.Compare(a.cost, b.cost), compareBool(a.apart, b.apart),
			cmp.Compare(a.length, b.length), cmp.Compare(a.entry, b.entry))
	})
	var found []int
	for _, h := range hits[:min(most, len(hits))] {
		if h.missing > 0 && hits[0].missing == 0 {
			break
		}
		found = append(found, h.entry)
	}
	return found
}

func compareBool(a, b bool) int {
	if a == b {
		return 0
	}
	if b {
		return -1
	}
	return 1
}

// byCode returns the entries whose code begins with the query, when that is a code.
func (x *Index) byCode(query string) (found []int) {
	query = strings.ToLower(strings.TrimSpace(query))
	if len(query) < 4 || len(query) > longest || query[0] < '0' || query[0] > '9' {
		return nil
	}
	for i, e := range x.entries {
		if e.code != "" && strings.HasPrefix(e.code, query) {
			found = append(found, i)
		}
	}
	return found
}

// What a word costs. A wrong mark weighs more than any field, a mistake more than any mark.
const (
	ofBeginning = 1
	ofMark      = 1 << 12
	ofMistake   = 1 << 16
	unfound     = 1 << 24
)

// ofField: one word from further down weighs more than several from above.
var ofField = [fields]int{Service: 0, Name: 1 << 4, Also: 1 << 6, Papers: 1 << 8}

func (g grade) cost() int {
	return [...]int{same: 0, begins: ofBeginning, unmarked: ofMark, unmarkedBegins: ofMark + ofBeginning, mistyped: ofMistake}[g]
}

// hits weighs every entry that has at least half of the typed words.
func (x *Index) hits(typed []word) (hits []hit) {
	costs := make([]int, len(x.entries)*len(typed)) // of an entry one beside the other
	for i := range costs {
		costs[i] = unfound
	}
	for n, t := range typed {
		for _, m := range x.matches(t) {
			for _, p := range x.words[m.word].in {
				c := &costs[int(p.entry)*len(typed)+n]
				*c = min(*c, m.grade.cost()+ofField[p.field])
			}
		}
	}
	wanted := phrase(typed)
	wanted = wanted[:len(wanted)-1] // the last word may go on
	for i, e := range x.entries {
		h := hit{entry: i, length: e.length, apart: !slices.ContainsFunc(e.names, func(n string) bool { return strings.Contains(n, wanted) })}
		for _, c := range costs[i*len(typed) : (i+1)*len(typed)] {
			if c == unfound {
				h.missing++
			} else {
				h.cost += c
			}
		}
		if h.missing*2 <= len(typed) && h.missing < len(typed) {
			hits = append(hits, h)
		}
	}
	return hits
}

type match struct {
	word  int
	grade grade
}

// matches returns the words that a typed one may mean; mistakes only where nothing else was meant.
func (x *Index) matches(typed word) (found []match) {
	mistaken := true
	for i := range x.words {
		if g := compare(typed, x.words[i].word); g != no {
			found = append(found, match{i, g})
			mistaken = mistaken && g == mistyped
		}
	}
	if !mistaken {
		found = slices.DeleteFunc(found, func(m match) bool { return m.grade == mistyped })
	}
	return found
}
