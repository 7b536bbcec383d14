package controller

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/wire"
)

const (
	anAway   = `{"service":"HT","purpose":"submit","away":true}`
	foreigns = "Sec-Fetch-Site: cross-site"
)

// configure changes the configuration, as a restart with another one would.
func (o *tour) configure(change func(*center.Center)) {
	o.h.engine.mu.Lock()
	defer o.h.engine.mu.Unlock()
	change(o.h.opts.Center)
}

// code is the address that the center shows to phones.
func (o *tour) code() string {
	o.Helper()
	var e wire.EntryCode
	if err := json.Unmarshal(o.want(200, "", "display", "GET /entry", "").body, &e); err != nil {
		o.Fatal(err)
	}
	return strings.TrimPrefix(e.URL, "https://mc.example.vn")
}

// opens has a phone open an address of the center, and returns its cookie.
func (o *tour) opens(path, cookie string) (after string) {
	o.Helper()
	req, err := http.NewRequestWithContext(o.Context(), http.MethodGet, o.h.url+path, nil)
	if err != nil {
		o.Fatal(err)
	}
	if cookie != "" {
		req.Header.Set("Cookie", strings.TrimPrefix(cookie, "Cookie: "))
	}
	resp, err := http.DefaultTransport.RoundTrip(req) // which follows no redirect
	if err != nil {
		o.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != "/q/" {
		o.Fatalf("GET %s = %d to %s", path, resp.StatusCode, resp.Header.Get("Location"))
	}
	return cookieOf(resp.Header)
}

func cookieOf(h http.Header) string {
	value, _, _ := strings.Cut(h.Get("Set-Cookie"), ";")
	return "Cookie: " + value
}

// remote goes through what phones may do.
func (o *tour) remote() {
	post := "POST /phone/tickets"
	o.configure(func(c *center.Center) { c.Remote.On = false })
	o.want(409, "remote-off", "display", "GET /entry", "")
	o.want(409, "remote-off", "", post, anAway)
	o.configure(func(c *center.Center) { c.Remote.On = true })
	phone := o.opens(o.code(), "")
	o.want(410, "entry-old", "", post, aTicket)
	o.want(400, "key-missing", "", post, aTicket, "Idempotency-Key", phone)
	o.want(403, "cross-origin", "", post, aTicket, foreigns, phone)
	o.want(422, "service-missing", "", post, `{"purpose":"submit"}`, phone)
	o.want(422, "service-unknown", "", post, `{"service":"XX","purpose":"submit"}`, phone)
	o.want(422, "purpose-missing", "", post, `{"service":"HT"}`, phone)
	o.want(422, "purpose-unknown", "", post, `{"service":"HT","purpose":"sing"}`, phone)
	o.want(422, "services-most", "", post, `{"service":"HT","purpose":"submit","also":["HT","DD","HT","DD","HT"]}`, phone)
	o.configure(func(c *center.Center) { c.Remote.Away, c.Remote.Window = false, center.Window{From: 60, To: 120} })
	o.want(409, "away-off", "", post, anAway)
	o.want(409, "phone-hours", "", post, aTicket, phone)
	o.configure(func(c *center.Center) { c.Remote.Away, c.Remote.Window = true, center.Window{To: 24 * 60} })
	o.configure(func(c *center.Center) { c.Services[0].Daily = 1 })
	o.want(409, "service-full", "", post, aTicket, phone)
	o.configure(func(c *center.Center) { c.Services[0].Daily = 0 })
	o.once(201, "", post, aTicket, `{"service":"DD","purpose":"submit"}`, phone)
	o.want(409, "phone-service", "", post, aTicket, phone)
	o.want(201, "", "", post, `{"service":"DD","purpose":"submit"}`, phone)
	o.want(409, "phone-day", "", post, aTicket, phone)
	o.want(409, "phone-day", "", "POST /appointments", o.slot("2026-11-24T09:00:00+07:00"), phone)
	o.configure(func(c *center.Center) { c.Remote.Daily = 1 })
	o.want(409, "phone-full", "", post, aTicket, o.opens(o.code(), ""))
	o.configure(func(c *center.Center) { c.Remote.Daily = 0 })
	o.checkIn()
	o.tooOften(&o.h.taking, "127.0.0.1", func() { o.want(429, "too-often", "", post, anAway) })
	o.tooOften(&o.h.taking, "127.0.0.1", func() { o.want(429, "too-often", "", "POST /appointments", o.slot("2026-11-24T09:00:00+07:00")) })
}

// checkIn takes a number away from the center, and comes.
func (o *tour) checkIn() {
	o.Helper()
	taken := o.want(201, "", "", "POST /phone/tickets", anAway)
	phone := cookieOf(taken.header)
	var a wire.TicketAnswer
	if err := json.Unmarshal(taken.body, &a); err != nil || !a.Ticket.Away || a.Ticket.CheckInBy == nil {
		o.Fatalf("a number taken away = %s, %v", taken.body, err)
	}
	call := "POST /phone/tickets/" + a.Ticket.URL[strings.LastIndex(a.Ticket.URL, "/")+1:] + "/check-in"
	o.want(410, "entry-old", "", call, "", phone)
	phone = o.opens(o.code(), phone)
	o.want(403, "cross-origin", "", call, "", foreigns, phone)
	o.want(404, "slip-unknown", "", "POST /phone/tickets/guess/check-in", "", phone)
	o.want(200, "", "", call, "", phone)
	o.want(200, "", "kiosk", "POST /tickets/"+string(a.Ticket.ID)+"/cancel", "")
	o.want(409, "ticket-state", "", call, "", phone)
	o.mine = call
}

// tooOften lets one thing too many happen.
func (o *tour) tooOften(limit *often, name string, do func()) {
	for range limit.most {
		limit.count(o.h.now.read().Up, name)
	}
	do()
	limit.seen = nil
}

func (o *tour) slot(at string) string {
	return `{"service":"HT","purpose":"submit","slot":"` + at + `"}`
}

// booked books a time and returns its code.
func (o *tour) booked(at string) string {
	o.Helper()
	var a wire.AppointmentAnswer
	if err := json.Unmarshal(o.want(201, "", "greeter", "POST /appointments", o.slot(at)).body, &a); err != nil {
		o.Fatal(err)
	}
	return a.Appointment.Code
}

// appointments books, cancels and checks in; the clock stands at about nine.
func (o *tour) appointments() {
	post := "POST /appointments"
	o.want(200, "", "", "GET /appointments?service=HT&day=2026-11-24", "")
	o.want(200, "", "", "GET /appointments?service=HT", "")
	o.want(422, "service-unknown", "", "GET /appointments?service=XX&day=2026-11-24", "")
	o.want(422, "service-missing", "", "GET /appointments", "")
	o.want(422, "service-missing", "greeter", post, `{"slot":"2026-11-24T09:15:00+07:00"}`)
	o.want(422, "day-form", "", "GET /appointments?service=HT&day=tomorrow", "")
	first := o.once(201, "greeter", post, o.slot("2026-11-24T09:00:00+07:00"), o.slot("2026-11-24T09:15:00+07:00"))
	o.want(409, "slot-taken", "greeter", post, o.slot("2026-11-24T09:00:00+07:00"))
	o.want(400, "key-missing", "greeter", post, o.slot("2026-11-24T09:15:00+07:00"), "Idempotency-Key")
	o.want(422, "slot-unknown", "greeter", post, o.slot("2027-11-24T09:15:00+07:00"))
	o.want(422, "service-unknown", "greeter", post, `{"service":"XX","purpose":"submit","slot":"2026-11-24T09:15:00+07:00"}`)
	o.want(422, "purpose-missing", "greeter", post, `{"service":"HT","slot":"2026-11-24T09:15:00+07:00"}`)
	o.want(422, "purpose-unknown", "greeter", post, `{"service":"HT","purpose":"sing","slot":"2026-11-24T09:15:00+07:00"}`)
	o.want(403, "cross-origin", "", post, o.slot("2026-11-24T09:15:00+07:00"), foreigns)
	mine := o.want(201, "", "", post, o.slot("2026-11-24T09:15:00+07:00"))
	phone := cookieOf(mine.header)
	o.want(409, "phone-service", "", post, o.slot("2026-11-24T09:30:00+07:00"), phone)
	var a wire.AppointmentAnswer
	if err := json.Unmarshal(mine.body, &a); err != nil {
		o.Fatal(err)
	}
	for range 2 { // the second changes nothing
		o.want(200, "", "", "POST /appointments/"+a.Appointment.Code+"/cancel", "", phone)
	}
	o.want(201, "", "", post, o.slot("2026-11-24T09:30:00+07:00"), phone) // a mistake may be mended
	o.want(409, "phone-service", "", post, o.slot("2026-11-24T09:45:00+07:00"), phone)
	if err := json.Unmarshal(first.body, &a); err != nil {
		o.Fatal(err)
	}
	o.want(200, "", "", "GET /appointments/"+strings.ToLower(a.Appointment.Code[:4])+"%20"+a.Appointment.Code[4:], "")
	o.want(404, "appointment-unknown", "", "GET /appointments/guess", "")
	o.once(200, "greeter", "POST /appointments/"+a.Appointment.Code+"/cancel", "", "{}")
	o.want(200, "", "", "POST /appointments/"+a.Appointment.Code+"/cancel", "")
	o.want(404, "appointment-unknown", "", "POST /appointments/guess/cancel", "")
	o.arrivals()
	o.tooOften(&o.h.guessing, "127.0.0.1", func() {
		o.want(429, "too-often", "", "GET /appointments/guess", "")
		o.want(429, "too-often", "", "POST /appointments/guess/cancel", "")
	})
	o.tooOften(&o.h.typing, "kiosk-1", func() {
		o.want(429, "too-often", "kiosk", "POST /appointments/guess/check-in", "")
		o.want(429, "too-often", "kiosk", "POST /tickets", `{"service":"HT","purpose":"submit","appointment":"guess"}`)
	})
	o.later = o.booked("2027-01-04T14:00:00+07:00")
}

// arrivals checks in: too early, in time, twice, late and after canceling.
func (o *tour) arrivals() {
	o.Helper()
	soon, late, dropped := o.booked("2026-11-23T09:15:00+07:00"), o.booked("2026-11-23T09:30:00+07:00"), o.booked("2026-11-23T15:00:00+07:00")
	check := func(code string) string { return "POST /appointments/" + code + "/check-in" }
	with := func(code string) string { return `{"service":"HT","purpose":"submit","appointment":"` + code + `"}` }
	o.want(409, "appointment-early", "kiosk", check(dropped), "")
	o.want(409, "appointment-early", "kiosk", "POST /tickets", with(dropped))
	o.want(200, "", "", "POST /appointments/"+dropped+"/cancel", "")
	o.want(410, "appointment-canceled", "kiosk", check(dropped), "")
	o.want(410, "appointment-canceled", "kiosk", "POST /tickets", with(dropped))
	o.want(404, "appointment-unknown", "kiosk", check("guess"), "")
	o.want(404, "appointment-unknown", "kiosk", "POST /tickets", with("guess"))
	o.want(400, "key-missing", "kiosk", check(soon), "", "Idempotency-Key")
	o.want(403, "device-other", "kiosk", check(soon), `{"kiosk":"K2"}`)
	o.want(403, "cross-origin", "", check(soon), "", foreigns)
	o.want(422, "device-unknown", "greeter", check(soon), `{"printer":"P9"}`)
	o.want(410, "entry-old", "", check(soon), "")
	o.configure(func(c *center.Center) { c.Services[0].Purposes = []center.Purpose{center.Fee} })
	o.want(422, "purpose-unknown", "kiosk", check(soon), "")
	o.configure(func(c *center.Center) { c.Services[0].Purposes, c.Services[0].Code = nil, "ZZ" })
	o.want(422, "service-unknown", "kiosk", check(soon), "")
	o.configure(func(c *center.Center) { c.Services[0].Code = "HT" })
	in := o.once(201, "kiosk", check(soon), `{"priority":true}`, "{}")
	if !strings.Contains(string(in.body), `"slot":"2026-11-23T09:15:00+07:00"`) {
		o.Errorf("an appointment in time = %s", in.body)
	}
	o.want(409, "appointment-used", "kiosk", check(soon), "")
	o.want(409, "appointment-used", "kiosk", "POST /tickets", with(soon))
	o.want(409, "appointment-used", "greeter", "POST /appointments/"+soon+"/cancel", "")
	o.h.now.pass(time.Date(2026, 11, 23, 9, 41, 0, 0, center.Zone).Sub(o.h.now.read().Wall))
	o.configure(func(c *center.Center) { c.Services[0].Daily = 1 })
	o.want(409, "service-full", "kiosk", check(late), "")
	o.configure(func(c *center.Center) { c.Services[0].Daily = 0 })
	walk := o.want(201, "", "", check(late), "", o.opens(o.code(), ""))
	if strings.Contains(string(walk.body), `"slot"`) {
		o.Errorf("an appointment too late = %s, want a walk-in", walk.body)
	}
	o.want(200, "", testToken, "GET /board", "")
	for range 2 {
		o.want(200, "", "staff", "POST /counters/1/next", "")
		o.want(200, "", "staff", "POST /counters/1/finish", "")
	}
}

// evening asks when nothing is given any more: before the day has ended, and after.
func (o *tour) evening(ended bool) {
	check := "POST /appointments/" + o.last + "/check-in"
	if !ended {
		o.want(409, "closed-hours", "", "POST /phone/tickets", anAway)
		o.want(409, "closed-hours", "kiosk", check, "")
		return
	}
	o.want(409, "day-closed", "", o.mine, "", o.opens(o.code(), ""))
	hours := o.h.opts.Center.Hours
	o.configure(func(c *center.Center) { c.Hours = center.Hours{} })
	o.want(409, "closed-for-long", "kiosk", check, "")
	o.want(409, "closed-for-long", "", "POST /phone/tickets", anAway)
	o.configure(func(c *center.Center) { c.Hours = hours })
}

// doubted asks while the clock cannot be believed.
func (o *tour) doubted(code string) {
	o.want(503, code, "", "POST /phone/tickets", anAway)
	o.want(503, code, "greeter", "POST /appointments", o.slot("2026-11-24T10:00:00+07:00"))
}

// TestACodeIsWorthNothingLater passes a picture of the code on.
func TestACodeIsWorthNothingLater(t *testing.T) {
	o := openTour(t, nil)
	code := o.code()
	phone := o.opens(code, "")
	o.h.now.pass(4 * time.Minute)
	if o.code() == code {
		o.want(201, "", "", "POST /phone/tickets", aTicket, o.opens(code, "")) // shown still
	}
	o.h.now.pass(7 * time.Minute)
	if o.code() == code {
		t.Error("the code is the same after eleven minutes")
	}
	o.want(410, "entry-old", "", "POST /phone/tickets", aTicket, o.opens(code, ""))
	o.want(201, "", "", "POST /phone/tickets", aTicket, phone) // whoever opened it in time may still
	o.h.now.pass(5 * time.Minute)
	o.want(410, "entry-old", "", "POST /phone/tickets", `{"service":"DD","purpose":"submit"}`, phone)
	o.want(410, "entry-old", "", "POST /phone/tickets", aTicket, o.opens("/q/guess", ""))
	for _, bad := range []string{"Cookie: motcua_phone=x", "Cookie: motcua_phone=a.9999999999.9999999999.seal", phone[:len(phone)-1] + "_"} {
		o.want(410, "entry-old", "", "POST /phone/tickets", aTicket, bad)
	}
}

// TestACodeOpenedTwiceGainsNothing opens one code again and again.
func TestACodeOpenedTwiceGainsNothing(t *testing.T) {
	o := openTour(t, func(opts *Options) { opts.Center.Remote.Minutes = 20 })
	code := o.code()
	phone := o.opens(code, "")
	o.h.now.pass(16 * time.Minute)
	phone = o.opens(code, phone)
	o.want(410, "entry-old", "", "POST /phone/tickets", aTicket, phone)
	o.h.now.pass(20 * time.Minute)
	o.want(201, "", "", "POST /phone/tickets", aTicket, o.opens(o.code(), phone))
}
