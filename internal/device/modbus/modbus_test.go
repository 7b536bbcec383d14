package modbus

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// script is a line whose words are written down: what lies in it before the
// request, and the pieces that come behind it.
type script struct {
	before, after []string // hex
	gone          error    // instead of silence behind the pieces
	asked         []byte
}

func (s *script) SetReadDeadline(time.Time) error  { return nil }
func (s *script) SetWriteDeadline(time.Time) error { return nil }

func (s *script) Write(b []byte) (int, error) {
	s.asked, s.before = append([]byte(nil), b...), s.after
	s.after = nil
	return len(b), nil
}

func (s *script) Read(b []byte) (int, error) {
	if len(s.before) == 0 {
		if s.asked != nil && s.gone != nil {
			return 0, s.gone
		}
		return 0, os.ErrDeadlineExceeded
	}
	piece, err := hex.DecodeString(s.before[0])
	if err != nil {
		panic(err)
	}
	s.before = s.before[1:]
	return copy(b, piece), nil
}

// sealed appends the checksum to a frame in hex.
func sealed(frame string) string {
	b, err := hex.DecodeString(frame)
	if err != nil {
		panic(err)
	}
	return hex.EncodeToString(seal(b))
}

func TestRequests(t *testing.T) {
	for _, c := range []struct {
		name, answer, want string
		ask                func(*Master) error
	}{
		// The answers and requests of the Modbus Application Protocol 1.1b3, sections 6.3, 6.4, 6.6 and 6.12.
		{"read holding", "0103 06 022b 0000 0064", "0103 006b 0003", func(m *Master) error {
			regs, err := m.ReadHolding(1, 107, 3)
			return want(regs, err, 555, 0, 100)
		}},
		{"read input", "0104 02 000a", "0104 0008 0001", func(m *Master) error {
			regs, err := m.ReadInput(1, 8, 1)
			return want(regs, err, 10)
		}},
		{"write one", "1106 0001 0003", "1106 0001 0003", func(m *Master) error { return m.WriteRegister(0x11, 1, 3) }},
		{"write more", "1110 0001 0002", "1110 0001 0002 04 000a 0102", func(m *Master) error { return m.WriteRegisters(0x11, 1, 10, 258) }},
	} {
		c.answer, c.want = strings.ReplaceAll(c.answer, " ", ""), strings.ReplaceAll(c.want, " ", "")
		s := &script{after: []string{sealed(c.answer)}}
		if err := c.ask(NewMaster(s, 19200, 0)); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := hex.EncodeToString(s.asked); got != sealed(c.want) {
			t.Errorf("%s: sent %s, want %s", c.name, got, sealed(c.want))
		}
	}
}

func want(got []uint16, err error, want ...uint16) error {
	if err != nil {
		return err
	}
	for i := range want {
		if len(got) != len(want) || got[i] != want[i] {
			return errors.New("other registers")
		}
	}
	return nil
}

func TestChecksum(t *testing.T) {
	if got := Checksum([]byte("123456789")); got != 0x4B37 { // the check value of CRC-16/MODBUS
		t.Errorf("Checksum = %04x, want 4b37", got)
	}
}

func TestAnswersThatAreFound(t *testing.T) {
	good := sealed("010402000a")
	for name, after := range map[string][]string{
		"at once":                  {good},
		"byte by byte":             {"01", "04", "02", "00", "0a", good[10:]},
		"behind a stray byte":      {"00" + good},
		"behind another's words":   {sealed("020402000b"), good},
		"behind half of the same":  {good[:8] + good},
		"with something behind it": {good + "ffff"},
	} {
		s := &script{before: []string{sealed("010402ffff"), "aa"}, after: after} // what lay there is nobody's answer
		if regs, err := NewMaster(s, 19200, 0).ReadInput(1, 8, 1); err != nil || regs[0] != 10 {
			t.Errorf("%s: ReadInput = %v, %v; want [10]", name, regs, err)
		}
	}
}

