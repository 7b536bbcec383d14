package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"

	"periph.io/x/conn/v3/gpio"
	"periph.io/x/conn/v3/gpio/gpiotest"

	"motcua/internal/app"
	"motcua/internal/center"
	"motcua/internal/device/pty"
	"motcua/internal/i18n"
	simgateway "motcua/internal/sim/gateway"
	"motcua/internal/sim/loudspeaker"
	simonestop "motcua/internal/sim/onestop"
	simprinter "motcua/internal/sim/printer"
	simscanner "motcua/internal/sim/scanner"
	simunit "motcua/internal/sim/unit"
	simups "motcua/internal/sim/ups"
)

// firstPrinter is the port of the first simulated printer: the raw port that
// network printers have. Where it is taken any other will do.
const firstPrinter = 9100

// hardware is the demo's simulated devices. The bridge reaches them as it
// reaches real ones: printers over TCP, counter units and scanners behind serial
// device nodes, the UPS through its daemon, lamps through a pin.
type hardware struct {
	printers []*simprinter.Printer
	units    []*simunit.Unit
	pins     map[string]*gpiotest.Pin // by name
	lamps    map[center.DeviceID]*gpiotest.Pin
	scanners []*simscanner.Scanner
	voices   []*loudspeaker.Loudspeaker
	power    *simups.UPS
	dossiers *simonestop.System
	letters  *simgateway.Box
	buttons  map[center.DeviceID]*gpiotest.Pin
	parts    []app.Part
	closers  []func()
}

// plugIn adds what a new center does not have and the demo shows: a numeral
// display beside the counter unit, scanners, a UPS, and a button at the door
// with its lamp at the greeter's desk.
func plugIn(site *center.Center) {
	if len(site.Buses) > 0 && len(site.Units) == 1 {
		site.Units = append(site.Units, center.Unit{ID: "Q1", Counter: "1", Bus: site.Buses[0].ID, Driver: "led-485", Address: 2, Digits: 4})
	}
	if len(site.Scanners) == 0 && len(site.Kiosks) > 0 {
		site.Scanners = []center.Scanner{{ID: "S1", Kiosk: site.Kiosks[0].ID, Baud: 9600}, {ID: "S2", Baud: 9600}}
	}
	if len(site.Displays) > 0 {
		site.Displays = append(site.Displays, center.Display{ID: "D3", Layout: "slides", Diagonal: 55, Distance: 6, Languages: i18n.Langs})
	}
	if len(site.Buttons) == 0 {
		site.Buttons = []center.Button{{ID: "H9", Pin: "GPIO5", Action: center.HelpAction}}
		site.Lamps = append(site.Lamps, center.Lamp{ID: "L9", Pin: "GPIO6", Shows: center.ShowsHelp})
	}
	if site.UPS.ID == "" {
		site.UPS = center.UPS{ID: "UPS", Name: "ups"}
	}
}

// openHardware makes the center's devices and writes their addresses into it.
// A line that is given stands in for the simulated one of the first bus.
func openHardware(ctx context.Context, site *center.Center, line string) (*hardware, error) {
	h := &hardware{pins: map[string]*gpiotest.Pin{}, lamps: map[center.DeviceID]*gpiotest.Pin{}}
	if err := h.open(ctx, site, line); err != nil {
		h.close()
		return nil, err
	}
	return h, nil
}

func (h *hardware) open(ctx context.Context, site *center.Center, line string) error {
	for i := range site.Printers {
		if err := h.printer(ctx, &site.Printers[i], firstPrinter+i); err != nil {
			return err
		}
	}
	for i := range site.Buses {
		if i == 0 && line != "" {
			site.Buses[i].Port = line
			continue
		}
		if err := h.bus(&site.Buses[i], site.Units); err != nil {
			return err
		}
	}
	for i := range site.Scanners {
		sim, err := simscanner.Serial(string(site.Scanners[i].ID))
		if err != nil {
			return err
		}
		site.Scanners[i].Port = sim.Port()
		h.scanners = append(h.scanners, sim)
		h.closers = append(h.closers, func() { sim.Close() })
	}
	for _, l := range site.Lamps {
		pin := &gpiotest.Pin{N: l.Pin}
		h.pins[l.Pin], h.lamps[l.ID] = pin, pin
	}
	h.buttonPins(site.Buttons)
	h.loudspeakers(site.Voices)
	if err := h.messages(ctx, &site.Notices); err != nil {
		return err
	}
	if err := h.oneStop(ctx, site); err != nil {
		return err
	}
	return h.ups(ctx, &site.UPS)
}

