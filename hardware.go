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
	simkeypad "motcua/internal/sim/keypad"
	simprinter "motcua/internal/sim/printer"
)

// firstPrinter is the port of the first simulated printer: the raw port that
// network printers have. Where it is taken any other will do.
const firstPrinter = 9100

// hardware is the demo's simulated devices. The bridge reaches them as it
// reaches real ones: printers over TCP, keypads through a serial device node,
// lamps through a pin.
type hardware struct {
	printers []*simprinter.Printer
	keypads  []*simkeypad.Keypad
	pins     map[string]*gpiotest.Pin // by name
	lamps    map[center.DeviceID]*gpiotest.Pin
	parts    []app.Part
	closers  []func()
}

// openHardware makes the center's devices and writes their addresses into it.
func openHardware(ctx context.Context, site *center.Center) (*hardware, error) {
	h := &hardware{pins: map[string]*gpiotest.Pin{}, lamps: map[center.DeviceID]*gpiotest.Pin{}}
	for i := range site.Printers {
		if err := h.printer(ctx, &site.Printers[i], firstPrinter+i); err != nil {
			h.close()
			return nil, err
		}
	}
	for i := range site.Buses {
		if err := h.keypad(&site.Buses[i], site.Units[i]); err != nil {
			h.close()
			return nil, err
		}
	}
	for _, l := range site.Lamps {
		pin := &gpiotest.Pin{N: l.Pin}
		h.pins[l.Pin], h.lamps[l.ID] = pin, pin
	}
	return h, nil
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

func (h *hardware) keypad(bus *center.Bus, k center.Unit) error {
	pair, err := pty.Open()
	if err != nil {
		return err
	}
	bus.Port = pair.Name
	sim := simkeypad.New(string(k.ID))
	h.keypads = append(h.keypads, sim)
	h.parts = append(h.parts, app.Part{Name: "keypad " + string(k.ID), Run: func(ctx context.Context) error { return sim.Serve(ctx, pair.Master) }})
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
	mux.Handle("/sim/keypad/", simkeypad.Handler(h.keypads...))
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
