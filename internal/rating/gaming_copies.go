package rating

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"motcua/internal/center"
)

// Copied is how often the answers of the log say the same about one counter or
// official. It counts and knows no order, so it tells nothing that the log does not.
type Copied struct {
	Counter  center.CounterID
	Official string
	Version  string // of the questionnaire
	Pattern  string // see Pattern
	N        int
}

// plain begins the patterns that are given without a thought, and by the most cheerful people.
const plain = "plain "

// Pattern names the places that were touched: the level counted from the best
// one, the reasons, the option of each further question. The same hand touches
// the same places, whatever the words of the questionnaire's version are.
// Patterns without a reason whose further answers are all in one column are
// plain: honest people give them again and again.
func Pattern(levels, overall int, reasons []string, items map[string]int) string {
	parts := []string{strconv.Itoa(levels - overall)}
	parts = append(parts, slices.Sorted(slices.Values(reasons))...)
	column := true
	var first int
	for i, code := range slices.Sorted(maps.Keys(items)) {
		if i == 0 {
			first = items[code]
		}
		column = column && items[code] == first
		parts = append(parts, code+"="+strconv.Itoa(items[code]))
	}
	if len(reasons) == 0 && column {
		return plain + strings.Join(parts, " ")
	}
	return strings.Join(parts, " ")
}

// alike counts the answers of a kind, and the ones of the pattern that is given most often.
func (u *unit) alike(kind func(pattern string) bool) (most, n int) {
	for pattern, k := range u.patterns {
		if kind(pattern) {
			most, n = max(most, k), n+k
		}
	}
	return most, n
}

func isRich(pattern string) bool { return !strings.HasPrefix(pattern, plain) }
func isLong(pattern string) bool { return strings.Contains(pattern, "=") } // with further questions
func isAny(string) bool          { return true }
