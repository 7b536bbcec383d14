package clips

import (
	"math"
	"time"

	"motcua/internal/speech"
)

const (
	target = -20.0 // dB below full scale, RMS of what is spoken: what every clip is brought to
	peak   = -1.0  // dB that no sample passes
	most   = 30.0  // dB that a clip is made louder at most: beyond that its noise is heard
	floor  = -45.0 // dB below the loudest moment: softer is silence at the ends

	step = 10 * time.Millisecond // of measuring
	keep = 15 * time.Millisecond // before and behind the first and last sound
)

// measure is what a clip was before it was leveled.
type measure struct {
	RMS, Peak  float64       // dB below full scale; minus infinity: silence
	Length     time.Duration // without the silence at its ends
	Clipped    bool          // its waves are cut off: it was recorded too loud
	from, till int           // samples of the first and behind the last sound
}

func decibels(x float64) float64 { return 20 * math.Log10(x) }
func factor(db float64) float64  { return math.Pow(10, db/20) }

// measured finds where a clip sounds and how loud that is.
func measured(s speech.Sound) measure {
	n := max(1, speech.Count(s.Rate, step))
	var loudest float64
	var steps []float64 // RMS of each
	for i := 0; i < len(s.Samples); i += n {
		x := rms(s.Samples[i:min(i+n, len(s.Samples))])
		steps, loudest = append(steps, x), max(loudest, x)
	}
	m := measure{RMS: math.Inf(-1), Peak: math.Inf(-1)}
	least := max(loudest*factor(floor), 1.0/math.MaxInt16)
	first, last := -1, 0
	for i, x := range steps {
		if x >= least {
			last = i
			if first < 0 {
				first = i
			}
		}
	}
	if first < 0 {
		return m
	}
	margin := speech.Count(s.Rate, keep)
	m.from, m.till = max(0, first*n-margin), min(len(s.Samples), (last+1)*n+margin)
	sounding := speech.Sound{Rate: s.Rate, Samples: s.Samples[m.from:m.till]}
	m.Length = sounding.Length()
	m.RMS, m.Peak, m.Clipped = loudness(sounding, n)
	return m
}

// loudness is the RMS of the moments that are not pauses, and the peak, in dB.
func loudness(s speech.Sound, n int) (level, top float64, cut bool) {
	var loudest, sum, count float64
	highest, full := 0, 0
	for _, x := range s.Samples {
		a := int(math.Abs(float64(x)))
		highest = max(highest, a)
		if a >= math.MaxInt16 {
			full++
		}
	}
	for pass := range 2 {
		for i := 0; i < len(s.Samples); i += n {
			part := s.Samples[i:min(i+n, len(s.Samples))]
			x := rms(part)
			if pass == 0 {
				loudest = max(loudest, x)
			} else if x >= loudest/10 { // what is 20 dB softer is a pause
				sum, count = sum+x*x*float64(len(part)), count+float64(len(part))
			}
		}
	}
	return decibels(math.Sqrt(sum / count)), decibels(float64(highest) / math.MaxInt16), full >= 8
}

// rms is the mean power as an amplitude, 1 at full scale.
func rms(samples []int16) float64 {
	var sum float64
	for _, x := range samples {
		sum += float64(x) * float64(x)
	}
	return math.Sqrt(sum/float64(max(1, len(samples)))) / math.MaxInt16
}

// leveled returns what sounds of a clip, as loud as every other clip, or as
// loud as its peak allows. It is empty for silence.
func leveled(s speech.Sound, m measure) []int16 {
	if m.Length == 0 {
		return nil
	}
	gain := factor(min(target-m.RMS, peak-m.Peak, most))
	out := make([]int16, m.till-m.from)
	for i, x := range s.Samples[m.from:m.till] {
		out[i] = scaled(x, gain)
	}
	fade(out, speech.Count(s.Rate, edge))
	return out
}

func scaled(x int16, gain float64) int16 {
	return int16(math.Round(min(math.MaxInt16, max(-math.MaxInt16, float64(x)*gain))))
}

// Louder returns the sound with every sample multiplied.
func Louder(s speech.Sound, gain float64) speech.Sound {
	out := speech.Sound{Rate: s.Rate, Samples: make([]int16, len(s.Samples))}
	for i, x := range s.Samples {
		out.Samples[i] = scaled(x, gain)
	}
	return out
}

// Level brings a sound that no pack made to the loudness of the packs, without
// the silence at its ends.
func Level(s speech.Sound) speech.Sound {
	return speech.Sound{Rate: s.Rate, Samples: leveled(s, measured(s))}
}
