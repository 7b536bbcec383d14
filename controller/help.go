package controller

import (
	"net/http"
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// nobodyCame is how long somebody is believed to wait for a greeter.
const nobodyCame = 15 * time.Minute

// postHelp says that somebody waits for a greeter at a kiosk, or at the door.
// Who has called waits already: calling again changes nothing.
func postHelp(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.HelpRequest
	wish, err := read(w, r, who, &q)
	if err != nil {
		return err
	}
	device := q.Device
	if who.device != "" {
		if device != "" && device != who.device {
			return fault.New(fault.Forbidden, "device-other", "device", device)
		}
		device = who.device
	}
	kind, ok := helpPlace(c.site(), device)
	if !ok {
		return fault.New(fault.Invalid, "device-unknown", "device", device)
	}
	return answer(w, c.engine.ask(r.Context(), wish, func(t *tx) (int, any, error) {
		if !t.open {
			return 0, nil, fault.New(fault.Conflict, "day-closed")
		}
		if i := t.awaits(device); i >= 0 {
			return http.StatusCreated, t.help[i], nil
		}
		t.emit(wire.HelpAsked, &wire.HelpData{Device: device})
		return http.StatusCreated, wire.HelpCall{Device: device, Kind: kind, At: t.now.Wall}, nil
	}))
}

// postHelped says that a greeter comes, or that nobody waits there any more.
func postHelped(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	wish, err := read(w, r, who, &struct{}{})
	if err != nil {
		return err
	}
	device := center.DeviceID(r.PathValue("device"))
	if who.device != "" && device != who.device {
		return fault.New(fault.Forbidden, "device-other", "device", device)
	}
	if _, ok := helpPlace(c.site(), device); !ok {
		return fault.New(fault.NotFound, "device-unknown", "device", device)
	}
	return answer(w, c.engine.ask(r.Context(), wish, func(t *tx) (int, any, error) {
		if t.awaits(device) >= 0 {
			t.emit(wire.HelpAnswered, &wire.HelpData{Device: device, By: who.id})
		}
		return http.StatusNoContent, nil, nil
	}))
}

// helpPlace tells where somebody may wait for a greeter: at a kiosk, or a button that calls one.
func helpPlace(c *center.Center, id center.DeviceID) (kind string, ok bool) {
	if _, ok := c.Kiosk(id); ok {
		return "kiosk", true
	}
	door := func(b center.Button) bool { return b.ID == id && b.Action == center.HelpAction }
	return "button", slices.ContainsFunc(c.Buttons, door)
}

// awaits is the place of a device among who waits for help, -1 where nobody waits there.
func (s *state) awaits(device center.DeviceID) int {
	return slices.IndexFunc(s.help, func(h wire.HelpCall) bool { return h.Device == device })
}

// helped folds the events of help.
func (s *state) helped(kind string, d *wire.HelpData, m queue.Moment) {
	i := s.awaits(d.Device)
	switch {
	case kind == wire.HelpAnswered && i >= 0:
		s.help = slices.Delete(slices.Clone(s.help), i, i+1)
	case kind == wire.HelpAsked && i < 0:
		where, _ := helpPlace(s.center, d.Device)
		s.help = append(slices.Clone(s.help), wire.HelpCall{Device: d.Device, Kind: where, At: m.Wall})
	}
}

// lapseHelp gives up on who has waited so long that they are gone. Each event
// makes a new list: the one that is gone through stays.
func (t *tx) lapseHelp() {
	for _, h := range t.help {
		if t.now.Wall.Sub(h.At) >= nobodyCame {
			t.emit(wire.HelpAnswered, &wire.HelpData{Device: h.Device, Reason: "late"})
		}
	}
}

// postAssist marks a number as one whose holder the counter fetches.
func postAssist(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.AssistRequest
	wish, err := read(w, r, who, &q)
	if err != nil {
		return err
	}
	id := queue.TicketID(r.PathValue("id"))
	return answer(w, c.engine.change(r.Context(), wish, id, func(d *queue.Day, _ queue.Moment) ([]queue.Event, error) {
		if t, ok := d.Ticket(id); ok && who.device != "" && t.Source != who.device {
			return nil, fault.New(fault.Forbidden, "device-other", "device", t.Source)
		}
		return d.Assist(id, q.Assist, who.id)
	}))
}
