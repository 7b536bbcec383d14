package clips

import (
	"cmp"
	"slices"
	"time"
)

// The findings of a check: Finding.Code, with its words in the catalog under "voice.found-".
const (
	FoundMissing = "missing" // a word that is needed has no clip
	FoundQuiet   = "quiet"   // leveling would bring its noise up
	FoundLoud    = "loud"    // its waves are cut off
	FoundLong    = "long"    // it is spoken slowly, or there is noise around it
	FoundUnused  = "unused"  // a clip that nothing needs
)

const (
	quiet     = -40.0                   // dB, RMS, of a clip as it was recorded
	longLeast = 1200 * time.Millisecond // that a word may take, and for each word of a phrase
	longEach  = 550 * time.Millisecond
)

// Finding is something about a pack that a person should mend, or know.
type Finding struct {
	Code   string
	Word   string
	Line   any     // of the manifest; nil for a missing word
	Level  float64 // dB, of a quiet clip
	Length time.Duration
}

// Check holds a pack against the words that are needed.
func (p *Pack) Check(needed []string) (found []Finding) {
	wanted := map[string]bool{}
	for _, word := range needed {
		key := Key(word)
		if _, ok := p.clips[key]; !ok && !wanted[key] {
			found = append(found, Finding{Code: FoundMissing, Word: word})
		}
		wanted[key] = true
	}
	var rest []Finding
	for key, c := range p.clips {
		x := Finding{Word: key, Line: c.line, Level: c.RMS, Length: c.Length}
		for code, is := range map[string]bool{
			FoundQuiet: c.RMS < quiet, FoundLoud: c.Clipped, FoundLong: c.Length > reasonable(key), FoundUnused: !wanted[key],
		} {
			if is {
				x.Code = code
				rest = append(rest, x)
			}
		}
	}
	slices.SortFunc(rest, func(a, b Finding) int { return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Word, b.Word)) })
	return append(found, rest...)
}

// Words is how many clips the pack has.
func (p *Pack) Words() int { return len(p.clips) }

// reasonable is how long the clip of a word or phrase may be.
func reasonable(key string) time.Duration {
	n := 1
	for _, r := range key {
		if r == ' ' {
			n++
		}
	}
	return longLeast + time.Duration(n-1)*longEach
}