func TestAnswersThatAreNone(t *testing.T) {
	for name, c := range map[string]struct {
		after []string
		gone  error
		want  error
	}{
		"silence":         {nil, nil, ErrSilent},
		"wrong checksum":  {[]string{"010402000ab9ff"}, nil, ErrGarbled},
		"another unit":    {[]string{sealed("020402000a")}, nil, ErrGarbled},
		"another length":  {[]string{sealed("010404000a")}, nil, ErrGarbled},
		"another word":    {[]string{sealed("010302000a")}, nil, ErrGarbled},
		"half a frame":    {[]string{sealed("010402000a")[:10]}, nil, ErrGarbled},
		"endless noise":   {strings.Fields(strings.Repeat("5555555555555555 ", 100)), nil, ErrGarbled},
		"the line breaks": {[]string{"01"}, io.ErrUnexpectedEOF, io.ErrUnexpectedEOF},
	} {
		_, err := NewMaster(&script{after: c.after, gone: c.gone}, 19200, 0).ReadInput(1, 8, 1)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: ReadInput = %v, want %v", name, err, c.want)
		}
	}
	_, err := NewMaster(&script{after: []string{sealed("018402")}}, 19200, 0).ReadInput(1, 8, 1)
	if e, ok := errors.AsType[*Exception](err); !ok || *e != (Exception{1, 4, 2}) {
		t.Errorf("a refusal = %v, want Exception 2", err)
	}
	if err := NewMaster(&script{after: []string{sealed("010600010004")}}, 19200, 0).WriteRegister(1, 1, 3); !errors.Is(err, ErrGarbled) {
		t.Errorf("an echo of another value = %v, want ErrGarbled", err)
	}
}

// TestTiming holds the master to the time on the wire, on a virtual clock.
func TestTiming(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		go func() { _, _ = io.Copy(io.Discard, far) }()
		defer near.Close()
		const margin = 30 * time.Millisecond
		for _, baud := range []int{9600, 19200, 115200} {
			m, began := NewMaster(near, baud, margin), time.Now()
			if _, err := m.ReadInput(1, 0, 2); !errors.Is(err, ErrSilent) {
				t.Fatalf("ReadInput = %v, want ErrSilent", err)
			}
			if got, want := time.Since(began), 2*Silence(baud)+Wire(baud, 8+9)+margin; got != want {
				t.Errorf("%d baud: silence is known after %v, want %v", baud, got, want)
			}
			began = time.Now()
			if err := m.WriteRegister(Broadcast, 1, 0); err != nil {
				t.Errorf("broadcast = %v, want nil without an answer", err)
			}
			if got, want := time.Since(began), Silence(baud)+Wire(baud, 8); got != want {
				t.Errorf("%d baud: a broadcast takes %v, want %v", baud, got, want)
			}
		}
	})
}

// TestBabble asks on a line that never falls silent.
func TestBabble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		go func() { _, _ = io.Copy(io.Discard, far) }()
		var babbler sync.WaitGroup
		babbler.Go(func() {
			for err := error(nil); err == nil; <-time.After(time.Millisecond) {
				_, err = far.Write([]byte{0x55})
			}
		})
		_, err := NewMaster(near, 19200, 30*time.Millisecond).ReadInput(1, 0, 2)
		if !errors.Is(err, ErrGarbled) {
			t.Errorf("ReadInput = %v, want ErrGarbled", err)
		}
		near.Close()
		far.Close()
		babbler.Wait()
	})
}

func FuzzFind(f *testing.F) {
	good, _ := hex.DecodeString(sealed("010406000100020003"))
	f.Add(byte(1), uint16(3), good)
	f.Add(byte(2), uint16(3), []byte{1, 6, 0, 1, 0, 3, 0x98, 0x0B})
	f.Add(byte(3), uint16(2), []byte{0, 1, 0x90, 2, 0xCD, 0xC1})
	f.Fuzz(func(t *testing.T, which byte, n uint16, came []byte) {
		function := []byte{readHolding, readInput, writeRegister, writeRegisters}[which%4]
		asked := request(1, function, 1, 1+n%MaxRead)
		frame, ok := find(asked, came)
		if !ok {
			return
		}
		if want := answerLen(asked); len(frame) != want && frame[1]&refused == 0 {
			t.Errorf("find(% x) has %d bytes, want %d", came, len(frame), want)
		}
		if !whole(frame) || frame[0] != 1 || !bytes.Contains(came, frame) {
			t.Errorf("find(% x) = % x, which is no sound frame of unit 1 in it", came, frame)
		}
	})
}
