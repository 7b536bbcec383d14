package center

import "motcua/internal/i18n"

// Voice speaks the calls of some counters through one loudspeaker.
type Voice struct {
	ID        DeviceID    `toml:"id" json:"id"`
	Counters  []CounterID `toml:"counters" json:"counters"`   // its zone; empty: all
	Languages []i18n.Lang `toml:"languages" json:"languages"` // in the order spoken
	Region    string      `toml:"region" json:"region"`       // north or south
	Reads     string      `toml:"reads" json:"reads"`         // digits or number
}
