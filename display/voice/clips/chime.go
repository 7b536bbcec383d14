package clips

import (
	"math"
	"time"

	"motcua/internal/speech"
)

const (
	chimeLong = 1100 * time.Millisecond
	chimeLoud = 0.22 // of full scale: no louder than speech
)

// Chime is a gong of two falling tones, E5 and C5, for packs that have none.
func Chime(rate int) speech.Sound {
	out := make([]float64, speech.Count(rate, chimeLong))
	for _, tone := range []struct {
		hertz float64
		at    time.Duration
	}{{659.26, 0}, {523.25, 350 * time.Millisecond}} {
		from := speech.Count(rate, tone.at)
		for i := from; i < len(out); i++ {
			t := float64(i-from) / float64(rate)
			rise := min(1, t/0.004)
			for harmonic, share := range []float64{1, 0.3, 0.12} {
				h := float64(harmonic + 1)
				out[i] += rise * share * math.Exp(-t*3.5*h) * math.Sin(2*math.Pi*tone.hertz*h*t)
			}
		}
	}
	s := speech.Sound{Rate: rate, Samples: make([]int16, len(out))}
	for i, x := range out {
		s.Samples[i] = scaled(math.MaxInt16, x*chimeLoud)
	}
	fade(s.Samples, speech.Count(rate, 50*time.Millisecond))
	return s
}
