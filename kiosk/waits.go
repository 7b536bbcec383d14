package kiosk

import (
	"slices"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/wire"
)

// queue returns how the queue of a service stands, false where the board does not say.
func (f *Flow) queue(code center.ServiceCode) (wire.QueueState, bool) {
	i := slices.IndexFunc(f.board.Waiting, func(q wire.QueueState) bool { return q.Service == code })
	if i < 0 {
		return wire.QueueState{}, false
	}
	return f.board.Waiting[i], true
}

// nearlyFull tells whether a number given now may well not be called before the last hour ends.
func (f *Flow) nearlyFull(q wire.QueueState) bool {
	hours := f.about.Hours
	if q.Wait == nil || len(hours) == 0 {
		return false
	}
	return f.now.Add(time.Duration(q.Wait.HighS) * time.Second).After(hours[len(hours)-1].To)
}

// few is how many numbers of a contingent are so few that people are told.
const few = 10

// scarce tells whether few numbers of a service's contingent are left.
func (f *Flow) scarce(code center.ServiceCode) bool {
	n, limited := f.about.Left[code]
	return limited && n <= few
}

// tile is the line below a service's name: how many wait, and how long a new number may.
func (f *Flow) tile(code center.ServiceCode) (word, icon string, tone ui.Tone) {
	q, ok := f.queue(code)
	switch {
	case !ok:
		return "", "", ui.Plain
	case q.Stalled != nil:
		return f.t("tile-stalled", "time", i18n.Clock(q.Stalled.In(center.Zone))), "pause", ui.Careful
	case f.scarce(code):
		return f.t("tile-left", "n", f.about.Left[code]), "ticket", ui.Careful
	case f.nearlyFull(q):
		return f.t("tile-ending"), "clock", ui.Careful
	case q.Waiting == 0:
		return f.t("tile-none"), "people", ui.Plain
	case q.Wait == nil:
		return f.t("tile-people", "n", q.Waiting), "people", ui.Plain
	}
	low, high := minutes(*q.Wait)
	if low == 0 {
		return f.t("tile-within", "n", q.Waiting, "high", high), "people", ui.Plain
	}
	return f.t("tile", "n", q.Waiting, "low", low, "high", high), "people", ui.Plain
}

// prospect says before a number is taken how many are ahead and how long the
// wait may be, and warns where the service stands still or the day is nearly over for it.
func (f *Flow) prospect(code center.ServiceCode) (wait, warning string) {
	q, ok := f.queue(code)
	switch {
	case !ok:
		return "", ""
	case q.Stalled != nil:
		return "", f.t("standstill", "service", f.service(code).Name.In(f.Lang), "time", i18n.Clock(q.Stalled.In(center.Zone)))
	case f.scarce(code):
		warning = f.t("left", "n", f.about.Left[code])
	case f.nearlyFull(q):
		warning = f.t("ending")
	}
	return Estimate(f.Lang, wire.Ticket{Ahead: q.Waiting, Wait: q.Wait}), warning
}

// minutes is a range as people are told it. Nobody is told that the wait may be none.
func minutes(r wire.Range) (low, high int) {
	low, high = r.LowS/60, (r.HighS+59)/60
	if low == 0 {
		return 0, max(high, 1)
	}
	return low, max(high, low+1)
}

// Estimate says how many are ahead and how long the wait may be, as a range or not at all.
func Estimate(lang i18n.Lang, t wire.Ticket) string {
	ahead := i18n.T(lang, "kiosk.ahead", "n", t.Ahead)
	switch {
	case t.Ahead == 0:
		ahead = i18n.T(lang, "kiosk.ahead-none")
	case t.Ahead == 1 && lang == i18n.EN:
		ahead = i18n.T(lang, "kiosk.ahead-one", "n", 1)
	}
	if t.Wait == nil {
		return ahead + " " + i18n.T(lang, "kiosk.wait-unknown")
	}
	low, high := minutes(*t.Wait)
	if low == 0 {
		return ahead + " " + i18n.T(lang, "kiosk.wait-within", "high", high)
	}
	return ahead + " " + i18n.T(lang, "kiosk.wait", "low", low, "high", high)
}
