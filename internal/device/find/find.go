// Package find looks for devices: what is plugged in, which printers answer on
// the network, which counter units on an RS-485 line. It writes the sections of
// the configuration for what it found.
package find

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"
)

// Kind is what was found.
type Kind string

// The kinds, in the order in which they are told.
const (
	Printer Kind = "printer"
	Unit    Kind = "unit"
	Scanner Kind = "scanner"
	Port    Kind = "port"  // a serial port of which no more is known
	Board   Kind = "board" // pins, an SPI port or an I²C bus of this machine
)

var order = []Kind{Printer, Unit, Scanner, Port, Board}

// Found is one device. Fields of which nothing is known are empty.
type Found struct {
	Kind    Kind
	Port    string // what the configuration calls port or address: /dev/serial/by-id/..., tcp://host:9100
	Driver  string // Printer: its profile; Unit: motcua or led-485; Board: gpio, spi or i2c
	Address int    // Unit: on its line
	Baud    int    // of a serial port that answered
	Parity  string // of a serial port that answered: even or none
	Note    string // what the device calls itself, for a person; one line
	Cause   string // one of wire's causes: what keeps it from being used
}

// Search says where to look.
type Search struct {
	Root  string // of the file system; empty: "/"
	Probe bool   // also ask: without it nothing is opened and nothing sent
	Units int    // Probe: highest unit address asked, 1 to 247; 0: 32

	// Patience is how long each may take to begin its answer. 0: 30 ms for a
	// unit, 150 ms behind a gateway, 400 ms for a printer. Silence costs as much,
	// twice for each address and setting.
	Patience time.Duration

	// Hosts are addresses (192.168.1.21) and networks (192.168.1.0/24, at most
	// 1024 addresses) that are asked for printers at port 9100, whether Probe is
	// set or not. What stands behind another port (192.168.1.40:4001) is also
	// asked for counter units, as it may be the gateway of a line.
	Hosts []string

	// Progress is told of each step, from several goroutines but never twice at once. It may be nil.
	Progress func(Progress)
}

// Progress is how far a search is.
type Progress struct {
	Done, Total int
	What        string // port or host, with what is tried there
}

// parallel is how many ports and hosts are asked at a time.
const parallel = 32

// Run looks for devices until it is done or ctx ends; what was found so far
// comes with the error of ctx. A printer that is asked prints nothing, and a
// LED-485 display that is asked shows its address. Errors besides are
// fault.Invalid, for a host that is none.
func Run(ctx context.Context, s Search) ([]Found, error) {
	found, ports := s.list()
	tasks, err := s.hosts()
	if err != nil {
		return nil, err
	}
	if s.Probe {
		found = slices.DeleteFunc(found, func(f Found) bool { return f.Kind == Port || f.Kind == Printer })
		tasks = append(tasks, s.ports(ports)...)
	}
	count := &counter{tell: s.Progress}
	for _, t := range tasks {
		count.total += t.steps
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	room := make(chan struct{}, parallel)
	for _, t := range tasks {
		room <- struct{}{}
		wg.Go(func() {
			defer func() { <-room }()
			all := t.run(ctx, count.task(t.steps))
			mu.Lock()
			defer mu.Unlock()
			found = append(found, all...)
		})
	}
	wg.Wait()
	slices.SortStableFunc(found, func(a, b Found) int {
		return cmp.Or(slices.Index(order, a.Kind)-slices.Index(order, b.Kind), cmp.Compare(a.Port, b.Port), a.Address-b.Address)
	})
	return found, ctx.Err()
}

// task asks one port or host, in so many steps at most.
type task struct {
	steps int
	run   func(ctx context.Context, c *steps) []Found
}

// counter counts the steps of all tasks.
type counter struct {
	mu          sync.Mutex
	done, total int
	tell        func(Progress)
}

// steps are those of one task.
type steps struct {
	counter *counter
	left    int
}

// patience is what the search says, or the usual one.
func (s Search) patience(usual time.Duration) time.Duration { return cmp.Or(s.Patience, usual) }

func (c *counter) task(n int) *steps { return &steps{c, n} }

// next begins a step.
func (s *steps) next(what string) {
	s.left--
	s.counter.add(1, what)
}

// end counts the steps that turned out to be needless.
func (s *steps) end(what string) {
	s.counter.add(s.left, what)
	s.left = 0
}

func (c *counter) add(n int, what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done += n
	if c.tell != nil {
		c.tell(Progress{c.done, c.total, what})
	}
}
