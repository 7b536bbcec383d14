package firmware

import "fmt"

// sum appends the CRC-16 of Modbus, low byte first. It is written out bit by
// bit after the standard, so that it shares nothing with the firmware's table.
func sum(frame []byte) []byte {
	crc := uint16(0xFFFF)
	for _, b := range frame {
		crc ^= uint16(b)
		for range 8 {
			carry := crc & 1
			crc >>= 1
			if carry == 1 {
				crc ^= 0xA001
			}
		}
	}
	return append(frame[:len(frame):len(frame)], byte(crc), byte(crc>>8))
}

// Read is a request for count registers from first on: function 4 for input
// registers, 3 for holding registers. Without CRC, as all requests here.
func Read(unit, function byte, first, count uint16) []byte {
	return []byte{unit, function, byte(first >> 8), byte(first), byte(count >> 8), byte(count)}
}

// Write is a request to write one holding register, by function 6.
func Write(unit byte, register, value uint16) []byte {
	return []byte{unit, 6, byte(register >> 8), byte(register), byte(value >> 8), byte(value)}
}

// WriteMany is a request to write holding registers from first on, by function 16.
func WriteMany(unit byte, first uint16, values ...uint16) []byte {
	n := len(values)
	frame := []byte{unit, 16, byte(first >> 8), byte(first), byte(n >> 8), byte(n), byte(2 * n)}
	for _, v := range values {
		frame = append(frame, byte(v>>8), byte(v))
	}
	return frame
}

// Registers returns what the answer to [Read] holds, or the exception.
func Registers(answer []byte) ([]uint16, error) {
	switch {
	case len(answer) == 3 && answer[1]&0x80 != 0:
		return nil, fmt.Errorf("exception %d", answer[2])
	case len(answer) < 3 || len(answer) != 3+int(answer[2]) || answer[2]%2 != 0:
		return nil, fmt.Errorf("no answer to a read: % X", answer)
	}
	values := make([]uint16, answer[2]/2)
	for i := range values {
		values[i] = uint16(answer[3+2*i])<<8 | uint16(answer[4+2*i])
	}
	return values, nil
}
