package center

import "strings"

// Kiosk is a machine at which citizens take tickets.
type Kiosk struct {
	ID       DeviceID `toml:"id" json:"id"`
	Printer  DeviceID `toml:"printer" json:"printer"`   // prints its slips; empty means that the number is only shown
	Diagonal float64  `toml:"diagonal" json:"diagonal"` // of the screen, in inches; sizes on screen are computed in millimeters

	// Where voice guidance speaks: sound devices, as aplay -L names them; empty: not there.
	Speaker    string `toml:"speaker" json:"speaker,omitempty"`       // aloud, such as default
	Headphones string `toml:"headphones" json:"headphones,omitempty"` // in the jack beside the keys
}

// Printer is a slip printer driven by the bridge.
type Printer struct {
	ID      DeviceID `toml:"id" json:"id"`
	Address string   `toml:"address" json:"address"` // tcp://host:9100, a character device such as /dev/usb/lp0, or a serial port
	Profile string   `toml:"profile" json:"profile"` // model, as the table of printer profiles names it; empty: a plain one of that many dots
	Dots    int      `toml:"dots" json:"dots"`       // printable dots a line: 384, 512 or 576; 0: the profile's
	Baud    int      `toml:"baud" json:"baud"`       // of a serial port; 0: the address is none
	Roll    int      `toml:"roll" json:"roll"`       // paper on a new roll, in meters
}

// Profiles lists the models of printers that the encoder knows.
var Profiles = []string{
	"citizen-ppu", "epson-tm-m30", "epson-tm-t82", "generic-58", "generic-80", "samsung-srp-250", "xprinter-58", "xprinter-80",
}

// narrow are those of paper 58 mm wide, of which a roll is shorter.
var narrow = []string{"generic-58", "samsung-srp-250", "xprinter-58"}

// Tablet asks the citizens of one counter how they were served.
type Tablet struct {
	ID      DeviceID  `toml:"id" json:"id"`
	Counter CounterID `toml:"counter" json:"counter"` // empty: a terminal that all counters share
}

// Bus is an RS-485 line with counter units on it: 8 data bits, 1 stop bit.
type Bus struct {
	ID     DeviceID `toml:"id" json:"id"`
	Port   string   `toml:"port" json:"port"` // a serial port, best by /dev/serial/by-id, or tcp://host:port of a gateway that passes RTU frames on
	Baud   int      `toml:"baud" json:"baud"`
	Parity string   `toml:"parity" json:"parity"` // even, odd or none
}

// Unit is a device on a bus, at a counter: keys, digits, or both.
type Unit struct {
	ID      DeviceID  `toml:"id" json:"id"`
	Counter CounterID `toml:"counter" json:"counter"`
	Bus     DeviceID  `toml:"bus" json:"bus"`
	Driver  string    `toml:"driver" json:"driver"` // see Drivers
	Address int       `toml:"address" json:"address"`
	Digits  int       `toml:"digits" json:"digits"` // places of its display
	ASCII   ASCII     `toml:"ascii" json:"ascii"`   // of the driver ascii only
}

// Drivers lists the kinds of units that a bus knows.
var Drivers = []string{"motcua", "led-485", "ascii"}

// ASCII is the protocol of a unit that speaks lines of text. {addr} stands for
// its address, {key} for a key, {text} for what its display shows.
type ASCII struct {
	Ask  string            `toml:"ask" json:"ask"`   // sent at each poll
	None string            `toml:"none" json:"none"` // its answer when no key was pressed; empty: silence
	Key  string            `toml:"key" json:"key"`   // its answer when one was
	Show string            `toml:"show" json:"show"` // puts text on its display; empty: it has none
	OK   string            `toml:"ok" json:"ok"`     // acknowledges a key; empty: nothing is sent
	Keys map[string]string `toml:"keys" json:"keys"` // what each {key} does: a counter action, transfer, or a digit
}

// What a lamp shows.
const (
	ShowsCalled = "called" // the counter is calling
	ShowsOpen   = "open"   // the counter is open
	ShowsPaused = "paused" // the counter pauses
	ShowsAlarm  = "alarm"  // the center's: a device has failed, or an incident runs
	ShowsHelp   = "help"   // the center's: somebody waits for a greeter
)

// Lamp is a light at a pin; several at one counter make a tower light.
type Lamp struct {
	ID      DeviceID  `toml:"id" json:"id"`
	Counter CounterID `toml:"counter" json:"counter"` // empty for what is the center's
	Pin     string    `toml:"pin" json:"pin"`         // GPIO name as periph knows it
	Shows   string    `toml:"shows" json:"shows"`
	Invert  bool      `toml:"invert" json:"invert"` // lit while the pin is low
}

// Button is a single key at a pin that it pulls low.
type Button struct {
	ID      DeviceID  `toml:"id" json:"id"`
	Counter CounterID `toml:"counter" json:"counter"` // empty: it stands at the door and calls the greeter
	Pin     string    `toml:"pin" json:"pin"`
	Action  string    `toml:"action" json:"action"` // a counter action, such as next, or help
}

