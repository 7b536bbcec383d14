package modbus

import "encoding/binary"

// The functions in use.
const (
	readHolding    = 3
	readInput      = 4
	writeRegister  = 6
	writeRegisters = 16
	refused        = 0x80 // added to the function of a request that is refused
)

// The most registers that one request may read or write.
const (
	MaxRead  = 125
	MaxWrite = 123
)

const refusal = 5 // bytes of an exception

// seal appends the checksum, low byte first.
func seal(frame []byte) []byte { return binary.LittleEndian.AppendUint16(frame, Checksum(frame)) }

// request begins a frame: unit, function and two words.
func request(unit, function byte, a, b uint16) []byte {
	f := make([]byte, 0, 16)
	f = append(f, unit, function)
	f = binary.BigEndian.AppendUint16(f, a)
	return binary.BigEndian.AppendUint16(f, b)
}

// answerLen is the length of the whole answer to a request.
func answerLen(request []byte) int {
	if f := request[1]; f == readInput || f == readHolding {
		return 5 + 2*int(binary.BigEndian.Uint16(request[4:]))
	}
	return 8
}

// find looks for the answer to request in what came over the line, wherever it
// begins: an RS-485 line often has a stray byte where its direction turns.
func find(request, came []byte) (frame []byte, ok bool) {
	for ; len(came) >= refusal; came = came[1:] {
		if came[0] != request[0] || came[1]&^refused != request[1] {
			continue
		}
		n := answerLen(request)
		if came[1]&refused != 0 {
			n = refusal
		}
		if len(came) >= n && whole(came[:n]) && fits(request, came[:n]) {
			return came[:n], true
		}
	}
	return nil, false
}

// whole tells whether a frame's checksum is right.
func whole(frame []byte) bool {
	body := frame[:len(frame)-2]
	return Checksum(body) == binary.LittleEndian.Uint16(frame[len(body):])
}

// fits tells whether a sound frame answers what was asked.
func fits(request, frame []byte) bool {
	switch {
	case frame[1]&refused != 0:
		return true
	case frame[1] == readInput || frame[1] == readHolding:
		return int(frame[2]) == len(frame)-5
	}
	return string(frame[2:6]) == string(request[2:6]) // a write is echoed
}

// Checksum is the CRC-16 of Modbus: polynomial A001, seed FFFF.
func Checksum(b []byte) uint16 {
	crc := uint16(0xFFFF)
	for _, v := range b {
		crc = crc>>8 ^ table[byte(crc)^v]
	}
	return crc
}

// table holds the checksum of each byte.
var table = func() (t [256]uint16) {
	for i := range t {
		crc := uint16(i)
		for range 8 {
			if crc&1 != 0 {
				crc = crc>>1 ^ 0xA001
			} else {
				crc >>= 1
			}
		}
		t[i] = crc
	}
	return t
}()
