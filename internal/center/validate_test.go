package center

import (
	"math"
	"slices"
	"strings"
	"testing"

	"motcua/internal/i18n"
)

// small returns the smallest center in which every kind of device exists.
func small() *Center {
	c := &Center{
		Province: "H19", Agency: "H19.26.1", Name: i18n.Text{VI: "Trung tâm", EN: "Center"}, URL: "https://mc.example.gov.vn",
		Hours:    Hours{Monday: []Window{{450, 690}, {810, 1020}}, Closed: []Day{"2026-11-24"}, Extra: []Day{"2026-11-28"}},
		Services: []Service{{Code: "HT", Name: i18n.Text{VI: "Hộ tịch"}, Prefix: "A"}, {Code: "CT", Name: i18n.Text{VI: "Chứng thực"}}},
		Counters: []Counter{{ID: "1", Name: i18n.Text{VI: "Quầy 1"}, Services: []ServiceCode{"HT", "CT"}},
			{ID: "2", Name: i18n.Text{VI: "Quầy 2"}, Services: []ServiceCode{"CT"}}},
		Kiosks:   []Kiosk{{ID: "K1", Printer: "P1"}},
		Printers: []Printer{{ID: "P1", Address: "tcp://192.168.1.21:9100"}, {ID: "P2", Address: "/dev/usb/lp0"}},
		Displays: []Display{{ID: "D1"}, {ID: "D2", Counter: "1"}},
		Tablets:  []Tablet{{"T1", "1"}, {"T2", "2"}},
		Buses:    []Bus{{ID: "B1", Port: "/dev/ttyUSB0"}},
		Units:    []Unit{{ID: "N1", Counter: "1", Bus: "B1"}},
		Lamps:    []Lamp{{ID: "L1", Counter: "1", Pin: "GPIO17"}},
	}
	c.Default()
	return c
}

