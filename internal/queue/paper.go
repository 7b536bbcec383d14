package queue

import (
	"regexp"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// Paper is the series of numbers that were given on paper while nothing worked.
const Paper Series = "paper"

// OldestPaper is how long ago a number may have been given on paper.
const OldestPaper = 8 * time.Hour

// OnPaper is a number that somebody wrote on paper, and the time at which it
// was given as people remember it.
type OnPaper struct {
	Number string // see PaperNumber
	Taken  time.Time
	By     string // opaque id of the credential that types it in
}

var paperForm = regexp.MustCompile(`^[A-Z]{0,3}[0-9]{1,5}$`)

// PaperNumber returns a number as it was written on paper in the form that the
// log keeps: up to three capital letters and two to five digits.
func PaperNumber(written string) (string, error) {
	n := strings.ToUpper(strings.TrimSpace(written))
	if !paperForm.MatchString(n) {
		return "", fault.New(fault.Invalid, "paper-number")
	}
	if letters := strings.TrimRight(n, "0123456789"); len(n)-len(letters) == 1 {
		n = letters + "0" + n[len(letters):]
	}
	return n, nil
}

// Taken checks when a number was given on paper: today, not in the future and
// not longer ago than anybody remembers well.
func Taken(day center.Day, taken, now time.Time) error {
	if !day.Holds(taken) || taken.After(now) || now.Sub(taken) > OldestPaper {
		return fault.New(fault.Invalid, "paper-time", "hours", int(OldestPaper.Hours()))
	}
	return nil
}

// onPaper is the identity of a ticket whose number stands on paper already.
func (d *Day) onPaper(p *OnPaper, now time.Time) (TicketID, string, error) {
	number, err := PaperNumber(p.Number)
	if err != nil {
		return "", "", err
	}
	if err := Taken(d.Date, p.Taken, now); err != nil {
		return "", "", err
	}
	id := TicketID(d.stem + number)
	if _, taken := d.tickets[id]; taken {
		return "", "", fault.New(fault.Conflict, "paper-known", "number", number)
	}
	return id, number, nil
}

// Numbered tells whether a number of today is held by any ticket.
func (d *Day) Numbered(number string) bool { return d.tickets[TicketID(d.stem+number)] != nil }
