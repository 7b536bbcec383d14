package find

import (
	"bytes"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"motcua/internal/center"
)

// FuzzAnswers reads whatever stands behind a port, in pieces as it likes.
func FuzzAnswers(f *testing.F) {
	f.Add([]byte{0x12})
	f.Add([]byte("\x5fTM-T82\x00"))
	f.Add([]byte("220 mail.example ESMTP\r\n"))
	f.Add([]byte(strings.Repeat("\x5f", 1000)))
	f.Fuzz(func(t *testing.T, answer []byte) {
		if isStatus(bytes.NewReader(answer)) && len(answer) > talk {
			t.Errorf("%q counts as the status of a printer", answer)
		}
		name := readName(iotest.OneByteReader(bytes.NewReader(answer)))
		if len(name) > maxLine || !utf8.ValidString(name) || strings.ContainsAny(name, "\r\n\x00\x1b") {
			t.Errorf("readName(%q) = %q", answer, name)
		}
	})
}

// FuzzTOML finds devices of any name: what is written can be read, and holds no sections but its own.
func FuzzTOML(f *testing.F) {
	f.Add("/dev/serial/by-id/usb-x", "TM-T82")
	f.Add("tcp://1.2.3.4:9100\"\n[[lamp]]\nid=\"", "x\n[[lamp]]\nid = \"L9\"")
	f.Add("\\", "\u2028[[lamp]]\x85")
	f.Fuzz(func(t *testing.T, path, note string) {
		text := TOML([]Found{
			{Kind: Printer, Port: path, Note: note, Driver: note}, {Kind: Unit, Port: path, Driver: note, Address: 1, Baud: 19200, Parity: note, Note: note},
			{Kind: Scanner, Port: path, Note: note + " scanner"}, {Kind: Port, Port: path + "x", Note: note}, {Kind: Board, Port: path + "x", Note: note},
		}, &center.Center{Counters: []center.Counter{{ID: "1"}}})
		var read center.Center
		meta, err := toml.Decode(text, &read)
		if err != nil || len(meta.Undecoded()) > 0 {
			t.Fatalf("TOML cannot be read: %v, unknown %v\n%s", err, meta.Undecoded(), text)
		}
		if len(read.Lamps) > 0 || len(read.Printers) != 1 || len(read.Units) != 1 || len(read.Scanners) != 1 {
			t.Errorf("other sections than were found:\n%s", text)
		}
	})
}
