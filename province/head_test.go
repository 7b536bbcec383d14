package province

import (
	"strings"
	"testing"

	"motcua/internal/wire"
)

// TestTheHeadOfADayIsCompared with the hash of the event that is stored before it.
func TestTheHeadOfADayIsCompared(t *testing.T) {
	prev := wire.Chain(wire.Hash{}, []byte("the event before"))
	for name, c := range map[string]struct {
		kind, data string
		prev       *wire.Hash
		want       bool
	}{
		"the same":             {wire.DayClosed, `{"expired":0,"head":"` + prev.String() + `"}`, &prev, true},
		"another":              {wire.DayClosed, `{"expired":0,"head":"` + strings.Repeat("0", 64) + `"}`, &prev, false},
		"none":                 {wire.DayClosed, `{}`, &prev, false},
		"nothing to compare":   {wire.DayClosed, `{}`, nil, true},
		"of no day that ended": {wire.DayOpened, `{}`, &prev, true},
	} {
		if got := leadsToHead(wire.Body{Type: c.kind, Data: []byte(c.data)}, c.prev); got != c.want {
			t.Errorf("%s: leadsToHead = %v, want %v", name, got, c.want)
		}
	}
}
