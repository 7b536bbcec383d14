package clips

import (
	"math"
	"slices"
	"testing"
	"time"

	"motcua/internal/speech"
)

// quietest returns the longest time below so many dB inside a sound.
func quietest(s speech.Sound, level float64) time.Duration {
	least, run, longest := int16(factor(level)*math.MaxInt16), 0, 0
	for _, x := range s.Samples {
		if run++; x > least || x < -least {
			run = 0
		}
		longest = max(longest, run)
	}
	return speech.Sound{Rate: s.Rate, Samples: make([]int16, longest)}.Length()
}

// steepest is the largest step between two samples.
func steepest(samples []int16) (most int) {
	for i := 1; i < len(samples); i++ {
		most = max(most, int(math.Abs(float64(samples[i])-float64(samples[i-1]))))
	}
	return most
}

// TestClipsAreEquallyLoud: recordings 18 dB apart are within half a decibel, and nothing is cut off.
func TestClipsAreEquallyLoud(t *testing.T) {
	p, err := Load(good(t))
	if err != nil {
		t.Fatal(err)
	}
	for word, c := range p.clips {
		m := measured(speech.Sound{Rate: rate, Samples: c.samples})
		if math.Abs(m.RMS-target) > 0.5 || m.Peak > peak || m.Clipped {
			t.Errorf("%s: RMS %.1f dB, peak %.1f dB, want %.0f and at most %.0f", word, m.RMS, m.Peak, target, peak)
		}
	}
	if quiet, loud := p.clips["một"].RMS, p.clips["hai"].RMS; math.Abs(quiet+30) > 0.5 || math.Abs(loud+12) > 0.5 {
		t.Errorf("recorded at %.1f and %.1f dB, want -30 and -12", quiet, loud)
	}
}

// TestPeaksLimitLeveling: a click in a soft recording is not made louder than full scale.
func TestPeaksLimitLeveling(t *testing.T) {
	s := tone(400, -40, 500*time.Millisecond)
	s.Samples[len(s.Samples)/2] = math.MaxInt16
	m := measured(speech.Sound{Rate: rate, Samples: leveled(s, measured(s))})
	if m.Peak > peak+0.1 {
		t.Errorf("peak %.2f dB, want at most %.0f", m.Peak, peak)
	}
	soft := tone(400, -70, 500*time.Millisecond)
	if m := measured(Level(soft)); m.RMS > -39 {
		t.Errorf("a recording of -70 dB was brought to %.0f dB, noise and all", m.RMS)
	}
}

// TestJoins: words follow each other without a gap and without a click, pauses are as long as they should be.
func TestJoins(t *testing.T) {
	p, err := Load(good(t))
	if err != nil {
		t.Fatal(err)
	}
	joined := p.Say([]Unit{{Word: "một"}, {Word: "hai"}, {Word: "một"}})
	if gap := quietest(joined, -45); gap > 40*time.Millisecond {
		t.Errorf("a gap of %v in a number, want at most 40 ms", gap)
	}
	alone := 0
	for _, word := range []string{"một", "hai"} {
		alone = max(alone, steepest(p.Say([]Unit{{Word: word}}).Samples))
	}
	if got := steepest(joined.Samples); got > alone+alone/10 {
		t.Errorf("a step of %d at a join, want at most that of a word, %d", got, alone)
	}
	parted := p.Say([]Unit{{Word: "một", Pause: 150 * time.Millisecond}, {Word: "hai"}})
	if gap := quietest(parted, -45); gap < 150*time.Millisecond || gap > 200*time.Millisecond {
		t.Errorf("a pause of %v, want 150 ms and the edges of the clips", gap)
	}
	if first := joined.Samples[0]; first > 50 || first < -50 {
		t.Errorf("the sound begins with %d", first)
	}
	if got := p.Say(nil); len(got.Samples) != 0 || got.Rate != rate {
		t.Errorf("Say(nothing) = %d samples at %d", len(got.Samples), got.Rate)
	}
}

func TestChime(t *testing.T) {
	for _, rate := range []int{speech.LeastRate, 22050, speech.MostRate} {
		s := Chime(rate)
		m := measured(s)
		if s.Length() < time.Second || s.Length() > 1500*time.Millisecond || m.Peak > -3 || m.RMS > target+4 || m.Clipped {
			t.Errorf("at %d: %v long, RMS %.1f dB, peak %.1f dB", rate, s.Length(), m.RMS, m.Peak)
		}
	}
}

func TestLouder(t *testing.T) {
	s := speech.Sound{Rate: rate, Samples: []int16{1000, -1000, 32767, -32768}}
	if got := Louder(s, 0.5); !slices.Equal(got.Samples, []int16{500, -500, 16384, -16384}) {
		t.Errorf("half as loud = %v", got.Samples)
	}
	if got := Louder(s, 2); !slices.Equal(got.Samples, []int16{2000, -2000, 32767, -32767}) {
		t.Errorf("twice as loud = %v", got.Samples)
	}
}

// TestMeasuredTakesAnything: no sound divides by zero.
func TestMeasuredTakesAnything(t *testing.T) {
	for _, samples := range [][]int16{nil, {0}, {1}, {math.MinInt16}, {0, 0, 5, 0}} {
		m := measured(speech.Sound{Rate: rate, Samples: samples})
		if math.IsNaN(m.RMS) || m.from > m.till || m.till > len(samples) {
			t.Errorf("measured(%v) = %+v", samples, m)
		}
	}
}
