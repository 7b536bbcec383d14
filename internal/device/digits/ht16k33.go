package digits

import (
	"errors"
	"fmt"
	"math/bits"

	"periph.io/x/conn/v3/i2c"

	"motcua/internal/device/segments"
)

// Commands of the HT16K33 (data sheet 1.20, table 5).
const (
	cmdStandby    = 0x20
	cmdOscillate  = 0x21
	cmdDark       = 0x80
	cmdLight      = 0x81 // without blinking
	cmdBrightness = 0xE0 // + 0..15
)

// errNobody is a chip that does not acknowledge its address.
var errNobody = errors.New("digits: nobody at this address")

// ht16k33 is a chip with segment A on ROW0 and so on to the point on ROW7, one
// digit a COM line. The four-digit boards on sale have the colon on COM2, between the digits.
type ht16k33 struct {
	dev    i2c.Dev
	digits int
}

// HT16K33 returns the display of 1 to 8 digits at an address of bus, 0x70 to
// 0x77. It writes nothing yet.
func HT16K33(bus i2c.Bus, address uint16, digits int) (*Display, error) {
	if digits < 1 || digits > 8 {
		return nil, ErrForm
	}
	return &Display{chip: &ht16k33{i2c.Dev{Bus: bus, Addr: address}, digits}, digits: digits}, nil
}

func (h *ht16k33) write(row []byte) error {
	if len(row) == 0 {
		return h.send([]byte{cmdDark}, []byte{cmdStandby})
	}
	memory := make([]byte, 17) // its address, 0, and two bytes a COM line
	for i, b := range row {
		memory[1+2*h.line(i)] = reorder(b)
	}
	return h.send([]byte{cmdOscillate}, memory, []byte{cmdBrightness | brightness}, []byte{cmdLight})
}

func (h *ht16k33) send(commands ...[]byte) error {
	for _, c := range commands {
		if err := h.dev.Tx(c, nil); err != nil { // the bus tells no reason apart: most often nobody acknowledges
			return fmt.Errorf("%w: %w", errNobody, err)
		}
	}
	return nil
}

// line returns the COM line of a digit, counted from the left.
func (h *ht16k33) line(digit int) int {
	if h.digits == 4 && digit >= 2 {
		return digit + 1
	}
	return digit
}

// reorder turns the bits from A high to G low into A low to G high; the point stays on top.
func reorder(b byte) byte {
	return bits.Reverse8(b&^segments.Point)>>1 | b&segments.Point
}