// ups makes a UPS and the daemon that speaks for it.
func (h *hardware) ups(ctx context.Context, u *center.UPS) error {
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	u.NUT = ln.Addr().String()
	h.power = simups.New(u.Name)
	h.parts = append(h.parts, app.Part{Name: "ups", Run: func(ctx context.Context) error { return h.power.Serve(ctx, ln) }})
	h.closers = append(h.closers, func() { ln.Close() })
	return nil
}

func (h *hardware) printer(ctx context.Context, p *center.Printer, port int) error {
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		if ln, err = lc.Listen(ctx, "tcp", "127.0.0.1:0"); err != nil {
			return err
		}
	}
	p.Address = "tcp://" + ln.Addr().String()
	sim := simprinter.New(string(p.ID), p.Dots, paperSpeed)
	h.printers = append(h.printers, sim)
	h.parts = append(h.parts, app.Part{Name: "printer " + string(p.ID), Run: func(ctx context.Context) error { return sim.Serve(ctx, ln) }})
	h.closers = append(h.closers, func() { ln.Close() })
	return nil
}

// paperSpeed is what a usual receipt printer does, in millimeters a second.
const paperSpeed = 150

// bus makes a line with the units that the center has on it.
func (h *hardware) bus(b *center.Bus, units []center.Unit) error {
	pair, err := pty.Open()
	if err != nil {
		return err
	}
	b.Port = pair.Name
	line := simunit.NewLine(b.Baud)
	for _, u := range units {
		if u.Bus != b.ID {
			continue
		}
		switch u.Driver {
		case "led-485":
			line.Attach(simunit.NewLED(string(u.ID), byte(u.Address), u.Digits))
		case "ascii":
			line.Attach(simunit.NewASCII(string(u.ID), u.Address, u.ASCII))
		default:
			sim := simunit.New(string(u.ID), byte(u.Address))
			h.units = append(h.units, sim)
			line.Attach(sim)
		}
	}
	h.parts = append(h.parts, app.Part{Name: "bus " + string(b.ID), Run: func(ctx context.Context) error { return line.Serve(ctx, pair.Master) }})
	h.closers = append(h.closers, func() { pair.Close() })
	return nil
}

// pin is a pin by its name, nil where there is none.
func (h *hardware) pin(name string) gpio.PinIO {
	if p, ok := h.pins[name]; ok {
		return p
	}
	return nil
}

func (h *hardware) close() {
	for _, c := range h.closers {
		c()
	}
}

// handler shows the devices and lets them be touched.
func (h *hardware) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/sim/printer/", simprinter.Handler(h.printers...))
	units := simunit.Handler(h.units...)
	mux.Handle("/sim/unit/", units)
	mux.Handle("/sim/keypad/", units)
	mux.Handle("/sim/scanner/", simscanner.Handler(h.scanners...))
	mux.Handle("/sim/voice/", loudspeaker.Handler(h.voices...))
	mux.Handle("/sim/ups/", simups.Handler(h.power))
	mux.Handle("/sim/onestop", h.dossiers.Hook())
	mux.Handle("/sim/onestop/", h.dossiers.Hook())
	mux.Handle("/sim/messages", h.letters.Handler())
	mux.HandleFunc("POST /sim/button/{id}/press", h.press)
	mux.HandleFunc("GET /sim/lamp/{id}", func(w http.ResponseWriter, r *http.Request) {
		pin, ok := h.lamps[center.DeviceID(r.PathValue("id"))]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]bool{"on": bool(pin.Read())}) // it fails only when the asker has gone
	})
	return mux
}
