// Package scanner is a bar code scanner without the hardware: it sends lines
// through a pseudo terminal, or types them as input events into a named pipe,
// with a keyboard table of its own.
package scanner

import (
	"encoding/binary"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"motcua/internal/device/pty"
)

// Scanner is one simulated scanner. Its methods may be called from any goroutine.
type Scanner struct {
	id     string
	port   string
	out    io.Writer
	encode func(code string) []byte
	unplug func() error

	mu sync.Mutex
}

// Serial returns a scanner on a serial line of its own, which ends codes with CR and LF.
func Serial(id string) (*Scanner, error) {
	pair, err := pty.Open()
	if err != nil {
		return nil, err
	}
	line := func(code string) []byte { return []byte(code + "\r\n") }
	return &Scanner{id: id, port: pair.Name, out: pair.Master, encode: line, unplug: pair.Close}, nil
}

// Keyboard returns a scanner that types into a named pipe, which it makes in
// directory dir and which stands for /dev/input/event0.
func Keyboard(id, dir string) (*Scanner, error) {
	path := filepath.Join(dir, id+".keys")
	if err := unix.Mkfifo(path, 0o600); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0) // open for reading too, so that writing never waits for the driver to come
	if err != nil {
		os.Remove(path)
		return nil, err
	}
	unplug := func() error {
		f.Close()
		return os.Remove(path)
	}
	return &Scanner{id: id, port: path, out: f, encode: events, unplug: unplug}, nil
}

// ID returns the scanner's name.
func (s *Scanner) ID() string { return s.id }

// Port returns the path at which a driver finds the scanner.
func (s *Scanner) Port() string { return s.port }

// Scan sends a code. A keyboard has no key for most letters of Vietnamese: it types a question mark.
func (s *Scanner) Scan(code string) error { return s.Send(s.encode(code)) }

// Send sends raw bytes.
func (s *Scanner) Send(b []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.out.Write(b)
	return err
}

// Close pulls the plug.
func (s *Scanner) Close() error { return s.unplug() }

// The keys of a US keyboard, each with its number in linux/input-event-codes.h.
const rows = "1 2 2 3 3 4 4 5 5 6 6 7 7 8 8 9 9 10 0 11 - 12 = 13 q 16 w 17 e 18 r 19 t 20 y 21 u 22 i 23 o 24 p 25 [ 26 ] 27 " +
	"a 30 s 31 d 32 f 33 g 34 h 35 j 36 k 37 l 38 ; 39 ' 40 ` 41 \\ 43 z 44 x 45 c 46 v 47 b 48 n 49 m 50 , 51 . 52 / 53"

// shifted are the characters that need shift, each behind the key it shares.
const shifted = `!1@2#3$4%5^6&7*8(9)0_-+={[}]:;"'~` + "`" + `|\<,>.?/`

const (
	shiftKey = 42
	enterKey = 28
	spaceKey = 57
)

// key returns the key of a character, and whether shift is held with it.
func key(r rune) (code uint16, shift bool) {
	if r == ' ' {
		return spaceKey, false
	}
	if r >= 'A' && r <= 'Z' {
		r, shift = r+'a'-'A', true
	}
	if at := strings.IndexRune(shifted, r); at >= 0 && at%2 == 0 {
		r, shift = rune(shifted[at+1]), true
	}
	fields := strings.Fields(rows)
	for i := 0; i < len(fields); i += 2 {
		if fields[i] == string(r) {
			var n uint16
			for _, d := range fields[i+1] {
				n = n*10 + uint16(d-'0')
			}
			return n, shift
		}
	}
	return key('?')
}

// events types a code and the enter key, as the kernel tells it.
func events(code string) []byte {
	var b []byte
	press := func(code uint16) {
		for _, value := range []uint32{1, 0} {
			b = event(b, 1, code, value)
			b = event(b, 0, 0, 0)
		}
	}
	for _, r := range code {
		code, shift := key(r)
		if shift {
			b = event(b, 1, shiftKey, 1)
		}
		press(code)
		if shift {
			b = event(b, 1, shiftKey, 0)
		}
	}
	press(enterKey)
	return b
}

// event appends one struct input_event.
func event(b []byte, kind, code uint16, value uint32) []byte {
	now := unix.NsecToTimeval(time.Now().UnixNano())
	b, _ = binary.Append(b, binary.NativeEndian, now)
	b = binary.NativeEndian.AppendUint16(b, kind)
	b = binary.NativeEndian.AppendUint16(b, code)
	return binary.NativeEndian.AppendUint32(b, value)
}

// Handler lets codes be scanned:
//
//	POST /sim/scanner/{id}/scan  {"code":"..."}   204
func Handler(scanners ...*Scanner) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /sim/scanner/{id}/scan", func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			Code string `json:"code"`
		}
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4<<10)).Decode(&body); err != nil || body.Code == "" {
			http.Error(w, "the body is a JSON object with a code", http.StatusBadRequest)
			return
		}
		for _, s := range scanners {
			if s.id != r.PathValue("id") {
				continue
			}
			if err := s.Scan(body.Code); err != nil {
				http.Error(w, "the scanner is unplugged", http.StatusServiceUnavailable)
				return
			}
			w.WriteHeader(http.StatusNoContent)
			return
		}
		http.NotFound(w, r)
	})
	return mux
}
