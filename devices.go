package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	bridge "motcua/firmware-bridge"
	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/device/accept"
	"motcua/internal/device/find"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/provisioning"
)

// site reads which devices there are: from a center's file, or with the
// bridge's file from the controller.
type site struct {
	Center string `type:"existingfile" help:"The center's file (center.toml); without it --config asks the controller."`
	Config string `type:"existingfile" help:"The bridge's file (bridge.toml)."`
}

func (s *site) load(p *program) (*center.Center, error) {
	switch {
	case s.Center != "":
		c, err := config.LoadCenter(s.Center)
		if err != nil {
			return nil, err
		}
		return &c.Center, nil
	case s.Config != "":
		_, ctl, err := part(s.Config)
		if err != nil {
			return nil, err
		}
		return deviceSite(p.ctx, ctl)
	}
	return &center.Center{}, nil
}

type scanCommand struct {
	site
	Probe bool     `help:"Also ask what is plugged in: opens ports, prints nothing. Stop the bridge first."`
	Units int      `default:"32" help:"Highest address of a counter unit that is asked, 1 to 247."`
	Write string   `type:"path" help:"Append the sections to this file instead of printing them."`
	Hosts []string `arg:"" optional:"" help:"Addresses and networks to ask for printers: 192.168.1.21 192.168.1.0/24."`
}

// Run looks for devices and writes the sections of the configuration for them.
func (c *scanCommand) Run(p *program) error {
	if c.Center == "" && c.Config == "" { // what the file holds already needs no section
		c.Center = c.Write
	}
	known, err := c.load(p)
	if err != nil {
		return err
	}
	progress := newProgress(os.Stderr)
	found, err := find.Run(p.ctx, find.Search{Probe: c.Probe, Units: c.Units, Hosts: c.Hosts, Progress: progress.tell})
	progress.end()
	if err != nil {
		return err
	}
	for _, f := range found {
		fmt.Fprintln(os.Stderr, foundLine(p.lang, f))
	}
	sections := find.TOML(found, known)
	switch {
	case len(found) == 0:
		fmt.Fprintln(os.Stderr, i18n.T(p.lang, "terminal.scan-nothing"))
	case sections == "":
		fmt.Fprintln(os.Stderr, i18n.T(p.lang, "terminal.scan-known"))
	case c.Write == "":
		fmt.Print(sections)
	default:
		if err := provisioning.AddSections(c.Write, sections); err != nil {
			return err
		}
		fmt.Println(i18n.T(p.lang, "terminal.scan-written", "file", c.Write))
	}
	return nil
}

// foundLine says in one line what was found, where, and what keeps it from being used.
func foundLine(lang i18n.Lang, f find.Found) string {
	words := []string{i18n.T(lang, "terminal.found-"+string(f.Kind)), f.Port}
	if f.Driver != "" {
		words = append(words, f.Driver)
	}
	if f.Address > 0 {
		words = append(words, i18n.T(lang, "terminal.found-address", "n", f.Address))
	}
	if f.Baud > 0 {
		words = append(words, fmt.Sprintf("%d baud", f.Baud))
	}
	if f.Note != "" {
		words = append(words, "("+f.Note+")")
	}
	if f.Cause != "" {
		words = append(words, "- "+i18n.T(lang, "cause."+f.Cause))
	}
	return strings.Join(words, "  ")
}

// progress shows one line that is written over, where somebody looks at a terminal.
type progress struct {
	out  io.Writer
	last time.Time
}

func newProgress(f *os.File) *progress {
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return &progress{out: io.Discard}
	}
	return &progress{out: f}
}

func (x *progress) tell(now find.Progress) {
	if time.Since(x.last) < 100*time.Millisecond {
		return
	}
	x.last = time.Now()
	fmt.Fprintf(x.out, "\r\x1b[K%d/%d  %s", now.Done, now.Total, now.What)
}

func (x *progress) end() { fmt.Fprint(x.out, "\r\x1b[K") }

type acceptCommand struct {
	site
	Device center.DeviceID `arg:"" help:"The device, as the configuration names it: P1."`
}

// Run holds the contract of a device's kind against the real device. A person is its hands and eyes.
func (c *acceptCommand) Run(p *program) error {
	known, err := c.load(p)
	if err != nil {
		return err
	}
	ask := (&person{bufio.NewReader(os.Stdin), p.lang}).ask
	promises, done, err := bridge.Acceptance(known, c.Device, ask)
	if err != nil {
		return err
	}
	defer done()
	failed := 0
	for _, promise := range promises {
		err := promise.Run(p.ctx)
		word := "kept"
		switch {
		case p.ctx.Err() != nil:
			return p.ctx.Err()
		case errors.Is(err, io.EOF): // nobody is there to be asked
			return fault.New(fault.Conflict, "accept-stopped", "device", c.Device)
		case errors.Is(err, accept.ErrCannot):
			word = "untold"
		case err != nil:
			word, failed = "broken", failed+1
		}
		fmt.Printf("%-9s %s\n", i18n.T(p.lang, "terminal.accept-"+word), i18n.T(p.lang, "accept."+promise.Name))
		if word == "broken" {
			fmt.Printf("          %v\n", err)
		}
	}
	if failed > 0 {
		return fault.New(fault.Conflict, "accept-failed", "device", c.Device, "n", failed, "of", len(promises))
	}
	fmt.Println(i18n.T(p.lang, "terminal.accepted", "device", c.Device))
	return nil
}

// person is asked on the terminal.
type person struct {
	in   *bufio.Reader
	lang i18n.Lang
}

// ask puts a request and reads the answer; "-" says that it cannot be done.
func (x *person) ask(ctx context.Context, key string) (string, error) {
	fmt.Printf("\n> %s ", i18n.T(x.lang, key))
	type line struct {
		text string
		err  error
	}
	answer := make(chan line, 1)
	go func() { // it ends with the line, or with the program
		text, err := x.in.ReadString('\n')
		answer <- line{text, err}
	}()
	select {
	case l := <-answer:
		return strings.TrimSpace(l.text), l.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
