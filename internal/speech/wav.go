package speech

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

const (
	formatPCM        = 1
	formatExtensible = 0xfffe // PCM all the same, when its own format says so
)

// The rates that a sound may have, in samples a second.
const (
	LeastRate = 8000
	MostRate  = 48000
)

var errNoWAV = errors.New("it is no WAV file")

// ParseWAV reads a WAV of 16-bit PCM with one channel, 8 to 48 kHz. A size that
// runs past the end counts up to the end: a program that writes to a pipe
// cannot know it.
func ParseWAV(raw []byte) (Sound, error) {
	if len(raw) < 12 || string(raw[:4]) != "RIFF" || string(raw[8:12]) != "WAVE" {
		return Sound{}, errNoWAV
	}
	rate := 0
	for rest := raw[12:]; len(rest) >= 8; {
		name, size := string(rest[:4]), int64(binary.LittleEndian.Uint32(rest[4:8]))
		body := rest[8:]
		size = min(size, int64(len(body)))
		switch name {
		case "fmt ":
			var err error
			if rate, err = parseFormat(body[:size]); err != nil {
				return Sound{}, err
			}
		case "data":
			if rate == 0 {
				return Sound{}, errNoWAV
			}
			return Sound{rate, samples(body[:size])}, nil
		}
		rest = body[min(size+size%2, int64(len(body))):]
	}
	return Sound{}, errNoWAV
}

// parseFormat returns the rate of a format that is known.
func parseFormat(b []byte) (rate int, err error) {
	if len(b) < 16 {
		return 0, errNoWAV
	}
	format, channels := binary.LittleEndian.Uint16(b), binary.LittleEndian.Uint16(b[2:])
	rate, bits := int(binary.LittleEndian.Uint32(b[4:])), binary.LittleEndian.Uint16(b[14:])
	if format == formatExtensible && len(b) >= 26 {
		format = binary.LittleEndian.Uint16(b[24:])
	}
	switch {
	case format != formatPCM || bits != 16:
		return 0, fmt.Errorf("its samples are not 16-bit PCM (format %d, %d bits)", format, bits)
	case channels != 1:
		return 0, fmt.Errorf("it has %d channels, not one", channels)
	case rate < LeastRate || rate > MostRate:
		return 0, fmt.Errorf("it has %d samples a second, not %d to %d", rate, LeastRate, MostRate)
	}
	return rate, nil
}

func samples(raw []byte) []int16 {
	all := make([]int16, len(raw)/2)
	for i := range all {
		all[i] = int16(binary.LittleEndian.Uint16(raw[2*i:]))
	}
	return all
}

// WAV returns the sound as a file that ParseWAV and every player read.
func (s Sound) WAV() []byte {
	var b bytes.Buffer
	pcm := s.PCM()
	put := func(values ...any) {
		for _, v := range values {
			_ = binary.Write(&b, binary.LittleEndian, v) // to a buffer
		}
	}
	b.WriteString("RIFF")
	put(uint32(36 + len(pcm)))
	b.WriteString("WAVEfmt ")
	put(uint32(16), uint16(formatPCM), uint16(1), uint32(s.Rate), uint32(2*s.Rate), uint16(2), uint16(16))
	b.WriteString("data")
	put(uint32(len(pcm)))
	b.Write(pcm)
	return b.Bytes()
}
