package bus

import (
	"errors"
	"time"

	"motcua/internal/center"
	"motcua/internal/device/modbus"
)

// driver speaks the language of one kind of unit. It keeps what it knows of its
// unit, and never tries again. Its methods fail with modbus.ErrSilent,
// modbus.ErrGarbled, *modbus.Exception, errForeign, or an error of the line.
type driver interface {
	// poll asks the unit for news.
	poll(line *modbus.Master) (news, error)
	// write carries o out. It comes right behind a poll that succeeded, so that
	// an acknowledgement reaches the life of the unit that it is meant for.
	write(line *modbus.Master, o order) error
	// pace is how often the unit is to be polled.
	pace() time.Duration
}

// drivers has a row for each kind of unit; a new kind is one file and one row.
var drivers = map[string]func(center.Unit) (driver, error){
	"motcua":  newMotcua,
	"led-485": newLED,
	"ascii":   newASCII,
}

// errForeign means that what answers is no unit of the kind that the center's file says.
var errForeign = errors.New("bus: another device answers at this address")

// news is what a unit says when it is polled.
type news struct {
	boot    uint32  // of the unit's present life; 0 where units of the kind do not tell
	presses []Press // that wait for an acknowledgement, oldest first; all that were told before may be left out
	status  bool    // stuck and lost are known
	stuck   Key     // held for long, 0 for none
	lost    int64   // presses that found no room in the unit, since it was switched on
}

// order is what a unit is to do.
type order struct {
	ack   *uint16 // forget the presses up to this
	text  string  // shown, set to the right
	lamp  Lamp
	face  bool // text and lamp are to be written; else they are what they were
	beeps int
}
