package kiosk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
	"motcua/kiosk"
)

func TestOrdinaryWay(t *testing.T) {
	d := newDesk()
	for _, step := range []struct {
		press string
		want  kiosk.Step
	}{{"start", kiosk.Purpose}, {"purpose:submit", kiosk.Service}, {"service:S1", kiosk.Priority}, {"priority:yes", kiosk.Working}} {
		d.press(step.press)
		mustStep(t, d, step.want)
	}
	w, ok := d.Send()
	want := wire.IssueRequest{Service: "S1", Purpose: "submit", Priority: true, Kiosk: "K1"}
	if !ok || w.Key != "key-1" || !cmp.Equal(w.Request, want) {
		t.Fatalf("Send() = %+v, %v, want key-1 and %+v", w, ok, want)
	}
	if _, again := d.Send(); again {
		t.Error("Send() while a try is under way = true, want false")
	}
	d.Answered(w.Key, ticket(), nil)
	mustStep(t, d, kiosk.Result)
	if got := d.Status(); got.Number != "A012" || got.Detail != "waiting" {
		t.Errorf("Status() = %+v, want A012 with its slip waiting", got)
	}
}

func TestAFullServiceIsNotAskedFor(t *testing.T) {
	d := newDesk().press("start", "purpose:submit", "service:S4")
	mustStep(t, d, kiosk.Full)
	if w, ok := d.Send(); ok {
		t.Errorf("Send() = %+v for a service that is full, want nothing", w)
	}
}

func TestAppointment(t *testing.T) {
	d := newDesk().press("appointment", "key:K", "erase", "check-in", "key:O", "key:l")
	mustStep(t, d, kiosk.Code)
	d.press(code...).press("key:A", "check-in")
	mustStep(t, d, kiosk.Priority)
	d.press("priority:no")
	w, ok := d.Send()
	if want := (wire.IssueRequest{Kiosk: "K1", Appointment: "KM4TQ7RX"}); !ok || !cmp.Equal(w.Request, want) {
		t.Fatalf("Send() = %+v, %v, want %+v", w.Request, ok, want)
	}
	d.Answered(w.Key, wire.Ticket{}, &client.Problem{Fault: fault.New(fault.NotFound, "appointment-unknown"), Detail: "Không tìm thấy lịch hẹn."})
	mustStep(t, d, kiosk.Refused)
	if d.press("back"); d.Step() != kiosk.Code || d.Typed != "KM4TQ7RX" {
		t.Errorf("after a wrong code: %s with %q typed, want it to be corrected", d.Step(), d.Typed)
	}
}

// TestNobodyIsAskedWhereNobodyHasPriority: the question follows the configured groups.
func TestNobodyIsAskedWhereNobodyHasPriority(t *testing.T) {
	d, list := newDesk(), about()
	list.Priority.Groups = nil
	d.Heard(board(), list, d.now)
	mustStep(t, d.press("start", "purpose:submit", "service:S1"), kiosk.Confirm)
	mustStep(t, d.press("take"), kiosk.Working)
}

func TestWaysBack(t *testing.T) {
	for _, c := range []struct {
		name  string
		press []string
		want  kiosk.Step
	}{
		{"from purpose", []string{"start", "back"}, kiosk.Attract},
		{"from service", []string{"start", "purpose:fee", "back"}, kiosk.Purpose},
		{"from priority", []string{"start", "purpose:fee", "service:S1", "back"}, kiosk.Service},
		{"from a full service", []string{"start", "purpose:fee", "service:S4", "back"}, kiosk.Service},
		{"from a code", []string{"appointment", "key:K", "back"}, kiosk.Attract},
		{"home from priority", []string{"start", "purpose:fee", "service:S1", "home"}, kiosk.Attract},
		{"help and back", []string{"start", "purpose:fee", "help", "back"}, kiosk.Service},
		{"help from the start", []string{"help", "back"}, kiosk.Attract},
	} {
		if got := newDesk().press(c.press...).Step(); got != c.want {
			t.Errorf("%s: Step() = %q, want %q", c.name, got, c.want)
		}
	}
}

