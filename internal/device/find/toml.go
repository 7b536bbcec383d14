package find

import (
	"fmt"
	"strconv"
	"strings"

	"motcua/internal/center"
)

// TOML returns the sections of the configuration for what was found and is not
// in c yet, with ids that are free there and counters that have no unit yet. A
// section that a person must look at first is a comment: a keyboard that may be
// no scanner, a unit for which no counter is left, a device that cannot be used.
// Serial ports and boards are named in comments. It is empty when there is nothing new.
func TOML(found []Found, c *center.Center) string {
	w := &writer{center: c, taken: map[center.DeviceID]bool{}, buses: map[string]center.DeviceID{}}
	for _, d := range c.DeviceKinds() {
		w.taken[d.ID] = true
	}
	for _, b := range c.Buses {
		w.buses[b.Port] = b.ID
	}
	for _, f := range found {
		switch f.Kind {
		case Printer:
			w.printer(f)
		case Unit:
			w.unit(f)
		case Scanner:
			w.scanner(f)
		case Port, Board:
			w.remark(f)
		}
	}
	return w.out.String()
}

type writer struct {
	center *center.Center
	taken  map[center.DeviceID]bool
	buses  map[string]center.DeviceID // by port
	used   []center.CounterID         // given to units here
	out    strings.Builder
}

// id takes the next free id that begins with letter.
func (w *writer) id(letter string) center.DeviceID {
	for n := 1; ; n++ {
		if id := center.DeviceID(letter + strconv.Itoa(n)); !w.taken[id] {
			w.taken[id] = true
			return id
		}
	}
}

// field is one line of a section.
type field struct {
	key   string
	value any // string, DeviceID, CounterID or int; zero: left out
}

// section writes a section, as a comment where somebody must look at it first.
func (w *writer) section(kind, note string, comment bool, fields ...field) {
	mark := ""
	if comment {
		mark = "# "
	}
	fmt.Fprintln(&w.out)
	if note = line(note); note != "" {
		fmt.Fprintf(&w.out, "# %s\n", note)
	}
	fmt.Fprintf(&w.out, "%s[[%s]]\n", mark, kind)
	for _, f := range fields {
		switch v := f.value.(type) {
		case int:
			if v != 0 {
				fmt.Fprintf(&w.out, "%s%s = %d\n", mark, f.key, v)
			}
		default:
			if s := fmt.Sprint(v); s != "" {
				fmt.Fprintf(&w.out, "%s%s = %s\n", mark, f.key, quoted(s))
			}
		}
	}
}

// quoted writes a TOML basic string.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(line(s)) + `"`
}

func (w *writer) printer(f Found) {
	for _, p := range w.center.Printers {
		if p.Address == f.Port {
			return
		}
	}
	w.section("printer", f.Note, f.Cause != "", field{"id", w.id("P")}, field{"address", f.Port},
		field{"profile", f.Driver}, field{"baud", f.Baud})
}

func (w *writer) unit(f Found) {
	bus, known := w.buses[f.Port]
	if !known {
		bus = w.id("B")
		w.buses[f.Port] = bus
		w.section("bus", "", false, field{"id", bus}, field{"port", f.Port}, field{"baud", f.Baud}, field{"parity", f.Parity})
	}
	for _, u := range w.center.Units {
		if u.Bus == bus && u.Address == f.Address {
			return
		}
	}
	counter := center.CounterID("")
	if f.Cause == "" {
		counter = w.counter()
	}
	w.section("unit", f.Note, counter == "", field{"id", w.id("N")}, field{"counter", counter}, field{"bus", bus},
		field{"driver", f.Driver}, field{"address", f.Address})
}

// counter returns the next counter that has no unit, empty when all have one.
func (w *writer) counter() center.CounterID {
	for _, c := range w.center.Counters {
		free := true
		for _, u := range w.center.Units {
			free = free && u.Counter != c.ID
		}
		for _, id := range w.used {
			free = free && id != c.ID
		}
		if free {
			w.used = append(w.used, c.ID)
			return c.ID
		}
	}
	return ""
}

func (w *writer) scanner(f Found) {
	for _, s := range w.center.Scanners {
		if s.Port == f.Port {
			return
		}
	}
	w.section("scanner", f.Note, !scanners.MatchString(f.Note), field{"id", w.id("S")}, field{"port", f.Port})
}

// remark names what is there and has no section.
func (w *writer) remark(f Found) {
	for _, p := range w.center.Printers {
		if p.Address == f.Port {
			return
		}
	}
	for _, s := range w.center.Scanners {
		if s.Port == f.Port {
			return
		}
	}
	if _, known := w.buses[f.Port]; known {
		return
	}
	words := strings.Fields(strings.Join([]string{f.Driver, f.Port, f.Note, f.Cause}, " "))
	fmt.Fprintf(&w.out, "\n# %s\n", line(strings.Join(words, " ")))
}
