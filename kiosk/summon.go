package kiosk

import (
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// unanswered is after how long a call for a greeter that nobody confirmed counts as not made.
const unanswered = 8 * time.Second

// Where the call for a greeter stands.
const (
	helpCalling = "calling"
	helpCalled  = "called"
	helpComing  = "coming" // somebody has answered it
	helpFailed  = "failed"
)

// summons is the call for a greeter that who stands here has made.
type summons struct {
	key   string    // of the errand
	began time.Time // the errand
	at    time.Time // of the call; zero: the controller has not confirmed it
	seen  bool      // on the board
	lost  bool      // refused, or the controller could not be reached
}

// seekHelp calls a greeter and shows what became of it.
func (f *Flow) seekHelp() {
	if f.step != Help {
		f.from = f.step
	}
	f.enter(Help)
	switch at, waits := f.awaited(); {
	case waits:
		f.help = summons{at: at, seen: true}
	case f.help.key != "" && f.Help() == helpCalling:
	default:
		f.help = summons{key: f.run(Errand{Help: true}), began: f.now}
	}
}

// dismiss says that nobody is needed any more.
func (f *Flow) dismiss() {
	f.run(Errand{Dismiss: true})
	f.help = summons{}
	f.back()
}

// Summoned takes whether the call for a greeter went through.
func (f *Flow) Summoned(key string, call wire.HelpCall, err error) {
	if f.help.key != key {
		return
	}
	f.help.at, f.help.lost = call.At, err != nil
}

// awaited returns since when a greeter is called to this kiosk, by whomever.
func (f *Flow) awaited() (at time.Time, ok bool) {
	for _, h := range f.board.Help {
		if h.Device == f.Kiosk {
			return h.At, true
		}
	}
	return time.Time{}, false
}

// heed notes that the board shows the call: once it is gone there, somebody comes,
// and whoever waits is told so even while asked for more time.
func (f *Flow) heed() {
	at, waiting := f.awaited()
	switch {
	case f.step != Help:
	case waiting:
		f.help.at, f.help.seen, f.help.lost = at, true, false
	case f.help.seen && !f.help.at.IsZero():
		f.help.at, f.touched = time.Time{}, f.now
	}
}

// Help returns where the call for a greeter stands.
func (f *Flow) Help() string {
	_, waiting := f.awaited()
	switch h := f.help; {
	case !h.at.IsZero() && (waiting || !h.seen):
		return helpCalled
	case h.seen:
		return helpComing
	case h.lost, f.now.Sub(h.began) >= unanswered:
		return helpFailed
	}
	return helpCalling
}

// help says honestly whether a greeter has been called, and whether one comes.
func (v *view) help() {
	button, rest := v.body.Bottom(v.mm(24), v.mm(6))
	at := i18n.Clock(v.f.help.at.In(center.Zone))
	switch v.f.Help() {
	case helpCalling:
		v.message(v.body, "bell", ui.Pressing, v.t("help-calling"), v.t("working-wait"))
	case helpCalled:
		v.message(rest, "bell", ui.Pressing, v.t("help-called", "time", at), v.t("help-stay"))
		v.Button(button, kit.Button{ID: "dismiss", Word: v.t("help-dismiss"), Look: kit.Offered, Middle: true, Held: v.held == "dismiss"})
	case helpComing:
		v.message(v.body, "check", ui.Right, v.t("help-coming"), v.t("help-stay"))
	default:
		v.message(rest, "person", ui.Careful, v.t("help-failed"), v.t("help-what"))
		v.Button(button, kit.Button{ID: "help:again", Word: v.t("help-again"), Look: kit.Offered, Middle: true, Held: v.held == "help:again"})
	}
}

// summoned says on the other screens, too, that a greeter has been called to
// this kiosk, so that who waits need not stay on the one that says so.
func (v *view) summoned(in kit.Rect) (rest kit.Rect) {
	at, waits := v.f.awaited()
	if !waits || v.f.Asking || slices.Contains([]Step{Help, Result, Guard, Guide, Scanned, Aiding, Code}, v.f.Step()) {
		return in
	}
	row, rest := in.Top(v.mm(11), v.mm(3))
	v.Round(row, v.Theme.ActionSoft)
	mark, text := row.InsetXY(v.mm(4), v.mm(1)).Left(v.mm(8), v.mm(3))
	v.Icon(mark, "bell", v.Theme.Action)
	v.Text(text, v.t("help-waiting", "time", i18n.Clock(at.In(center.Zone))), kit.Style{Size: v.size("small"), Bold: true, Color: v.Theme.Action, Down: kit.Middle, Lines: 1})
	return rest
}
