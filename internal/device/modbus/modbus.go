// Package modbus is a Modbus RTU master: it reads input and holding registers
// (functions 4 and 3) and writes them (6 and 16), over whatever carries bytes.
package modbus

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// Line carries the bytes: a serial port, or a connection to a gateway that
// passes RTU frames on. A read ends at its deadline with [os.ErrDeadlineExceeded];
// every other error means that the line is gone.
type Line interface {
	io.ReadWriter
	SetReadDeadline(time.Time) error
	SetWriteDeadline(time.Time) error
}

var (
	// ErrSilent means that not one byte came in time.
	ErrSilent = errors.New("modbus: no answer in time")
	// ErrGarbled means that bytes came, and among them no answer: noise, a wrong
	// checksum, another unit's words.
	ErrGarbled = errors.New("modbus: unreadable answer")
)

// Exception is a unit's refusal, with its code from the Modbus standard.
type Exception struct{ Unit, Function, Code byte }

// Error names the refusal.
func (e *Exception) Error() string {
	return fmt.Sprintf("modbus: unit %d refuses function %d with code %d", e.Unit, e.Function, e.Code)
}

// Broadcast is the unit that is all units: they obey writes to it and do not answer.
const Broadcast = 0

const (
	bits      = 11          // of a character: start, 8 data, parity, stop
	stuck     = 40          // silences in which a line that never falls silent is listened to
	unsent    = time.Second // after which a line that takes no bytes is given up
	longest   = 512         // bytes of one answer, noise included
	fastest   = 19200       // baud, above which the silence is fixed
	fixedRest = 1750 * time.Microsecond
)

// Wire returns how long n characters take on a line of so many baud.
func Wire(baud, n int) time.Duration {
	return time.Duration(n*bits) * time.Second / time.Duration(baud)
}

// Silence returns the pause that separates two frames: 3.5 characters, or 1.75 ms
// above 19200 baud (Modbus over Serial Line 1.02, 2.5.1.1).
func Silence(baud int) time.Duration {
	if baud > fastest {
		return fixedRest
	}
	return Wire(baud, 35) / 10
}

// Master asks the units of one line, one at a time. It is for one goroutine.
type Master struct {
	line   Line
	baud   int
	margin time.Duration
	lag    time.Duration
}

// NewMaster returns a master on line at baud. A unit has the time on the wire of
// request and answer, and margin more.
func NewMaster(line Line, baud int, margin time.Duration) *Master {
	return &Master{line: line, baud: baud, margin: margin}
}

// Allow gives units another margin from now on.
func (m *Master) Allow(margin time.Duration) { m.margin, m.lag = margin, 0 }

// Lag returns how much longer than on the wire the last answer since Allow took:
// what the unit thinks, and what adapter and system take to bring it.
func (m *Master) Lag() time.Duration { return m.lag }

// ReadInput reads n input registers of a unit from addr on; n is 1 to MaxRead.
// Errors are ErrSilent, ErrGarbled, an *Exception, and those of the line.
func (m *Master) ReadInput(unit byte, addr, n uint16) ([]uint16, error) {
	return m.read(unit, readInput, addr, n)
}

// ReadHolding is ReadInput for holding registers.
func (m *Master) ReadHolding(unit byte, addr, n uint16) ([]uint16, error) {
	return m.read(unit, readHolding, addr, n)
}

func (m *Master) read(unit, function byte, addr, n uint16) ([]uint16, error) {
	frame, err := m.ask(request(unit, function, addr, n))
	if err != nil {
		return nil, err
	}
	regs := make([]uint16, n)
	for i := range regs {
		regs[i] = binary.BigEndian.Uint16(frame[3+2*i:])
	}
	return regs, nil
}

// WriteRegister writes one holding register. Errors are those of ReadInput.
func (m *Master) WriteRegister(unit byte, addr, value uint16) error {
	_, err := m.ask(request(unit, writeRegister, addr, value))
	return err
}

// WriteRegisters writes 1 to MaxWrite holding registers from addr on, all or none.
func (m *Master) WriteRegisters(unit byte, addr uint16, values ...uint16) error {
	f := append(request(unit, writeRegisters, addr, uint16(len(values))), byte(2*len(values)))
	for _, v := range values {
		f = binary.BigEndian.AppendUint16(f, v)
	}
	_, err := m.ask(f)
	return err
}

// ask sends a request and returns the frame that answers it.
func (m *Master) ask(request []byte) ([]byte, error) {
	request = seal(request)
	n := answerLen(request)
	if request[0] == Broadcast {
		n = 0
	}
	came, err := m.Exchange(request, n, func(came []byte) bool {
		_, ok := find(request, came)
		return ok
	})
	if err != nil || request[0] == Broadcast {
		return nil, err
	}
	frame, _ := find(request, came)
	if frame[1]&refused != 0 {
		return nil, &Exception{Unit: frame[0], Function: request[1], Code: frame[2]}
	}
	return frame, nil
}

// Exchange sends bytes after one silence of the line and collects what comes
// back until done says that it is whole. n is how many bytes are expected; with
// n 0 nothing is, and Exchange returns when the request is on the wire. Other
// protocols that share the line use it too. Errors are ErrSilent, ErrGarbled
// and those of the line.
func (m *Master) Exchange(send []byte, n int, done func(came []byte) bool) ([]byte, error) {
	if err := hush(m.line, Silence(m.baud)); err != nil {
		return nil, err
	}
	sent := time.Now()
	_ = m.line.SetWriteDeadline(sent.Add(unsent))
	if _, err := m.line.Write(send); err != nil {
		return nil, err
	}
	usual, margin := Wire(m.baud, len(send)+n)+Silence(m.baud), m.margin
	if n == 0 {
		usual, margin = Wire(m.baud, len(send)), 0
	}
	_ = m.line.SetReadDeadline(sent.Add(usual + margin))
	var came []byte
	buf := make([]byte, 256)
	for len(came) < longest {
		k, err := m.line.Read(buf)
		came = append(came, buf[:k]...)
		if k > 0 && n > 0 && done(came) {
			m.lag = time.Since(sent) - usual
			return came, nil
		}
		if errors.Is(err, os.ErrDeadlineExceeded) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	switch {
	case n == 0:
		return nil, nil
	case len(came) == 0:
		return nil, ErrSilent
	}
	return nil, ErrGarbled
}

// hush waits until the line has been silent for rest, and forgets what comes
// meanwhile: noise, or an answer that was given up.
func hush(line Line, rest time.Duration) error {
	buf := make([]byte, 256)
	for end := time.Now().Add(stuck * rest); time.Now().Before(end); {
		_ = line.SetReadDeadline(time.Now().Add(rest))
		if _, err := line.Read(buf); errors.Is(err, os.ErrDeadlineExceeded) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return nil // somebody babbles: what is asked will tell
}
