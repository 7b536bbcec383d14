package bridge

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"periph.io/x/conn/v3/gpio"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// help calls the greeter, once for who waits already.
func (f *fakeController) help(w http.ResponseWriter, r *http.Request) {
	var q wire.HelpRequest
	_ = json.NewDecoder(r.Body).Decode(&q)
	f.mu.Lock()
	before := f.before
	f.mu.Unlock()
	before("help", "")
	f.mu.Lock()
	defer f.mu.Unlock()
	f.acts = append(f.acts, "help "+string(q.Device)+" "+r.Header.Get("Idempotency-Key"))
	call := wire.HelpCall{Device: q.Device, Kind: "button", At: time.Now()}
	if len(f.waits) == 0 {
		f.waits = append(f.waits, call)
		f.add(wire.HelpAsked, wire.HelpData{Device: q.Device})
	}
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(call)
}

// comes is a greeter who comes.
func (f *fakeController) comes() {
	f.mu.Lock()
	defer f.mu.Unlock()
	device := f.waits[0].Device
	f.waits = nil
	f.add(wire.HelpAnswered, wire.HelpData{Device: device, By: "greeter"})
}

// TestTheButtonAtTheDoorCallsTheGreeter presses a button that stands at no
// counter: through pins that bounce, over a controller that fails at first, to
// the lamp at the greeter's desk.
func TestTheButtonAtTheDoorCallsTheGreeter(t *testing.T) {
	f, m := newFakeController(t), newMachine("GPIO5", "GPIO6", "GPIO13")
	failed := false
	f.before = func(call string, _ queue.TicketID) {
		if call == "help" && !failed { // one goroutine presses
			failed = true
			panic(http.ErrAbortHandler)
		}
	}
	_, stop := m.drive(t, f, center.Center{
		Buttons: []center.Button{{ID: "H9", Pin: "GPIO5", Action: center.HelpAction}},
		Lamps:   []center.Lamp{{ID: "L8", Pin: "GPIO6", Shows: center.ShowsHelp}, {ID: "L9", Pin: "GPIO13", Shows: center.ShowsAlarm}},
	})
	f.state("H9", wire.StateReport{State: wire.Present})
	lit := func(want gpio.Level) {
		t.Helper()
		eventually(t, func() string {
			if got, alarm := m.pins["GPIO6"].Read(), m.pins["GPIO13"].Read(); got != want || alarm == gpio.High {
				return fmt.Sprintf("the lamp is %s, want %s, and the alarm %s", got, want, alarm)
			}
			return ""
		})
	}
	lit(gpio.Low)
	for _, level := range []gpio.Level{gpio.Low, gpio.High, gpio.Low, gpio.High, gpio.Low} { // it bounces
		m.pins["GPIO5"].EdgesChan <- level
	}
	acts := f.actions(1)
	lit(gpio.High)
	f.comes()
	lit(gpio.Low)
	stop()
	if acts = f.actions(1); len(acts) != 1 || !strings.HasPrefix(acts[0], "help H9 H9-") || !failed {
		t.Errorf("actions %q after a failure %v, want help at H9 once", acts, failed)
	}
}
