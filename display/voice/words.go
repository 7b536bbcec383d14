package voice

import (
	"strconv"
	"strings"

	"motcua/internal/center"
	"motcua/internal/spell"
)

// Needs is what the words of a center depend on.
type Needs struct {
	Letters  string // that tickets and counters begin with
	Counters []center.CounterID
	Width    int // digits of the longest number
}

// Everywhere is what no center needs more than.
func Everywhere() Needs {
	n := Needs{Letters: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", Width: 5}
	for i := range 99 {
		n.Counters = append(n.Counters, center.CounterID(strconv.Itoa(i+1)))
	}
	return n
}

// NeedsOf returns what a center needs.
func NeedsOf(c *center.Center) Needs {
	n := Needs{Width: 1}
	for _, s := range c.Services {
		n.Letters, n.Width = n.Letters+s.Prefix, max(n.Width, s.Width)
	}
	for _, x := range c.Counters {
		n.Counters = append(n.Counters, x.ID)
	}
	return n
}

// Words returns every word and phrase that a pack must have to say any call of
// a center, in the order in which one records them: phrases, digits, the other
// words of numbers, letters. Numbers are read in both ways, so that a pack fits either.
func (n Needs) Words(style spell.Style) (words []string) {
	seen := map[string]bool{}
	add := func(groups ...spell.Group) {
		for _, g := range groups {
			for _, word := range g {
				if !seen[word] {
					seen[word] = true
					words = append(words, word)
				}
			}
		}
	}
	for _, kind := range kinds {
		for _, u := range Compose(style, kind, "", "").Units {
			add(spell.Group{u.Word})
		}
	}
	style.Reads = spell.AsDigits
	add(style.Ticket("0123456789")...)
	most := 1
	for range min(max(n.Width, 1), 6) {
		most *= 10
	}
	for i := range most {
		if i < 1000 || i%1000 == 0 || i%1000 == 1 || i%1000 == 100 { // the words of thousands are those of hundreds
			add(style.Number(i))
		}
	}
	add(style.Ticket(strings.ToUpper(n.Letters))...)
	for _, id := range n.Counters {
		add(style.Counter(string(id))...)
	}
	return words
}
