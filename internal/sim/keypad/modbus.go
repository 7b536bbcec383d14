package keypad

import (
	"encoding/binary"
	"time"

	"motcua/internal/device/keypad"
)

// requestLen is the length of a request: this unit knows functions 4 and 6 only.
const requestLen = 8

// The refusals of the Modbus standard.
const (
	badFunction = 1
	badAddress  = 2
)

// take answers the first request in in, which holds at least requestLen bytes,
// and returns what is left. Bytes that begin no request are dropped one by one.
func (k *Keypad) take(in []byte) (answer, rest []byte) {
	request := in[:requestLen]
	if sum(request) != 0 {
		return nil, in[1:]
	}
	if request[0] != unit {
		return nil, in[requestLen:]
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.dead {
		return nil, in[requestLen:]
	}
	addr, n := binary.BigEndian.Uint16(request[2:]), binary.BigEndian.Uint16(request[4:])
	switch request[1] {
	case 4:
		return k.read(int(addr), int(n)), in[requestLen:]
	case 6:
		return k.ack(request, addr, n), in[requestLen:]
	}
	return seal(unit, request[1]|0x80, badFunction), in[requestLen:]
}

func (k *Keypad) read(addr, n int) []byte {
	table := k.table()
	if n == 0 || addr+n > len(table) {
		return seal(unit, 4|0x80, badAddress)
	}
	frame := []byte{unit, 4, byte(2 * n)}
	for _, r := range table[addr : addr+n] {
		frame = binary.BigEndian.AppendUint16(frame, r)
	}
	return seal(frame...)
}

// table is the input registers, as the driver documents them.
func (k *Keypad) table() []uint16 {
	t := make([]uint16, keypad.Registers)
	t[0], t[1], t[2], t[3], t[4] = keypad.Form, uint16(k.boot>>16), uint16(k.boot), uint16(len(k.queue)), k.lost
	for i, p := range k.queue[:min(len(k.queue), keypad.PerPoll)] {
		age := min(time.Since(p.at)/(100*time.Millisecond), 65535)
		t[5+3*i], t[6+3*i], t[7+3*i] = p.seq, uint16(p.key), uint16(age)
	}
	return t
}

// ack forgets the presses up to seq. A lost one looks to the master like silence.
func (k *Keypad) ack(request []byte, addr, seq uint16) []byte {
	if addr != 0 {
		return seal(unit, 6|0x80, badAddress)
	}
	if k.deaf > 0 {
		k.deaf--
		return nil
	}
	for len(k.queue) > 0 && int16(k.queue[0].seq-seq) <= 0 {
		k.queue = k.queue[1:]
	}
	return append([]byte(nil), request...)
}

// seal appends the checksum.
func seal(frame ...byte) []byte {
	return binary.LittleEndian.AppendUint16(frame, sum(frame))
}

// nibbles is the CRC-16 of Modbus of each four bits.
var nibbles = [16]uint16{
	0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
	0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
}

// sum is the CRC-16 of Modbus, four bits at a time; over a frame with its checksum it is zero.
func sum(b []byte) uint16 {
	crc := uint16(0xFFFF)
	for _, v := range b {
		crc = crc>>4 ^ nibbles[(crc^uint16(v))&15]
		crc = crc>>4 ^ nibbles[(crc^uint16(v>>4))&15]
	}
	return crc
}
