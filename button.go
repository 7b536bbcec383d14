package main

import (
	"net/http"
	"time"

	"periph.io/x/conn/v3/gpio"
	"periph.io/x/conn/v3/gpio/gpiotest"

	"motcua/internal/center"
)

// finger is how long a press of a simulated button lasts.
const finger = 150 * time.Millisecond

// buttonPins puts every button of the center on a pin that can be pulled low.
func (h *hardware) buttonPins(all []center.Button) {
	h.buttons = map[center.DeviceID]*gpiotest.Pin{}
	for _, b := range all {
		pin := &gpiotest.Pin{N: b.Pin, L: gpio.High, EdgesChan: make(chan gpio.Level, 16)}
		h.pins[b.Pin], h.buttons[b.ID] = pin, pin
	}
}

// press serves POST /sim/button/{id}/press: the pin goes low, and up again.
func (h *hardware) press(w http.ResponseWriter, r *http.Request) {
	pin, ok := h.buttons[center.DeviceID(r.PathValue("id"))]
	if !ok {
		http.NotFound(w, r)
		return
	}
	for _, level := range []gpio.Level{gpio.Low, gpio.High} {
		select {
		case pin.EdgesChan <- level:
		case <-r.Context().Done():
			return
		}
		time.Sleep(finger)
	}
	w.WriteHeader(http.StatusNoContent)
}
