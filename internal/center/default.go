package center

// Default fills in what the configuration file left out. Names, codes and
// references have no default; a zero that means something stays as it is.
func (c *Center) Default() {
	if len(c.PauseReasons) == 0 {
		c.PauseReasons = []string{"break", "lunch", "meeting", "paperwork", "technical", "other"}
	}
	set(&c.Rating.Questionnaire, "2026-1")
	set(&c.Rating.TokenMinutes, 60)
	if c.Priority.Groups == nil {
		c.Priority.Groups = []string{"elderly", "disabled", "pregnant", "child", "merit"}
	}
	set(&c.Policy.Preset, "fair")
	set(&c.Calling.Recalls, 3)
	set(&c.Calling.Grace, 60)
	set(&c.Calling.Remind, 15)
	set(&c.Calling.Idle, 3)
	set(&c.Calling.Overrun, 30)
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
	for i := range c.Printers {
		set(&c.Printers[i].Dots, 576)
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
	for i := range c.Keypads {
		set(&c.Keypads[i].Baud, 9600)
	}
}

func set[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
