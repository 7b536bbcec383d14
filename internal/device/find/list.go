package find

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// port is a node that can be asked.
type port struct {
	path  string // as the configuration names it
	note  string
	lines bool // a serial port; otherwise a printer's own node
}

// list names what is plugged in, and which of it can be asked. Nothing is opened.
func (s Search) list() (found []Found, ports []port) {
	add := func(f Found) { found = append(found, f) }
	named := map[string]bool{} // nodes that have a lasting name
	for _, path := range s.glob("/dev/serial/by-id/*") {
		note := udevName(path)
		if node, err := filepath.EvalSymlinks(s.at(path)); err == nil {
			named[filepath.Base(node)] = true
		}
		if scanners.MatchString(note) {
			add(Found{Kind: Scanner, Port: path, Note: note})
			continue
		}
		add(Found{Kind: Port, Port: path, Note: note})
		ports = append(ports, port{path, note, true})
	}
	for _, path := range slices.Concat(s.glob("/dev/ttyUSB*"), s.glob("/dev/ttyACM*"), s.glob("/dev/ttyAMA*")) {
		if !named[filepath.Base(path)] {
			add(Found{Kind: Port, Port: path})
			ports = append(ports, port{path, "", true})
		}
	}
	for _, path := range s.glob("/dev/usb/lp*") {
		note := s.model(path)
		add(Found{Kind: Printer, Port: path, Driver: profile(note), Note: note})
		ports = append(ports, port{path, note, false})
	}
	for _, path := range s.glob("/dev/input/by-id/*-event-kbd") {
		add(Found{Kind: Scanner, Port: path, Note: udevName(path)})
	}
	for driver, pattern := range boards {
		for _, path := range s.glob(pattern) {
			add(Found{Kind: Board, Port: path, Driver: driver, Note: boardName(path)})
		}
	}
	return found, ports
}

var boards = map[string]string{"gpio": "/dev/gpiochip*", "spi": "/dev/spidev*", "i2c": "/dev/i2c-*"}

// scanners are makers and words that tell a scanner from other things with a serial port or keys.
var scanners = regexp.MustCompile(`(?i)scan|bar ?code|honeywell|metrologic|datalogic|newland|zebra|symbol|opticon|code corp|2d reader`)

// at is where a path is in the file system that is searched.
func (s Search) at(path string) string { return filepath.Join("/", s.Root, path) }

// glob returns the paths that match, without the root, sorted.
func (s Search) glob(pattern string) []string {
	all, _ := filepath.Glob(s.at(pattern))
	for i := range all {
		all[i] = "/" + strings.TrimPrefix(strings.TrimPrefix(all[i], filepath.Join("/", s.Root)), "/")
	}
	return all
}

var udevEnd = regexp.MustCompile(`(-if\d+)?(-port\d+)?(-event-kbd)?$`)

// udevName reads a name under by-id: usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0.
func udevName(path string) string {
	name := udevEnd.ReplaceAllString(filepath.Base(path), "")
	return line(strings.ReplaceAll(strings.TrimPrefix(name, "usb-"), "_", " "))
}

// model reads what a printer on USB calls itself (IEEE 1284: MFG:EPSON;MDL:TM-T82;).
func (s Search) model(path string) string {
	raw, err := os.ReadFile(s.at("/sys/class/usbmisc/" + filepath.Base(path) + "/device/ieee1284_id"))
	if err != nil {
		return ""
	}
	var words []string
	for field := range strings.SplitSeq(string(raw), ";") {
		key, value, _ := strings.Cut(strings.TrimSpace(field), ":")
		if slices.Contains([]string{"MFG", "MANUFACTURER", "MDL", "MODEL"}, strings.ToUpper(key)) {
			words = append(words, value)
		}
	}
	return line(strings.Join(words, " "))
}

// profile guesses the profile of a printer from its name.
func profile(name string) string {
	name = strings.ToLower(name)
	switch {
	case strings.Contains(name, "tm-t"):
		return "epson-tm-t82"
	case strings.Contains(name, "xprinter") && strings.Contains(name, "58"):
		return "xprinter-58"
	case strings.Contains(name, "xprinter"), strings.Contains(name, "xp-"):
		return "xprinter-80"
	}
	return ""
}

// boardName is how periph names a port.
func boardName(path string) string {
	name := filepath.Base(path)
	if port, ok := strings.CutPrefix(name, "spidev"); ok {
		return "SPI" + port
	}
	return strings.TrimPrefix(name, "i2c-")
}

const maxLine = 255 // bytes; no path or name of a device is longer

// line makes one printable line of what a device says of itself.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, s)
	return strings.ToValidUTF8(strings.TrimSpace(s[:min(len(s), maxLine)]), "")
}
