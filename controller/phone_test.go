package controller

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// TestAwayLapses leaves a number taken away from the center alone.
func TestAwayLapses(t *testing.T) {
	o := openTour(t, nil)
	id := o.ticketOf(o.want(201, "", "", "POST /phone/tickets", anAway))
	o.h.now.pass(59 * time.Minute)
	o.h.idle(t)
	o.want(200, "", testToken, "POST /counters/1/open", "")
	o.want(204, "", testToken, "POST /counters/1/next", "")
	o.h.now.pass(2 * time.Minute)
	o.h.idle(t)
	if got := o.h.ticket(t, queue.TicketID(id)); got.State != queue.Expired {
		t.Errorf("nobody came and it is %s", got.State)
	}
}

// TestAppointmentsLastOverNights books for tomorrow, restarts, and comes; and
// counts what phones took over the restart, but not over the night.
func TestAppointmentsLastOverNights(t *testing.T) {
	var opts Options
	o := openTour(t, func(x *Options) { opts = *x })
	at := "2026-11-24T09:00:00+07:00"
	code := o.booked(at)
	phone := cookieOf(o.want(201, "", "", "POST /appointments", o.slot("2026-11-24T09:15:00+07:00")).header)
	o.h.stop()
	o.h = openHall(t, func(x *Options) { *x = opts })
	o.want(409, "phone-service", "", "POST /appointments", o.slot("2026-11-24T09:30:00+07:00"), phone)
	o.want(409, "slot-taken", "greeter", "POST /appointments", o.slot(at))
	clock := newTestClock()
	clock.pass(24*time.Hour + 45*time.Minute)
	o.h.stop()
	opts.Engine.Clock = clock.read
	head := o.h.engine.store.Head().Seq
	o.h = openHall(t, func(x *Options) { *x = opts })
	kinds := o.h.kinds(t, head)
	if n := len(kinds) - len(slices.DeleteFunc(slices.Clone(kinds), func(k string) bool { return k == string(queue.AppointmentDue) })); n != 2 {
		t.Errorf("the day begins with %v, want two appointments due", kinds)
	}
	o.want(201, "", "", "POST /appointments", o.slot("2026-11-30T09:30:00+07:00"), phone)
	in := o.want(201, "", "kiosk", "POST /appointments/"+code+"/check-in", "")
	o.want(201, "", "kiosk", "POST /tickets", aTicket)
	var a wire.TicketAnswer
	if err := json.Unmarshal(in.body, &a); err != nil || a.Ticket.Slot == nil || a.Ticket.Appointment == "" {
		t.Errorf("checked in = %s, %v", in.body, err)
	}
	if got := (&rules{o.h.Controller}).Book(); len(got.Appointments) != 2 || got.Appointments[0].State != queue.Arrived || got.Given["HT"] != 2 {
		t.Errorf("the manager's book = %+v", got)
	}
}

// TestAPhoneThatSendsAFormTwice has no cookie before it opens the page.
func TestAPhoneThatSendsAFormTwice(t *testing.T) {
	o := openTour(t, nil)
	resp, err := http.Get(o.h.url + "/q/")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	phone := strings.TrimPrefix(cookieOf(resp.Header), "Cookie: ")
	if !strings.HasPrefix(phone, phoneCookie+"=") {
		t.Fatalf("the page gives the cookie %q", phone)
	}
	form := url.Values{"key": {"one-form"}, "service": {"HT"}, "purpose": {"submit"}, "away": {"true"}}.Encode()
	seen := map[string]bool{}
	for range 2 {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, o.h.url+"/q/", strings.NewReader(form))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Cookie", phone)
		resp, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusSeeOther {
			t.Errorf("the form = %d", resp.StatusCode)
		}
		seen[resp.Header.Get("Location")] = true
	}
	if n := len(view(o.h.engine, func(s *state, _ queue.Moment) []*queue.Ticket { return s.day.Tickets() })); n != 1 || len(seen) != 1 {
		t.Errorf("one form sent twice gives %d numbers at %v", n, seen)
	}
}

// TestThePhonePageKnowsItsNumbers takes two numbers as the page without a script does.
func TestThePhonePageKnowsItsNumbers(t *testing.T) {
	o := openTour(t, nil)
	phone := o.opens(o.code(), "")
	taken := o.want(201, "", "", "POST /phone/tickets", aTicket, phone)
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, o.h.url+"/q/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Cookie", strings.TrimPrefix(cookieOf(taken.header), "Cookie: "))
	known := (&visits{o.h.Controller}).Phone(r)
	if !known.Fresh || len(known.Tickets) != 1 || known.Tickets[0].URL == "" {
		t.Errorf("the phone = %+v", known)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("GET /q/ = %d", resp.StatusCode)
	}
}

