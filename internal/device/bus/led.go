package bus

import (
	"time"

	"motcua/internal/center"
	"motcua/internal/device/modbus"
	"motcua/internal/device/segments"
)

// ledSegments is the first register of the raw segments of a LED-485, two
// digits a register (Armfly LED-485, as LED-485_setuptool writes it).
const ledSegments = 0x0080

// led is a LED-485 display. Nothing can be read from it, so each poll writes
// what it shows: it then also shows it again after its power was off.
type led struct {
	address byte
	digits  int
	shown   []uint16
}

func newLED(u center.Unit) (driver, error) {
	l := &led{address: byte(u.Address), digits: u.Digits}
	l.shown = l.registers("")
	return l, nil
}

func (*led) pace() time.Duration { return time.Second }

func (l *led) poll(line *modbus.Master) (news, error) {
	return news{}, line.WriteRegisters(l.address, ledSegments, l.shown...)
}

func (l *led) write(line *modbus.Master, o order) error {
	if !o.face {
		return nil // it has no buzzer
	}
	l.shown = l.registers(o.text)
	_, err := l.poll(line)
	return err
}

func (l *led) registers(text string) []uint16 {
	row := segments.Encode(text, l.digits)
	regs := make([]uint16, (l.digits+1)/2)
	for i, b := range row {
		regs[i/2] |= uint16(turned(b)) << (8 * (1 - i%2))
	}
	return regs
}

// turned changes the order of segments: the display has A in bit 0 to G in bit 6.
func turned(b byte) byte {
	out := b & segments.Point
	for i := range 7 {
		out |= b >> (6 - i) & 1 << i
	}
	return out
}
