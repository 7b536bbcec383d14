package center

// Display is a hall or counter screen.
type Display struct {
	ID       DeviceID    `toml:"id" json:"id"`
	Counter  CounterID   `toml:"counter" json:"counter"`   // set for the screen of one counter, empty for the hall
	Counters []CounterID `toml:"counters" json:"counters"` // whose calls a hall shows; empty: all
	Layout   string      `toml:"layout" json:"layout"`     // id of a layout; empty: counter or hall
	Theme    string      `toml:"theme" json:"theme"`       // default, high-contrast or night
	Diagonal float64     `toml:"diagonal" json:"diagonal"` // inches
	Distance float64     `toml:"distance" json:"distance"` // meters from which it is read
}

// Layout says what stands where on a display.
type Layout struct {
	ID    string `toml:"id" json:"id"`
	Panes []Pane `toml:"pane" json:"panes"`
}

// Pane is one part of a layout.
type Pane struct {
	Shows string `toml:"shows" json:"shows"`
	At    []int  `toml:"at" json:"at"` // x, y, width, height in twenty-fourths of the screen
}
