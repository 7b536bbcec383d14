package kiosk

import (
	"time"

	"motcua/internal/wire"
)

// margin is what of the time for a change is left for the change itself.
const margin = 5 * time.Second

// Where the giving back of a number stands.
const (
	dropAsked   = "asked" // nothing is decided
	dropUnder   = "under way"
	dropDone    = "done"
	dropRefused = "refused"
)

// correctable tells whether the number on the screen may still be exchanged or
// given back here. The controller says for how long; its clock is not ours.
func (f *Flow) correctable() bool {
	t := f.Ticket
	return f.step == Result && t.ChangeBy != nil && f.now.Sub(f.got) < t.ChangeBy.Sub(t.IssuedAt)-margin
}

// correct takes what is put right while a number is on the screen.
func (f *Flow) correct(what, value string) {
	switch {
	case what == "change" && f.correctable():
		f.Old = f.Ticket
		f.Wish.Request.Instead, f.Wish.Request.Another = f.Ticket.ID, false
		f.enter(Service)
	case what == "another" && f.step == Result:
		f.Old, f.Elderly = f.Ticket, false
		f.Wish = Wish{Request: wire.IssueRequest{Another: true}}
		f.enter(Purpose)
	case what == "cancel" && f.correctable():
		f.Dropping = dropAsked
		f.enter(Drop)
	case what == "drop" && f.step == Drop:
		f.drop(value)
	}
}

// drop gives the number back, or keeps it.
func (f *Flow) drop(value string) {
	switch {
	case f.Dropping == dropUnder:
	case value == "yes" && f.Dropping != dropDone:
		f.Dropping, f.dropKey = dropUnder, f.run(Errand{Cancel: f.Ticket.ID})
	case value == "no":
		f.showAgain()
	}
}

// Dropped takes whether a number was given back.
func (f *Flow) Dropped(key string, err error) {
	if f.dropKey != key || f.step != Drop {
		return
	}
	f.Dropping, f.touched, f.entered = dropDone, f.now, f.now
	if err != nil {
		f.Dropping = dropRefused
	}
}

// tickDrop takes away what says that a number was given back.
func (f *Flow) tickDrop() {
	if f.Dropping != dropDone {
		f.tickIdle()
	} else if f.now.Sub(f.entered) >= taken {
		f.reset()
	}
}

// showAgain shows the number once more, for as long as at first.
func (f *Flow) showAgain() {
	f.enter(Result)
	if !f.fate.IsZero() {
		f.fate = f.now
	}
}

// note says above a choice what is being changed or added to.
func (f *Flow) note() string {
	switch {
	case f.Dossier != "":
		return f.t("dossier", "dossier", f.Dossier)
	case f.Wish.Request.Instead != "":
		return f.t("change-note", "number", f.Old.Number)
	case f.Wish.Request.Another:
		return f.t("another-note", "number", f.Old.Number)
	}
	return ""
}
