package unit

import "encoding/binary"

// The refusals of the Modbus standard.
const (
	fine        = 0
	badFunction = 1
	badAddress  = 2
	badValue    = 3
	silent      = 0xFF // no refusal: the request goes unheard
)

// slave is the part of Modbus that every unit has: checksum, address, refusals.
type slave interface {
	at() byte // its address
	// answer carries a request out, function code first, and returns the answer
	// from behind the function code. Whatever it says to a broadcast is not sent.
	answer(request []byte, broadcast bool) (answer []byte, refusal byte)
}

// hear is a frame as a slave hears it.
func hear(s slave, frame []byte) (answer []byte, sound bool) {
	if len(frame) < 4 || len(frame) > 256 || sum(frame) != 0 {
		return nil, false
	}
	to, request := frame[0], frame[1:len(frame)-2]
	if to != s.at() && to != 0 {
		return nil, true
	}
	told, refusal := s.answer(request, to == 0)
	switch {
	case to == 0 || refusal == silent:
		return nil, true
	case refusal != fine:
		return seal(to, request[0]|0x80, refusal), true
	}
	return seal(append([]byte{to, request[0]}, told...)...), true
}

// words reads a request of a function code and two words.
func words(request []byte) (a, b int, ok bool) {
	if len(request) < 5 {
		return 0, 0, false
	}
	return int(binary.BigEndian.Uint16(request[1:])), int(binary.BigEndian.Uint16(request[3:])), true
}

// writes reads what a write request wants, function 6 or 16: values from addr on.
func writes(request []byte) (addr int, values []uint16, refusal byte) {
	addr, n, ok := words(request)
	if !ok {
		return 0, nil, badValue
	}
	if request[0] == 6 {
		if len(request) != 5 {
			return 0, nil, badValue
		}
		return addr, []uint16{uint16(n)}, fine
	}
	if n < 1 || n > 123 || len(request) != 6+2*n || int(request[5]) != 2*n {
		return 0, nil, badValue
	}
	for i := range n {
		values = append(values, binary.BigEndian.Uint16(request[6+2*i:]))
	}
	return addr, values, fine
}

// reads answers a read request from a table.
func reads(request []byte, table []uint16) (answer []byte, refusal byte) {
	addr, n, ok := words(request)
	switch {
	case !ok || len(request) != 5 || n < 1 || n > 125:
		return nil, badValue
	case addr+n > len(table):
		return nil, badAddress
	}
	answer = append(answer, byte(2*n))
	for _, r := range table[addr : addr+n] {
		answer = binary.BigEndian.AppendUint16(answer, r)
	}
	return answer, fine
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
