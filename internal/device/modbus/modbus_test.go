package modbus

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"testing"
	"time"
)

// script is a line whose answers are written down.
type script struct {
	request, answer string // hex
	err             error
	asked           []byte
}

func (s *script) Transact(request []byte, _ time.Duration, done func([]byte) bool) ([]byte, error) {
	s.asked = request
	answer, _ := hex.DecodeString(s.answer)
	if s.err != nil {
		return answer, s.err
	}
	for i := range answer { // byte by byte, as a line brings them
		if done(answer[:i+1]) {
			return answer[:i+1], nil
		}
	}
	return answer, errors.New("not whole")
}

func TestReadInput(t *testing.T) {
	// The example of the Modbus Application Protocol 1.1b3, section 6.4, register 9 holds 10.
	s := &script{answer: sealed("010402000a")}
	regs, err := NewMaster(s, 19200, time.Second).ReadInput(1, 8, 1)
	if err != nil || len(regs) != 1 || regs[0] != 10 {
		t.Errorf("ReadInput = %v, %v; want [10]", regs, err)
	}
	if want, _ := hex.DecodeString("010400080001b008"); !bytes.Equal(s.asked, want) {
		t.Errorf("request = % x, want % x", s.asked, want)
	}
}

func TestWriteRegister(t *testing.T) {
	s := &script{answer: sealed("110600010003")}
	if err := NewMaster(s, 115200, time.Second).WriteRegister(0x11, 1, 3); err != nil {
		t.Errorf("WriteRegister = %v, want nil", err)
	}
	if want, _ := hex.DecodeString("1106000100039a9b"); !bytes.Equal(s.asked, want) { // the standard's example
		t.Errorf("request = % x, want % x", s.asked, want)
	}
}

// sealed appends the checksum to a frame in hex.
func sealed(frame string) string {
	b, err := hex.DecodeString(frame)
	if err != nil {
		panic(err)
	}
	return hex.EncodeToString(binary.LittleEndian.AppendUint16(b, checksum(b)))
}

func TestBadAnswers(t *testing.T) {
	gone := errors.New("gone")
	for name, c := range map[string]struct {
		answer string
		err    error
		want   error
	}{
		"wrong checksum": {"010402000ab9ff", nil, ErrFrame},
		"another unit":   {sealed("020402000a"), nil, ErrFrame},
		"another length": {sealed("010404000a"), nil, ErrFrame},
		"another word":   {sealed("010302000a"), nil, ErrFrame},
		"the line fails": {"", gone, gone},
	} {
		_, err := NewMaster(&script{answer: c.answer, err: c.err}, 19200, time.Second).ReadInput(1, 8, 1)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: ReadInput = %v, want %v", name, err, c.want)
		}
	}
	_, err := NewMaster(&script{answer: sealed("018402")}, 19200, time.Second).ReadInput(1, 8, 1)
	if e, ok := errors.AsType[*Exception](err); !ok || e.Code != 2 {
		t.Errorf("a refusal = %v, want Exception 2", err)
	}
	if err := NewMaster(&script{answer: sealed("010600010004")}, 19200, time.Second).WriteRegister(1, 1, 3); !errors.Is(err, ErrFrame) {
		t.Errorf("an echo of another value = %v, want ErrFrame", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(byte(4), uint16(3), []byte{1, 4, 6, 0, 1, 0, 2, 0, 3, 0, 0})
	f.Add(byte(6), uint16(3), []byte{1, 6, 0, 1, 0, 3, 0x9A, 0x9B})
	f.Fuzz(func(t *testing.T, function byte, n uint16, answer []byte) {
		function, n = 4+function%2*2, 1+n%MaxRead
		request := []byte{1, function, 0, 0, byte(n >> 8), byte(n), 0, 0}
		data, err := parse(request, answer)
		if err == nil && function == readInput && len(data) != 1+2*int(n) {
			t.Errorf("parse(% x) = %d bytes, want %d", answer, len(data), 1+2*int(n))
		}
	})
}
