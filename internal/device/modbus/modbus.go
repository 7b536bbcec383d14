// Package modbus is a small Modbus RTU master: read input registers (function 4)
// and write one register (function 6), over whatever carries the bytes.
package modbus

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// Line carries one request and its answer; done tells when the answer is whole.
type Line interface {
	Transact(request []byte, wait time.Duration, done func(answer []byte) bool) ([]byte, error)
}

// The functions in use.
const (
	readInput     = 4
	writeRegister = 6
)

// MaxRead is how many registers one answer holds.
const MaxRead = 125

// ErrFrame means that the answer is not one: noise, a wrong checksum, another unit's words.
var ErrFrame = errors.New("modbus: unreadable answer")

// Exception is a unit's refusal, with its code from the Modbus standard.
type Exception struct{ Unit, Function, Code byte }

// Error names the refusal.
func (e *Exception) Error() string {
	return fmt.Sprintf("modbus: unit %d refuses function %d with code %d", e.Unit, e.Function, e.Code)
}

// Master asks the units of one line, one at a time. It is for one goroutine.
type Master struct {
	line Line
	wait time.Duration
	gap  time.Duration
	last time.Time // end of the last exchange
}

// NewMaster returns a master on line at baud. A unit that says nothing for wait has failed.
func NewMaster(line Line, baud int, wait time.Duration) *Master {
	gap := 1750 * time.Microsecond // the standard's silence above 19200 baud
	if baud > 0 && baud <= 19200 {
		gap = time.Duration(35*11) * time.Second / time.Duration(10*baud) // 3.5 characters
	}
	return &Master{line: line, wait: wait, gap: gap}
}

// ReadInput reads n input registers of a unit, from addr on; n is 1 to MaxRead.
func (m *Master) ReadInput(unit byte, addr, n uint16) ([]uint16, error) {
	data, err := m.exchange(unit, readInput, addr, n)
	if err != nil {
		return nil, err
	}
	regs := make([]uint16, n)
	for i := range regs {
		regs[i] = binary.BigEndian.Uint16(data[1+2*i:])
	}
	return regs, nil
}

// WriteRegister writes one holding register of a unit.
func (m *Master) WriteRegister(unit byte, addr, value uint16) error {
	_, err := m.exchange(unit, writeRegister, addr, value)
	return err
}

func (m *Master) exchange(unit, function byte, a, b uint16) ([]byte, error) {
	request := []byte{unit, function}
	request = binary.BigEndian.AppendUint16(request, a)
	request = binary.BigEndian.AppendUint16(request, b)
	request = binary.LittleEndian.AppendUint16(request, checksum(request))
	time.Sleep(m.gap - time.Since(m.last)) // the silence that separates two frames
	answer, err := m.line.Transact(request, m.wait, func(answer []byte) bool { return len(answer) >= need(request, answer) })
	m.last = time.Now()
	if err != nil {
		return nil, err
	}
	return parse(request, answer)
}

// need is the length of the whole answer, as far as what is there tells.
func need(request, answer []byte) int {
	if len(answer) >= 2 && answer[1] == request[1]|0x80 {
		return 5
	}
	if request[1] == readInput {
		return 5 + 2*int(binary.BigEndian.Uint16(request[4:]))
	}
	return 8
}

// parse returns the data of an answer, between the function code and the checksum.
func parse(request, answer []byte) ([]byte, error) {
	if len(answer) != need(request, answer) || answer[0] != request[0] || answer[1]&0x7F != request[1] {
		return nil, ErrFrame
	}
	body := answer[:len(answer)-2]
	if checksum(body) != binary.LittleEndian.Uint16(answer[len(body):]) {
		return nil, ErrFrame
	}
	switch {
	case answer[1]&0x80 != 0:
		return nil, &Exception{Unit: answer[0], Function: request[1], Code: answer[2]}
	case request[1] == readInput && int(answer[2]) != len(body)-3:
		return nil, ErrFrame
	case request[1] == writeRegister && string(body) != string(request[:6]):
		return nil, ErrFrame
	}
	return body[2:], nil
}

// checksum is the CRC-16 of Modbus: polynomial A001, seed FFFF.
func checksum(b []byte) uint16 {
	crc := uint16(0xFFFF)
	for _, v := range b {
		crc ^= uint16(v)
		for range 8 {
			if crc&1 != 0 {
				crc = crc>>1 ^ 0xA001
			} else {
				crc >>= 1
			}
		}
	}
	return crc
}
