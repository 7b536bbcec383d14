package bus

import (
	"time"

	"motcua/internal/center"
	"motcua/internal/device/modbus"
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
	checkup = 30 * time.Second // the status is read so often
	spread  = time.Second / 4  // and a little more seldom at each higher address: never all in one round
)

// motcua is our own unit.
type motcua struct {
	address byte
	checkup time.Duration
	boot    uint32
	waiting int       // presses, as far as they have been read
	acked   bool      // an acknowledgement went out since
	doubt   bool      // an answer is missing, and may still come: then each must name its boot itself
	read    time.Time // when the whole table was read
	told    time.Time // when presses were
}

func newMotcua(u center.Unit) (driver, error) {
	return &motcua{address: byte(u.Address), checkup: checkup + time.Duration(u.Address)*spread}, nil
}

func (*motcua) pace() time.Duration { return 20 * time.Millisecond }

// poll reads two registers, and more only when they say so: presses that were
// not read yet, or another boot; and when the status is old.
func (m *motcua) poll(line *modbus.Master) (news, error) {
	regs, err := line.ReadInput(m.address, 0, short)
	if err != nil {
		m.doubt = true
		return news{}, err
	}
	waiting := int(regs[0] & 0xFF)
	if regs[0]>>8 != form || waiting > maxQueue {
		return news{}, errForeign
	}
	age := time.Since(m.read)
	switch {
	case m.boot == 0, uint16(m.boot) != regs[1], age > m.checkup:
		return m.table(line, 0, waiting)
	case waiting > 0 && m.doubt:
		return m.table(line, 0, waiting)
	case waiting > 0 && (waiting != m.waiting || m.acked || time.Since(m.told) > again):
		return m.table(line, fixed, waiting)
	}
	m.waiting = waiting
	return news{boot: m.boot}, nil
}

// table reads the registers from first, which is 0 or that of the first press,
// up to the last press that waits. It comes right behind a short poll, so that
// no unit starts anew and sees a key in between.
func (m *motcua) table(line *modbus.Master, first, waiting int) (news, error) {
	told := min(waiting, perPoll)
	regs, err := line.ReadInput(m.address, uint16(first), uint16(fixed-first+perPress*told))
	if err != nil {
		m.doubt = true
		return news{}, err
	}
	now := time.Now()
	n := news{}
	if first == 0 {
		m.boot, m.read, m.doubt = uint32(regs[2])<<16|uint32(regs[1]), now, false
		n.status, n.lost = true, int64(regs[3])
		if regs[4]&2 != 0 {
			n.stuck = Key(regs[4] >> 8)
		}
		regs = regs[fixed:]
	}
	m.waiting, m.acked, m.told, n.boot = waiting, false, now, m.boot
	for ; len(regs) > 0; regs = regs[perPress:] {
		if regs[1] == 0 {
			break // it was forgotten meanwhile
		}
		age := time.Duration(regs[2]) * 100 * time.Millisecond
		n.presses = append(n.presses, Press{Boot: m.boot, Seq: regs[0], Key: Key(regs[1]), At: now.Add(-age)})
	}
	return n, nil
}

// write writes the registers from the first to the last that o changes, in one frame.
func (m *motcua) write(line *modbus.Master, o order) error {
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
	err := error(nil)
	if to-from == 1 {
		err = line.WriteRegister(m.address, uint16(from), regs[from])
	} else {
		err = line.WriteRegisters(m.address, uint16(from), regs[from:to]...)
	}
	m.doubt = m.doubt || err != nil
	return err
}