func TestHomeKeepsTheLanguageOfWhoStandsThere(t *testing.T) {
	d := newDesk().press("lang", "start", "home")
	if d.Lang != i18n.EN {
		t.Errorf("after home the language is %q, want en", d.Lang)
	}
	d.press("start").after(95 * time.Second)
	if mustStep(t, d, kiosk.Attract); d.Lang != i18n.VI {
		t.Errorf("after the time-out the language is %q, want vi", d.Lang)
	}
}

func TestTimeOut(t *testing.T) {
	d := newDesk().press("start")
	if d.after(59 * time.Second); d.Asking {
		t.Error("Asking after 59 s = true, want false")
	}
	if d.after(time.Second); !d.Asking {
		t.Error("Asking after 60 s = false, want true")
	}
	for range 12 { // as often as somebody needs (WCAG 2.2.1)
		d.after(28 * time.Second).Press("more-time")
		if mustStep(t, d, kiosk.Purpose); d.Asking {
			t.Fatal("Asking after more time was wanted = true, want false")
		}
		d.after(60 * time.Second)
	}
	d.after(30 * time.Second)
	mustStep(t, d, kiosk.Attract)
}

func TestSameKeyUntilAnswered(t *testing.T) {
	d := newDesk().wish()
	keys, tries := map[string]bool{}, 0
	for range 40 {
		if w, ok := d.Send(); ok {
			keys[w.Key] = true
			tries++
			d.Answered(w.Key, wire.Ticket{}, errAway)
		}
		d.after(500 * time.Millisecond)
	}
	mustStep(t, d, kiosk.Refused)
	if len(keys) != 1 || tries < 3 {
		t.Errorf("%d tries under %d keys, want several under one", tries, len(keys))
	}
	d.press("retry")
	w, ok := d.Send()
	if !ok || !keys[w.Key] {
		t.Errorf("Send() after retry = %+v, %v, want the same key", w, ok)
	}
	d.Answered(w.Key, ticket(), nil)
	mustStep(t, d, kiosk.Result)
	d.press("home").wish()
	if w, _ := d.Send(); keys[w.Key] {
		t.Errorf("another wish has the key %q of the first", w.Key)
	}
}

func TestRefusalIsTold(t *testing.T) {
	d := newDesk().wish()
	w, _ := d.Send()
	d.Answered(w.Key, wire.Ticket{}, &client.Problem{Fault: fault.New(fault.Unavailable, "disk-full"), Detail: "Ổ đĩa đầy."})
	if mustStep(t, d, kiosk.Refused); d.Problem != "Ổ đĩa đầy." {
		t.Errorf("Problem = %q, want the controller's sentence", d.Problem)
	}
	d.press("lang")
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range d.View(sizes["portrait"], fonts, "").Items {
		for _, l := range item.Lines {
			if strings.Contains(l.Text, "Ổ đĩa") {
				t.Errorf("the English screen says %q", l.Text)
			}
		}
	}
}

func TestLateAnswerIsIgnored(t *testing.T) {
	d := newDesk().wish()
	w, _ := d.Send()
	d.after(21 * time.Second).press("home")
	d.Answered(w.Key, ticket(), nil)
	mustStep(t, d, kiosk.Attract)
}

func TestSlipOutcome(t *testing.T) {
	bare, done := ticket(), ticket()
	bare.Printer = ""
	done.Slip = "printed"
	for _, c := range []struct {
		name         string
		ticket       wire.Ticket
		state, cause string // event; empty: none
		early        bool   // the event comes before the answer
		after        time.Duration
		want         string
	}{
		{"printed", ticket(), "printed", "", false, 0, "printed"},
		{"printed before the answer", ticket(), "printed", "", true, 0, "printed"},
		{"known in the answer", done, "", "", false, 0, "printed"},
		{"paper out", ticket(), "failed", wire.PaperOut, false, 0, "failed"},
		{"unknown", ticket(), "failed", wire.Unknown, false, 0, "unknown"},
		{"nobody prints", bare, "", "", false, 0, "none"},
		{"still printing", ticket(), "", "", false, 19 * time.Second, "waiting"},
		{"never heard of", ticket(), "", "", false, 20 * time.Second, "unknown"},
	} {
		d := newDesk().wish()
		if c.early {
			d.Slipped("20261123-A012", c.state, c.cause)
		}
		d.issued(c.ticket)
		if c.state != "" && !c.early {
			d.Slipped("20261123-A012", c.state, c.cause)
		}
		if got, _ := d.after(c.after).Slip(); got != c.want {
			t.Errorf("%s: Slip() = %q, want %q", c.name, got, c.want)
		}
	}
}