// TestAProgramBooksAndComes does with the client what kiosks and pages do.
func TestAProgramBooksAndComes(t *testing.T) {
	h := openHall(t, nil)
	ctx, c := t.Context(), h.all
	slots, err := c.Slots(ctx, "HT", "2026-11-23")
	if err != nil || len(slots) == 0 || slots[0].Free != 1 {
		t.Fatalf("Slots = %+v, %v", slots, err)
	}
	wish := wire.BookingRequest{Service: "HT", Purpose: center.Submit, Slot: slots[0].At}
	key := client.NewKey()
	a, err := c.Book(ctx, key, wish)
	if again, e := c.Book(ctx, key, wish); err != nil || e != nil || again != a || a.State != queue.Booked || a.URL != "https://mc.example.vn/a/"+a.Code {
		t.Fatalf("Book = %+v, %v, then %+v, %v", a, err, again, e)
	}
	if rest, err := c.Slots(ctx, "HT", "2026-11-23"); err != nil || len(rest) != len(slots)-1 {
		t.Errorf("%d of %d slots are left, %v", len(rest), len(slots), err)
	}
	other, err := c.Book(ctx, client.NewKey(), wire.BookingRequest{Service: "HT", Purpose: center.Submit, Slot: slots[1].At})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.DropAppointment(ctx, client.NewKey(), other.Code); err != nil || got.State != queue.Dropped {
		t.Errorf("DropAppointment = %+v, %v", got, err)
	}
	h.now.pass(slots[0].At.Sub(h.now.read().Wall) - 10*time.Minute)
	ticket, err := c.CheckIn(ctx, client.NewKey(), a.Code, wire.CheckInRequest{Kiosk: "K1", Priority: true})
	if err != nil || ticket.Slot == nil || !ticket.Slot.Equal(slots[0].At) || ticket.Printer != "P1" || !ticket.Priority {
		t.Fatalf("CheckIn = %+v, %v", ticket, err)
	}
	if got, err := c.Appointment(ctx, strings.ToLower(a.Code)); err != nil || got.State != queue.Arrived {
		t.Errorf("Appointment = %+v, %v", got, err)
	}
	if got, err := c.Ordinary(ctx, client.NewKey(), ticket.ID); err != nil || got.Priority {
		t.Errorf("Ordinary = %+v, %v", got, err)
	}
	if got, err := c.Arrive(ctx, client.NewKey(), ticket.ID); err != nil || got.Away {
		t.Errorf("Arrive = %+v, %v", got, err)
	}
	if e, err := c.Entry(ctx); err != nil || !strings.HasPrefix(e.URL, "https://mc.example.vn/q/") || !e.Expires.After(h.now.read().Wall) {
		t.Errorf("Entry = %+v, %v", e, err)
	}
	if _, err := client.New(h.url, "").Appointment(ctx, "ABCD2345"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a guessed code = %v", err)
	}
}

// TestNothingOfAPhoneIsInTheLog looks for a phone's cookie and its hash.
func TestNothingOfAPhoneIsInTheLog(t *testing.T) {
	o := openTour(t, nil)
	phone := o.opens(o.code(), "")
	after := cookieOf(o.want(201, "", "", "POST /phone/tickets", aTicket, phone).header)
	o.want(201, "", "", "POST /appointments", `{"service":"HT","purpose":"submit","slot":"2026-11-23T10:00:00+07:00"}`)
	secrets := view(o.h.engine, func(s *state, _ queue.Moment) []string {
		p := s.unseal(strings.TrimPrefix(after, "Cookie: motcua_phone="))
		if p == nil {
			return nil
		}
		hash, code := s.phoneHash(p), s.code(o.h.engine.booked[0].ID)
		return []string{p.name, hex.EncodeToString(hash[:6]), code, strings.ToLower(code)}
	})
	if secrets == nil {
		t.Fatalf("no phone behind %q", after)
	}
	entries, err := o.h.engine.Read(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		for _, secret := range secrets {
			if strings.Contains(string(e.Body), secret) {
				t.Errorf("entry %d holds %s", e.Seq, secret)
			}
		}
	}
}