func TestValidate(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Center)
		want   []string // codes, with the place where it is told
	}{
		{"as it is", func(*Center) {}, nil},
		{"old agency code", func(c *Center) { c.Agency = "000.26.19.H19" }, nil},
		{"agency of another province", func(c *Center) { c.Agency = "H20.1" }, []string{"center-agency-province"}},
		{"agency malformed", func(c *Center) { c.Agency = "H19" }, []string{"center-agency agency"}},
		{"agency with a fifth level", func(c *Center) { c.Agency = "H19.1.2.3.4" }, []string{"center-agency agency"}},
		{"province malformed", func(c *Center) { c.Province, c.Agency = "Z19", "Z19.1" }, []string{"center-province", "center-agency agency"}},
		{"no name", func(c *Center) { c.Name.VI = " " }, []string{"center-name name"}},
		{"url without scheme", func(c *Center) { c.URL = "mc.example.gov.vn" }, []string{"center-url"}},
		{"url with a password", func(c *Center) { c.URL = "http://a:b@mc.example.gov.vn" }, []string{"center-url"}},
		{"pause reason unknown and repeated", func(c *Center) { c.PauseReasons = []string{"nap", "lunch", "lunch"} },
			[]string{"center-pause-reason", "center-pause-reason"}},
		{"token for ever", func(c *Center) { c.Rating.TokenMinutes = 1e6 }, []string{"center-range [rating]"}},
		{"no services", func(c *Center) { c.Services = nil }, []string{"center-none [[service]]", "center-unknown [[counter]] 1",
			"center-unknown [[counter]] 1", "center-unknown [[counter]] 2"}},
		{"service code", func(c *Center) { c.Services[0].Code = "hộ tịch" }, []string{"center-id [[service]] hộ tịch",
			"center-unserved [[service]] hộ tịch", "center-unknown [[counter]] 1"}},
		{"service twice", func(c *Center) { c.Services = append(c.Services, c.Services[0]); c.Services[2].Prefix = "B" },
			[]string{"center-duplicate [[service]] HT"}},
		{"prefix taken", func(c *Center) { c.Services[1].Prefix = "A" }, []string{"center-prefix-taken [[service]] CT"}},
		{"prefix malformed", func(c *Center) { c.Services[0].Prefix = "Đ" }, []string{"center-prefix [[service]] HT"}},
		{"width", func(c *Center) { c.Services[0].Width = 6 }, []string{"center-range [[service]] HT"}},
		{"first too large", func(c *Center) { c.Services[0].First = 1000 }, []string{"center-first [[service]] HT"}},
		{"first fits", func(c *Center) { c.Services[0].First = 999 }, nil},
		{"first negative", func(c *Center) { c.Services[0].First = -1 }, []string{"center-first [[service]] HT"}},
		{"minutes", func(c *Center) { c.Services[0].Minutes = -3 }, []string{"center-range [[service]] HT"}},
		{"target", func(c *Center) { c.Services[0].Target = 241 }, []string{"center-range [[service]] HT"}},
		{"purpose", func(c *Center) { c.Services[0].Purposes = []Purpose{"submit", "chat", "submit"} },
			[]string{"center-purpose [[service]] HT", "center-purpose [[service]] HT"}},
		{"unserved", func(c *Center) { c.Counters[0].Services = []ServiceCode{"CT"} }, []string{"center-unserved [[service]] HT"}},
		{"counter serves nothing", func(c *Center) { c.Counters[1].Services = nil }, []string{"center-empty [[counter]] 2"}},
		{"counter serves twice", func(c *Center) { c.Counters[1].Services = []ServiceCode{"CT", "CT"} }, []string{"center-repeated [[counter]] 2"}},
		{"counter twice", func(c *Center) { c.Counters[1].ID = "1"; c.Tablets = nil }, []string{"center-duplicate [[counter]] 1"}},
		{"kiosk names no sound device", func(c *Center) { c.Kiosks[0].Speaker = "-D" }, []string{"center-unknown [[kiosk]] K1"}},
		{"kiosk names a printer that is not there", func(c *Center) { c.Kiosks[0].Printer = "P9" }, []string{"center-unknown [[kiosk]] K1"}},
		{"kiosk and display share an id", func(c *Center) { c.Displays[0].ID = "K1" }, []string{"center-duplicate [[display]] K1"}},
		{"device called greeter", func(c *Center) { c.Displays[0].ID = "greeter" }, []string{"center-id [[display]] greeter"}},
		{"printer address", func(c *Center) { c.Printers[0].Address = "192.168.1.21" }, []string{"center-printer-address [[printer]] P1"}},
		{"printer port", func(c *Center) { c.Printers[0].Address = "tcp://a:0" }, []string{"center-printer-address [[printer]] P1"}},
		{"printer outside /dev", func(c *Center) { c.Printers[0].Address = "/dev/../etc/passwd" }, []string{"center-printer-address [[printer]] P1"}},
		{"printers share an address", func(c *Center) { c.Printers[0].Address = "/dev/usb/lp0" }, []string{"center-taken [[printer]] P2"}},
		{"dots", func(c *Center) { c.Printers[0].Dots = 600 }, []string{"center-dots [[printer]] P1"}},
		{"display of no counter", func(c *Center) { c.Displays[1].Counter = "9" }, []string{"center-unknown [[display]] D2"}},
		{"display too far", func(c *Center) { c.Displays[0].Distance = 300 }, []string{"center-range [[display]] D1"}},
		{"policy", func(c *Center) { c.Policy.Preset = "vip" }, []string{"center-policy [policy]"}},
		{"policy of a service", func(c *Center) { c.Services[0].Policy = Policy{Cap: ptr(-1), Weight: ptr(math.NaN())} }, []string{
			"center-range [service.policy] HT", "center-range [service.policy] HT"}},
		{"contingent", func(c *Center) { c.Services[0].Daily = -1 }, []string{"center-range [[service]] HT"}},
		{"recalls", func(c *Center) { c.Calling.Recalls = 0 }, []string{"center-range [calling]"}},
		{"priority groups", func(c *Center) { c.Priority.Groups = []string{"rich", "elderly", "elderly"} }, []string{"center-priority-group", "center-priority-group"}},
		{"advice", func(c *Center) { c.Staff.Advice = "all" }, []string{"center-advice"}},
		{"phones", func(c *Center) { c.Remote.Minutes = 600 }, []string{"center-range [remote]"}},
		{"slots", func(c *Center) {
			slot := Slots{Service: "HT", Days: []string{"monday"}, Window: Window{480, 540}, Every: 20, Places: 1}
			other, never := slot, slot
			other.Window = Window{530, 600}
			never.Service, never.Days = "??", []string{"someday"}
			c.Appointments.Slots = []Slots{slot, other, never}
		}, []string{"center-slots-overlap [[appointments.slots]] 2", "center-unknown [[appointments.slots]] 3", "center-weekday [[appointments.slots]] 3"}},
		{"two tablets at one counter", func(c *Center) { c.Tablets[1].Counter = "1" }, []string{"center-taken [[tablet]] T2"}},
		{"bus port", func(c *Center) { c.Buses[0].Port = "COM3" }, []string{"center-port [[bus]] B1"}},
		{"bus speed", func(c *Center) { c.Buses[0].Baud = 1 }, []string{"center-baud [[bus]] B1"}},
		{"bus parity", func(c *Center) { c.Buses[0].Parity = "mark" }, []string{"center-unknown [[bus]] B1"}},
		{"unit on no bus", func(c *Center) { c.Units[0].Bus = "B2" }, []string{"center-unknown [[unit]] N1"}},
		{"unit of no known kind", func(c *Center) { c.Units[0].Driver = "x" }, []string{"center-unknown [[unit]] N1"}},
		{"unit at the broadcast address", func(c *Center) { c.Units[0].Address = 248 }, []string{"center-range [[unit]] N1"}},
		{"two units, one address", func(c *Center) {
			c.Units = append(c.Units, Unit{ID: "N2", Counter: "1", Bus: "B1", Driver: "led-485", Address: 1, Digits: 4})
		}, []string{"center-taken [[unit]] N2"}},
		{"text unit without keys", func(c *Center) {
			c.Units[0].Driver, c.Units[0].ASCII = "ascii", ASCII{Ask: "{addr}?", Key: "{addr}K{key}"}
		}, []string{"center-ascii [[unit]] N1"}},
		{"printer of no known model", func(c *Center) { c.Printers[0].Profile = "epson" }, []string{"center-printer-profile [[printer]] P1"}},
		{"text unit with a digit and transfer is right", func(c *Center) {
			c.Units[0].Driver, c.Units[0].ASCII = "ascii", ASCII{Ask: "{addr}?", Key: "{addr}K{key}", Keys: map[string]string{"a": "7", "b": "transfer"}}
		}, nil},
		{"text unit with a key of no meaning", func(c *Center) {
			c.Units[0].Driver, c.Units[0].ASCII = "ascii", ASCII{Ask: "{addr}?", Key: "{addr}K{key}", Keys: map[string]string{"a": "12"}}
		}, []string{"center-unknown [[unit]] N1"}},
		{"slow printer line", func(c *Center) { c.Printers[0].Address, c.Printers[0].Baud = "/dev/ttyUSB1", 9600 }, []string{"center-printer-baud [[printer]] P1"}},
		{"digits of no known kind", func(c *Center) { c.Digits = []Digits{{ID: "G1", Counter: "1", Digits: 4}} }, []string{"center-unknown [[digits]] G1"}},
		{"digits without a port", func(c *Center) {
			c.Digits = []Digits{{ID: "G1", Counter: "1", Digits: 4, Driver: "max7219"}}
		}, []string{"center-empty [[digits]] G1"}},
		{"button without a meaning", func(c *Center) { c.Buttons = []Button{{ID: "H1", Counter: "1", Pin: "GPIO1", Action: "transfer"}} }, []string{"center-unknown [[button]] H1"}},
		{"scanner at no kiosk", func(c *Center) { c.Scanners = []Scanner{{ID: "S1", Port: "/dev/ttyACM0", Kiosk: "K9"}} }, []string{"center-unknown [[scanner]] S1"}},
		{"scanner at the port of a bus", func(c *Center) { c.Scanners = []Scanner{{ID: "S1", Port: c.Buses[0].Port, Baud: 9600}} }, []string{"center-taken [[scanner]] S1"}},
		{"bus at the port of a printer", func(c *Center) { c.Printers[0].Address, c.Printers[0].Baud = c.Buses[0].Port, 115200 }, []string{"center-taken [[bus]] B1"}},
		{"scanner in two places", func(c *Center) {
			c.Scanners = []Scanner{{ID: "S1", Port: "/dev/ttyACM0", Kiosk: "K1", Counter: "1"}}
		}, []string{"center-scanner-place [[scanner]] S1"}},
		{"ups nowhere", func(c *Center) { c.UPS = UPS{ID: "UPS", NUT: "here"} }, []string{"center-address [[ups]] UPS"}},
		{"lamp that shows nothing", func(c *Center) { c.Lamps[0].Shows = "joy" }, []string{"center-unknown [[lamp]] L1"}},
		{"alarm without a counter is right", func(c *Center) { c.Lamps[0].Shows, c.Lamps[0].Counter = ShowsAlarm, "" }, nil},
		{"a lamp at the greeter's desk", func(c *Center) { c.Lamps[0].Shows, c.Lamps[0].Counter = ShowsHelp, "" }, nil},
		{"lamp without a pin", func(c *Center) { c.Lamps[0].Pin = "" }, []string{"center-empty [[lamp]] L1"}},
		{"windows overlap", func(c *Center) { c.Hours.Monday[1].From = 600 }, []string{"center-hours-order"}},
		{"never open", func(c *Center) { c.Hours = Hours{} }, []string{"center-hours-none"}},
		{"always open", func(c *Center) { c.Hours = Hours{Always: true} }, nil},
		{"no such date", func(c *Center) { c.Hours.Closed = []Day{"2026-02-30"} }, []string{"center-date"}},
		{"closed and extra", func(c *Center) { c.Hours.Extra = []Day{"2026-11-24"} }, []string{"center-day-both"}},
		{"extra without Monday", func(c *Center) { c.Hours.Tuesday, c.Hours.Monday = c.Hours.Monday, nil }, []string{"center-extra-monday"}},
		{"phone pages without https or http", func(c *Center) { c.Phone.URL = "so.example.gov.vn" }, []string{"center-url"}},
		{"phone pages whole", func(c *Center) {
			c.Phone, c.Uplink.Broker = Phone{URL: "https://so.example.gov.vn", Province: true, Walk: 10}, "tls://h:8883"
		}, nil},
		{"phone pages that nobody carries", func(c *Center) { c.Phone.Province = true }, []string{"center-phone-uplink"}},
		{"a long walk", func(c *Center) { c.Phone.Walk = 61 }, []string{"center-range [phone]"}},
		{"broker", func(c *Center) { c.Uplink.Broker = "mqtt.example.gov.vn" }, []string{"center-broker"}},
		{"certificate without key", func(c *Center) { c.Uplink = Uplink{Broker: "tls://h:8883", Cert: "c.pem"} }, []string{"center-uplink-pair"}},
		{"uplink whole", func(c *Center) { c.Uplink = Uplink{Broker: "tls://h:8883", Cert: "c.pem", Key: "k.pem"} }, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := small()
			test.change(c)
			var got []string
			for _, f := range Validate(c) {
				code := f.Code
				for i := 0; i+1 < len(f.Args); i += 2 {
					if f.Args[i] == "place" {
						code += " " + f.Args[i+1].(string)
					}
				}
				got = append(got, code)
				for _, lang := range i18n.Langs {
					if s := i18n.T(lang, "fault."+f.Code, f.Args...); strings.ContainsAny(s, "⟦{}") {
						t.Errorf("T(%s, fault.%s) = %q, want a whole sentence", lang, f.Code, s)
					}
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("Validate() = %q, want %q", got, test.want)
			}
		})
	}
}

func TestDefaultKeepsWhatIsSet(t *testing.T) {
	c := &Center{PauseReasons: []string{"lunch"}, Services: []Service{{Width: 4, First: 10, Minutes: 3, Target: 30}}}
	c.Default()
	if s := c.Services[0]; s.Width != 4 || s.First != 10 || s.Minutes != 3 || s.Target != 30 || len(c.PauseReasons) != 1 {
		t.Errorf("Default() changed what was set: %+v", c)
	}
}

// TestDefaultSpeedOfAScanner whose port has a name that the machine's owner gave it.
func TestDefaultSpeedOfAScanner(t *testing.T) {
	for port, want := range map[string]int{"/dev/scanner": 9600, "/dev/ttyACM0": 9600, "/dev/input/by-id/usb-event-kbd": 0} {
		c := &Center{Scanners: []Scanner{{ID: "S1", Port: port}}}
		c.Default()
		if got := c.Scanners[0].Baud; got != want {
			t.Errorf("Default() of a scanner at %s = %d baud, want %d", port, got, want)
		}
	}
}

func ptr[T any](v T) *T { return &v }