func TestOtherSlipsDoNotMatter(t *testing.T) {
	d := newDesk().wish().issued(ticket())
	d.Slipped("20261123-B001", "printed", "")
	if got, _ := d.Slip(); got != "waiting" {
		t.Errorf("Slip() after another's event = %q, want waiting", got)
	}
}

func TestResultReturns(t *testing.T) {
	for _, c := range []struct {
		state, cause string
		stays        time.Duration
	}{{"printed", "", 20 * time.Second}, {"failed", wire.PaperOut, time.Minute}} {
		d := newDesk().wish().issued(ticket())
		d.after(5*time.Second).Slipped("20261123-A012", c.state, c.cause)
		d.after(c.stays - time.Second)
		mustStep(t, d, kiosk.Result)
		d.after(time.Second)
		mustStep(t, d, kiosk.Attract)
		if d.Ticket.Number != "" || d.Wish.Key != "" {
			t.Errorf("%s: the next citizen finds ticket %q", c.state, d.Ticket.Number)
		}
	}
}

func TestWhatStandsInForTheStart(t *testing.T) {
	opens := start.Add(24 * time.Hour)
	shut, full := board(), board()
	shut.Open, shut.NextOpen = false, &opens
	full.Trouble = "disk-full"
	for _, c := range []struct {
		name  string
		board wire.Board
		after time.Duration
		want  kiosk.Step
	}{
		{"open", board(), 0, kiosk.Attract}, {"closed", shut, 0, kiosk.Closed}, {"full disk", full, 0, kiosk.Stopped},
		{"silence", board(), 10 * time.Second, kiosk.Away}, {"a pause", board(), 9 * time.Second, kiosk.Attract},
	} {
		d := newDesk()
		d.live = c.board
		d.Heard(c.board, nil, d.now)
		d.silent = c.after > 0
		d.after(c.after)
		mustStepNamed(t, c.name, d, c.want)
		want := c.want
		if want == kiosk.Attract && !d.silent {
			want = kiosk.Purpose
		}
		if d.Press("start"); want != kiosk.Attract {
			mustStepNamed(t, c.name+", pressed", d, want)
		}
	}
}

func mustStepNamed(t *testing.T, name string, d *desk, want kiosk.Step) {
	t.Helper()
	if got := d.Step(); got != want {
		t.Errorf("%s: Step() = %q, want %q", name, got, want)
	}
}

func TestEstimate(t *testing.T) {
	for _, c := range []struct {
		lang   i18n.Lang
		ticket wire.Ticket
		want   string
	}{
		{i18n.VI, wire.Ticket{Ahead: 4, Wait: &wire.Range{LowS: 600, HighS: 1200}}, "Còn 4 người trước. Dự kiến chờ 10–20 phút nữa."},
		{i18n.VI, wire.Ticket{Ahead: 0}, "Chưa có ai chờ trước ông/bà. Chưa đủ dữ liệu để dự kiến thời\u00a0gian chờ."},
		{i18n.EN, wire.Ticket{Ahead: 1, Wait: &wire.Range{LowS: 30, HighS: 40}}, "1 person is ahead of you. Expected wait: less than 1 min."},
		{i18n.VI, wire.Ticket{Ahead: 2, Wait: &wire.Range{HighS: 700}}, "Còn 2 người trước. Dự kiến chờ dưới 12 phút nữa."},
	} {
		if got := kiosk.Estimate(c.lang, c.ticket); got != c.want {
			t.Errorf("Estimate(%s, %+v) = %q, want %q", c.lang, c.ticket, got, c.want)
		}
	}
}
