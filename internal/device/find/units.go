package find

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"motcua/internal/device/modbus"
	"motcua/internal/device/segments"
	"motcua/internal/device/serial"
	"motcua/internal/wire"
)

// setting is that of a serial line.
type setting struct {
	baud   int
	parity string
}

// settings are the usual ones of RS-485 lines, ours first, then those in which LED-485 displays are sold.
var settings = []setting{{19200, "even"}, {9600, "none"}, {9600, "even"}, {19200, "none"}, {115200, "even"}, {115200, "none"}, {38400, "even"}}

const (
	usualUnits = 32
	mostUnits  = 247
	shared     = 3                      // addresses that are given twice; more is noise
	margin     = 30 * time.Millisecond  // of a unit to begin its answer
	farMargin  = 150 * time.Millisecond // the same behind a gateway

	motcuaForm  = 2      // of the register table, in the high byte of input register 0
	ledSegments = 0x0080 // of a LED-485: raw segments
	noFunction  = 1      // Modbus: the unit does not know the function
)

// ports returns the tasks that ask what is plugged in.
func (s Search) ports(all []port) []task {
	var tasks []task
	for _, p := range all {
		if !p.lines {
			tasks = append(tasks, task{1, func(ctx context.Context, c *steps) []Found { return s.askNode(ctx, p, c) }})
			continue
		}
		tasks = append(tasks, task{len(bauds) + len(settings)*s.units(), func(ctx context.Context, c *steps) []Found {
			defer c.end(p.path)
			return s.askLine(ctx, p, c)
		}})
	}
	return tasks
}

// units is the highest address that is asked.
func (s Search) units() int {
	if s.Units <= 0 {
		return usualUnits
	}
	return min(s.Units, mostUnits)
}

// askLine asks a serial port for a printer, and then for units: a printer would
// take what a unit is asked for text.
func (s Search) askLine(ctx context.Context, p port, c *steps) []Found {
	nothing := Found{Kind: Port, Port: p.path, Note: p.note}
	probe, err := serial.Open(serial.Config{Name: s.at(p.path), Baud: settings[0].baud})
	if err != nil {
		nothing.Cause = serial.Cause(err)
		return []Found{nothing}
	}
	probe.Close()
	if f, ok := s.askSerialPrinter(ctx, p, c); ok {
		if f.Note == "" {
			f.Note = p.note
		}
		return []Found{f}
	}
	for _, set := range settings {
		found, noisy := s.askSetting(ctx, p, set, c)
		if len(found) > 0 {
			return found
		}
		if noisy {
			nothing.Cause = wire.Garbled // something speaks, at another speed
		}
		if ctx.Err() != nil {
			break
		}
	}
	return []Found{nothing}
}

func (s Search) askSetting(ctx context.Context, p port, set setting, c *steps) (found []Found, noisy bool) {
	rw, err := serial.Open(serial.Config{Name: s.at(p.path), Baud: set.baud, Parity: set.parity})
	if err != nil {
		return nil, false
	}
	defer rw.Close()
	at := Found{Port: p.path, Baud: set.baud, Parity: set.parity}
	return s.askUnits(ctx, modbus.NewMaster(rw, set.baud, s.patience(margin)), at, c)
}

// askGateway asks a host for a printer, and then for units behind it: the
// gateway knows the settings of its line itself.
func (s Search) askGateway(ctx context.Context, at string, c *steps) []Found {
	defer c.end(at)
	if found := s.askHost(ctx, at, c); len(found) > 0 {
		return found
	}
	conn, err := dial(ctx, at)
	if err != nil {
		return nil
	}
	defer conn.Close()
	found, _ := s.askUnits(ctx, modbus.NewMaster(conn, settings[0].baud, s.patience(farMargin)), Found{Port: "tcp://" + at}, c)
	return found
}

// askUnits asks every address; at is where they are. noisy tells that things come
// that are no answers. A unit that is spoken to in a wrong setting is silent, so
// one or a few addresses that answer unreadably are addresses that two units share.
func (s Search) askUnits(ctx context.Context, master *modbus.Master, at Found, c *steps) (found []Found, noisy bool) {
	garbled := 0
	for address := 1; address <= s.units() && ctx.Err() == nil; address++ {
		c.next(fmt.Sprintf("%s%s: %d", at.Port, at.setting(), address))
		f, err := askUnit(master, byte(address))
		if errors.Is(err, modbus.ErrGarbled) {
			f, err = askUnit(master, byte(address))
		}
		switch {
		case errors.Is(err, modbus.ErrGarbled):
			garbled++
			f = Found{Kind: Unit, Cause: wire.SameAddress}
		case errors.Is(err, modbus.ErrSilent):
			continue
		case err != nil: // the line is gone
			return found, false
		}
		f.Port, f.Address, f.Baud, f.Parity = at.Port, address, at.Baud, at.Parity
		found = append(found, f)
	}
	if garbled > shared {
		found = slices.DeleteFunc(found, func(f Found) bool { return f.Cause == wire.SameAddress })
	}
	return found, garbled > shared
}

// setting is how a line was asked, for a person.
func (f Found) setting() string {
	if f.Baud == 0 {
		return ""
	}
	return fmt.Sprintf(" %d %s", f.Baud, f.Parity)
}

// askUnit asks one address. Nothing is written to a unit that can be read: it is
// no display of ours. The error is that of an address at which nobody can be understood.
func askUnit(m *modbus.Master, address byte) (Found, error) {
	foreign := Found{Kind: Unit, Cause: wire.Foreign} // it speaks Modbus, and is none of ours
	regs, err := m.ReadInput(address, 0, 6)
	refusal, refused := errors.AsType[*modbus.Exception](err)
	switch {
	case err == nil && regs[0]>>8 == motcuaForm:
		return Found{Kind: Unit, Driver: "motcua", Note: fmt.Sprintf("motcua %d.%d", regs[5]>>8, regs[5]&0xFF)}, nil
	case err == nil, refused && refusal.Code != noFunction:
		return foreign, nil
	case !refused && !errors.Is(err, modbus.ErrSilent):
		return Found{}, err
	}
	shown := segments.Encode(fmt.Sprint(address), 4)
	left, right := uint16(turned(shown[0]))<<8|uint16(turned(shown[1])), uint16(turned(shown[2]))<<8|uint16(turned(shown[3]))
	write := m.WriteRegisters(address, ledSegments, left, right)
	if write == nil {
		return Found{Kind: Unit, Driver: "led-485"}, nil
	}
	if _, answered := errors.AsType[*modbus.Exception](write); answered || refused {
		return foreign, nil
	}
	return Found{}, err
}

// turned changes the order of segments: a LED-485 has A in bit 0 to G in bit 6.
func turned(b byte) byte {
	out := b & segments.Point
	for i := range 7 {
		out |= b >> (6 - i) & 1 << i
	}
	return out
}
