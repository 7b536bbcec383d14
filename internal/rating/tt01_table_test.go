package rating

import (
	"fmt"
	"slices"
	"testing"

	"motcua/internal/center"
)

// TestTable counts quarters and the year of officials, and leaves out what few dossiers would tell.
func TestTable(t *testing.T) {
	var all []Finished
	add := func(n int, official string, day center.Day, due string) {
		for range n {
			all = append(all, Finished{Dossier{due, map[int]int{3: 2, 7: 2}}, official, day})
		}
	}
	add(20, "an", "2026-02-03", Early)
	add(3, "binh", "2026-02-03", Early) // too few; so that subtraction does not tell, "chi" goes too
	add(7, "chi", "2026-03-31", OnTime)
	add(4, "an", "2026-04-01", Early) // fewer than five: no row at all
	add(6, "an", "2026-12-31", Late)
	all = append(all, Finished{Dossier{"", nil}, "an", "2026-12-31"}) // tells nothing
	given := func(period, official string) map[int]Tenths {
		return map[int]Tenths{2: 15, 5: 10, 6: 10, 8: 10, 9: 10}
	}
	show := func(kind center.PeriodKind) (out []string) {
		for _, r := range TT01.Table(all, kind, given) {
			out = append(out, fmt.Sprintf("%s %q %d: %v of %v", r.Period, r.Official, r.Dossiers, r.Score.Sum, r.Score.Of))
		}
		return out
	}
	// Organization: given 5.5; 1 is (23×2+7×1)/30 = 1.77 -> 1.8, 3 is 2.0, 7 is 1.8.
	want := []string{`2026-Q1 "" 30: 11.1 of 16.0`, `2026-Q1 "an" 20: 7.5 of 8.0`, `2026-Q4 "" 6: 7.5 of 16.0`, `2026-Q4 "an" 6: 3.5 of 8.0`}
	if got := show(center.Quarter); !slices.Equal(got, want) {
		t.Errorf("quarters = %q, want %q", got, want)
	}
	// Year: 1 is (27×2+7)/40 = 1.525 -> 1.5; "an" (24×2)/30 = 1.6.
	want = []string{`2026 "" 40: 10.5 of 16.0`, `2026 "an" 30: 6.7 of 8.0`}
	if got := show(center.Year); !slices.Equal(got, want) {
		t.Errorf("year = %q, want %q", got, want)
	}
	if got := TT01.Table(nil, center.Year, nil); len(got) != 0 {
		t.Errorf("no dossiers = %v", got)
	}
}
