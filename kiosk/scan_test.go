package kiosk_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
	"motcua/kiosk"
)

func TestScanKeepsTheChoice(t *testing.T) {
	for _, c := range []struct {
		name  string
		press []string
		want  kiosk.Step
	}{
		{"at the start", nil, kiosk.Attract}, {"at the purpose", []string{"start"}, kiosk.Purpose},
		{"at the second page", []string{"start", "purpose:fee", "page:next"}, kiosk.Service},
		{"while typing", []string{"appointment", "key:K", "key:M"}, kiosk.Code},
		{"at the priority", []string{"start", "purpose:fee", "service:S1"}, kiosk.Priority},
		{"at help", []string{"start", "help"}, kiosk.Help}, {"at a full service", []string{"start", "purpose:fee", "service:S4"}, kiosk.Full},
		{"at the guard's page", []string{"held:guard"}, kiosk.Guard},
	} {
		d := newDesk().press(c.press...)
		page, typed, wish := d.Page, d.Typed, d.Wish.Request
		mustStep(t, d.scanned(ofTicket(queue.Waiting, nil)), kiosk.Scanned)
		if got := d.Status(); got.Number != "A012" || got.Detail != "ticket-waiting" {
			t.Errorf("%s: Status() = %+v, want A012 waiting", c.name, got)
		}
		mustStepNamed(t, c.name, d.press("back"), c.want)
		if d.Page != page || d.Typed != typed || !cmp.Equal(d.Wish.Request, wish) {
			t.Errorf("%s: page %d, typed %q, wish %+v after a scan, want %d, %q, %+v", c.name, d.Page, d.Typed, d.Wish.Request, page, typed, wish)
		}
		mustStepNamed(t, c.name+", by itself", d.after(5*time.Second).scanned(ofDossier).after(30*time.Second), c.want)
	}
}

func TestScanDoesNotEatIntoTheResult(t *testing.T) {
	d := newDesk().wish().issued(ticket())
	d.Slipped("20261123-A012", "printed", "")
	d.after(5 * time.Second).scanned(ofNothing)
	mustStep(t, d.after(29*time.Second), kiosk.Scanned)
	mustStep(t, d.after(2*time.Second).after(13*time.Second), kiosk.Result)
	mustStep(t, d.after(3*time.Second), kiosk.Attract)
}

func TestScanWaitsForTheNumber(t *testing.T) {
	d := newDesk().wish()
	d.Scan(slipLink)
	mustStep(t, d, kiosk.Working)
	mustStep(t, d.issued(ticket()), kiosk.Result)
	mustStep(t, d.after(time.Second), kiosk.Scanned)
	mustStep(t, d.press("back"), kiosk.Result)
}

func TestDoubleScanAsksOnce(t *testing.T) {
	d := newDesk()
	for range 5 { // a slip held before the scanner
		d.after(time.Second).Scan(slipLink)
		d.told(ofTicket(queue.Waiting, func(t *wire.Ticket) { t.Away = true }), nil)
		if e, again := d.Errand(); again {
			t.Fatalf("Errand() = %+v, want one errand for one code", e)
		}
	}
	d.press("scan:arrive", "scan:arrive")
	e, ok := d.Errand()
	if _, twice := d.Errand(); !ok || twice || e.Arrive != "20261123-A012" {
		t.Fatalf("Errand() = %+v, %v, then %v; want one check-in", e, ok, twice)
	}
	here := ticket()
	here.State = queue.Waiting
	d.Came(e.Key, here, nil)
	if got := d.Status(); got.Detail != "ticket-waiting" {
		t.Errorf("after the check-in the screen says %q", got.Detail)
	}
}

func TestOverheardScans(t *testing.T) {
	d := newDesk()
	other := ofTicket(queue.Waiting, nil)
	other.Kiosk = "K2"
	d.Overheard(other)
	mustStep(t, d, kiosk.Attract)
	ours := ofTicket(queue.Waiting, nil)
	ours.Kiosk = "K1"
	d.Overheard(ours)
	mustStep(t, d, kiosk.Scanned)
	d.after(20 * time.Second).Overheard(ours)
	mustStep(t, d.after(20*time.Second), kiosk.Scanned)
	if _, asks := d.Errand(); asks {
		t.Error("an answer that was overheard is asked for again")
	}
}

// TestOnlyWhatCanBeRatedIsOffered: typed at the kiosk or read beside it, the page comes with the answer or not at all.
func TestOnlyWhatCanBeRatedIsOffered(t *testing.T) {
	for _, link := range []string{slipLink, ""} {
		a := ofTicket(queue.Finished, func(t *wire.Ticket) { t.URL = link })
		a.Kiosk = "K1"
		beside := newDesk()
		beside.Overheard(a)
		for _, d := range []*desk{newDesk().scanned(a), beside} {
			if got := says(d.View(sizes["portrait"], fontsOf(t), ""), i18n.T(i18n.VI, "kiosk.scan-rate", "number", "A012")); got != (link != "") {
				t.Errorf("told the page %q the kiosk offers the rating: %v", link, got)
			}
		}
	}
}

