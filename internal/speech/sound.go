package speech

import (
	"encoding/binary"
	"time"
)

// Sound is one channel of samples.
type Sound struct {
	Rate    int // samples a second
	Samples []int16
}

// Length is how long the sound plays.
func (s Sound) Length() time.Duration {
	if s.Rate <= 0 {
		return 0
	}
	return time.Duration(len(s.Samples)) * time.Second / time.Duration(s.Rate)
}

// Silence returns as much of nothing.
func Silence(rate int, long time.Duration) Sound {
	return Sound{Rate: rate, Samples: make([]int16, Count(rate, long))}
}

// Count is the number of samples that play that long.
func Count(rate int, long time.Duration) int {
	return int(int64(rate) * int64(long) / int64(time.Second))
}

// PCM returns the samples as signed 16-bit, little end first.
func (s Sound) PCM() []byte {
	raw := make([]byte, 0, 2*len(s.Samples))
	for _, x := range s.Samples {
		raw = binary.LittleEndian.AppendUint16(raw, uint16(x))
	}
	return raw
}
