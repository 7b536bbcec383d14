package kiosk_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"motcua/internal/fault"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
	"motcua/kiosk"
)

// The illustrated center.
var (
	start                = kiosk.ExampleStart
	slipLink             = kiosk.ExampleLink
	code                 = kiosk.ExampleCode
	about                = kiosk.ExampleAbout
	board                = kiosk.ExampleBoard
	brokenBoard          = kiosk.ExampleBroken
	ticket               = kiosk.ExampleTicket
	ofTicket             = kiosk.ExampleSlip
	ofAppointment        = kiosk.ExampleBooking
	ofDossier, ofElderly = kiosk.ExampleDossier, kiosk.ExampleElderly
	ofYounger, ofNothing = kiosk.ExampleYounger, kiosk.ExampleNothing
)

// desk plays a kiosk by hand.
type desk struct {
	*kiosk.Flow
	now    time.Time
	live   wire.Board
	silent bool // the controller does not answer
}

func newDesk() *desk {
	n := 0
	d := &desk{now: start, live: board(), Flow: kiosk.NewFlow("K1", start, func() string { n++; return fmt.Sprintf("key-%d", n) })}
	d.Heard(board(), about(), start)
	return d
}

func (d *desk) after(pause time.Duration) *desk {
	d.now = d.now.Add(pause)
	if !d.silent {
		d.Heard(d.live, nil, d.now)
	}
	d.Tick(d.now)
	return d
}

func (d *desk) press(targets ...string) *desk {
	for _, t := range targets {
		d.after(time.Second).Press(t)
	}
	return d
}

func (d *desk) wish() *desk { return d.press("start", "purpose:submit", "service:S10", "priority:no") }

func (d *desk) issued(t wire.Ticket) *desk {
	if w, ok := d.Send(); ok {
		d.Answered(w.Key, t, nil)
	}
	return d
}

var errAway = fault.Wrap(errors.New("connection refused"), fault.Unavailable, "controller-away")

// told answers what the kiosk asks because of a code.
func (d *desk) told(a wire.ScanAnswer, err error) *desk {
	for e, ok := d.Errand(); ok; e, ok = d.Errand() {
		if e.Code != "" {
			d.Told(e.Key, a, err)
		}
	}
	return d
}

// scanned reads a code that is what a says.
func (d *desk) scanned(a wire.ScanAnswer) *desk {
	d.after(time.Second).Scan(slipLink)
	return d.told(a, nil)
}

func mustStep(t *testing.T, d *desk, want kiosk.Step) {
	t.Helper()
	if got := d.Step(); got != want {
		t.Fatalf("Step() = %q, want %q", got, want)
	}
}

func fontsOf(t testing.TB) *kit.Fonts {
	t.Helper()
	fonts, err := kit.NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	return fonts
}

// says tells whether a scene holds words, however they are broken into lines.
func says(s *kit.Scene, words string) bool {
	plain := strings.NewReplacer("\u00a0", " ", "\n", " ")
	for _, item := range s.Items {
		var text []string
		for _, l := range item.Lines {
			text = append(text, l.Text)
		}
		if strings.Contains(plain.Replace(strings.Join(text, " ")), plain.Replace(words)) {
			return true
		}
	}
	return false
}