func TestScannedAppointmentTakesANumber(t *testing.T) {
	d := newDesk().press("start", "purpose:fee").scanned(ofAppointment(queue.Booked, start)).press("scan:appointment")
	mustStep(t, d, kiosk.Priority)
	d.press("priority:no")
	w, ok := d.Send()
	if want := (wire.IssueRequest{Kiosk: "K1", Appointment: "KM4TQ7RX"}); !ok || !cmp.Equal(w.Request, want) {
		t.Errorf("Send() = %+v, %v, want %+v", w.Request, ok, want)
	}
}

func TestScannedDossierIsCollected(t *testing.T) {
	d := newDesk().scanned(ofDossier).press("scan:collect")
	mustStep(t, d, kiosk.Service)
	if !says(d.View(sizes["portrait"], fontsOf(t), ""), "H19.26.1-261120-0012") {
		t.Error("the services do not say for which dossier")
	}
	d.press("service:S1", "priority:no")
	w, _ := d.Send()
	if want := (wire.IssueRequest{Kiosk: "K1", Service: "S1", Purpose: "collect"}); !cmp.Equal(w.Request, want) || d.Dossier != "" {
		t.Errorf("Send() = %+v with dossier %q kept, want %+v and none", w.Request, d.Dossier, want)
	}
}

// TestCardOffersPriority: it is taken by one touch, and never without.
func TestCardOffersPriority(t *testing.T) {
	for _, c := range []struct {
		name   string
		before []string
		touch  string
		after  []string
		want   bool
	}{
		{"at the start", nil, "scan:priority", []string{"purpose:submit", "service:S1", "take"}, true},
		{"at the question", []string{"start", "purpose:submit", "service:S1"}, "scan:priority", nil, true},
		{"between", []string{"start", "purpose:submit"}, "scan:priority", []string{"service:S1", "take"}, true},
		{"not used", []string{"start", "purpose:submit"}, "scan:close", []string{"service:S1", "priority:no"}, false},
		{"left alone", []string{"start", "purpose:submit"}, "back", []string{"service:S1", "priority:no"}, false},
	} {
		d := newDesk().press(c.before...).scanned(ofElderly).press(c.touch).press(c.after...)
		if w, ok := d.Send(); !ok || w.Request.Priority != c.want {
			t.Errorf("%s: Send() = %+v, %v, want priority %v", c.name, w.Request, ok, c.want)
		}
	}
	d := newDesk().scanned(ofYounger).press("scan:priority")
	mustStep(t, d, kiosk.Scanned)
	if d.Elderly {
		t.Error("a younger person's card gives the priority of age")
	}
	d = newDesk().scanned(ofElderly).press("scan:priority", "home")
	if mustStep(t, d, kiosk.Attract); d.Elderly {
		t.Error("the next citizen has the priority of the one before")
	}
}

// TestScanWhereNoNumberIsGiven: a ticket is looked up at any hour, a number only while the center is open.
func TestScanWhereNoNumberIsGiven(t *testing.T) {
	for _, a := range []wire.ScanAnswer{ofDossier, ofAppointment(queue.Booked, start), ofElderly} {
		d := newDesk()
		d.live.Open = false
		d.after(time.Second).scanned(a)
		for _, target := range d.View(sizes["portrait"], fontsOf(t), "").Targets {
			if target.ID == "scan:collect" || target.ID == "scan:appointment" || target.ID == "scan:priority" {
				t.Errorf("%s: %s is offered while closed", a.Kind, target.ID)
			}
		}
		d.press("scan:collect", "scan:appointment", "scan:priority", "back")
		mustStep(t, d, kiosk.Closed)
	}
}

func TestScanThatFails(t *testing.T) {
	d := newDesk()
	d.Scan(slipLink)
	d.told(wire.ScanAnswer{}, errAway)
	if got := d.Status().Detail; got != "failed" {
		t.Errorf("Detail = %q, want failed", got)
	}
	if d.press("lang"); d.Lang != i18n.EN || d.Step() != kiosk.Scanned {
		t.Errorf("after the language: %s, %s, want the message in English", d.Lang, d.Step())
	}
	silent := newDesk()
	silent.Scan(slipLink)
	silent.Errand()
	if silent.after(12 * time.Second); silent.Status().Detail != "failed" {
		t.Errorf("without an answer Detail = %q, want failed", silent.Status().Detail)
	}
}
