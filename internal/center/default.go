package center

// Default fills in what the configuration file left out. Names, codes and
// references have no default; a zero that means something stays as it is.
func (c *Center) Default() {
	if len(c.PauseReasons) == 0 {
		c.PauseReasons = []string{"break", "lunch", "meeting", "paperwork", "technical", "other"}
	}
	set(&c.Rating.Questionnaire, "2026-1")
	set(&c.Rating.TokenMinutes, 60)
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