// Digits is a numeral display that shows the number of one counter.
type Digits struct {
	ID      DeviceID  `toml:"id" json:"id"`
	Counter CounterID `toml:"counter" json:"counter"`
	Driver  string    `toml:"driver" json:"driver"`   // max7219 or ht16k33
	SPI     string    `toml:"spi" json:"spi"`         // port of a max7219: SPI0.0
	I2C     string    `toml:"i2c" json:"i2c"`         // bus of a ht16k33: 1
	Address int       `toml:"address" json:"address"` // of a ht16k33 on its bus, 0x70 to 0x77
	Digits  int       `toml:"digits" json:"digits"`
}

// Scanner reads codes. Its place is a kiosk, a counter, or neither: the help desk.
type Scanner struct {
	ID      DeviceID  `toml:"id" json:"id"`
	Port    string    `toml:"port" json:"port"` // a serial port, or /dev/input/... of one that types
	Baud    int       `toml:"baud" json:"baud"`
	Kiosk   DeviceID  `toml:"kiosk" json:"kiosk"`
	Counter CounterID `toml:"counter" json:"counter"`
}

// UPS is the center's uninterruptible power supply, asked through Network UPS Tools.
type UPS struct {
	ID   DeviceID `toml:"id" json:"id"`     // empty: there is none
	NUT  string   `toml:"nut" json:"nut"`   // address of upsd
	Name string   `toml:"name" json:"name"` // of the UPS there
}

// Cards says what is read of identity cards.
type Cards struct {
	Enabled bool `toml:"enabled" json:"enabled"` // off: a scanned card is an unknown code
}

// SelfTest is the morning's test of every device.
type SelfTest struct {
	Before *int `toml:"before" json:"before"` // minutes before the day's first opening; 0: never
}

// serialPort tells a port that has a speed from other devices.
func serialPort(path string) bool {
	for _, form := range []string{"/dev/serial/", "/dev/ttyUSB", "/dev/ttyACM", "/dev/ttyS", "/dev/ttyAMA"} {
		if strings.HasPrefix(path, form) {
			return true
		}
	}
	return false
}

// DeviceKind is a device, what it is, and where it stands.
type DeviceKind struct {
	ID      DeviceID
	Kind    string // kiosk, printer, display, tablet, bus, unit, lamp, button, digits, scanner, voice or ups
	Driver  string // where there is a choice of them
	Counter CounterID
	Kiosk   DeviceID // a printer's first one, a scanner's
}

// Bridged tells whether the bridge speaks for the device, which then needs no credential of its own.
func (d DeviceKind) Bridged() bool {
	switch d.Kind {
	case "kiosk", "display", "tablet", "voice":
		return false
	}
	return true
}

// DeviceKinds returns every device the center has, in the order of the file.
func (c *Center) DeviceKinds() []DeviceKind {
	var all []DeviceKind
	for _, d := range c.Kiosks {
		all = append(all, DeviceKind{ID: d.ID, Kind: "kiosk"})
	}
	for _, d := range c.Printers {
		all = append(all, DeviceKind{ID: d.ID, Kind: "printer", Driver: d.Profile, Kiosk: c.kioskOf(d.ID)})
	}
	for _, d := range c.Displays {
		all = append(all, DeviceKind{ID: d.ID, Kind: "display", Counter: d.Counter})
	}
	for _, d := range c.Tablets {
		all = append(all, DeviceKind{ID: d.ID, Kind: "tablet", Counter: d.Counter})
	}
	for _, d := range c.Buses {
		all = append(all, DeviceKind{ID: d.ID, Kind: "bus"})
	}
	for _, d := range c.Units {
		all = append(all, DeviceKind{ID: d.ID, Kind: "unit", Driver: d.Driver, Counter: d.Counter})
	}
	for _, d := range c.Lamps {
		all = append(all, DeviceKind{ID: d.ID, Kind: "lamp", Counter: d.Counter})
	}
	for _, d := range c.Buttons {
		all = append(all, DeviceKind{ID: d.ID, Kind: "button", Counter: d.Counter})
	}
	for _, d := range c.Digits {
		all = append(all, DeviceKind{ID: d.ID, Kind: "digits", Driver: d.Driver, Counter: d.Counter})
	}
	for _, d := range c.Scanners {
		all = append(all, DeviceKind{ID: d.ID, Kind: "scanner", Counter: d.Counter, Kiosk: d.Kiosk})
	}
	for _, d := range c.Voices {
		all = append(all, DeviceKind{ID: d.ID, Kind: "voice"})
	}
	if c.UPS.ID != "" {
		all = append(all, DeviceKind{ID: c.UPS.ID, Kind: "ups"})
	}
	return all
}

// kioskOf is the first kiosk whose slips a printer prints.
func (c *Center) kioskOf(printer DeviceID) DeviceID {
	for _, k := range c.Kiosks {
		if k.Printer == printer {
			return k.ID
		}
	}
	return ""
}

// Bus returns the bus of that id.
func (c *Center) Bus(id DeviceID) (*Bus, bool) {
	for i := range c.Buses {
		if c.Buses[i].ID == id {
			return &c.Buses[i], true
		}
	}
	return nil, false
}
