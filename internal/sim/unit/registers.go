package unit

import (
	"encoding/binary"
	"time"
)

// Hear answers one frame.
func (u *Unit) Hear(frame []byte) []byte {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.dead || time.Now().Before(u.awake) {
		return nil
	}
	answer, sound := hear(u, frame)
	if !sound {
		u.bad++
	}
	return answer
}

func (u *Unit) at() byte { return byte(u.regs[regAddress]) }

func (u *Unit) answer(request []byte, broadcast bool) (answer []byte, refusal byte) {
	u.away()
	u.heard = time.Now()
	open := u.open && !broadcast
	u.open = false
	switch request[0] {
	case 3:
		table := u.regs
		table[regBuzzer] = 0 // beeps are over at once here
		return reads(request, table[:])
	case 4:
		return reads(request, u.inputs())
	case 6, 16:
		if u.deaf > 0 && len(request) > 2 && binary.BigEndian.Uint16(request[1:]) == regAck {
			u.deaf--
			return nil, silent
		}
		addr, values, refusal := writes(request)
		if refusal == fine {
			refusal = u.write(addr, values, open && len(values) == 1)
		}
		return request[1:min(5, len(request))], refusal
	}
	return nil, badFunction
}

// inputs is the table of input registers.
func (u *Unit) inputs() []uint16 {
	t := make([]uint16, 16)
	t[0], t[1], t[2], t[3] = form<<8|uint16(len(u.queue)), uint16(u.boot), uint16(u.boot>>16), u.lost
	if u.downKey != 0 && time.Since(u.down) > held {
		t[4] = u.downKey<<8 | 2
	}
	t[5], t[6] = version, u.bad
	for i, p := range u.queue[:min(len(u.queue), 3)] {
		age := min(time.Since(p.at)/(100*time.Millisecond), 65535)
		t[7+3*i], t[8+3*i], t[9+3*i] = p.seq, p.key, uint16(age)
	}
	return t
}

// most is the largest value that each register takes.
var most = [holdings]uint16{0xFFFF, 0xFFFF, 0xFFFF, 2, 9, 15, 247, 8, unlock}

// write writes all of the values or none.
func (u *Unit) write(addr int, values []uint16, open bool) (refusal byte) {
	if addr+len(values) > holdings {
		return badAddress
	}
	for i, v := range values {
		switch r := addr + i; {
		case v > most[r], r == regLock && v != unlock, r == regAck && int16(v-u.seq) > 0,
			(r == regAddress || r == regBaud) && (!open || v == 0):
			return badValue
		}
	}
	for i, v := range values {
		u.regs[addr+i] = v
		switch addr + i {
		case regAck:
			u.forget(v)
		case regBuzzer:
			u.beeps += int(v)
		case regLock:
			u.open, u.regs[regLock] = true, 0
		}
	}
	return fine
}

// forget forgets the presses up to seq.
func (u *Unit) forget(seq uint16) {
	for len(u.queue) > 0 && int16(u.queue[0].seq-seq) <= 0 {
		if u.forgot != nil {
			u.forgot(u.boot, u.queue[0].seq)
		}
		u.queue = u.queue[1:]
	}
}
