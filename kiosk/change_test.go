package kiosk_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
	"motcua/kiosk"
)

// has tells whether a target can be pressed now.
func (d *desk) has(t *testing.T, target string) bool {
	t.Helper()
	for _, x := range d.View(sizes["portrait"], fontsOf(t), "").Targets {
		if x.ID == target {
			return true
		}
	}
	return false
}

// second is another ticket than ticket.
func second() wire.Ticket {
	t := ticket()
	t.ID, t.Number, t.Service, t.Purpose = "20261123-B003", "B003", "S1", "submit"
	return t
}

func TestChangeTakesAnotherNumberInstead(t *testing.T) {
	d := newDesk().wish().issued(ticket())
	mustStep(t, d.press("change"), kiosk.Service)
	mustStep(t, d.press("service:S1", "priority:yes"), kiosk.Working)
	w, ok := d.Send()
	want := wire.IssueRequest{Kiosk: "K1", Service: "S1", Purpose: "submit", Priority: true, Instead: "20261123-A012"}
	if diff := cmp.Diff(want, w.Request); !ok || diff != "" {
		t.Fatalf("Send() (-want +got):\n%s", diff)
	}
	d.Answered(w.Key, second(), nil)
	mustStep(t, d, kiosk.Result)
	if !says(d.View(sizes["portrait"], fontsOf(t), ""), "Số A012 không còn hiệu lực.") {
		t.Error("the new number's screen does not say that the old one is void")
	}
	d.press("change", "service:S2", "priority:no")
	if w, _ := d.Send(); w.Request.Instead != "20261123-B003" {
		t.Errorf("a second change gives %q back, want the newest number", w.Request.Instead)
	}
}

// TestChangeHasItsTime: for a minute by the controller, whose clock is not the kiosk's.
func TestChangeHasItsTime(t *testing.T) {
	late := ticket()
	late.IssuedAt = start.Add(-3 * time.Hour) // a clock that is wrong
	by := late.IssuedAt.Add(time.Minute)
	late.ChangeBy = &by
	never := ticket()
	never.ChangeBy = nil
	for _, c := range []struct {
		name   string
		ticket wire.Ticket
		after  time.Duration
		want   bool
	}{{"at once", late, 0, true}, {"in time", late, 50 * time.Second, true}, {"late", late, 56 * time.Second, false}, {"not at all", never, 0, false}} {
		d := newDesk().wish().issued(c.ticket)
		d.Slipped("20261123-A012", "failed", wire.PaperOut)
		d.after(c.after)
		for _, target := range []string{"change", "cancel"} {
			if got := d.has(t, target); got != c.want {
				t.Errorf("%s: %s is offered: %v, want %v", c.name, target, got, c.want)
			}
		}
		if d.Press("change"); (d.Step() == kiosk.Service) != c.want {
			t.Errorf("%s: change leads to %s", c.name, d.Step())
		}
	}
}

func TestChangeThatIsRefusedKeepsTheNumber(t *testing.T) {
	d := newDesk().wish().issued(ticket()).press("change", "service:S1", "priority:no")
	w, _ := d.Send()
	d.Answered(w.Key, wire.Ticket{}, &client.Problem{Fault: fault.New(fault.Conflict, "change-late"), Detail: i18n.T(i18n.VI, "fault.change-late", "number", "A012")})
	mustStep(t, d, kiosk.Refused)
	if !says(d.View(sizes["portrait"], fontsOf(t), ""), "Số A012 của ông/bà vẫn có hiệu lực.") || d.has(t, "retry") {
		t.Error("the screen does not say that the number stays, or offers to try in vain")
	}
	for _, way := range [][]string{{"change", "back", "back"}, {"change", "service:S1", "back", "back", "back"}, {"another", "back"}, {"cancel", "back"}, {"cancel", "drop:no"}} {
		d := newDesk().wish().issued(ticket())
		d.Slipped("20261123-A012", "printed", "")
		if d.press(way...); d.Step() != kiosk.Result || d.Status().Number != "A012" || d.Left() < 15*time.Second {
			t.Errorf("%v leads to %s with %q for %v, want the number again", way, d.Step(), d.Status().Number, d.Left())
		}
	}
}

// TestAScannedNumberCanBeChanged, as long as it may be, where it was taken.
func TestAScannedNumberCanBeChanged(t *testing.T) {
	by := start.Add(time.Minute)
	fresh := ofTicket(queue.Waiting, func(t *wire.Ticket) { t.ChangeBy = &by })
	d := newDesk().wish().issued(ticket()).press("home").scanned(fresh)
	d.press("scan:change", "service:S1", "priority:no")
	if w, _ := d.Send(); w.Request.Instead != "20261123-A012" || w.Request.Service != "S1" || w.Request.Purpose != "online-help" {
		t.Errorf("Send() = %+v, want another number for A012", w.Request)
	}
	late := newDesk().wish().issued(ticket()).press("home").after(time.Minute).scanned(fresh)
	elsewhere := newDesk().scanned(fresh)
	if late.has(t, "scan:change") || elsewhere.has(t, "scan:change") {
		t.Error("a number is offered to be changed too late, or where it was not taken")
	}
}

