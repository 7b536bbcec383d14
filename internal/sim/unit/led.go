package unit

import (
	"strconv"
	"sync"

	"motcua/internal/device/segments"
)

// LED is a simulated LED-485 display: no keys, and nothing that can be read.
type LED struct {
	id     string
	digits int

	mu      sync.Mutex
	address byte
	shown   []byte
	dead    bool
}

var _ Device = (*LED)(nil)

// NewLED returns a dark display of so many digits.
func NewLED(id string, address byte, digits int) *LED {
	return &LED{id: id, digits: digits, address: address, shown: make([]byte, digits)}
}

// ID returns the display's name.
func (d *LED) ID() string { return d.id }

// Display returns what its digits show.
func (d *LED) Display() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return segments.Text(d.shown)
}

// Mute stops the display from answering, or lets it answer again.
func (d *LED) Mute(on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.dead = on
}

// Restart switches the display off and on: it is dark.
func (d *LED) Restart() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shown = make([]byte, d.digits)
}

// Hear answers one frame.
func (d *LED) Hear(frame []byte) []byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.dead {
		return nil
	}
	answer, _ := hear(d, frame)
	return answer
}

func (d *LED) at() byte { return d.address }

// The registers of the LED-485.
const (
	ledNumber   = 0x0000
	ledSegments = 0x0080
)

func (d *LED) answer(request []byte, _ bool) (answer []byte, refusal byte) {
	if request[0] != 6 && request[0] != 16 {
		return nil, badFunction
	}
	addr, values, refusal := writes(request)
	if refusal != fine {
		return nil, refusal
	}
	switch {
	case request[0] == 6 && addr == ledNumber: // a number in the display's own digits
		d.shown = segments.Encode(strconv.Itoa(int(int16(values[0]))), d.digits)
	case request[0] == 16 && addr == ledSegments && 2*len(values) >= d.digits && len(values) <= 3:
		for i := range d.digits {
			d.shown[i] = ordered(byte(values[i/2] >> (8 * (1 - i%2))))
		}
	default:
		return nil, badAddress
	}
	return request[1:5], fine
}

// ordered reads raw segments, A in bit 0 to G in bit 6, into the order of package segments.
func ordered(raw byte) byte {
	out := raw & segments.Point
	for i, bit := range []byte{0x40, 0x20, 0x10, 0x08, 0x04, 0x02, 0x01} {
		if raw&(1<<i) != 0 {
			out |= bit
		}
	}
	return out
}
