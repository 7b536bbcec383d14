package bus

import (
	"time"

	"motcua/internal/center"
	"motcua/internal/device/segments"
)

// The register table of the motcua unit, form 2; docs/hardware.md has it whole.
const (
	form     = 2
	short    = 2 // input registers of a short poll: form and presses, low word of the boot
	fixed    = 7 // input registers before the presses
	perPress = 3
	perPoll  = 3  // presses in the table
	maxQueue = 16 // presses that a unit keeps

	regAck    = 0
	regFace   = 1
	regLamp   = 3
	regBuzzer = 4
	places    = 4 // of the display
)

const (
	again   = time.Second      // presses that are told already are read again after this
	checkup = 10 * time.Second // the status is read so often
)

// motcua is our own unit.
type motcua struct {
	address byte
	boot    uint32
	waiting int // presses, as far as they have been read
	acked   bool
	read    time.Time // when the table was read; zero: never in this life of the line
}

func newMotcua(u center.Unit) (driver, error) { return &motcua{address: byte(u.Address)}, nil }

func (*motcua) pace() time.Duration { return 20 * time.Millisecond }

// poll reads two registers, and more only when they say so: presses that were
// not read yet, another boot, or a status that is old.
func (m *motcua) poll(w *wire) (news, error) {
	regs, err := w.master.ReadInput(m.address, 0, short)
	if err != nil {
		return news{}, err
	}
	waiting := int(regs[0] & 0xFF)
	if regs[0]>>8 != form || waiting > maxQueue {
		return news{}, errForeign
	}
	known := m.boot != 0 && uint16(m.boot) == regs[1]
	age := time.Since(m.read)
	switch {
	case !known, age > checkup, waiting > 0 && (waiting != m.waiting || m.acked || age > again):
		return m.table(w, waiting)
	}
	m.waiting = waiting
	return news{boot: m.boot}, nil
}

// table reads the registers up to the last press that waits.
func (m *motcua) table(w *wire, waiting int) (news, error) {
	told := min(waiting, perPoll)
	regs, err := w.master.ReadInput(m.address, 0, uint16(fixed+perPress*told))
	if err != nil {
		return news{}, err
	}
	now := time.Now()
	told = min(told, int(regs[0]&0xFF)) // it may have started anew meanwhile
	m.boot, m.waiting, m.acked, m.read = uint32(regs[2])<<16|uint32(regs[1]), waiting, false, now
	n := news{boot: m.boot, status: true, lost: int64(regs[3])}
	if regs[4]&2 != 0 {
		n.stuck = Key(regs[4] >> 8)
	}
	for i := range told {
		r := regs[fixed+perPress*i:]
		age := time.Duration(r[2]) * 100 * time.Millisecond
		n.presses = append(n.presses, Press{Boot: m.boot, Seq: r[0], Key: Key(r[1]), At: now.Add(-age)})
	}
	return n, nil
}

// write writes the registers from the first to the last that o changes, in one frame.
func (m *motcua) write(w *wire, o order) error {
	digits := segments.Encode(o.text, places)
	regs := [...]uint16{
		regFace:     uint16(digits[0])<<8 | uint16(digits[1]),
		regFace + 1: uint16(digits[2])<<8 | uint16(digits[3]),
		regLamp:     uint16(o.lamp), regBuzzer: uint16(o.beeps),
	}
	from, to := len(regs), 0
	span := func(wanted bool, first, last int) {
		if wanted {
			from, to = min(from, first), max(to, last+1)
		}
	}
	span(o.face, regFace, regLamp)
	span(o.beeps > 0, regBuzzer, regBuzzer)
	span(o.ack != nil, regAck, regAck)
	if o.ack != nil {
		regs[regAck] = *o.ack
		m.acked = true // whether the answer comes or not
	}
	switch to - from {
	case 1:
		return w.master.WriteRegister(m.address, uint16(from), regs[from])
	default:
		return w.master.WriteRegisters(m.address, uint16(from), regs[from:to]...)
	}
}
