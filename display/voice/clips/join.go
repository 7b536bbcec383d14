package clips

import (
	"math"
	"time"

	"motcua/internal/speech"
)

// edge is how long the end of a clip fades into the beginning of the next, so
// that no join clicks.
const edge = 8 * time.Millisecond

// Unit is a word or phrase of a sentence, and the silence behind it.
type Unit struct {
	Word  string
	Pause time.Duration
}

// Lacks returns which words of a sentence the pack cannot say.
func (p *Pack) Lacks(sentence []Unit) (words []string) {
	for _, u := range sentence {
		if _, ok := p.clips[Key(u.Word)]; !ok {
			words = append(words, u.Word)
		}
	}
	return words
}

// Says tells whether the pack has every word of a sentence.
func (p *Pack) Says(sentence []Unit) bool { return len(p.Lacks(sentence)) == 0 }

// Say puts a sentence together. What the pack lacks is left out: ask Says before.
func (p *Pack) Say(sentence []Unit) speech.Sound {
	var out []int16
	n := speech.Count(p.Rate, edge)
	joined := false // to what stands before
	for _, u := range sentence {
		c := p.clips[Key(u.Word)].samples
		if joined {
			out = overlap(out, c, n)
		} else {
			out = append(out, c...)
		}
		out = append(out, make([]int16, speech.Count(p.Rate, u.Pause))...)
		joined = u.Pause == 0
	}
	return speech.Sound{Rate: p.Rate, Samples: out}
}

// Gong is the sound before an announcement of this pack.
func (p *Pack) Gong() speech.Sound { return p.chime }

// overlap lets the last n samples of a sound, which fade, run into the first of the next.
func overlap(out, next []int16, n int) []int16 {
	n = min(n, len(out), len(next))
	for i := range n {
		j := len(out) - n + i
		out[j] = int16(max(-math.MaxInt16, min(math.MaxInt16, int(out[j])+int(next[i]))))
	}
	return append(out, next[n:]...)
}

// fade lets a sound rise over its first n samples and fall over its last: the
// two halves of a join add up to one.
func fade(s []int16, n int) {
	n = min(n, len(s)/2)
	for i := range n {
		gain := (1 - math.Cos(math.Pi*(float64(i)+0.5)/float64(n))) / 2
		s[i] = scaled(s[i], gain)
		j := len(s) - 1 - i
		s[j] = scaled(s[j], gain)
	}
}