func TestDrop(t *testing.T) {
	d := newDesk().wish().issued(ticket()).press("cancel")
	if e, ok := d.Errand(); ok {
		t.Fatalf("Errand() = %+v before it was confirmed", e)
	}
	d.press("drop:yes", "drop:yes")
	e, ok := d.Errand()
	if _, twice := d.Errand(); !ok || twice || e.Cancel != "20261123-A012" || e.Key == "" {
		t.Fatalf("Errand() = %+v, %v, then %v; want one cancellation", e, ok, twice)
	}
	if got := d.Status().Detail; got != "under way" {
		t.Errorf("Detail = %q, want under way", got)
	}
	refused := *d.Flow
	refused.Dropped(e.Key, errAway)
	if got := refused.Status().Detail; got != "refused" {
		t.Errorf("after a refusal Detail = %q, want refused", got)
	}
	d.Dropped(e.Key, nil)
	if got := d.Status().Detail; got != "done" {
		t.Errorf("Detail = %q, want done", got)
	}
	mustStep(t, d.after(19*time.Second), kiosk.Drop)
	mustStep(t, d.after(time.Second), kiosk.Attract)
}

// TestADoublePressMakesOneNumber: a trembling hand takes no second one.
func TestADoublePressMakesOneNumber(t *testing.T) {
	d := newDesk().press("start", "purpose:submit", "service:S10", "priority:no", "priority:no", "priority:yes")
	w, ok := d.Send()
	if _, twice := d.Send(); !ok || twice || w.Request.Priority || w.Request.Another {
		t.Fatalf("Send() = %+v, %v, then %v; want one ordinary wish", w.Request, ok, twice)
	}
	d.Answered(w.Key, ticket(), nil)
	mustStep(t, d.press("priority:no", "start", "purpose:submit"), kiosk.Result)
}

func TestAnotherNumberIsAsked(t *testing.T) {
	d := newDesk().wish().issued(ticket()).press("another")
	mustStep(t, d, kiosk.Purpose)
	d.press("purpose:fee", "service:S1", "priority:no")
	w, _ := d.Send()
	if want := (wire.IssueRequest{Kiosk: "K1", Service: "S1", Purpose: "fee", Another: true}); !cmp.Equal(w.Request, want) {
		t.Errorf("Send() = %+v, want %+v", w.Request, want)
	}
}

// TestMarksAddNoTouch: they are said beside the answer, and end with the visit.
func TestMarksAddNoTouch(t *testing.T) {
	d := newDesk().press("start", "purpose:submit", "service:S1", "proxy", "assist", "assist", "assist", "priority:no")
	w, _ := d.Send()
	if want := (wire.IssueRequest{Kiosk: "K1", Service: "S1", Purpose: "submit", Proxy: true, Assist: true}); !cmp.Equal(w.Request, want) {
		t.Errorf("Send() = %+v, want %+v", w.Request, want)
	}
	d.Answered(w.Key, ticket(), nil)
	d.press("home", "proxy").press("start", "purpose:submit", "service:S1", "priority:no")
	if w, _ := d.Send(); w.Request.Proxy || w.Request.Assist {
		t.Errorf("the next citizen asks for %+v", w.Request)
	}
}

// TestWhatIsLeftUnanswered keeps the number and clears the screen.
func TestWhatIsLeftUnanswered(t *testing.T) {
	for _, way := range [][]string{{"change"}, {"change", "service:S1"}, {"another"}, {"cancel"}, {"help"}} {
		d := newDesk().wish().issued(ticket())
		d.Slipped("20261123-A012", "printed", "")
		d.press(way...)
		for e, ok := d.Errand(); ok; e, ok = d.Errand() {
			if e.Cancel != "" {
				t.Errorf("%v gives %s back", way, e.Cancel)
			}
		}
		if d.after(59 * time.Second); d.Asking {
			t.Errorf("%v: asked after 59 s", way)
		}
		if d.after(time.Second); !d.Asking {
			t.Errorf("%v: not asked after 60 s", way)
		}
		d.press("more-time").after(60 * time.Second)
		if d.after(29 * time.Second); d.Step() == kiosk.Attract {
			t.Errorf("%v: back at the start after 29 s of the question", way)
		}
		mustStepNamed(t, way[0], d.after(time.Second), kiosk.Attract)
		if _, ok := d.Send(); ok {
			t.Errorf("%v: a number is asked for after all", way)
		}
	}
}

// TestTouchesToANumber counts the ways to a number: four touches at most.
func TestTouchesToANumber(t *testing.T) {
	for name, way := range map[string][]string{
		"by tile":             {"start", "purpose:submit", "service:S1", "priority:no"},
		"with priority":       {"start", "purpose:collect", "service:S1", "priority:yes"},
		"without groups":      {"start", "purpose:submit", "service:S1", "take"},
		"by card":             {"scan:priority", "purpose:submit", "service:S1", "take"},
		"by dossier":          {"scan:collect", "service:S1", "priority:no"},
		"scanned appointment": {"scan:appointment", "priority:no"},
	} {
		d := newDesk()
		switch name {
		case "without groups":
			all := about()
			all.Priority.Groups = nil
			d.Heard(board(), all, d.now)
		case "by card":
			d.scanned(ofElderly)
		case "by dossier":
			d.scanned(ofDossier)
		case "scanned appointment":
			d.scanned(ofAppointment("booked", start))
		}
		for _, target := range way {
			if !d.has(t, target) {
				t.Errorf("%s: %s cannot be pressed on %s", name, target, d.Step())
			}
			d.press(target)
		}
		if _, ok := d.Send(); !ok || len(way) > 4 {
			t.Errorf("%s: a wish after %d touches: %v, want one after four at most", name, len(way), ok)
		}
	}
}
