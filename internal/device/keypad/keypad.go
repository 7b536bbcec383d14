// Package keypad speaks to a counter's keypad: a Modbus RTU unit that keeps its
// key presses in a queue until they are acknowledged.
//
// Input registers, one read of [Registers] from 0:
//
//	0     form of this table, 1
//	1, 2  boot: a number drawn at power-up, high word first
//	3     presses waiting
//	4     presses lost because the queue was full, since power-up
//	5..13 the three oldest presses, three registers each:
//	      sequence, key, age in tenths of a second (65535: older)
//
// Holding register 0: writing a sequence number acknowledges every press up to
// it. Sequence numbers count from 1 and wrap; a press is told again until it is
// acknowledged, so whoever acts on one drops what it has seen.
package keypad

import (
	"errors"
	"fmt"
	"time"

	"motcua/internal/device/modbus"
	"motcua/internal/device/serial"
)

// Form is the form of the register table that this package reads.
const Form = 1

// Registers is how many input registers one poll reads; PerPoll how many presses it brings.
const (
	Registers = 5 + 3*PerPoll
	PerPoll   = 3
)

// Key is a key of the pad.
type Key uint16

// The keys.
const (
	Next Key = iota + 1
	Recall
	Start
	NoShow
	Finish
	Pause
)

var names = map[Key]string{Next: "next", Recall: "recall", Start: "start", NoShow: "no-show", Finish: "finish", Pause: "pause"}

// String returns the counter action that the key stands for, such as "next".
func (k Key) String() string {
	if n, ok := names[k]; ok {
		return n
	}
	return fmt.Sprintf("key-%d", uint16(k))
}

// ParseKey returns the key of a counter action.
func ParseKey(action string) (Key, bool) {
	for k, n := range names {
		if n == action {
			return k, true
		}
	}
	return 0, false
}

// Press is one press of a key.
type Press struct {
	Boot uint32 // of the pad: with Seq it names the press for ever
	Seq  uint16
	Key  Key
	Age  time.Duration // when it was read, in tenths of a second
}

// ErrForm means that the unit answers, and is no keypad of ours.
var ErrForm = errors.New("keypad: the unit has another register table")

// The line of a keypad that the center's file says nothing else about.
const (
	unit     = 1
	usual    = 19200 // baud, 8E1
	patience = 100 * time.Millisecond
)

// Unit is one keypad on its line. It is for one goroutine.
type Unit struct {
	master *modbus.Master
	close  func() error
	last   Press // the newest that was handed out
	ever   bool
}

// Open opens the keypad at a serial port. baud 0 means 19200.
func Open(port string, baud int) (*Unit, error) {
	if baud == 0 {
		baud = usual
	}
	line, err := serial.Open(serial.Config{Name: port, Baud: baud, Parity: "even"})
	if err != nil {
		return nil, err
	}
	u := New(modbus.NewMaster(line, baud, patience))
	u.close = line.Close
	return u, nil
}

// New returns the keypad behind a master that is already open.
func New(m *modbus.Master) *Unit { return &Unit{master: m, close: func() error { return nil }} }

// Close closes the port.
func (u *Unit) Close() error { return u.close() }

// Poll returns the presses that were not handed out before, oldest first. Errors
// are those of the line ([modbus.ErrSilent], [serial.ErrGone]) or of the unit.
func (u *Unit) Poll() ([]Press, error) {
	regs, err := u.master.ReadInput(unit, 0, Registers)
	if err != nil {
		return nil, err
	}
	if regs[0] != Form {
		return nil, ErrForm
	}
	boot := uint32(regs[1])<<16 | uint32(regs[2])
	var fresh []Press
	stale := false
	for i := range min(int(regs[3]), PerPoll) {
		r := regs[5+3*i:]
		p := Press{Boot: boot, Seq: r[0], Key: Key(r[1]), Age: time.Duration(r[2]) * 100 * time.Millisecond}
		if u.seen(p) {
			stale = true
			continue
		}
		u.last, u.ever = p, true
		fresh = append(fresh, p)
	}
	if stale && len(fresh) == 0 { // the acknowledgement was lost
		return nil, u.Ack(u.last)
	}
	return fresh, nil
}

func (u *Unit) seen(p Press) bool {
	return u.ever && p.Boot == u.last.Boot && int16(p.Seq-u.last.Seq) <= 0
}

// Ack tells the unit to forget p and every press before it.
func (u *Unit) Ack(p Press) error { return u.master.WriteRegister(unit, 0, p.Seq) }
