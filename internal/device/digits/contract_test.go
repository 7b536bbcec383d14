package digits_test

import (
	"context"
	"testing"

	"periph.io/x/conn/v3/i2c/i2ctest"
	"periph.io/x/conn/v3/spi/spitest"

	"motcua/internal/device"
	"motcua/internal/device/accept"
	"motcua/internal/device/devicetest"
	"motcua/internal/device/digits"
	"motcua/internal/device/segments"
)

// rig is a display, and what its chip shows after all that was written to it.
type rig struct {
	digits *digits.Display
	reads  func() []byte
}

func (r rig) Digits() device.Digits { return r.digits }

func (r rig) Reads(context.Context) (string, error) { return segments.Text(r.reads()), nil }

func TestContract(t *testing.T) {
	t.Run("max7219", func(t *testing.T) {
		devicetest.Digits(t, func(t *testing.T) accept.DigitsRig {
			port := &spitest.Record{}
			d, err := digits.MAX7219(port, 4)
			if err != nil {
				t.Fatal(err)
			}
			return rig{d, func() []byte {
				var regs [16]byte
				for _, op := range port.Ops {
					regs[op.W[0]] = op.W[1]
				}
				if regs[0x0C] == 0 {
					return nil
				}
				return []byte{regs[4], regs[3], regs[2], regs[1]}
			}}
		})
	})
	t.Run("ht16k33", func(t *testing.T) {
		devicetest.Digits(t, func(t *testing.T) accept.DigitsRig {
			bus := &i2ctest.Record{}
			d, err := digits.HT16K33(bus, 0x70, 4)
			if err != nil {
				t.Fatal(err)
			}
			return rig{d, func() []byte { return lit(bus.Ops) }}
		})
	})
}

// lit returns what a HT16K33 shows, in the order of segments of the MAX7219.
func lit(ops []i2ctest.IO) []byte {
	var memory []byte
	on := false
	for _, op := range ops {
		switch op.W[0] {
		case 0:
			memory = op.W[1:]
		case 0x80, 0x81:
			on = op.W[0] == 0x81
		}
	}
	if !on {
		return nil
	}
	row := make([]byte, 0, 4)
	for _, at := range []int{0, 2, 6, 8} {
		b := memory[at] & 0x80
		for i := range 7 { // A is bit 0 there, bit 6 here
			b |= memory[at] >> i & 1 << (6 - i)
		}
		row = append(row, b)
	}
	return row
}
