package center

import (
	"slices"
	"strings"
)

// Default fills in what the configuration file left out. Names, codes and
// references have no default; a zero that means something stays as it is.
func (c *Center) Default() {
	if len(c.PauseReasons) == 0 {
		c.PauseReasons = []string{"break", "lunch", "meeting", "paperwork", "technical", "other"}
	}
	set(&c.Rating.TokenMinutes, 60)
	if c.Priority.Groups == nil {
		c.Priority.Groups = []string{"elderly", "disabled", "pregnant", "child", "merit"}
	}
	set(&c.Policy.Preset, "fair")
	set(&c.Calling.Recalls, 3)
	set(&c.Calling.Grace, 60)
	set(&c.Calling.Assist, 90)
	set(&c.Calling.Remind, 15)
	set(&c.Calling.Idle, 3)
	set(&c.Calling.Overrun, 30)
	set(&c.Calling.Forgotten, 20)
	set(&c.Staff.Dossiers, 1600)
	set(&c.Staff.Advice, "sparing")
	set(&c.Remote.Window, Window{8 * 60, 16 * 60})
	set(&c.Remote.PerDay, 2)
	set(&c.Remote.PerService, 1)
	set(&c.Remote.Minutes, 5)
	set(&c.Remote.Arrive, 60)
	a := &c.Appointments
	set(&a.Early, 30)
	set(&a.Grace, 10)
	set(&a.Target, 5)
	set(&a.Ahead, 14)
	for i := range a.Slots {
		set(&a.Slots[i].Every, 15)
		set(&a.Slots[i].Places, 1)
	}
	for i := range c.Services {
		s := &c.Services[i]
		set(&s.Width, 3)
		set(&s.First, 1)
		set(&s.Minutes, 10)
		set(&s.Target, 15)
	}
	for i := range c.Kiosks {
		set(&c.Kiosks[i].Diagonal, 21.5)
	}
	for i := range c.Displays {
		d := &c.Displays[i]
		if d.Counter == "" {
			set(&d.Diagonal, 43)
			set(&d.Distance, 8)
		} else {
			set(&d.Diagonal, 15.6)
			set(&d.Distance, 4)
		}
	}
	c.devices()
	for i := range c.Voices {
		c.Voices[i].Default()
	}
	c.Notices.defaults()
	c.Access.defaults()
	c.Retention.defaults()
	c.Feedback.defaults()
	set(&c.Phone.Walk, 5)
	c.defaultReports()
	c.Alerts.defaults()
	c.defaultTargets()
	c.defaultQuestionnaires()
}

// devices fills in what the file leaves out of the devices that the bridge drives.
func (c *Center) devices() {
	for i := range c.Printers {
		p := &c.Printers[i]
		if p.Profile == "" {
			set(&p.Dots, 576)
		}
		if p.Dots == 384 || p.Dots == 0 && slices.Contains(narrow, p.Profile) {
			set(&p.Roll, 30)
		}
		set(&p.Roll, 80)
		if serialPort(p.Address) {
			set(&p.Baud, 115200)
		}
	}
	for i := range c.Buses {
		set(&c.Buses[i].Baud, 19200)
		set(&c.Buses[i].Parity, "even")
	}
	for i := range c.Units {
		u := &c.Units[i]
		set(&u.Driver, "motcua")
		set(&u.Address, 1)
		set(&u.Digits, 4)
	}
	c.board()
	if c.SelfTest.Before == nil {
		before := 30
		c.SelfTest.Before = &before
	}
}

// board fills in what hangs on the machine itself.
func (c *Center) board() {
	for i := range c.Lamps {
		set(&c.Lamps[i].Shows, ShowsCalled)
	}
	for i := range c.Buttons {
		set(&c.Buttons[i].Action, "next")
	}
	for i := range c.Digits {
		d := &c.Digits[i]
		set(&d.Digits, 4)
		if d.Driver == "ht16k33" {
			set(&d.I2C, "1")
			set(&d.Address, 0x70)
		}
	}
	for i := range c.Scanners {
		if !strings.HasPrefix(c.Scanners[i].Port, "/dev/input/") { // any other has a speed, whatever its owner calls it
			set(&c.Scanners[i].Baud, 9600)
		}
	}
	if c.UPS.ID != "" {
		set(&c.UPS.NUT, "127.0.0.1:3493")
		set(&c.UPS.Name, "ups")
	}
}

func set[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
